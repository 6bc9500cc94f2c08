"""Flows with months of their own, and flows whose wagons do not come back empty."""

import numpy as np
import pytest

from corridorsim.itineraries import Kind
from corridorsim.model import Scenario
from corridorsim.planning import plan
from worlds import into, out, world

YEAR = {"window.length": "365 days"}
AUTUMN = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]


def by_month(scenario: Scenario, flow: str) -> list[int]:
    planned = plan(scenario)
    ready = planned.program.train_ready[planned.trains_of(flow)]
    months = np.array([planned.moment(second).month for second in ready], int)
    return np.bincount(months, minlength=13)[1:].tolist()


def test_a_flow_has_its_season_and_the_others_theirs() -> None:
    """365 trains a year, half in September and half in October; the other flow a train a day."""
    told = world(YEAR, grain=out(1, monthly=AUTUMN), ore=out(1))
    assert by_month(told, "grain") == pytest.approx([0] * 8 + [182, 183, 0, 0], abs=1)
    assert by_month(told, "ore") == pytest.approx([30] * 12, abs=2)


def test_a_season_of_its_own_replaces_that_of_all_freight() -> None:
    told = world(YEAR | {"traffic.monthly": AUTUMN}, steady=out(1, monthly=[1] * 12), other=out(1))
    assert by_month(told, "steady")[0] == pytest.approx(30, abs=1)
    assert by_month(told, "other")[0] == 0


def empties(scenario: Scenario) -> int:
    planned = plan(scenario)
    kinds = np.array([stream.kind for stream in planned.streams])[planned.train_stream]
    return int((kinds == Kind.EMPTY).sum())


BALANCED = {"traffic.empties": "balanced", "window.length": "10 days"}


def test_the_wagons_of_a_flow_may_stay_away() -> None:
    """Three trains a day out and one in: two go back empty. If the wagons of those in are not counted, three do."""
    assert empties(world(BALANCED, there=out(3), back=into(1))) == 20
    assert empties(world(BALANCED, there=out(3), back=into(1, empties="none"))) == 30
    assert empties(world(BALANCED, there=out(3, empties="none"), back=into(1, empties="none"))) == 0


def test_a_flow_may_have_its_wagons_back_where_the_others_do_not() -> None:
    none = BALANCED | {"traffic.empties": "none"}
    assert empties(world(none, there=out(3, empties="balanced"), back=into(1))) == 30
