"""Times in a scenario file: a time that varies, and a running time over a section with its losses."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from corridorsim.model.quantities import Duration, Number, Strict


class Timing(Strict):
    """How long something takes: a mean and its coefficient of variation (lognormal)."""

    mean: Duration
    """Mean time."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation divided by the mean."""


class RunningTime(Strict):
    """How long a train takes over a section; a time alone is the passing time."""

    passing: Annotated[Duration, Field(gt=0)]
    """From passing the start of the section to passing its end."""
    start: Annotated[Duration, Field(le=86_400)] | None = None
    """Time lost by starting from a stand at its start; if omitted, as without the table."""
    stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Time lost by stopping at its end; if omitted, as without the table."""


def _passing(value: object) -> object:
    return value if isinstance(value, dict | RunningTime) else {"passing": value}


ToldRunningTime = Annotated[
    RunningTime, BeforeValidator(_passing, json_schema_input_type=Annotated[Duration, Field(gt=0)] | RunningTime)
]
