"""The rule as plain Python that numba compiles: a year of a corridor in a tenth of a second.

Three ideas carry it. What is due stands in one binary heap, the agenda, of keys ``time << 32 | row``; a row below the
number of puts is a put, any other a train. Waiting trains that ask for the same takes form one *queue*, of which only
the best is looked at. And each different (resource, units) in the takes is a *gate*: a queue that lacks something waits
in the heap of the gate it lacks, and a put offers only the best queue of each gate it opens; when an offered queue has
been looked at, the next of that gate is offered for as long as the gate stays open. So a start costs a few heap moves,
however many trains or queues wait.

A queue is in one heap at a time: a gate's (0 to G-1), the candidates' (G), or none (-1). Both kinds of heap are skew
heaps; a queue's heap has parents too, because a better train may come into a queue that already waits.
All compiled code is in this file: numba's cache does not see changes in another.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numba import int32, int64, njit, types

from corridorsim.operations import NEVER, Outcome, Program

# columns of the tables
OPERATION, END, STEP, RANK, LEFT, RIGHT = range(6)  # per train: where it is, and the heap of its queue
HEAD, Q_LEFT, Q_RIGHT, PARENT, PLACE, OFFERED = range(6)  # per queue: its best train, its heap, who offered it
RESOURCE, UNITS, AFTER = range(3)  # per put; per gate without AFTER
NOBODY = IDLE = -1

# nothing is allocated inside, so numba need not count references: half the time
NO_REFERENCES: dict[str, Any] = {"_nrt": False}


@njit(inline="always", **NO_REFERENCES)
def before(a, b, key):  # type: ignore[no-untyped-def]
    """Whether train a goes before train b: lower rank, then earlier ready, then lower row."""
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@njit(**NO_REFERENCES)
def meld_trains(a, b, train, key):  # type: ignore[no-untyped-def]
    if a < 0:
        return b
    if b < 0:
        return a
    if before(b, a, key):
        a, b = b, a
    root = a
    while True:
        below = train[a, RIGHT]
        train[a, RIGHT] = train[a, LEFT]
        if below < 0:
            train[a, LEFT] = b
            return root
        if before(b, below, key):
            below, b = b, below
        train[a, LEFT] = below
        a = below


@njit(**NO_REFERENCES)
def meld_queues(a, b, queue, key):  # type: ignore[no-untyped-def]
    if a < 0:
        return b
    if b < 0:
        return a
    if before(queue[b, HEAD], queue[a, HEAD], key):
        a, b = b, a
    root = a
    while True:
        below = queue[a, Q_RIGHT]
        queue[a, Q_RIGHT] = queue[a, Q_LEFT]
        if below < 0:
            queue[a, Q_LEFT] = b
            queue[b, PARENT] = a
            return root
        if before(queue[b, HEAD], queue[below, HEAD], key):
            below, b = b, below
        queue[a, Q_LEFT] = below
        queue[below, PARENT] = a
        a = below


@njit(**NO_REFERENCES)
def enter(q, heap, root, queue, key):  # type: ignore[no-untyped-def]
    """Put a queue that is in no heap into one."""
    queue[q, PLACE] = heap
    queue[q, Q_LEFT] = queue[q, Q_RIGHT] = queue[q, PARENT] = NOBODY
    root[heap] = meld_queues(root[heap], q, queue, key)


@njit(**NO_REFERENCES)
def leave(heap, root, queue, key):  # type: ignore[no-untyped-def]
    """Take the best queue out of a heap."""
    q = root[heap]
    rest = meld_queues(queue[q, Q_LEFT], queue[q, Q_RIGHT], queue, key)
    root[heap] = rest
    if rest >= 0:
        queue[rest, PARENT] = NOBODY
    return q


@njit(**NO_REFERENCES)
def rise(q, root, queue, key):  # type: ignore[no-untyped-def]
    """Move a queue whose best train has just become better to its new place in its heap."""
    above = queue[q, PARENT]
    if above >= 0:
        side = Q_LEFT if queue[above, Q_LEFT] == q else Q_RIGHT
        queue[above, side] = NOBODY
        queue[q, PARENT] = NOBODY
        heap = queue[q, PLACE]
        root[heap] = meld_queues(root[heap], q, queue, key)


@njit(**NO_REFERENCES)
def offer(g, gate, free, root, queue, key):  # type: ignore[no-untyped-def]
    """Make the best queue of a gate a candidate if the gate is open."""
    if root[g] >= 0 and free[gate[g, RESOURCE]] >= gate[g, UNITS]:
        q = leave(g, root, queue, key)
        queue[q, OFFERED] = g
        enter(q, len(root) - 1, root, queue, key)


@njit(**NO_REFERENCES)
def queue_up(x, q, gate, free, root, queue, train, key):  # type: ignore[no-untyped-def]
    """Let a train join its queue; if it is the best there, the queue's place changes."""
    train[x, LEFT] = train[x, RIGHT] = NOBODY
    queue[q, HEAD] = meld_trains(queue[q, HEAD], x, train, key)
    if queue[q, PLACE] == IDLE:
        queue[q, OFFERED] = NOBODY
        enter(q, len(root) - 1, root, queue, key)
    elif queue[q, HEAD] == x:
        rise(q, root, queue, key)
        heap = queue[q, PLACE]
        if heap < len(root) - 1 and root[heap] == q:
            offer(heap, gate, free, root, queue, key)


@njit(**NO_REFERENCES)
def schedule(moment, row, size, agenda):  # type: ignore[no-untyped-def]
    entry = (moment << 32) | row
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if agenda[above] <= entry:
            break
        agenda[at] = agenda[above]
        at = above
    agenda[at] = entry
    return size + 1


@njit(**NO_REFERENCES)
def unschedule(size, agenda):  # type: ignore[no-untyped-def]
    size -= 1
    entry = agenda[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and agenda[below + 1] < agenda[below]:
            below += 1
        if agenda[below] >= entry:
            break
        agenda[at] = agenda[below]
        at = below
    agenda[at] = entry
    return size


def _loop(  # type: ignore[no-untyped-def]
    until, order, appears, duration, not_before, restart, queue_of, put_first, put, take_first, take_gate, gate_first,
    gate, free, train, key, queue, root, agenda, ready, started
):  # fmt: skip
    puts, candidates = len(put), len(root) - 1
    due = appeared = 0
    now = int64(-1)
    again = int64(NOBODY)  # a train that is due at once
    while True:
        x, offering = int64(NOBODY), NOBODY
        if again >= 0:
            x, again = again, int64(NOBODY)
        elif due > 0 and agenda[0] >> 32 == now:
            row = agenda[0] & 0xFFFFFFFF
            due = unschedule(due, agenda)
            if row < puts:
                resource = put[row, RESOURCE]
                free[resource] += put[row, UNITS]
                for g in range(gate_first[resource], gate_first[resource + 1]):
                    offer(g, gate, free, root, queue, key)
                continue
            x = row - puts
        elif appeared < len(order) and appears[appeared] == now:
            x = int64(order[appeared])
            appeared += 1
        if x >= 0:  # a train is due: it waits in a queue, unless its step takes nothing
            step = train[x, STEP]
            ready[train[x, OPERATION]] = now
            q = queue_of[step]
            if take_first[q] < take_first[q + 1]:
                key[x] = (int64(train[x, RANK]) << 32) | now
                queue_up(x, q, gate, free, root, queue, train, key)
                continue
        elif root[candidates] >= 0:  # nothing more is due: the best candidate starts, if it lacks nothing
            q = leave(candidates, root, queue, key)
            offering = queue[q, OFFERED]
            queue[q, OFFERED] = NOBODY
            lacking = NOBODY
            for take in range(take_first[q], take_first[q + 1]):
                g = take_gate[take]
                if free[gate[g, RESOURCE]] < gate[g, UNITS]:
                    lacking = g
                    break
            if lacking >= 0:
                enter(q, lacking, root, queue, key)
            else:
                x = int64(queue[q, HEAD])
                rest = meld_trains(train[x, LEFT], train[x, RIGHT], train, key)
                queue[q, HEAD] = rest
                if rest >= 0:
                    enter(q, candidates, root, queue, key)
                else:
                    queue[q, PLACE] = IDLE
                for take in range(take_first[q], take_first[q + 1]):
                    g = take_gate[take]
                    free[gate[g, RESOURCE]] -= gate[g, UNITS]
        else:  # on to the next instant
            now = int64(until)
            if due > 0:
                now = agenda[0] >> 32
            if appeared < len(order) and appears[appeared] < now:
                now = int64(appears[appeared])
            if now >= until:
                return
            continue
        if x >= 0:  # it starts: its puts, and when it is due at its next operation
            operation, step = train[x, OPERATION], train[x, STEP]
            started[operation] = now
            for p in range(put_first[step], put_first[step + 1]):
                moment = now + put[p, AFTER]
                if moment == now:
                    resource = put[p, RESOURCE]
                    free[resource] += put[p, UNITS]
                    for g in range(gate_first[resource], gate_first[resource + 1]):
                        offer(g, gate, free, root, queue, key)
                elif moment < until:
                    due = schedule(moment, p, due, agenda)
            if operation + 1 < train[x, END]:
                ends = now + duration[operation]
                if ready[operation] < now:
                    ends += restart[step]
                ends = max(ends, int64(not_before[operation + 1]))
                train[x, OPERATION], train[x, STEP] = operation + 1, step + 1
                if ends == now:
                    again = x
                elif ends < until:
                    due = schedule(ends, puts + x, due, agenda)
        if offering >= 0:
            offer(offering, gate, free, root, queue, key)


_I, _L, _T = int32[::1], int64[::1], int32[:, ::1]
_SIGNATURE = types.void(int64, _I, _I, _I, _I, _I, _I, _I, _T, _I, _I, _I, _T, _L, _T, _L, _T, _I, _L, _I, _I)
_compiled = njit(_SIGNATURE, nogil=True, cache=True, **NO_REFERENCES)(_loop)


def run(program: Program) -> Outcome:
    """Run a program with the compiled kernel."""
    p = program
    first = p.operation_first
    appears = np.maximum(p.train_ready, p.not_before[first[:-1]])
    order = np.argsort(appears, kind="stable").astype(np.int32)
    queue_of, take_first, take_gate, gate = _queues_and_gates(p)
    gate_first = np.searchsorted(gate[:, RESOURCE], np.arange(p.resources + 1)).astype(np.int32)
    put = np.column_stack((p.put_resource, p.put_units, p.put_after))
    nobody = np.full(p.trains, NOBODY, np.int32)
    train = np.column_stack((first[:-1], first[1:], p.step_first[p.train_itinerary], p.train_rank, nobody, nobody))
    queue = np.full((len(take_first) - 1, 6), NOBODY, np.int32)
    root = np.full(len(gate) + 1, NOBODY, np.int32)
    agenda = np.empty(p.trains + _delayed_puts(p) + 1, np.int64)
    ready, started = np.full((2, p.operations), NEVER, np.int32)
    _compiled(
        p.until, order, appears[order], p.duration, p.not_before, p.restart, queue_of, p.put_first, put, take_first,
        take_gate, gate_first, gate, p.capacity.astype(np.int64), train, np.zeros(p.trains, np.int64), queue, root,
        agenda, ready, started,
    )  # fmt: skip
    return Outcome(ready, started)


def _delayed_puts(p: Program) -> int:
    """How many puts with a delay the whole program makes: no more can be on the agenda at once."""
    before_step = np.concatenate(([0], np.cumsum(p.put_after > 0, dtype=np.int64)))[p.put_first]
    by_itinerary = before_step[p.step_first[1:]] - before_step[p.step_first[:-1]]
    return int(by_itinerary[p.train_itinerary].sum())


def _queues_and_gates(p: Program) -> tuple[np.ndarray, ...]:
    """Number the different takes (queues) and the different (resource, units) in them (gates, sorted by resource)."""
    wishes: dict[tuple[tuple[int, int], ...], int] = {}
    takes = list(zip(p.take_resource.tolist(), p.take_units.tolist(), strict=True))
    bounds = p.take_first.tolist()
    queue_of = [wishes.setdefault(tuple(sorted(takes[a:b])), len(wishes)) for a, b in pairwise(bounds)]
    gate_of = {take: gate for gate, take in enumerate(sorted(set(takes)))}
    columns = (queue_of, np.cumsum([0, *map(len, wishes)]), [gate_of[take] for wish in wishes for take in wish])
    gates = np.array(list(gate_of), np.int32).reshape(-1, 2)
    return (*(np.array(column, np.int32) for column in columns), gates)
