"""Crews where they are lacking: who takes one where, when it is there again, and who passes meanwhile, by hand.

A train from A to C is under way for 780 + 1,200 s, one from C to A for 1,380 + 600 s.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Kind
from worlds import Run, into, out, ran, resources, service, services, world

HOUR = 3600
SPREAD = {"window.length": "4 days", "traffic.departures": "spread"}
B_CHANGES = {"lines.line.crew_changes": ["B"]}


def pool(start: str, end: str, **keys: Any) -> dict[str, Any]:
    return {"line": "line", "start": start, "end": end, "size": 2, "rest": "3 h"} | keys


def crews(**named: dict[str, Any]) -> dict[str, Any]:
    return {"pools": {"crews": named}}


WHOLE = crews(depot=pool("A", "C"))


def test_a_train_sets_out_with_the_crew_of_the_one_before_when_it_has_rested() -> None:
    """It stands on its track at A until then."""
    run = ran(world(SPREAD | WHOLE, out=out(1)), {"out 1": 0, "out 2": HOUR})
    assert run.times("out 1")["arrive at C"] == 780 + 1200
    assert run.times("out 2")["enter at A"] == HOUR
    assert run.times("out 2")["A - B"] == 780 + 1200 + 3 * HOUR


def test_rest_counts_from_the_arrival_however_long_the_train_was_under_way() -> None:
    """B - C is closed from midnight to four; having stopped at B costs 180 s."""
    closed = [{"start": "B", "end": "C", "tracks": "all", "at": "00:00", "length": "4 h"}]
    late = {"lines.line.possessions": closed}
    run = ran(world(SPREAD | WHOLE | late, out=out(1)), {"out 1": 0, "out 2": HOUR})
    arrived = run.times("out 1")["arrive at C"]
    assert arrived == 4 * HOUR + 1200 + 180
    assert run.times("out 2")["A - B"] == arrived + 3 * HOUR


def test_half_of_the_crews_are_for_each_way() -> None:
    """Three are one each way; the queue at A leaves the trains from C theirs."""
    named = crews(depot=pool("A", "C", size=3))
    run = ran(world(SPREAD | named, out=out(2), back=into(1)), {"out 1": 0, "out 2": 0, "out 3": 0, "back 1": 0})
    assert resources(run.plan, "depot") == {"depot crews to C": 1, "depot crews to A": 1}
    ready = run.times("back 1")["forming at C"] + 1800
    assert run.times("out 3")["enter at A"] < ready < run.times("out 3")["A - B"]
    assert run.times("back 1")["C - B"] == ready


def test_a_train_waits_at_the_place_of_change_and_lets_others_pass() -> None:
    """At B the second from A waits on its track for a crew onward, and the train from C passes it."""
    named = crews(near=pool("A", "B", size=20), far=pool("B", "C", rest="12 h"))
    run = ran(world(SPREAD | B_CHANGES | named, out=out(1), back=into(1)), {"out 1": 0, "out 2": HOUR, "back 1": 0})
    waits = run.times("out 2")
    assert waits["arrive at B"] == HOUR + 780
    assert waits["B - C"] == 780 + 1200 + 12 * HOUR
    passes = run.times("back 1")
    assert waits["arrive at B"] < passes["arrive at B"] == passes["B - A"] < waits["B - C"]
    assert passes["arrive at B"] - passes["C - B"] == 1380


def test_who_waits_for_a_crew_holds_no_section_and_has_stopped() -> None:
    """Having stopped at B costs 180 s; meanwhile the third has come over the section behind."""
    named = crews(far=pool("B", "C", rest="12 h"))
    run = ran(world(SPREAD | B_CHANGES | named, out=out(1)), {"out 1": 0, "out 2": HOUR, "out 3": 2 * HOUR})
    second, third = run.times("out 2"), run.times("out 3")
    assert second["arrive at C"] - second["B - C"] == 1200 + 180
    assert third["arrive at B"] == 2 * HOUR + 780 < second["B - C"]


JUNCTION = {
    "lines.branch": {
        "source": "invented", "gauge": "1520 mm", "tracks": {"siding": 2, "station": 4}, "useful_length": "850 m",
        "speed_limit": "60 km/h", "headway": "14 min",
        "points": [{"name": "B", "at": "0 km"}, {"name": "Q", "at": "10 km", "kind": "station"}],
    },
    "ends.South": {"at": "Q", "accepts": "24 trains/day"},
}  # fmt: skip
SOUTH = {"inland": {"South": 1}}


def taken(run: Run) -> dict[str, set[str]]:
    """By kind of train and resource of crews, the steps in which it is taken."""
    program, told = run.plan.program, {}
    steps = np.repeat(np.arange(program.steps), np.diff(program.take_first))
    for step, resource in zip(steps.tolist(), program.take_resource.tolist(), strict=True):
        name = run.plan.legend.resources[resource]
        if " crews to " in name:
            told.setdefault(name, set()).add(run.plan.legend.steps[step])
    return told


def test_a_train_that_leaves_the_line_gives_its_crew_back_there() -> None:
    """From C to Q it is on the line as far as B."""
    run = ran(world(SPREAD | JUNCTION | WHOLE, back=into(1, **SOUTH)), {"back 1": 0, "back 2": 0})
    assert taken(run) == {"depot crews to A": {"C - B"}}
    assert run.times("back 2")["C - B"] == run.times("back 1")["arrive at B"] + 3 * HOUR


def test_a_train_that_comes_onto_the_line_between_takes_none_of_the_whole_stretch() -> None:
    assert taken(ran(world(JUNCTION | WHOLE, out=out(1, **SOUTH)))) == {}


def test_but_of_a_pool_of_its_own_between_there_and_the_next_change() -> None:
    """So do those that leave the line there, and those from end to end do not."""
    named = crews(depot=pool("A", "C"), junction=pool("B", "C"))
    both = ran(world(JUNCTION | named, out=out(1, **SOUTH), back=into(1, **SOUTH)))
    assert taken(both) == {"junction crews to C": {"B - C"}, "junction crews to B": {"C - B"}}
    through = ran(world(JUNCTION | named, out=out(1), back=into(1)))
    assert taken(through) == {"depot crews to C": {"A - B"}, "depot crews to A": {"C - B"}}


def test_where_crews_change_they_change_for_every_train() -> None:
    named = crews(near=pool("A", "B"), far=pool("B", "C"))
    run = ran(world(B_CHANGES | named, out=out(1), back=into(1)))
    assert taken(run) == {
        "near crews to B": {"A - B"}, "far crews to C": {"B - C"}, "far crews to B": {"C - B"},
        "near crews to A": {"B - A"},
    }  # fmt: skip


def test_a_stretch_without_a_pool_has_crews_enough() -> None:
    run = ran(world(SPREAD | B_CHANGES | crews(far=pool("B", "C")), out=out(1)))
    assert taken(run) == {"far crews to C": {"B - C"}}


def test_empty_trains_take_crews_and_passenger_and_local_trains_do_not() -> None:
    running = services(car=service("A", "C"), express=service("A", "C", kind="passenger"))
    run = ran(world(SPREAD | WHOLE | running | {"traffic.empties": "balanced"}, out=out(1)))
    takes = {run.plan.streams[stream].kind for stream in run.plan.train_stream[trains_that_take(run)].tolist()}
    assert takes == {Kind.FREIGHT, Kind.EMPTY}


def trains_that_take(run: Run) -> np.ndarray:
    """Trains that take a crew."""
    program = run.plan.program
    crew = np.array([" crews to " in name for name in run.plan.legend.resources])
    step = np.repeat(np.arange(program.steps), np.diff(program.take_first))[crew[program.take_resource]]
    return np.unique(program.operation_train[np.isin(program.operation_step, step)])


def test_a_train_longer_than_the_loop_at_the_change_takes_the_crew_onward_with_its_slot_there() -> None:
    """It could not stand there without its tail in the section behind."""
    short = {"lines.line.points[1].useful_length": "100 m"}
    named = crews(near=pool("A", "B"), far=pool("B", "C"))
    run = ran(world(SPREAD | B_CHANGES | named | short, out=out(1)), {"out 1": 0, "out 2": HOUR})
    assert taken(run) == {"near crews to B": {"A - B"}, "far crews to C": {"A - B"}}
    assert run.times("out 2")["A - B"] == 780 + 1200 + 3 * HOUR


DOUBLE = {"lines.line.second_track": [{"start": "A", "end": "B", "opens": "2025-01-01"}]}


def test_on_double_track_it_takes_it_with_the_last_block() -> None:
    short = {"lines.line.points[1].useful_length": "100 m", "lines.line.block_length": "5 km"}
    run = ran(world(SPREAD | B_CHANGES | DOUBLE | short | crews(far=pool("B", "C")), out=out(1)))
    assert taken(run) == {"far crews to C": {"A - B block 2"}}


def test_crews_set_out_on_double_track_with_the_first_block() -> None:
    run = ran(world(SPREAD | DOUBLE | {"lines.line.block_length": "5 km"} | WHOLE, out=out(1)))
    assert taken(run) == {"depot crews to C": {"A - B block 1"}}


def test_crews_may_be_on_strike() -> None:
    """One of the two toward C is, for the first day; the other comes back at 1,980 s + 3 h."""
    strike = {"closes": "depot crews to C", "units": 1, "dated": {"since": "2025-01-01", "until": "2025-01-02"}}
    named = crews(depot=pool("A", "C", size=4)) | {"disruptions": {"strike": strike}}
    run = ran(world(SPREAD | named, out=out(1)), {"out 1": 0, "out 2": HOUR})
    assert run.times("out 2")["A - B"] == 780 + 1200 + 3 * HOUR


@pytest.mark.parametrize("size", [2, 3])
def test_a_pool_of_one_crew_each_way_lets_all_trains_through(size: int) -> None:
    run = ran(world(SPREAD | crews(depot=pool("A", "C", size=size, rest="0 h")), out=out(3), back=into(3)))
    assert not run.result.gridlock
    assert run.violations == []
    assert len(run.all_times("leave for West")) > 8
