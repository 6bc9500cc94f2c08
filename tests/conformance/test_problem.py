"""What a file must hold to be a DISPLIB problem, and what is said of one that does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.problems import SHIPPED, late, op
from corridorsim.conformance.displib import problem_of, read_problem
from corridorsim.errors import CorridorError


def test_what_is_left_out_has_its_default() -> None:
    problem = problem_of({"trains": [[{"successors": [1]}, {"successors": []}]], "objective": []}, "two")
    first = problem.trains[0][0]
    assert (first.start_lb, first.start_ub, first.min_duration, dict(first.resources)) == (0, None, 0, {})
    assert first.successors == (1,)


def test_a_delay_costs_by_the_second_and_once() -> None:
    content = {"trains": [[op(to=[1]), op()]], "objective": [late(0, 1, threshold=100, coeff=2, increment=50)]}
    (delay,) = problem_of(content, "one").objective
    assert [delay.cost(time) for time in (99, 100, 110)] == [0, 50, 70]


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "headway1.json"
    file.write_text(json.dumps(SHIPPED["headway1"]["problem"]))
    problem = read_problem(file)
    assert [len(train) for train in problem.trains] == [4, 4]
    assert problem.trains[0][1].resources == {"r0": 9}


@pytest.mark.parametrize(
    ("train", "says"),
    [
        ([], "train 0 must be a list of operations (got a list)"),
        ([7], "train 0, operation 0: must be a mapping (got 7)"),
        (
            [op(to=[1]), op() | {"speed": 3}],
            'operation 1: "speed" is not a key of an operation (known names: min_duration,',
        ),
        ([op(-5, to=[1]), op()], "operation 0: min_duration must be a whole number from 0 to 2147483647 (got -5)"),
        ([op(1.5, to=[1]), op()], "min_duration must be a whole number from 0 to 2147483647 (got 1.5)"),
        ([op(to=[2]), op()], "operation 0: successors must be a list of other operations, 0 to 1 (got a list)"),
        ([op(), op()], "operation 0: has no successors, but only the last operation is the exit"),
        ([op(to=[1]) | {"resources": "r0"}, op()], 'operation 0: resources must be a list (got "r0")'),
        ([op(to=[1]) | {"resources": ["r0"]}, op()], 'a resource must be {"resource": NAME, "release_time": SECONDS}'),
        ([op(0, "r0", to=[1], release=-1), op()], "release_time of r0 must be a whole number (got -1)"),
    ],
)
def test_what_is_wrong_is_told_with_its_train_and_operation(train: Any, says: str) -> None:
    with pytest.raises(CorridorError) as told:
        problem_of({"trains": [train], "objective": []}, "bad.json")
    assert str(told.value).startswith("bad.json: train 0")
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"type": "lateness"}, 'objective[0]: type must be "op_delay" (got "lateness")'),
        (late(3, 0), "objective[0]: train must be one of 0 to 0 (got 3)"),
        (late(0, 9), "objective[0]: train 0 has no operation 9"),
        (late(0, 1, coeff=-1), "objective[0]: coeff must be a whole number from 0 to 2147483647 (got -1)"),
    ],
)
def test_what_is_wrong_with_the_objective_is_told(part: Any, says: str) -> None:
    with pytest.raises(CorridorError) as told:
        problem_of({"trains": [[op(to=[1]), op()]], "objective": [part]}, "bad.json")
    assert says in str(told.value)


def test_everything_is_told_at_once_and_no_more_than_twenty_lines() -> None:
    trains = [[op(-1, to=[1]), op()] for _ in range(25)]
    with pytest.raises(CorridorError) as told:
        problem_of({"trains": trains, "objective": []}, "bad.json")
    assert len(str(told.value).splitlines()) == 21
    assert str(told.value).endswith("... and 5 more")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "must be a DISPLIB problem"),
        ('{"trains": 3, "objective": []}', "must be a DISPLIB"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "none.json"
    file.write_text(text)
    with pytest.raises(CorridorError) as told:
        read_problem(file)
    assert f"{file}: {says}" in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match="cannot be read"):
        read_problem(tmp_path / "nowhere.json")
