"""Numbers are known by what they are and whose: names that a scenario gives never make one of two."""

from typing import Any

import pytest

from corridorsim.measures.numbers import (
    DWELL,
    SPEED,
    TONNES,
    TRAINS,
    Number,
    Numbers,
    OfCrossing,
    OfDirection,
    OfLine,
    Route,
    Total,
    What,
)
from corridorsim.model import Scenario
from two_crossings import two
from worlds import OUT, into, out, ran, service, services, world

DAYS = {"window.length": "8 days", "window.warm_up": "2 days"}
WORDS = ["total", "HERE->THERE", "THERE->HERE", "Gate HERE->THERE", "all", "line", "crossing total", "speed", "tonnes"]


def beside_the_gate(name: str) -> Scenario:
    """Two trains a day over the Gate and two over a crossing of this name, 1,000 t each: 0.73 Mt a year by each."""
    there = two(None, trains=2)
    door = there.document.data["crossings"]["Door"]
    flows = {"out": OUT | {"tonnes": "730 kt/year"},
             "other": OUT | {"tonnes": "730 kt/year", "crossing": name, "inland": {"west": "100 %"}}}  # fmt: skip
    gate = there.document.data["crossings"]["Gate"]
    return there.change(DAYS | {"crossings": {"Gate": gate, name: door}, "traffic.flows": flows})


@pytest.mark.parametrize("name", WORDS)
def test_a_crossing_called_as_another_number_has_its_own(name: str) -> None:
    """0.73 Mt over either of the crossings, 1.46 Mt in all and in the one direction there is."""
    numbers = ran(beside_the_gate(name)).result.numbers
    half, both = (
        [OfCrossing("Gate"), OfCrossing(name), Route(name, "HERE->THERE")],
        [Total(), OfDirection("HERE->THERE")],
    )
    assert [numbers[Number(TONNES, whom)] for whom in half] == pytest.approx([0.73] * 3)
    assert [numbers[Number(TONNES, whom)] for whom in both] == pytest.approx([1.46] * 2)
    assert numbers["tonnes.total Mt/year"] == numbers["tonnes.HERE->THERE Mt/year"] == pytest.approx(1.46)
    assert numbers["tonnes.Gate HERE->THERE Mt/year"] == pytest.approx(0.73)
    assert len(list(numbers)) == len(numbers) == len(set(numbers))


def test_a_crossing_called_total_is_printed_beside_the_total() -> None:
    numbers = ran(beside_the_gate("total")).result.numbers
    assert numbers["tonnes.crossing total Mt/year"] == pytest.approx(0.73)
    assert numbers["dwell.crossing total h"] == numbers[Number(DWELL, OfCrossing("total"))]
    assert [name for name in numbers if name.startswith("tonnes.")] == [
        f"tonnes.{whom} Mt/year"
        for whom in ("total", "Gate", "crossing total", "HERE->THERE", "Gate HERE->THERE", "total HERE->THERE")
    ]


@pytest.mark.parametrize("name", WORDS)
def test_a_line_or_a_service_called_as_another_number_has_its_own(name: str) -> None:
    lines = {"lines": {name: world().document.data["lines"]["line"]}}
    plain = world(DAYS | services(car=service("A", "C")), out=out(2), back=into(1))
    other = world(DAYS | lines | services(**{name: service("A", "C")}), out=out(2), back=into(1))
    told, same = (ran(each).result.numbers for each in (plain, other))
    assert same[Number(SPEED, OfLine(name))] == told["speed.line km/h"] == same[f"speed.{name} km/h"]
    assert len(told) == len(same)
    assert same[f"service trains.{name} to C trains/day"] == told["service trains.car to C trains/day"]
    assert same["trains.total trains/day"] == told["trains.total trains/day"]


def numbers(*values: tuple[Number, float]) -> Numbers[float]:
    return Numbers(dict(values))


def test_a_number_is_found_by_its_value_and_by_its_printed_name() -> None:
    found = numbers((Number(TRAINS, OfCrossing("Gate")), 3.0))
    assert found[Number(TRAINS, OfCrossing("Gate"))] == found["trains.Gate trains/day"] == 3
    assert found.get("trains.Door trains/day") is None
    assert "trains.Gate trains/day" in found
    assert dict(found) == {"trains.Gate trains/day": 3.0}


def test_a_name_that_is_no_number_s_is_told_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r'did you mean "trains.Gate trains/day"'):
        numbers((Number(TRAINS, OfCrossing("Gate")), 3.0))["trains.Gat trains/day"]


def test_a_measure_of_one_s_own_called_as_one_of_ours_does_not_replace_it() -> None:
    own: Any = What("tonnes.total", "Mt/year", is_own=True)
    found = numbers((Number(TONNES), 1.46), (Number(own), 7.0))
    assert dict(found) == {"tonnes.total Mt/year": 1.46, "measure tonnes.total Mt/year": 7.0}
