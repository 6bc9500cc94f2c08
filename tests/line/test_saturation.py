"""What passes a line under more demand than it carries: no direction starves, and a second track takes nothing away."""

from itertools import accumulate, pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.engine import run
from corridorsim.line.formula import line_formula
from corridorsim.line.lone_line import LoneLine, lone_line, with_pairs
from corridorsim.line.saturation import saturate, saturated_pairs
from corridorsim.planning import plan_replication
from worlds import into, out, world

Changes = dict[str, Any]


def line(changes: Changes, days: int = 10) -> LoneLine:
    return lone_line(world({"rules.crossing_interval": "2 min"} | changes, out=out(5), back=into(5)), "line", days=days)


def points(lengths: list[int], loops: list[int], ends: int) -> list[dict[str, Any]]:
    """Stations with so many kilometres between them and so many tracks."""
    tracks, at = [ends, *loops, ends], [0, *accumulate(lengths)]
    names = ["A", *(f"P{n}" for n in range(1, len(lengths))), "C"]
    return [
        {"name": name, "at": f"{km} km", "tracks": count, "kind": "station" if name in "AC" else "siding"}
        for name, km, count in zip(names, at, tracks, strict=True)
    ]


def second_track(stations: list[dict[str, Any]], double: list[bool]) -> list[dict[str, str]]:
    names = [station["name"] for station in stations]
    return [
        {"start": here, "end": there, "opens": "2024-01-01"}
        for (here, there), both in zip(pairwise(names), double, strict=True)
        if both
    ]


def double_after_single(ends: int, second: bool) -> LoneLine:
    """20 km single, 30 km double or not, 15 km single at 60 km/h; no loss by stopping."""
    stations = points([20, 30, 15], [2, 2], ends)
    changes = {
        "lines.line.points": stations, "rules.start_and_stop": "0 min", "lines.line.headway": "10 min",
        "lines.line.second_track": second_track(stations, [False, second, False]),
    }  # fmt: skip
    return line(changes)


@pytest.mark.parametrize("ends", [2, 4, 10, 99])
def test_a_section_between_a_large_station_and_double_track_serves_both_directions(ends: int) -> None:
    """2 x (20 + 2) min a pair on the longer single section, 32.7; 2 x (30 + 2) min without the second track, 22.5."""
    assert saturated_pairs(double_after_single(ends, second=True), 32.7, 1, 1).mean == pytest.approx(32.7, rel=0.01)
    assert saturated_pairs(double_after_single(ends, second=False), 22.5, 1, 1).mean == pytest.approx(22.5, rel=0.01)


def test_more_demand_passes_no_fewer_trains_behind_a_large_station() -> None:
    curve = saturate(double_after_single(99, second=True), 32.7, 0.25, 1, (0.5, 0.9, 1, 1.5, 2, 4), 1).curve
    passed = [point.passed.mean for point in curve]
    assert passed[0] == pytest.approx(0.5 * 32.7, rel=0.03)
    assert all(later >= 0.98 * max(passed[:n]) for n, later in enumerate(passed) if n)


@st.composite
def mixed(draw: st.DrawFn) -> tuple[Changes, list[dict[str, str]]]:
    """A line of two to six sections of 6 to 35 km, and the sections of it that have a second track.

    Loops of two tracks only where trains may arrive at the same time: else some lines settle in a pattern that passes
    0.88 to 0.93 of the formula, with a second track or without (docs/movement.md).
    """
    lengths = draw(st.lists(st.integers(6, 35), min_size=2, max_size=6))
    apart = draw(st.sampled_from(["0 min", "4 min"]))
    loops = [draw(st.sampled_from([2, 3, 4, 8] if apart == "0 min" else [3, 4, 8])) for _ in lengths[1:]]
    stations = points(lengths, loops, draw(st.sampled_from([4, 10, 99])))
    changes = {
        "lines.line.points": stations, "lines.line.headway": draw(st.sampled_from(["8 min", "14 min"])),
        "rules.start_and_stop": draw(st.sampled_from(["0 min", "3 min"])),
        "rules.arrival_interval": apart,
    }  # fmt: skip
    changes |= draw(st.sampled_from([{}, {"rules.following_interval": "4 min"}]))
    return changes, second_track(stations, [draw(st.booleans()) for _ in lengths])


@given(mixed(), st.sampled_from([1.0, 1.5, 3.0]))
@settings(max_examples=60, deadline=None)
def test_a_second_track_takes_nothing_away_and_the_line_carries_what_the_formula_says(
    drawn: tuple[Changes, list[dict[str, str]]], more: float
) -> None:
    """Between 0.93 times what trains that all start from a stand can pass and 1.02 times 1440 k / T.

    With it at least 0.93 of what passes without it, where some trains may meet in motion.
    """
    changes, second = drawn
    single, double = line(changes), line(changes | {"lines.line.second_track": second})
    formula, before = line_formula(double), line_formula(single)
    passed = saturated_pairs(double, more * formula.bound, 1, 1).mean
    assert 0.93 * min(formula.bound, formula.standing_bound) <= passed <= 1.02 * formula.bound
    assert passed >= 0.93 * saturated_pairs(single, more * before.bound, 1, 1).mean


@given(mixed())
@settings(max_examples=5, deadline=None)
def test_both_engines_give_each_direction_its_turn_at_the_same_second(
    drawn: tuple[Changes, list[dict[str, str]]],
) -> None:
    changes, second = drawn
    alone = line(changes | {"lines.line.second_track": second}, days=1)
    program = plan_replication(with_pairs(alone.blueprint, 40), 1, 0).program
    assert run(program).same_as(run(program, engine="simpy"))


GROUPS = [{"lines.line.block": "automatic", "lines.line.group": group} for group in (1, 2, 3, 4)]


@pytest.mark.parametrize(("loops", "pairs"), [(2, 22.5), (4, 34.3), (6, 41.5)])
def test_groups_of_three_turn_by_what_the_loops_hold(loops: int, pairs: float) -> None:
    """Groups of half the tracks over 30 km: (64 + 20 (k - 1)) / k min a pair for k = 1, 2, 3."""
    changes = {
        "lines.line.points": points([20, 30, 15], [loops, loops], 99), "rules.start_and_stop": "0 min",
        "lines.line.headway": "10 min",
    }  # fmt: skip
    assert saturated_pairs(line(changes | GROUPS[2]), pairs, 1, 1).mean == pytest.approx(pairs, rel=0.01)


def test_a_direction_is_not_starved_where_a_group_follows_as_slowly_as_it_runs() -> None:
    """38 min over the section, a headway of 8 and groups of 3: 2 x (38 + 16 + 2) min for three pairs, 38.6 a day."""
    changes = {
        "lines.line.points": points([38, 20, 33], [6, 6], 10), "rules.start_and_stop": "0 min",
        "lines.line.headway": "8 min",
    }  # fmt: skip
    for more in (1, 1.5, 3, 6):
        passed = saturated_pairs(line(changes | GROUPS[2]), more * 38.6, 1, 1).mean
        assert passed == pytest.approx(38.6, rel=0.02)


@given(mixed(), st.sampled_from(GROUPS), st.sampled_from([1.0, 1.5, 3.0]))
@settings(max_examples=30, deadline=None)
def test_under_automatic_block_a_second_track_takes_nothing_away_and_no_direction_starves(
    drawn: tuple[Changes, list[dict[str, str]]], groups: Changes, more: float
) -> None:
    changes, second = drawn[0] | groups, drawn[1]
    single, double = line(changes), line(changes | {"lines.line.second_track": second})
    passed = [saturated_pairs(each, more * line_formula(each).bound, 1, 1).mean for each in (single, double)]
    assert passed[1] >= 0.9 * passed[0]
    assert passed[0] >= 0.7 * min(line_formula(single).bound, line_formula(single).standing_bound)


def test_of_random_lines_under_automatic_block_as_good_as_all_carry_what_the_formula_says() -> None:
    """Single lines with groups of one to four: of a hundred at most five pass less than 0.93 of it, or more than 1.02.

    Those that pass less settle in a pattern in which a loop holds fewer of one direction than a group has.
    """
    luck, found = Random(11), []
    for _ in range(100):
        lengths = [luck.randint(6, 45) for _ in range(luck.randint(2, 6))]
        loops = [luck.choice([3, 4, 6, 8]) for _ in lengths[1:]]
        changes = {
            "lines.line.points": points(lengths, loops, luck.choice([4, 99])),
            "rules.start_and_stop": luck.choice(["0 min", "3 min"]),
            "lines.line.headway": luck.choice(["8 min", "14 min"]),
            "rules.arrival_interval": luck.choice(["0 min", "4 min"]),
        }  # fmt: skip
        alone = line(changes | luck.choice(GROUPS))
        formula = line_formula(alone)
        passed = saturated_pairs(alone, luck.choice([1.0, 3.0]) * formula.bound, 1, 1).mean
        found.append(0.93 * min(formula.bound, formula.standing_bound) <= passed <= 1.02 * formula.bound)
    assert sum(found) >= 95


@given(mixed(), st.sampled_from(GROUPS))
@settings(max_examples=5, deadline=None)
def test_both_engines_let_groups_make_way_at_the_same_second(
    drawn: tuple[Changes, list[dict[str, str]]], groups: Changes
) -> None:
    changes, second = drawn
    alone = line(changes | groups | {"lines.line.second_track": second}, days=1)
    program = plan_replication(with_pairs(alone.blueprint, 40), 1, 0).program
    assert run(program).same_as(run(program, engine="simpy"))


@pytest.mark.parametrize(("loops", "pairs"), [(2, 43.6), (4, 83.6), (8, 123.0)])
def test_one_of_two_tracks_closed_for_hours_costs_what_the_loops_do_not_hold(loops: int, pairs: float) -> None:
    """65 km of double track, one closed 4 h a day: 123.8 by formula, where a loop holds the trains of 30 km each way.

    They take their track there as they enter, possession or not: of loops of two tracks one train in 33 min each way.
    """
    stations = points([20, 30, 15], [loops, loops], 99)
    changes = {
        "lines.line.points": stations, "rules.start_and_stop": "0 min", "lines.line.headway": "10 min",
        "lines.line.second_track": second_track(stations, [True] * 3),
        "lines.line.possessions": [{"start": "A", "end": "C", "tracks": "one", "at": "01:00", "length": "4 h"}],
    }  # fmt: skip
    alone = line(changes)
    assert line_formula(alone).bound == pytest.approx(123.75)
    assert saturated_pairs(alone, 123.75, 1, 1).mean == pytest.approx(pairs, rel=0.01)
