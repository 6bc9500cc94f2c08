"""A time that varies, as a scenario file tells it."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import Duration, Number, Strict


class Timing(Strict):
    """How long something takes: a mean and, by its coefficient of variation, how much it varies (lognormal)."""

    mean: Duration
    """Mean time."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation over mean."""
