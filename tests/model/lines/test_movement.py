"""When a possession or a restriction holds, in seconds of a run."""

from datetime import date
from typing import Any

import pytest

from corridorsim.model.lines.movement import Days

DAY = 86_400
HOUR = 3600
WEDNESDAY = date(2025, 1, 1)


def spans(run_days: int = 10, /, **keys: Any) -> list[tuple[int, int]]:
    """Spans of a run of so many days from Wednesday, 1 January 2025."""
    return list(Days(**keys).spans(WEDNESDAY, run_days * DAY))


def test_without_a_day_it_holds_all_the_time() -> None:
    assert spans() == [(0, 10 * DAY)]


def test_from_a_day_to_the_day_before_another() -> None:
    assert spans(since="2025-01-03", until="2025-01-05") == [(2 * DAY, 4 * DAY)]


def test_a_window_every_day() -> None:
    assert spans(2, at="02:00", length="1 h") == [(2 * HOUR, 3 * HOUR), (DAY + 2 * HOUR, DAY + 3 * HOUR)]


def test_a_weekly_window() -> None:
    """Sundays are the fifth and the twelfth."""
    assert spans(14, days=["Sun"], at="10:00", length="4 h") == [
        (4 * DAY + 10 * HOUR, 4 * DAY + 14 * HOUR), (11 * DAY + 10 * HOUR, 11 * DAY + 14 * HOUR),
    ]  # fmt: skip


def test_a_window_over_midnight_may_have_begun_the_day_before_the_run() -> None:
    assert spans(1, at="23:00", length="2 h") == [(0, HOUR), (23 * HOUR, DAY)]


@pytest.mark.parametrize("keys", [{"since": "2025-02-01"}, {"until": "2025-01-01"}])
def test_outside_the_run_it_does_not_hold(keys: dict[str, str]) -> None:
    assert spans(**keys) == []
