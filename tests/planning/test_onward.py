"""Trains differ across the gauge: three of four containers become two of six, all worked out by hand.

The small trains come in from D, each 1,800 s after the one before, and are unloaded at C an hour each from 6,600 s on;
a large one is loaded in an hour and a half and made up in half an hour.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Kind
from corridorsim.model import Scenario
from worlds import IN, OUT, Run, problems, ran, resources, world

BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
SMALL = BOXES | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"}
LARGE = BOXES | {"wagons": 6, "boxes": "12 TEU"}
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
THREE_A_DAY = {"tonnes": "438 kt/year", "consists": {"small": 1}}
AT_ONCE = {f"back {n}": 0 for n in (1, 2, 3)} | {f"back onward {n}": 0 for n in (1, 2)}


def three_to_two(stack: int = 12, flow: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    consists = {"consists.small": SMALL, "consists.large": LARGE}
    yard = {"crossings.Gate.near.gauge_break": {"yard": YARD | {"stack": {"units": stack}}}}
    return world(consists | yard | changes, back=IN | THREE_A_DAY | (flow or {}))


def test_three_trains_of_four_become_two_of_six() -> None:
    run = ran(three_to_two(), AT_ONCE)
    assert run.all_times("unloading at C")[:3] == [6600, 8400, 10_200]
    assert run.all_times("unloaded at C")[:3] == [10_200, 12_000, 13_800]
    first, second = (run.times(f"back onward {n}") for n in (1, 2))
    assert [first[step] for step in ("wait for a full load", "enter at C", "loading at C")] == [12_000] * 3
    assert [first[step] for step in ("forming at C", "C - B", "arrive at A")] == [17_400, 19_200, 19_200 + 1980]
    assert [second[step] for step in ("loading at C", "forming at C", "C - B")] == [13_800, 19_200, 21_000]


def test_a_train_waits_for_space_in_the_stack() -> None:
    """Of 11 places 8 are taken when the third train comes at 10,200; the first large one frees 6 at 17,400."""
    run = ran(three_to_two(stack=11), AT_ONCE)
    assert run.all_times("unloading at C")[:3] == [6600, 8400, 17_400]


def test_containers_stay_in_the_stack_for_their_dwell() -> None:
    scenario = three_to_two(**{"crossings.Gate.near.gauge_break.yard.stack.dwell": "5 h"})
    run = ran(scenario, AT_ONCE)
    assert run.all_times("wait for a full load")[:2] == [12_000 + 18_000, 13_800 + 18_000]


def test_as_many_trains_go_on_as_the_run_could_fill() -> None:
    """3 a day for 10 days bring 120 containers: 20 trains."""
    scenario = three_to_two(**{"window.length": "10 days"})
    plan = ran(scenario).plan
    kinds = np.array([stream.kind for stream in plan.streams])[plan.train_stream]
    assert (np.sum(kinds == Kind.FREIGHT), np.sum(kinds == Kind.ONWARD)) == (30, 20)


def test_no_train_goes_on_that_is_not_full() -> None:
    """Two trains bring 8: one train of 6 leaves, 2 containers lie there."""
    run = ran(three_to_two(flow={"tonnes": "292 kt/year"}, **{"window.length": "1 days"}), {"back 1": 0, "back 2": 0})
    assert len(run.all_times("loading at C")) == 1
    assert not run.result.gridlock


def test_the_tonnes_that_came_are_the_tonnes_that_go_on() -> None:
    run = ran(three_to_two(**{"window.length": "20 days"}))
    streams = {stream.kind: stream for stream in run.plan.streams}
    came, goes = streams[Kind.FREIGHT], streams[Kind.ONWARD]
    assert 3 * came.net == 2 * goes.net == 1200
    assert 3 * came.teu == 2 * goes.teu == 24
    unloaded, left = len(run.all_times("unloaded at C")), len(run.all_times("loading at C"))
    assert 0 <= unloaded * came.net - left * goes.net < goes.net


def test_each_destination_has_its_own_loads() -> None:
    """Two ends, half each: neither has six containers when one would."""
    ends = {"ends.South": {"at": "B", "accepts": "24 trains/day"}, "lines.line.points[1].tracks": 4}
    run = ran(three_to_two(stack=30, flow={"inland": {"West": 0.5, "South": 0.5}}, **ends))
    stores = resources(run.plan, "C yard for")
    assert stores == {"C yard for large to West": 0, "C yard for large to South": 0}
    assert not run.result.gridlock


def test_wagons_that_are_lacking_are_fetched_when_a_train_has_been_loaded() -> None:
    """The large trains' wagons come empty from A; one is called when the first has been loaded."""
    run = ran(three_to_two(**{"traffic.empties": "balanced"}), AT_ONCE | {"back onward empties 1": 0})
    times = run.times("back onward empties 1")
    assert times["wait for wagons"] == 17_400
    assert times["arrive at C"] > times["enter at A"] >= 17_400


def test_the_other_way_six_become_four_at_the_far_station() -> None:
    """A large train of 6 arrives at D; a small one of 4 takes a load, and 2 are left over."""
    large = LARGE | {"commodity": "boxes", "onward": "small"}
    consists = {"consists.small": BOXES | {"wagons": 4, "boxes": "8 TEU"}, "consists.large": large}
    yard = {"crossings.Gate.far.gauge_break": {"yard": YARD | {"stack": {"units": 9}}}}
    flow = OUT | {"tonnes": "219 kt/year", "consists": {"large": 1}}
    run = ran(world(consists | yard, out=flow), {"out 1": 0, "out onward 1": 0})
    assert run.times("out 1")["unloading at D"] == 8580
    onward = run.times("out onward 1")
    assert onward["loading at D"] == 8580 + 5400
    assert onward["leave for East"] == 8580 + 5400 + 3600 + 1800


def test_a_stack_may_lie_between_trains_of_one_size() -> None:
    yard = {"crossings.Gate.near.gauge_break": {"yard": YARD | {"stack": {"units": 7, "dwell": "2 h"}}}}
    small = {"consists.small": SMALL | {"onward": "small"}}
    run = ran(world(yard | small, back=IN | THREE_A_DAY), {"back 1": 0, "back onward 1": 0})
    assert run.times("back 1")["unloaded at C"] == 10_200
    assert run.times("back onward 1")["loading at C"] == 10_200 + 7200


def test_a_busy_crossing_through_a_stack_breaks_no_rule() -> None:
    run: Run = ran(three_to_two(flow={"tonnes": "4 Mt/year"}, **{"window.length": "5 days"}))
    assert run.violations == []
    assert not run.result.gridlock


def told(stack: int = 12, flow: dict[str, Any] | None = None, **changes: Any) -> dict[str, str]:
    consists = {"consists.small": SMALL, "consists.large": LARGE}
    yard = {"crossings.Gate.near.gauge_break": {"yard": YARD | {"stack": {"units": stack}}}}
    return problems(consists | yard | changes, back=IN | THREE_A_DAY | (flow or {}))


def test_a_stack_that_could_fill_for_good_is_refused() -> None:
    """Two destinations with five containers each, that fill no train, and a train of four before it."""
    ends = {"ends.South": {"at": "B", "accepts": "24 trains/day"}, "lines.line.points[1].tracks": 4}
    both = {"inland": {"West": 0.5, "South": 0.5}}
    assert told(14, both, **ends) == {}
    assert told(13, both, **ends) == {
        "crossings.Gate.near.gauge_break.yard.stack.units":
        "must be at least 14 containers: 10 for trains that are not yet full, one per destination, and 4 for one "
        "that arrives (got 13)"
    }  # fmt: skip


def test_and_would_lock() -> None:
    """The same with a stack that is too small: what it holds fills no train, and nothing more can be unloaded."""
    ends = {"ends.South": {"at": "B", "accepts": "24 trains/day"}, "lines.line.points[1].tracks": 4}
    scenario = three_to_two(14, {"inland": {"West": 0.5, "South": 0.5}}, **(ends | {"window.length": "10 days"}))
    planned = ran(scenario).plan
    capacity = planned.program.capacity.copy()
    capacity[planned.legend.resources.index("C yard stack")] = 8
    small = ran(scenario, capacity=capacity)
    assert len(small.all_times("unloading at C")) < len(ran(scenario).all_times("unloading at C")) / 4
    assert "unloading at C" in {stuck.waits_for for stuck in small.result.gridlock.unfilled}


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        (
            {"consists.large.load": "90 t"}, "consists.small.onward",
            'must carry as many tonnes: "large" has 90 for each of its containers, this 100',
        ),
        (
            {"consists.large.boxes": "6 TEU"}, "consists.small.onward",
            'must carry as many TEU: "large" has 1 for each of its containers, this 2',
        ),
        (
            {"consists.half": SMALL | {"boxes": "4 TEU"}, "traffic.flows.back.consists": {"small": 0.5, "half": 0.5}},
            "consists.half.onward", 'must carry as many TEU: "large" has 2 for each of its containers, this 1',
        ),
        (
            {"consists.small.onward": "larg"}, "consists.small.onward",
            'names "larg", which is not a consist (did you mean "large"?)',
        ),
        (
            {"crossings.Gate.near.own_length": "80 m"}, "crossings.Gate.near.own_length",
            'is too short for a train "large" of 84 m (got 80 m)',
        ),
        (
            {"crossings.Gate.near.other_length": "50 m"}, "crossings.Gate.near.other_length",
            'is too short for a train "small" of 56 m (got 50 m)',
        ),
        (
            {"crossings.Gate.far.own_length": "50 m"}, "crossings.Gate.far.own_length",
            'is too short for a train "small" of 56 m (got 50 m)',
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_on_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    assert told(**changes) == {key: message}
