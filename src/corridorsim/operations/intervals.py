"""Who held what, from when to when: every unit that a train took, until it gave it back.

A unit is held from the start of the step that takes it until ``put_after`` seconds after the start of the step that
gives it back; which step that is :func:`~corridorsim.operations.holdings.match_puts` says. Units that a train never
gives back are held as long as the run lasts.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Ints
from corridorsim.operations.holdings import match_puts
from corridorsim.operations.ledger import Performed, operations_of, performing, rows_of
from corridorsim.operations.program import NEVER, Outcome, Program


class Intervals(NamedTuple):
    """Units of resources held by trains in [begin, end), sorted by resource, begin, end and train."""

    train: Ints
    resource: Ints
    units: Ints
    begin: Ints  # second of the run
    end: Ints
    operation: Ints  # which took them
    given: Ints  # operation at whose start, or so long after it, they are given back; NEVER if none ever does


def held_intervals(program: Program, outcome: Outcome, begin: int, end: int) -> Intervals:
    """The intervals in which trains held each resource, as far as they lie in the window [begin, end).

    Seconds of the run, half open; what began before the window or lasts beyond it (or beyond the run) is cut there.
    The step that takes and the later one that gives back may lie any number of steps apart; a headway lasts as long as
    its ``put_after``. A test (units taken and given back in one instant) is an empty interval, its begin its end: the
    train found that many units free. Units taken together and given back at different times are intervals of their
    own.
    """
    held, end = whole_intervals(program, outcome, begin, end), min(end, program.until)
    return _sorted(held._replace(begin=np.maximum(held.begin, begin), end=np.minimum(held.end, end)))


def whole_intervals(program: Program, outcome: Outcome, begin: int, end: int, trains: Flags | None = None) -> Intervals:
    """The same not cut at the window, only at the end of the run; of all trains, or of some."""
    matched, there = match_puts(program), under_way(program, outcome, begin, end)
    wanted = np.ones(program.trains, bool) if trains is None else trains
    took = operations_of(program, np.flatnonzero(there & wanted))
    kept = performing(program, kept_for_good(program))  # by trains that are gone, of which nothing else is held
    kept = kept.chosen((~there & wanted)[kept.train])
    took = Performed._make(np.concatenate(pair) for pair in zip(took, kept, strict=True))
    begun = outcome.started[took.operation]
    took = took.chosen((begun != NEVER) & (begun < end))
    owner, row = rows_of(matched.first, took.step)
    operation, steps_on = took.operation[owner], matched.steps_on[row]
    given = np.where(steps_on == NEVER, NEVER, operation + steps_on)
    back = np.where(given == NEVER, NEVER, outcome.started[given])
    since = outcome.started[operation].astype(np.int64)
    until = np.where(back == NEVER, program.until, np.minimum(back + matched.after[row], program.until))
    held = Intervals(took.train[owner], matched.resource[row], matched.units[row], since, until, operation, given)
    return _sorted(chosen(held, (until > begin) | ((since == until) & (since >= begin))))


def _sorted(held: Intervals) -> Intervals:
    return chosen(held, np.lexsort((held.train, held.end, held.begin, held.resource)))


def under_way(program: Program, outcome: Outcome, begin: int, end: int) -> Flags:
    """Per train, whether it came before the window's end, and went, or gave something back later, after its begin."""
    first, beyond = program.operation_first[:-1], program.operation_first[1:]
    came, gone = outcome.started[first], outcome.started[beyond - 1].astype(np.int64)
    longest = program.put_after.max(initial=0)
    there: Flags = (came != NEVER) & (came < end) & ((gone == NEVER) | (gone + longest >= begin))
    return there


def kept_for_good(program: Program, resources: Flags | None = None) -> Flags:
    """Per step, whether it takes something (of some resources, or of all) that its train never gives back."""
    matched = match_puts(program)
    kept = matched.steps_on == NEVER
    if resources is not None:
        kept &= resources[matched.resource]
    steps = np.zeros(program.steps, bool)
    steps[np.repeat(np.arange(program.steps), np.diff(matched.first))[kept]] = True
    return steps


def chosen(intervals: Intervals, rows: Ints | Flags) -> Intervals:
    """Some of the intervals, by row or by mask."""
    return Intervals._make(column[rows] for column in intervals)


def held_at(held: Intervals, group: Ints, moments: Ints) -> Ints:
    """Units held at moments, each a group << 32 | second; ``group`` says of each interval which group it belongs to."""
    begun, over = (_sum_until(group << 32 | second, held.units, moments) for second in (held.begin, held.end))
    return begun - over


def _sum_until(key: Ints, units: Ints, moments: Ints) -> Ints:
    order = np.argsort(key)
    total: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(units[order])))
    return total[np.searchsorted(key[order], moments, "right")]
