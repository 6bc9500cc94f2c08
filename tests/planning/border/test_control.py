"""Control in stages: who is controlled where, for how long, by how many, and when; worked out by hand."""

from typing import Any

import pytest

from worlds import Run, out, ran, world

NEAR = "crossings.Gate.near.control"
TEN = {"mean": "10 min"}
CUSTOMS = {"name": "customs", "lanes": 1, "leaving": TEN, "entering": {"mean": "20 min"}}


def alone(changes: dict[str, Any]) -> dict[str, int]:
    """A lone train out: it is at C from 1980 on, and its first control takes 1800 s."""
    return ran(world(changes, out=out()), {"out 1": 0}).times("out 1")


def test_controls_follow_each_other_in_the_order_told() -> None:
    second = CUSTOMS | {"name": "X-ray", "leaving": {"mean": "5 min"}}
    times = alone({f"{NEAR}.further": [CUSTOMS, second]})
    assert (times["control at C"], times["controlled at C"]) == (1980, 3780)
    assert (times["customs at C"], times["customs done at C"]) == (3780, 4380)
    assert (times["X-ray at C"], times["X-ray done at C"], times["C - D"]) == (4380, 4680, 4680)


def test_a_train_that_enters_takes_the_time_of_those_that_enter() -> None:
    times = alone({"crossings.Gate.far.control.further": [CUSTOMS]})
    assert times["customs done at D"] - times["customs at D"] == 1200


def test_a_lane_controls_one_train_at_a_time() -> None:
    """Two trains are through the first control at 3780 and 5220; the second waits for the lane until 7380."""
    slow = CUSTOMS | {"leaving": {"mean": "1 h"}}
    run = ran(world({f"{NEAR}.further": [slow]}, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("customs at C")[:2] == [3780, 7380]


def test_nobody_goes_through_a_control_of_no_share() -> None:
    assert "customs at C" not in alone({f"{NEAR}.further": [CUSTOMS | {"share": 0}]})


def twenty(share: float, **keys: Any) -> Run:
    further = [CUSTOMS | {"share": share, "lanes": 9} | keys]
    return ran(world({f"{NEAR}.further": further, "window.length": "20 days"}, out=out(5)))


def inspected(run: Run) -> set[int]:
    return {n for n in range(1, 91) if "customs at C" in run.times(f"out {n}")}


def test_a_share_of_the_trains_is_inspected_and_the_others_pass_at_once() -> None:
    run = twenty(0.3)
    some = inspected(run)
    assert 15 < len(some) < 40  # of 90: 27 expected, 4.3 standard deviation
    passes = next(n for n in range(1, 91) if n not in some)
    times = run.times(f"out {passes}")
    assert times["C - D"] == times["controlled at C"]


def test_those_inspected_at_a_share_are_inspected_at_a_greater_one_too() -> None:
    assert inspected(twenty(0.2)) < inspected(twenty(0.6))


def test_a_share_may_be_of_one_commodity() -> None:
    grain = {"consists.boxes.commodity": "grain"}
    only_grain = [CUSTOMS | {"share": 0, "by_commodity": {"grain": {"share": 1, "leaving": {"mean": "1 h"}}}}]
    assert "customs at C" not in alone({f"{NEAR}.further": [CUSTOMS | {"share": 0}]})
    times = alone(grain | {f"{NEAR}.further": only_grain})
    assert times["customs done at C"] - times["customs at C"] == 3600


def test_the_first_control_may_take_another_time_for_a_commodity() -> None:
    times = alone({"consists.boxes.commodity": "grain", f"{NEAR}.by_commodity": {"grain": {"leaving": TEN}}})
    assert times["controlled at C"] == 1980 + 600


@pytest.mark.parametrize(("share", "seconds"), [("100 %", 300), ("0 %", 1800)])
def test_a_train_declared_ahead_takes_the_time_of_those(share: str, seconds: int) -> None:
    times = alone({f"{NEAR}.declared_ahead": {"share": share, "leaving": {"mean": "5 min"}}})
    assert times["controlled at C"] == 1980 + seconds


def test_who_is_declared_ahead_is_so_at_every_control() -> None:
    ahead = {"share": "40 %", "leaving": {"mean": "1 min"}, "entering": {"mean": "2 min"}}
    changes = {f"{NEAR}.declared_ahead": ahead, "crossings.Gate.far.control.declared_ahead": ahead}
    run = ran(world(changes | {"window.length": "10 days"}, out=out(5)))
    told = [run.times(f"out {n}") for n in range(1, 41)]
    near = [t["controlled at C"] - t["control at C"] for t in told]
    far = [t["controlled at D"] - t["control at D"] for t in told]
    assert {(n, f) for n, f in zip(near, far, strict=True)} == {(60, 120), (1800, 3600)}


def test_a_closed_lane_opens_in_the_morning() -> None:
    """The train is there at 00:33; the lanes open at 06:00."""
    night = [{"at": "20:00", "length": "10 h"}]
    assert alone({f"{NEAR}.closed": night})["control at C"] == 6 * 3600


def test_a_control_that_has_begun_is_finished_and_the_next_waits_for_the_morning() -> None:
    """Closed from 01:00 to 03:00: the first train is controlled from 00:33 to 01:03."""
    changes = {f"{NEAR}.lanes": 1, f"{NEAR}.closed": [{"at": "01:00", "length": "2 h"}]}
    run = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("control at C")[:2] == [1980, 3 * 3600]


def test_some_lanes_may_stay_open() -> None:
    """Of three lanes two are closed: the one takes the trains of 1980 and 3420 one after another."""
    changes = {f"{NEAR}.closed": [{"units": 2}]}
    run = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("control at C")[:2] == [1980, 3780]


def test_freight_gives_way_to_an_express_at_the_lanes_and_at_the_fronts() -> None:
    """One lane for three hours, from 1980 on. The second of two freight trains is there before the express, and goes
    after it; so it does at the front.
    """
    express = world().document.data["consists"]["boxes"] | {"class": "fast freight"}
    slow = {f"{NEAR}.lanes": 1, f"{NEAR}.leaving": {"mean": "3 h"}, "consists.express": express}
    changes = slow | {"crossings.Gate.far.fronts": 1, "consists.boxes.transshipment": {"mean": "8 h"}}
    flows = {"goods": out(1), "boxes": out(1 / 2, consists={"express": 1})}
    run = ran(world(changes, **flows), {"goods 1": 0, "goods 2": 0, "boxes 1": 4000})
    second, first = run.times("goods 2"), run.times("boxes 1")
    assert second["arrive at C"] < first["arrive at C"] < 1980 + 3 * 3600
    assert (first["control at C"], second["control at C"]) == (1980 + 3 * 3600, 1980 + 6 * 3600)
    assert first["transshipment at D"] < second["transshipment at D"]
