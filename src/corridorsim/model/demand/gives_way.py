"""How demand gives way: loading stops while too many trains are on their way, and goods that wait too long give up."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.quantities import Count, Duration, Number, Strict, Word


class Patience(Strict):
    """How long goods wait for their train to depart, and what becomes of those that have waited so long."""

    waits: Annotated[Duration, Field(ge=3600)]
    """Mean time that they wait, from the wish to depart until they give up."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation of that time from one train to another, divided by its mean (lognormal)."""
    then: Literal["not sent", "another way"] = "not sent"
    """Whether goods that give up are not sent at all, or go another way: by road, by sea, or by another crossing."""
    by: Word | None = None
    """With another way: the crossing by which they go, an alternative in the flow's choice; if omitted, they leave the
    corridor."""


class LoadingStop(Strict):
    """Loading stops when too many trains wait or are under way, and begins again when few are left."""

    crossing: Word | None = None
    """Crossing for which the trains are bound; if omitted, all crossings."""
    direction: Word
    """Direction of the trains, such as KZ->CN."""
    ends: list[Word] = []
    """Distant ends of the near country from or to which they run; if omitted, all."""
    commodities: list[Word] = []
    """What they carry, by the commodity of their consist; if omitted, everything."""
    counts: Literal["under way", "waiting"] = "under way"
    """Trains that count: all that are loaded and have not started over the border, or of these only those that wait to
    depart or have reached the crossing's first station."""
    begins_at: Annotated[Count, Field(ge=1)]
    """Number of these trains at which the stop is announced."""
    notice: Annotated[Duration, Field(le=365 * 86_400)] = 0
    """Time from the announcement until loading stops."""
    ends_at: Count
    """Number of these trains at which loading begins again; less than begins_at."""
