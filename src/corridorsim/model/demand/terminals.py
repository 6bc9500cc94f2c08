"""Origins and destinations of containers beyond the railway: dry ports and bases, and roads that take a share."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import Duration, Number, Share, Strict, Teu, TeuPerDay, Word


class Terminal(Strict):
    """A dry port or base: containers leave it or reach it by train, up to its capacity."""

    source: Word
    """Source of its capacity."""
    handles: Annotated[TeuPerDay, Field(ge=1)]
    """TEU in any 24 hours, for trains in both directions together; whole TEU."""
    space: Annotated[Teu, Field(ge=1)] | None = None
    """TEU that can be stored there at the same time; if omitted, without limit."""
    dwell: Annotated[Duration, Field(le=90 * 86_400)] = 0
    """Time for which a container is stored there, counted from the arrival or the departure of its train."""


class Highway(Strict):
    """A road beside the railway, which takes a share of the containers of some flows."""

    source: Word
    """Source of its numbers."""
    capacity: TeuPerDay
    """TEU per day that it takes; the rest goes by rail."""
    share: dict[Word, Share]
    """Share of a flow's containers that would go by road."""
    cost: Number | None = None
    """US dollars per TEU; if omitted, costs are not counted."""
