"""What became of demand: all that was due has passed, waits, was not sent, or went by another way."""

from typing import Any

import numpy as np
import pytest

from corridorsim.engine import run
from corridorsim.measures import Result, measure
from corridorsim.measures.numbers import (
    ASKED,
    BY_ANOTHER_WAY,
    DUE,
    GOODS_AT_END,
    GOODS_AT_START,
    NOT_SENT,
    PASSED,
    Number,
    OfCrossing,
    OfFlow,
    OfGoods,
    Total,
)
from corridorsim.measures.tables import tables_of
from corridorsim.model import Scenario
from corridorsim.planning import plan
from two_crossings import choice, two
from worlds import out, world

ONE_A_DAY = {
    "window.length": "30 days",
    "window.warm_up": "10 days",
    "crossings.Gate.accepts.HERE->THERE": "1 trains/day",
}
FATES = ("asked", "passed", "not_sent", "another_way", "at_end", "at_begin")


def measured(scenario: Scenario) -> Result:
    planned = plan(scenario)
    return measure(planned, planned.outcome or run(planned.program))


def demand(scenario: Scenario, row: int = 0) -> dict[str, float]:
    """The table's first row, which counts trains."""
    table = tables_of(measured(scenario))["demand"]
    return {fate: float(table[fate][row]) for fate in FATES}


def by_the_door(share: str = "0 %", **keys: Any) -> Scenario:
    shares = choice("shares", {"share": f"{100 - int(share.split()[0])} %"}, {"share": share})
    patience = {"waits": "5 days", "then": "another way", "by": "Door"}
    scenario = two(shares, 4, 30, **{"crossings__Gate__accepts__HERE->THERE": "1 trains/day"})
    return scenario.change({"window.warm_up": "10 days", "traffic.flows.out.patience": patience} | keys)


CASES = {
    "for ever": world(ONE_A_DAY, out=out(2, patience={"waits": "365 days"})),
    "ten days": world(ONE_A_DAY, out=out(2, patience={"waits": "10 days"})),
    "another way": world(ONE_A_DAY, out=out(2, patience={"waits": "3 days", "then": "another way"})),
    "by the Door": by_the_door(),
    "a quarter by the Door at once": by_the_door("25 %"),
    "a queue and a stop": world(
        ONE_A_DAY | {"traffic.loading_stops": {"jam": {"direction": "HERE->THERE", "begins_at": 9, "ends_at": 3}}},
        out=out(2, queue=9, patience={"waits": "4 days"}),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_waited_and_what_is_asked_for_has_passed_waits_is_not_sent_or_went_another_way(case: str) -> None:
    found = demand(CASES[case])
    gone = found["passed"] + found["not_sent"] + found["another_way"] + found["at_end"]
    assert found["at_begin"] + found["asked"] == gone


@pytest.mark.parametrize("case", CASES)
def test_as_much_is_asked_for_as_if_all_had_patience(case: str) -> None:
    """Counted from other trains: those of the same scenario in which nobody gives up."""
    changed = CASES[case].change({"traffic.flows.out.patience": None})
    asked = sum(len(plan(changed).trains_of(flow)) for flow in ("out", "out by Door"))
    found = measured(CASES[case]).plan
    assert found.gave_up is not None
    there = sum(len(found.trains_of(flow)) for flow in ("out", "out by Door"))
    assert there + len(found.gave_up.at) == asked


def test_of_two_trains_a_day_one_passes_and_in_the_end_one_is_not_sent() -> None:
    found = demand(CASES["ten days"])
    assert (found["asked"], found["passed"]) == (60, 30)
    assert found["not_sent"] == 30 + found["at_begin"] - found["at_end"]
    assert found["another_way"] == 0


def test_who_chooses_the_other_crossing_goes_another_way_as_he_wishes_to_depart() -> None:
    """Of four a day one by the Door at once, one by the Gate; of the other two those that have waited five days."""
    found = demand(by_the_door("25 %"))
    assert (found["asked"], found["passed"]) == (120, 30)
    at_once, in_all = (demand(by_the_door(share))["another_way"] for share in ("25 %", "0 %"))
    assert at_once > 30
    assert in_all > 30


def test_goods_count_at_their_own_crossing_and_trains_by_the_other_where_they_run() -> None:
    result = measured(by_the_door())
    assert result.numbers[Number(ASKED, OfCrossing("Gate"))] == pytest.approx(4 * 0.365)
    assert Number(ASKED, OfCrossing("Door")) not in result.numbers
    assert result.numbers[Number(DUE, OfCrossing("Gate"))] == 4
    assert result.numbers[Number(DUE, OfCrossing("Door"))] > 1


def test_numbers_are_told_by_flow_and_commodity_in_million_tonnes_a_year() -> None:
    """1,000 t a train; of two a day 30 of 60 pass in 30 days."""
    boxes = {"consists.boxes.commodity": "containers"}
    numbers = measured(world(ONE_A_DAY | boxes, out=out(2, patience={"waits": "10 days"}))).numbers
    for whom in (OfFlow("out"), OfGoods("containers", Total())):
        assert numbers[Number(ASKED, whom)] == pytest.approx(0.73)
        assert numbers[Number(PASSED, whom)] == pytest.approx(0.365)
    million = [numbers[Number(what)] for what in (ASKED, NOT_SENT, BY_ANOTHER_WAY)]
    waiting = (numbers[Number(GOODS_AT_END)] - numbers[Number(GOODS_AT_START)]) * 365 / 30 / 1000
    passed = numbers["tonnes.total Mt/year"]
    assert million[0] == pytest.approx(passed + million[1] + million[2] + waiting)


def test_demand_that_cannot_give_way_is_not_told() -> None:
    result = measured(world(ONE_A_DAY, out=out(2)))
    assert Number(NOT_SENT, Total()) not in result.numbers
    assert "demand" not in tables_of(result)


def test_trains_that_will_give_up_are_due_and_in_the_backlog_until_they_do() -> None:
    """As long as nobody has given up, the backlog is that of goods with all patience."""
    ends = {name: measured(CASES[name]).backlog for name in ("for ever", "ten days")}
    assert np.array_equal(ends["for ever"].at_begin, ends["ten days"].at_begin)
    assert np.array_equal(ends["for ever"].begin.outside, ends["ten days"].begin.outside)
    assert ends["for ever"].at_end[0] == ends["ten days"].at_end[0] + demand(CASES["ten days"])["not_sent"]
    assert measured(CASES["ten days"]).numbers[Number(DUE)] == 2
