"""Which number to plan with, by hand: other trains, possessions and short loops on one section that limits.

The line is A (0 km), B (20 km), P (50 km), C (65 km), or A - C of 30 km alone; freight and others run at 60 km/h and
lose nothing by stopping, opposing trains are 2 min apart. So T is 2 x (30 + 2) = 64 min on the longest section, and
22.5 pairs pass.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from corridorsim.errors import CorridorError
from corridorsim.line.capacity import CapacitySettings, LineCapacity, line_capacities
from corridorsim.line.formula import line_formula
from corridorsim.line.lone_line import lone_line
from corridorsim.line.methods import methods
from corridorsim.line.months import by_month
from corridorsim.line.recommended import Recommended, recommended
from corridorsim.line.saturation import saturated_pairs
from corridorsim.model import Scenario
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.statistics.estimate import Estimate
from worlds import into, out, world

FLAT = {
    "rules.start_and_stop": "0 min", "rules.crossing_interval": "2 min", "rules.arrival_interval": "0 min",
    "lines.line.tracks": {"siding": 2, "station": 99}, "lines.line.headway": "10 min", "window.length": "10 days",
    "ends.West.accepts": "500 trains/day",
}  # fmt: skip
RESERVES = 23 / 24 * 0.9  # an hour's window, and a tenth for failures


def points(*at: int) -> list[dict[str, Any]]:
    names = ("A", "B", "P", "C") if len(at) == 4 else ("A", "C")
    kinds = ("station", *["siding"] * (len(at) - 2), "station")
    return [{"name": n, "at": f"{km} km", "kind": kind} for n, km, kind in zip(names, at, kinds, strict=True)]


def one_section(changes: dict[str, Any] | None = None) -> Scenario:
    return world(FLAT | {"lines.line.points": points(0, 30)} | (changes or {}), out=out(5), back=into(5))


def three_sections(changes: dict[str, Any] | None = None) -> Scenario:
    """20 km, the 30 km that limit, and 15 km."""
    return world(FLAT | {"lines.line.points": points(0, 20, 50, 65)} | (changes or {}), out=out(5), back=into(5))


def pairs_of(kind: str, speed: str = "60 km/h", pairs: int = 12) -> dict[str, Any]:
    told = {"kind": kind, "start": "A", "end": "C", "pairs": f"{pairs} trains/day", "speed": speed}
    return {"traffic.services": {"other": told}, "lines.line.speed_limit": "120 km/h"}


def told(scenario: Scenario) -> LineCapacity:
    return line_capacities(scenario, ["line"], CapacitySettings(replications=2)).told[0]


def passing(found: LineCapacity, pairs: float, busier: float | None = None) -> Recommended:
    """What would be recommended if so many passed in the simulation."""
    saturation = replace(found.saturation, saturated=Estimate(pairs, pairs, pairs, 1), busier=busier or pairs)
    return recommended(found.formula, saturation, found.elements)


def closed(*possessions: dict[str, Any]) -> dict[str, Any]:
    whole = {"start": "A", "end": "C", "at": "10:00", "length": "4 h"}
    return {"lines.line.possessions": [whole | each for each in possessions]}


# other trains


@pytest.mark.parametrize("kind", ["passenger", "local"])
def test_beside_twelve_pairs_of_others_ten_and_a_half_of_freight_pass(kind: str) -> None:
    """22.5 - 12 = 10.5; with the reserves 22.5 x 23/24 x 0.9 - 12."""
    found = told(one_section(pairs_of(kind)))
    assert found.formula.bound == pytest.approx(10.5)
    assert found.saturation.saturated.mean == pytest.approx(10.5, rel=0.02)
    assert found.formula.practical == pytest.approx(22.5 * RESERVES - 12)
    assert found.recommended.pairs == found.formula.practical
    assert found.recommended.method == "1 formula"


@pytest.mark.parametrize(
    ("speed", "removal"),
    [("40 km/h", 94 / 64), ("60 km/h", 1), ("120 km/h", 34 / 64)],
    ids=["slower", "alike", "faster"],
)
def test_another_train_takes_the_place_of_its_share_of_the_period(speed: str, removal: float) -> None:
    """Its own period, 2 x (its run + 2 min), over freight's 64 min; with reserves a pair of them is one at least."""
    scenario = one_section(pairs_of("passenger", speed, 6))
    line = lone_line(scenario, "line", days=20)
    formula = line_formula(line)
    assert formula.bound == pytest.approx(22.5 - 6 * removal)
    assert saturated_pairs(line, formula.bound, 1, 1).mean == pytest.approx(formula.bound, rel=0.02)
    assert formula.practical == pytest.approx(22.5 * RESERVES - 6 * max(removal, 1))


def test_freight_that_starves_local_trains_is_told() -> None:
    """They go with freight; as passenger trains all 24 a day run."""
    local, passenger = (told(one_section(pairs_of(kind))) for kind in ("local", "passenger"))
    go = local.saturation.as_they_go
    assert go.run < 0.8 * 24 == 0.8 * go.due
    assert any(f"{go.run:.1f} of 24.0 other trains a day run" in each for each in local.further)
    assert passenger.saturation.as_they_go.all_run
    assert not any("starves" in each for each in passenger.further)


def test_more_other_trains_than_the_line_carries_leave_nothing_and_are_told() -> None:
    found = told(one_section(pairs_of("passenger", pairs=30)))
    assert (found.formula.bound, found.recommended.pairs) == (0, 0)
    assert not found.saturation.first.all_run
    assert any("The line cannot carry even the other trains" in each for each in found.further)


# possessions


def test_a_daily_possession_leaves_twenty_hours() -> None:
    """20 x 60 / 64 = 18.75; and since it is longer than the usual window, it is the window."""
    found = told(three_sections(closed({})))
    assert found.formula.bound == pytest.approx(18.75)
    assert found.saturation.saturated.mean == pytest.approx(18.75, rel=0.02)
    assert found.recommended.pairs == pytest.approx(18.75 * 0.9)
    assert "240 min a day for possessions" in found.sentence


def test_a_possession_shorter_than_the_usual_window_is_part_of_it() -> None:
    formula = line_formula(lone_line(three_sections(closed({"length": "30 min"})), "line"))
    assert formula.bound == pytest.approx(22.5 * 23.5 / 24)
    assert formula.practical == pytest.approx(22.5 * RESERVES)


def test_possessions_on_some_days_count_on_average_and_it_is_told_over_which() -> None:
    """From Wednesday the 1st ten days: eight of them from Monday to Friday."""
    found = told(three_sections(closed({"days": ["Mon", "Tue", "Wed", "Thu", "Fri"]})))
    assert found.formula.bound == pytest.approx(0.8 * 18.75 + 0.2 * 22.5)
    assert found.saturation.saturated.mean == pytest.approx(found.formula.bound, rel=0.02)
    said = "18.8 pairs pass on the 8 days with a possession and 22.5 on the 2 without"
    assert any(said in each and "from 2025-01-01 to 2025-01-10" in each for each in found.further)


def test_the_months_have_their_own_possessions() -> None:
    """Only in February, a month without reserves of 18.75 pairs."""
    scenario = three_sections(closed({"since": "2025-02-01"}) | {"window.length": "59 days"})
    able = {row.month: row.available for row in by_month(traffic_of(scenario), "line") if row.part == "B - P"}
    assert able["2025-01"] == pytest.approx(22.5 * RESERVES * 0.85)
    assert able["2025-02"] == pytest.approx(18.75 * 0.9 * 0.85)


def test_what_two_sections_lose_at_different_hours_adds_up_where_no_train_can_stand_between() -> None:
    """A - B from 10 to 14, B - P from 15 to 19: sixteen hours are left, as B has only the two tracks of a meet."""
    apart = closed({"end": "B"}, {"start": "B", "end": "P", "at": "15:00"})
    formula = line_formula(lone_line(three_sections(apart), "line"))
    assert formula.bound == pytest.approx(22.5 * 16 / 24)


def test_with_tracks_between_a_section_works_on_while_its_neighbour_is_closed() -> None:
    """Four tracks more than a meet needs: 3.75 pairs, what B - P passes in four hours."""
    changes = closed({"end": "B"}) | {"lines.line.tracks": {"siding": 6, "station": 99}}
    formula = line_formula(lone_line(three_sections(changes), "line"))
    assert formula.bound == pytest.approx(22.5)


def test_one_of_two_tracks_closed_is_single_track_for_as_long() -> None:
    """144 pairs at 10 min for 20 of 24 hours, and 22.5 for four."""
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
    formula = line_formula(lone_line(one_section(double | closed({"tracks": "one"})), "line"))
    assert formula.bound == pytest.approx(144 * 20 / 24 + 22.5 * 4 / 24)


@pytest.mark.parametrize("closes", [{"line": "line", "start": "A", "end": "C"}, "B - P"])
@pytest.mark.parametrize("clock", [None, "UTC+8"])
def test_a_disruption_by_the_calendar_closes_a_line_as_a_possession_does(closes: Any, clock: str | None) -> None:
    dated: dict[str, Any] = {"at": "10:00", "length": "4 h"}
    disruption = {"closes": closes, "dated": dated} | ({"clock": clock} if clock else {})
    found = told(three_sections({"disruptions": {"works": disruption}}))
    assert found.formula.bound == pytest.approx(18.75, rel=0.01)
    assert found.saturation.saturated.mean == pytest.approx(18.75, rel=0.03)


def test_a_disruption_on_some_days_is_in_the_mean() -> None:
    dated = {"at": "10:00", "length": "4 h", "days": ["Sat", "Sun"]}
    closes = {"line": "line", "start": "A", "end": "C"}
    found = told(three_sections({"disruptions": {"works": {"closes": closes, "dated": dated}}}))
    assert found.formula.bound == pytest.approx(0.2 * 18.75 + 0.8 * 22.5)
    assert found.saturation.saturated.mean == pytest.approx(found.formula.bound, rel=0.02)


def test_a_line_closed_all_the_time_is_told_as_such() -> None:
    said = r'line "line": possessions close A - B from 2025-01-01 to 2025-01-10, without a break'
    with pytest.raises(CorridorError, match=said):
        told(three_sections(closed({"at": "00:00", "length": "24 h"})))


# what holds up more than the formula knows


def test_a_group_that_the_loops_do_not_hold_is_why_less_passes_than_the_formula_says() -> None:
    """Four tracks hold two of each direction: (64 + 20) / 2 min a pair, 34.3; turns for three waste the time of one."""
    groups = {"lines.line.block": "automatic", "lines.line.group": 3, "lines.line.tracks": {"siding": 4, "station": 99}}
    found = told(three_sections(groups))
    assert found.formula.bound == pytest.approx(1440 / 42)
    assert found.recommended.pairs <= found.saturation.saturated.mean
    fewer = passing(found, 24.6)
    assert fewer.pairs == pytest.approx(24.6 * RESERVES)
    assert fewer.method == "4 simulation"
    assert "passes 24.6 where more trains always wait, not the 34.3 of the formula" in fewer.why
    assert "the stations beside B - P hold 2 of each direction; a group of 3 both ways needs 6 tracks" in fewer.why


def test_where_one_of_two_tracks_is_closed_at_times_the_rules_of_single_track_are_the_reason() -> None:
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
    found = told(three_sections(double | closed({"tracks": "one"})))
    assert found.recommended.pairs <= found.saturation.saturated.mean < 0.93 * found.formula.bound
    assert "only if a track is free for it at the far end, as on single track, all day" in found.recommended.why


def test_a_direction_that_starves_the_other_is_told() -> None:
    fewer = passing(told(three_sections()), 1.3, 43.7)
    assert fewer.pairs == pytest.approx(1.3 * RESERVES)
    assert "43.7 trains a day pass in one direction and starve the other" in fewer.why


def test_what_the_simulation_passes_is_the_most_that_is_recommended() -> None:
    """An open line that has reserves of a tenth at least passes more than it is planned with; one without has not."""
    found = told(three_sections())
    formula = replace(found.formula, removed=np.full(3, -3.0))  # as if others made way: more than passes is available
    assert formula.practical > 22.3
    number = recommended(formula, replace(found.saturation, saturated=Estimate(22.3, 22.3, 22.3, 1)), found.elements)
    assert (number.pairs, number.method) == (22.3, "4 simulation")


def test_loops_that_hold_the_groups_pass_what_the_formula_says() -> None:
    """Of eight tracks: (64 + 2 x 20) / 3 min a pair, 41.5."""
    groups = {"lines.line.block": "automatic", "lines.line.group": 3, "lines.line.tracks": {"siding": 8, "station": 99}}
    found = told(three_sections(groups))
    assert found.formula.bound == pytest.approx(1440 * 3 / 104)
    assert found.saturation.saturated.mean == pytest.approx(found.formula.bound, rel=0.07)


def test_a_crossing_that_lets_fewer_pass_is_told() -> None:
    found = told(one_section({"crossings.Gate.accepts.HERE->THERE": "7 trains/day"}))
    assert found.further[0].startswith("The line is not the limit: Gate HERE->THERE: acceptance lets 7.0 pairs a day")


def test_the_number_stands_first_and_is_never_more_than_passes_in_the_simulation() -> None:
    for scenario in (one_section(), one_section(pairs_of("local")), three_sections(closed({}))):
        found = told(scenario)
        first, *_ = methods(found)
        assert (first.method, first.pairs) == ("recommended", found.recommended.pairs)
        assert found.recommended.pairs <= found.saturation.saturated.mean
        assert first.why == found.sentence


# lines of which nothing can be told


def test_a_line_with_a_point_too_short_says_so_and_the_others_are_told() -> None:
    short = [point | {"name": name} for point, name in zip(points(0, 20, 50, 65), "ASTE", strict=True)]
    short[1] |= {"useful_length": "100 m"}
    other = world().document.data["lines"]["line"] | {"points": short}
    found = line_capacities(one_section({"lines.other": other}), ["other", "line"], CapacitySettings(replications=2))
    assert [each.name for each in found.told] == ["line"]
    assert [each.name for each in found.untold] == ["other"]
    assert "no freight train can meet another at S" in found.untold[0].why


# stretches that are cut to some trains a day


def told_of_cut(day: str, **number: str) -> LineCapacity:
    """The world's line, of which B - C is cut from 10 January on."""
    told = {"start": "B", "end": "C", "since": "2025-01-10"} | number
    scenario = world({"window.length": "30 days", "lines.line.cuts": [told]}, out=out(5), back=into(3))
    return line_capacities(scenario, ["line"], CapacitySettings(day=date.fromisoformat(day), replications=1)).told[0]


@pytest.mark.parametrize(("number", "asked"), [({"trains": "8 trains/day"}, 4), ({"pairs": "4 trains/day"}, 5)])
def test_a_cut_is_the_number_to_plan_with_on_its_days(number: dict[str, str], asked: float) -> None:
    """Eight trains are four pairs; five run one way and three the other, four pairs or five of those that count."""
    cut = told_of_cut("2025-01-20", **number)
    assert cut.recommended.pairs == pytest.approx(4, abs=0.1)
    assert "B - C: trains a day lets 4.0 pass" in cut.sentence
    assert [(e.pairs, e.asked) for e in cut.elements if e.kind == "cut"] == [(4, pytest.approx(asked))]
    before = told_of_cut("2025-01-05", **number)
    assert before.recommended.pairs > 20
    assert not any(e.kind == "cut" for e in before.elements)
