"""How demand gives way: loading stops if too many trains are on their way, and goods that wait too long give up."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.quantities import Count, Duration, Number, Strict, Word


class Patience(Strict):
    """How long goods wait for their train to depart, and what they do then."""

    waits: Annotated[Duration, Field(ge=3600)]
    """Mean time from when their train is due until they give up."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation of that time from one train to another, divided by its mean (lognormal)."""
    then: Literal["not sent", "another way"] = "not sent"
    """Whether goods that give up are not sent, or go another way: by road, by sea or by another crossing."""
    by: Word | None = None
    """If they go another way: the crossing that they use, an alternative in the flow's choice; if omitted, they leave
    the corridor."""


class LoadingStop(Strict):
    """A rule that stops loading when too many trains wait or are under way, until few are left."""

    crossing: Word | None = None
    """Crossing that the trains use; if omitted, all crossings."""
    direction: Word
    """Direction of the trains, such as KZ->CN."""
    ends: list[Word] = []
    """Distant ends from or to which they run; if omitted, all."""
    commodities: list[Word] = []
    """Commodities that they carry; if omitted, all."""
    counts: Literal["under way", "waiting"] = "under way"
    """Trains that count: all that are loaded and have not started over the border, or only those of them that wait to
    depart or have reached the first station of the crossing."""
    begins_at: Annotated[Count, Field(ge=1)]
    """Number of these trains at which the stop is announced."""
    notice: Annotated[Duration, Field(le=365 * 86_400)] = 0
    """Time from the announcement until loading stops."""
    ends_at: Count
    """Number of these trains at which loading begins again; less than begins_at."""
