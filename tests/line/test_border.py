"""The border station among the elements of its line, by hand."""

from datetime import date
from typing import Any

import pytest

from corridorsim.line.border import border_elements, weight_of_window
from corridorsim.line.elements import StationElement
from corridorsim.line.formula import line_formula
from corridorsim.line.lone_line import lone_line
from corridorsim.line.months import by_month
from corridorsim.planning.demand.free_flow import traffic_of
from worlds import into, out, ran, world

WEEK = {"window.length": "7 days", "traffic.empties": "none"}
FIRST = date(2025, 1, 1)


def at_the_border(changes: dict[str, Any], day: date = FIRST, **flows: Any) -> dict[str, StationElement]:
    scenario = world(WEEK | changes, **flows)
    one = ran(scenario)
    formula = line_formula(lone_line(scenario, "line"))
    found = border_elements(formula, scenario, one.plan, one.outcome, 86_400, day)
    return {each.name: each for each in found}


def test_the_stage_that_limits_each_direction_is_an_element() -> None:
    """Out: one front of two hours, 12 a day. In: two fronts as well as 24 accepted a day; the fronts are named first
    only if they carry less, so 20 are accepted."""
    changes = {"crossings.Gate.far.fronts": 1, "crossings.Gate.accepts.THERE->HERE": "20 trains/day"}
    found = at_the_border(changes, out=out(5), back=into(3))
    limits = {each.name: each for each in found.values() if each.kind == "crossing"}
    assert list(limits) == ["Gate HERE->THERE: D transshipment", "Gate THERE->HERE: acceptance"]
    front, accepted = limits.values()
    assert (front.pairs, accepted.pairs) == (pytest.approx(12), pytest.approx(20))
    assert [each.asked(1.0) for each in (front, accepted)] == pytest.approx([5, 3], abs=0.2)
    assert (front.key, front.direction, front.permitted) == ("crossings.Gate.far.fronts", "HERE->THERE", 1)


def test_an_onward_train_s_stage_is_told_in_trains_that_cross() -> None:
    """Ten onward trains of 600 t a day are as much as 15 trains of 400 t that bring it."""
    small = {"wagons": 4, "wagon_kind": "flats", "load": "100 t", "wagon_length": "14 m", "speed": "60 km/h"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4,
            "stack": {"units": 12}}  # fmt: skip
    changes = {
        "consists.small": small | {"commodity": "boxes", "onward": "large"}, "consists.large": small | {"wagons": 6},
        "crossings.Gate.far.gauge_break": {"yard": yard}, "ends.East.accepts": "10 trains/day",
    }  # fmt: skip
    found = at_the_border(changes, out=out(2) | {"consists": {"small": 1}})
    (limit,) = (each for each in found.values() if each.kind == "crossing")
    assert (limit.name, limit.pairs) == ("Gate HERE->THERE: taken by East", pytest.approx(15))
    assert limit.asked(1.0) == pytest.approx(5, abs=0.2)


def test_its_yards_pass_what_their_tracks_have_time_for() -> None:
    """D's four tracks of the other gauge: a train stands there over the border, controlled and worked, 12,000 s.

    D's six own ones: from the front to the departure, 9,000 s. Only trains out use them here.
    """
    found = at_the_border({}, out=out(5))
    assert {name for name, each in found.items() if each.kind == "yard"} == {"D 1520 mm tracks", "D tracks"}
    foreign, own = found["D 1520 mm tracks"], found["D tracks"]
    assert foreign.pairs == pytest.approx(4 * 86_400 / 12_000)
    assert own.pairs == pytest.approx(6 * 86_400 / 9000)
    assert (own.direction, own.trains_of_a_pair) == ("HERE->THERE", 1)
    assert own.asked(1.0) == pytest.approx(5, abs=0.2)
    assert own.permitted == 0.85


def test_a_yard_that_both_directions_use_counts_pairs() -> None:
    """D's own tracks: 9,000 s for a train out, 1,800 s for one in; on that day six went out, five came in."""
    found = at_the_border({}, out=out(5), back=into(5))
    yard = found["D tracks"]
    assert (yard.direction, yard.trains_of_a_pair) == ("both", 2)
    assert yard.pairs == pytest.approx(6 * 86_400 / (2 * (6 * 9000 + 5 * 1800) / 11))
    assert yard.asked(1.0) == pytest.approx(5, abs=0.2)


def test_limits_by_date_are_those_of_the_day() -> None:
    levels = [{"trains": "4 trains/day"}, {"trains": "8 trains/day", "since": "2025-01-05"}]
    change = {"crossings.Gate.accepts.HERE->THERE": levels}
    on = [at_the_border(change, day, out=out(5))["Gate HERE->THERE: acceptance"].pairs
          for day in (FIRST, date(2025, 1, 6), date(2026, 1, 1))]  # fmt: skip
    assert on == pytest.approx([4, 8, (4 * 4 + 3 * 8) / 7])


def test_a_crossing_that_nobody_uses_is_none() -> None:
    other = world().document.data["crossings"]["Gate"]
    away = {"near": other["near"] | {"station": "B"}, "far": other["far"] | {"station": "E"}}
    side = {"crossings.Side": other | away}
    found = at_the_border(side | {"ends.South": {"at": "E", "accepts": "9 trains/day"}}, out=out(5))
    assert all(not name.startswith("Side") for name in found)


def test_the_window_s_months_weigh_what_is_asked() -> None:
    """January has one of 25 parts of the year's 365 days of freight in its 31: of 5 trains a day 0.47."""
    monthly = {"traffic.monthly": [1, 2] + [2.2] * 10, "window.length": "31 days"}
    assert weight_of_window(world(monthly)) == pytest.approx(365 / 25 / 31)
    found = at_the_border(monthly, out=out(5))
    assert found["Gate HERE->THERE: acceptance"].asked(1.0) == pytest.approx(5, abs=0.25)
    assert found["Gate HERE->THERE: acceptance"].asked(2.0) == pytest.approx(10, abs=0.5)


def test_months_are_told_of_one_direction() -> None:
    scenario = world(WEEK, out=out(5), back=into(3))
    stations = tuple(at_the_border({}, out=out(5), back=into(3)).values())
    rows = {(row.part, row.direction): row for row in by_month(traffic_of(scenario), "line", stations)}
    assert rows["Gate HERE->THERE: acceptance", "HERE->THERE"].asked == pytest.approx(5, abs=0.2)
    assert rows["Gate HERE->THERE: acceptance", "HERE->THERE"].available == pytest.approx(24)
    assert rows["D tracks", "both"].asked == pytest.approx(8, abs=0.3)


def test_the_next_siding_of_the_line_is_no_limit_of_the_crossing() -> None:
    """A train that leaves C takes one of B's two tracks on entering the section; B's tracks are the line's own.

    Everything at the crossing is ample, so that these would be what limits its trains in.
    """
    ample = [f"crossings.Gate.{side}.{what}" for side in ("near", "far") for what in ("fronts", "other_tracks")]
    ample += ["crossings.Gate.far.own_tracks", "crossings.Gate.near.control.lanes", "crossings.Gate.far.control.lanes"]
    changes: dict[str, Any] = dict.fromkeys(ample, 99) | {"lines.line.tracks": {"siding": 2, "station": 99}}
    for key in ("crossings.Gate.accepts.THERE->HERE", "crossings.Gate.accepts.HERE->THERE", "ends.West.accepts"):
        changes[key] = "900 trains/day"
    changes |= {"crossings.Gate.border.near_tracks": 99, "crossings.Gate.border.far_tracks": 99}
    found = at_the_border(changes, out=out(5), back=into(5))
    limits = [each.name for each in found.values() if each.kind == "crossing"]
    assert len(limits) == 2
    assert not any("B tracks" in name for name in limits)
