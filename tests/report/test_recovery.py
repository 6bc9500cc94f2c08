"""A closing told day by day."""

from datetime import date

import numpy as np

from corridorsim.report.recovery import queue_table, recovery_table
from corridorsim.study.recovery import Recovery, recover
from worlds import out, world

ROOMY = {"window.length": "20 days", "crossings.Gate.far.own_tracks": 30}


def closed(begin: date) -> Recovery:
    """Ten trains a day, and the Gate closed for two days."""
    return recover(world(ROOMY, out=out(10)), "Gate", begin, 2)


def by_day(recovery: Recovery) -> dict[str, str]:
    """What the table says was handed over the day before."""
    days, *_, handed = (list(column.cells) for column in recovery_table(recovery).columns)
    return dict(zip(days, handed, strict=True))


def test_of_every_day_it_is_told_what_was_handed_over_the_day_before() -> None:
    """Counted from the handovers; the first day told, two before the closing, is no exception."""
    recovery = closed(date(2025, 1, 10))
    told = by_day(recovery)
    assert next(iter(told)) == "2025-01-08"
    assert {told[f"2025-01-{day:02}"] for day in (8, 9, 10)} <= {"9", "10", "11"}
    assert (told["2025-01-11"], told["2025-01-12"]) == ("1", "0")  # the one on the border track arrives
    assert told["2025-01-13"] == "24"  # what waited crosses, 24 a day at most
    at = dict(zip(recovery.closed.moments.tolist(), recovery.closed.handed_over.tolist(), strict=True))
    assert [int(each) for each in told.values()] == [
        at[second] - at[second - 86_400] for second in (recovery.told_from + 86_400 * n for n in range(len(told)))
    ]


def test_of_the_day_before_the_run_nothing_is_told() -> None:
    told = by_day(closed(date(2025, 1, 2)))
    assert told["2025-01-01"] == ""
    assert told["2025-01-02"] in ("9", "10", "11")


def test_hours_are_told_from_two_days_before_the_closing() -> None:
    assert queue_table(closed(date(2025, 1, 10)))["time"][0] == np.datetime64("2025-01-08T00:00")


def test_a_queue_that_stays_is_told_every_day_of_a_month_and_then_once_a_week() -> None:
    """22 a day are due and 24 pass, so that what five days kept is gone in some two months."""
    roomy = ROOMY | {"window.length": "80 days"}
    told = by_day(recover(world(roomy, out=out(22)), "Gate", date(2025, 1, 3), 5))
    days = [(date.fromisoformat(day) - date(2025, 1, 1)).days for day in told]
    assert days[-1] > 56
    assert days[:-1] == [*range(32), *range(35, days[-1], 7)]
