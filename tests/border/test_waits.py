"""What trains wait for, second by second."""

from typing import Any

import numpy as np
import pytest

from border_world import BUSY, border, waits_of
from corridorsim.border.waits import Waits
from corridorsim.measures.columns import Columns
from corridorsim.operations import NEVER
from worlds import into, out, ran, world

DAY = 86_400


def told(columns: Columns, waits: Waits) -> dict[tuple[str, str, str], float]:
    """Seconds by train, step and stage, where there are any."""
    plan = columns.plan
    names = (
        (plan.legend.trains[columns.train(row)], plan.legend.steps[columns.step(row)], plan.layout.stages[stage].name)
        for row, stage in zip(waits.operation, waits.stage, strict=True)
    )
    return {name: seconds for name, seconds in zip(names, waits.seconds.tolist(), strict=True) if seconds}


def test_a_lone_train_waits_for_nothing() -> None:
    columns = border([0])
    assert told(columns, waits_of(columns, "Gap")) == {}


def test_a_second_train_waits_for_the_lane_and_then_for_the_front() -> None:
    """The lane: T0 until 600, T1 until 1,200, T2 until 1,800. They cross at 900, 1,500 and 2,100.

    The front: T0 from 1,100 to 2,100, T1 (at Q from 1,700) until 3,100, then T2 (there from 2,300).
    """
    columns = border([0, 0, 0])
    assert told(columns, waits_of(columns, "Gap")) == {
        ("T1", "control at P", "lanes"): 600,
        ("T2", "control at P", "lanes"): 1200,
        ("T1", "unloading at Q", "fronts"): 400,
        ("T2", "unloading at Q", "fronts"): 800,
    }


def test_a_second_in_which_two_stages_lack_is_shared() -> None:
    """One a day. The second train is controlled from 3421 to 5221; the border track is taken until 5580, the day's
    place until the first has been gone for 24 hours.
    """
    scenario = world({"window.length": "4 days", "crossings.Gate.accepts.HERE->THERE": "1 trains/day"}, out=out())
    columns = ran(scenario, {"out 1": 0, "out 2": 0, "out 3": 3 * DAY, "out 4": 3 * DAY}).columns
    both, alone = 5580 - 5221, 3780 + DAY - 5580
    found = told(columns, waits_of(columns))
    assert found["out 2", "C - D", "C - D 1520 mm"] == both / 2
    assert found["out 2", "C - D", "Gate HERE->THERE: acceptance"] == both / 2 + alone


@pytest.mark.parametrize("changes", BUSY, ids=["plain", "warm", "embargo", "dated"])
def test_the_parts_of_every_wait_add_up_to_it(changes: dict[str, Any]) -> None:
    columns = ran(world(changes, out=out(30), back=into(20))).columns
    waits = waits_of(columns)
    total = np.bincount(waits.operation, waits.seconds, columns.plan.program.operations)
    rows = np.unique(waits.operation)
    started = np.where(columns.outcome.started == NEVER, columns.end, columns.outcome.started)
    assert len(rows) > 50
    assert total[rows] == pytest.approx((started - columns.outcome.ready)[rows], rel=1e-12)
    inside = np.bincount(waits.operation, waits.inside, columns.plan.program.operations)
    waited = np.clip(started, columns.begin, None) - np.clip(columns.outcome.ready, columns.begin, None)
    assert inside[rows] == pytest.approx(waited[rows], rel=1e-12)


@pytest.mark.parametrize("changes", BUSY, ids=["plain", "warm", "embargo", "dated"])
def test_the_queue_over_time_holds_all_the_waiting(changes: dict[str, Any]) -> None:
    columns = ran(world(changes, out=out(30), back=into(20))).columns
    waits = waits_of(columns)
    by_stage = np.bincount(waits.stage, waits.inside, len(columns.plan.layout.stages))
    assert waits.queue @ np.diff(waits.edges) == pytest.approx(by_stage)


def test_the_queue_is_told_hour_by_hour() -> None:
    """T1 waits 600 s and T2 1,200 s for the lane in the first hour, nobody later."""
    columns = border([0, 0, 0])
    queue = waits_of(columns, "Gap").queue[list(s.name for s in columns.plan.layout.stages).index("lanes")]
    assert queue[:3].tolist() == [0.5, 0, 0]
