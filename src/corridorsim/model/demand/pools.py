"""Stock that circulates: wagons, locomotives and crews of limited number, which leave with a train and come back."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import Count, Duration, Gauge, Strict, Word


class WagonPool(Strict):
    """Wagons of a kind that are loaded at some places, leave with trains, and return there."""

    wagon_kind: Word
    """Kind of wagon, as in the consists."""
    gauge: Gauge
    """Gauge on which they run."""
    homes: Annotated[list[Word], Field(min_length=1)]
    """Where trains take them: distant ends for trains that start there, border stations for trains formed there."""
    size: Annotated[Count, Field(ge=1)]
    """Number of wagons; a train takes its number of wagons."""
    turn: Annotated[Duration, Field(le=365 * 86_400)]
    """Time away between two loads that is not simulated: after the end of the train's run, or before or after the run
    of the empty train that returns them."""


class LocomotivePool(Strict):
    """Locomotives of a kind that haul trains between border stations and some distant ends."""

    locomotive: Word
    """Kind of locomotive, as in the consists."""
    ends: Annotated[list[Word], Field(min_length=1)]
    """Distant ends of the near country to and from which they haul trains, loaded and empty."""
    size: Annotated[Count, Field(ge=1)]
    """Number of locomotives, half (rounded down) for each direction; a train takes its number of locomotives."""
    turn: Annotated[Duration, Field(le=30 * 86_400)]
    """Time from the end of a run until a locomotive may depart again."""


class CrewPool(Strict):
    """Crews that work freight trains, loaded and empty, over a stretch of a line."""

    line: Word
    """Line to which the stretch belongs."""
    start: Word
    """Point where the stretch begins: a place where crews change, or where trains join or leave the line."""
    end: Word
    """Point where it ends, likewise; crews do not change in between."""
    size: Annotated[Count, Field(ge=1)]
    """Number of crews, half of them (rounded down) for each direction; a train takes one."""
    rest: Annotated[Duration, Field(le=30 * 86_400)]
    """Time from a train's arrival until its crew may depart again: rest, and the way home if the crew rides home."""


class Pools(Strict):
    """Wagons, locomotives and crews that may be in short supply; stock that is not listed is always available."""

    wagons: dict[Word, WagonPool] = {}
    """Wagons by kind, gauge and loading place."""
    locomotives: dict[Word, LocomotivePool] = {}
    """Locomotives by kind and area."""
    crews: dict[Word, CrewPool] = {}
    """Crews by stretch."""
