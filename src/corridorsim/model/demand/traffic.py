"""Traffic demand: freight flows over the crossings, and the passenger and local trains that share the lines."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.demand.choice import Choice
from corridorsim.model.demand.gives_way import LoadingStop, Patience
from corridorsim.model.quantities import (
    Clock,
    Count,
    Day,
    Growth,
    Number,
    Share,
    Speed,
    Strict,
    TonnesPerYear,
    TrainsPerDay,
    Word,
    Year,
)
from corridorsim.model.train_class import TrainClass

GivenGrowth = Annotated[Growth, Field(ge=-0.9, le=10)]
Monthly = Annotated[list[Number], Field(min_length=12, max_length=12)]
Empties = Literal["balanced", "none"]


class Flow(Strict):
    """Goods over one crossing in one direction."""

    crossing: Word
    """Crossing that the goods use; with a choice, the usual one."""
    direction: Word
    """Direction over the crossing, such as KZ->CN."""
    tonnes: TonnesPerYear
    """Net tonnes per year; with growth or by_year, in the calendar year in which the window starts."""
    by_year: dict[Year, TonnesPerYear] = {}
    """Net tonnes per year in other calendar years (2021: 9 Mt/year); any other year follows from the
    last given year before it, with growth."""
    growth: GivenGrowth | None = None
    """Growth of the tonnes from one calendar year to the next; if omitted, traffic.growth."""
    since: Day | None = None
    """First day on which goods are sent; if omitted, from the start."""
    until: Day | None = None
    """Day after the last day on which goods are sent; if omitted, to the end."""
    queue: Count = 0
    """Loaded trains that already wait to depart when the window starts, besides the tonnes; not scaled."""
    patience: Patience | None = None
    """How long its goods wait before they give up; if omitted, traffic.patience of what its trains carry."""
    consists: dict[Word, Share]
    """Share of the tonnes by consist; the shares add up to 100 %."""
    inland: dict[Word, Share]
    """Share by distant end of the near country; the shares add up to 100 %."""
    foreign_terminal: Word | None = None
    """Terminal in the far country where its containers come from or go to; if omitted, without limit."""
    inland_terminal: Word | None = None
    """Terminal in the near country where its containers come from or go to; if omitted, without limit."""
    choice: Choice | None = None
    """Other crossings that the goods may use, and how the choice is made; if omitted, all use the one crossing."""
    monthly: Monthly | None = None
    """Share of the flow's year in each month, January first, such as of a harvest; if omitted, as for all freight."""
    empties: Empties | None = None
    """Whether the wagons of its trains count among those that return empty; with none, they go and come outside the
    corridor. If omitted, as for all freight."""

    @property
    def crossings(self) -> list[str]:
        """Crossings that its goods may use, the usual one first."""
        return list(dict.fromkeys([self.crossing, *(self.choice.alternatives if self.choice else ())]))

    @property
    def varies(self) -> bool:
        """Whether its tonnes depend on the date, apart from the months of a year."""
        return bool(self.by_year or self.growth or self.since or self.until)

    def tonnes_in(self, year: int, first: int, growth: float) -> float:
        """Net tonnes per year in a calendar year; ``first`` is the year in which the window starts.

        In a year before the first given one, the growth of the years between is deducted.
        """
        known = {first: self.tonnes} | self.by_year
        last = max((each for each in known if each <= year), default=min(known))
        return known[last] * (1 + growth if self.growth is None else 1 + self.growth) ** (year - last)

    def sends_on(self, day: date) -> bool:
        """Whether its goods are sent on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def inland_by(self, crossing: str) -> dict[str, float]:
        """Share by distant end of the goods that use one of its crossings."""
        alternative = self.choice.alternatives.get(crossing) if self.choice else None
        return alternative.inland if alternative and alternative.inland else self.inland


class Service(Strict):
    """Pairs of trains per day between two points of the lines."""

    kind: Literal["passenger", "local"]
    """Passenger trains have priority over freight; local trains have the priority of freight."""
    start: Word
    """One end of the run."""
    end: Word
    """The other end of the run."""
    pairs: TrainsPerDay
    """Trains per day in each direction."""
    speed: Speed | None = None
    """Running speed on a section, without starting and stopping."""
    departs: Clock = 0
    """Time of one departure each day, at both ends; the others are spread evenly before and after it."""
    consist: Word | None = None
    """Consist whose running times it has, instead of a speed."""

    @property
    def train_class(self) -> TrainClass:
        """The class of its trains."""
        return TrainClass(self.kind)


class Traffic(Strict):
    """The demand of a year and how it is spread."""

    scale: Number = 1.0
    """Factor by which freight flows are multiplied."""
    total: TonnesPerYear | None = None
    """If given, the flows are scaled in proportion so that they add up to it."""
    growth: GivenGrowth = 0.0
    """Growth of the tonnes of all flows from one calendar year to the next, such as 4 %; a flow may have its own."""
    monthly: Monthly | None = None
    """Share of the year's freight in each month, January first (only the proportions matter), spread evenly over its
    days; if omitted, all days of the year are alike."""
    departures: Literal["spread", "Poisson"] = "spread"
    """Trains of a flow depart evenly, each with a random shift (spread), or at random (Poisson)."""
    empties: Empties = "balanced"
    """Whether the surplus wagons of a kind, loaded one way more often than the other, return as empty trains."""
    flows: dict[Word, Flow]
    """Freight over the crossings."""
    patience: dict[Word, Patience] = {}
    """How long goods wait before they give up, by the commodity of their consist."""
    loading_stops: dict[Word, LoadingStop] = {}
    """Rules that stop loading when too many trains wait or are under way."""
    services: dict[Word, Service] = {}
    """Passenger and local trains."""

    def weight(self, day: date) -> float:
        """Freight of a day divided by that of the mean day of the year: its month's share, spread over its days."""
        return day_weight(self.monthly, day)

    def balances(self, flow: Flow) -> bool:
        """Whether the wagons of a flow's trains are balanced, and the surplus returns empty."""
        return (flow.empties or self.empties) == "balanced"

    @property
    def busiest(self) -> float:
        """Freight of a day in the busiest month divided by that of the mean day, with 28 days in February."""
        return 1.0 if self.monthly is None else max(self.weight(date(2025, month, 1)) for month in range(1, 13))


def day_weight(monthly: Sequence[float] | None, day: date) -> float:
    """Freight of a day divided by that of the mean day of the year, by the shares of the months; 1 without them."""
    if monthly is None:
        return 1.0
    return monthly[day.month - 1] / (sum(monthly) or 1.0) * 365 / monthrange(day.year, day.month)[1]
