"""What a receiving railway accepts a day: of all trains, or by kind; what was agreed, and what is in fact accepted."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from corridorsim import units
from corridorsim.model.corridor import Consist
from corridorsim.model.quantities import Day, Strict, TrainsPerDay, WagonsPerDay, Word

Counted = Literal["trains", "wagons"]
REST = "rest"  # the kind of all trains of no other kind
EMPTY = "empty"  # the kind of empty rakes on their way back over the border


class DatedLimit(Strict):
    """A limit that holds from a given day, in trains or in wagons."""

    since: Day | None = None
    """First day on which it holds; the first limit holds from the start, whatever its date."""
    trains: TrainsPerDay | None = None
    """Trains in any 24 hours, or per calendar day if day_begins is given for this direction."""
    wagons: WagonsPerDay | None = None
    """Alternatively: wagons in any 24 hours, or per calendar day."""

    @property
    def counted(self) -> Counted:
        """What it counts."""
        return "trains" if self.wagons is None else "wagons"

    @property
    def units(self) -> float:
        """Trains or wagons."""
        return (self.trains or 0.0) if self.wagons is None else self.wagons


def _dated_limits(value: object) -> object:
    if not isinstance(value, str | int | float):
        return value
    return [{"wagons" if units.dimension_of(value) == "wagon rate" else "trains": value}]


DatedLimits = Annotated[
    list[DatedLimit],
    Field(min_length=1),
    BeforeValidator(_dated_limits, json_schema_input_type=TrainsPerDay | WagonsPerDay | list[DatedLimit]),
]


class AcceptedKind(Strict):
    """Trains of one kind, accepted by a number of their own."""

    commodities: list[Word] = []
    """Commodities whose trains it counts; if neither these nor classes are given, the commodity or class of its own
    name."""
    classes: list[Literal["passenger", "fast freight", "freight", "local"]] = []
    """Classes of trains that it counts."""
    agreed: DatedLimits | None = None
    """Trains or wagons a day that were agreed."""
    accepts: DatedLimits | None = None
    """Trains or wagons a day that are in fact accepted; if omitted, as many as were agreed."""

    @property
    def limits(self) -> list[DatedLimit]:
        """The limit that holds in a run."""
        return self.accepts or self.agreed or []

    def counts(self, name: str, consist: Consist) -> bool:
        """Whether it counts the loaded trains of a consist; ``name`` is its own."""
        if not self.commodities and not self.classes:
            return name in (consist.commodity, consist.goes_as)
        return consist.commodity in self.commodities or consist.goes_as in self.classes


def _accepts(value: object) -> object:
    return {"accepts": value} if isinstance(value, str) else value


AcceptedKindKey = Annotated[
    AcceptedKind, BeforeValidator(_accepts, json_schema_input_type=TrainsPerDay | WagonsPerDay | AcceptedKind)
]


def kinds_of(kinds: dict[str, AcceptedKind], consist: Consist) -> list[str]:
    """The kinds that count the loaded trains of a consist: one if they are sound, none if nothing counts them."""
    listed = [name for name, kind in kinds.items() if name not in (REST, EMPTY) and kind.counts(name, consist)]
    return listed or [name for name in kinds if name == REST]


def kind_of_empties(kinds: dict[str, AcceptedKind]) -> str | None:
    """The kind of empty rakes that count; None if no kind counts them."""
    return next((name for name in (EMPTY, REST) if name in kinds), None)
