"""Trains differ across the gauge without a stack: the yard regroups the wagons, all worked out by hand.

The small trains come in from D, each 1,800 s after the one before, and go from train to wagons in an hour each, two at
a time, from 6,600 s on; a large one is made up of the wagons of one and a half in half an hour.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Kind
from corridorsim.measures.demand.conservation import take_account
from corridorsim.model import Scenario
from worlds import IN, OUT, ran, resources, world

BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
SMALL = BOXES | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"}
LARGE = BOXES | {"wagons": 6, "boxes": "12 TEU"}
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
THREE_A_DAY = {"tonnes": "438 kt/year", "consists": {"small": 1}}
AT_ONCE = {f"back {n}": 0 for n in (1, 2, 3)} | {f"back onward {n}": 0 for n in (1, 2)}


def regrouped(consists: dict[str, Any] | None = None, flow: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    trains = {"consists.small": SMALL, "consists.large": LARGE} | (consists or {})
    place = {"crossings.Gate.near.gauge_break": {"yard": YARD}}
    return world(trains | place | changes, back=IN | THREE_A_DAY | (flow or {}))


def test_three_trains_of_four_become_two_of_six() -> None:
    run = ran(regrouped(), AT_ONCE)
    assert run.all_times("transshipment at C")[:3] == [6600, 8400, 10_200]
    assert run.all_times("regrouped at C")[:3] == [10_200, 12_000, 13_800]
    first, second = (run.times(f"back onward {n}") for n in (1, 2))
    assert [first[step] for step in ("enter at C", "forming at C", "C - B")] == [12_000, 12_000, 13_800]
    assert [second[step] for step in ("enter at C", "forming at C")] == [13_800, 13_800]


def test_a_train_of_as_many_containers_goes_on_with_other_wagons() -> None:
    """Four boxes on four wagons come in, and go on on two: an onward train each."""
    two = LARGE | {"wagons": 2, "load": "200 t", "boxes": "8 TEU", "containers": 4}
    plan = ran(regrouped({"consists.large": two})).plan
    streams = {stream.kind: stream for stream in plan.streams}
    assert (streams[Kind.FREIGHT].wagons, streams[Kind.ONWARD].wagons) == (4, 2)
    assert streams[Kind.FREIGHT].net == streams[Kind.ONWARD].net == 400


def test_goods_without_containers_are_regrouped_by_their_tonnes() -> None:
    """Trains of 400 t on plain fronts become trains of 600 t."""
    bulk = {key: value for key, value in SMALL.items() if key not in ("boxes", "commodity")}
    long = {key: value for key, value in LARGE.items() if key != "boxes"}
    consists = {"consists.small": bulk | {"transshipment": {"mean": "1 h"}}, "consists.large": long}
    run = ran(world(consists, back=IN | THREE_A_DAY), AT_ONCE)
    assert [run.times(f"back onward {n}")["enter at C"] for n in (1, 2)] == [12_000, 13_800]


def test_the_far_yard_regroups_what_goes_out() -> None:
    place = {"crossings.Gate.far.gauge_break": {"yard": YARD}}
    consists = {"consists.small": SMALL, "consists.large": LARGE, "window.length": "10 days"}
    run = ran(world(consists | place, gone=OUT | THREE_A_DAY))
    unloaded, left = len(run.all_times("regrouped at D")), len(run.all_times("leave for East"))
    assert unloaded >= 27
    assert left == pytest.approx(unloaded * 2 / 3, abs=1)


def test_nothing_is_lost_and_no_track_is_kept_by_wagons_that_wait() -> None:
    run = ran(regrouped(**{"window.length": "20 days"}))
    assert not take_account(run.columns).unbalanced.any()
    assert run.violations == []
    waits = run.all_times("regrouped at C")[0]
    assert waits < run.times("back onward 1")["enter at C"]


def test_a_yard_of_two_tracks_never_locks_whatever_the_traffic() -> None:
    """To two ends, thirty trains a day: wagons without a train of their own hold nothing."""
    ends = {"ends.South": {"at": "B", "accepts": "24 trains/day"}, "lines.line.points[1].tracks": 4}
    scenario = regrouped(
        flow={"inland": {"West": 0.5, "South": 0.5}, "tonnes": "4380 kt/year"},
        **(ends | {"lines.line.points[2].tracks": 2, "window.length": "10 days"}),
    )
    run = ran(scenario)
    assert not run.result.gridlock
    assert len(run.all_times("forming at C")) > 20


def test_a_yard_without_a_stack_has_no_space_to_fill() -> None:
    plan = ran(regrouped()).plan
    assert "C yard stack" not in resources(plan)
    assert np.sum([stage.kind.name == "store" for stage in plan.layout.stages]) == 1
