"""Pools of the fewest crews and more, on random lines under three times their load, with scarce wagons and engines.

No trains lock each other, and at every second the crews that are free, on trains and at rest add up to the pool.
"""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.errors import dotted
from corridorsim.measures.advice import advise
from corridorsim.model import Scenario
from corridorsim.planning.demand import freight
from corridorsim.planning.track.crews import Crews, crews_on
from corridorsim.planning.track.tracks import Tracks
from planning.test_no_gridlock import LONGEST, trees
from planning.test_random_crossings import assert_every_unit_is_somewhere, crossings
from planning.test_random_pools import assert_conserved, assert_sound, scarce
from worlds import Run, into, out, ran, world


@st.composite
def crewed(draw: st.DrawFn, worlds: st.SearchStrategy[Scenario]) -> Scenario:
    """One of these worlds with crews that change at random places, and pools for most of their trips."""
    scenario = draw(worlds)
    changes: dict[str, Any] = {}
    pools: dict[str, Any] = {}
    for name, line in scenario.lines.items():
        points = [point.name for point in line.points if point.name in scenario.network.places]
        told = [place for place in points if draw(st.booleans())]
        changes[dotted(("lines", name, "crew_changes"))] = told
        others = {point.name for other in scenario.lines if other != name for point in scenario.lines[other].points}
        ends = [p for p in points if p in {points[0], points[-1], *told} | others]
        for n, (start, end) in enumerate(combinations(ends, 2)):
            between = points[points.index(start) + 1 : points.index(end)]
            if not set(told) & set(between) and draw(st.integers(0, 3)):
                pools[f"{name} {n}"] = {
                    "line": name, "start": start, "end": end, "size": draw(st.sampled_from([2, 2, 3, 4, 8])),
                    "rest": draw(st.sampled_from(["0 h", "2 h", "9 h"])),
                }  # fmt: skip
    return scenario.change(changes | {"pools": scenario.document.data.get("pools", {}) | {"crews": pools}})


@given(crewed(trees()))
@settings(max_examples=60)
def test_no_trains_lock_each_other_on_random_lines(scenario: Scenario) -> None:
    assert_crews_sound(ran(scenario))


@given(crewed(scarce(trees())))
@settings(max_examples=40)
def test_nor_with_scarce_wagons_and_locomotives(scenario: Scenario) -> None:
    assert_crews_sound(ran(scenario))


@given(crewed(scarce(crossings())))
@settings(max_examples=20)
def test_nor_at_random_crossings(scenario: Scenario) -> None:
    run = ran(scenario)
    assert_crews_sound(run)
    assert_every_unit_is_somewhere(run)


@given(crewed(trees()))
@settings(max_examples=4)
def test_what_they_do_breaks_no_rule(scenario: Scenario) -> None:
    assert ran(scenario).violations == []


def assert_crews_sound(run: Run) -> None:
    """Nothing has locked, and of every pool the crews that are free, out and at rest are as many as there are."""
    assert_sound(run)
    kinds = [run.plan.layout.stages[stage].kind.name for stage in run.plan.layout.resources.stage]
    for pool in (row for row, kind in enumerate(kinds) if kind == "crews"):
        assert_conserved(run, pool)


def busy_between_short_loops() -> Scenario:
    """A, P, Q, C with loops at P and Q that long trains do not fit, and one crew each way between P and C."""
    points = [
        {"name": name, "at": f"{10 * n} km", "tracks": tracks, "useful_length": length}
        for n, (name, tracks, length) in enumerate(
            [("A", 4, LONGEST), ("P", 3, "500 m"), ("Q", 3, "500 m"), ("C", 2, LONGEST)]
        )
    ]
    changes = {
        "lines.line.points": points, "lines.line.crew_changes": ["P"], "window.length": "8 days",
        "consists.long": world().document.data["consists"]["boxes"] | {"wagons": 60},
        "pools": {"crews": {"depot": {"line": "line", "start": "P", "end": "C", "size": 2, "rest": "0 h"}}},
    }  # fmt: skip
    return world(changes, out=out(20, consists={"long": 0.6, "boxes": 0.4}), back=into(20))


def test_a_long_train_that_took_its_crew_as_it_left_would_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stand at P, hold slots at Q and C, and wait for the crew of a train at Q that waits for the one at C."""

    def as_it_leaves(tracks: Tracks, train: str, way: list[str]) -> Crews:
        crews = crews_on(tracks, train, way)
        return Crews({}, {**crews.leaving, **crews.with_track}, crews.arriving)

    assert_crews_sound(ran(busy_between_short_loops()))
    monkeypatch.setattr(freight, "crews_on", as_it_leaves)
    locked = ran(busy_between_short_loops())
    assert "lacks depot crews to C" in str(locked.result.gridlock)
    assert "pools.crews.depot.size" in advise(locked.plan, locked.outcome)[0].keys
