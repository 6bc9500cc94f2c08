"""A train's time at a crossing by stage, worked out by hand, and that its parts add up."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from border_world import BUSY, border, waits_of
from border_world import WHOLE as ALONE
from corridorsim.arrays import HOUR
from corridorsim.border.visits import (
    KINDS,
    ONWARD,
    TEU,
    WHOLE,
    Timeline,
    Visits,
    measure_timeline,
    timeline_table,
    weighted_mean,
)
from corridorsim.measures.border.crossing_stages import CrossingStages, read_crossing_stages
from corridorsim.measures.columns import Columns
from corridorsim.model import Scenario
from corridorsim.statistics.quantiles import within
from worlds import IN, into, out, ran, world


def timeline(columns: Columns, crossing: str = "Gate") -> tuple[CrossingStages, Timeline]:
    crossing_stages = read_crossing_stages(columns.plan, crossing)
    return crossing_stages, measure_timeline(columns, crossing_stages, waits_of(columns, crossing))


def row(table: dict[str, np.ndarray], route: str, of: str, stage: str) -> dict[str, float]:
    rows = (table["route"] == route) & (table["of"] == of) & (table["stage"] == stage)
    (at,) = np.flatnonzero(rows)
    return {name: float(values[at]) for name, values in table.items() if values.dtype.kind == "f"}


def test_what_a_train_is_made_of_does_not_work_on_it() -> None:
    """Its flats were taken far away; it is made up for half an hour all the same, and the parts are the whole."""
    fleet = {"wagon_kind": "flats", "gauge": "1435 mm", "homes": ["D"], "size": 60, "turn": "6 h"}
    pools = {"pools": {"wagons": {"fleet": fleet}}, "traffic.empties": "balanced"}
    columns = ran(world(pools, out=out(2), back=into(1))).columns
    crossing_stages, found = timeline(columns)
    table = timeline_table(found, crossing_stages, columns.days)
    assert row(table, "HERE->THERE", "all trains", "forming at D")["work_mean_h"] == 0.5
    for route in ("HERE->THERE", "THERE->HERE"):
        whole = row(table, route, "all trains", WHOLE)
        assert whole["mean_h"] == pytest.approx(whole["waiting_mean_h"] + whole["work_mean_h"])


def test_a_lone_train_is_worked_on_all_the_time() -> None:
    """From its arrival at 1980 to 17,580; inbound from its entry at 0 to 15,600."""
    crossing_stages, found = timeline(ran(world(out=out(0.5), back=into(0.5)), {"out 1": 0, "back 1": 40_000}).columns)
    assert found.trains.whole.tolist() == [15_600, 15_600]
    assert found.trains.waiting.sum() == 0
    table = timeline_table(found, crossing_stages, days=2)
    for stage, hours in {"C control": 0.5, "C - D 1520 mm": 1 / 3, "D control": 1, "D transshipment": 2,
                         "forming at D": 0.5, WHOLE: 13 / 3}.items():  # fmt: skip
        told = row(table, "HERE->THERE", "all trains", stage)
        assert (told["work_mean_h"], told["waiting_mean_h"], told["per_day"]) == (pytest.approx(hours), 0, 0.5)


def test_three_trains_at_once_wait_for_the_lane_and_the_front() -> None:
    """600 and 1,200 s for the lane, 400 and 800 for the front: the whole times are 2,100, 3,100 and 4,100."""
    crossing_stages, found = timeline(border([0, 0, 0]), "Gap")
    assert found.trains.whole.tolist() == [ALONE, ALONE + 1000, ALONE + 2000]
    table = timeline_table(found, crossing_stages, days=1)
    told = row(table, "P->Q", "all trains", "lanes")
    assert (told["waiting_mean_h"], told["waiting_p95_h"]) == (600 / HOUR, 1200 / HOUR)
    told = row(table, "P->Q", "all trains", WHOLE)
    assert (told["mean_h"], told["p95_h"]) == (3100 / HOUR, 4100 / HOUR)


def test_waiting_outside_the_first_station_is_not_part_of_the_visit() -> None:
    """P has three tracks: the fourth train enters when the first crosses, and counts from there."""
    columns = border([0, 0, 0, 0])
    _, found = timeline(columns, "Gap")
    assert columns.outcome.started[3 * 8] == 900
    assert found.trains.whole[3] == columns.outcome.started[3 * 8 + 6] - 900


def test_slow_trains_are_those_near_the_95th_percentile() -> None:
    """Of 99 trains that stay 1 to 99 hours, and wait half of that, those of 92 to 98 hours: 95 on the mean."""
    hours = np.arange(1.0, 100)[::-1]
    visits = Visits(np.zeros(99, int), np.ones(99), hours * HOUR, (hours / 2)[:, np.newaxis] * HOUR,
                    (hours / 2)[:, np.newaxis] * HOUR)  # fmt: skip
    crossing_stages = read_crossing_stages(border([0]).plan, "Gap")
    part = crossing_stages.parts[0][0]
    few = replace(crossing_stages, parts=((part,),), onward_parts=((),))
    found = Timeline((part,), visits, np.ones(99, bool), np.zeros(99), visits.chosen(np.zeros(99, bool)))
    told = row(timeline_table(found, few, days=1), "P->Q", "all trains", WHOLE)
    assert (told["slow_waiting_h"], told["slow_work_h"]) == (47.5, 47.5)


@pytest.mark.parametrize("changes", BUSY, ids=["plain", "warm", "embargo", "dated"])
def test_the_parts_of_every_visit_add_up_to_the_whole(changes: dict[str, Any]) -> None:
    _, found = timeline(ran(world({"window.length": "4 days"} | changes, out=out(30), back=into(20))).columns)
    assert len(found.trains.whole) > 40
    assert (found.trains.waiting + found.trains.work).sum(axis=1) == pytest.approx(found.trains.whole, rel=1e-12)


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=12))
def test_the_parts_add_up_whenever_trains_come(ready: list[int]) -> None:
    _, found = timeline(border(ready), "Gap")
    assert len(found.trains.whole) == len(ready)
    assert (found.trains.waiting + found.trains.work).sum(axis=1) == pytest.approx(found.trains.whole, rel=1e-12)


def test_the_means_and_the_slow_trains_add_up_too() -> None:
    crossing_stages, found = timeline(ran(world({"window.length": "6 days"}, out=out(28))).columns)
    table = timeline_table(found, crossing_stages, days=6)
    for kind in KINDS[:2]:
        mine = (table["route"] == "HERE->THERE") & (table["of"] == kind)
        parts, whole = mine & (table["stage"] != WHOLE), mine & (table["stage"] == WHOLE)
        for name in ("waiting_mean_h", "work_mean_h", "mean_h", "slow_waiting_h", "slow_work_h"):
            assert table[name][parts].sum() == pytest.approx(table[name][whole][0])
        slow = (table["slow_waiting_h"] + table["slow_work_h"])[whole][0]
        assert table["mean_h"][whole][0] < slow
        assert slow == pytest.approx(table["p95_h"][whole][0], rel=0.1)


def test_containers_are_told_apart_and_by_the_teu() -> None:
    """Half the trains carry 20 TEU and are transshipped in 2 h, half carry none and take 4."""
    bulk = {"wagons": 10, "wagon_kind": "hoppers", "load": "100 t", "wagon_length": "14 m", "speed": "60 km/h",
            "transshipment": {"mean": "4 h"}}  # fmt: skip
    scenario = world(
        {"consists.bulk": bulk, "traffic.flows": {"out": out(2) | {"consists": {"boxes": 0.5, "bulk": 0.5}}}}
    )
    crossing_stages, found = timeline(ran(scenario).columns)
    table = timeline_table(found, crossing_stages, days=2)
    told = {kind: row(table, "HERE->THERE", kind, "D transshipment") for kind in KINDS[:4]}
    assert (told["containers"]["work_mean_h"], told["other goods"]["work_mean_h"]) == (2, 4)
    assert told["all trains"]["work_mean_h"] == pytest.approx(
        (2 * told["containers"]["per_day"] + 4 * told["other goods"]["per_day"]) / told["all trains"]["per_day"]
    )
    assert told["a TEU"]["per_day"] == 20 * told["containers"]["per_day"]
    assert told["a TEU"]["work_mean_h"] == 2


def test_onward_trains_have_visits_of_their_own() -> None:
    """T0 leaves its load at 2,100; the onward train takes it then, is loaded for 500 s, made up, and goes at 3,500.

    The loader is taken as it enters, and works in the step after that.
    """
    columns = border([0], onward=1)
    crossing_stages, found = timeline(columns, "Gap")
    table = timeline_table(found, crossing_stages, days=1)
    told = row(table, "P->Q", ONWARD, WHOLE)
    assert (told["per_day"], told["mean_h"]) == (1, 1400 / HOUR)
    assert row(table, "P->Q", ONWARD, "loaders")["work_mean_h"] == 500 / HOUR
    assert row(table, "P->Q", "all trains", WHOLE)["mean_h"] == ALONE / HOUR
    assert row(table, "P->Q", ONWARD, "forming at Q")["work_mean_h"] == 0.25
    names = [columns.plan.layout.stages[stage].name for _, stage, onward in crossing_stages.rows if onward]
    assert names == ["loads", "loaders", "sidings"]


def test_a_container_s_time_goes_on_in_the_stack_and_with_the_onward_train() -> None:
    """T0 and T1 come at once and are unloaded at 2,100 and 3,100. The one onward train takes the first load at 2,100,
    and leaves at 3,500; the second load is never carried on."""
    columns = border([0, 0], teu=20.0, onward=1)
    crossing_stages, found = timeline(columns, "Gap")
    table = timeline_table(found, crossing_stages, days=1)
    told = row(table, "P->Q", TEU, WHOLE)
    assert [told[name] for name in ("per_day", "mean_h", "p95_h")] == pytest.approx([20, 3500 / HOUR, 3500 / HOUR])
    assert row(table, "P->Q", "containers", WHOLE)["per_day"] == 2


BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
THREE_TO_TWO = {
    "consists.small": BOXES | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"},
    "consists.large": BOXES | {"wagons": 6, "boxes": "12 TEU"},
}


def three_to_two(dwell: str = "0 h", **changes: Any) -> Scenario:
    yard = {"crossings.Gate.near.gauge_break": {"yard": YARD | {"stack": {"units": 12, "dwell": dwell}}}}
    return world(THREE_TO_TWO | yard | changes, back=IN | {"tonnes": "438 kt/year", "consists": {"small": 1}})


AT_ONCE = {f"back {n}": 0 for n in (1, 2, 3)} | {f"back onward {n}": 0 for n in (1, 2)}


def test_containers_of_three_trains_leave_with_two() -> None:
    """Unloaded at 10,200, 12,000 and 13,800; the onward trains take theirs at 12,000 and 13,800, and leave at 19,200
    and 21,000. So 4 containers lie for 1,800 s, 2 not at all, 2 for 1,800 s, 4 not at all."""
    run = ran(three_to_two(**{"window.length": "1 days"}), AT_ONCE)
    crossing_stages, found = timeline(run.columns)
    table = timeline_table(found, crossing_stages, days=1)
    told = row(table, "THERE->HERE", TEU, WHOLE)
    assert told["per_day"] == 24
    assert told["mean_h"] == pytest.approx((19_200 + 21_000) / 2 / HOUR)
    assert told["p95_h"] == pytest.approx(21_000 / HOUR)
    stack = row(table, "THERE->HERE", TEU, "in the stack")
    assert (stack["waiting_mean_h"], stack["work_mean_h"]) == (pytest.approx(900 / HOUR), 0)
    assert stack["waiting_p95_h"] == 1800 / HOUR
    forming = row(table, "THERE->HERE", TEU, "forming at C")
    assert forming["work_mean_h"] == 0.5


def test_a_dwell_that_is_asked_for_is_no_waiting() -> None:
    """Five hours each after the unloading; the first train's containers wait 1,800 s more for the others."""
    run = ran(three_to_two("5 h", **{"window.length": "1 days"}), AT_ONCE)
    crossing_stages, found = timeline(run.columns)
    stack = row(timeline_table(found, crossing_stages, days=1), "THERE->HERE", TEU, "in the stack")
    assert (stack["work_mean_h"], stack["waiting_mean_h"]) == (5, pytest.approx(900 / HOUR))


def test_the_parts_of_a_container_s_time_add_up() -> None:
    _, found = timeline(ran(three_to_two(**{"window.length": "20 days", "window.warm_up": "2 days"})).columns)
    told = found.containers
    assert len(told.whole) > 40
    assert (told.waiting + told.work).sum(axis=1) == pytest.approx(told.whole, rel=1e-12)
    assert (told.waiting >= 0).all()
    assert told.weight.sum() == pytest.approx(12 * found.of(0, ONWARD).weight.sum())


def test_a_teu_weighs_a_train_by_its_load() -> None:
    values, weights = np.array([[1.0], [5.0]]), np.array([90.0, 10.0])
    assert weighted_mean(values, weights).tolist() == [1.4]
    assert within(values, weights, 0.5).tolist() == [1]
    assert within(values, weights, 0.95).tolist() == [5]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.sampled_from([0.05, 0.5, 0.95]))
def test_with_equal_weights_the_quantile_is_that_of_the_ordered_list(values: list[int], share: float) -> None:
    column = np.array(values, float)[:, np.newaxis]
    expected = sorted(values)[max(int(np.ceil(share * len(values) - 1e-9)) - 1, 0)]
    assert within(column, np.ones(len(values)), share).tolist() == [expected]


def test_nothing_has_no_mean() -> None:
    assert np.isnan(weighted_mean(np.zeros((0, 2)), np.zeros(0))).all()
    assert np.isnan(within(np.zeros((0, 2)), np.zeros(0), 0.95)).all()
