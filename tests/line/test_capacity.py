"""A line's capacity told four ways: formula and simulation confirm each other, on shipped lines and random ones."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from corridorsim import read
from corridorsim.engine import run
from corridorsim.errors import CorridorError
from corridorsim.line.capacity import CapacitySettings, line_capacities
from corridorsim.line.formula import line_formula, requirement
from corridorsim.line.lone_line import LoneLine, lone_line, with_pairs
from corridorsim.line.methods import methods
from corridorsim.line.months import by_month
from corridorsim.line.queue import line_queue, other_pairs
from corridorsim.line.saturation import passed, saturate, saturated_pairs, waiting_share
from corridorsim.model.demand.formation import loaded
from corridorsim.planning import plan_replication
from corridorsim.planning.demand.free_flow import traffic_of
from worlds import SHIPPED, into, out, service, world

WAIT = "more trains always wait"
RULES = {"rules.arrival_interval": "4 min", "rules.following_interval": "4 min", "rules.start_and_stop": "3 min"}


def line(changes: dict[str, Any] | None = None, **keys: Any) -> LoneLine:
    return lone_line(world(RULES | (changes or {}), out=out(5), back=into(5)), "line", **keys)


# the formula


def test_the_limiting_section_is_the_longest() -> None:
    """B - C: two runs of 1,200 s, and the least of what meets cost: both leave without a stop, 2 x (60 + 180) s."""
    formula = line_formula(line())
    assert formula.line.sections[formula.limiting].name == "B - C"
    assert formula.schemes.period[1] == 2 * 1200 + 2 * (60 + 180)
    assert formula.bound == 30
    assert formula.standing_bound == 30  # the whole loss is one of starting: to stop costs nothing more


LONG = {"lines.line.points": [
    {"name": "A", "at": "0 km", "kind": "station"}, {"name": "B", "at": "10 km", "useful_length": "100 m"},
    {"name": "C", "at": "30 km", "kind": "station"},
]}  # fmt: skip
SHORT = {"consists.short": {
    "wagons": 2, "wagon_kind": "flats", "load": "100 t", "boxes": "4 TEU", "wagon_length": "14 m", "speed": "60 km/h",
    "transshipment": {"mean": "2 h"},
}}  # fmt: skip


def mixed(boxes: float) -> LoneLine:
    """A share of trains of 140 m and more and of 28 m, and a loop of 100 m at B."""
    shares = {"consists": {"boxes": boxes, "short": 1 - boxes}}
    return lone_line(world(RULES | LONG | SHORT, out=out(5) | shares, back=into(5) | shares), "line")


def test_a_few_trains_that_do_not_fit_a_loop_do_not_keep_the_others_from_meeting_there() -> None:
    few = mixed(0.01)
    assert not few.tracks.fits("B", loaded("boxes"))
    assert line_formula(few).bound == pytest.approx(line_formula(line()).bound, rel=0.01)


def test_where_no_train_fits_the_error_says_where_which_and_what_to_do() -> None:
    said = (
        r'"line": no freight train can meet another at B, since "boxes" \(\d+ % of a direction\) is longer than 100 m'
    )
    with pytest.raises(CorridorError, match=said):
        line_formula(mixed(0.99))


def test_double_track_passes_a_train_each_headway() -> None:
    """14 minutes: 102.9 a day."""
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
    formula = line_formula(line(double))
    assert formula.saturated.tolist() == pytest.approx([1440 / 14] * 2)
    assert formula.scheme(0) == "double track: followers at the headway"
    assert formula.limiting_name == "all 2 double sections alike"


GROUPS = {"lines.line.block": "automatic", "lines.line.group": 3}


def loops(tracks: int) -> dict[str, Any]:
    return {"lines.line.tracks": {"siding": tracks, "station": 9}}


def test_groups_pass_more_than_trains_one_by_one() -> None:
    """Three each way in a period, and B has tracks for both threes: (T + 2 x 2 x 14 min) / 3 a pair."""
    one, groups = line_formula(line(loops(6))), line_formula(line(loops(6) | GROUPS))
    assert groups.schemes.period[1] == pytest.approx((one.schemes.period[1] + 4 * 840) / 3)


@pytest.mark.parametrize(("tracks", "held"), [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (9, 3)])
def test_a_loop_holds_a_group_of_each_direction_on_half_of_its_tracks(tracks: int, held: int) -> None:
    """So with two or three tracks no groups run, whatever the block permits."""
    groups = line_formula(line(loops(tracks) | GROUPS))
    assert groups.group.tolist() == [held, held]
    if held == 1:
        assert groups.schemes.period.tolist() == line_formula(line()).schemes.period.tolist()


def test_a_second_track_counts_from_its_day() -> None:
    changes = {"lines.line.second_track": [{"start": "A", "end": "B", "opens": "2025-01-02"}]}
    before, after = (line_formula(line(changes, day=date(2025, 1, day))) for day in (1, 2))
    assert before.double.tolist() == [False, False]
    assert after.double.tolist() == [True, False]


def test_what_is_required_is_the_busier_direction_and_what_other_trains_remove() -> None:
    """5 freight trains a day each way; a pair of local trains as fast as freight removes one pair."""
    scenario = world(
        RULES | {"traffic.services": {"car": service("A", "C")}, "traffic.empties": "none"}, out=out(5), back=into(3)
    )
    formula = line_formula(lone_line(scenario, "line"))
    need = requirement(formula, scenario)
    assert need.freight.tolist() == [[5, 5], [3, 3]]
    assert need.removed.tolist() == pytest.approx([1, 1])
    assert need.pairs.tolist() == pytest.approx([6 / 0.85] * 2)


def test_the_peak_month_is_one_of_freight_other_trains_run_as_ever() -> None:
    """February has two of 18 parts of the year's 6 x 365 trains in its 28 days: 8.69 a day, and the other one."""
    changes = {"traffic.services": {"car": service("A", "C")}, "traffic.empties": "none"}
    scenario = world(RULES | changes | {"traffic.monthly": [1, 2] + [1.5] * 10}, out=out(6), back=into(6))
    need = requirement(line_formula(lone_line(scenario, "line")), scenario)
    assert need.pairs.tolist() == pytest.approx([(6 * 365 * 2 / 18 / 28 + 1) / 0.85] * 2)


def test_a_line_without_freight_of_its_own_is_asked_for_that_of_the_corridor() -> None:
    data = world().document.data
    branch = data["lines"]["line"] | {
        "points": [{"name": "C", "at": "0 km", "kind": "station"}, {"name": "E", "at": "9 km", "kind": "station"}]
    }
    scenario = world({"lines.branch": branch}, out=out(5), back=into(5))
    assert lone_line(scenario, "branch").there == {loaded("boxes"): 1.0}


def test_a_line_that_is_not_there() -> None:
    with pytest.raises(CorridorError, match=r'"lime" is not a line of this scenario \(known names: line\)'):
        lone_line(world(), "lime")


# formula and simulation


def random_line(seed: int, **changes: Any) -> LoneLine:
    """A single line of up to eight sections of 8 to 40 km with loops of two or three tracks."""
    return line({"lines.line.points": random_points(np.random.default_rng(seed))} | changes, days=20, warm_up=5)


def random_points(luck: np.random.Generator) -> list[dict[str, Any]]:
    lengths = luck.integers(8, 40, luck.integers(1, 9))
    at = [0, *np.cumsum(lengths).tolist()]
    last = len(at) - 1
    return [
        {
            "name": {0: "A", last: "C"}.get(n, f"P{n}"), "at": f"{km} km",
            "tracks": int(luck.integers(2, 4) if 0 < n < last else luck.integers(3, 7)),
        }
        for n, km in enumerate(at)
    ]  # fmt: skip


def stretch(luck: np.random.Generator, points: list[dict[str, Any]]) -> dict[str, str]:
    """The whole line, or a part of it."""
    first, last = sorted(luck.choice(len(points), 2, replace=False)) if luck.random() < 0.5 else (0, -1)
    return {"start": points[first]["name"], "end": points[last]["name"]}


def other_trains(luck: np.random.Generator) -> dict[str, Any]:
    """Up to seven pairs a day from end to end, no faster than freight: one that ends at a loop stands in the way."""
    pairs, speed = f"{luck.integers(1, 8)} trains/day", f"{luck.integers(40, 61)} km/h"
    kind = str(luck.choice(["passenger", "local"]))
    told = {"kind": kind, "pairs": pairs, "speed": speed, "departs": "05:20"}
    return {"traffic.services": {"other": told | {"start": "A", "end": "C"}}}


def possessions(luck: np.random.Generator, points: list[dict[str, Any]]) -> dict[str, Any]:
    """One or two of some hours, every day or from Monday to Thursday."""
    told = []
    for _ in range(luck.integers(1, 3)):
        days = {"days": ["Mon", "Tue", "Wed", "Thu"]} if luck.random() < 0.3 else {}
        hours = {"at": f"{luck.integers(0, 24):02d}:00", "length": f"{luck.integers(2, 7)} h"}
        told.append(hours | days | stretch(luck, points))
    return {"lines.line.possessions": told, "window.length": "28 days"}


@pytest.mark.parametrize("seed", range(12))
def test_what_passes_a_saturated_line_is_what_the_formula_says(seed: int) -> None:
    """Never more than 2 % above 1440 k / T, nor more than 7 % below."""
    alone = random_line(seed)
    bound = line_formula(alone).bound
    assert 0.93 <= saturated_pairs(alone, bound, 1, 1).mean / bound <= 1.02


@pytest.mark.parametrize("seed", range(12))
def test_beside_other_trains_too(seed: int) -> None:
    luck = np.random.default_rng(seed)
    points = random_points(luck)
    beside = random_line(seed, **{"lines.line.points": points}, **other_trains(luck))
    bound = line_formula(beside).bound
    assert 0.93 <= saturated_pairs(beside, bound, 1, 1).mean / bound <= 1.02


@pytest.mark.parametrize("seed", range(12))
def test_and_with_possessions(seed: int) -> None:
    """A train that a possession finds on the section runs to its end: of each day's a train more may pass."""
    luck = np.random.default_rng(seed)
    points = random_points(luck)
    closed = random_line(seed, **{"lines.line.points": points}, **possessions(luck, points))
    bound, more = line_formula(closed).bound, 0.5 * len(closed.scenario.lines["line"].possessions)
    assert 0.93 * bound <= saturated_pairs(closed, bound, 1, 1).mean <= 1.02 * bound + min(more, 1.0)


@pytest.mark.parametrize("seed", range(8))
def test_and_with_both(seed: int) -> None:
    """In pairs of all trains: of few freight pairs that are left, a half of one is much."""
    luck = np.random.default_rng(seed)
    points = random_points(luck)
    changes = possessions(luck, points) | other_trains(luck)
    formula = line_formula(both := random_line(seed, **{"lines.line.points": points}, **changes))
    others = formula.displaced[formula.limiting]
    bound, passes = (pairs + others for pairs in (formula.bound, saturated_pairs(both, formula.bound, 1, 1).mean))
    assert 0.93 * bound <= passes <= 1.02 * bound + 1.0


ONE_CLASS = {f"consists.express {which}.class": "freight" for which in ("out", "in", "on")}


@pytest.mark.parametrize("year", ["2018", "2025"])
@pytest.mark.parametrize("name", ["Dostyk-Moiynty", "Altynkol-Zhetigen", "Aktogay-Ayagoz", "Ayagoz-Bakhty"])
def test_on_every_shipped_line_too(year: str, name: str) -> None:
    """With freight of one class: fast freight keeps the headway beyond a station for itself while it runs there.

    Where nearly all of a line is double the trains of 62 to 70 km/h hinder each other, and the mean train does not.
    """
    scenario = read(SHIPPED / f"{year}.yaml").change(ONE_CLASS)
    least = 0.9 if (year, name) == ("2025", "Dostyk-Moiynty") else 0.93
    alone = lone_line(scenario, name, date(int(year), 12, 31), days=8, warm_up=3)
    bound = line_formula(alone).bound
    assert least <= saturated_pairs(alone, bound, 1, 1).mean / bound <= 1.02


@pytest.mark.parametrize("double", [[], [{"start": "A", "end": "B", "opens": "2024-01-01"}]], ids=["single", "partly"])
def test_throughput_rises_to_its_plateau_and_stays_there(double: list[dict[str, str]]) -> None:
    """From 0.2 to 3 times what the formula says, what passes never falls by more than 2 %."""
    alone = line({"lines.line.second_track": double}, days=20, warm_up=5)
    bound = line_formula(alone).bound
    passed = [p.passed.mean for p in saturate(alone, bound, 0.25, 2, (0.2, 0.6, 1, 1.5, 2, 3), 1).curve]
    assert passed[0] == pytest.approx(0.2 * bound, rel=0.02)
    assert all(later >= 0.98 * max(passed[:n]) for n, later in enumerate(passed) if n)


def test_waiting_is_tolerable_up_to_the_load_that_is_told() -> None:
    alone = line(days=20, warm_up=5)
    bound = line_formula(alone).bound
    found = saturate(alone, bound, 0.25, 3, (0.3,), 1)
    again = saturate(alone, bound, 0.25, 3, (0.9 * found.tolerable.mean / bound, 1.1 * found.tolerable.mean / bound), 1)
    below, above = (point.waiting.mean for point in again.curve)
    assert below < 0.25 < above
    assert found.tolerable.low <= found.tolerable.mean <= found.tolerable.high


def test_what_would_be_tolerable_above_saturation_is_told_as_saturation() -> None:
    """Of waiting 500 times the run there is none before the line is full."""
    alone = line(days=20, warm_up=5)
    found = saturate(alone, line_formula(alone).bound, 500, 2, (), 1)
    assert found.never_too_long == 2
    assert found.tolerable == found.saturated


def test_trains_that_had_no_time_to_be_through_do_not_count() -> None:
    """One has the line to itself on the first day; the others come an hour before the end, and wait."""
    alone = line(days=20, warm_up=5)
    planned = plan_replication(with_pairs(alone.blueprint, 1), 1, 0)
    ready = np.full_like(planned.program.train_ready, planned.layout.warm_up + 86_400)
    ready[1:] = planned.program.until - 3600
    planned = replace(planned, program=replace(planned.program, train_ready=ready))
    outcome = run(planned.program)
    assert waiting_share(planned, outcome) == 0


def test_pairs_are_those_of_the_direction_that_passes_fewer() -> None:
    """And none where nothing comes through one way."""
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
    alone = line(double, days=20, warm_up=5)
    planned = plan_replication(with_pairs(alone.blueprint, 20), 1, 0)
    outcome = run(planned.program)
    last = planned.program.operation_first[1:] - 1
    ways = np.array([stream.name.endswith("C") for stream in planned.streams])[planned.train_stream]
    through = outcome.started[last] >= planned.layout.warm_up
    fewer = min((through & ways).sum(), (through & ~ways).sum()) / 20
    assert passed(planned, outcome) == pytest.approx(fewer)
    started = outcome.started.copy()
    started[last[ways]] = -1  # none of those gets through
    assert passed(planned, replace(outcome, started=started)) == 0


# the queueing estimate


def test_queues_grow_with_the_load_and_without_end_at_capacity() -> None:
    formula = line_formula(line())
    queue = line_queue(formula, 0.25, np.array([0.0, 0.3, 0.6, 1.5]) * formula.bound)
    assert queue.waiting[0] == 0 < queue.waiting[1] < queue.waiting[2]
    assert np.isinf(queue.waiting[3])
    assert 0 < queue.tolerable < formula.bound


def test_other_trains_count_by_the_length_they_run_over() -> None:
    """A pair from A to B, 10 of the 30 km."""
    short = world({"traffic.services": {"car": service("A", "B")}}, out=out(5), back=into(5))
    assert other_pairs(lone_line(short, "line")) == pytest.approx(1 / 3)


# all together


def test_the_four_side_by_side() -> None:
    scenario = world(RULES | {"window.length": "10 days"}, out=out(8), back=into(8))
    [found] = line_capacities(scenario, ["line"], CapacitySettings(replications=2)).told
    assert found.limiting == "B - C"
    assert found.formula.available.min() < found.formula.bound
    assert found.saturation.tolerable.mean < found.saturation.saturated.mean
    assert found.uic.trains.sum(axis=0).tolist() == pytest.approx([16, 16], abs=3)
    assert 0 < found.uic.occupied[1] < 1
    assert (found.elements[0].kind, found.elements[0].name) == ("section", "B - C")
    assert found.upgrades == ()
    told = {(m.method, m.what): m.why for m in methods(found)}
    saturated = found.saturation.saturated.mean
    assert (
        f"{100 * saturated / 30:.1f} % of 1440 k / T; {100 * saturated / 30:.1f} % of what"
        in told["4 simulation", WAIT]
    )
    [queueing] = [m for m in methods(found) if m.method == "3 queueing"]
    assert ("above" in queueing.why) == (queueing.pairs > found.saturation.tolerable.mean)


def test_a_line_that_opens_later_is_taken_as_open_and_says_so() -> None:
    scenario = world(RULES | {"window.length": "10 days", "lines.line.opens": "2025-01-05"}, out=out(8), back=into(8))
    early, late = (
        line_capacities(scenario, ["line"], CapacitySettings(on, replications=2)).told[0]
        for on in (date(2025, 1, 2), date(2025, 1, 6))
    )
    assert (early.opens, late.opens) == (date(2025, 1, 5), None)


def test_stages_say_what_each_opening_brought() -> None:
    """A - B first, which is not what limits; then B - C."""
    second = [
        {"start": "A", "end": "B", "opens": "2025-01-03"}, {"start": "B", "end": "C", "opens": "2025-01-06"},
    ]  # fmt: skip
    scenario = world(RULES | {"window.length": "10 days", "lines.line.second_track": second}, out=out(8), back=into(8))
    [found] = line_capacities(scenario, ["line"], CapacitySettings(replications=2)).told
    assert [stage.opened for stage in found.upgrades] == ["as the window begins", "A - B", "B - C"]
    assert [stage.limiting for stage in found.upgrades][:2] == ["B - C", "B - C"]
    bounds = [stage.bound for stage in found.upgrades]
    assert bounds[0] <= bounds[1] < bounds[2]


def test_the_months_follow_the_weights_and_the_second_track() -> None:
    second = [{"start": "A", "end": "C", "opens": "2025-02-01"}]
    scenario = world(
        RULES | {"window.length": "59 days", "lines.line.second_track": second, "traffic.monthly": [1, 2] + [1.5] * 10,
                 "traffic.empties": "none"}, out=out(6), back=into(6),
    )  # fmt: skip
    rows = {(row.month, row.part, row.direction): row for row in by_month(traffic_of(scenario), "line")}
    january, february = (rows[month, "B - C", "to C"] for month in ("2025-01", "2025-02"))
    assert (january.asked, february.asked) == pytest.approx((6 * 365 / 18 / 31, 6 * 365 * 2 / 18 / 28))
    assert january.available < february.available
    assert january.available == pytest.approx(30 * 23 / 24 * 0.9 * 0.85)  # an hour, a tenth, and the permitted load
    assert january.reserve == pytest.approx(30 * 23 / 24 * 0.9 * 0.85 - 6 * 365 / 18 / 31)
