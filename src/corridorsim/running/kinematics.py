"""A train of constant acceleration and braking over a row of links, exactly: the description of trains in other
simulators."""

from collections.abc import Sequence

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError


def constant_acceleration_time(
    lengths: Sequence[float],
    limits: Sequence[float],
    *,
    speed: float,
    acceleration: float,
    braking: float,
    length: float = 0.0,
    start: float = 0.0,
    end: float | None = None,
) -> Floats:
    """Seconds after setting off at which the train's head reaches each link's end, from a stand to a stand.

    The links, in metres and with their limits in metres a second, lie one after another; the head goes from `start` to
    `end` (the last link's end if left out), both in metres from the first link's beginning. A limit holds while any
    part of the train of this `length` is on the link. Times are those of the link ends beyond `start` and before `end`,
    and last that of the stop at `end`. Raises CorridorError if the numbers make no train or no way.
    """
    ends = np.cumsum(lengths)
    goal = float(ends[-1]) if end is None else end
    _check(lengths, limits, (speed, acceleration, braking), start, goal, float(ends[-1]))
    begins = ends - lengths
    nodes = np.unique(np.clip([start, goal, *begins, *ends, *(ends + length)], start, goal))
    middles = (nodes[1:] + nodes[:-1]) / 2
    on = (begins < middles[:, None]) & (middles[:, None] < ends + length)
    top = np.minimum(np.where(on, limits, np.inf).min(axis=1), speed) ** 2
    seconds = np.cumsum([0.0, *_times(np.diff(nodes), top, acceleration, braking)])
    asked = [*ends[(ends > start) & (ends < goal)], goal]
    return seconds[np.searchsorted(nodes, asked)]


def _times(pieces: Floats, top: Floats, acceleration: float, braking: float) -> Floats:
    """Seconds in each piece, in which one limit holds; `top` is its square."""
    at = np.concatenate([[0.0], np.minimum(top[1:], top[:-1]), [0.0]])
    for n, piece in enumerate(pieces):
        at[n + 1] = min(at[n + 1], at[n] + 2 * acceleration * piece)
    for n, piece in reversed(list(enumerate(pieces))):
        at[n] = min(at[n], at[n + 1] + 2 * braking * piece)
    first, last = at[:-1], at[1:]
    free = (2 * acceleration * braking * pieces + braking * first + acceleration * last) / (acceleration + braking)
    peak = np.minimum(top, free)
    rising, falling = (peak - first) / (2 * acceleration), (peak - last) / (2 * braking)
    gaining, losing = np.sqrt(peak) - np.sqrt(first), np.sqrt(peak) - np.sqrt(last)
    seconds: Floats = gaining / acceleration + losing / braking + (pieces - rising - falling) / np.sqrt(peak)
    return seconds


def _check(
    lengths: Sequence[float], limits: Sequence[float], train: tuple[float, ...], start: float, goal: float, last: float
) -> None:
    if len(lengths) != len(limits):
        raise CorridorError(f"each link must have a limit (got {len(lengths)} links and {len(limits)} limits)")
    if min(*lengths, *limits, *train) <= 0:
        raise CorridorError("lengths, limits, speed, acceleration and braking must be more than 0")
    if not 0 <= start < goal <= last:
        raise CorridorError(f"the head must go forward on the links, 0 to {last:g} m (got {start:g} to {goal:g} m)")
