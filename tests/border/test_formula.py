"""Capacity by formula against what crossings at random pass under three times their load."""

import numpy as np
import pytest
from hypothesis import given, settings

from border.test_study import AMPLE
from corridorsim.arrays import Floats, Ints
from corridorsim.border.formula import formula_table
from corridorsim.itineraries import Activity
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.measures.occupation.availability import Availability, measure_availability
from corridorsim.measures.occupation.gates import Gates, behind_gates, measure_gates
from corridorsim.measures.occupation.unhindered import measure_unhindered
from corridorsim.model import Scenario
from planning.test_random_crossings import crossings
from worlds import Run, closings, into, out, ran, world


def passed(run: Run, resource: int) -> Ints:
    """Per train, whether it took something in the window; who is refused gives it back at once."""
    program, columns = run.plan.program, run.columns
    steps = np.repeat(np.arange(program.steps), np.diff(program.take_first))[program.take_resource == resource]
    takes = np.isin(np.arange(program.steps), steps) & (run.plan.layout.steps.activity != Activity.REFUSE)
    taken = columns.begun(takes, columns.is_train)
    return np.bincount(taken.train[columns.inside(taken.operation)], minlength=program.trains) > 0


def overruns(run: Run, gates: Gates, resource: int) -> int:
    """How many units may be at work when the window ends, or when they, or the gate before them, close."""
    units = int(run.plan.program.capacity[resource])
    names, closed = run.plan.legend.resources, closings(run.plan)
    gate = int(gates.gate[resource])
    return units + len(closed.get(names[resource], ())) + (units * len(closed.get(names[gate], ())) if gate >= 0 else 0)


def told(run: Run) -> tuple[Floats, Ints, Availability, Gates]:
    """(trains, resources) unit-seconds of each train by itself; whether all is known; what is open."""
    program = run.plan.program
    every = np.arange(program.resources)
    alone = measure_unhindered(run.plan, np.arange(program.trains), program.trains, every)
    gates = measure_gates(run.plan, every, alone.held)
    return alone.mean, alone.known, behind_gates(measure_availability(run.plan, every), gates), gates


@given(crossings())
@settings(max_examples=20, deadline=None)
def test_nothing_passes_more_than_the_formula_says_that_it_carries(scenario: Scenario) -> None:
    """The work of all trains that came to it in the window is no more than its open time.

    What began before the window ends, or before something closes, is finished: so much more, for the longest work of
    any train, each unit may do. It is all the margin that there is: no train holds anything for less than it does if
    it never waits.
    """
    run = ran(scenario)
    work, known, opening, gates = told(run)
    seconds = run.columns.end - run.columns.begin
    for row in np.flatnonzero(known).tolist():
        there = opening.units[row] * opening.share[row] * seconds
        margin = overruns(run, gates, row) * work[:, row].max()
        assert work[passed(run, row), row].sum() <= there + margin, run.plan.legend.resources[row]


BOTH: dict[str, object] = {
    "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 9, "far_tracks": 1},
    "crossings.Gate.near.control": {"lanes": 3, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}},
    "lines.line.second_track": [{"start": "A", "end": "C", "opens": "2020-01-01"}], "lines.line.headway": "3 min",
    "window.length": "30 days",
}  # fmt: skip


def carries(out_trains: float, in_trains: float) -> dict[tuple[str, str], float]:
    """Trains a day by direction and stage."""
    planned = ran(world(AMPLE | BOTH, out=out(out_trains), back=into(in_trains))).plan
    crossing_stages = read_crossing_stages(planned, "Gate")
    rows = [
        (crossing_stages.routes[route].direction, planned.layout.stages[stage].name)
        for route, stage, _ in crossing_stages.rows
    ]
    return dict(zip(rows, formula_table(planned, crossing_stages)["capacity_trains_per_day"].tolist(), strict=True))


def test_a_direction_asks_for_no_more_than_the_rest_of_its_way_lets_through() -> None:
    """Three lanes for 72 trains of an hour; 36 are due out and 72 in, of which one track of half an hour lets 48 pass.

    Of 84 that come each direction gets the same share: 36 x 72 / 84 and 48 x 72 / 84.
    """
    told = carries(36, 72)
    assert told["THERE->HERE", "D - C 1435 mm"] == pytest.approx(48)
    assert told["HERE->THERE", "C control"] == pytest.approx(36 * 72 / 84, rel=0.01)
    assert told["THERE->HERE", "C control"] == pytest.approx(48 * 72 / 84, rel=0.01)


def test_what_the_others_leave_is_there_where_all_that_come_can_pass() -> None:
    """20 out and 90 in, of which 48 can come: 68 of 72."""
    told = carries(20, 90)
    assert told["HERE->THERE", "C control"] == pytest.approx(72 - 48, rel=0.01)
    assert told["THERE->HERE", "C control"] == pytest.approx(72 - 20, rel=0.01)


@pytest.mark.parametrize("onward", [{}, {"onward": "boxes"}])
def test_clearance_has_no_formula_and_changes_none(onward: dict[str, str]) -> None:
    """It only counts what has passed, of trains and of goods in a stack alike."""
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    yard = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 10, "stack": {"units": 19}}
    changes = {
        "consists.boxes": boxes | {"commodity": "boxes"} | onward, "traffic.empties": "balanced",
        "crossings.Gate.far.gauge_break": {"yard": yard}, "crossings.Gate.near.gauge_break": {"yard": yard},
    }  # fmt: skip
    found = []
    for clearance in ({}, {"crossings.Gate.far.control.clearance": "9 h"}):
        planned = ran(world(changes | clearance, out=out(4), back=into(1))).plan
        stages = read_crossing_stages(planned, "Gate")
        names = [(planned.layout.stages[stage].name, route, goes_on) for route, stage, goes_on in stages.rows]
        table = formula_table(planned, stages)
        found.append(dict(zip(names, table["capacity_trains_per_day"].tolist(), strict=True)))
    without, with_it = found
    own = [name for name in with_it if name not in without]
    assert own
    assert np.isnan([with_it[name] for name in own]).all()
    assert {name: with_it[name] for name in without} == pytest.approx(without, nan_ok=True)
