"""A crossing over replications: its stages by formula beside the simulation, and the one that limits by itself."""

from typing import Any

import numpy as np
import pytest

from corridorsim.border.formula import formula_table
from corridorsim.border.study import BorderStudy, study_border
from corridorsim.errors import CorridorError
from corridorsim.formulas.border import share_alike
from corridorsim.itineraries import Plan
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.planning import plan
from corridorsim.study.means import mean_of
from two_crossings import crowded
from worlds import into, out, world

AMPLE: dict[str, Any] = {
    "lines.line.points[0].tracks": 40, "lines.line.points[1].tracks": 40, "lines.line.points[2].tracks": 80,
    "ends.East.accepts": "400 trains/day", "ends.West.accepts": "400 trains/day",
    "crossings.Gate.accepts": {"HERE->THERE": "200 trains/day", "THERE->HERE": "200 trains/day"},
    "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 9, "far_tracks": 9},
    "crossings.Gate.near.control.lanes": 60, "crossings.Gate.near.fronts": 60, "crossings.Gate.near.other_tracks": 80,
    "crossings.Gate.far.control.lanes": 60, "crossings.Gate.far.fronts": 60, "crossings.Gate.far.other_tracks": 80,
    "crossings.Gate.far.own_tracks": 80,
    "consists.boxes.locomotive": "diesel", "consists.boxes.tare": "20 t",
    "locomotives": {
        "diesel": {
            "source": "invented", "mass": "138 t", "length": "22 m", "power": "2906 kW", "force": "427 kN",
            "speed": "120 km/h", "lowest_speed": "24.5 km/h",
        }
    },
}  # fmt: skip
WEEK = {"window.length": "7 days", "window.warm_up": "3 days"}


def formula(changes: dict[str, Any], stage: str, route: str = "HERE->THERE", **flows: Any) -> dict[str, Any]:
    planned: Plan = plan(world(WEEK | changes, **flows))
    crossing_stages = read_crossing_stages(planned, "Gate")
    table = formula_table(planned, crossing_stages)
    names = [
        (crossing_stages.routes[n].direction, planned.layout.stages[row].name) for n, row, _ in crossing_stages.rows
    ]
    at = names.index((route, stage))
    return {name: values[at].item() for name, values in table.items()}


CAPACITY = [
    ({}, "D transshipment", 24),  # two fronts of two hours
    ({}, "C control", 144),  # three lanes of half an hour
    ({}, "D control", 72),
    ({}, "Gate HERE->THERE: acceptance", 24),
    ({"crossings.Gate.accepts.HERE->THERE": "5 trains/day"}, "Gate HERE->THERE: acceptance", 5),
    (
        {"consists.boxes.commodity": "boxes", "crossings.Gate.kinds": {"HERE->THERE": {"boxes": "75 wagons/day"}}},
        "Gate HERE->THERE: acceptance of boxes",
        7,
    ),  # of ten wagons: five are left over
    ({"crossings.Gate.count_empties": ["THERE->HERE"]}, "Gate THERE->HERE: acceptance", 24),
    ({}, "C - D 1520 mm", 48),  # 20 minutes over and 10 back
    ({}, "D 1520 mm tracks", 4 * 86_400 / 12_000),
    ({}, "D tracks", 6 * 86_400 / 9000),
    ({}, "C tracks", 4 * 86_400 / 3000),
    ({}, "taken by East", 48),
]


@pytest.mark.parametrize(("changes", "stage", "capacity"), CAPACITY)
def test_what_a_stage_carries_by_itself(changes: dict[str, Any], stage: str, capacity: float) -> None:
    told = formula(changes, stage, out=out(3))
    assert told["capacity_trains_per_day"] == pytest.approx(capacity)
    assert told["capacity_net_t_per_day"] == pytest.approx(1000 * capacity)
    assert told["capacity_teu_per_day"] == pytest.approx(20 * capacity)
    assert told["due_trains_per_day"] == pytest.approx(3, abs=0.3)


def test_what_one_direction_takes_is_not_there_for_the_other() -> None:
    """C's three lanes have 72 hours a day; six trains in take an hour each, and a train out half an hour."""
    told = formula({}, "C control", out=out(3), back=into(6))
    assert told["capacity_trains_per_day"] == pytest.approx((72 - 6) / 0.5, rel=0.02)


def test_a_stage_works_on_the_mean_train_of_a_direction() -> None:
    """Half the trains take 2 h at a front and half 4: two fronts carry 16 a day, half of them with 20 TEU."""
    bulk = {"wagons": 10, "wagon_kind": "hoppers", "load": "100 t", "wagon_length": "14 m", "speed": "60 km/h",
            "transshipment": {"mean": "4 h"}}  # fmt: skip
    told = formula({"consists.bulk": bulk}, "D transshipment", out=out(4) | {"consists": {"boxes": 0.5, "bulk": 0.5}})
    assert told["capacity_trains_per_day"] == pytest.approx(2 * 24 / 3, rel=0.02)
    assert told["capacity_teu_per_day"] == pytest.approx(10 * 16, rel=0.05)


def fleet(trains: int, home: str = "West") -> dict[str, Any]:
    """Room for everything, and wagons for so many trains, which an empty one brings back."""
    pool = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": [home], "size": 10 * trains, "turn": "6 h"}
    return AMPLE | {"traffic.empties": "balanced", "pools": {"wagons": {"fleet": pool}}}


ROUND = 15_780 + 1980 + 21_600  # to the border and unloaded, the empty's way back to A, away for 6 h


def test_wagons_carry_as_many_trains_as_their_rounds_last() -> None:
    """Three sets of ten, and three wagons too few for a fourth; 40 trains a day are due."""
    change = fleet(3) | {"pools.wagons.fleet.size": 33}
    told = formula(change, "fleet wagons", out=out(40))
    assert told["capacity_trains_per_day"] == pytest.approx(3 * 86_400 / ROUND)
    assert (told["servers"], told["servers_a_train"], told["no_formula"]) == (3, 10, "")
    assert told["work_mean_h"] == pytest.approx(ROUND / 3600)
    assert told["use_by_formula_share"] == pytest.approx(40 * ROUND / 3 / 86_400, rel=0.02)


@pytest.mark.parametrize("sets", [1, 3, 6])
def test_saturated_wagons_pass_what_the_formula_says(sets: int) -> None:
    """Nothing is in the way of their rounds."""
    found = study_border(world(WEEK | fleet(sets) | {"window.length": "20 days"}, out=out(40)), "Gate")
    (row,) = np.flatnonzero(found.stages["stage"] == "fleet wagons")
    assert found.limiting("HERE->THERE") == found.most_used("HERE->THERE") == row
    capacity = sets * 86_400 / ROUND
    assert found.stages["trains_per_day"][row] == pytest.approx(capacity, rel=0.02)


def test_saturated_locomotives_pass_what_the_formula_says() -> None:
    """Of six engines three haul to the border: 780 + 1,200 s there, and 6 h; they are free before the crossing."""
    shed = {"pools": {"locomotives": {"shed": {"locomotive": "diesel", "ends": ["West"], "size": 6, "turn": "6 h"}}}}
    change = WEEK | AMPLE | shed | {"window.length": "20 days"}
    found = study_border(world(change, back=into(40)), "Gate")
    (row,) = np.flatnonzero(found.stages["kind"] == "locomotives")
    assert found.limiting("THERE->HERE") == found.most_used("THERE->HERE") == row
    capacity = found.stages["capacity_trains_per_day"][row]
    assert capacity == pytest.approx(3 * 86_400 / (7200 + 1800 + 1980 + 21_600))
    assert found.stages["trains_per_day"][row] == pytest.approx(capacity, rel=0.02)


def opened(length: str) -> dict[str, Any]:
    """Ample but for one track over the border, half an hour a train, whose trains are taken until so long before 24."""
    closed = {"HERE->THERE": [{"at": "06:00", "length": length}]}
    return AMPLE | {
        "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 1}, "crossings.Gate.closed": closed
    }  # fmt: skip


def test_hours_carry_what_they_let_through() -> None:
    """Of 24 hours six are open, in each of which the border track takes two trains. Two lots of two begin."""
    hours = "Gate HERE->THERE: hours"
    told = formula(opened("18 h"), hours, out=out(40))
    assert (told["capacity_trains_per_day"], told["no_formula"]) == (pytest.approx(12), "")
    assert told["resource"] == "Gate border track 1520 mm"
    assert told["use_by_formula_share"] == pytest.approx(40 / 12, rel=0.02)
    assert formula(opened("18 h"), "C - D 1520 mm", out=out(40))["capacity_trains_per_day"] == pytest.approx(12)
    accepted = formula(opened("18 h"), "Gate HERE->THERE: acceptance", out=out(40))
    assert accepted["capacity_trains_per_day"] == pytest.approx(200)
    lots = {"crossings.Gate.lots": {"HERE->THERE": {"trains": 2, "span": "4 h"}}}
    assert formula(opened("18 h") | lots, hours, out=out(40))["capacity_trains_per_day"] == pytest.approx(4)


@pytest.mark.parametrize(("length", "named", "carries"), [("18 h", "hours", 12), ("8 h", "C - D 1520 mm", 32)])
def test_hours_are_named_where_trains_wait_for_the_opening_most_of_the_time(
    length: str, named: str, carries: float
) -> None:
    """Queues never end here: three quarters of the waiting is for the opening, or a third of it."""
    found = study_border(world(WEEK | opened(length) | {"window.length": "20 days"}, out=out(40)), "Gate")
    least = found.limiting("HERE->THERE")
    assert least is not None
    assert found.most_used("HERE->THERE") == least
    assert found.stages["stage"][least].endswith(named)
    assert found.stages["capacity_trains_per_day"][least] == pytest.approx(carries)
    assert found.stages["trains_per_day"][least] == pytest.approx(carries, rel=0.02)
    assert found.stages["use_share"][least] == pytest.approx(1, abs=0.02)


def test_what_two_flows_ask_for_in_vain_is_shared_alike() -> None:
    """Wagons for 24 trains a day; 30 of one commodity and 10 over another border want them: three of four are its."""
    assert share_alike(24, 86_400, 30 * 86_400, 10 * 86_400) == pytest.approx(18)
    assert share_alike(24, 86_400, 4 * 86_400, 10 * 86_400) == pytest.approx(14)
    assert share_alike(24, 86_400, 14 * 86_400, 10 * 86_400) == pytest.approx(14)


SMALL = {
    "wagons": 4, "wagon_kind": "flats", "load": "100 t", "boxes": "8 TEU", "wagon_length": "14 m", "speed": "60 km/h",
    "commodity": "boxes", "onward": "large",
}  # fmt: skip


def stack(wagons: int, **place: Any) -> dict[str, Any]:
    """Trains of four containers become trains of so many wagons at C."""
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 3, "per_train": 2, "works": "containers", "rate": 4}
    large = {key: value for key, value in SMALL.items() if key not in ("onward", "commodity")}
    return {
        "consists.small": SMALL, "consists.large": large | {"wagons": wagons, "boxes": f"{2 * wagons} TEU"},
        "crossings.Gate.near.gauge_break": {"yard": yard | {"stack": {"units": 15}} | place},
    }  # fmt: skip


SMALL_IN = into(3) | {"consists": {"small": 1}}


def test_nothing_is_said_of_loads_that_wait_to_be_full() -> None:
    told = formula(stack(6), "C yard loads", "THERE->HERE", back=SMALL_IN)
    assert np.isnan(told["capacity_trains_per_day"])
    assert told["no_formula"] == "other trains put it back, at a time that the plan does not determine"


@pytest.mark.parametrize(("dwell", "capacity"), [("0 h", 72), ("10 h", 8)])
def test_space_in_a_stack_is_held_for_the_handling_and_the_dwell_at_least(dwell: str, capacity: float) -> None:
    """15 places; 4 containers in half an hour, and on in sixes in three quarters: 15 x 24 / (4 x 1.25) trains a day."""
    told = formula(stack(6, stack={"units": 15, "dwell": dwell}), "C yard stack", "THERE->HERE", back=SMALL_IN)
    assert told["capacity_trains_per_day"] == pytest.approx(capacity)
    assert told["work_mean_h"] == pytest.approx(1.25 + float(dwell.split()[0]))
    assert np.isnan(told["waiting_by_formula_h"])


def test_a_stack_in_which_goods_must_lie_is_named() -> None:
    """By formula 15 x 24 / (4 x 21.25 h): 4.2 trains of the 6 that are due."""
    flow = into(6) | {"consists": {"small": 1}, "tonnes": f"{6 * 400 * 365} t/year"}
    change = WEEK | AMPLE | stack(6, stack={"units": 15, "dwell": "20 h"})
    found = study_border(world(change, back=flow), "Gate")
    least = found.limiting("THERE->HERE")
    assert least is not None
    assert found.stages["stage"][least] == "C yard stack"
    assert found.stages["capacity_trains_per_day"][least] == pytest.approx(15 * 24 / (4 * 21.25))
    assert found.stages["trains_per_day"][least] < found.stages["capacity_trains_per_day"][least]


def test_space_in_a_stack_from_train_to_train_has_a_time() -> None:
    """4 of 15 places for half an hour of unloading and half an hour of loading: three trains at a time, none goes on
    with less."""
    told = formula(stack(4), "C yard stack", "THERE->HERE", back=SMALL_IN)
    assert told["capacity_trains_per_day"] == pytest.approx(3 * 24)


def test_machines_too_few_for_another_train_carry_nothing() -> None:
    """Of three machines two work a train, for half an hour, and its onward train as long: one train at a time."""
    told = formula(stack(4), "C yard machines", "THERE->HERE", back=SMALL_IN)
    assert told["work_mean_h"] == pytest.approx(0.5)
    assert told["capacity_trains_per_day"] == pytest.approx((24 - 7.5 * 0.5) / 0.5, rel=0.05)


def test_the_least_is_told_in_tonnes_where_onward_trains_are_larger() -> None:
    """24 trains of 400 t are accepted, 20 onward trains of 600 t go on: 9,600 t are less than 12,000."""
    large = stack(6)
    yard = large.pop("crossings.Gate.near.gauge_break")
    change = WEEK | large | {"crossings.Gate.far.gauge_break": yard, "ends.East.accepts": "20 trains/day"}
    found = study_border(world(change, out=out(3) | {"consists": {"small": 1}}), "Gate")
    least, table = found.limiting("HERE->THERE"), found.stages
    assert least is not None
    assert table["stage"][least] == "Gate HERE->THERE: acceptance"
    (east,) = np.flatnonzero(table["stage"] == "taken by East")
    assert table["capacity_trains_per_day"][[least, east]] == pytest.approx([24, 20])
    assert table["capacity_net_t_per_day"][[least, east]] == pytest.approx([9600, 12_000])


PAIRED = {
    "crossings.Gate.border": {"run": "2 min", "back": "1 min"}, "consists.boxes.commodity": "boxes",
    "consists.boxes.transshipment": {"mean": "3 h"},
    "crossings.Gate.far.gauge_break": {
        "y": {"commodities": ["boxes"], "fronts": 9, "machines": 3, "per_train": 2, "works": "wagons", "rate": 10}
    },
}  # fmt: skip


def test_a_stage_that_half_of_the_trains_use_carries_twice_as_many() -> None:
    """One pair of machines works eight trains of boxes a day for 3 h each; every other train is none."""
    bulk = {"wagons": 10, "wagon_kind": "hoppers", "load": "100 t", "wagon_length": "14 m", "speed": "60 km/h",
            "transshipment": {"mean": "2 h"}}  # fmt: skip
    half = out(8) | {"consists": {"boxes": 0.5, "bulk": 0.5}}
    told = formula(AMPLE | PAIRED | {"consists.bulk": bulk}, "D y machines", out=half)
    assert told["capacity_trains_per_day"] == pytest.approx(16, rel=0.03)
    assert told["due_trains_per_day"] == pytest.approx(8, rel=0.03)


def test_a_machine_left_over_is_no_machine() -> None:
    """Of three RMG two work a train for 3 h: eight trains a day, and then they work all the time."""
    told = formula(AMPLE | PAIRED, "D y machines", out=out(20))
    assert (told["servers"], told["servers_a_train"], told["work_mean_h"]) == (1, 2, 3)
    assert told["capacity_trains_per_day"] == pytest.approx(8)
    found = study_border(world(WEEK | AMPLE | PAIRED, out=out(20)), "Gate")
    assert found.limiting("HERE->THERE") == (row := found.most_used("HERE->THERE"))
    assert found.stages["stage"][row] == "D y machines"
    assert found.stages["use_share"][row] == pytest.approx(1, abs=0.01)


def test_a_section_beyond_is_left_to_the_line() -> None:
    told = formula({}, "B - C", "THERE->HERE", back=into(3))
    assert told["no_formula"] == "see corridorsim capacity"


def test_use_by_formula_is_the_use_simulated_where_nothing_is_in_the_way() -> None:
    scenario = world(
        {"window.length": "40 days", "window.warm_up": "2 days", "traffic.departures": "Poisson"}, out=out(8)
    )
    study = study_border(scenario, "Gate")
    rows = np.isin(study.stages["kind"], ("control", "fronts", "border track", "acceptance"))
    assert rows.sum() == 5
    assert study.stages["use_by_formula_share"][rows] == pytest.approx(study.stages["use_share"][rows], rel=0.03)


def test_waiting_by_formula_is_the_waiting_simulated_at_one_stage_with_random_arrivals() -> None:
    """The front is the only scarce thing: Poisson trains, one front, 12 a day at most, 8 due. Within four errors."""
    changes = {
        "window.length": "300 days", "window.warm_up": "10 days", "traffic.departures": "Poisson", "replications": 6,
        "crossings.Gate.far.fronts": 1, "crossings.Gate.far.other_tracks": 60, "crossings.Gate.far.own_tracks": 60,
        "crossings.Gate.border": {"run": "1 min", "back": "1 min"}, "ends.East.accepts": "400 trains/day",
        "crossings.Gate.accepts.HERE->THERE": "90 trains/day", "crossings.Gate.far.control.lanes": 60,
        "crossings.Gate.near.control.lanes": 60,
        "lines.line.second_track": [{"start": "A", "end": "C", "opens": "2020-01-01"}],
        "lines.line.tracks": {"siding": 8, "station": 30}, "lines.line.headway": "3 min",
        "consists.boxes.transshipment": {"mean": "2 h", "variation": 0.5},
    }  # fmt: skip
    study = study_border(world(changes, out=out(8)), "Gate")
    (row,) = np.flatnonzero(study.stages["stage"] == "D transshipment")
    waits = [each.stages["waiting_mean_h"][row] for each in study.runs]
    error = np.std(waits, ddof=1) / np.sqrt(len(waits))
    assert error < 0.1 * np.mean(waits)
    assert study.stages["waiting_by_formula_h"][row] == pytest.approx(np.mean(waits), abs=4 * error)


LIMITS: list[tuple[dict[str, Any], str]] = [
    ({"crossings.Gate.accepts.HERE->THERE": "4 trains/day"}, "Gate HERE->THERE: acceptance"),
    ({"crossings.Gate.far.fronts": 1}, "D transshipment"),
    (
        {"crossings.Gate.near.control": {"lanes": 1, "leaving": {"mean": "2 h"}, "entering": {"mean": "1 h"}}},
        "C control",
    ),
    ({"crossings.Gate.border.back": "100 min"}, "C - D 1520 mm"),
    ({"ends.East.accepts": "10 trains/day"}, "taken by East"),
    ({"crossings.Gate.far.other_tracks": 2, "crossings.Gate.far.fronts": 6}, "D 1520 mm tracks"),
]


@pytest.mark.parametrize(("changes", "stage"), LIMITS, ids=[stage for _, stage in LIMITS])
def test_the_stage_that_carries_least_is_named_and_used_most(changes: dict[str, Any], stage: str) -> None:
    study = study_border(world(WEEK | changes, out=out(22)), "Gate")
    least, most = study.limiting("HERE->THERE"), study.most_used("HERE->THERE")
    assert least is not None
    assert study.stages["stage"][least] == stage
    assert most == least
    assert study.stages["trains_per_day"][least] <= study.stages["capacity_trains_per_day"][least] * 1.1


def test_one_unit_more_of_the_limiting_stage_passes_more_and_of_another_nothing() -> None:
    """One front carries 12 a day; a second lane's worth changes nothing."""

    def passed(changes: dict[str, Any]) -> float:
        study = study_border(world(WEEK | {"crossings.Gate.far.fronts": 1} | changes, out=out(22)), "Gate")
        (row,) = np.flatnonzero(study.stages["stage"] == "taken by East")
        return float(study.stages["trains_per_day"][row])

    before = passed({})
    assert before == pytest.approx(12, abs=0.2)
    assert passed({"crossings.Gate.far.fronts": 2}) > before + 5
    assert passed({"crossings.Gate.far.control.lanes": 4}) == before


def study(**changes: Any) -> BorderStudy:
    varied = {"consists.boxes.transshipment": {"mean": "2 h", "variation": 0.5}, "replications": 3}
    return study_border(world(WEEK | varied | changes, out=out(10), back=into(5)), "Gate")


def test_replications_give_means_with_intervals() -> None:
    found = study()
    use = np.array([each.stages["use_share"] for each in found.runs])
    assert found.stages["use_share"] == pytest.approx(use.mean(axis=0))
    (row, *_) = np.flatnonzero(found.stages["stage"] == "D transshipment")
    low, mean, high = (found.stages[f"use_share{end}"][row] for end in ("_low", "", "_high"))
    assert low < mean < high


def test_the_first_replication_is_kept_hour_by_hour() -> None:
    first = study().runs[0]
    assert len(first.queue["hour"]) == 7 * 24
    assert str(first.queue["hour"][0]) == "2025-01-01T00:00:00"
    assert set(first.tracks) == {"hour", "C tracks", "D tracks", "C 1435 mm tracks", "D 1520 mm tracks"}
    assert set(first.by_hour) == {
        "hour", "C control lanes", "D control lanes", "C transshipment fronts", "D transshipment fronts"
    }  # fmt: skip


def test_a_crossing_that_is_not_there_is_refused_before_anything_runs() -> None:
    with pytest.raises(CorridorError, match='did you mean "Gate"'):
        study_border(world(), "Gato")


def test_means_are_over_the_runs_that_have_a_number() -> None:
    tables = [
        {"a": np.array([1.0, np.nan]), "b": np.array(["x", "y"])},
        {"a": np.array([3.0, np.nan]), "b": np.array(["x", "y"])},
    ]
    mean = mean_of(tables)
    assert mean["a"][0] == 2
    assert np.isnan(mean["a"][1])
    assert mean["b"].tolist() == ["x", "y"]


def test_a_study_is_the_same_whatever_was_run_before() -> None:
    first, again = study().stages, study().stages
    assert all(first[name].tolist() == again[name].tolist() for name in ("use_share", "queue_trains"))


def test_the_choice_of_crossing_is_settled_first_as_a_run_settles_it() -> None:
    """By free flow 88 % of 8 trains a day would go by the Gate, which takes 3 of them; settled it is some half."""
    found = study_border(crowded(), "Gate")
    assert found.settled is not None
    share = found.settled.mean_shares()["out"]["Gate"]
    due = dict(zip(found.stages["stage"].tolist(), found.stages["due_trains_per_day"].tolist(), strict=True))
    assert share < 0.7
    assert due["C control"] == pytest.approx(8 * share, abs=0.2)
