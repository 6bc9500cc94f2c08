"""Goods that customs clear: they may leave so long after the handover, whatever is done with them meanwhile.

A lone train out is handed over at 4980 and formed at 17,580; through the stack its goods are unloaded at 12,180.
"""

from typing import Any

import pytest

from corridorsim.measures.numbers import STATION_TIME, Number, OfStation
from worlds import into, out, problems, ran, world

FAR, HOUR = "crossings.Gate.far", 3600
CLEARANCE = f"{FAR}.control.clearance"


def left(hours: str, **changes: Any) -> int:
    """When a lone train leaves D."""
    return ran(world({CLEARANCE: hours} | changes, out=out()), {"out 1": 0}).times("out 1")["leave for East"]


def test_goods_leave_when_they_are_cleared_and_their_train_is_formed() -> None:
    """Sixteen hours after the handover; three hours are over before the train is formed."""
    assert left("16 h") == 4980 + 16 * HOUR
    assert left("3 h") == 17_580


def test_clearance_goes_on_while_the_train_is_worked_and_takes_no_lane_and_no_front() -> None:
    run = ran(world({CLEARANCE: "16 h"}, out=out()), {"out 1": 0})
    times = run.times("out 1")
    assert (times["transshipment at D"], times["forming at D"]) == (8580, 15_780)
    hours = run.result.numbers[Number(STATION_TIME, OfStation("D", "THERE", "entering"))]
    assert hours == pytest.approx(16)


def test_only_goods_that_enter_a_country_are_cleared_there() -> None:
    run = ran(world({CLEARANCE: "16 h"}, back=into()), {"back 1": 0})
    assert run.times("back 1")["C - B"] == 15_600


def test_goods_are_counted_the_first_to_ask_takes_what_came_first() -> None:
    """The second train, handed over at 6780, is formed when the goods of the first are cleared already."""
    run = ran(world({CLEARANCE: "5 h"}, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("handed over at D")[:2] == [4980, 6780]
    assert run.all_times("goods cleared at D")[:2] == [4980 + 5 * HOUR, 6780 + 5 * HOUR]


def test_trains_that_are_worked_quickly_do_not_leave_on_the_clearance_of_slow_ones() -> None:
    """The first takes ten hours at its front, the second, handed over half an hour later, two."""
    slow = world().document.data["consists"]["boxes"] | {"transshipment": {"mean": "10 h"}}
    changes = {CLEARANCE: "9 h", "consists.slow": slow}
    flows = {"one": out(1 / 2, consists={"slow": 1}), "two": out(1 / 2)}
    run = ran(world(changes, **flows), {"one 1": 0, "two 1": 0})
    assert run.times("one 1")["leave for East"] == 17_580 + 8 * HOUR
    assert run.times("two 1")["leave for East"] == 6780 + 9 * HOUR


def test_goods_in_a_stack_are_cleared_from_their_handover_on() -> None:
    """Unloaded at 12,180 (ten boxes at ten an hour); sixteen hours after the handover they are loaded for an hour."""
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    yard = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 10, "stack": {"units": 19}}
    changes = {
        f"{FAR}.gauge_break": {"yard": yard}, CLEARANCE: "16 h",
        "consists.boxes": boxes | {"commodity": "boxes", "onward": "boxes"},
    }  # fmt: skip
    run = ran(world(changes, out=out()), {"out 1": 0, "out onward 1": 0})
    assert run.times("out 1")["unloaded at D"] == 12_180
    assert run.times("out onward 1")["wait for a full load"] == 12_180
    assert run.times("out onward 1")["loading at D"] == 4980 + 16 * HOUR
    assert not run.result.gridlock


def test_a_further_control_may_not_be_called_like_it() -> None:
    control = {"name": "goods cleared", "lanes": 1, "entering": {"mean": "1 h"}}
    assert "must be another name" in problems({f"{FAR}.control.further": [control]})[f"{FAR}.control.further[0].name"]
