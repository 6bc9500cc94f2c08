"""Every stage of the crossing where it binds, and where it does not.

A crossing with room for everything takes the 40 trains a day that come. Then one stage is made slow: 3 hours a train
and n units, so that 8 n trains pass a day. A unit more lets more trains pass, a unit less fewer; and where a stage has
as many as the trains ever use at once, a unit more changes nothing, to the second, and a unit less something.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from worlds import Run, out, ran, world

HOURS = {"mean": "3 h"}
PLENTY = 60
AMPLE: dict[str, Any] = {
    "window.length": "8 days",
    "lines.line.points[2].tracks": 80,
    "ends.East.accepts": "400 trains/day",
    "crossings.Gate.accepts.HERE->THERE": "200 trains/day",
    "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 9},
    "crossings.Gate.near.control.lanes": PLENTY,
    "crossings.Gate.far.control.lanes": PLENTY,
    "crossings.Gate.far.fronts": PLENTY,
    "crossings.Gate.far.own_tracks": 80,
    "crossings.Gate.far.other_tracks": 80,
    "consists.boxes.commodity": "boxes",
}
YARD = {"commodities": ["boxes"], "fronts": PLENTY, "machines": PLENTY, "works": "containers", "rate": 10 / 3}
XRAY = {"name": "X-ray", "lanes": PLENTY, "leaving": HOURS, "entering": HOURS}
SHUNTING = {"engines": PLENTY, "move": {"mean": "90 min"}}
PAPERS = {"desks": PLENTY, "time": HOURS}
INSPECTION = {"gangs": PLENTY, "time": HOURS}


def trains_a_day(n: int) -> str:
    return f"{8 * n} trains/day"


class Case(NamedTuple):
    """A stage: which key is its number of units, what makes it slow, and how many units bind."""

    key: str
    slow: dict[str, Any]
    binds: int = 2
    told: Callable[[int], Any] = int
    kind: str = ""
    enough: int = 6  # the least units with which no train ever waits for it: one train comes every 36 minutes


FAR, NEAR = "crossings.Gate.far", "crossings.Gate.near"
THROUGH_A_STACK = {
    "consists.boxes.onward": "boxes",
    f"{FAR}.gauge_break": {"yard": YARD | {"rate": 1000, "stack": {"units": 600, "dwell": "3 h"}}},
}
CASES = {
    "control leaving": Case(f"{NEAR}.control.lanes", {f"{NEAR}.control.leaving": HOURS}, kind="control"),
    "control entering": Case(f"{FAR}.control.lanes", {f"{FAR}.control.entering": HOURS}, kind="control"),
    "a further control": Case(f"{NEAR}.control.further[0].lanes", {f"{NEAR}.control.further": [XRAY]}, kind="control"),
    "reception": Case(f"{NEAR}.reception", {f"{NEAR}.control.leaving": HOURS}, kind="tracks", enough=7),
    "waiting": Case(
        f"{NEAR}.waiting",
        {"crossings.Gate.refused": {"HERE->THERE": {"share": "50 %", "again": "3 h"}}}, kind="tracks", enough=9,
    ),
    "acceptance": Case("crossings.Gate.accepts.HERE->THERE", {}, told=trains_a_day, kind="acceptance"),
    "lots": Case(
        "crossings.Gate.lots.HERE->THERE.trains",
        {"crossings.Gate.lots": {"HERE->THERE": {"trains": 3, "span": "3 h"}}}, kind="acceptance",
    ),
    "border tracks": Case("crossings.Gate.border.near_tracks", {"crossings.Gate.border.back": "160 min"},
                          kind="border track"),
    "tracks of the other gauge": Case(
        f"{FAR}.other_tracks", {f"{FAR}.control.entering": HOURS}, 3, kind="tracks", enough=10
    ),
    "plain fronts": Case(f"{FAR}.fronts", {"consists.boxes.transshipment": HOURS}, kind="fronts"),
    "fronts of a yard": Case(
        f"{FAR}.gauge_break.yard.fronts",
        {f"{FAR}.gauge_break": {"yard": YARD}, "consists.boxes.transshipment": HOURS}, kind="fronts",
    ),
    "machines": Case(
        f"{FAR}.gauge_break.yard.machines",
        {f"{FAR}.gauge_break": {"yard": YARD}, "consists.boxes.transshipment": HOURS}, kind="machines",
    ),
    "stack": Case(f"{FAR}.gauge_break.yard.stack.units", THROUGH_A_STACK, 3, lambda n: 10 * n, "stack", 13),
    "shunting": Case(f"{FAR}.shunting.engines", {f"{FAR}.shunting": SHUNTING}, kind="shunting", enough=7),
    "inspection": Case(f"{FAR}.inspection.gangs", {f"{FAR}.inspection": INSPECTION}, kind="inspection"),
    "paper work": Case(f"{FAR}.paper_work.desks", {f"{FAR}.paper_work": PAPERS}, kind="paper work"),
    "locomotives": Case(
        "crossings.Gate.locomotives.HERE->THERE.number",
        {"crossings.Gate.locomotives": {"HERE->THERE": {"number": 3, "turn": "3 h"}}}, kind="border locomotives",
    ),
    "own tracks": Case(f"{FAR}.own_tracks", {"crossings.Gate.forming": HOURS}, 4, kind="tracks", enough=10),
    "departure": Case(f"{FAR}.departure", {"crossings.Gate.forming": HOURS}, 4, kind="tracks", enough=10),
    "embargo": Case("crossings.Gate.under_way.HERE->THERE",
                    {f"{NEAR}.control.leaving": HOURS, "crossings.Gate.under_way": {"HERE->THERE": 9}},
                    kind="embargo", enough=8),
}  # fmt: skip


def busy(case: Case, units: int) -> Run:
    """Forty trains a day at the crossing with so many units of one stage."""
    return ran(world(AMPLE | case.slow | {case.key: case.told(units)}, out=out(40)))


def passed(run: Run) -> int:
    return len(run.all_times("leave for East"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_where_it_binds_a_unit_more_lets_more_trains_pass_and_a_unit_less_fewer(case: Case) -> None:
    less, as_it_is, more = (busy(case, case.binds + change) for change in (-1, 0, 1))
    assert passed(less) < passed(as_it_is) < passed(more)
    for run in (less, as_it_is, more):
        assert not run.result.gridlock
        assert run.violations == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_where_it_just_suffices_a_unit_more_changes_nothing_and_a_unit_less_something(case: Case) -> None:
    less, enough, more = (busy(case, case.enough + change) for change in (-1, 0, 1))
    assert np.array_equal(enough.outcome.started, more.outcome.started)
    assert enough.plan.program.capacity.tolist() != more.plan.program.capacity.tolist()
    assert not np.array_equal(less.outcome.started, enough.outcome.started)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_key_that_changes_it_is_told(case: Case) -> None:
    scenario = world(AMPLE | case.slow | {case.key: case.told(case.binds)}, out=out(40))
    stages = {(stage.key.replace('"', ""), stage.kind.name) for stage in ran(scenario).plan.layout.stages}
    key = case.key.removesuffix(".trains").removesuffix(".number").replace(".near_tracks", "")
    assert (key, case.kind) in stages


def test_the_crossing_with_room_for_everything_takes_all_that_come() -> None:
    run = ran(world(AMPLE, out=out(40)))
    assert passed(run) > 7.5 * 40
