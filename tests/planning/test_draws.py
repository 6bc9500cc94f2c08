"""Whatever else changes, a train keeps its luck: scenarios that are compared share it."""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.planning import plan
from worlds import into, out, service, services, world

VARIED: dict[str, Any] = {
    "consists.boxes.transshipment.variation": 0.5,
    "crossings.Gate.forming.variation": 0.3,
    "crossings.Gate.near.control.leaving.variation": 0.5,
    "crossings.Gate.far.control.entering.variation": 0.5,
    "crossings.Gate.near.control.entering.variation": 0.5,
    "window.length": "5 days",
}


def trains(planned: Plan) -> dict[str, tuple[int, list[int]]]:
    """Every train's departure and times, by stream and its number in the stream."""
    program, found = planned.program, {}
    seen: dict[int, int] = {}
    for row, stream in enumerate(planned.train_stream.tolist()):
        seen[stream] = seen.get(stream, 0) + 1
        first, last = program.operation_first[row : row + 2]
        times = (int(program.train_ready[row]), program.duration[first:last].tolist())
        found[f"{planned.streams[stream].name} {seen[stream]}"] = times
    return found


def kept(before: Scenario, after: Scenario) -> bool:
    """Whether every train of one scenario is in the other with the same luck."""
    first, second = trains(plan(before)), trains(plan(after))
    return len(first) > 0 and all(second.get(name) == times for name, times in first.items())


BASE = {"out": out(5), "back": into(5)}


def test_the_times_of_the_trains_differ_to_begin_with() -> None:
    planned = trains(plan(world(VARIED, **BASE)))
    assert len({tuple(times) for _, times in planned.values()}) == len(planned) == 50


@pytest.mark.parametrize("departures", ["spread", "Poisson"])
def test_a_flow_more_changes_no_other_train(departures: str) -> None:
    changes = VARIED | {"traffic.departures": departures}
    assert kept(world(changes, **BASE), world(changes, more=out(7), **BASE))
    assert kept(world(changes, **BASE), world(changes, **BASE, more=into(7)))


def test_a_service_more_changes_no_other_train() -> None:
    assert kept(world(VARIED, **BASE), world(VARIED | services(car=service("A", "C")), **BASE))


def test_a_crossing_more_changes_no_other_train() -> None:
    data = world().document.data
    gate = data["crossings"]["Gate"]
    other: dict[str, Any] = gate | {"near": gate["near"] | {"station": "B"}, "far": gate["far"] | {"station": "E"}}
    changes = {"crossings.Door": other, "ends.South": {"at": "E", "accepts": "24 trains/day"}}
    assert kept(world(VARIED, **BASE), world(VARIED | changes, **BASE, more=out(3, crossing="Door")))


def test_a_consist_that_none_uses_changes_no_train() -> None:
    changes = VARIED | {"consists.short": world().document.data["consists"]["boxes"] | {"wagons": 5}}
    assert kept(world(VARIED, **BASE), world(changes, **BASE))


def test_a_longer_run_leaves_the_trains_of_the_shorter_as_they_were() -> None:
    assert kept(world(VARIED, **BASE), world(VARIED | {"window.length": "9 days"}, **BASE))


def test_another_capacity_changes_no_train() -> None:
    assert kept(world(VARIED, **BASE), world(VARIED | {"crossings.Gate.accepts.HERE->THERE": "2 trains/day"}, **BASE))


def test_empties_leave_the_loaded_trains_as_they_were() -> None:
    """A train that an empty one follows has another itinerary, with the same times."""
    without = trains(plan(world(VARIED, out=out(5), back=into(2))))
    planned = trains(plan(world(VARIED | {"traffic.empties": "balanced"}, out=out(5), back=into(2))))
    assert {name: planned[name] for name in without} == without
    assert len(planned) == len(without) + 15  # 3 of 5 a day for 5 days


def test_the_order_of_the_flows_changes_no_train() -> None:
    assert kept(world(VARIED, out=out(5), back=into(5)), world(VARIED, back=into(5), out=out(5)))


def test_a_replication_alone_is_the_same_as_among_ten() -> None:
    scenario = world(VARIED, **BASE)
    among = [trains(plan(scenario, replication=number)) for number in range(10)]
    assert trains(plan(scenario, replication=7)) == among[7]
    assert sum(among[7] == other for other in among) == 1


def test_the_seed_is_the_scenarios_own_unless_another_is_given() -> None:
    scenario = world(VARIED, **BASE)
    assert trains(plan(scenario)) == trains(plan(scenario, seed=1)) != trains(plan(scenario, seed=2))
    assert trains(plan(scenario.change({"seed": 2}))) == trains(plan(scenario, seed=2))


def test_trains_of_a_flow_are_numbered_in_the_order_in_which_they_appear() -> None:
    """Also where the flow has several streams."""
    ends = {"ends.South": {"at": "B", "accepts": "24 trains/day"}}
    planned = plan(world(VARIED | ends, out=out(6, inland={"West": 0.5, "South": 0.5})))
    ready = planned.program.train_ready[np.argsort(planned.train_number)]
    assert sorted(planned.train_number.tolist()) == list(range(1, 31))
    assert np.all(np.diff(ready) >= 0)


def test_no_time_is_longer_than_the_run() -> None:
    """Ten times the run on average: the draw is cut, so that it stays a number that an engine takes."""
    planned = plan(world({"consists.boxes.transshipment": {"mean": "20 days", "variation": 3}}, out=out(20)))
    assert planned.program.duration.max() == planned.program.until
