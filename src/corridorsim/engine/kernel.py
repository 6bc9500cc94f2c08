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

from typing import Any, NamedTuple

import numpy as np
from numba import int32, int64, njit, types

from corridorsim.operations import NEVER, Outcome, Program

NOBODY = -1
IDLE = -1


class State(NamedTuple):
    """Every array the loop reads and writes; the first rows are the program's own columns."""

    not_before: Any  # per operation
    duration: Any
    ready: Any
    started: Any
    restart: Any  # per step
    queue_of: Any
    put_first: Any
    put_resource: Any
    put_units: Any
    put_after: Any
    take_first: Any  # per queue, where its gates begin
    take_gate: Any
    gate_resource: Any  # per gate
    gate_units: Any
    gate_first: Any  # per resource, where its gates begin (gates are sorted by resource)
    free: Any  # per resource
    order: Any  # trains by the moment they appear
    appears: Any  # per entry of order
    rank: Any  # per train
    operation: Any  # per train, the operation it is at or waits for
    end: Any  # per train, one past its last operation
    step: Any
    key: Any  # per train, rank << 32 | ready
    left: Any  # per train, the heap of its queue
    right: Any
    head: Any  # per queue, its best train
    queue_left: Any
    queue_right: Any
    parent: Any
    place: Any  # per queue, the heap it is in
    offered_by: Any  # per queue, the gate that offered it
    root: Any  # per gate, and one more for the candidates: the best queue
    agenda: Any


@njit(inline="always")
def better(a, b, key):  # type: ignore[no-untyped-def]
    """Whether train a goes before train b: lower rank, then earlier ready, then lower row."""
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@njit
def meld_trains(a, b, left, right, key):  # type: ignore[no-untyped-def]
    if a < 0:
        return b
    if better(b, a, key):
        a, b = b, a
    root = a
    while True:
        below = right[a]
        right[a] = left[a]
        if below < 0:
            left[a] = b
            return root
        if better(b, below, key):
            below, b = b, below
        left[a] = below
        a = below


@njit
def meld_queues(a, b, s):  # type: ignore[no-untyped-def]
    if a < 0:
        return b
    if b < 0:
        return a
    if better(s.head[b], s.head[a], s.key):
        a, b = b, a
    root = a
    while True:
        below = s.queue_right[a]
        s.queue_right[a] = s.queue_left[a]
        if below < 0:
            s.queue_left[a] = b
            s.parent[b] = a
            return root
        if better(s.head[b], s.head[below], s.key):
            below, b = b, below
        s.queue_left[a] = below
        s.parent[below] = a
        a = below


@njit
def enter(q, heap, s):  # type: ignore[no-untyped-def]
    """Put a queue that is in no heap into one."""
    s.place[q] = heap
    s.queue_left[q] = s.queue_right[q] = s.parent[q] = NOBODY
    s.root[heap] = meld_queues(s.root[heap], q, s)


@njit
def leave(heap, s):  # type: ignore[no-untyped-def]
    """Take the best queue out of a heap."""
    q = s.root[heap]
    s.root[heap] = meld_queues(s.queue_left[q], s.queue_right[q], s)
    if s.root[heap] >= 0:
        s.parent[s.root[heap]] = NOBODY
    return q


@njit
def rise(q, s):  # type: ignore[no-untyped-def]
    """Move a queue whose best train has just become better to its new place in its heap."""
    above = s.parent[q]
    if above >= 0:
        if s.queue_left[above] == q:
            s.queue_left[above] = NOBODY
        else:
            s.queue_right[above] = NOBODY
        s.parent[q] = NOBODY
        heap = s.place[q]
        s.root[heap] = meld_queues(s.root[heap], q, s)


@njit(inline="always")
def is_open(gate, s):  # type: ignore[no-untyped-def]
    return s.free[s.gate_resource[gate]] >= s.gate_units[gate]


@njit
def offer(gate, s):  # type: ignore[no-untyped-def]
    """Make the best queue of an open gate a candidate."""
    if s.root[gate] >= 0 and is_open(gate, s):
        q = leave(gate, s)
        s.offered_by[q] = gate
        enter(q, len(s.root) - 1, s)


@njit(inline="always")
def give(put, s):  # type: ignore[no-untyped-def]
    resource = s.put_resource[put]
    s.free[resource] += s.put_units[put]
    for gate in range(s.gate_first[resource], s.gate_first[resource + 1]):
        offer(gate, s)


@njit
def schedule(moment, row, size, agenda):  # type: ignore[no-untyped-def]
    entry = (int64(moment) << 32) | row
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if agenda[above] <= entry:
            break
        agenda[at] = agenda[above]
        at = above
    agenda[at] = entry
    return size + 1


@njit
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


@njit
def start(x, now, due, until, s):  # type: ignore[no-untyped-def]
    """Start a train's operation: its puts, and when the train is due at the next (-1 if never, or past the window)."""
    operation, step = s.operation[x], s.step[x]
    s.started[operation] = now
    for put in range(s.put_first[step], s.put_first[step + 1]):
        if s.put_after[put] == 0:
            give(put, s)
        elif int64(now) + s.put_after[put] < until:
            due = schedule(int64(now) + s.put_after[put], put, due, s.agenda)
    if operation + 1 == s.end[x]:
        return due, int64(NEVER)
    lasts = int64(s.duration[operation])
    if s.ready[operation] < now:
        lasts += s.restart[step]
    s.operation[x], s.step[x] = operation + 1, step + 1
    ends = max(now + lasts, int64(s.not_before[operation + 1]))
    return due, (ends if ends < until else int64(NEVER))


@njit
def queue_up(x, q, now, s):  # type: ignore[no-untyped-def]
    """Let a train that asks for something join its queue; if it is the best there, the queue's place changes."""
    s.key[x] = (int64(s.rank[x]) << 32) | now
    s.left[x] = s.right[x] = NOBODY
    s.head[q] = meld_trains(s.head[q], x, s.left, s.right, s.key)
    if s.place[q] == IDLE:
        s.offered_by[q] = NOBODY
        enter(q, len(s.root) - 1, s)
    elif s.head[q] == x:
        rise(q, s)
        heap = s.place[q]
        if heap < len(s.root) - 1 and s.root[heap] == q:
            offer(heap, s)


@njit
def become_ready(x, now, due, until, s):  # type: ignore[no-untyped-def]
    """A train is due: it joins the queue of its step, or starts at once, step after step, while they take nothing."""
    while True:
        s.ready[s.operation[x]] = now
        q = s.queue_of[s.step[x]]
        if s.take_first[q] < s.take_first[q + 1]:
            queue_up(x, q, now, s)
            return due
        due, ends = start(x, now, due, until, s)
        if ends != now:
            return due if ends < 0 else schedule(ends, len(s.put_resource) + x, due, s.agenda)


@njit
def lacking(q, s):  # type: ignore[no-untyped-def]
    """The first gate of a queue that is closed, -1 if all are open."""
    for take in range(s.take_first[q], s.take_first[q + 1]):
        if not is_open(s.take_gate[take], s):
            return s.take_gate[take]
    return NOBODY


@njit
def choose(now, due, until, s):  # type: ignore[no-untyped-def]
    """Start the best candidates one after another, until none can or a train is due again at this instant."""
    candidates = len(s.root) - 1
    again = False
    while s.root[candidates] >= 0 and not again:
        q = leave(candidates, s)
        gate = s.offered_by[q]
        closed = lacking(q, s)
        s.offered_by[q] = NOBODY
        if closed >= 0:
            enter(q, closed, s)
        else:
            x = s.head[q]
            s.head[q] = s.left[x] if s.right[x] < 0 else meld_trains(s.left[x], s.right[x], s.left, s.right, s.key)
            if s.head[q] >= 0:
                enter(q, candidates, s)
            else:
                s.place[q] = IDLE
            for take in range(s.take_first[q], s.take_first[q + 1]):
                s.free[s.gate_resource[s.take_gate[take]]] -= s.gate_units[s.take_gate[take]]
            due, ends = start(x, now, due, until, s)
            if ends >= 0:
                due = schedule(ends, len(s.put_resource) + x, due, s.agenda)
                again = ends == now
        if gate >= 0:
            offer(gate, s)
    return due


def _loop(until, s):  # type: ignore[no-untyped-def]
    due = appeared = 0
    puts = len(s.put_resource)
    while True:
        now = int64(until)
        if due > 0:
            now = s.agenda[0] >> 32
        if appeared < len(s.order):
            now = min(now, int64(s.appears[appeared]))
        if now >= until:
            return
        while due > 0 and s.agenda[0] >> 32 == now:
            row = s.agenda[0] & 0xFFFFFFFF
            due = unschedule(due, s.agenda)
            if row < puts:
                give(row, s)
            else:
                due = become_ready(row - puts, now, due, until, s)
        while appeared < len(s.order) and s.appears[appeared] == now:
            due = become_ready(int64(s.order[appeared]), now, due, until, s)
            appeared += 1
        if due == 0 or s.agenda[0] >> 32 > now:
            due = choose(now, due, until, s)


_WIDE = ("key", "agenda")
_STATE = types.NamedTuple([int64[::1] if name in _WIDE else int32[::1] for name in State._fields], State)
_compiled = njit(types.void(int64, _STATE), nogil=True, cache=True)(_loop)


def run(program: Program) -> Outcome:
    """Run a program with the compiled kernel."""
    p = program
    first = p.operation_first
    appears = np.maximum(p.train_ready, p.not_before[first[:-1]])
    order = np.argsort(appears, kind="stable").astype(np.int32)
    trains, outcome = p.trains, Outcome(_filled(p.operations), _filled(p.operations))
    queue_of, take_first, take_gate, gate_resource, gate_units = _queues_and_gates(p)
    queues, gates = len(take_first) - 1, len(gate_units)
    state = State(
        not_before=p.not_before, duration=p.duration, ready=outcome.ready, started=outcome.started,
        restart=p.restart, queue_of=queue_of,
        put_first=p.put_first, put_resource=p.put_resource, put_units=p.put_units, put_after=p.put_after,
        take_first=take_first, take_gate=take_gate, gate_resource=gate_resource, gate_units=gate_units,
        gate_first=np.searchsorted(gate_resource, np.arange(p.resources + 1)).astype(np.int32),
        free=p.capacity.copy(), order=order, appears=appears[order], rank=p.train_rank,
        operation=first[:-1].copy(), end=first[1:].copy(), step=p.step_first[p.train_itinerary],
        key=np.zeros(trains, np.int64), left=_filled(trains), right=_filled(trains),
        head=_filled(queues), queue_left=_filled(queues), queue_right=_filled(queues), parent=_filled(queues),
        place=_filled(queues), offered_by=_filled(queues), root=_filled(gates + 1),
        agenda=np.empty(trains + _delayed_puts(p) + 1, np.int64),
    )  # fmt: skip
    _compiled(p.until, state)
    return outcome


def _filled(size: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.full(size, NEVER, np.int32)


def _delayed_puts(p: Program) -> int:
    """How many puts with a delay the whole program makes: no more can be on the agenda at once."""
    before = np.concatenate(([0], np.cumsum(p.put_after > 0, dtype=np.int64)))[p.put_first]
    by_itinerary = before[p.step_first[1:]] - before[p.step_first[:-1]]
    return int(by_itinerary[p.train_itinerary].sum())


def _queues_and_gates(p: Program) -> tuple[np.ndarray, ...]:  # type: ignore[type-arg]
    """Number the different takes (queues) and the different (resource, units) in them (gates, sorted by resource)."""
    wishes: dict[tuple[tuple[int, int], ...], int] = {}
    takes = list(zip(p.take_resource.tolist(), p.take_units.tolist(), strict=True))
    bounds = p.take_first.tolist()
    queue_of = [wishes.setdefault(tuple(sorted(takes[a:b])), len(wishes)) for a, b in zip(bounds, bounds[1:], strict=False)]
    gate_of = {take: gate for gate, take in enumerate(sorted(set(takes)))}
    columns = (
        queue_of,
        np.cumsum([0, *map(len, wishes)]),
        [gate_of[take] for wish in wishes for take in wish],
        [resource for resource, _ in gate_of],
        [units for _, units in gate_of],
    )
    return tuple(np.array(column, np.int32) for column in columns)
