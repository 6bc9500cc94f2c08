"""Itineraries are told apart by what their trains are and where they go, whatever these are called."""

from collections import Counter
from typing import Any

import pytest

from corridorsim.arrays import floats
from corridorsim.itineraries import Kind, Plan
from corridorsim.line.formula import line_formula
from corridorsim.line.lone_line import lone_line
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.planning.demand.streams import numbered_apart
from worlds import into, out, ran, service, services, world

BOXES = world().document.data["consists"]["boxes"]
ENDS = world().document.data["ends"]


def performed(plan: Plan, flow: str) -> set[int]:
    """The itineraries that trains of a flow perform."""
    return set(plan.program.train_itinerary[plan.trains_of(flow)].tolist())


@pytest.mark.parametrize("terminal", ["port", "an empty follows"])
def test_a_flow_with_a_terminal_is_not_taken_for_the_one_without(terminal: str) -> None:
    """Their itineraries are called "... West" and "... West, port": the second was taken for one of the first."""
    named = {"terminals": {terminal: {"source": "invented", "handles": "90 TEU/day"}}, "traffic.empties": "balanced"}
    plan = ran(world(named, plain=out(2), other=out(2, inland_terminal=terminal))).plan
    plain, other = (
        next(plan.layout.variants[s.itinerary] for s in plan.streams if s.flow == flow) for flow in ("plain", "other")
    )
    assert performed(plan, "plain") <= set(plain)
    assert performed(plan, "other") <= set(other)
    assert not set(plain) & set(other)


def test_two_itineraries_of_one_name_are_two() -> None:
    """Trains "boxes" to "big West" and "boxes big" to "West", each with empties called by their own trains."""
    ends = ENDS | {"big West": {"at": "A", "accepts": "24 trains/day"}}
    changes: dict[str, Any] = {"consists.boxes big": BOXES | {"wagons": 5}, "ends": ends, "traffic.empties": "balanced"}
    run = ran(world(changes, a=out(2, inland={"big West": 1}), b=out(4, consists={"boxes big": 1})))
    assert not performed(run.plan, "a") & performed(run.plan, "b")
    names = [name for name in run.plan.legend.itineraries if "West" in name]
    assert names == [
        "Gate HERE->THERE boxes big West", "Gate HERE->THERE boxes big West, an empty follows",
        "Gate HERE->THERE boxes big West empties", "Gate HERE->THERE boxes big West (2)",
        "Gate HERE->THERE boxes big West, an empty follows (2)", "Gate HERE->THERE boxes big West empties (2)",
    ]  # fmt: skip
    calls = [name for name in run.plan.legend.resources if name.startswith("call for ")]
    assert len(calls) == 2


def test_streams_of_one_name_have_luck_of_their_own() -> None:
    """Flow "a/b" with "c" and flow "a" with "b/c"."""
    changes = {"consists.c": BOXES, "consists.b/c": BOXES}
    traffic = traffic_of(world(changes, **{"a/b": out(2, consists={"c": 1}), "a": out(2, consists={"b/c": 1})}))
    assert [demand.stream.name for demand in traffic.demands] == ["a/b/c/West", "a/b/c/West (2)"]
    assert numbered_apart(["x", "x (2)", "x", "y"]) == ["x", "x (2)", "x (3)", "y"]


def test_an_end_that_goes_on_after_a_comma_is_another() -> None:
    ends = ENDS | {"West, north": {"at": "B", "accepts": "24 trains/day"}}
    plan = ran(world({"ends": ends}, flow=out(4, inland={"West": 0.5, "West, north": 0.5}))).plan
    assert [len(rows) for rows in plan.layout.variants.values()] == [1, 1]
    first = {plan.layout.places[plan.layout.steps.place[plan.program.step_first[row]]] for row in range(2)}
    assert first == {"A", "B"}


def test_a_flow_may_be_called_as_a_closing() -> None:
    """A - B is single until its second track opens; a flow is called as what closes it then."""
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}]}
    plans = [ran(world(double, **{name: out(4)})).plan for name in ("out", "closing of A - B")]
    counts = [Counter(plan.streams[stream].kind for stream in plan.train_stream.tolist()) for plan in plans]
    assert counts[0] == counts[1] == {Kind.FREIGHT: 8, Kind.CLOSURE: counts[0][Kind.CLOSURE]}
    assert len(set(plans[1].legend.trains)) == plans[1].program.trains
    row = plans[1].train("closing of A - B 1")
    assert plans[1].legend.trains[row] == "closing of A - B 1"


@pytest.mark.parametrize("name", ["boxes, empty", "service car", "boxes to C"])
def test_a_consist_that_no_flow_uses_changes_nothing(name: str) -> None:
    """Called as empty trains or a service are, it had lent them its speed: 41.5 for 53.5 km/h on a line."""
    flows = {"out": out(4), "back": into(2)}
    changes = {"traffic.empties": "balanced"} | services(car=service("A", "C"))
    slow = {f"consists.{name}": BOXES | {"speed": "20 km/h", "wagons": 3}}
    before, after = (line_formula(lone_line(world(c, **flows), "line")) for c in (changes, changes | slow))
    assert [floats(each).tolist() for each in after.times] == [floats(each).tolist() for each in before.times]
    assert (after.bound, after.displaced.tolist()) == (before.bound, before.displaced.tolist())
    plans = [ran(world(c, **flows)) for c in (changes, changes | slow)]
    assert plans[0].outcome.started.tolist() == plans[1].outcome.started.tolist()


def test_trains_of_a_consist_called_as_empties_run_beside_them() -> None:
    """Empties of "boxes" and loaded "boxes, empty", half as fast: each has its own times and its own luck."""
    changes = {"consists.boxes, empty": BOXES | {"speed": "30 km/h"}, "traffic.empties": "balanced"}
    scenario = world(changes, out=out(4), back=into(1, consists={"boxes, empty": 1}))
    line = lone_line(scenario, "line")
    there_and_back = [(str(train), use) for train, use in line.back.items()]
    assert sorted(name for name, _ in there_and_back) == ["boxes, empty", "boxes, empty"]
    names = [demand.stream.name for demand in line.blueprint.traffic.demands]
    assert names == ["boxes to C", "boxes, empty to A", "boxes, empty to A (2)"]
    assert {line.tracks.running.over(train, "C", "B").passing for train in line.back} == {1200, 2400}


def test_a_service_may_be_called_as_a_consist() -> None:
    line = lone_line(world(services(boxes=service("A", "C")), out=out(5), back=into(5)), "line")
    kinds = {(s.flow, s.kind.name) for s in (r.stream for r in line.services)} | {
        (d.stream.flow, d.stream.kind.name) for d in line.blueprint.traffic.demands
    }
    assert kinds == {(f"boxes to {end}", kind) for end in "AC" for kind in ("LOCAL", "FREIGHT")}
    assert len(line.blueprint_with_services.itineraries) == 4


def test_a_way_is_the_places_and_crossings_of_its_trains() -> None:
    """Out, in, and the empties of each, which run the other way."""
    traffic = traffic_of(world({"traffic.empties": "balanced"}, out=out(4), back=into(1)))
    ways = {demand.stream.flow: demand.way for demand in traffic.demands}
    assert (ways["out"].places, ways["back"].places) == (("A", "B", "C"), ("C", "B", "A"))
    assert {way.crossings for way in ways.values()} == {("Gate",)}
    [empties] = [demand.empties for demand in traffic.demands if demand.empties]
    assert (empties.itinerary.way.places, empties.direction) == (("C", "B", "A"), "THERE->HERE")
