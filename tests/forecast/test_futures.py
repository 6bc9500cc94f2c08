"""A drawn future as changes of a scenario."""

import pytest

from corridorsim.errors import CorridorError
from corridorsim.forecast.futures import Future, flow_changes
from corridorsim.model import Scenario
from corridorsim.model.forecast.backtest import DemandSeries, Expresses
from two_crossings import choice, two
from worlds import IN, OUT


def shares(gate: float) -> dict[str, object]:
    return choice("shares", {"share": gate}, {"share": 1 - gate})


def corridor() -> Scenario:
    """Out of HERE 2 Mt of goods, 3 parts in 4 by the Gate, and 1 Mt of expresses, half and half; into HERE 1 Mt."""
    out = OUT | {"tonnes": "2 Mt/year", "choice": shares(0.75)}
    expresses = OUT | {"tonnes": "1 Mt/year", "choice": shares(0.5)}
    into = IN | {"tonnes": "1 Mt/year"}
    return two(None, **{"traffic__flows": {"goods": out, "expresses": expresses, "into": into}})


DEMAND = DemandSeries(
    total="total", direction={"HERE->THERE": "out"}, crossing={"Door": "door"},
    expresses=Expresses(flows={"expresses": 1.0}, trains={"Gate": "gate trains", "Door": "door trains"}, load="load"),
)  # fmt: skip
AMOUNTS = {"total": 10e6, "out": 0.8, "door": 0.3, "gate trains": 3000.0, "door trains": 1000.0, "load": 500.0}


def changed(**amounts: float) -> Scenario:
    scenario = corridor()
    told = AMOUNTS | {name.replace("_", " "): value for name, value in amounts.items()}
    return scenario.change(flow_changes(scenario, DEMAND, Future(told, 2030)))


def by_door(scenario: Scenario, flow: str) -> float:
    told = scenario.traffic.flows[flow]
    assert told.choice is not None
    return told.tonnes * (told.choice.alternatives["Door"].share or 0)


def test_tonnes_are_by_direction_and_expresses_by_their_trains() -> None:
    """8 of 10 Mt go out; 4,000 expresses of 500 t carry 2 of them, so that 6 are left for the goods."""
    flows = changed().traffic.flows
    assert flows["expresses"].tonnes == pytest.approx(2e6)
    assert flows["goods"].tonnes == pytest.approx(6e6)
    assert flows["into"].tonnes == pytest.approx(2e6)


def test_crossings_get_their_tonnes() -> None:
    """3 Mt by the Door: half a million in expresses (a quarter of them), so 2.5 Mt of goods."""
    scenario = changed()
    assert by_door(scenario, "expresses") == pytest.approx(0.5e6, rel=1e-5)
    assert by_door(scenario, "goods") == pytest.approx(2.5e6, rel=1e-5)


def test_more_than_can_go_there_leaves_hardly_anything_for_the_other() -> None:
    assert by_door(changed(door=0.9), "goods") == pytest.approx(0.998 * 6e6, rel=1e-3)


def test_without_expresses_flows_keep_their_proportions() -> None:
    scenario = corridor()
    demand = DemandSeries(total="total", direction={"HERE->THERE": "out"}, crossing={"Door": "door"})
    flows = scenario.change(flow_changes(scenario, demand, Future(AMOUNTS, 2030))).traffic.flows
    assert flows["goods"].tonnes == pytest.approx(2 * flows["expresses"].tonnes)


def test_expresses_alone_cannot_carry_a_direction_that_is_more() -> None:
    scenario = two(None, **{"traffic__flows": {"expresses": OUT | {"tonnes": "1 Mt/year", "choice": shares(0.5)}}})
    with pytest.raises(CorridorError, match=r"no flow HERE->THERE is left to carry 6.0 Mt"):
        flow_changes(scenario, DEMAND, Future(AMOUNTS, 2030))
