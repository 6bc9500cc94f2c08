"""The bare loop: a binary heap with the program's own agenda and nothing else: what the machine can do.

One push and one pop for each started operation (pushed when the one before it starts, popped when it is due) and for
each delayed put, in the order of the run: so at every moment the heap is as long as the program's agenda. The kernel is
held against the textbook's binary heap; ``run_own`` is the same loop over the kernel's own heap of four branches, which
shows how much of the kernel's time is its agenda.
"""

from typing import NamedTuple

import numpy as np
from numba import int64, njit

from corridorsim.engine.kernel import schedule, unschedule
from corridorsim.engine.tables import LATER, SPARE
from corridorsim.operations import NEVER, Outcome, Program


class Agenda(NamedTuple):
    """Everything that is ever scheduled in a run, in the order in which it is."""

    pushed: np.ndarray  # per entry, the second at which it is scheduled
    entry: np.ndarray  # per entry, the key ``due << 32 | row``
    room: int  # no more entries than this are on the agenda at once


def agenda_of(program: Program, outcome: Outcome) -> Agenda:
    """What the run that gave this outcome had to schedule."""
    begun = np.flatnonzero(outcome.started != NEVER)
    before = np.where(np.isin(begun, program.operation_first), begun, begun - 1)
    first = before == begun
    pushed = np.where(first, outcome.ready[begun], outcome.started[before]).astype(np.int64)
    due = outcome.ready[begun].astype(np.int64)
    row = program.operation_train[begun].astype(np.int64) + len(program.put_after)
    put_row, put_pushed = _delayed_puts(program, outcome, begun)
    pushed = np.concatenate((pushed, put_pushed))
    due = np.concatenate((due, put_pushed + program.put_after[put_row]))
    row = np.concatenate((row, put_row))
    kept = due < program.until
    order = np.argsort(pushed[kept], kind="stable")
    pushed, entry = pushed[kept][order], ((due[kept] << 32) | row[kept])[order]
    return Agenda(pushed, entry, _room(pushed, np.sort(due[kept])))


def _delayed_puts(program: Program, outcome: Outcome, begun: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and second of every put that is not done at once."""
    step = program.operation_step[begun]
    count = np.diff(program.put_first)[step]
    first = np.repeat(program.put_first[step], count)
    within = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    row = (first + within).astype(np.int64)
    moment = np.repeat(outcome.started[begun], count).astype(np.int64)
    delayed = program.put_after[row] > 0
    return row[delayed], moment[delayed]


def _room(pushed: np.ndarray, due: np.ndarray) -> int:
    """The most entries pushed and not yet due, all of one second being there together."""
    gone = np.searchsorted(due, pushed, side="left")
    return int((np.arange(1, len(pushed) + 1) - gone).max(initial=0)) + 1


@njit([int64(int64[::1], int64[::1], int64[::1])], nogil=True, cache=True, _nrt=False)
def _push_and_pop(pushed, entry, heap):  # type: ignore[no-untyped-def]
    size = longest = int64(0)
    for i in range(len(entry) + 1):
        moment = pushed[i] if i < len(entry) else int64(1) << 62
        while size > 0 and heap[0] >> 32 <= moment:
            size -= 1
            last = heap[size]
            at = 0
            while True:
                below = 2 * at + 1
                if below >= size:
                    break
                if below + 1 < size and heap[below + 1] < heap[below]:
                    below += 1
                if heap[below] >= last:
                    break
                heap[at] = heap[below]
                at = below
            heap[at] = last
        if i < len(entry):
            at = size
            size += 1
            while at > 0:
                above = (at - 1) >> 1
                if heap[above] <= entry[i]:
                    break
                heap[at] = heap[above]
                at = above
            heap[at] = entry[i]
            longest = max(longest, size)
    return longest


# not cached: numba's cache would not see a change in the kernel
@njit([int64(int64[::1], int64[::1], int64[::1])], nogil=True, _nrt=False)
def _schedule_and_unschedule(pushed, entry, heap):  # type: ignore[no-untyped-def]
    heap[:SPARE] = LATER
    size = longest = int64(0)
    for i in range(len(entry) + 1):
        moment = pushed[i] if i < len(entry) else (LATER >> 32) - 1
        while heap[0] >> 32 <= moment:
            size = unschedule(size, heap)
        if i < len(entry):
            size = schedule(entry[i] >> 32, entry[i] & 0xFFFFFFFF, size, heap)
            longest = max(longest, size)
    return longest


def run_own(agenda: Agenda) -> int:
    """The same over the kernel's own heap."""
    room = np.empty(agenda.room + SPARE, np.int64)
    return int(_schedule_and_unschedule(agenda.pushed, agenda.entry, room))


def run(agenda: Agenda) -> int:
    """Push and pop the whole agenda; the most entries that were on it at once."""
    return int(_push_and_pop(agenda.pushed, agenda.entry, np.empty(agenda.room, np.int64)))
