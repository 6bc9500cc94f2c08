"""A border crossing as a scenario file describes it: two stations, the tracks between them, what each accepts."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from corridorsim.model.clock import ToldClock
from corridorsim.model.control import Closed, Control
from corridorsim.model.gauge_break import GaugeBreak
from corridorsim.model.movement import Days
from corridorsim.model.quantities import (
    Clock,
    Closable,
    Count,
    Day,
    Duration,
    Gauge,
    Length,
    Share,
    Strict,
    TrainsPerDay,
    Word,
)
from corridorsim.model.timing import Timing


class Level(Strict):
    """A limit that holds from a day on."""

    since: Day | None = None
    """First day it holds; the first level holds from the start, whatever it says."""
    trains: TrainsPerDay
    """Trains in any 24 hours, or in a calendar day where its begin is told."""


def _levels(value: object) -> object:
    return [{"trains": value}] if isinstance(value, str | int | float) else value


Levels = Annotated[
    list[Level], Field(min_length=1), BeforeValidator(_levels, json_schema_input_type=TrainsPerDay | list[Level])
]


class Lot(Strict):
    """Trains that are taken over within some hours: how the day's number is spread."""

    trains: Annotated[Count, Field(ge=1)]
    """Trains in any such time."""
    span: Annotated[Duration, Field(ge=60, le=86_400)]
    """The time, such as 8 h."""


class Refusal(Strict):
    """Trains that the receiving railway sends back: papers, wagons, loads."""

    share: Annotated[Share, Field(le=0.5)]
    """Share of the attempts to hand a train over that are refused."""
    again: Duration
    """Time until a refused train is back in the queue."""


class Inspection(Strict):
    """Technical inspection of a train before it departs."""

    gangs: Closable
    """Trains inspected at the same time."""
    time: Timing
    """Time for a train."""
    closed: list[Closed] = []
    """When gangs are off."""


class Shunting(Strict):
    """Shunting engines that move trains to a front and from it."""

    engines: Closable
    """Trains moved at the same time."""
    move: Timing
    """A move, coming and going of the engine included."""


class Side(Strict):
    """One of the two stations of a crossing."""

    station: Word
    """Name; on the near side a point of a line."""
    country: Word
    """Country, as it stands in the names of directions (KZ->CN)."""
    gauge: Gauge
    """Gauge of its own railway."""
    clock: ToldClock | None = None
    """By whose clock its closed hours are, and those of the handover to it: a country, an offset such as UTC+8, or
    levels; simulated time (the window's clock) if left out."""
    own_tracks: Annotated[Closable, Field(ge=2)] | None = None
    """Tracks of its own gauge; left out where a line's point says it."""
    reception: Closable | None = None
    """Tracks, beside those, for trains that come to cross the border; they use the station's own if left out."""
    waiting: Closable | None = None
    """Tracks, beside those, where trains wait for the border once they are controlled; they stay where they are if left
    out."""
    departure: Closable | None = None
    """Tracks, beside those, for trains made up after transshipment; they use the station's own if left out."""
    own_length: Length | None = None
    """Useful length of the tracks of its own gauge that are told here; any train fits if left out."""
    other_tracks: Annotated[Closable, Field(ge=2)]
    """Tracks of the other gauge."""
    other_length: Length | None = None
    """Useful length of the tracks of the other gauge; any train fits if left out."""
    control: Control
    """Control by its own country."""
    fronts: Closable
    """Transshipment fronts, for goods that enter its country; a front works one train with its cranes."""
    gauge_break: dict[Word, GaugeBreak] = {}
    """Places of their own for some goods that enter its country."""
    shunting: Shunting | None = None
    """Shunting engines; trains come to the fronts by themselves if left out."""
    inspection: Inspection | None = None
    """Technical inspection of trains that have been made up here; none if left out."""

    def worked_at(self, commodity: str | None) -> tuple[str, GaugeBreak] | None:
        """Where goods of a commodity change gauge, by name; None for the plain fronts."""
        return next(((name, at) for name, at in self.gauge_break.items() if commodity in at.commodities), None)


class Border(Strict):
    """The tracks over the border, of each gauge."""

    run: Duration
    """Time from station to station."""
    back: Annotated[Duration, Field(le=86_400)]
    """Time for which the empty rake, going back, holds the track again."""
    near_tracks: Closable = 1
    """Tracks of the near gauge, over which trains leave the near country."""
    far_tracks: Closable = 1
    """Tracks of the far gauge, over which trains enter it."""


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
    day_begins: dict[Word, Clock] = {}
    """By direction, when the receiving railway's day begins by its clock, where it accepts so many trains a calendar
    day (such as 18:00); of any 24 hours if left out."""
    lots: dict[Word, Lot] = {}
    """How the accepted trains are spread over the day, by direction; as they come if left out."""
    refused: dict[Word, Refusal] = {}
    """Trains refused at the handover, by direction; none if left out."""
    closed: dict[Word, list[Days]] = {}
    """When trains are not accepted, by direction: nights, holidays; by the receiving station's clock."""
    one_way: Share = 0.5
    """Share of a station's own tracks that trains of one direction may fill, so that they do not shut out the other."""
    under_way: dict[Word, Annotated[Count, Field(ge=1)]] = {}
    """Most trains on their way to the crossing, by direction: beyond that loading stops (an embargo)."""

    @property
    def directions(self) -> tuple[str, str]:
        """Out of the near country and into it."""
        return f"{self.near.country}->{self.far.country}", f"{self.far.country}->{self.near.country}"

    def import_side(self, direction: str) -> Side:
        """The station where goods of a direction change gauge."""
        return self.far if direction == self.directions[0] else self.near

    def wagons_go_on(self, direction: str, commodity: str | None) -> bool:
        """Whether the wagons that bring a commodity go on with it, on other bogies."""
        worked = self.import_side(direction).worked_at(commodity)
        return worked is not None and worked[1].exchanges == "bogies"
