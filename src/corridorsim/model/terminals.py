"""Where containers come from and go to beyond the railway: dry ports and bases, and a road for a share of them."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import Duration, Number, Share, Strict, Teu, TeuPerDay, Word


class Terminal(Strict):
    """A dry port or base: containers leave it by train, or come to it, as many as it handles."""

    source: Word
    """Where its capacity comes from."""
    handles: Annotated[TeuPerDay, Field(ge=1)]
    """TEU in any 24 hours, of trains both ways together; whole TEU."""
    space: Annotated[Teu, Field(ge=1)] | None = None
    """TEU that lie there at the same time; without limit if left out."""
    dwell: Annotated[Duration, Field(le=90 * 86_400)] = 0
    """Time that a container lies there: counted from a train's arrival, or departure, on."""


class Highway(Strict):
    """A road beside the railway, which takes a share of the containers of some flows."""

    source: Word
    """Where its numbers come from."""
    capacity: TeuPerDay
    """TEU a day that it takes; what is more goes by rail."""
    share: dict[Word, Share]
    """Share of a flow's containers that would go by road."""
    cost: Number | None = None
    """US dollars for a TEU; not counted if left out."""
