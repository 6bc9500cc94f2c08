"""The rule as plain Python that numba compiles: it runs a year of a corridor in a tenth of a second.

Everything due is in one heap, the agenda, with keys ``time << 32 | row``; a row below the number of puts is a put, any
other a train. Only the best train of a queue is examined. A queue that lacks something waits in the heap of the gate it
lacks, and a put offers only the best queue of each gate it opens; once an offered queue has been examined, the next
queue of that gate is offered for as long as the gate stays open. So a start costs a few heap moves, however many trains
or queues wait. A train that is due alone, while there is no candidate, skips all of this.

The agenda is a heap of four branches; the others are pairing heaps (a root's ``next`` and ``back`` mean nothing),
because a better train may join a queue that already waits. All compiled code is in this file, because numba's cache
does not notice changes in another.
"""

from typing import Any

import numpy as np
from numba import from_dtype, int32, int64, njit, types

from corridorsim.arrays import Column
from corridorsim.engine.cache import compiled
from corridorsim.engine.tables import GATE, LATER, NOBODY, NODE, PUT, RESOURCE, SPARE, STEP, TAKE, TRAIN, lay
from corridorsim.operations import Outcome, Program

NO_REFERENCES: dict[str, Any] = {"_nrt": False}  # nothing is allocated inside, so numba need not count them
INSIDE = NO_REFERENCES | {"forceinline": True}  # a call would pass every table anew


@njit(**INSIDE)
def before(a, b, node):  # type: ignore[no-untyped-def]
    """Whether node a goes before node b: lower rank, then earlier ready, then lower row."""
    one, other = node[a], node[b]
    return one["key"] < other["key"] or (one["key"] == other["key"] and one["best"] < other["best"])


@njit(**INSIDE)
def meld(a, b, node):  # type: ignore[no-untyped-def]
    """Join two heaps: of their roots, the one that goes later becomes the other's first child; returns the root."""
    if a < 0 or b < 0:
        return max(a, b)
    if before(b, a, node):
        a, b = b, a
    first = node[a]["child"]
    node[b]["next"] = first
    node[b]["back"] = a
    if first >= 0:
        node[first]["back"] = b
    node[a]["child"] = b
    return a


@njit(**INSIDE)
def without(x, node):  # type: ignore[no-untyped-def]
    """Join everything below a root into one heap: neighbours in pairs, then the pairs from the last; returns the
    root."""
    pairs, root = NOBODY, node[x]["child"]
    while root >= 0:
        other = node[root]["next"]
        rest = NOBODY
        if other >= 0:
            rest = node[other]["next"]
            root = meld(root, other, node)
        node[root]["next"] = pairs
        pairs, root = root, rest
    if pairs >= 0:
        root, pairs = pairs, node[pairs]["next"]
        while pairs >= 0:
            other, pairs = pairs, node[pairs]["next"]
            root = meld(root, other, node)
    return root


@njit(**INSIDE)
def cut(x, root, node):  # type: ignore[no-untyped-def]
    """Take any node out of a heap; returns the root of what is left."""
    rest = without(x, node)
    if x == root:
        return rest
    detach(x, node)
    return meld(root, rest, node)


@njit(**INSIDE)
def detach(x, node):  # type: ignore[no-untyped-def]
    """Take a node that is no root, with what is below it, from among its neighbours."""
    above, after = node[x]["back"], node[x]["next"]
    if node[above]["child"] == x:
        node[above]["child"] = after
    else:
        node[above]["next"] = after
    if after >= 0:
        node[after]["back"] = above


@njit(**INSIDE)
def enter(q, heap, gate, node):  # type: ignore[no-untyped-def]
    """Put a queue that is in no heap into one."""
    queue = node[q]
    queue["place"] = heap
    queue["child"] = NOBODY
    gate[heap]["root"] = meld(gate[heap]["root"], q, node)


@njit(**INSIDE)
def leave(heap, gate, node):  # type: ignore[no-untyped-def]
    """Take the best queue out of a heap."""
    q = gate[heap]["root"]
    gate[heap]["root"] = without(q, node)
    return q


@njit(**INSIDE)
def rise(q, gate, node):  # type: ignore[no-untyped-def]
    """Move a queue whose best train has just become better, with what is below it, to the root of its heap."""
    heap = node[q]["place"]
    if gate[heap]["root"] != q:
        detach(q, node)
        gate[heap]["root"] = meld(gate[heap]["root"], q, node)


@njit(**INSIDE)
def offer(g, resource, gate, node):  # type: ignore[no-untyped-def]
    """Make the best queue of a gate a candidate if the gate is open."""
    here = gate[g]
    if here["root"] >= 0 and resource[here["resource"]]["free"] >= here["units"]:
        q = leave(g, gate, node)
        node[q]["offered"] = g
        enter(q, len(gate) - 1, gate, node)


@njit(**INSIDE)
def give(put, resource, gate, node):  # type: ignore[no-untyped-def]
    """Do one put."""
    here = resource[put["resource"]]
    here["free"] += put["units"]
    for g in range(here["first_gate"], here["end_gate"]):
        offer(g, resource, gate, node)


@njit(**INSIDE)
def lacking(step, take, resource):  # type: ignore[no-untyped-def]
    """The first gate that is closed to a step, or NOBODY."""
    for row in range(step["first_take"], step["end_take"]):
        wanted = take[row]
        if resource[wanted["resource"]]["free"] < wanted["units"]:
            return wanted["gate"]
    return NOBODY


@njit(**INSIDE)
def head(q, x, node):  # type: ignore[no-untyped-def]
    """Let a queue represent its best train, if it has one."""
    node[q]["best"] = x
    if x >= 0:
        node[q]["key"] = node[x]["key"]


@njit(**INSIDE)
def queue_up(x, q, heap, resource, gate, node):  # type: ignore[no-untyped-def]
    """Add a train to its queue, which enters ``heap`` if it was empty and rises if the train is the best there."""
    node[x]["child"] = NOBODY
    was = node[q]["best"]
    if meld(was, x, node) == x:
        head(q, x, node)
        if was < 0:
            enter(q, heap, gate, node)
        else:
            rise(q, gate, node)
            if node[q]["place"] < len(gate) - 1:
                offer(node[q]["place"], resource, gate, node)


@njit(**INSIDE)
def schedule(moment, row, size, agenda):  # type: ignore[no-untyped-def]
    """Put a row on an agenda with a number of entries; returns the new number."""
    entry = (int64(moment) << 32) | row
    agenda[size + SPARE] = LATER
    at = size
    while at > 0 and agenda[(at - 1) >> 2] > entry:
        agenda[at] = agenda[(at - 1) >> 2]
        at = (at - 1) >> 2
    agenda[at] = entry
    return size + 1


@njit(**INSIDE)
def unschedule(size, agenda):  # type: ignore[no-untyped-def]
    """Take the first entry off the agenda; returns the new number."""
    last = size - 1
    entry = agenda[last]
    at = 0
    while 4 * at + 1 < last:
        child = 4 * at + 1
        other = child + 2 + (agenda[child + 3] < agenda[child + 2])
        child += agenda[child + 1] < agenda[child]
        if agenda[other] < agenda[child]:
            child = other
        if agenda[child] >= entry:
            break
        agenda[at] = agenda[child]
        at = child
    agenda[at] = entry
    agenda[last] = LATER
    return last


def _loop(  # type: ignore[no-untyped-def]
    stop,
    until,
    course,
    order,
    appears,
    duration,
    not_before,
    steps,
    take,
    put,
    resource,
    gate,
    train,
    node,
    agenda,
    ready,
    started,
):
    puts, candidates = len(put), len(gate) - 1
    size, appeared = course[0], course[1]
    now, nobody = int64(-1), int64(NOBODY)
    again = nobody  # a train that is due at once
    while True:
        x = offering = nobody
        if again >= 0:
            x, again = again, nobody
        elif agenda[0] >> 32 == now:
            row = agenda[0] & 0xFFFFFFFF
            size = unschedule(size, agenda)
            if row < puts:
                give(put[row], resource, gate, node)
                continue
            x = row - puts
        elif appears[appeared] == now:
            x = order[appeared]
            appeared += 1
        if x >= 0:  # a train is due: it waits in a queue, unless it may start at once
            this = train[x]
            step = steps[this["step"]]
            ready[this["operation"]] = now
            if step["first_take"] < step["end_take"]:
                heap = candidates
                if agenda[0] >> 32 > now and appears[appeared] > now and gate[candidates]["root"] < 0:
                    heap = lacking(step, take, resource)
                if heap >= 0:
                    node[x]["key"] = (node[x]["key"] >> 32 << 32) | now
                    queue_up(x, step["queue"], heap, resource, gate, node)
                    continue
        elif gate[candidates]["root"] >= 0:  # nothing more is due: the best candidate starts if it lacks nothing
            q = leave(candidates, gate, node)
            queue = node[q]
            x, offering, queue["offered"] = queue["best"], queue["offered"], NOBODY
            heap = lacking(steps[train[x]["step"]], take, resource)
            if heap >= 0:
                x = nobody
            else:
                heap = candidates
                head(q, without(x, node), node)
            if queue["best"] >= 0:
                enter(q, heap, gate, node)
        else:  # on to the next instant
            now = int64(min(agenda[0] >> 32, appears[appeared]))
            if now >= stop:
                course[0], course[1] = size, appeared
                return
            continue
        if x >= 0:  # it starts: its takes and puts, and when it is due at its next operation
            this = train[x]
            operation, step = this["operation"], steps[this["step"]]
            started[operation] = now
            for row in range(step["first_take"], step["end_take"]):
                wanted = take[row]
                resource[wanted["resource"]]["free"] -= wanted["units"]
            for row in range(step["first_put"], step["end_put"]):
                moment = now + put[row]["after"]
                if moment == now:
                    give(put[row], resource, gate, node)
                elif moment < until:
                    size = schedule(moment, row, size, agenda)
            if operation + 1 < this["end"]:
                ends = now + duration[operation]
                if ready[operation] < now:
                    ends += step["restart"]
                ends = max(ends, not_before[operation + 1])
                this["operation"] += 1
                this["step"] += 1
                if ends == now:
                    again = x
                elif ends < until:
                    size = schedule(ends, puts + x, size, agenda)
        if offering >= 0:
            offer(offering, resource, gate, node)


def _give_up(x, steps, gate, train, node):  # type: ignore[no-untyped-def]
    """Let a train that waits leave its queue; between two instants, when there are no candidates."""
    q = steps[train[x]["step"]]["queue"]
    best = cut(x, node[q]["best"], node)
    if best != node[q]["best"]:
        heap = node[q]["place"]
        gate[heap]["root"] = cut(q, gate[heap]["root"], node)
        head(q, best, node)
        if best >= 0:
            enter(q, heap, gate, node)


def _lengthen(first, itinerary, step_first, started, more, duration):  # type: ignore[no-untyped-def]
    for train in range(len(itinerary)):
        begin, end = int64(first[train]), int64(first[train + 1])
        step = int64(step_first[itinerary[train]]) - begin
        while begin < end:  # halve what is left until the first operation that has not started
            middle = (begin + end) >> 1
            if started[middle] < 0:
                end = middle
            else:
                begin = middle + 1
        for operation in range(begin, first[train + 1]):
            duration[operation] += more[step + operation]


_I = int32[::1]
_ROWS = [types.Array(from_dtype(row), 1, "C") for row in (STEP, TAKE, PUT, RESOURCE, GATE, TRAIN, NODE)]
_SIGNATURE = types.void(int64, int64, int64[::1], _I, _I, _I, _I, *_ROWS, int64[::1], _I, _I)
_ROWS_GIVING_UP = (types.Array(from_dtype(row), 1, "C") for row in (STEP, GATE, TRAIN, NODE))
_go_on = compiled(_loop, _SIGNATURE, nogil=True, **NO_REFERENCES)
_change = compiled(_lengthen, types.void(_I, _I, _I, _I, _I, _I), nogil=True, **NO_REFERENCES)
_leave = compiled(_give_up, types.void(int64, *_ROWS_GIVING_UP), nogil=True, **NO_REFERENCES)


class PausableRun:
    """A run that can be paused and continued: what has not started may be changed in between."""

    def __init__(self, program: Program) -> None:
        self._tables = lay(program)
        self.program = program
        self.outcome = Outcome(self._tables.ready, self._tables.started)  # as far as the run has come

    def go_on(self, stop: int) -> None:
        """Let everything happen before a second of the run."""
        _go_on(min(stop, self._tables.until), *self._tables)

    def lengthen(self, more: Column) -> None:
        """Let each step take so many seconds more from now on, in the program's own column of durations."""
        p = self.program
        _change(p.operation_first, p.train_itinerary, p.step_first, self.outcome.started, more, p.duration)

    def give_up(self, train: int) -> None:
        """Let a train that has appeared and waits for its first start wait no longer; it never starts."""
        tables = self._tables
        _leave(train, tables.step, tables.gate, tables.train, tables.node)

    def appear(self, train: int, second: int) -> None:
        """Let a train that has not appeared do so at another second, not before that at which the run is paused."""
        tables = self._tables
        first = int(tables.course[1])
        seconds, trains = tables.appears[first:-1], tables.order[first:]
        others = trains != train
        to = int(np.searchsorted(seconds[others], second, "right"))
        tables.appears[first:-1] = np.insert(seconds[others], to, second)
        tables.order[first:] = np.insert(trains[others], to, train)


def run(program: Program) -> Outcome:
    """Run a program with the compiled kernel."""
    course = PausableRun(program)
    course.go_on(program.until)
    return course.outcome
