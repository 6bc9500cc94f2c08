"""How each stage of a crossing is used and waited for, by direction."""

from dataclasses import replace

import numpy as np
import pytest

from border_world import border, waits_of
from corridorsim.border.stages import stage_table, tracks_of, workers_of
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.shares import measure_occupation
from worlds import into, out, ran, world

DAY = 86_400


def told(columns: Columns, crossing: str, route: str, stage: str) -> dict[str, float]:
    crossing_stages = read_crossing_stages(columns.plan, crossing)
    table = stage_table(columns, crossing_stages, waits_of(columns, crossing), measure_occupation(columns))
    (row,) = np.flatnonzero((table["route"] == route) & (table["stage"] == stage))
    return {name: float(values[row]) for name, values in table.items() if values.dtype.kind == "f"}


def test_a_lane_is_used_for_the_time_it_controls_and_waited_for_meanwhile() -> None:
    """Three trains of 600 s; the second waits 600 s and the third 1,200."""
    lane = told(border([0, 0, 0]), "Gap", "P->Q", "lanes")
    assert lane["trains_per_day"] == 3
    assert lane["use_share"] == pytest.approx(1800 / DAY)
    assert lane["queue_trains"] == pytest.approx(1800 / DAY)
    assert (lane["waiting_mean_h"], lane["waiting_p95_h"]) == (600 / 3600, 1200 / 3600)


def test_a_train_that_finds_the_first_yard_full_waits_for_its_tracks_outside() -> None:
    """Three tracks; the fourth train enters at 900, when the first crosses."""
    yard = told(border([0, 0, 0, 0]), "Gap", "P->Q", "P tracks")
    assert yard["waiting_mean_h"] == 900 / 4 / 3600


def test_the_mean_queue_is_the_rate_times_the_mean_wait() -> None:
    """Little's law, on a window before and after which nobody waits."""
    columns = border(range(0, 40_000, 500))
    for stage in ("P tracks", "lanes", "fronts"):
        row = told(columns, "Gap", "P->Q", stage)
        assert row["queue_trains"] > 0 or stage == "lanes"
        assert row["queue_trains"] == pytest.approx(row["trains_per_day"] * row["waiting_mean_h"] / 24)


def test_the_queue_is_that_of_the_window() -> None:
    """One waits until 600 and one until 1,200; measured from 900 on, so 300 s of the second one's."""
    columns = border([0, 0, 0])
    later = Columns(replace(columns.plan, layout=replace(columns.plan.layout, warm_up=900)), columns.outcome)
    lane = told(later, "Gap", "P->Q", "lanes")
    assert lane["queue_trains"] == pytest.approx(300 / (DAY - 900))


def test_of_twenty_trains_one_waits_longer_than_95_percent() -> None:
    """17 come alone, and three at once, of which one waits 600 s and one 1,200."""
    lane = told(border([*range(0, 17 * 3000, 3000), 60_000, 60_000, 60_000]), "Gap", "P->Q", "lanes")
    assert lane["trains_per_day"] == 20
    assert lane["waiting_p95_h"] == 600 / 3600


def test_each_direction_counts_its_own_trains_at_a_stage_that_both_use() -> None:
    columns = ran(world({"window.length": "4 days"}, out=out(3), back=into(1))).columns
    assert told(columns, "Gate", "HERE->THERE", "C control")["trains_per_day"] == pytest.approx(3, abs=0.6)
    assert told(columns, "Gate", "THERE->HERE", "C control")["trains_per_day"] == pytest.approx(1, abs=0.3)


def test_a_made_up_train_waits_for_a_crew_into_the_country() -> None:
    """The first sets out at 15,600 and is at A 1,980 s later; the second is made up half an hour after the first."""
    pool = {"line": "line", "start": "A", "end": "C", "size": 2, "rest": "3 h"}
    run = ran(world({"pools": {"crews": {"depot": pool}}}, back=into(1)), {"back 1": 0, "back 2": 0})
    crew = told(run.columns, "Gate", "THERE->HERE", "depot crews to A")
    waited = 15_600 + 1980 + 3 * 3600 - (15_600 + 1800)
    assert run.times("back 2")["C - B"] == 15_600 + 1800 + waited
    assert crew["waiting_mean_h"] == pytest.approx(waited / 2 / 3600)
    assert crew["use_share"] == pytest.approx(2 * (1980 + 3 * 3600) / (2 * DAY))


def test_where_no_train_came_there_is_no_wait() -> None:
    columns = border([DAY + 10], until=DAY)
    row = told(columns, "Gap", "P->Q", "lanes")
    assert (row["trains_per_day"], row["queue_trains"]) == (0, 0)
    assert np.isnan(row["waiting_mean_h"])


def test_tracks_and_what_works_on_trains_are_told_apart() -> None:
    columns = border([0])
    crossing_stages = read_crossing_stages(columns.plan, "Gap")
    names = np.array(columns.plan.legend.resources)
    assert names[tracks_of(columns.plan, crossing_stages)].tolist() == ["P tracks", "Q tracks"]
    assert names[workers_of(columns.plan, crossing_stages)].tolist() == ["lanes", "scanner", "fronts"]
