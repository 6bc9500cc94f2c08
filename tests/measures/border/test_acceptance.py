"""What is used of a number of a day, by kind, worked out by hand.

Four trains leave A in the first minutes of four days: two of boxes, two of coal.
"""

from typing import Any

import pytest

from corridorsim.measures.numbers import (
    ACCEPTED,
    ACCEPTED_USED,
    AGREED,
    AGREED_USED,
    REFUSED,
    WAIT_TO_CROSS,
    WAITING_TO_CROSS,
    Number,
    OfKind,
    Route,
    What,
)
from worlds import Run, into, out, ran, world

DAY = 86_400
OUT = "HERE->THERE"
BOXES = world().document.data["consists"]["boxes"]
ALL, KIND, REST = Route("Gate", OUT), OfKind("Gate", OUT, "boxes"), OfKind("Gate", OUT, "rest")


def four(**gate: Any) -> Run:
    changes = {f"crossings.Gate.{key}": value for key, value in gate.items()} | {
        "window.length": "4 days", "consists.boxes": BOXES | {"commodity": "boxes"},
        "consists.coal": BOXES | {"commodity": "coal", "wagons": 15},
    }  # fmt: skip
    trains = ("boxes", "boxes b", "coal", "coal b")
    flows = {each: out(0.25, consists={each.partition(" ")[0]: 1}) for each in trains}
    return ran(world(changes, **flows), {f"{each} 1": 60 * n for n, each in enumerate(trains)})


def told(run: Run, what: What, whom: Route | OfKind) -> float:
    return run.result.numbers[Number(what, whom)]


def test_what_is_accepted_and_what_was_agreed_are_told_apart() -> None:
    """Two trains of boxes cross in four days, of four agreed and of two accepted a day."""
    run = four(kinds={OUT: {"boxes": {"agreed": "4 trains/day", "accepts": "2 trains/day"}}})
    assert told(run, ACCEPTED["trains"], KIND) == 2 / 4
    assert told(run, AGREED["trains"], KIND) == 4
    assert told(run, AGREED_USED, KIND) == 2 / 16
    assert told(run, ACCEPTED_USED, KIND) == pytest.approx(2 / 8)


def test_what_was_agreed_by_date_is_a_mean_of_the_window() -> None:
    """Eight a day on the first day, and four on the three that follow: 20 in all, of which four are used."""
    agreed = [{"trains": "8 trains/day"}, {"since": "2025-01-02", "trains": "4 trains/day"}]
    run = four(agreed={OUT: agreed})
    assert told(run, AGREED["trains"], ALL) == 20 / 4
    assert told(run, AGREED_USED, ALL) == 4 / 20


def test_wagons_are_counted_by_the_train() -> None:
    """Two trains of 15 wagons, of 30 a day for four days."""
    run = four(kinds={OUT: {"rest": {"accepts": "30 wagons/day"}, "boxes": "9 trains/day"}})
    assert told(run, ACCEPTED["wagons"], REST) == 30 / 4
    assert told(run, ACCEPTED_USED, REST) == pytest.approx(2 * 15 / (4 * 30))


def test_who_waits_is_told_by_kind() -> None:
    """One train of coal in all that time: the other waits at the end. The second of boxes waits for a day."""
    levels = [{"trains": "1 trains/day"}, {"since": "2025-01-01", "trains": "1 trains/day"},
              {"since": "2025-01-02", "trains": "0 trains/day"}]  # fmt: skip
    run = four(kinds={OUT: {"boxes": "1 trains/day", "rest": {"accepts": levels}}})
    assert told(run, WAITING_TO_CROSS, REST) == 1
    assert told(run, WAITING_TO_CROSS, KIND) == 0
    first, second = (run.times(f"{each} 1") for each in ("boxes", "boxes b"))
    waited = [each["C - D"] - each["controlled at C"] for each in (first, second)]
    assert waited == [0, DAY - 1441]
    assert told(run, WAIT_TO_CROSS, KIND) == sum(waited) / 2 / 3600


def test_the_wait_to_be_the_next_in_line_is_of_the_wait_to_cross() -> None:
    """Ten wagons a day: the second train of boxes is next in line at once, and waits for its wagons."""
    run = four(kinds={OUT: {"boxes": "10 wagons/day", "rest": "9 trains/day"}})
    assert told(run, WAIT_TO_CROSS, KIND) == (DAY - 1441) / 2 / 3600


def test_refusals_are_told_by_kind() -> None:
    refused = {OUT: {"share": "40 %", "again": "1 h"}}
    run = four(kinds={OUT: {"boxes": "9 trains/day", "rest": "90 wagons/day"}}, refused=refused)
    times = [run.times(f"{each} 1") for each in ("boxes", "boxes b", "coal", "coal b")]
    by_train = [sum("refused" in step for step in each) for each in times]
    assert sum(by_train) > 0
    assert told(run, REFUSED, KIND) == sum(by_train[:2]) / 4
    assert told(run, REFUSED, REST) == sum(by_train[2:]) / 4


def test_empty_rakes_are_among_what_is_used() -> None:
    """Two trains a day out of HERE, a rake each, and one into it: three a day of six."""
    changes = {"window.length": "8 days", "crossings.Gate.agreed": {"THERE->HERE": "6 trains/day"}}
    run = ran(world(changes | {"crossings.Gate.count_empties": ["THERE->HERE"]}, out=out(2), back=into(1)))
    crossed = len(run.all_times("C - D")) + len(run.all_times("D - C"))
    assert told(run, AGREED_USED, Route("Gate", "THERE->HERE")) == pytest.approx(crossed / 48)
    assert crossed >= 22


def test_without_kinds_and_agreements_nothing_is_told() -> None:
    assert four().plan.layout.acceptances == ()
    assert not any("accepted" in name or "agreed" in name for name in four().result.numbers)
