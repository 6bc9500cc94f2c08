"""A visit to a crossing whose trains are made up of wagons and locomotives that may be lacking."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from border_world import waits_of
from corridorsim.border.visits import Timeline, _work, measure_timeline, timeline_table
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.model import Scenario
from planning.test_random_crossings import crossings
from planning.test_random_pools import scarce
from worlds import Run, out, ran, world

FLATS = {"wagon_kind": "flats", "gauge": "1520 mm", "size": 10_000, "turn": "0 h"}
NEVER_LACKING: dict[str, Any] = {
    "pools": {
        "wagons": {"wide": FLATS | {"homes": ["West", "C"]}, "narrow": FLATS | {"gauge": "1435 mm", "homes": ["East"]}}
    }
}


def timeline(run: Run) -> Timeline:
    return measure_timeline(run.columns, read_crossing_stages(run.plan, "Gate"), waits_of(run.columns, "Gate"))


def test_wagons_work_on_no_train() -> None:
    """30 min of making up belong to the forming, and 10 h back in the queue to the refusal, whosever the wagons are."""
    refused = {"crossings.Gate.refused": {"HERE->THERE": {"share": "50 %", "again": "10 h"}}}
    for pools in ({}, NEVER_LACKING):
        run = ran(world({"window.length": "20 days"} | refused | pools, out=out(4)))
        table = timeline_table(timeline(run), read_crossing_stages(run.plan, "Gate"), days=20)
        told = dict(zip(table["stage"].tolist(), table["work_mean_h"].tolist(), strict=True))
        assert told["forming at D"] == 0.5
        assert "wide wagons" not in told or told["wide wagons"] == 0
        assert sum(hours for name, hours in told.items() if "refused" in name) > 5  # 10 h each time, as often as not


def test_work_that_belongs_to_no_part_is_an_error_of_ours() -> None:
    run = ran(world(out=out()))
    crossing_stages, program = read_crossing_stages(run.plan, "Gate"), run.plan.program
    first, last = (program.operation_first[:1] + step[:1] for step in (crossing_stages.first, crossing_stages.last))
    parts = tuple(part for part in crossing_stages.all_parts if part.name != "D control")
    with pytest.raises(ValueError, match='"control at D" takes time but belongs to no stage'):
        _work(run.columns, crossing_stages, first, last, parts)


@given(scarce(crossings()))
@settings(max_examples=15, deadline=None)
def test_the_parts_add_up_with_scarce_pools(scenario: Scenario) -> None:
    found = timeline(ran(scenario)).trains
    assert found.waiting.sum(axis=1) + found.work.sum(axis=1) == pytest.approx(found.whole, rel=1e-9)


@given(crossings())
@settings(max_examples=10, deadline=None)
def test_pools_that_never_lack_anything_change_no_part(scenario: Scenario) -> None:
    with_pools = scenario.change(NEVER_LACKING)
    tables = [
        timeline_table(timeline(run), read_crossing_stages(run.plan, "Gate"), 5)
        for run in map(ran, (scenario, with_pools))
    ]
    without, told = (
        {tuple(key): hours for *key, hours in zip(t["route"], t["of"], t["stage"], t["mean_h"], strict=True)}
        for t in tables
    )
    for key, hours in told.items():
        assert without.get(key, 0) == pytest.approx(hours, nan_ok=True) or np.isnan(hours)
