"""What the pictures of a run show is settled by the scenario alone, before anything is planned."""

from datetime import date
from typing import Any

import pytest

from corridorsim.errors import CorridorError
from corridorsim.planning import plan
from corridorsim.string_line.shown import Shown, choose_shown
from worlds import into, out, world

MARCH = {"window": {"start": "2025-03-01", "length": "31 days", "warm_up": "3 days"}}


def test_without_a_choice_it_is_the_day_in_the_middle_of_the_window() -> None:
    assert choose_shown(world(MARCH, out=out(3))) == Shown(date(2025, 3, 16))


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2025, 3, 31)])
def test_the_first_and_the_last_day_of_the_window_may_be_chosen(day: date) -> None:
    assert choose_shown(world(MARCH, out=out(3)), day=day).day == day


@pytest.mark.parametrize("day", [date(2025, 2, 28), date(2025, 4, 1)])
def test_a_day_beside_the_window_is_refused(day: date) -> None:
    with pytest.raises(CorridorError, match="must lie in the window, 2025-03-01 to 2025-03-31"):
        choose_shown(world(MARCH, out=out(3)), day=day)


def test_a_line_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(CorridorError, match=r'not a line of this scenario \(did you mean "line"'):
        choose_shown(world(MARCH, out=out(3)), line="lin")


def test_nothing_is_planned_for_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("planned")

    monkeypatch.setattr("corridorsim.planning.plan_replication", refuse)
    monkeypatch.setattr("corridorsim.planning.lay_out", refuse)
    assert choose_shown(world(MARCH, out=out(3)), line="line").line == "line"


def test_a_line_by_name_and_the_busiest_have_their_row_in_the_plan() -> None:
    planned = plan(world(MARCH, out=out(3), back=into(2)))
    assert (Shown(date(2025, 3, 1), "line").row(planned), Shown(date(2025, 3, 1)).row(planned)) == (0, 0)
