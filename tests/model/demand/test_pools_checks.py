"""What is said of pools, terminals and roads that do not fit the rest of a scenario."""

from typing import Any

import pytest

from corridorsim.model.demand.pools import WagonPool
from worlds import out, problems

FLEET = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 10, "turn": "1 h"}
SHED = {"locomotive": "diesel", "ends": ["West"], "size": 2, "turn": "1 h"}
PORT = {"source": "invented", "handles": "20 TEU/day"}
ROAD = {"source": "invented", "capacity": "20 TEU/day", "share": {"out": "10 %"}}


def wagons(**keys: Any) -> dict[str, Any]:
    return {"pools": {"wagons": {"fleet": FLEET | keys}}}


def locomotives(**keys: Any) -> dict[str, Any]:
    return {"pools": {"locomotives": {"shed": SHED | keys}}}


WRONG = {
    "a kind of wagon": (wagons(wagon_kind="hoppers"), "pools.wagons.fleet.wagon_kind", "not a kind of wagon"),
    "a home": (wagons(homes=["Nowhere"]), "pools.wagons.fleet.homes[0]", "not a distant end or border station"),
    "a home of the other gauge": (wagons(homes=["East"]), "pools.wagons.fleet.homes[0]", "1435 mm"),
    "a station of the other gauge": (wagons(homes=["D"]), "pools.wagons.fleet.homes[0]", "1435 mm"),
    "two pools": (
        {"pools": {"wagons": {"fleet": FLEET, "other": FLEET}}}, "pools.wagons.other.homes[0]",
        'already has wagons of this kind ("fleet")',
    ),
    "common pools beyond the border": (
        wagons(homes=["East", "D"], gauge="1435 mm"), "pools.wagons.fleet.homes", "wait for each other",
    ),
    "too few wagons": (wagons(size=9), "pools.wagons.fleet.size", 'at least 10, the wagons of a train "boxes" (got 9)'),
    "a kind of locomotive": (locomotives(), "pools.locomotives.shed.locomotive", "not a kind of locomotive"),
    "an end beyond the border": (locomotives(ends=["East"]), "pools.locomotives.shed.ends[0]", "of the near country"),
    "a small terminal": (
        {"terminals": {"port": PORT | {"handles": "19 TEU/day"}}}, "terminals.port.handles", "at least 20, the TEU",
    ),
    "a terminal with little room": (
        {"terminals": {"port": PORT | {"space": "19 TEU"}}}, "terminals.port.space", "at least 20, the TEU",
    ),
    "a terminal that is not there": ({}, "traffic.flows.out.foreign_terminal", "not a terminal"),
    "a flow that is not there": (
        {"terminals": {"port": PORT}, "highways": {"road": ROAD | {"share": {"in": 1}}}},
        "highways.road.share.in", "not a flow",
    ),
    "a flow on two roads": (
        {"terminals": {"port": PORT}, "highways": {"road": ROAD, "other": ROAD}},
        "highways.other.share.out", 'already uses "road"',
    ),
    "no containers": (
        {"terminals": {"port": PORT}, "highways": {"road": ROAD}, "consists.boxes.boxes": "0 TEU"},
        "highways.road.share.out", "with containers",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_told(changes: dict[str, Any], key: str, message: str) -> None:
    told = {
        where.replace('"', ""): what for where, what in problems(changes, out=out(1, foreign_terminal="port")).items()
    }
    assert message in told[key]


def test_what_fits_is_not() -> None:
    both = {"pools": {"wagons": {"near": FLEET | {"homes": ["West", "C"]}}}, "terminals": {"port": PORT}}
    assert problems(both | {"highways": {"road": ROAD}}, out=out(1, foreign_terminal="port")) == {}


def test_a_terminal_of_goods_that_go_on_through_a_stack_is_refused_where_they_go_to() -> None:
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 20}
    changes = {
        "terminals": {"port": PORT}, "consists.boxes.commodity": "boxes", "consists.boxes.onward": "boxes",
        "crossings.Gate.far.gauge_break": {"yard": yard | {"stack": {"units": 99}}},
    }  # fmt: skip
    assert problems(changes, out=out(1, inland_terminal="port")) == {}
    told = problems(changes, out=out(1, foreign_terminal="port"))
    assert "continue on other trains" in told["traffic.flows.out.foreign_terminal"]


def test_a_pool_needs_a_home() -> None:
    assert WagonPool.model_fields["homes"].is_required()
    assert "pools.wagons.fleet.homes" in problems(wagons(homes=[]))
