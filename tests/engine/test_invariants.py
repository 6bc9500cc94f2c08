"""What must hold in every outcome, told second by second from the columns alone."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings

from corridorsim.engine import run
from corridorsim.operations import NEVER, Outcome, Program
from corridorsim.operations.ledger import free_units
from engine.programs import Case, batch, batches, closings, crowd, double_line, followers, pools, single_line

GIVEN_BACK = (single_line, double_line, followers, pools, closings, crowd)  # a train gives what it took, and no more


def held(program: Program, outcome: Outcome, second: int) -> np.ndarray:
    """(trains, resources): units taken and not come back at the end of a second, each train's by itself."""
    p = program
    units = np.zeros((p.trains, p.resources), np.int64)
    for operation in np.flatnonzero((outcome.started != NEVER) & (outcome.started <= second)).tolist():
        train, step = p.operation_train[operation], p.operation_step[operation]
        for row in range(p.take_first[step], p.take_first[step + 1]):
            units[train, p.take_resource[row]] += p.take_units[row]
        for row in range(p.put_first[step], p.put_first[step + 1]):
            if int(outcome.started[operation]) + int(p.put_after[row]) <= second:
                units[train, p.put_resource[row]] -= p.put_units[row]
    return units


def free(program: Program, outcome: Outcome, second: int) -> np.ndarray:
    """Units of each resource at the end of a second, as the independent checker counts them."""
    level = free_units(program, outcome)
    return np.array([level.at(r, np.array([second]))[0] for r in range(program.resources)])


def outcomes(cases: list[Case]) -> Iterator[tuple[Program, Outcome, int]]:
    for program, _ in cases:
        outcome = run(program)
        for second in np.unique(outcome.started[outcome.started != NEVER]).tolist():
            yield program, outcome, second


@given(batches)
@settings(max_examples=5)
def test_units_are_conserved_and_no_resource_falls_below_nothing(cases: list[Case]) -> None:
    for program, outcome, second in outcomes(cases):
        left = free(program, outcome, second)
        assert (left >= 0).all()
        assert np.array_equal(left + held(program, outcome, second).sum(axis=0), program.capacity)


def test_what_is_given_back_is_never_more_than_there_was() -> None:
    for program, outcome, second in outcomes(batch(7, GIVEN_BACK, size=60)):
        assert (held(program, outcome, second) >= 0).all()
        assert (free(program, outcome, second) <= program.capacity).all()


@given(batches)
@settings(max_examples=10)
def test_trains_keep_their_order_and_no_operation_is_shorter_than_its_duration(cases: list[Case]) -> None:
    for program, _ in cases:
        outcome = run(program)
        same_train = program.operation_train[1:] == program.operation_train[:-1]
        onward = np.flatnonzero(same_train & (outcome.started[1:] != NEVER))
        took = outcome.started[onward + 1] - outcome.started[onward]
        assert (outcome.started[onward] != NEVER).all()
        assert (took >= program.duration[onward]).all()


@given(batches)
@settings(max_examples=5)
def test_at_the_end_of_a_second_nobody_who_waits_could_start(cases: list[Case]) -> None:
    for program, outcome, second in outcomes(cases):
        left = free(program, outcome, second)
        begins = np.where(outcome.started == NEVER, program.until, outcome.started)
        for operation in np.flatnonzero((outcome.ready != NEVER) & (outcome.ready <= second) & (begins > second)):
            step = program.operation_step[operation]
            rows = slice(program.take_first[step], program.take_first[step + 1])
            assert (left[program.take_resource[rows]] < program.take_units[rows]).any()
