"""Waiting of loaded trains by route and month, worked out by hand."""

from typing import Any

import numpy as np
import pytest

from corridorsim.measures.route_time import RouteWaiting, measure_route_waiting
from corridorsim.measures.traffic import Route
from corridorsim.planning import plan
from worlds import CLOSED, Run, into, out, ran, world
from worlds import IN as IN_FLOW

OUT, IN, NOBODY = Route("Gate", "HERE->THERE"), Route("Gate", "THERE->HERE"), Route("Door", "HERE->THERE")
DAY = 86_400
EDGES = np.array([0.0, DAY, 2 * DAY])  # two months of a day each


def waiting(run: Run) -> RouteWaiting:
    return measure_route_waiting(run.plan, run.outcome, (OUT, IN, NOBODY), EDGES)


def test_a_train_alone_waits_for_nothing() -> None:
    told = waiting(ran(world(out=out(0.5)), {"out 1": 0}))
    assert told.trains.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert told.hours.tolist() == [[0, 0], [0, 0], [0, 0]]


def test_a_follower_has_waited_for_the_section_before_it() -> None:
    """Semi-automatic block: 780 s over A - B, a minute more, and what follows from B on is clear in time or not."""
    told = waiting(ran(world(out=out(1)), {"out 1": DAY, "out 2": DAY}))
    run = ran(world(out=out(1)), {"out 1": DAY, "out 2": DAY})
    through = [run.since_due(f"out {n}")["end"] for n in (1, 2)]
    assert told.trains[0].tolist() == [0, 2]
    assert told.hours[0, 1] * 3600 == pytest.approx(through[1] - through[0])
    assert told.hours[0, 1] * 3600 >= 780 + 60


def test_a_train_that_never_crosses_waits_to_the_end_of_the_run() -> None:
    """Due at noon of the first day, on the way and in control for 780 + 1200 + 1800 s; the rest it never did counts."""
    told = waiting(ran(world(CLOSED, out=out(0.5)), {"out 1": DAY // 2}))
    alone = 780 + 1200 + 1800 + 1200 + 3600 + 7200 + 1800
    assert told.hours[0].tolist() == pytest.approx([(1.5 * DAY - alone) / 3600, 0])


def test_goods_that_give_up_have_waited_until_they_did() -> None:
    """Nothing is accepted: of twelve trains some find a track, the others wait for half a day."""
    planned = plan(world(CLOSED, out=out(0.01, queue=12, patience={"waits": "12 h"})))
    assert planned.outcome is not None
    assert planned.gave_up is not None
    told, gone = waiting(Run(planned, planned.outcome)), len(planned.gave_up.at)
    assert gone > 0
    assert told.trains[0].sum() == 12
    never_through = (2 * DAY - 780 - 1200 - 1800 - 1200 - 3600 - 7200 - 1800) / 3600
    assert told.hours[0].sum() == pytest.approx(12 * gone + never_through * (12 - gone))


def test_directions_are_kept_apart_and_runs_add_up() -> None:
    told = waiting(ran(world(out=out(1), back=into(2))))
    assert told.trains.sum(-1).tolist() == [2, 4, 0]
    both = told + told
    assert both.trains.tolist() == (2 * told.trains).tolist()
    assert both.hours.tolist() == (2 * told.hours).tolist()


BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
FOUR_TO_SIX: dict[str, Any] = {
    "consists.small": BOXES | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"},
    "consists.large": BOXES | {"wagons": 6, "boxes": "12 TEU"},
    "window.length": "1 days",
}


def through_a_stack(trains: int, dwell: str) -> Run:
    """Trains of four containers come in at once: the n-th is unloaded at 10,200 s and n - 1 times 1,800 s."""
    place = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
    yard = place | {"stack": {"units": 12, "dwell": dwell}}
    flow = {"tonnes": f"{146 * trains} kt/year", "consists": {"small": 1}}
    scenario = world(FOUR_TO_SIX | {"crossings.Gate.near.gauge_break": {"yard": yard}}, back=IN_FLOW | flow)
    onward = {f"back onward {n}": 0 for n in range(1, 4 * trains // 6 + 1)}
    return ran(scenario, {f"back {n}": 0 for n in range(1, trains + 1)} | onward)


@pytest.mark.parametrize("dwell", ["0 h", "2 h"])
def test_goods_wait_in_the_stack_until_their_train_is_full_and_then_with_it(dwell: str) -> None:
    """Two of six take 4 and 2, and 2 and 4, at 12,000 and 13,800 s, later by the dwell; free are 10,200 s and that.

    So 4 containers of the first train wait 1,800 s; of the second 2 wait 1,800 and 2 wait 3,600 s; 4 of the third wait
    3,600 s. West takes a train an hour, and the second onward train comes half an hour after the first: what it carries
    waits 1,800 s more.
    """
    told = waiting(through_a_stack(3, dwell))
    assert told.trains[1].sum() == 3
    assert told.hours[1].sum() * 3600 == pytest.approx(1800 + (1800 + 5400) / 2 + 5400)


def test_what_lies_in_the_stack_at_the_end_has_waited_until_then() -> None:
    """Eight containers: a train takes six at 12,000 s, when two are left over; its way on takes what theirs would."""
    run = through_a_stack(2, "2 h")
    on = run.times("back onward 1")
    further = on["end"] - on["loading at C"]
    left_over = DAY - (10_200 + 7200 + further)
    assert waiting(run).hours[1].sum() * 3600 == pytest.approx(1800 + (1800 + left_over) / 2)


def test_to_stand_until_goods_are_cleared_is_no_waiting() -> None:
    """Sixteen hours from the handover on, of a lone train, and of goods in a stack that a lone train carries on."""
    clearance = {f"crossings.Gate.{key}.control.clearance": "16 h" for key in ("near", "far")}
    run = ran(world(clearance, out=out(0.5)), {"out 1": 0})
    assert run.times("out 1")["end"] == 4980 + 57_600
    assert waiting(run).hours.sum() == 0
    assert run.result.waiting.tolist() == [0]
    place = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 10}
    yard = {"crossings.Gate.near.gauge_break": {"yard": place | {"stack": {"units": 19, "dwell": "1 h"}}}}
    through = {"consists.boxes": BOXES | {"commodity": "boxes", "onward": "boxes"}}
    run = ran(world(clearance | yard | through, back=into(0.5)), {"back 1": 0, "back onward 1": 0})
    assert run.times("back onward 1")["enter at C"] == 3000 + 57_600
    assert waiting(run).hours.sum() == 0


def test_waiting_while_the_clearance_runs_is_no_delay_and_after_it_is() -> None:
    """Two trains out at once, one front for ten hours each: the second waits for it, and its clearance is long over."""
    slow = {
        "crossings.Gate.far.control.clearance": "16 h", "crossings.Gate.far.fronts": 1,
        "consists.boxes.transshipment": {"mean": "10 h"},
    }  # fmt: skip
    run = ran(world(slow, out=out(1)), {"out 1": 0, "out 2": 0})
    ends = [run.times(f"out {n}")["end"] for n in (1, 2)]
    assert ends == [4980 + 57_600, 8580 + 2 * 36_000 + 1800]
    assert waiting(run).hours.sum() * 3600 == pytest.approx(ends[1] - ends[0])
