"""Disruptions: temporary closings of units of a stage, on dates or at random, from a strike to a storm."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from corridorsim.model.clock import ClockKey
from corridorsim.model.lines.movement import Days
from corridorsim.model.quantities import Count, Duration, Number, Strict, Word

Month = Literal["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTHS: tuple[Month, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ClosedPart(Strict):
    """What a disruption closes: a stage, a crossing, or a stretch of a line."""

    stage: Word | None = None
    """A stage by its name in the results, such as Dostyk transshipment or Dostyk - Siding 19."""
    crossing: Word | None = None
    """A crossing: its border tracks of both gauges."""
    line: Word | None = None
    """A line; start and end give the stretch."""
    start: Word | None = None
    """Point of the line where the stretch begins."""
    end: Word | None = None
    """Point of the line where the stretch ends."""


class Lengths(Strict):
    """How long random disruptions last."""

    variation: Annotated[Number, Field(le=10)] | None = None
    """Standard deviation divided by the mean of a lognormal length; if omitted, 1."""
    distribution: Literal["lognormal", "exponential"] = "lognormal"
    """Distribution of lengths; an exponential one takes no variation."""


class Random(Lengths):
    """Disruptions that begin at random moments, a number of times per year."""

    per_year: Annotated[Number, Field(gt=0, le=10_000)]
    """Number that begin in a year of 365 days, all of them in the given months."""
    mean: Annotated[Duration, Field(ge=60)]
    """Mean length."""
    months: Annotated[list[Month], Field(min_length=1)] = list(MONTHS)
    """Months in which they begin."""


class Failures(Lengths):
    """Equipment that alternately works until it fails and is repaired."""

    between: Annotated[Duration, Field(ge=3600)]
    """Mean time from a repair to the next failure (exponential)."""
    repair: Annotated[Duration, Field(ge=60)]
    """Mean time to repair."""


def _closed(value: object) -> object:
    several = value if isinstance(value, list) else [value]
    return [{"stage": each} if isinstance(each, str) else each for each in several]


def _several(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class Disruption(Strict):
    """Closes units of something for a time: on dates, at random, or by failures and repairs."""

    closes: Annotated[
        list[ClosedPart],
        Field(min_length=1),
        BeforeValidator(_closed, json_schema_input_type=Word | ClosedPart | list[Word | ClosedPart]),
    ]
    """What it closes: the name of a stage, a crossing, or a stretch of a line; one or several."""
    units: Annotated[Count, Field(ge=1)] | Literal["all"] = "all"
    """How many units of each are closed: lanes, fronts, tracks, trains per day."""
    leaves: Count | None = None
    """Alternatively: how many units of each stay open; of a crossing, the trains accepted per day in each direction."""
    dated: Annotated[list[Days], BeforeValidator(_several, json_schema_input_type=Days | list[Days])] = []
    """When it closes them, by the calendar; one or several."""
    clock: ClockKey | None = None
    """Clock of the dates: a country, an offset such as UTC+8, or offsets by date; if omitted, simulated time."""
    random: Random | None = None
    """Alternatively: a number of times per year, at random moments."""
    failures: Failures | None = None
    """Alternatively: by time between failures and time to repair."""
    reason: str = ""
    """Reason of the disruption, in words."""
