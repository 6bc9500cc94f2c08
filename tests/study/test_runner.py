"""Replications are told in their order, and a failure is raised."""

import os

import pytest

from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome
from corridorsim.planning import lay_out
from corridorsim.study.runner import each_replication, run_each
from worlds import out, world


def test_replications_are_told_in_order_however_many_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    done: list[int] = []
    assert list(each_replication(lambda number: number**2, 9, done=lambda: done.append(1))) == [n**2 for n in range(9)]
    assert len(done) == 9


def test_a_failure_of_one_is_raised_after_those_before_it() -> None:
    told = each_replication(lambda number: 1 // (2 - number), 9)
    assert [next(told), next(told)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(told)


@pytest.mark.parametrize(("asked", "run"), [(None, 3), (2, 2), (9, 3)])
def test_the_scenario_s_replications_are_run_or_the_first_of_them(asked: int | None, run: int) -> None:
    def look(number: int, plan: Plan, outcome: Outcome) -> tuple[int, bool]:
        return number, len(outcome.started) == plan.program.operations

    scenario = world({"replications": 3}, out=out(2))
    assert list(run_each(lay_out(scenario), look, asked)) == [(number, True) for number in range(run)]
