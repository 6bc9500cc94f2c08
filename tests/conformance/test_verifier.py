"""The verifier accepts what others published and finds every way of breaking the rules."""

from copy import deepcopy
from typing import Any

import pytest

from conformance.problems import SHIPPED, late, op
from corridorsim.conformance.displib import faults

SOLVED = [name for name, case in SHIPPED.items() if "solution" in case]


def test_three_solutions_are_published() -> None:
    assert SOLVED == ["headway1", "swapping1", "swapping2"]


@pytest.mark.parametrize("name", SOLVED)
def test_published_solutions_are_accepted(name: str) -> None:
    assert faults(SHIPPED[name]["problem"], SHIPPED[name]["solution"]) == []


@pytest.mark.parametrize("name", SOLVED)
def test_no_event_can_be_earlier_than_published(name: str) -> None:
    """Optimal and left-shifted: a second earlier breaks a bound, a duration, the order or a resource."""
    solution = SHIPPED[name]["solution"]
    for number, event in enumerate(solution["events"]):
        changed = deepcopy(solution)
        changed["events"][number]["time"] = event["time"] - 1
        assert faults(SHIPPED[name]["problem"], changed)


@pytest.mark.parametrize("name", SOLVED)
def test_no_event_can_be_left_out(name: str) -> None:
    solution = SHIPPED[name]["solution"]
    for number in range(len(solution["events"])):
        events = solution["events"][:number] + solution["events"][number + 1 :]
        assert faults(SHIPPED[name]["problem"], solution | {"events": events})


def solution(*events: tuple[int, int, int], objective: int = 0) -> dict[str, Any]:
    """Events told as (time, train, operation)."""
    told = [{"time": time, "train": train, "operation": operation} for time, train, operation in events]
    return {"objective_value": objective, "events": told}


def problem(*trains: Any, objective: Any = ()) -> dict[str, Any]:
    return {"trains": list(trains), "objective": list(objective)}


def over(resource: str = "r", release: int = 0) -> list[Any]:
    """A train that appears, goes over a resource for 10 s and is gone."""
    return [op(to=[1]), op(10, resource, to=[2], release=release), op()]


ONE_AFTER_ANOTHER = ((0, 0, 0), (0, 0, 1), (0, 1, 0), (10, 0, 2), (10, 1, 1), (20, 1, 2))


def test_a_resource_is_free_as_its_train_leaves() -> None:
    assert faults(problem(over(), over()), solution(*ONE_AFTER_ANOTHER)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({3: (10, 1, 1), 4: (10, 0, 2)}, "train 1, operation 1 takes r at 10, which train 0 holds"),
        ({3: (9, 0, 2), 4: (9, 1, 1)}, "train 0, operation 2 starts at 9, but operation 1 lasts 10 from 0"),
        ({5: (9, 1, 2)}, "event 5 at 9 comes after one at 10"),
        ({1: (0, 0, 2)}, "train 0: operation 2 is not a successor of operation 0"),
        ({5: (20, 1, 3)}, "event 5: the problem has no operation 3 of train 1"),
        ({5: (20, 2, 0)}, "event 5: the problem has no operation 0 of train 2"),
        ({0: (-1, 0, 0)}, "event 0: train, operation and time must be whole numbers"),
    ],
)
def test_what_is_broken_is_named(change: dict[int, tuple[int, int, int]], says: str) -> None:
    events = [change.get(number, event) for number, event in enumerate(ONE_AFTER_ANOTHER)]
    assert any(line.startswith(says) for line in faults(problem(over(), over()), solution(*events)))


def test_a_release_time_counts_from_the_end_and_for_others_only() -> None:
    late_release = problem(over(release=5), over())
    assert faults(late_release, solution(*ONE_AFTER_ANOTHER)) == [
        "train 1, operation 1 takes r at 10, which train 0 releases at 15"
    ]
    again = [op(to=[1]), op(10, "r", to=[2], release=5), op(10, to=[3]), op(10, "r", to=[4]), op()]
    events = [(0, 0, 0), (0, 0, 1), (10, 0, 2), (20, 0, 3), (30, 0, 4)]
    assert faults(problem(again), solution(*events)) == []


def test_two_trains_cannot_swap_resources_at_one_instant() -> None:
    there, back = ([op(5, a, to=[1]), op(5, b, to=[2]), op()] for a, b in ("xy", "yx"))
    events = [(0, 0, 0), (0, 1, 0), (5, 0, 1), (5, 1, 1), (10, 0, 2), (10, 1, 2)]
    found = faults(problem(there, back), solution(*events))
    assert found == ["train 0, operation 1 takes y at 5, which train 1 holds"]


def test_bounds_of_the_start() -> None:
    train = [op(to=[1], lb=5, ub=7), op()]
    assert faults(problem(train), solution((5, 0, 0), (5, 0, 1))) == []
    assert faults(problem(train), solution((4, 0, 0), (5, 0, 1))) == ["train 0, operation 0 starts at 4, before 5"]
    assert faults(problem(train), solution((8, 0, 0), (8, 0, 1))) == ["train 0, operation 0 starts at 8, after 7"]


def test_a_train_must_begin_and_end() -> None:
    train = [op(to=[1]), op()]
    assert faults(problem(train), solution((0, 0, 0))) == ["train 0 ends with operation 0, which has successors"]
    assert faults(problem(train), solution()) == ["train 0 must begin with operation 0"]


def test_the_objective_is_counted_again() -> None:
    delayed = problem([op(to=[1]), op()], objective=[late(0, 1, threshold=10, coeff=2, increment=5)])
    assert faults(delayed, solution((0, 0, 0), (12, 0, 1), objective=9)) == []
    assert faults(delayed, solution((0, 0, 0), (9, 0, 1), objective=0)) == []
    assert faults(delayed, solution((0, 0, 0), (12, 0, 1), objective=8)) == [
        "objective_value is 9 (the solution says 8)"
    ]
