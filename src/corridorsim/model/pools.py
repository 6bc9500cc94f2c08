"""What circulates: wagons, locomotives and crews of which there are so many, which go with a train and come back."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import Count, Duration, Gauge, Strict, Word


class WagonPool(Strict):
    """Wagons of a kind that are loaded at some places, go away with trains, and come back there."""

    wagon_kind: Word
    """Kind of wagon, as consists name it."""
    gauge: Gauge
    """Gauge they run on."""
    homes: Annotated[list[Word], Field(min_length=1)]
    """Where trains take them: distant ends, if they set out there; border stations, if they are made up there."""
    size: Annotated[Count, Field(ge=1)]
    """Wagons; a train takes as many as it has."""
    turn: Annotated[Duration, Field(le=365 * 86_400)]
    """Time away between two loads, beyond what is simulated: by itself after the train's end, or before or after the
    way of an empty train that brings them back."""


class LocomotivePool(Strict):
    """Locomotives of a kind that haul trains between border stations and some distant ends."""

    locomotive: Word
    """Kind of locomotive, as consists name it."""
    ends: Annotated[list[Word], Field(min_length=1)]
    """Distant ends of the near country to and from which they haul trains, loaded and empty."""
    size: Annotated[Count, Field(ge=1)]
    """Locomotives, half of them (rounded down) for each way; a train takes as many as it has."""
    turn: Annotated[Duration, Field(le=30 * 86_400)]
    """Time from the end of a run until a locomotive may set out again."""


class CrewPool(Strict):
    """Crews that work freight trains, loaded and empty, over a stretch of a line."""

    line: Word
    """Line that the stretch belongs to."""
    start: Word
    """Point where the stretch begins: a place where crews change, or where trains come onto the line or leave it."""
    end: Word
    """Point where it ends, likewise; crews change nowhere between."""
    size: Annotated[Count, Field(ge=1)]
    """Crews, half of them (rounded down) for each way; a train takes one."""
    rest: Annotated[Duration, Field(le=30 * 86_400)]
    """Time from a train's arrival until its crew may set out again: its rest, and its way home if it rides there."""


class Pools(Strict):
    """Wagons, locomotives and crews that may be lacking; what is not named here is always there."""

    wagons: dict[Word, WagonPool] = {}
    """Wagons by kind, gauge and where they are loaded."""
    locomotives: dict[Word, LocomotivePool] = {}
    """Locomotives by kind and where they run."""
    crews: dict[Word, CrewPool] = {}
    """Crews by the stretch that they work."""
