"""Tonnes become trains, trains become departures over the months, and wagons go back empty."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.itineraries import Kind
from corridorsim.model import Scenario
from corridorsim.planning import plan
from corridorsim.planning.demand.flows import Demand
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.planning.demand.traffic import departures
from worlds import into, out, world

DAY = 86_400
YEAR = {"window.length": "365 days"}


def streams(scenario: Scenario) -> dict[str, Demand]:
    return {demand.stream.name: demand for demand in traffic_of(scenario).demands}


def trains(scenario: Scenario) -> dict[str, float]:
    """Trains a year by stream."""
    return {name: round(demand.trains, 9) for name, demand in streams(scenario).items()}


def due(scenario: Scenario, replication: int = 0) -> np.ndarray:
    traffic = traffic_of(scenario)
    [demand] = traffic.demands
    return departures(traffic, demand, scenario.seed, replication)


# tonnes to trains


def test_tonnes_are_divided_by_the_load_of_a_train() -> None:
    """730,000 t at 10 wagons of 100 t."""
    assert trains(world(out=out(2))) == {"out/boxes/West": 730}


def test_shares_of_consists_and_ends_are_shares_of_the_tonnes() -> None:
    """360,000 t: a quarter on trains of 500 t, and of everything two thirds to the West."""
    changes: dict[str, Any] = {
        "consists.short": world().document.data["consists"]["boxes"] | {"wagons": 5},
        "ends.South": {"at": "B", "accepts": "24 trains/day"},
    }
    flow = out(tonnes="360 kt/year", consists={"boxes": 0.75, "short": 0.25}, inland={"West": 0.5, "South": 0.5})
    assert trains(world(changes, out=flow)) == {
        "out/boxes/West": 135, "out/boxes/South": 135, "out/short/West": 90, "out/short/South": 90,
    }  # fmt: skip


def test_the_scale_multiplies_every_flow() -> None:
    assert trains(world({"traffic.scale": 1.5}, out=out(2), back=into(4))) == {
        "out/boxes/West": 1095, "back/boxes/West": 2190,
    }  # fmt: skip


def test_a_total_scales_the_flows_in_proportion() -> None:
    """1 and 3 trains a day make 1.46 Mt; 2.92 Mt are twice that."""
    assert trains(world({"traffic.total": "2.92 Mt/year"}, out=out(1), back=into(3))) == {
        "out/boxes/West": 730, "back/boxes/West": 2190,
    }  # fmt: skip


def test_the_scale_multiplies_the_total_too() -> None:
    assert trains(world({"traffic.total": "2.92 Mt/year", "traffic.scale": 0.5}, out=out(1))) == {
        "out/boxes/West": 1460
    }


def test_no_tonnes_are_no_trains() -> None:
    assert due(world(out=out(0))).tolist() == []


# departures


def test_spread_departures_are_one_in_each_equal_interval() -> None:
    """4 trains a day: train i somewhere in the i-th six hours."""
    assert (due(world(out=out(4))) // 21_600).tolist() == list(range(8))


def test_a_window_that_cuts_an_interval_gets_the_train_with_that_chance() -> None:
    """2.5 trains in the run: the third comes in about half of the replications (40 +- 5 of 80: 4.5 deviations)."""
    counts = [len(due(world(out=out(1.25)), replication)) for replication in range(80)]
    assert set(counts) == {2, 3}
    assert 20 < counts.count(3) < 60


def test_poisson_departures_have_the_same_mean_and_the_variance_of_a_poisson_count() -> None:
    """20 trains expected in each of 1000 replications: mean 20 +- 0.14, variance 20 +- 0.9."""
    scenario = world({"traffic.departures": "Poisson"}, out=out(10))
    counts = [len(due(scenario, replication)) for replication in range(1000)]
    assert abs(np.mean(counts) - 20) < 4 * 0.14
    assert abs(np.var(counts) - 20) < 4 * 0.9


def test_departures_are_in_order_and_inside_the_run() -> None:
    for kind in ("spread", "Poisson"):
        moments = due(world({"traffic.departures": kind, "window.warm_up": "3 days"}, out=out(10)))
        assert np.all(np.diff(moments) >= 0)
        assert 0 <= moments[0] <= moments[-1] < 5 * DAY


SHIPPED_PROFILE = [0.92, 0.92, 0.98, 1.00, 1.02, 1.00, 0.98, 0.99, 1.02, 1.06, 1.10, 1.01]
PROFILES = st.lists(st.sampled_from([0, 0.5, 1, 1.7, 12]), min_size=12, max_size=12).filter(any)


@pytest.mark.parametrize("monthly", [None, [1] * 12, [0, 1] + [0] * 10, SHIPPED_PROFILE], ids=str)
def test_the_year_has_its_trains_whatever_its_months(monthly: list[float] | None) -> None:
    """24 a day are 8,760: only February gave 8,064 of them, the shipped profile 8,763."""
    profile = {} if monthly is None else {"traffic.monthly": monthly}
    assert len(due(world(YEAR | profile, out=out(24)))) == 8760


@pytest.mark.parametrize("year", ["2024", "2025"])
@given(PROFILES, st.sampled_from([0.5, 1, 24]))
def test_each_month_has_its_share_of_the_year_to_a_train(year: str, monthly: list[float], a_day: float) -> None:
    first = date(int(year), 1, 1)
    days = (date(int(year) + 1, 1, 1) - first).days
    window = {"window.start": first.isoformat(), "window.length": f"{days} days"}
    moments = due(world(window | {"traffic.monthly": monthly}, out=out(a_day)))
    assert abs(len(moments) - 365 * a_day) < 1
    ends = np.array([(date(int(year) + n // 12, n % 12 + 1, 1) - first).days for n in range(13)]) * DAY
    found = np.diff(np.searchsorted(moments, ends))
    assert np.abs(found - 365 * a_day * np.array(monthly) / sum(monthly)).max() < 2


def test_a_month_is_spread_evenly_over_its_days() -> None:
    """All in February: 8,760 trains in 28 days, a quarter of them in each of its four weeks."""
    moments = due(world(YEAR | {"traffic.monthly": [0, 1] + [0] * 10}, out=out(24)))
    weeks = np.searchsorted(moments, np.arange(31, 60, 7) * DAY)
    assert np.diff(weeks) == pytest.approx(2190, abs=1)


def test_a_part_of_the_year_has_the_rate_of_its_months() -> None:
    """40 days from 1 January of a year of 8,760 trains, January 2 and all others 1: 2/13, and 9/28 of a 13th more."""
    window = {"window.length": "40 days", "traffic.monthly": [2] + [1] * 11}
    assert len(due(world(window, out=out(24)))) == pytest.approx(8760 * (2 / 13 + 9 / 28 / 13), abs=1)
    assert len(due(world({"window.length": "40 days"}, out=out(24)))) == 960


def test_a_month_with_twice_the_traffic_has_twice_the_trains() -> None:
    """January 2, all others 1: two of thirteen parts of the year's 365 trains."""
    january = np.sum(due(world(YEAR | {"traffic.monthly": [2] + [1] * 11}, out=out(1))) < 31 * DAY)
    assert january == pytest.approx(365 * 2 / 13, abs=1)


def test_only_the_proportions_of_the_months_matter() -> None:
    profile = [2] + [1] * 11
    double = [2 * month for month in profile]
    once, twice = (due(world(YEAR | {"traffic.monthly": months}, out=out(1))) for months in (profile, double))
    assert once == pytest.approx(twice)


def test_a_month_without_traffic_has_no_trains() -> None:
    moments = due(world(YEAR | {"traffic.monthly": [1, 0] + [1] * 10}, out=out(5)))
    assert not np.any((moments > 31 * DAY + 1) & (moments < 59 * DAY - 1))


def test_the_profile_goes_by_the_calendar_through_warm_up_and_new_year() -> None:
    """Traffic in December only: a run from 22 December has ten of its 31 days, and nothing in January."""
    moments = due(world({"window.warm_up": "10 days", "traffic.monthly": [0] * 11 + [1]}, out=out(1)))
    assert len(moments) == pytest.approx(365 * 10 / 31, abs=1)
    assert moments.max() < 10 * DAY


def test_a_window_that_ends_inside_a_day_still_sees_the_month_begin() -> None:
    """Noon of 1 February: half a day of 28 that have the year's 365 trains, none in January."""
    changes = {"window.length": "756 h", "traffic.monthly": [0] + [12] + [0] * 10}
    assert len(due(world(changes, out=out(1)))) == pytest.approx(365 / 56, abs=1)
    assert due(world(changes, out=out(1))).min() >= 31 * DAY


# wagons that go back empty


def empties(scenario: Scenario) -> dict[str, tuple[str, float]]:
    return {
        name: (demand.empties.direction, round(demand.empties_share, 9))
        for name, demand in streams(scenario).items()
        if demand.empties
    }


BALANCED = {"traffic.empties": "balanced"}


def test_what_comes_loaded_one_way_more_goes_back_empty() -> None:
    """4 out and 1 in: of the 4 that go out, 3 come back empty."""
    assert empties(world(BALANCED, out=out(4), back=into(1))) == {"out/boxes/West": ("THERE->HERE", 0.75)}


def test_what_comes_in_more_is_fetched_empty() -> None:
    assert empties(world(BALANCED, out=out(1), back=into(2))) == {"back/boxes/West": ("HERE->THERE", 0.5)}


def test_equal_ways_need_no_empties() -> None:
    assert empties(world(BALANCED, out=out(2), back=into(2))) == {}


def test_two_flows_of_one_kind_of_wagon_balance_a_third() -> None:
    """3 out in all against 2 in: of both flows out every third is followed."""
    told = empties(world(BALANCED, a=out(1), b=out(2), back=into(2)))
    assert told == {
        "a/boxes/West": ("THERE->HERE", round(1 / 3, 9)),
        "b/boxes/West": ("THERE->HERE", round(1 / 3, 9)),
    }


def test_wagons_of_another_kind_balance_nothing() -> None:
    other = {"consists.ore": world().document.data["consists"]["boxes"] | {"wagon_kind": "hoppers"}}
    told = empties(world(BALANCED | other, out=out(1), back=into(1, consists={"ore": 1})))
    assert told == {"out/boxes/West": ("THERE->HERE", 1.0), "back/ore/West": ("HERE->THERE", 1.0)}


def test_no_empties_run_where_none_are_asked_for() -> None:
    assert empties(world(out=out(4), back=into(1))) == {}


def test_every_fourth_train_is_not_followed_when_three_of_four_are() -> None:
    """Of 8 trains out 6 are followed, evenly: floor(0.75 n) rises at trains 2, 3, 4, 6, 7, 8."""
    planned = plan(world(BALANCED, out=out(4), back=into(1)))
    kinds = [planned.streams[stream].kind for stream in planned.train_stream]
    assert (kinds.count(Kind.FREIGHT), kinds.count(Kind.EMPTY)) == (8 + 2, 6)
    loaded = [row for row, name in enumerate(planned.legend.trains) if name.startswith("out ") and "emp" not in name]
    itineraries = [planned.legend.itineraries[planned.program.train_itinerary[row]] for row in loaded]
    assert [n for n, name in enumerate(itineraries, 1) if name.endswith("an empty follows")] == [2, 3, 4, 6, 7, 8]


def test_empties_balance_wagons_not_trains() -> None:
    """A train of 10 wagons out and one of 5 in a day: half of the trains out are followed by an empty one."""
    half = {"consists.half": world().document.data["consists"]["boxes"] | {"wagons": 5}}
    scenario = world(half | {"traffic.empties": "balanced"}, out=out(1), back=into(0.5, consists={"half": 1}))
    [there, back] = traffic_of(scenario).demands
    assert there.trains == back.trains == pytest.approx(365)
    assert (there.empties_share, back.empties) == (pytest.approx(0.5), None)


def test_on_the_lines_run_the_trains_that_carry_goods_on() -> None:
    """In from D come 365 trains of 4 containers a year, to A run 182.5 of 8; out of A all as they cross."""
    boxes = world().document.data["consists"]["boxes"] | {"commodity": "boxes"}
    yard = {
        "commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "containers", "rate": 9, "stack": {"units": 99},
    }  # fmt: skip
    changes = {
        "crossings.Gate.near.gauge_break": {"yard": yard}, "crossings.Gate.far.gauge_break": {"yard": yard},
        "consists.small": boxes | {"wagons": 4, "boxes": "8 TEU", "onward": "large"},
        "consists.large": boxes | {"wagons": 8, "boxes": "16 TEU", "onward": "small"},
    }  # fmt: skip
    coming, going = {"tonnes": "146 kt/year", "consists": {"small": 1}}, {"consists": {"large": 1}}
    scenario = world(changes, out=out(1, **going), back=into(1, **coming))
    by_direction = {d.stream.direction: (d.train, d.trains) for d in traffic_of(scenario).on_lines}
    assert by_direction == {
        "HERE->THERE": ("large", pytest.approx(365 / 0.8)), "THERE->HERE": ("large", pytest.approx(182.5)),
    }  # fmt: skip
