"""How queues and yards of a crossing fill over the window: hour by hour, or day by day over a long one."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats

Times = npt.NDArray[np.datetime64]

HOURLY = 21  # days; a longer window is shown day by day
MOST_QUEUES = 5
SHORTEST = 0.01  # trains on average: shorter queues are not shown


class OverTime(NamedTuple):
    """Trains that wait, or tracks that are occupied, over the window."""

    name: str
    units: int  # tracks of a yard, 0 for a queue
    mean: float  # over the whole window
    least: Floats  # per moment
    usual: Floats  # per moment, the mean
    most: Floats  # per moment


class QueuesAndYards(NamedTuple):
    """The longest queues and all yards."""

    moments: Times  # whole hours, or midnights
    is_by_day: bool
    queues: tuple[OverTime, ...]
    yards: tuple[OverTime, ...]


def queues_and_yards(
    hours: Times, queues: Mapping[str, Floats], yards: Mapping[str, tuple[int, Floats]]
) -> QueuesAndYards:
    """The longest queues in their order, and each yard with its tracks; values are of every hour."""
    days = len(hours) // 24 if len(hours) > 24 * HOURLY else 0
    longest = sorted(queues, key=lambda name: -_mean(queues[name]))[:MOST_QUEUES]
    shown = [name for name in queues if name in longest and _mean(queues[name]) >= SHORTEST]
    return QueuesAndYards(
        hours[: 24 * days : 24] if days else hours,
        days > 0,
        tuple(_over_time(name, 0, queues[name], days) for name in shown),
        tuple(_over_time(name, tracks, used, days) for name, (tracks, used) in yards.items()),
    )


def _mean(values: Floats) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _over_time(name: str, units: int, values: Floats, days: int) -> OverTime:
    if not days:
        return OverTime(name, units, _mean(values), values, values, values)
    by_day = values[: 24 * days].reshape(days, 24)
    return OverTime(name, units, _mean(values), by_day.min(axis=1), by_day.mean(axis=1), by_day.max(axis=1))
