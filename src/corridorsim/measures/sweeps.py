"""Sums over every operation of a run, each in one pass, compiled by numba.

Whoever wants them asks :mod:`corridorsim.measures.sums`. Nothing is allocated here: what is found is written into
arrays that the caller gives. All sums are whole numbers, so their order does not matter. The times of a train rise, so
that after the first operation that was never ready, or never started, there is nothing more of it.
"""

from typing import Any

from numba import boolean, int8, int32, int64, njit, types

from corridorsim.engine.cache import compiled

NO_REFERENCES: dict[str, Any] = {"_nrt": False}  # as in the kernel

RUNS, STANDS = 1, 2  # what a step is to the line
LEAVES, NOT_HERE = 1, 2  # what a step is to a place: the train goes on from it, or is nowhere


@njit(**NO_REFERENCES)
def left(moment, begin, end):  # type: ignore[no-untyped-def]
    """Seconds of the window after a moment; none after NEVER."""
    if moment < 0 or moment >= end:
        return int64(0)
    return end - max(moment, begin)


def _use(  # type: ignore[no-untyped-def]
    begin, end, first, itinerary, step_first, counts, longest, put_first, put_after, ready, started,
    step_waited, train_waited, after_start, within, edge
):  # fmt: skip
    for train in range(len(itinerary)):
        step, sum_waited = int64(step_first[itinerary[train]]), int64(0)
        for operation in range(first[train], first[train + 1]):
            if ready[operation] < 0:
                break
            start = int64(started[operation])
            after = left(start, begin, end)
            waited = left(int64(ready[operation]), begin, end) - after
            step_waited[step] += waited
            sum_waited += waited
            if start < 0:
                break
            if counts[train]:
                after_start[step] += after
                if start >= begin and start + longest < end:
                    within[step] += 1
                elif start + longest > begin:
                    for put in range(put_first[step], put_first[step + 1]):
                        edge[put] += after - left(start + put_after[put], begin, end)
            step += 1
        train_waited[train] = sum_waited


def _run(  # type: ignore[no-untyped-def]
    begin, end, first, itinerary, step_first, kind, what, line, duration, started, times, seconds, unhindered, over
):  # fmt: skip
    for train in range(len(itinerary)):
        step, of = int64(step_first[itinerary[train]]), kind[train]
        for operation in range(first[train], first[train + 1] - 1):
            start = int64(started[operation])
            if start < 0 or start >= end:
                break
            if what[step] and start >= begin:
                if what[step] == RUNS:
                    over[train, line[step]] = True
                arrives = int64(started[operation + 1])
                if arrives >= 0:
                    times[step, of] += 1
                    seconds[step, of] += arrives - start
                    unhindered[step, of] += duration[operation]
            step += 1


def _stand(  # type: ignore[no-untyped-def]
    begin, end, first, itinerary, step_first, since_train, before_train, counts, what, asks, place, section, ready,
    started, count, waits, stays
):  # fmt: skip
    here, passed = int64(0), int64(0)
    for train in range(since_train, before_train):
        if not counts[train]:
            continue
        step, before = int64(step_first[itinerary[train]]), int64(-1)
        at, since, last, leaves = int64(-1), int64(0), int64(0), False
        for operation in range(first[train], first[train + 1]):
            start = int64(started[operation])
            if start < 0:
                break
            inside = begin <= start < end
            if what[step] != NOT_HERE:
                if asks[step] and inside:
                    count[place[step]] += 1
                    if start > ready[operation]:
                        waits[here] = (int64(place[step]) << 32) | (start - ready[operation])
                        here += 1
                if section[step] < 0 or section[step] != before:
                    if place[step] == at:
                        last, leaves = start, inside and what[step] == LEAVES
                    else:
                        if leaves:
                            stays[passed] = (at << 32) | (last - since)
                            passed += 1
                        at, since, leaves = int64(place[step]), start, False
            before = int64(section[step])
            step += 1
        if leaves:
            stays[passed] = (at << 32) | (last - since)
            passed += 1
    count[-2], count[-1] = here, passed


_I, _L, _F, _K = int32[::1], int64[::1], boolean[::1], int8[::1]
_WINDOW = (int64, int64, _I, _I, _I)
_CUBE = int64[:, ::1]
use = compiled(_use, types.void(*_WINDOW, _F, int64, _I, _I, _I, _I, _L, _L, _L, _L, _L), nogil=True, **NO_REFERENCES)
run = compiled(
    _run, types.void(*_WINDOW, _K, _K, _I, _I, _I, _CUBE, _CUBE, _CUBE, boolean[:, ::1]), nogil=True, **NO_REFERENCES
)
stand = compiled(
    _stand, types.void(*_WINDOW, int64, int64, _F, _K, _F, _I, _I, _I, _I, _L, _L, _L), nogil=True, **NO_REFERENCES
)
