"""An order that does not lock is found, the engine runs it, and the schedule is feasible."""

from typing import Any

import pytest
from hypothesis import given

from conformance.problems import SHIPPED, late, line, lines, op
from corridorsim.conformance.displib import courses_of, dispatch, faults, free_running_cost, problem_of, solution_of
from corridorsim.conformance.displib.program import free_program_of, legend_of, rows_of
from corridorsim.conformance.displib.search import Dispatch
from corridorsim.engine import find_gridlock, run
from corridorsim.verification.checker import find_violations


def solved(content: Any, evaluations: int = 40) -> tuple[Dispatch, dict[str, Any]]:
    """The dispatch and its schedule, which is feasible and costs what the search says."""
    courses = courses_of(problem_of(content, "problem"))
    found = dispatch(courses, evaluations)
    assert found is not None
    solution = solution_of(courses, found.program, found.outcome)
    assert faults(content, solution) == []
    assert solution["objective_value"] == found.cost
    return found, solution


@pytest.mark.parametrize(("name", "best"), [("headway1", 34), ("swapping1", 30), ("swapping2", 15)])
def test_the_small_test_instances_are_solved_to_their_optimum(name: str, best: int) -> None:
    found, _ = solved(SHIPPED[name]["problem"])
    assert found.cost == best == SHIPPED[name]["best"]


@pytest.mark.parametrize("name", ["infeasible1", "infeasible2"])
def test_nothing_is_found_where_there_is_nothing(name: str) -> None:
    assert dispatch(courses_of(problem_of(SHIPPED[name]["problem"], name)), 40) is None


def test_without_an_order_trains_that_meet_in_full_stations_lock() -> None:
    """Three stations of one track and a train from each end: each takes the middle section's far end from the other."""
    courses = courses_of(problem_of(line([1, 1, 1], [(1, 0, 60), (-1, 0, 60)]), "line"))
    rows = rows_of(courses)
    program = free_program_of(rows)
    assert find_gridlock(program, run(program), legend_of(courses, rows, program))


def test_one_waits_outside_where_stations_have_one_track() -> None:
    """3 x 30 s in stations and 2 x 60 s between are 210 s; the other comes in as the first leaves: 210 + 420."""
    found, _ = solved(line([1, 1, 1], [(1, 0, 60), (-1, 0, 60)]))
    assert found.cost == 210 + 420


def test_the_train_that_costs_more_goes_first() -> None:
    content = line([1, 1], [(1, 0, 60), (1, 0, 60)])
    content["objective"][1]["coeff"] = 10
    _, solution = solved(content)
    ends = {event["train"]: event["time"] for event in solution["events"]}
    assert ends[1] < ends[0]


def test_each_train_gets_a_track_of_its_own() -> None:
    """Two trains meet in a station of two tracks: the operations differ, and with them the tracks."""
    content = line([1, 2, 1], [(1, 0, 300), (-1, 0, 300)])
    _, solution = solved(content)
    taken = [
        content["trains"][event["train"]][event["operation"]]["resources"][0]["resource"]
        for event in solution["events"]
        if "resources" in content["trains"][event["train"]][event["operation"]]
    ]
    assert sorted(name for name in taken if name.startswith("1.")) == ["1.0", "1.1"]


def test_three_trains_that_would_swap_in_a_circle_find_no_way() -> None:
    ring = [[op(5, here, to=[1], ub=0), op(5, there, to=[2]), op()] for here, there in ("ab", "bc", "ca")]
    assert dispatch(courses_of(problem_of({"trains": ring, "objective": []}, "ring")), 40) is None


def test_a_train_too_late_for_its_bound_is_put_first() -> None:
    """Both want the section at 0 for 10 s; the second must have it by 5."""
    trains = [[op(to=[1], ub=0), op(10, "r", to=[2]), op()], [op(to=[1], ub=0), op(10, "r", to=[2], ub=5), op()]]
    _, solution = solved({"trains": trains, "objective": [late(0, 2)]})
    assert {"time": 0, "train": 1, "operation": 1} in solution["events"]


def test_a_train_may_use_a_resource_again_before_its_own_release_time() -> None:
    train = [op(to=[1]), op(10, "r", to=[2], release=60), op(10, to=[3]), op(10, "r", to=[4]), op()]
    solved({"trains": [train], "objective": []})


def test_the_search_is_the_same_each_time_and_never_worse_for_more() -> None:
    content = line([2, 2, 1, 2], [(1, 0, 200), (-1, 50, 300), (1, 90, 150), (-1, 200, 250)])
    courses = courses_of(problem_of(content, "line"))
    costs = [dispatch(courses, evaluations).cost for evaluations in (1, 100, 100)]  # type: ignore[union-attr]
    assert costs[0] >= costs[1] == costs[2]


def test_every_run_of_the_engine_is_counted() -> None:
    content = line([2, 2], [(1, 0, 200), (-1, 0, 300), (1, 0, 150)])
    calls: list[int] = []
    dispatch(courses_of(problem_of(content, "line")), 50, done=lambda: calls.append(1))
    assert 48 <= len(calls) <= 51


@given(lines)
def test_any_line_gets_a_feasible_schedule_that_both_engines_make(content: Any) -> None:
    found, _ = solved(content, 12)
    courses = courses_of(problem_of(content, "line"))
    assert found.cost >= free_running_cost(courses)
    assert run(found.program, "simpy").same_as(found.outcome)
    legend = legend_of(courses, rows_of(courses), found.program)
    assert find_violations(found.program, found.outcome, legend) == []
