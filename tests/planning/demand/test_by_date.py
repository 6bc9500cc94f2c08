"""Demand by date: growth, tables by year, flows that begin or end on a day, and a queue that is there at the start."""

from collections import Counter
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from corridorsim.model import Scenario
from corridorsim.planning import plan
from corridorsim.planning.demand.flows import Asked
from two_crossings import choice, two
from worlds import into, out, problems, ran, world

TWO_YEARS = {"window.length": "730 days"}
MONTH = {"window.length": "31 days"}


def due(scenario: Scenario) -> list[datetime]:
    planned = plan(scenario)
    return sorted(planned.moment(second) for second in planned.program.train_ready.tolist())


def by_year(scenario: Scenario) -> dict[int, int]:
    return dict(Counter(day.year for day in due(scenario)))


def test_a_growth_of_10_percent_brings_a_tenth_more_in_the_second_year() -> None:
    """365 trains, then 401.5."""
    found = by_year(world(TWO_YEARS, out=out(growth="10 %")))
    assert found[2025] == 365
    assert found[2026] in (401, 402)


def test_growth_compounds_and_may_be_negative() -> None:
    """1,000, 900 and 810 trains a year."""
    flow = out(tonnes="1000 kt/year", growth="-10 %")
    assert by_year(world({"window.length": "1095 days"}, out=flow)) == {2025: 1000, 2026: 900, 2027: 810}


def test_a_flow_grows_as_the_traffic_unless_it_has_a_growth_of_its_own() -> None:
    found = plan(world(TWO_YEARS | {"traffic.growth": "100 %"}, out=out(), back=into(growth="0 %")))
    assert (len(found.trains_of("out")), len(found.trains_of("back"))) == (365 + 730, 730)


def test_the_days_before_the_year_of_the_window_have_less_by_the_growth() -> None:
    """The 31 days of December before it: half of a train a day."""
    assert by_year(world(MONTH | {"window.warm_up": "31 days"}, out=out(growth="100 %")))[2024] in (15, 16)


def test_a_table_gives_the_tonnes_of_its_years_and_growth_those_after_them() -> None:
    """A train a day in 2025, two in 2026, and half more than that in 2027."""
    flow = out(by_year={"2026": "730 kt/year"}, growth="50 %")
    assert by_year(world({"window.length": "1095 days"}, out=flow)) == {2025: 365, 2026: 730, 2027: 1095}


def test_years_before_the_first_known_have_less_by_the_growth() -> None:
    flow = world(out=out(by_year={"2030": "400 kt/year"})).traffic.flows["out"]
    assert flow.tonnes_in(2023, first=2025, growth=1.0) == 365_000 / 4
    assert flow.tonnes_in(2031, first=2025, growth=1.0) == 800_000


def test_a_flow_that_starts_on_a_date_sends_nothing_before_it() -> None:
    """A train a day from 11 to 20 January: the until day is the day after the last."""
    found = due(world(MONTH, out=out(since="2025-01-11", until="2025-01-21")))
    assert len(found) == 10
    assert found[0] >= datetime(2025, 1, 11)
    assert found[-1] < datetime(2025, 1, 21)


def test_other_flows_are_as_they_were_when_one_begins_in_the_middle_of_a_month() -> None:
    alone = plan(world(MONTH, out=out()))
    both = plan(world(MONTH, out=out(), back=into(since="2025-01-11")))
    assert np.array_equal(
        alone.program.train_ready[alone.trains_of("out")], both.program.train_ready[both.trains_of("out")]
    )


def test_seasons_hold_beside_growth() -> None:
    """Everything in January, 100 trains and then 200."""
    monthly = {"traffic.monthly": [1] + [0] * 11}
    found = due(world(TWO_YEARS | monthly, out=out(tonnes="100 kt/year", growth="100 %")))
    assert Counter((day.year, day.month) for day in found) == {(2025, 1): 100, (2026, 1): 200}


def test_a_season_of_its_own_holds_beside_growth() -> None:
    """All freight is sent in January, and this flow in March: 100 trains and then 200."""
    harvest = [0, 0, 1] + [0] * 9
    flow = out(tonnes="100 kt/year", growth="100 %", monthly=harvest)
    scenario = world(TWO_YEARS | {"traffic.monthly": [1] + [0] * 11}, out=flow)
    assert Counter((day.year, day.month) for day in due(scenario)) == {(2025, 3): 100, (2026, 3): 200}
    weights = Asked(scenario).weight("out")
    assert weights[weights > 0] == pytest.approx([1 / 3, 2 / 3])


def test_shares_of_crossings_hold_beside_growth() -> None:
    """One of four trains a day by the Door, and in the second year one of eight times a quarter."""
    shares = choice("shares", {"share": "75 %"}, {"share": "25 %"})
    flow = out(4, growth="100 %", choice=shares)
    scenario = two(None, days=730).change({"traffic.flows": {"out": flow}})
    found = plan(scenario)
    assert (len(found.trains_of("out")), len(found.trains_of("out by Door"))) == (3 * 365 * 3, 365 * 3)
    assert Asked(scenario).weight("out").sum() == pytest.approx(1)


def test_a_queue_of_12_trains_waits_at_the_start() -> None:
    """They wish to leave in the last second before the window, besides the train a day."""
    run = ran(world(MONTH | {"window.warm_up": "1 days"}, out=out(queue=12)), {"out 1": 0})
    wishes = run.plan.program.train_ready[run.plan.trains_of("out")]
    assert (wishes == 86_399).sum() == 12
    assert len(wishes) == 12 + 32
    assert run.result.backlog.at_begin.tolist() == [12]


def test_a_queue_is_shared_as_the_trains_of_its_flow_are() -> None:
    """12 trains: a third of the tonnes on trains of half the load are half of the trains."""
    short = world().document.data["consists"]["boxes"] | {"wagons": 5}
    flow = out(queue=12, consists={"boxes": "66.666667 %", "short": "33.333333 %"})
    found = plan(world({"consists.short": short}, out=flow))
    assert Counter(s.name for s in np.array(found.streams, object)[found.train_stream] if "queue" in s.name) == {
        "out/boxes/West/queue": 6, "out/short/West/queue": 6,
    }  # fmt: skip


def test_those_who_come_later_keep_their_random_numbers_beside_a_queue() -> None:
    with_queue, without = (plan(world(MONTH, out=out(queue=queue))) for queue in (3, 0))
    later = with_queue.program.train_ready[with_queue.trains_of("out")][3:]
    assert np.array_equal(later, without.program.train_ready[without.trains_of("out")])


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"by_year": {"21": "1 kt/year"}}, "by_year.21", 'must be a calendar year such as 2021 (got "21")'),
    ({"since": "2025-02-01", "until": "2025-02-01"}, "until", "must be later than since, 2025-02-01 (got 2025-02-01)"),
    ({"growth": "4 km"}, "growth", 'must be a growth a year such as "4 %" (got "4 km", which is a length)'),
    ({"growth": "-95 %"}, "growth", 'must be at least -0.9 (got "-95 %")'),
]


@pytest.mark.parametrize(("keys", "key", "message"), WRONG)
def test_what_is_wrong_is_said(keys: dict[str, Any], key: str, message: str) -> None:
    assert problems(out=out(**keys)) == {f"traffic.flows.out.{key}": message}


def test_a_growth_may_be_assumed_with_a_range_below_0() -> None:
    told = {"assumed": "2 %", "range": ["-3 %", "7 %"], "reason": "unknown"}
    assert world(out=out(growth=told)).traffic.flows["out"].growth == 0.02
