"""Two clocks at a crossing: whose hours each closed thing keeps, to the second.

The world begins on 1 January 2025, when China is 3 hours ahead of Kazakhstan: its 09:00 is 06:00 here.
"""

from datetime import date
from typing import Any

import pytest

from corridorsim.model import Scenario
from corridorsim.planning import plan
from worlds import closings, into, out, ran, world

HOUR, DAY = 3600, 86_400
NEAR, FAR = "crossings.Gate.near", "crossings.Gate.far"
NINE = [{"at": "09:00", "length": "2 h"}]
HOURS = {"mean": "1 h"}
BOXES = {"consists.boxes.commodity": "boxes"}
XRAY = {"name": "X-ray", "lanes": 1, "leaving": HOURS, "entering": HOURS, "closed": NINE}
YARD = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "containers", "rate": 4, "closed": NINE}
CLOSED = {
    "D control lanes": {f"{FAR}.control.lanes": 1, f"{FAR}.control.closed": NINE},
    "D X-ray lanes": {f"{FAR}.control.further": [XRAY]},
    "D yard machines": BOXES | {f"{FAR}.gauge_break": {"yard": YARD}},
    "D inspection gangs": {f"{FAR}.inspection": {"gangs": 1, "time": HOURS, "closed": NINE}},
    "Gate HERE->THERE open": {"crossings.Gate.closed": {"HERE->THERE": NINE}},
}


def begins(scenario: Scenario, resource: str) -> list[int]:
    """Hours at which something closes, of each of the two days."""
    return [begin // HOUR for begin, _ in closings(plan(scenario))[resource]]


def nine(changes: dict[str, Any], clock: dict[str, Any]) -> Scenario:
    return world(changes | clock, out=out(), back=into())


@pytest.mark.parametrize("resource", CLOSED)
def test_hours_of_a_side_are_by_its_clock(resource: str) -> None:
    """Nine in China on 1 and 2 January; simulated time's nine where no clock is told, or that of the other side."""
    told = CLOSED[resource]
    assert begins(nine(told, {f"{FAR}.clock": "China"}), resource) == [6, 30]
    assert begins(nine(told, {f"{FAR}.clock": "UTC+8"}), resource) == [6, 30]
    assert begins(nine(told, {}), resource) == [9, 33]
    assert begins(nine(told, {f"{NEAR}.clock": "China"}), resource) == [9, 33]


def test_the_handover_is_closed_by_the_clock_of_the_receiving_side() -> None:
    both = {"crossings.Gate.closed": {"HERE->THERE": NINE, "THERE->HERE": NINE}, f"{FAR}.clock": "China"}
    scenario = nine(both, {f"{NEAR}.clock": "UTC+4"})
    assert begins(scenario, "Gate HERE->THERE open") == [6, 30]
    assert begins(scenario, "Gate THERE->HERE open") == [10, 34]


def test_a_train_crosses_when_the_receiving_railway_opens() -> None:
    """Out of HERE closed from 04:00 to 12:00 in China, 01:00 to 09:00 here: the train ready at 01:03 waits to 09:00."""
    night = {"crossings.Gate.closed": {"HERE->THERE": [{"at": "04:00", "length": "8 h"}]}}
    scenario = world(night | {f"{FAR}.clock": "China"}, out=out())
    assert ran(scenario, {"out 1": 0}).times("out 1")["C - D"] == 9 * HOUR
    assert ran(world(night, out=out()), {"out 1": 0}).times("out 1")["C - D"] == 3780


def test_both_sides_keep_the_clock_that_simulated_time_is_by() -> None:
    """With simulated time China's, its hours are as told; Kazakhstan's nine is twelve there."""
    hours = {f"{NEAR}.control.closed": NINE, f"{FAR}.control.closed": NINE}
    clocks = {"window.clock": "China", f"{NEAR}.clock": "Kazakhstan", f"{FAR}.clock": "China"}
    scenario = nine(hours, clocks)
    assert set(begins(scenario, "D control lanes")) == {9, 33}
    assert set(begins(scenario, "C control lanes")) == {12, 36}


def test_a_disruption_is_by_the_same_clocks() -> None:
    strike = {"closes": "D control", "units": 1, "clock": "Kazakhstan", "dated": NINE}
    assert begins(nine({"disruptions": {"strike": strike}}, {"window.clock": "China"}), "D control lanes") == [12, 36]
    assert begins(nine({"disruptions": {"strike": strike | {"clock": "China"}}}, {}), "D control lanes") == [6, 30]


def test_a_holiday_in_china_ends_an_hour_early_on_1_march_2024() -> None:
    """1 March there: from 22:00 of 29 February (UTC+6) to 21:00 of 1 March (UTC+5) here."""
    holiday = [{"since": "2024-03-01", "until": "2024-03-02"}]
    changes = {
        "window.start": f"{date(2024, 2, 29)}", "window.length": "4 days", f"{FAR}.clock": "China",
        f"{FAR}.control.lanes": 1, f"{FAR}.control.closed": holiday,
        "crossings.Gate.closed": {"HERE->THERE": holiday, "THERE->HERE": holiday},
    }  # fmt: skip
    found = closings(plan(world(changes, out=out(), back=into())))
    there, here = [(22 * HOUR, DAY + 21 * HOUR)], [(DAY, 2 * DAY)]
    assert found["D control lanes"] == found["Gate HERE->THERE open"] == there
    assert found["Gate THERE->HERE open"] == here
