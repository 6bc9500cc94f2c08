"""Times as a scenario file tells them: one that varies, and a run over a section with its losses."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from corridorsim.model.quantities import Duration, Number, Strict


class Timing(Strict):
    """How long something takes: a mean and, by its coefficient of variation, how much it varies (lognormal)."""

    mean: Duration
    """Mean time."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation over mean."""


class RunningTime(Strict):
    """How long a train takes over a section; a time alone is that to pass it."""

    passing: Annotated[Duration, Field(gt=0)]
    """From passing the section's beginning to passing its end."""
    start: Annotated[Duration, Field(le=86_400)] | None = None
    """Lost by starting from a stand at its beginning; as without the table if left out."""
    stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Lost by stopping at its end; as without the table if left out."""


def _passing(value: object) -> object:
    return value if isinstance(value, dict | RunningTime) else {"passing": value}


ToldRunningTime = Annotated[
    RunningTime, BeforeValidator(_passing, json_schema_input_type=Annotated[Duration, Field(gt=0)] | RunningTime)
]
