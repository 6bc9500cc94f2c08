"""The corridor as a scenario file describes it: lines with their stations, distant ends, crossings, consists."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from corridorsim.model.quantities import (
    Acceleration,
    Count,
    Day,
    Duration,
    Gauge,
    Length,
    Number,
    Share,
    Speed,
    Strict,
    Teu,
    Tonnes,
    TrainsPerDay,
    Word,
)
from corridorsim.model.traction import Curves, Profile, SpeedLimit


class Timing(Strict):
    """How long something takes: a mean and, by its coefficient of variation, how much it varies (lognormal)."""

    mean: Duration
    """Mean time."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation over mean."""


class Point(Strict):
    """A station or siding of a line."""

    name: Word
    """Name, the same on every line that meets here."""
    at: Length
    """Distance from the line's first point."""
    kind: Literal["siding", "station"] = "siding"
    """Which of the line's numbers of tracks it has."""
    tracks: Annotated[Count, Field(ge=1)] | None = None
    """Tracks where trains may stand, main track included; by its kind if left out. One: trains pass, none stands."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""


class Fill(Strict):
    """Sidings whose place is not known, spread evenly after a point up to the next that is listed."""

    after: Word
    """Point of this line after which they stand."""
    count: Count
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

    siding: Annotated[Count, Field(ge=1)]
    """At a siding."""
    station: Annotated[Count, Field(ge=1)]
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
    headway: Annotated[Duration, Field(ge=1)]
    """Time between followers on double track (automatic block)."""
    second_track: list[SecondTrack] = []
    """Where and from when the line is double."""
    opens: Day | None = None
    """First day of service of a line that is planned."""
    rail: Literal["jointed", "welded"] = "jointed"
    """Kind of rail: trains run easier on welded rail."""
    profile: Profile = []
    """Gradients from point to point, or a saw-tooth; level before the first and where nothing is said."""
    curves: Curves = 0.0
    """Curves with their radius, or one resistance that stands for them all along the line."""
    speed_limits: list[SpeedLimit] = []
    """Lasting limits below the line's, on parts of it."""


class End(Strict):
    """A distant end: the network beyond, which takes trains by the clock."""

    at: Word
    """Point of a line, or far station of a crossing, where the corridor ends."""
    accepts: Annotated[TrainsPerDay, Field(gt=0)]
    """Trains that it takes."""


class Level(Strict):
    """A limit that holds from a day on."""

    since: Day | None = None
    """First day it holds; the first level holds from the start, whatever it says."""
    trains: TrainsPerDay
    """Trains in any 24 hours."""


def _levels(value: object) -> object:
    return [{"trains": value}] if isinstance(value, str | int | float) else value


Levels = Annotated[
    list[Level], Field(min_length=1), BeforeValidator(_levels, json_schema_input_type=TrainsPerDay | list[Level])
]


class Control(Strict):
    """Border, customs and document control of one railway."""

    lanes: Annotated[Count, Field(ge=1)]
    """Trains controlled at the same time."""
    leaving: Timing
    """Control of a train that leaves the country."""
    entering: Timing
    """Control of a train that enters it."""


class Side(Strict):
    """One of the two stations of a crossing."""

    station: Word
    """Name; on the near side a point of a line."""
    country: Word
    """Country, as it stands in the names of directions (KZ->CN)."""
    gauge: Gauge
    """Gauge of its own railway."""
    own_tracks: Annotated[Count, Field(ge=2)] | None = None
    """Tracks of its own gauge; left out where a line's point says it."""
    other_tracks: Annotated[Count, Field(ge=2)]
    """Tracks of the other gauge."""
    control: Control
    """Control by its own country."""
    fronts: Annotated[Count, Field(ge=1)]
    """Transshipment fronts, for goods that enter its country; a front works one train with its cranes."""


class Border(Strict):
    """The track over the border, one of each gauge."""

    run: Duration
    """Time from station to station."""
    back: Annotated[Duration, Field(le=86_400)]
    """Time for which the empty rake, going back, holds the track again."""


class Crossing(Strict):
    """Two stations that meet at a border and a break of gauge."""

    source: Word
    """Where its figures come from."""
    near: Side
    """The station on a line of this corridor."""
    far: Side
    """The station beyond the border."""
    border: Border
    """The tracks between them."""
    forming: Timing
    """Making up a train after transshipment, up to its departure."""
    accepts: dict[Word, Levels]
    """What the receiving railway accepts, by direction (KZ->CN)."""
    one_way: Share = 0.5
    """Share of a station's own tracks that trains of one direction may fill, so that they do not shut out the other."""
    under_way: dict[Word, Annotated[Count, Field(ge=1)]] = {}
    """Most trains on their way to the crossing, by direction: beyond that loading stops (an embargo)."""

    @property
    def directions(self) -> tuple[str, str]:
        """Out of the near country and into it."""
        return f"{self.near.country}->{self.far.country}", f"{self.far.country}->{self.near.country}"


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
    transshipment: Timing
    """Time at a transshipment front."""
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
    running_times: dict[Word, Annotated[Duration, Field(gt=0)]] = {}
    """Time to pass a section, by its ends in the direction of running (A - B); it overrides speed and locomotive."""

    @property
    def net(self) -> float:
        """Net tonnes of a train."""
        return self.wagons * self.load

    @property
    def length(self) -> float:
        """Metres, without its locomotive."""
        return self.wagons * self.wagon_length
