"""Queues in trains and wagons: where they wait, and for which crossing."""

import pytest

from corridorsim.measures.border.queues import Queues
from corridorsim.measures.numbers import QUEUE_TRAINS, QUEUE_WAGONS
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400


def queues(run: Run, wagons: bool = False) -> dict[str, float]:
    """Seconds that trains waited in two days (or, of wagons, a tenth of theirs), by whose queue; without empty ones."""
    what, each = (QUEUE_WAGONS, 10) if wagons else (QUEUE_TRAINS, 1)
    found = {n.whom.name: value * 2 * DAY / each for n, value in run.result.numbers.by_number.items() if n.what is what}
    return {name: round(seconds) for name, seconds in found.items() if seconds}


def test_trains_that_nobody_accepts_wait_at_the_station_and_outside() -> None:
    """One under way: it waits at C from 3780 on, the other at A outside from 0 on; each has ten wagons."""
    run = ran(world(CLOSED | {"crossings.Gate.under_way": {"HERE->THERE": 1}}, out=out(1)), {"out 1": 0, "out 2": 0})
    here, outside = 2 * DAY - 3780, 2 * DAY
    both = {"total": here + outside, "Gate HERE->THERE": here + outside, "Gate": here + outside}
    assert queues(run) == both | {"at C": here, "outside A": outside}
    assert queues(run, wagons=True) == queues(run)


def test_a_train_that_waits_for_another_on_the_way_is_in_the_queue_of_its_line() -> None:
    """At B from 780 to 1440; the railcar is no freight, and has no wagons."""
    cars = {"car to C 1": 40_000, "car to C 2": 40_000 + DAY, "car to A 1": 0, "car to A 2": 30_000 + DAY}
    run = ran(world(services(car=service("A", "C")), out=out(1 / 2)), {"out 1": 0} | cars)
    assert queues(run) == {"total": 660, "Gate HERE->THERE": 660, "Gate": 660, "on line": 660}
    trains, wagons = Queues(run.columns).by_place()
    row = run.plan.layout.places.index("B")
    assert (trains[row] * 2 * DAY, wagons[row] * 2 * DAY) == pytest.approx((660, 6600))


def test_a_queue_in_which_nothing_waits_is_0_and_told() -> None:
    run = ran(world(back=into(0.5)), {"back 1": 0})
    told = {n.whom.name: v for n, v in run.result.numbers.by_number.items() if n.what is QUEUE_TRAINS}
    places = ("at A", "at C", "at D", "on line", "outside D")
    assert told == {name: 0 for name in ("total", "Gate THERE->HERE", "Gate", *places)}


def test_every_train_that_waits_is_in_one_of_the_queues_by_place() -> None:
    """A crowd both ways with empties, some of it late at the distant ends."""
    slow = {"ends.West.accepts": "4 trains/day", "crossings.Gate.far.fronts": 1, "traffic.empties": "balanced"}
    found = queues(ran(world(slow, out=out(20), back=into(8))))
    crossings = ("total", "Gate", "Gate HERE->THERE", "Gate THERE->HERE")
    assert min(found[name] for name in ("at A", "at C", "at D", "on line", "outside A")) > 0
    assert sum(value for name, value in found.items() if name not in crossings) == pytest.approx(found["total"], abs=5)
    assert found["Gate"] == pytest.approx(found["Gate HERE->THERE"] + found["Gate THERE->HERE"], abs=2)


def test_an_empty_train_in_the_queue_counts_with_its_wagons_but_for_no_crossing() -> None:
    """Called at the handover, 4980; a railcar is on its way to C, where it arrives at 5580 and clears at 5640."""
    cars = {"car to C 1": 3600, "car to C 2": 40_000 + DAY, "car to A 1": 30_000, "car to A 2": 30_000 + DAY}
    with_empties = services(car=service("A", "C")) | {"traffic.empties": "balanced"}
    run = ran(world(with_empties, out=out(1 / 2)), {"out 1": 0, "out empties 1": 0} | cars)
    assert run.all_times("C - B")[0] == 5640
    assert queues(run) == {"total": 660, "at C": 660}
    assert queues(run, wagons=True) == queues(run)


def test_a_crossing_that_is_called_like_a_queue_keeps_its_name() -> None:
    """Then the border station is told apart by what it is."""
    gate = world().document.data["crossings"]["Gate"]
    run = ran(world({"crossings": {"at C": gate}}, back=into(0.5, crossing="at C")), {"back 1": 0})
    names = [name for name in run.result.numbers if name.startswith("queue.") and name.endswith("C trains")]
    assert names == ["queue.at C trains", "queue.place C trains"]


def test_trains_that_stand_until_their_goods_are_cleared_are_in_no_queue() -> None:
    run = ran(world({"crossings.Gate.far.control.clearance": "16 h"}, out=out(0.5)), {"out 1": 0})
    assert queues(run) == {}
