"""The corridor as a scenario file describes it: lines with their stations, distant ends, consists."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.gauge_break import Counted
from corridorsim.model.movement import Possession, Restriction, Throat
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
from corridorsim.model.traction import Curves, Profile, SpeedLimit
from corridorsim.model.train_class import TrainClass
from corridorsim.units import whole


class Point(Strict):
    """A station or siding of a line."""

    name: Word
    """Name, the same on every line that meets here."""
    at: Length
    """Distance from the line's first point."""
    kind: Literal["siding", "station", "crossover"] = "siding"
    """Which of the line's numbers of tracks it has; a crossover joins the two tracks of a double line, 1 each way."""
    tracks: Closable | None = None
    """Tracks where trains may stand, main track included; by its kind if left out. One: trains pass, none stands."""
    useful_length: Length | None = None
    """Longest train that stands here; as on the whole line if left out."""
    simultaneous_arrival: bool = False
    """Whether trains of a single line may come in from both sides at the same time (no arrival interval)."""
    throat: Throat | None = None
    """Points over which every train comes in and goes out; without limit if left out."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""


class Fill(Strict):
    """Sidings whose place is not known, spread evenly after a point up to the next that is listed."""

    after: Word
    """Point of this line after which they stand."""
    count: Annotated[Count, Field(le=200)]
    """How many."""


class SecondTrack(Strict):
    """A second track on part of a line; the old track is then one of the two."""

    start: Word
    """Point where it begins."""
    end: Word
    """Point where it ends."""
    opens: Day
    """First day of service."""
    speed_limit: Speed | None = None
    """Limit on both tracks once it is open; the line's if left out."""


class TracksByKind(Strict):
    """Tracks where trains may stand, main track included."""

    siding: Closable
    """At a siding."""
    station: Closable
    """At a station."""


class Line(Strict):
    """A railway line: its points in order, its track and its signals."""

    source: Word
    """Where the kilometres come from, with its licence."""
    gauge: Gauge
    """Width of the track."""
    points: Annotated[list[Point], Field(min_length=2)]
    """Stations and sidings in order of their kilometres."""
    fill: list[Fill] = []
    """Sidings whose kilometre nobody published."""
    tracks: TracksByKind
    """Tracks at points that do not say their own."""
    useful_length: Length
    """Longest train that a loop takes."""
    speed_limit: Speed
    """Nothing runs faster."""
    headway: Annotated[Duration, Field(ge=1)] | None = None
    """Time between followers under automatic block; by the blocking times of its block sections if left out."""
    block: Literal["semi-automatic", "automatic"] = "semi-automatic"
    """On single track: one train between stations, or followers at the headway. Double track is always automatic."""
    block_length: Annotated[Length, Field(ge=100)] | None = None
    """Longest block section; if left out, as many blocks as the headway asks for."""
    group: Closable = 3
    """Single track under automatic block: trains that follow each other before the other direction has its turn."""
    second_track: list[SecondTrack] = []
    """Where and from when the line is double."""
    opens: Day | None = None
    """First day of service of a line that is planned."""
    possessions: list[Possession] = []
    """Track taken out of service: dated, weekly, or every day (the technological window)."""
    restrictions: list[Restriction] = []
    """Stretches that are run over slowly for a time."""
    rail: Literal["jointed", "welded"] = "jointed"
    """Kind of rail: trains run easier on welded rail."""
    profile: Profile = []
    """Gradients from point to point, or a saw-tooth; level before the first and where nothing is said."""
    curves: Curves = 0.0
    """Curves with their radius, or one resistance that stands for them all along the line."""
    speed_limits: list[SpeedLimit] = []
    """Lasting limits below the line's, on parts of it."""
    crew_changes: list[Word] = []
    """Points of the line where trains change crews; trips between them are counted if any are told."""


class End(Strict):
    """A distant end: the network beyond, which takes trains by the clock."""

    at: Word
    """Point of a line, or far station of a crossing, where the corridor ends."""
    accepts: Annotated[TrainsPerDay, Field(gt=0)]
    """Trains that it takes."""


class Consist(Strict):
    """A kind of freight train."""

    wagons: Annotated[Count, Field(ge=1)]
    """Wagons of a train."""
    wagon_kind: Word
    """Kind of wagon: loaded wagons of a kind balance each other, the rest goes back empty."""
    load: Annotated[Tonnes, Field(gt=0)]
    """Net tonnes of a wagon."""
    boxes: Teu = 0.0
    """TEU of a train."""
    wagon_length: Length
    """Length of a wagon."""
    speed: Speed | None = None
    """Speed on the section between start and stop; given, it overrides what a locomotive could do."""
    transshipment: Timing | None = None
    """Time at a transshipment front; by what the machines there handle an hour if left out."""
    commodity: Word | None = None
    """What it carries, by which control and the gauge break may differ."""
    containers: Annotated[Count, Field(ge=1)] | None = None
    """Containers of a train, each lifted once; one a wagon if left out."""
    onward: Word | None = None
    """Consist that carries its goods on beyond the gauge break; as many trains of its own size if left out."""
    locomotive: Word | None = None
    """Kind of locomotive; running times then come from its pull, the train's mass and the line's profile."""
    locomotives: Annotated[Count, Field(ge=1, le=10)] = 1
    """Locomotives of a train."""
    tare: Annotated[Tonnes, Field(gt=0)] | None = None
    """Mass of an empty wagon; needed with a locomotive."""
    axles: Annotated[Count, Field(ge=2)] = 4
    """Axles of a wagon."""
    braking: Annotated[Acceleration, Field(gt=0, le=2)] = 0.2
    """How fast a train slows under service braking."""
    loaded_limit: Speed | None = None
    """Loaded trains run no faster."""
    empty_limit: Speed | None = None
    """Empty trains run no faster."""
    goes_as: Annotated[Literal["passenger", "fast freight", "freight", "local"], Field(alias="class")] = "freight"
    """Class of its loaded trains. Where two trains could go, passenger trains go first, then fast freight, then freight
    and local trains alike; the first two also overtake. Empty trains go as freight."""
    running_times: dict[Word, ToldRunningTime] = {}
    """Time to pass a section, by its ends in the direction of running (A - B), or with its own losses by starting and
    stopping; it overrides speed and locomotive. Where there is neither it must have every section that is run over."""

    @property
    def train_class(self) -> TrainClass:
        """The class of its loaded trains."""
        return TrainClass(self.goes_as)

    @property
    def net(self) -> float:
        """Net tonnes of a train."""
        return self.wagons * self.load

    @property
    def gross(self) -> float:
        """Tonnes of a loaded wagon."""
        return whole((self.tare or 0.0) + self.load, "mass")

    @property
    def length(self) -> float:
        """Metres, without its locomotive."""
        return whole(self.wagons * self.wagon_length, "length")

    def amount(self, counted: Counted) -> int:
        """Containers, wagons or whole tonnes of a train."""
        tonnes = round(whole(self.net, "mass"))
        return {"containers": self.containers or self.wagons, "wagons": self.wagons, "tonnes": tonnes}[counted]
