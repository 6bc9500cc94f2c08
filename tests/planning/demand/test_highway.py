"""A road beside the railway: what it takes becomes no train, what it refuses does; by hand."""

from typing import Any

import pytest

from corridorsim.measures.tables import tables_of
from corridorsim.planning import plan
from worlds import into, out, ran, world

DAYS = {"window.length": "10 days"}


def road(share: str, capacity: str, **keys: Any) -> dict[str, Any]:
    told = {"source": "invented", "share": {"out": share}, "capacity": capacity} | keys
    return DAYS | {"highways": {"road": told}}


def trains(changes: dict[str, Any]) -> int:
    """Of 10 trains a day with 20 TEU each, those planned for 10 days."""
    return plan(world(changes, out=out(10))).program.trains


def test_a_share_by_road_is_so_much_less_by_rail() -> None:
    assert trains(DAYS) == 100
    assert trains(road("30 %", "60 TEU/day")) == 70


def test_what_the_road_refuses_comes_back_to_the_railway() -> None:
    """It would be 100 TEU a day, half of all; the road takes 40, two trains' load."""
    assert trains(road("50 %", "40 TEU/day")) == 80


def test_a_road_with_room_that_nobody_uses_changes_nothing() -> None:
    assert trains(road("0 %", "40 TEU/day")) == 100


def test_the_table_tells_what_goes_by_road_and_what_it_costs() -> None:
    run = ran(world(road("50 %", "40 TEU/day", cost=1500), out=out(10), back=into(1)))
    told = {name: column.tolist() for name, column in tables_of(run.result)["road"].items()}
    assert told == {
        "highway": ["road"],
        "flow": ["out"],
        "wanted_teu_per_year": [pytest.approx(36_500)],
        "carried_teu_per_year": [pytest.approx(14_600)],
        "refused_teu_per_year": [pytest.approx(21_900)],
        "carried_t_per_year": [pytest.approx(730_000)],
        "cost_usd_per_year": [pytest.approx(21_900_000)],
    }


def test_flows_share_the_road_in_proportion_and_by_the_scale_of_the_traffic() -> None:
    told = {"source": "invented", "share": {"out": "50 %", "back": "100 %"}, "capacity": "100 TEU/day"}
    run = plan(world(DAYS | {"highways": {"road": told}, "traffic.scale": 2}, out=out(5), back=into(5)))
    assert {each.flow: each.wanted for each in run.layout.road} == pytest.approx({"out": 36_500, "back": 73_000})
    assert {each.flow: each.carried for each in run.layout.road} == pytest.approx(
        {"out": 36_500 / 3, "back": 73_000 / 3}
    )


def test_goods_in_no_container_stay_with_the_railway() -> None:
    """Half the tonnes are grain: of 10 trains a day 5 have containers, of which the road takes all."""
    grain = world().document.data["consists"]["boxes"] | {"boxes": "0 TEU"}
    change = road("100 %", "900 TEU/day") | {"consists.grain": grain}
    planned = plan(world(change, out=out(10, consists={"boxes": 0.5, "grain": 0.5})))
    assert planned.program.trains == 50
