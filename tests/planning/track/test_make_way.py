"""Freight makes way for passenger trains: it leaves them a track, and is held in its last yard, by hand.

A and C have four tracks, B two. Nobody is accepted beyond C, so freight stands there. An express takes 780 s from A to
B and 1,200 s on to C.
"""

from typing import Any

import pytest

from corridorsim.engine import run as run_program
from corridorsim.itineraries import Role
from worlds import CLOSED, Run, out, ran, resources, service, services, world

HOUR = 3600
EXPRESS = service("A", "C", kind="passenger", departs="20:00")
DOUBLE = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}


def queue(changes: dict[str, Any] | None = None, express: dict[str, Any] = EXPRESS) -> Run:
    """Six freight trains, an hour apart from midnight, then an express at eight in the evening."""
    due = {f"out {n + 1}": n * HOUR for n in range(6)} | {"express to A 1": 40 * HOUR}
    tracks = {"lines.line.points[0].tracks": 4, "traffic.departures": "spread", "window.length": "2 days"}
    return ran(world(CLOSED | services(express=express) | tracks | (changes or {}), out=out(6)), due)


@pytest.mark.parametrize("track", [{}, DOUBLE], ids=["single", "double"])
def test_freight_is_held_in_its_last_yard_while_the_next_is_full(track: dict[str, Any]) -> None:
    """Two stand at C, and B stays clear: the third waits at A until somebody leaves C."""
    run = queue(track)
    assert run.times("out 2")["arrive at C"] == HOUR + 780 + 1200
    assert "enter at A" in run.times("out 3")
    assert "arrive at B" not in run.times("out 3")
    start = 20 * HOUR
    assert run.times("express to C 1")["arrive at C"] == start + 780 + 1200


def test_without_the_rule_freight_fills_the_loops_and_nobody_comes_through() -> None:
    """Three at C, the fourth on the one track of B that is for its direction."""
    run = queue({"rules.keep_for_better": 0})
    assert run.times("out 4")["arrive at B"] == 3 * HOUR + 780
    assert "arrive at B" not in run.times("express to C 1")
    assert run.plan.layout.kept_for_better == ()
    assert not [name for name in resources(run.plan) if name.endswith("freight")]


def test_of_four_tracks_freight_has_three_and_each_of_its_exits_two() -> None:
    run = queue()
    assert resources(run.plan, "C tracks") == {"C tracks": 4, "C tracks, freight": 3}
    assert resources(run.plan, "C toward D") == {"C toward D": 3, "C toward D, freight": 2}
    assert run.plan.layout.kept_for_better == ("A", "C")  # trains could not meet on one of two tracks


def test_what_freight_may_fill_says_so_and_which_yard_it_is_a_part_of() -> None:
    plan = queue().plan
    table, names = plan.layout.resources, list(plan.legend.resources)
    part_of = {
        "C tracks, freight": "C tracks",
        "C toward D, freight": "C tracks",
        "entering at A, better trains": "A tracks",
    }
    rows = [names.index(name) for name in part_of]
    assert table.role[rows].tolist() == [Role.FREIGHT_TRACKS, Role.FREIGHT_EXIT, Role.ENTERING]
    assert [names[row] for row in table.yard[rows].tolist()] == list(part_of.values())
    assert table.exits[rows[1]] == "D"


def test_more_tracks_can_be_kept_but_two_remain_on_which_freight_meets() -> None:
    run = queue({"rules.keep_for_better": 9})
    assert resources(run.plan, "C tracks") == {"C tracks": 4, "C tracks, freight": 2}
    assert resources(run.plan, "C toward D") == {"C toward D": 3, "C toward D, freight": 1}


def test_nothing_is_kept_where_only_freight_and_local_trains_run() -> None:
    run = queue(express=EXPRESS | {"kind": "local"})
    assert run.plan.layout.kept_for_better == ()
    assert run.times("out 3")["arrive at C"] == 2 * HOUR + 780 + 1200


def test_fast_freight_is_let_through_as_passenger_trains_are() -> None:
    """A fast train, due at 20:00 behind six others: the track that is left at C is its own."""
    boxes = world().document.data["consists"]["boxes"]
    changes = CLOSED | {
        "consists.fast": boxes | {"class": "fast freight"}, "lines.line.points[0].tracks": 4,
        "traffic.departures": "spread",
    }  # fmt: skip
    due = {f"out {n + 1}": n * HOUR for n in range(6)} | {"fast 1": 20 * HOUR}
    run = ran(world(changes, out=out(6), fast=out(1, consists={"fast": 1})), due)
    assert run.times("fast 1")["arrive at C"] == 20 * HOUR + 780 + 1200


def test_the_tracks_that_freight_may_fill_shrink_with_a_yard_that_is_closed_in_part() -> None:
    """One of four closed: freight has two of three tracks, and each of its exits one."""
    closed = {"disruptions": {"works": {"closes": ["C tracks"], "units": 1, "dated": [{"since": "2025-01-01"}]}}}
    run = queue(closed)
    assert "arrive at C" in run.times("out 1")
    assert "arrive at B" not in run.times("out 2")
    assert run.times("express to C 1")["arrive at C"] == 20 * HOUR + 780 + 1200


@pytest.mark.parametrize("track", [{}, DOUBLE], ids=["single", "double"])
def test_both_engines_hold_freight_at_the_same_second(track: dict[str, Any]) -> None:
    program = queue(track).plan.program
    assert run_program(program).same_as(run_program(program, engine="simpy"))
