"""Shares by each rule, worked out by hand, and flows split by them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.engine import run
from corridorsim.errors import InputError
from corridorsim.line.lone_line import freight_over, lone_line
from corridorsim.model import Scenario, read
from corridorsim.model.demand.choice import Choice
from corridorsim.model.demand.formation import Formation, loaded
from corridorsim.planning import lay_out, plan, plan_replication
from corridorsim.planning.blueprint import shared_out
from corridorsim.planning.demand.choice import choose
from corridorsim.planning.demand.flows import Asked
from corridorsim.planning.demand.free_flow import free_flow, traffic_of
from two_crossings import FREE_HOURS, choice, logit, two
from worlds import IN, SHIPPED, into, world

HOURS = np.array([[10.0, 20.0]])


def free_hours(scenario: Scenario, flow: str) -> list[float]:
    hours: list[float] = free_flow(Asked(scenario)).hours[flow].tolist()
    return hours


def chosen(said: dict[str, object], hours: np.ndarray) -> list[list[float]]:
    return choose(Choice.model_validate(said), hours).tolist()


def test_fixed_shares_are_those_given_in_every_month() -> None:
    said = choice("shares", {"share": "25 %"}, {"share": "75 %"})
    assert chosen(said, np.zeros((2, 2))) == [[0.25, 0.75], [0.25, 0.75]]


@pytest.mark.parametrize(("dearer", "takes"), [(9, [[1.0, 0.0]]), (11, [[0.0, 1.0]]), (10, [[1.0, 0.0]])])
def test_ten_hours_at_a_dollar_are_worth_ten_dollars(dearer: float, takes: list[list[float]]) -> None:
    said = choice("cheapest", {"cost": f"{dearer} USD/t"}, {"cost": "0 USD/t"}, value_of_time="1 USD/t/h")
    assert chosen(said, HOURS) == takes


def test_the_dearer_of_two_takes_its_logit_share() -> None:
    """Equal costs, 10 h longer at 0.5 USD/t/h, spread 5 USD/t: 1 / (1 + e)."""
    assert chosen(logit(hour=0.5), HOURS)[0][1] == pytest.approx(1 / (1 + math.e))


def test_endless_waits_do_not_overflow() -> None:
    assert chosen(logit(), np.array([[0.0, 1e9]])) == [[1.0, 0.0]]


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=2), st.floats(0.01, 100))
def test_logit_shares_add_up_and_the_quicker_takes_no_less(hours: list[float], spread: float) -> None:
    [(a, b)] = chosen(logit(spread=spread), np.array([hours]))
    assert a + b == pytest.approx(1)
    assert (a - b) * (hours[1] - hours[0]) >= 0


def test_free_flow_is_the_sum_of_the_steps() -> None:
    assert free_hours(two(logit()), "out") == pytest.approx([FREE_HOURS, FREE_HOURS])


def test_what_happens_to_some_trains_counts_by_how_many() -> None:
    """Half go through 2 h of customs; a quarter is declared ahead and leaves in 10 min in place of 30."""
    control = "crossings.Gate.near.control"
    customs = {"name": "customs", "lanes": 1, "leaving": {"mean": "2 h"}, "entering": {"mean": "2 h"}, "share": "50 %"}
    ahead = {"share": "25 %", "leaving": {"mean": "10 min"}}
    scenario = two(logit()).change({f"{control}.further": [customs], f"{control}.declared_ahead": ahead})
    assert free_hours(scenario, "out") == pytest.approx([FREE_HOURS + 1 - 20 / 60 / 4, FREE_HOURS])


def test_without_a_run_the_shares_are_those_of_free_flow() -> None:
    """45 against 40 USD/t, spread 5."""
    [month] = traffic_of(two(logit(door=45))).shares["out"]
    assert month.tolist() == pytest.approx([math.e / (1 + math.e), 1 / (1 + math.e)])


def test_a_flow_is_split_exactly() -> None:
    scenario = two(choice("shares", {"share": "25 %"}, {"share": "75 %"}), trains=8)
    demands = traffic_of(scenario).demands
    assert {demand.stream.crossing: demand.trains / 365 for demand in demands} == pytest.approx({"Gate": 2, "Door": 6})
    assert sorted(plan(scenario).train_stream.tolist()) == [0] * 40 + [1] * 120  # 20 days


def test_shares_by_month_are_kept_month_by_month() -> None:
    scenario = two(logit(), trains=4, days=59)
    planned = plan_replication(lay_out(scenario, {"out": np.array([[1.0, 0.0], [0.25, 0.75]])}), 1, 0)
    ready, door = planned.program.train_ready, planned.train_stream == 1
    february = ready >= 31 * 86_400
    trains = [(~door & ~february).sum(), (door & ~february).sum(), (~door & february).sum(), (door & february).sum()]
    assert trains == [124, 0, 28, 84]


def test_all_by_one_crossing_is_the_flow_without_a_choice() -> None:
    with_choice = plan(two(ALL_BY_THE_GATE, trains=9))
    without = plan(two(None, trains=9))
    assert with_choice.legend.trains[:] == without.legend.trains[:]
    for told in ("started", "ready"):
        columns = [getattr(run(planned.program), told) for planned in (with_choice, without)]
        np.testing.assert_array_equal(*columns)


def test_a_choice_leaves_the_luck_of_other_flows_alone() -> None:
    other = {"traffic.departures": "Poisson"}
    planned = [
        plan(two(chosen).change(other | {"traffic.flows.back": into(3)})) for chosen in (None, logit(), logit(door=1))
    ]
    due = [
        each.program.train_ready[each.train_stream == [s.flow for s in each.streams].index("back")].tolist()
        for each in planned
    ]
    assert len(due[0]) > 40
    assert due[0] == due[1] == due[2]


QUARTER = choice("shares", {"share": "25 %"}, {"share": "75 %"})
ALL_BY_THE_GATE = choice("shares", {"share": "100 %"}, {"share": "0 %"})


def through_stacks(chosen: dict[str, object]) -> Scenario:
    """Three small trains a day into HERE, whose containers go on in trains of half as many again: two a day."""
    boxes = world().document.data["consists"]["boxes"] | {"commodity": "boxes"}
    yard = {
        "commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4, "stack": {"units": 12},
    }  # fmt: skip
    return two(None).change({
        "crossings.Gate.near.gauge_break": {"yard": yard}, "crossings.Door.near.gauge_break": {"yard": yard},
        "consists.small": boxes | {"wagons": 4, "boxes": "8 TEU", "onward": "large"},
        "consists.large": boxes | {"wagons": 6, "boxes": "12 TEU"},
        "traffic.flows": {"back": IN | {"tonnes": "438 kt/year", "consists": {"small": 1}, "choice": chosen}},
    })  # fmt: skip


def test_goods_that_change_trains_take_the_hours_of_both() -> None:
    """At a front after 6,600 s, 2 h to unload; 2 h to load, half an hour to make up, 1,980 s to A."""
    hours = (6600 + 7200 + 7200 + 1800 + 1980) / 3600
    assert free_hours(through_stacks(QUARTER), "back") == pytest.approx([hours, hours])


@pytest.mark.parametrize("dwell", [6, 240])
def test_goods_that_must_lie_in_a_stack_take_those_hours_too(dwell: int) -> None:
    """At the Gate for six hours, or ten days; at the Door they may go on at once."""
    slow = {"crossings.Gate.near.gauge_break.yard.stack.dwell": f"{dwell} h"}
    gate, door = free_hours(through_stacks(QUARTER).change(slow), "back")
    assert gate - door == pytest.approx(dwell)


def test_goods_wait_for_their_clearance_where_no_train_hinders_them() -> None:
    """Sixteen hours from the handover on: trains out are formed 12,600 s after it; goods into a stack, there in three
    hours, are loaded then.
    """
    clearance = {f"crossings.Gate.{key}.control.clearance": "16 h" for key in ("near", "far")}
    gate, door = free_hours(two(QUARTER).change(clearance), "out")
    assert gate - door == pytest.approx(16 - 3.5)
    gate, door = free_hours(through_stacks(QUARTER).change(clearance), "back")
    assert gate - door == pytest.approx(16 - 3)


def test_trains_that_carry_goods_on_are_split_as_those_that_bring_them() -> None:
    traffic = traffic_of(through_stacks(QUARTER))
    onward = {each.demand.stream.crossing: each.demand.trains / 365 for each in traffic.onward}
    assert onward == pytest.approx({"Gate": 0.5, "Door": 1.5})
    on_lines = [(each.train, each.trains / 365) for each in traffic.on_lines]
    assert on_lines == [("large", pytest.approx(0.5)), ("large", pytest.approx(1.5))]


def test_other_shares_move_the_trains_that_carry_goods_on() -> None:
    """All 60 small trains of 20 days by the Door: 40 large ones behind it."""
    blueprint = shared_out(lay_out(through_stacks(QUARTER)), {"back": np.array([[0.0, 1.0]])})
    planned = plan_replication(blueprint, 1, 0)
    counts = np.bincount(planned.train_stream, minlength=len(planned.streams))
    told = {(s.crossing, s.flow): n for s, n in zip(planned.streams, counts.tolist(), strict=True) if s.crossing}
    assert told == {("Door", "back by Door"): 60, ("Door", "back by Door onward"): 40}


@pytest.mark.parametrize(("chosen", "users"), [(QUARTER, {loaded("boxes")}), (ALL_BY_THE_GATE, None)])
def test_a_section_is_used_by_trains_that_choose_its_way(
    chosen: dict[str, object], users: set[Formation] | None
) -> None:
    assert traffic_of(two(chosen)).trains_over.get(frozenset(("a", "b"))) == users


def test_a_lone_line_has_the_trains_that_choose_it() -> None:
    """Four a day, one by the Gate and three by the Door, all out of HERE."""
    scenario = two(QUARTER, trains=4)
    traffic = traffic_of(scenario)
    assert freight_over(traffic, "mirror")[loaded("boxes")].tolist() == [pytest.approx([3, 3]), [0, 0]]
    assert freight_over(traffic, "line")[loaded("boxes")].tolist() == [pytest.approx([1, 1]), [0, 0]]
    assert lone_line(scenario, "mirror").there == {loaded("boxes"): 1}


BAKHTY = {'traffic.flows."ore out".choice.alternatives.Bakhty': {"inland": {"Ayagoz and beyond": 1}}}


def test_bakhty_is_no_alternative_before_its_line_is_open() -> None:
    with pytest.raises(InputError, match='uses the line "Ayagoz-Bakhty", which opens on 2027-12-31, after the window'):
        read(SHIPPED / "what-if" / "dostyk-closed.yaml").change(BAKHTY)


def test_bakhty_is_an_alternative_where_its_line_is_open() -> None:
    opened = {"lines.Ayagoz-Bakhty.opens": "2025-01-01"}
    scenario = read(SHIPPED / "what-if" / "dostyk-closed.yaml").change(BAKHTY | opened)
    traffic = traffic_of(scenario)
    shares = traffic.shares["ore out"]
    assert shares.sum(-1) == pytest.approx(1)
    assert (shares[:, 2] > shares[:, 0]).all()  # at no cost against 40 USD/t
    assert "ore out by Bakhty" in {demand.stream.flow for demand in traffic.demands}
