"""The independent checker: checks an outcome against the rule without running the program.

What it can show: since the rule determines an outcome completely, every outcome that differs from the right one in any
entry breaks a rule somewhere, and the checker finds it. Times must follow from each other; no resource may be overdrawn
at the end of a second; no waiting train may have been able to start then; and the starts of each second, repeated in
the order of the rule, must equal those of the columns. By induction over the seconds only the right outcome passes.

What it cannot show: that the program describes the railway correctly, or what happens at and after ``until``. If times
do not follow from each other it stops there, because nothing can be derived from them. One wrong entry may break
several rules: the first line usually names the cause.
"""

from collections.abc import Callable, Iterator

import numpy as np

from corridorsim.arrays import Column, Flags, Ints
from corridorsim.operations import NEVER, Legend, Outcome, Program
from corridorsim.operations.ledger import FreeUnits, free_units
from corridorsim.verification.start_order import Units, Wishes, find_wrong_starts

MOST_TOLD = 5


def find_violations(program: Program, outcome: Outcome, legend: Legend) -> list[str]:
    """Every rule that an outcome breaks, in words; nothing for the right outcome.

    At most five violations of each kind are listed; the rest are counted.
    """
    wrong = [*_shapes(program, outcome)] or [*_times(program, outcome, legend)]
    if wrong:
        return wrong
    left = free_units(program, outcome)
    return [
        *_some(_overdrawn(left, legend)),
        *_some(_idle(program, outcome, legend, left)),
        *_some(find_wrong_starts(program, outcome, legend, left)),
    ]


def _some(sentences: Iterator[str]) -> Iterator[str]:
    told = 0
    for sentence in sentences:
        told += 1
        if told <= MOST_TOLD:
            yield sentence
    if told > MOST_TOLD:
        yield f"... and {told - MOST_TOLD} more of this kind"


def _shapes(program: Program, outcome: Outcome) -> Iterator[str]:
    for name, column in (("ready", outcome.ready), ("started", outcome.started)):
        if column.dtype != np.int32 or column.shape != (program.operations,):
            yield (
                f'column "{name}" must be int32 with one entry for each of the {program.operations} operations '
                f"(got {column.dtype}, {' by '.join(map(str, column.shape))})"
            )


def _times(program: Program, outcome: Outcome, legend: Legend) -> Iterator[str]:
    """Checks of the times of one train, independent of the others."""
    ready, started = outcome.ready, outcome.started
    due = _due(program, outcome)
    begun, arrived = started != NEVER, ready != NEVER
    takes_nothing = np.diff(program.take_first)[program.operation_step] == 0

    def told(wrong: Flags, sentence: Callable[[int], str]) -> Iterator[str]:
        rows = np.flatnonzero(wrong).tolist()
        return _some(f"{_operation(program, legend, row)}: {sentence(row)}" for row in rows)

    yield from told(ready != due, lambda x: f"must be ready {_when(due[x])} (got {_when(ready[x])})")
    yield from told(begun & ~arrived, lambda x: f"started {_when(started[x])}, but never became ready")
    yield from told(
        begun & arrived & (started < ready),
        lambda x: f"started {_when(started[x])}, before it was ready {_when(ready[x])}",
    )
    yield from told(started >= program.until, lambda x: f"started {_when(started[x])}, after the end of the run")
    yield from told(
        takes_nothing & arrived & (started != ready),
        lambda x: f"takes nothing, so it must start when it is ready, {_when(ready[x])} (got {_when(started[x])})",
    )


def _due(program: Program, outcome: Outcome) -> Column:
    """When each operation must have become ready, according to its train's own times."""
    p, start = program, outcome.started.astype(np.int64)
    waited = start > outcome.ready
    ends = np.where(start == NEVER, p.until, start + p.duration + waited * p.restart[p.operation_step].astype(np.int64))
    due = np.roll(ends, 1)
    due[p.operation_first[:-1]] = p.train_ready
    due = np.maximum(due, p.not_before)
    return np.where(due < p.until, due, NEVER).astype(np.int32)


def _overdrawn(left: FreeUnits, legend: Legend) -> Iterator[str]:
    for row in np.flatnonzero(left.free < 0).tolist():
        moment = int(left.moment[row])
        resource, second = legend.resources[moment >> 32], (moment & 0xFFFFFFFF) - 1
        yield f"{resource} has {left.free[row]} units free at the end of second {second}"


def _idle(program: Program, outcome: Outcome, legend: Legend, left: FreeUnits) -> Iterator[str]:
    """Trains that keep waiting at the end of a second although everything they take is free."""
    wishes = Wishes(program)
    leaves = np.where(outcome.started == NEVER, program.until, outcome.started).astype(np.int64)
    wish = wishes.of_step[program.operation_step]
    waits = np.flatnonzero((outcome.ready != NEVER) & (leaves > outcome.ready))
    waits = waits[np.argsort(wish[waits], kind="stable")]
    for rows in np.split(waits, np.flatnonzero(np.diff(wish[waits])) + 1):
        takes = wishes.takes[wish[rows[0]]] if len(rows) else ()
        ready, until = outcome.ready[rows].astype(np.int64), leaves[rows]
        for second in _able(takes, ready, until, left).tolist():
            row = int(rows[(ready <= second) & (second < until)][0])
            yield f"{_operation(program, legend, row)}: still waits at the end of second {second} but could start"


def _able(takes: Units, ready: Ints, leaves: Ints, left: FreeUnits) -> Ints:
    """The seconds, of those in which something changes, at whose end takes are free that somebody waits for."""
    if not takes:
        return np.zeros(0, np.int64)
    since, before = int(ready.min()), int(leaves.max())
    seconds = np.unique(np.concatenate([ready, *(left.changes(resource, since, before) for resource, _ in takes)]))
    came, went = (np.searchsorted(np.sort(times), seconds, "right") for times in (ready, leaves))
    able = seconds[came > went]
    for resource, units in takes:
        able = able[left.at(resource, able) >= units]
    return able


def _operation(program: Program, legend: Legend, row: int) -> str:
    train, step = program.operation_train[row], program.operation_step[row]
    return f'{legend.trains[train]}, "{legend.steps[step]}"'


def _when(second: int) -> str:
    return "never" if second == NEVER else f"at second {second}"
