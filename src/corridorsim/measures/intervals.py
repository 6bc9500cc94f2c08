"""Which train held what, from when to when: every unit from the take to the put.

A unit is held from the start of the step that takes it until ``put_after`` seconds after the start of the step that
puts it back. A train puts back the units of a resource in the order in which it took them. Units that a train puts
without having taken any (goods, a call) are a gift and held by nobody; units that it never puts back are held until the
end of the run.
"""

from collections import defaultdict, deque
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.levels import entries
from corridorsim.operations import NEVER, Outcome, Program
from corridorsim.operations.program import Column

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Intervals(NamedTuple):
    """Units of resources held by trains in [begin, end), sorted by resource, begin, end and train."""

    train: Ints
    resource: Ints
    units: Ints
    begin: Ints  # second of the run
    end: Ints
    operation: Ints  # the operation that took them
    given: Ints  # operation at or after whose start they are put back; NEVER if none


class Holdings(NamedTuple):
    """What the steps of a program take, and the later step of the same itinerary that puts it back."""

    first: Column  # per step (and one more), where its holdings begin
    resource: Ints
    units: Ints
    steps_on: Ints  # from the step that takes to the one that puts back, NEVER if none
    after: Ints  # seconds from the start of that step


def blocking_intervals(plan: Plan, outcome: Outcome, begin: int, end: int) -> Intervals:
    """The intervals in which trains held each resource, as far as they lie in the window [begin, end).

    In seconds of the run, half open; an interval that begins before the window or extends beyond it (or beyond the run)
    is cut there. The step that takes and the step that puts back may lie any number of steps apart; a headway lasts for
    its ``put_after``. A test (units taken and put back in the same instant) is an empty interval, whose end is its
    begin: the train found that many units free. Units taken together and put back at different times are separate
    intervals. Closings of tracks are not trains and are left out (:func:`held_intervals` includes them). These are the
    blocking times that UIC 406 compresses; ``plan.layout.stages`` tells what a resource is.
    """
    held = held_intervals(plan.program, outcome, begin, end)
    return chosen(held, ~is_closing(plan)[held.train])


def held_intervals(program: Program, outcome: Outcome, begin: int, end: int) -> Intervals:
    """The same for a program alone: of all its trains, including closings."""
    held, end = whole_intervals(program, outcome, begin, end), min(end, program.until)
    return _sorted(held._replace(begin=np.maximum(held.begin, begin), end=np.minimum(held.end, end)))


def whole_intervals(program: Program, outcome: Outcome, begin: int, end: int) -> Intervals:
    """The same, cut only at the end of the run and not at the window."""
    holdings = match_puts(program)
    took = np.flatnonzero(_may_hold(program, outcome, holdings, begin, end) & (outcome.started < end))
    owner, row = entries(holdings.first, program.operation_step[took])
    operation, steps_on = took[owner], holdings.steps_on[row]
    given = np.where(steps_on == NEVER, NEVER, operation + steps_on)
    back = np.where(given == NEVER, NEVER, outcome.started[given])
    since = outcome.started[operation].astype(np.int64)
    until = np.where(back == NEVER, program.until, np.minimum(back + holdings.after[row], program.until))
    train, resource = program.operation_train[operation].astype(np.int64), holdings.resource[row]
    held = Intervals(train, resource, holdings.units[row], since, until, operation, given)
    return _sorted(chosen(held, (until > begin) | ((since == until) & (since >= begin))))


def _sorted(held: Intervals) -> Intervals:
    return chosen(held, np.lexsort((held.train, held.end, held.begin, held.resource)))


def _may_hold(program: Program, outcome: Outcome, holdings: Holdings, begin: int, end: int) -> Mask:
    """Per operation, whether it started and its train may hold something in the window; the others can be skipped."""
    first, beyond = program.operation_first[:-1], program.operation_first[1:]
    came, gone = outcome.started[first], outcome.started[beyond - 1].astype(np.int64)
    keeping = np.repeat(np.arange(program.steps), np.diff(holdings.first))[holdings.steps_on == NEVER]
    keeps = np.zeros(len(program.step_first) - 1, bool)
    keeps[np.searchsorted(program.step_first, keeping, "right") - 1] = True
    longest = program.put_after.max(initial=0)
    here = (came < end) & ((gone == NEVER) | (gone + longest >= begin) | keeps[program.train_itinerary])
    may: Mask = np.repeat(here, beyond - first) & (outcome.started != NEVER)
    return may


def chosen(intervals: Intervals, rows: Ints | Mask) -> Intervals:
    """Some of the intervals, by row or by mask."""
    return Intervals._make(column[rows] for column in intervals)


def held_at(held: Intervals, group: Ints, moments: Ints) -> Ints:
    """Units held at moments, each a group << 32 | second; ``group`` gives the group of each interval."""
    begun, over = (_sum_until(group << 32 | second, held.units, moments) for second in (held.begin, held.end))
    return begun - over


def _sum_until(key: Ints, units: Ints, moments: Ints) -> Ints:
    order = np.argsort(key)
    total: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(units[order])))
    return total[np.searchsorted(key[order], moments, "right")]


def is_closing(plan: Plan) -> Mask:
    """Per train, whether it is a closing and not a train."""
    closing: Mask = np.array([stream.kind == Kind.CLOSURE for stream in plan.streams], bool)[plan.train_stream]
    return closing


def match_puts(program: Program) -> Holdings:
    """Pair what each step takes with the puts that put it back, itinerary by itinerary; sorted by step."""
    rows = [row for first, last in pairwise(program.step_first.tolist()) for row in _matched(program, first, last)]
    table = np.array(sorted(rows), np.int64).reshape(-1, 5)
    first = np.searchsorted(table[:, 0], np.arange(program.steps + 1)).astype(np.int32)
    return Holdings(first, *table[:, 1:].T)


def _matched(program: Program, first: int, last: int) -> list[tuple[int, int, int, int, int]]:
    """Rows of (step, resource, units, steps on, seconds after) of one itinerary."""
    rows = []
    held: defaultdict[int, deque[list[int]]] = defaultdict(deque)  # by resource: step that took them, number of units
    for step in range(first, last):
        for take in range(program.take_first[step], program.take_first[step + 1]):
            held[int(program.take_resource[take])].append([step, int(program.take_units[take])])
        puts = slice(program.put_first[step], program.put_first[step + 1])
        columns = (program.put_after[puts], program.put_resource[puts], program.put_units[puts])
        for after, resource, units in sorted(zip(*map(np.ndarray.tolist, columns), strict=True)):
            for taken, given in _first_taken(held[resource], units):
                rows.append((taken, resource, given, step - taken, after))
    kept = ((step, resource, units) for resource, queue in held.items() for step, units in queue)
    return [*rows, *((step, resource, units, NEVER, 0) for step, resource, units in kept)]


def _first_taken(queue: deque[list[int]], units: int) -> list[tuple[int, int]]:
    """Put back a number of units in the order in which they were taken: (step that took them, number)."""
    given = []
    while units and queue:
        step, held = queue[0]
        part = min(held, units)
        given.append((step, part))
        units -= part
        queue[0][1] -= part
        if not queue[0][1]:
            queue.popleft()
    return given
