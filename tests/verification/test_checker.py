"""The checker finds nothing in right outcomes and something in every other."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.engine import run
from corridorsim.operations import NEVER, Builder, Outcome, Program, Step
from corridorsim.verification.checker import find_violations
from engine.programs import Case, batch, batches, crowd, followers, programs, tiny


@given(batches)
@settings(max_examples=30)
def test_right_outcomes_break_no_rule(cases: list[Case]) -> None:
    for program, legend in cases:
        assert find_violations(program, run(program), legend) == []


@given(programs, st.data())
@settings(max_examples=200)
def test_any_other_entry_is_caught(case: Case, data: st.DataObject) -> None:
    program, legend = case
    outcome = run(program)
    columns = [outcome.ready.copy(), outcome.started.copy()]
    column = data.draw(st.sampled_from(columns))
    row = data.draw(st.integers(0, len(column) - 1))
    column[row] = data.draw(st.integers(-3, program.until + 2).filter(lambda second: second != column[row]))
    assert find_violations(program, Outcome(*columns), legend)


@pytest.mark.parametrize("seed", range(6))
def test_every_entry_moved_by_a_second_is_caught(seed: int) -> None:
    for program, legend in batch(seed, size=8):
        outcome = run(program)
        for ready, started in _moved(outcome):
            assert find_violations(program, Outcome(ready, started), legend)


def _moved(outcome: Outcome) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for row, by in product(range(len(outcome.ready)), (-1, 1)):
        column = outcome.ready.copy()
        column[row] += by
        yield column, outcome.started
        column = outcome.started.copy()
        column[row] += by
        yield outcome.ready, column


@given(batches)
@settings(max_examples=40)
def test_outcomes_of_other_programs_are_caught(cases: list[Case]) -> None:
    """Other ranks, capacities and rows give outcomes whose times follow from each other: only the choices are wrong."""
    for number, (program, legend) in enumerate(cases):
        right = run(program)
        for other in _others(program, Random(number)):
            outcome = run(other)
            assert bool(find_violations(program, outcome, legend)) != outcome.same_as(right)


def _others(program: Program, rng: Random) -> Iterator[Program]:
    ranks = [rng.randint(0, 2) for _ in range(program.trains)]
    yield replace(program, train_rank=np.array(ranks, np.int32))
    yield replace(program, train_rank=-program.train_rank)
    more = [rng.choice((-1, 0, 1)) for _ in range(program.resources)]
    yield replace(program, capacity=np.maximum(program.capacity + np.array(more, np.int32), 0))


@pytest.mark.parametrize("seed", range(4))
def test_two_trains_that_swapped_their_starts_are_caught(seed: int) -> None:
    for program, legend in batch(seed, [crowd, followers], size=10):
        outcome = run(program)
        first = program.operation_first[:-1]
        for one, other in pairwise(first):
            started = outcome.started.copy()
            started[[one, other]] = started[[other, one]]
            if not np.array_equal(started, outcome.started):
                assert find_violations(program, Outcome(_ready(program, started), started), legend)


@pytest.mark.parametrize("seed", range(3))
def test_of_all_possible_columns_only_one_passes(seed: int) -> None:
    """Every combination of starts that tiny programs could have, with the ready times that follow from it."""
    some = [case for case in batch(seed, [tiny], size=300) if _combinations(case[0]) <= 1_500 and _waits(case[0])]
    for program, legend in some[:8]:
        right, passed = run(program), []
        for starts in product(range(NEVER, program.until), repeat=len(_choices(program))):
            started = _completed(program, starts)
            outcome = Outcome(_ready(program, started), started)
            if not find_violations(program, outcome, legend):
                passed.append(outcome)
        assert len(passed) == 1
        assert passed[0].same_as(right)


def _choices(program: Program) -> np.ndarray:
    return np.flatnonzero(np.diff(program.take_first)[program.operation_step])


def _combinations(program: Program) -> int:
    return int((program.until + 1) ** len(_choices(program)))


def _waits(program: Program) -> bool:
    outcome = run(program)
    return bool(np.any(outcome.started > outcome.ready))


def _completed(program: Program, starts: tuple[int, ...]) -> np.ndarray:
    """The starts of all operations, those that take nothing when they are ready."""
    started = np.full(program.operations, NEVER, np.int32)
    started[_choices(program)] = starts
    takes_nothing = np.diff(program.take_first)[program.operation_step] == 0
    for row in np.flatnonzero(takes_nothing):
        started[row] = _ready(program, started)[row]
    return started


def _ready(program: Program, started: np.ndarray) -> np.ndarray:
    """When each operation is ready, told once more, operation by operation."""
    ready = np.full(program.operations, NEVER, np.int32)
    for row, train in enumerate(program.operation_train):
        moment = int(program.train_ready[train])
        if row > program.operation_first[train]:
            if started[row - 1] == NEVER:
                continue
            late = started[row - 1] > ready[row - 1]
            moment = int(started[row - 1]) + program.duration[row - 1]
            moment += late * program.restart[program.operation_step[row - 1]]
        moment = max(moment, int(program.not_before[row]))
        ready[row] = moment if moment < program.until else NEVER
    return ready


def two_trains() -> Case:
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("enter", ["section"], restart=30), Step("leave", puts=["section"])])
    builder.train("E1", "over", durations=[600])
    builder.train("E2", "over", durations=[600])
    return builder.build(until=3600)


@pytest.mark.parametrize(
    ("ready", "started", "words"),
    [
        ([0, 600, 0, 630], [0, 600, 0, 630], ['E2, "leave": must be ready at second 600 (got at second 630)']),
        ([0, 600, 0, 600], [0, 600, 0, 600], ["section has -1 units free at the end of second 0"]),
        (
            [0, 600, 0, 1231],
            [0, 600, 601, 1231],
            ['E2, "enter": still waits at the end of second 600 but could start'],
        ),
        (
            [0, 1230, 0, 600],
            [600, 1230, 0, 600],
            ['E2 started "enter" at second 0, although E1 could have started "enter" and goes first'],
        ),
        ([0, 600, 0, -1], [0, 610, -1, -1], ['E1, "leave": takes nothing, so it must start when it is ready']),
        ([0, 600, 0, -1], [0, 600, 3600, -1], ['E2, "enter": started at second 3600, after the end of the run']),
        ([0, 600, 0, 1230], [0, 600, -1, 1230], ['E2, "leave": must be ready never (got at second 1230)']),
    ],
)
def test_violations_are_told_by_name(ready: list[int], started: list[int], words: list[str]) -> None:
    program, legend = two_trains()
    told = find_violations(program, Outcome(np.array(ready, np.int32), np.array(started, np.int32)), legend)
    for sentence in words:
        assert any(line.startswith(sentence) for line in told), told


def test_the_right_outcome_of_the_two_trains_passes() -> None:
    program, legend = two_trains()
    outcome = Outcome(np.array([0, 600, 0, 1230], np.int32), np.array([0, 600, 600, 1230], np.int32))
    assert find_violations(program, outcome, legend) == []


def test_columns_of_another_length_are_told_at_once() -> None:
    program, legend = two_trains()
    short = np.zeros(3, np.int32)
    assert find_violations(program, Outcome(short, short), legend) == [
        'column "ready" must be int32 with one entry for each of the 4 operations (got int32, 3)',
        'column "started" must be int32 with one entry for each of the 4 operations (got int32, 3)',
    ]


def test_many_violations_of_one_kind_are_counted() -> None:
    builder = Builder()
    builder.itinerary("pass", [Step("pass")])
    for number in range(9):
        builder.train(f"E{number}", "pass", durations=[])
    program, legend = builder.build(until=10)
    told = find_violations(program, Outcome(np.full(9, 1, np.int32), np.full(9, 1, np.int32)), legend)
    assert told[0] == 'E0, "pass": must be ready at second 0 (got at second 1)'
    assert told[-1] == "... and 4 more of this kind"
