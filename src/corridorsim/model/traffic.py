"""What wants to run: freight flows over the crossings, and the passenger and local trains that share the lines."""

from calendar import monthrange
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.choice import Choice
from corridorsim.model.quantities import Clock, Number, Share, Speed, Strict, TonnesPerYear, TrainsPerDay, Word
from corridorsim.model.train_class import TrainClass


class Flow(Strict):
    """Goods over one crossing in one direction."""

    crossing: Word
    """Crossing they use; with a choice, the usual one."""
    direction: Word
    """Direction over it, such as KZ->CN."""
    tonnes: TonnesPerYear
    """Net tonnes a year."""
    consists: dict[Word, Share]
    """Share of the tonnes by consist; together 100 %."""
    inland: dict[Word, Share]
    """Share by distant end of the near country; together 100 %."""
    foreign_terminal: Word | None = None
    """Terminal in the far country where its containers come from or go to; without limit if left out."""
    inland_terminal: Word | None = None
    """Terminal in the near country where its containers come from or go to; without limit if left out."""
    choice: Choice | None = None
    """Other crossings that they may take, and how it is decided; all by the one crossing if left out."""

    @property
    def crossings(self) -> list[str]:
        """Crossings that its goods may take, the usual one first."""
        return list(dict.fromkeys([self.crossing, *(self.choice.alternatives if self.choice else ())]))

    def inland_by(self, crossing: str) -> dict[str, float]:
        """Share by distant end of what goes by one of its crossings."""
        alternative = self.choice.alternatives.get(crossing) if self.choice else None
        return alternative.inland if alternative and alternative.inland else self.inland


class Service(Strict):
    """Pairs of trains a day between two points of the lines."""

    kind: Literal["passenger", "local"]
    """Passenger trains go before freight; local freight goes with it."""
    start: Word
    """One end of the run."""
    end: Word
    """The other."""
    pairs: TrainsPerDay
    """Trains a day each way."""
    speed: Speed | None = None
    """Speed on the section between start and stop."""
    departs: Clock = 0
    """Time of one departure of a day, at both ends; the others lie evenly before it and after it."""
    consist: Word | None = None
    """Consist whose running times it has, in place of a speed."""

    @property
    def train_class(self) -> TrainClass:
        """The class of its trains."""
        return TrainClass(self.kind)


class Traffic(Strict):
    """The demand of a year and how it is spread."""

    scale: Number = 1.0
    """Freight flows are multiplied by this."""
    total: TonnesPerYear | None = None
    """If given, the flows are scaled in proportion so that they add up to it."""
    monthly: Annotated[list[Number], Field(min_length=12, max_length=12)] | None = None
    """Share of the year's freight in each month, January first (only the proportions matter), spread evenly over its
    days; if left out, all days of the year are alike."""
    departures: Literal["spread", "Poisson"] = "spread"
    """Trains of a flow leave evenly with a random shift each, or at random."""
    empties: Literal["balanced", "none"] = "balanced"
    """Wagons of a kind that come loaded one way more than the other go back empty, as trains of their own."""
    flows: dict[Word, Flow]
    """Freight over the crossings."""
    services: dict[Word, Service] = {}
    """Passenger and local trains."""

    def weight(self, day: date) -> float:
        """Freight of a day over that of the mean day of a year: its month's share, spread over the month's days."""
        if self.monthly is None:
            return 1.0
        return self._share(day.month) * 365 / monthrange(day.year, day.month)[1]

    @property
    def busiest(self) -> float:
        """Freight of a day of the busiest month over that of the mean day, February with 28 of them."""
        return 1.0 if self.monthly is None else max(self.weight(date(2025, month, 1)) for month in range(1, 13))

    def _share(self, month: int) -> float:
        monthly = self.monthly or [1.0] * 12
        return monthly[month - 1] / (sum(monthly) or 1.0)
