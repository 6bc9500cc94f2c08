"""The corridor as a scenario file describes it: lines with their stations, distant ends, consists."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.border.gauge_break import Counted
from corridorsim.model.lines.movement import Cut, Possession, Restriction, Throat
from corridorsim.model.lines.traction import Curves, Profile, SpeedLimit
from corridorsim.model.quantities import (
    Acceleration,
    Closable,
    Count,
    Day,
    Duration,
    Gauge,
    Length,
    Speed,
    Strict,
    Teu,
    Tonnes,
    TrainsPerDay,
    Word,
)
from corridorsim.model.timing import Timing, ToldRunningTime
from corridorsim.model.train_class import TrainClass
from corridorsim.units import whole

SMALL_BOX, LARGE_BOX = 2.2, 3.8  # tonnes, a container of 20 and of 40 feet without its goods


class Point(Strict):
    """A station or siding of a line."""

    name: Word
    """Name, which is the same on every line that meets here."""
    at: Length
    """Distance from the line's first point."""
    kind: Literal["siding", "station", "crossover"] = "siding"
    """Decides which of the line's numbers of tracks it has; a crossover joins the two tracks of a double line and has
    one track each way."""
    tracks: Closable | None = None
    """Tracks where trains may stand, including the main track; if omitted, as for its kind. With one track, trains only
    pass."""
    useful_length: Length | None = None
    """Length of the longest train that can stand here; if omitted, as on the whole line."""
    simultaneous_arrival: bool = False
    """Whether trains on a single line may arrive from both sides at the same time (no arrival interval)."""
    throat: Throat | None = None
    """Points over which every train enters and leaves; if omitted, without limit."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""


class Fill(Strict):
    """Sidings of unknown location, spread evenly between a point and the next listed point."""

    after: Word
    """Point of this line after which they lie."""
    count: Annotated[Count, Field(le=200)]
    """Number of sidings."""


class SecondTrack(Strict):
    """A second track on part of a line; the old track is then one of the two."""

    start: Word
    """Point where it begins."""
    end: Word
    """Point where it ends."""
    opens: Day
    """First day of service."""
    speed_limit: Speed | None = None
    """Speed limit on both tracks once it is open; if omitted, the line's."""


class TracksByKind(Strict):
    """Tracks where trains may stand, including the main track."""

    siding: Closable
    """At a siding."""
    station: Closable
    """At a station."""


class Line(Strict):
    """A railway line: its points in order, its track and its signalling."""

    source: Word
    """Source of the kilometre positions, with its licence."""
    gauge: Gauge
    """Gauge of the track."""
    points: Annotated[list[Point], Field(min_length=2)]
    """Stations and sidings in order of their kilometre positions."""
    fill: list[Fill] = []
    """Sidings whose kilometre position is not published."""
    tracks: TracksByKind
    """Tracks at points that do not give their own number."""
    useful_length: Length
    """Length of the longest train that a passing loop holds."""
    speed_limit: Speed
    """Speed that no train exceeds."""
    headway: Annotated[Duration, Field(ge=1)] | None = None
    """Time between following trains under automatic block; if omitted, from the blocking times of block sections."""
    block: Literal["semi-automatic", "automatic"] = "semi-automatic"
    """On single track: one train between stations (semi-automatic), or following trains at the headway (automatic).
    Double track is always automatic."""
    block_length: Annotated[Length, Field(ge=100)] | None = None
    """Length of the longest block section; if omitted, there are as many blocks as the headway requires."""
    group: Closable = 3
    """Single track under automatic block: trains that follow each other before the other direction has its turn."""
    second_track: list[SecondTrack] = []
    """Parts where the line is double, and from when."""
    opens: Day | None = None
    """First day of service of a planned line."""
    possessions: list[Possession] = []
    """Track taken out of service: on dates, weekly, or every day (the technological window)."""
    restrictions: list[Restriction] = []
    """Stretches with a temporary speed limit."""
    cuts: list[Cut] = []
    """Stretches over which only a number of trains may run a day."""
    rail: Literal["jointed", "welded"] = "jointed"
    """Kind of rail; running resistance is lower on welded rail."""
    profile: Profile = []
    """Gradients from point to point, or a saw-tooth; level before the first point and where nothing is given."""
    curves: Curves = 0.0
    """Curves with their radius, or one resistance that represents them along the whole line."""
    speed_limits: list[SpeedLimit] = []
    """Permanent speed limits below the line's, on parts of it."""
    crew_changes: list[Word] = []
    """Points of the line where trains change crews; if any are given, trips between them are counted."""


class End(Strict):
    """A distant end: the network beyond, which takes trains at fixed intervals."""

    at: Word
    """Point of a line, or far station of a crossing, where the corridor ends."""
    accepts: Annotated[TrainsPerDay, Field(gt=0)]
    """Trains per day that it takes."""


class Consist(Strict):
    """A kind of freight train."""

    wagons: Annotated[Count, Field(ge=1)]
    """Wagons in a train."""
    wagon_kind: Word
    """Kind of wagon: loaded wagons of a kind balance each other, and the surplus goes back empty."""
    load: Annotated[Tonnes, Field(gt=0)] | None = None
    """Net tonnes per wagon; or give box_load or train_load instead."""
    box_load: Annotated[Tonnes, Field(gt=0)] | None = None
    """Net tonnes per container."""
    train_load: Annotated[Tonnes, Field(gt=0)] | None = None
    """Net tonnes per train."""
    boxes: Teu = 0.0
    """TEU per train."""
    wagon_length: Length
    """Length of a wagon."""
    speed: Speed | None = None
    """Running speed on a section, without starting and stopping; if given, it overrides what a locomotive could do."""
    transshipment: Timing | None = None
    """Time at a transshipment front; if omitted, from the hourly rate of the machines there."""
    commodity: Word | None = None
    """What it carries; control and gauge break may differ by commodity."""
    containers: Annotated[Count, Field(ge=1)] | None = None
    """Containers per train, each lifted once; if omitted, one per wagon."""
    box_tare: Annotated[Tonnes, Field(gt=0)] | None = None
    """Mass of an empty container; if omitted, 3.8 t, or 2.2 t if there is one TEU or less per container."""
    onward: Word | None = None
    """Consist that carries its goods on beyond the gauge break: from the stack there, or on wagons that the yard
    regroups; if omitted, as many trains of the same size."""
    brought_by: Word | None = None
    """Consist that brings its goods to the border, out of the near country: the yard there regroups the wagons; if
    omitted, the same train."""
    locomotive: Word | None = None
    """Kind of locomotive; running times then follow from its tractive effort, the train's mass and the profile."""
    locomotives: Annotated[Count, Field(ge=1, le=10)] = 1
    """Locomotives per train."""
    tare: Annotated[Tonnes, Field(gt=0)] | None = None
    """Mass of an empty wagon; required with a locomotive."""
    axles: Annotated[Count, Field(ge=2)] = 4
    """Axles per wagon."""
    braking: Annotated[Acceleration, Field(gt=0, le=2)] = 0.2
    """Deceleration of a train under service braking."""
    loaded_limit: Speed | None = None
    """Speed that loaded trains do not exceed."""
    empty_limit: Speed | None = None
    """Empty trains run no faster."""
    goes_as: Annotated[Literal["passenger", "fast freight", "freight", "local"], Field(alias="class")] = "freight"
    """Class of its loaded trains. Where two trains could go, passenger trains go first, then fast freight, then freight
    and local trains alike; the first two also overtake. Empty trains go as freight."""
    running_times: dict[Word, ToldRunningTime] = {}
    """Time to pass a section, by its ends in the direction of running (A - B), optionally with its own start and stop
    losses; it overrides speed and locomotive. Without either, every section that the train uses must be listed."""

    @property
    def train_class(self) -> TrainClass:
        """The class of its loaded trains."""
        return TrainClass(self.goes_as)

    @property
    def net(self) -> float:
        """Net tonnes per train; 1 where no load is given, which reading refuses."""
        if self.load is not None:
            return self.wagons * self.load
        if self.box_load is not None:
            return whole(self.amount_of_boxes * self.box_load, "mass")
        return self.train_load or 1.0

    @property
    def wagon_load(self) -> float:
        """Net tonnes per wagon."""
        return self.load if self.load is not None else self.net / self.wagons

    @property
    def amount_of_boxes(self) -> int:
        """Containers per train: one per wagon where their number is not given."""
        return self.containers or self.wagons

    @property
    def is_of_containers(self) -> bool:
        """Whether it is a container train: it carries TEU, or says how many containers it has."""
        return self.boxes > 0 or self.containers is not None

    @property
    def gross(self) -> float:
        """Gross tonnes of a loaded wagon."""
        return whole((self.tare or 0.0) + self.wagon_load, "mass")

    @property
    def box_gross(self) -> float:
        """Gross tonnes of a loaded container: its goods and its own mass."""
        small = 0 < self.boxes <= self.amount_of_boxes
        own = self.box_tare if self.box_tare is not None else SMALL_BOX if small else LARGE_BOX
        return whole(self.net / self.amount_of_boxes + own, "mass")

    @property
    def length(self) -> float:
        """Length in metres, without the locomotive."""
        return whole(self.wagons * self.wagon_length, "length")

    def amount(self, counted: Counted) -> int:
        """Containers, wagons or whole tonnes per train."""
        tonnes = round(whole(self.net, "mass"))
        return {"containers": self.amount_of_boxes, "wagons": self.wagons, "tonnes": tonnes}[counted]
