"""The rule against gridlock under disruptions: whatever is closed on random trees, for whatever time, nobody locks."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.errors import InputError
from corridorsim.model import Scenario
from corridorsim.operations import NEVER
from corridorsim.planning import lay_out
from planning.test_no_gridlock import at_work, trees
from worlds import into, out, ran, world

LENGTHS = st.sampled_from([{"distribution": "exponential"}, {"variation": 0.5}])


@st.composite
def disrupted_trees(draw: st.DrawFn) -> Scenario:
    """A tree with up to four disruptions of whatever its trains use, as the results name it."""
    tree = draw(trees())
    blueprint = lay_out(tree)
    units = np.bincount(blueprint.layout.resources.stage, blueprint.program.capacity, len(blueprint.layout.stages))
    stages = [stage.name for stage, own in zip(blueprint.layout.stages, units.tolist(), strict=True) if own]
    yards = [name for name in stages if name.endswith(" tracks")]
    targets = st.one_of(st.sampled_from(stages), st.sampled_from(yards), st.just({"crossing": "Gate"}))
    named: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 4))):
        fitting = [
            disruption
            for units_closed in (draw(st.integers(1, 3)), "all")
            for disruption in [{"closes": draw(targets), "units": units_closed} | draw(_when())]
            if _fits(tree, disruption)
        ]
        named |= {f"disruption {number}": each for each in fitting[:1]}
    return tree.change({"disruptions": named})


@st.composite
def _when(draw: st.DrawFn) -> dict[str, Any]:
    """Some hours of a day, or storms or failures of which several come in a run of days."""
    random = {"per_year": draw(st.sampled_from([100, 400])), "mean": draw(st.sampled_from(["3 h", "20 h"]))}
    failures = {"between": "12 h", "repair": draw(st.sampled_from(["1 h", "8 h"]))}
    dated = {"at": draw(st.sampled_from(["00:00", "07:00"])), "length": draw(st.sampled_from(["2 h", "20 h"]))}
    lengths = draw(LENGTHS)
    return draw(st.sampled_from([{"dated": dated}, {"random": random | lengths}, {"failures": failures | lengths}]))


def _fits(tree: Scenario, disruption: dict[str, Any]) -> bool:
    """Whether a disruption is one that the corridor has, and none that is refused with a reason."""
    try:
        lay_out(tree.change({"disruptions": {"x": disruption}}))
    except InputError:
        return False
    return True


@given(disrupted_trees())
@settings(max_examples=60)
def test_no_trains_lock_each_other_and_none_is_lost(scenario: Scenario) -> None:
    run = ran(scenario)
    assert not run.result.gridlock, str(run.result.gridlock)
    program, started = run.plan.program, run.outcome.started
    entered = started[program.operation_first[:-1]] != NEVER
    finished = started[program.operation_first[1:] - 1] != NEVER
    assert at_work(run).tolist() == (entered & ~finished).tolist()


@given(disrupted_trees())
@settings(max_examples=5)
def test_what_disruptions_do_breaks_no_rule(scenario: Scenario) -> None:
    assert ran(scenario).violations == []


@given(disrupted_trees())
@settings(max_examples=20)
def test_the_disruptions_are_worth_it(scenario: Scenario) -> None:
    """Every tree has one at least, and closings that they make are begun while trains run."""
    assert scenario.disruptions
    assert lay_out(scenario).disrupted[0].closes


def test_tracks_closed_without_the_pools_of_their_exits_would_stop_the_line() -> None:
    """One of the three tracks of B, and of C, is closed for four days, under sixty trains a day each way.

    With the pools as large as before, trains that go the same way fill both, and the line stands still for those days.
    """
    works = {"works": {"closes": ["B tracks", "C tracks"], "units": 1, "dated": {}}}
    tracks = {f"lines.line.points[{n}].tracks": 3 for n in (1, 2)}
    changes = {"window.length": "4 days", "traffic.scale": 4} | tracks
    scenario = world(changes | {"disruptions": works}, out=out(15), back=into(15))
    run = ran(scenario)
    capacity = run.plan.program.capacity.copy()
    for row, name in enumerate(run.plan.legend.resources):
        capacity[row] += name.startswith(("B toward ", "C toward "))
    wrong = ran(scenario, capacity=capacity)
    assert not run.result.gridlock
    assert run.result.handovers.route.size > 5 * wrong.result.handovers.route.size
