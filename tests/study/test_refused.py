"""Trains that are refused and not yet back, or cut by the window at any stage, are measured like all others."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim import example, read
from corridorsim.border.study import study_border
from corridorsim.border.visits import KINDS, WHOLE
from corridorsim.measures import measure
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.model import Scenario
from corridorsim.planning import lay_out, plan_replication
from corridorsim.recovery.study import recover
from corridorsim.story.stops import tell
from corridorsim.study.outcome import outcome_of
from worlds import into, out, world

REFUSED = {"THERE->HERE": {"share": "10 %", "again": "3 h"}}


def test_a_second_refusal_that_no_train_of_the_first_replication_meets_is_worked_all_the_same() -> None:
    """Ten days of the example: a train of another replication was refused twice, and no part had those hours."""
    changes = {"window.length": "10 days", "window.warm_up": "2 days", "crossings.Border.refused": REFUSED}
    table = study_border(read(example()).change(changes), "Border").timeline
    again = table["stage"] == "refused at Beyond (time 2)"
    assert table["mean_h"][again & (table["of"] == KINDS[0])] > 0
    for kind in KINDS[:2]:
        own = (table["route"] == "THERE->HERE") & (table["of"] == kind)
        whole = own & (table["stage"] == WHOLE)
        assert table["mean_h"][own & ~whole].sum() == pytest.approx(table["mean_h"][whole][0])


@pytest.mark.parametrize("replication", range(3))
def test_what_a_visit_is_made_of_does_not_depend_on_the_luck_of_its_trains(replication: int) -> None:
    scenario = world({"crossings.Gate.refused": REFUSED, "window.length": "5 days"}, out=out(3), back=into(3))
    blueprint = lay_out(scenario)
    chains = [read_crossing_stages(plan_replication(blueprint, seed, replication), "Gate") for seed in (1, 2)]
    assert chains[0].parts == chains[1].parts
    assert sum(part.name.startswith("refused at D") for part in chains[0].parts[1]) == 2


@st.composite
def cut(draw: st.DrawFn) -> Scenario:
    """A short window over few or many trains, refused once, again, or until after its end; stages long or nothing."""
    share = st.sampled_from(["1 %", "10 %", "50 %"])
    refused = {
        direction: {"share": draw(share), "again": draw(st.sampled_from(["1 h", "3 h", "4 days"]))}
        for direction in ("HERE->THERE", "THERE->HERE")
        if draw(st.booleans())
    }
    times = st.sampled_from(["0 h", "1 h", "30 h"])
    shunting = {"engines": 1, "move": {"mean": draw(st.sampled_from(["0 h", "20 min"]))}}
    changes: dict[str, Any] = {
        "window.length": f"{draw(st.sampled_from([1, 2, 5]))} days",
        "window.warm_up": f"{draw(st.sampled_from([0, 1, 3]))} days",
        "seed": draw(st.integers(1, 999)), "replications": draw(st.integers(1, 3)),
        "crossings.Gate.refused": refused,
        "crossings.Gate.near.control.leaving": {"mean": draw(times), "variation": 0.5},
        "crossings.Gate.border.run": draw(st.sampled_from(["20 min", "10 h"])),
        "crossings.Gate.day_begins": draw(st.sampled_from([{}, {"HERE->THERE": "18:00"}])),
        "traffic.departures": draw(st.sampled_from(["spread", "Poisson"])),
        "traffic.empties": draw(st.sampled_from(["balanced", "none"])),
    }  # fmt: skip
    if draw(st.booleans()):
        changes["crossings.Gate.far.shunting"] = shunting
    number = st.sampled_from([0.01, 1, 8])
    return world(changes, out=out(draw(number)), back=into(draw(number)))


@given(cut())
def test_every_study_of_short_windows_and_refusals_ends(scenario: Scenario) -> None:
    study_border(scenario, "Gate")
    recover(scenario, "Gate", date(2025, 1, 1), 1)
    plan = plan_replication(lay_out(scenario), scenario.seed, 0)
    outcome = outcome_of(plan)
    measure(plan, outcome)
    for train in np.flatnonzero(plan.program.train_ready < plan.program.until).tolist():
        assert [*tell(plan, outcome, train)]
