"""The rule against gridlock: on random trees of lines at three times what they carry, no trains lock each other."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.measures.advice import advise
from corridorsim.model import Scenario
from corridorsim.operations import NEVER
from worlds import Run, into, out, ran, service, world

DAYS = 4
OPENS = ["2025-01-01", "2025-01-03", "2026-01-01"]  # double, doubled in the run, single


LONGEST = "900 m"  # of a loop where every train fits; the long train has 840 m


@st.composite
def trees(draw: st.DrawFn) -> Scenario:
    """A line A .. C, up to two branches from points of what is there already, all with tracks and rules at random."""
    lines = {"line": _line(draw, ["A", *(f"P{n}" for n in range(draw(st.integers(0, 3)))), "C"])}
    ends = {"West": {"at": "A", "accepts": "24 trains/day"}, "East": {"at": "D", "accepts": "48 trains/day"}}
    for branch in range(draw(st.integers(0, 2))):
        points = [point["name"] for line in lines.values() for point in line["points"] if point["tracks"] > 1]
        own = [f"{'QR'[branch]}{n}" for n in range(draw(st.integers(1, 3)))]
        lines[f"branch {branch}"] = _line(draw, [draw(st.sampled_from(points)), *own])
        ends[own[-1]] = {"at": own[-1], "accepts": "24 trains/day"}
    inland = dict.fromkeys(sorted(set(ends) - {"East"}), 1 / (len(ends) - 1))
    services = {
        end: {"kind": kind, "start": "C", "end": ends[end]["at"], "pairs": "5 trains/day", "speed": "60 km/h"}
        for end, kind in zip(inland, ("passenger", "local", "local"), strict=False)
    }
    classes = st.sampled_from(["freight", "fast freight", "passenger"])
    long = world().document.data["consists"]["boxes"] | {"wagons": 60, "class": draw(classes)}
    changes = {
        "consists.boxes.class": draw(classes),
        "window.length": f"{DAYS} days", "lines": lines, "ends": ends, "traffic.services": services,
        "consists.long": long,
        "rules.arrival_interval": draw(st.sampled_from(["0 min", "4 min"])),
        "rules.following_interval": draw(st.sampled_from(["1 min", "4 min"])),
        "traffic.empties": draw(st.sampled_from(["balanced", "none"])),
        "traffic.scale": 3, "rules.keep_for_better": draw(st.sampled_from([0, 1, 1, 2, 9])),
        "crossings.Gate.one_way": draw(st.sampled_from([0.3, 0.6, 1])),
        "crossings.Gate.near.other_tracks": draw(st.integers(2, 4)),
        "crossings.Gate.near.fronts": draw(st.integers(1, 3)),
        "crossings.Gate.far.own_tracks": draw(st.integers(2, 4)),
        "crossings.Gate.far.other_tracks": draw(st.integers(2, 4)),
        "crossings.Gate.under_way": draw(st.sampled_from([{}, {"HERE->THERE": 4}, {"THERE->HERE": 4}])),
    }  # fmt: skip
    consists = draw(st.sampled_from([{"boxes": 1}, {"boxes": 0.7, "long": 0.3}]))
    gives_up = draw(st.sampled_from([{}, {"patience": {"waits": "12 h", "variation": 1}}]))
    changes["traffic.loading_stops"] = draw(st.dictionaries(st.sampled_from("ab"), _loading_stops(), max_size=2))
    return world(changes, out=out(15, inland=inland, consists=consists, **gives_up), back=into(15, inland=inland))


def _loading_stops() -> st.SearchStrategy[dict[str, Any]]:
    """A rule by which loading stops for a direction."""
    return st.fixed_dictionaries(
        {
            "direction": st.sampled_from(["HERE->THERE", "THERE->HERE"]),
            "counts": st.sampled_from(["under way", "waiting"]),
            "begins_at": st.integers(3, 6),
            "ends_at": st.integers(0, 2),
            "notice": st.sampled_from(["0 h", "6 h"]),
        }
    )


def _line(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """Points 10 km apart with 1 to 4 tracks between the ends, a second track, closings, blocks and short loops."""
    last_one = len(names) - 1
    points = [
        {
            "name": name, "at": f"{10 * n} km",
            "tracks": draw(st.integers(1 if 0 < n < last_one else 2, 4)),
            "useful_length": draw(st.sampled_from(["500 m", LONGEST])) if 0 < n < last_one else LONGEST,
            "throat": draw(st.sampled_from([None, {"routes": 1, "time": "3 min"}])),
        }
        for n, name in enumerate(names)
    ]  # fmt: skip
    for point in points:
        if point["tracks"] == 1:
            point["kind"] = draw(st.sampled_from(["siding", "block post"]))
    stops = [point["name"] for point in points if point["tracks"] > 1]
    first = draw(st.integers(0, len(stops) - 2))
    last = draw(st.integers(first + 1, len(stops) - 1))
    second = {"start": stops[first], "end": stops[last], "opens": draw(st.sampled_from(OPENS))}
    block = draw(st.sampled_from(["semi-automatic", "automatic"]))
    if block == "semi-automatic":
        second["block"] = draw(st.sampled_from(["semi-automatic", "automatic"]))
    return world().document.data["lines"]["line"] | {
        "points": points, "second_track": [second], "headway": draw(st.sampled_from(["3 min", "10 min"])),
        "block": block, "group": draw(st.integers(1, 3)),
        "possessions": draw(st.lists(_possessions(names), max_size=2)),
        "cuts": draw(st.lists(_cuts(names), max_size=2)),
        "block_length": draw(st.sampled_from([None, "4 km"])),
        "opens": draw(st.sampled_from([None, "2025-01-02"])),
        "restrictions": draw(st.sampled_from([[], [{"start": "2 km", "end": "6 km", "speed": "20 km/h", "at": "06:00",
                                                    "length": "4 h"}]])),
    }  # fmt: skip


@st.composite
def _possessions(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A window of some hours every day, or a whole day, on a stretch of the line."""
    first = draw(st.integers(0, len(names) - 2))
    when = draw(st.sampled_from([{"at": "05:00", "length": "3 h"}, {"since": "2025-01-02", "until": "2025-01-03"}]))
    tracks = draw(st.sampled_from(["one", "all"]))
    return {"start": names[first], "end": names[draw(st.integers(first + 1, len(names) - 1))], "tracks": tracks} | when


@st.composite
def _cuts(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A few trains a day, in both directions or in each, on a stretch of the line, from the start or for a time."""
    first = draw(st.integers(0, len(names) - 2))
    number = {draw(st.sampled_from(["trains", "pairs"])): f"{draw(st.sampled_from([1, 3, 10]))} trains/day"}
    when = draw(st.sampled_from([{}, {"since": "2025-01-02"}, {"since": "2025-01-02", "until": "2025-01-04"}]))
    return {"start": names[first], "end": names[draw(st.integers(first + 1, len(names) - 1))]} | number | when


@given(trees())
@settings(max_examples=80)
def test_no_trains_lock_each_other_and_none_is_lost(scenario: Scenario) -> None:
    run = ran(scenario)
    assert not run.result.gridlock, str(run.result.gridlock)
    program, started = run.plan.program, run.outcome.started
    entered = started[program.operation_first[:-1]] != NEVER
    finished = started[program.operation_first[1:] - 1] != NEVER
    assert np.all(entered[finished])
    assert at_work(run).tolist() == (entered & ~finished).tolist()


def at_work(run: Run) -> np.ndarray:
    """Trains that are in one step, and wait for the next or perform it still, as the run ends."""
    begun = run.outcome.started != NEVER
    train = run.plan.program.operation_train
    next_not = np.append(~begun[1:], True) | np.append(train[1:] != train[:-1], True)
    last_of_train = np.append(train[1:] != train[:-1], True)
    at = begun & next_not & ~last_of_train
    return np.bincount(train[at], minlength=run.plan.program.trains) == 1


@given(trees())
@settings(max_examples=5)
def test_what_the_trees_do_breaks_no_rule(scenario: Scenario) -> None:
    assert ran(scenario).violations == []


def test_the_trees_are_worth_it() -> None:
    """The world at 60 trains a day each way: far more wait than pass, and yet some pass."""
    run = ran(world({"window.length": f"{DAYS} days", "traffic.scale": 4}, out=out(15), back=into(15)))
    assert 0 < run.result.handovers.route.size < 2 * 60 * DAYS / 2


def test_without_the_rule_they_would_and_are_told_how_to_switch_it_on() -> None:
    """The same with every track of a yard open to every exit: what locks is explained, and the rule named."""
    busy = world({"window.length": f"{DAYS} days", "traffic.scale": 3}, out=out(15), back=into(15))
    unruled = ran(busy.change({"rules.keep_free": 0}))
    assert not ran(busy).result.gridlock
    assert unruled.result.gridlock
    first = advise(unruled.plan, unruled.outcome)[0]
    assert "free for" in first.rule
    assert first.keys[0] == "rules.keep_free"
    assert not ran(busy.change({first.keys[0]: 1})).result.gridlock


def test_a_long_train_does_not_stand_on_single_track_before_a_short_place_of_double_track() -> None:
    """Four trains, A 780 P 600 Q 780 C at first: short ones cross on P - Q, long ones follow from both ends.

    Each short one waits for the section on which a long one comes. Were the long ones to wait at P and Q with their
    tails there, each would keep the short one that takes up the track that the other lacks.
    """
    points = [
        {"name": name, "at": f"{10 * n} km", "tracks": tracks, "useful_length": length}
        for n, (name, tracks, length) in enumerate(
            [("A", 4, LONGEST), ("P", 2, "500 m"), ("Q", 2, "500 m"), ("C", 4, LONGEST)]
        )
    ]
    changes = {
        "lines.line.points": points, "lines.line.headway": "3 min", "lines.line.block_length": "20 km",
        "lines.line.second_track": [{"start": "P", "end": "Q", "opens": OPENS[0]}],
        "consists.long": world().document.data["consists"]["boxes"] | {"wagons": 60},
        "traffic.departures": "spread", "crossings.Gate.border": {"run": "20 min", "back": "10 min", "far_tracks": 2},
    }  # fmt: skip
    long = {"consists": {"long": 1}}
    flows = {"out": out(1), "back": into(1), "out long": out(6, **long), "back long": into(6, **long)}
    run = ran(world(changes, **flows), {"out 1": 15_600, "out long 1": 15_700, "back 1": 0, "back long 1": 100})
    assert not run.result.gridlock, str(run.result.gridlock)
    there, back = run.times("out long 1"), run.times("back long 1")
    assert there["enter at A"] == back["forming at C"] + 1800 == 15_700
    assert there["A - P"] == back["C - Q"] == 15_600 + 780 + 600 + 600 + 60  # once P - Q is clear of the short ones
    assert there["P - Q"] == there["arrive at P"] == there["A - P"] + 780


def test_a_long_train_behind_a_fast_one_does_not_keep_the_headway_from_it() -> None:
    """Two trains on A - B, double since the second day: the express ahead would wait for the headway beyond B.

    The other does not fit at B, and has that headway since it left A.
    """
    short = {
        "lines.line.points[1].useful_length": "100 m", "lines.line.points[1].tracks": 4,
        "lines.line.headway": "3 min", "lines.line.block_length": "2500 m", "traffic.departures": "spread",
        "lines.line.second_track": [
            {"start": "A", "end": "B", "opens": "2025-01-02"}, {"start": "B", "end": "C", "opens": OPENS[0]},
        ],
        "traffic.services": {"express": service("A", "C", kind="passenger", departs="00:20")},
    }  # fmt: skip
    run = ran(world(short, out=out(1)), {"out 1": 86_400 + 1200})
    express, freight = run.times("express to C 2"), run.times("out 1")
    assert express["A - B block 1"] < freight["A - B block 1"] < express["A - B block 4"]
    assert freight["B - C block 1"] < express["B - C block 1"]  # it goes first, as the express has a track at B
    assert not run.result.gridlock, str(run.result.gridlock)
