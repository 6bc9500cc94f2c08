"""Inserts one train into a schedule: the earliest course through the times that the other trains leave free.

Within an instant there is an order: times here are *moments*, a second and the place in it, and a track is free for the
next train one moment after it was left. So trains never swap tracks at one instant, neither two nor a circle of
several.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from corridorsim.conformance.displib.courses import Course, Hold, Layer

PLACES = 1 << 20  # moments in a second
FOREVER = (1 << 32) * PLACES


class Span(NamedTuple):
    """A unit of a pool held from one moment until another."""

    start: int
    end: int


class FreeSpan(NamedTuple):
    """A time in which a layer may be under way: it may start at ``opens``, and must be over at ``closes``."""

    opens: int
    closes: int


class Pause(NamedTuple):
    """Where a train waits: as early as it can up to a layer, there so many seconds more, beyond as late as it can."""

    layer: int
    seconds: int


NONE = Pause(1 << 30, 0)


def spans(course: Course, starts: Sequence[int]) -> list[tuple[str, Span]]:
    """What a train holds, by pool, given the moment at which each of its layers starts."""
    return [(hold.pool, Span(starts[hold.first], _given_back(hold, starts))) for hold in course.holds]


def _given_back(hold: Hold, starts: Sequence[int]) -> int:
    if hold.end == len(starts):
        return FOREVER
    left = starts[hold.end]
    return (left // PLACES + hold.release) * PLACES if hold.release else left + 1


def insert(
    course: Course, busy: Mapping[str, Sequence[Span]], units: Mapping[str, int], pause: Pause = NONE
) -> list[int] | None:
    """Moments at which the layers of a train start so that it ends as early as the others let it; None for never.

    ``busy`` is what the others hold of each pool, ``units`` how many the pool has. A ``pause`` makes room for trains
    that are put in later.
    """
    taken = {hold.pool: _full(busy.get(hold.pool, ()), units[hold.pool]) for hold in course.holds}
    windows = [_windows(layer.releases, taken) for layer in course.layers]
    way = _earliest(course, windows, pause)
    if way is None:
        return None
    starts = [start for start, _ in way]
    used = [row[number] for row, (_, number) in zip(windows, way, strict=True)]
    for k in range(len(starts) - 2, pause.layer, -1):
        layer = course.layers[k]
        if not layer.delays:
            by = (starts[k + 1] - layer.min_duration * PLACES, used[k - 1].closes, used[k].closes)
            starts[k] = max(starts[k], min(*by, _latest(layer.start_ub)))
    return starts


def _earliest(course: Course, windows: Sequence[Sequence[FreeSpan]], pause: Pause) -> list[tuple[int, int]] | None:
    """Start and window of each layer on the way that ends first."""
    reached: list[dict[int, tuple[int, int]]] = [{}]  # by layer and window, the earliest start and the window before
    for number, window in enumerate(windows[0]):
        start = max(course.layers[0].start_lb * PLACES, window.opens)
        if start <= min(window.closes, _latest(course.layers[0].start_ub)):
            reached[0][number] = (start, -1)
    for number, (before, layer) in enumerate(pairwise(course.layers)):
        lasts = before.min_duration + (pause.seconds if number == pause.layer else 0)
        reached.append(_onward(reached[-1], lasts, layer, windows[number], windows[number + 1]))
    for number, window in enumerate(windows[-1]):
        if window.closes < FOREVER:  # what the last layer holds is never given back
            reached[-1].pop(number, None)
    return _traced(reached)


def _onward(
    here: Mapping[int, tuple[int, int]], lasts: int, layer: Layer, left: Sequence[FreeSpan], entered: Sequence[FreeSpan]
) -> dict[int, tuple[int, int]]:
    """By window of the next layer, its earliest start and the window that it is reached from."""
    onward: dict[int, tuple[int, int]] = {}
    for old, (start, _) in here.items():
        ready = max(start + lasts * PLACES, layer.start_lb * PLACES)
        must = min(left[old].closes, _latest(layer.start_ub))
        for new, window in enumerate(entered):
            moment = max(ready, window.opens)
            if window.opens > must:
                break
            if moment <= min(must, window.closes) and (new not in onward or moment < onward[new][0]):
                onward[new] = (moment, old)
    return onward


def _latest(start_ub: int | None) -> int:
    return FOREVER if start_ub is None else start_ub * PLACES + PLACES - 1


def _traced(reached: Sequence[Mapping[int, tuple[int, int]]]) -> list[tuple[int, int]] | None:
    """Start and window of each layer along the way that ends first."""
    if not reached[-1]:
        return None
    window = min(reached[-1], key=lambda number: reached[-1][number][0])
    way = []
    for layer in reversed(reached):
        start, before = layer[window]
        way.append((start, window))
        window = before
    return way[::-1]


def _full(held: Iterable[Span], units: int) -> list[Span]:
    """The times in which no unit of a pool is left."""
    if units == 1:
        return sorted(held)
    changes = sorted([(span.start, 1) for span in held] + [(span.end, -1) for span in held])
    full, number, since = [], 0, 0
    for moment, change in changes:
        number += change
        if change > 0 and number == units:
            since = moment
        if change < 0 and number == units - 1:
            full.append(Span(since, moment))
    return full


def _windows(releases: Mapping[str, int], taken: Mapping[str, Sequence[Span]]) -> list[FreeSpan]:
    """The times between those in which a resource of the layer is not to be had, earliest first."""
    windows = [FreeSpan(0, FOREVER)]
    for pool, release in releases.items():
        shut = [FreeSpan(_last_leaving(span.start, release), span.end) for span in taken[pool]]
        windows = [part for window in windows for part in _without(window, shut)]
    return windows


def _last_leaving(wanted: int, release: int) -> int:
    """The last moment at which a unit that is wanted may be left."""
    return (wanted // PLACES - release + 1) * PLACES - 1 if release else wanted - 1


def _without(window: FreeSpan, shut: Sequence[FreeSpan]) -> Iterable[FreeSpan]:
    """The parts of a window outside spans that do not overlap: each may be left at its opening, entered at its end."""
    opens = window.opens
    for span in shut[max(0, bisect_left(shut, FreeSpan(opens, 0)) - 1) :]:
        if opens <= min(span.opens, window.closes):
            yield FreeSpan(opens, min(span.opens, window.closes))
        opens = max(opens, span.closes)
    if opens < FOREVER and opens <= window.closes:
        yield FreeSpan(opens, window.closes)
