"""A border crossing as a scenario file describes it: two stations, the tracks between them, what each accepts."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.border.acceptance import AcceptedKindKey, DatedLimit, DatedLimits
from corridorsim.model.border.control import ClosedHours, Control
from corridorsim.model.border.gauge_break import Counted, GaugeBreak
from corridorsim.model.clock import ClockKey
from corridorsim.model.corridor import Consist
from corridorsim.model.lines.movement import Days
from corridorsim.model.quantities import Clock, Closable, Count, Duration, Gauge, Length, Share, Strict, Word
from corridorsim.model.timing import Timing

PLAIN_FRONTS = "transshipment"  # the place of goods that no gauge_break handles


class Lot(Strict):
    """Trains taken over within some hours, which spreads the day's number."""

    trains: Annotated[Count, Field(ge=1)]
    """Most trains in any period of this length."""
    span: Annotated[Duration, Field(ge=60, le=86_400)]
    """Length of the period, such as 8 h."""


class Refusal(Strict):
    """Trains that the receiving railway sends back because of papers, wagons or loads."""

    share: Annotated[Share, Field(le=0.5)]
    """Share of the attempts to hand over a train that are refused."""
    again: Duration
    """Time until a refused train is back in the queue."""


class BorderLocomotives(Strict):
    """Locomotives that haul trains over the border, and are then on their way back or wait for it."""

    number: Annotated[Count, Field(ge=1)]
    """How many there are; a train takes one."""
    turn: Annotated[Duration, Field(ge=60, le=30 * 86_400)]
    """Time from the departure of a train over the border until its locomotive may haul the next."""


class PaperWork(Strict):
    """Papers of a train that is formed here: consignment notes, lists of wagons, transit declarations."""

    desks: Closable
    """Number of trains whose papers are made out at the same time."""
    time: Timing
    """Time per train."""
    closed: list[ClosedHours] = []
    """When desks are closed."""


class Inspection(Strict):
    """Technical inspection of a train before it departs."""

    gangs: Closable
    """Number of trains inspected at the same time."""
    time: Timing
    """Time per train."""
    closed: list[ClosedHours] = []
    """When gangs are off duty."""


class Shunting(Strict):
    """Shunting locomotives that move trains to and from a front."""

    engines: Closable
    """Number of trains moved at the same time."""
    move: Timing
    """Time of a move, including the locomotive's way there and back."""


class Side(Strict):
    """One of the two stations of a crossing."""

    station: Word
    """Name; on the near side a point of a line."""
    country: Word
    """Country, as in the names of directions (KZ->CN)."""
    gauge: Gauge
    """Gauge of its own railway."""
    clock: ClockKey | None = None
    """Clock of its closed hours, and of the hours of the handover to it: a country, an offset such as UTC+8, or
    offsets by date; if omitted, simulated time (the window's clock)."""
    own_tracks: Annotated[Closable, Field(ge=2)] | None = None
    """Tracks of its own gauge; omitted if a point of a line gives them."""
    reception: Closable | None = None
    """Additional tracks for trains that arrive to cross the border; if omitted, they use the station's own tracks."""
    waiting: Closable | None = None
    """Additional tracks where trains wait for the border after control; if omitted, they wait where they were
    controlled."""
    departure: Closable | None = None
    """Additional tracks for trains formed after transshipment; if omitted, they use the station's own tracks."""
    own_length: Length | None = None
    """Useful length of the tracks of its own gauge given here; if omitted, any train fits."""
    other_tracks: Annotated[Closable, Field(ge=2)]
    """Tracks of the other gauge."""
    other_length: Length | None = None
    """Useful length of the tracks of the other gauge; if omitted, any train fits."""
    control: Control
    """Control by its own country."""
    fronts: Closable
    """Transshipment fronts for goods that enter its country; a front works one train with its cranes."""
    transshipment: Timing | None = None
    """Time of a train at such a front here; if omitted, as its consist says."""
    gauge_break: dict[Word, GaugeBreak] = {}
    """Places with their own fronts and machines for some of the goods that enter its country."""
    shunting: Shunting | None = None
    """Shunting locomotives; if omitted, trains reach the fronts without them."""
    inspection: Inspection | None = None
    """Technical inspection of trains formed here; if omitted, none."""
    paper_work: PaperWork | None = None
    """Paper work for trains formed here, after their inspection; if omitted, it takes no time."""

    def worked_at(self, commodity: str | None) -> tuple[str, GaugeBreak] | None:
        """Place where goods of a commodity change gauge, with its name; None for the plain fronts."""
        return next(((name, at) for name, at in self.gauge_break.items() if commodity in at.commodities), None)


def counted_between(came: Consist, goes: Consist, at: GaugeBreak | None) -> Counted:
    """What is counted where goods change trains: by the stack there, or in a yard, by containers or tonnes."""
    if at is not None and at.stack is not None:
        return at.works
    return "containers" if came.is_of_containers and goes.is_of_containers else "tonnes"


class BorderTracks(Strict):
    """The tracks over the border, by gauge."""

    run: Duration
    """Running time from station to station."""
    back: Annotated[Duration, Field(le=86_400)]
    """Time for which the empty rake occupies the track again on its way back."""
    near_tracks: Closable = 1
    """Tracks of the near gauge, over which trains leave the near country."""
    far_tracks: Closable = 1
    """Tracks of the far gauge, over which trains enter it."""


class Crossing(Strict):
    """Two stations that meet at a border and a break of gauge."""

    source: Word
    """Source of its figures."""
    near: Side
    """The station on a line of this corridor."""
    far: Side
    """The station beyond the border."""
    border: BorderTracks
    """The tracks between them."""
    forming: Timing
    """Time to form a train after transshipment, until it departs."""
    accepts: dict[Word, DatedLimits] = {}
    """Number of trains that the receiving railway in fact accepts, by direction (KZ->CN), all kinds together; if
    omitted for a direction, as many as were agreed, or only the numbers of its kinds."""
    agreed: dict[Word, DatedLimits] = {}
    """Number of trains that was agreed, by direction, all kinds together; if accepts is given too, the results only
    compare the two."""
    kinds: dict[Word, dict[Word, AcceptedKindKey]] = {}
    """By direction, kinds of trains that are accepted by numbers of their own: a commodity, several, or a class; rest
    counts all trains of no other kind, empty the empty rakes on their way back."""
    count_empties: list[Word] = []
    """Directions in which an empty rake on its way back over the border counts like a loaded train: they share the
    number."""
    day_begins: dict[Word, Clock] = {}
    """By direction, the time at which the receiving railway's day begins by its clock, if it accepts a number of trains
    per calendar day (such as 18:00); if omitted, the number holds for any 24 hours."""
    lots: dict[Word, Lot] = {}
    """How the accepted trains are spread over the day, by direction; if omitted, they are not spread."""
    refused: dict[Word, Refusal] = {}
    """Trains refused at the handover, by direction; if omitted, none."""
    closed: dict[Word, list[Days]] = {}
    """When trains are not accepted, by direction: nights, holidays; by the receiving station's clock."""
    locomotives: dict[Word, BorderLocomotives] = {}
    """Locomotives that haul trains over the border, by direction; if omitted, there is always one."""
    away: dict[Word, Annotated[Duration, Field(le=90 * 86_400)]] = {}
    """Time for which wagons that came over the border, by the direction in which they came, are away beyond it after
    they are unloaded, on no track of this corridor: until an empty train may return them, or a pool has them again (in
    addition to its turn). If omitted, none; without a pool of such wagons it counts from the handover."""
    one_way: Share = 0.5
    """Share of a station's own tracks that trains of one direction may fill, so that they do not shut out the other."""
    under_way: dict[Word, Annotated[Count, Field(ge=1)]] = {}
    """Most trains on their way to the crossing, by direction: above that number loading stops (an embargo)."""

    @property
    def directions(self) -> tuple[str, str]:
        """Out of the near country, and into it."""
        return f"{self.near.country}->{self.far.country}", f"{self.far.country}->{self.near.country}"

    def import_side(self, direction: str) -> Side:
        """The station where goods of a direction change gauge."""
        return self.far if direction == self.directions[0] else self.near

    def limit(self, direction: str) -> list[DatedLimit]:
        """The limit of all trains of a direction together; empty if only its kinds have one."""
        return self.accepts.get(direction) or self.agreed.get(direction) or []

    def wagons_go_on(self, direction: str, commodity: str | None) -> bool:
        """Whether the wagons that bring a commodity continue with it, on other bogies."""
        worked = self.import_side(direction).worked_at(commodity)
        return worked is not None and worked[1].exchanges == "bogies"
