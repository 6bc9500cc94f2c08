"""What a disruption leaves must be of use: enough for a train, or nothing."""

from typing import Any

import pytest

from corridorsim.errors import InputError
from corridorsim.planning import lay_out
from worlds import into, out, world

DATED = {"since": "2025-01-05", "until": "2025-01-15"}
BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
SMALL = BOXES | {"wagons": 41, "load": "30 t", "boxes": "82 TEU", "commodity": "boxes", "onward": "long"}
LONG = BOXES | {"wagons": 61, "load": "30 t", "boxes": "122 TEU"}
YARD = {"commodities": ["boxes"], "fronts": 3, "machines": 3, "works": "containers", "rate": 60,
        "stack": {"units": 121}}  # fmt: skip
STACK = {"lines.line.useful_length": "1200 m", "consists.boxes": SMALL, "consists.long": LONG,
         "crossings.Gate.near.gauge_break": {"yard": YARD}}  # fmt: skip
POOL = {"pools": {"wagons": {"w": {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 30,
                                   "turn": "1 h"}}}}  # fmt: skip
MACHINES = {
    "consists.boxes.commodity": "boxes",
    "crossings.Gate.far.gauge_break": {"y": YARD | {"per_train": 2, "works": "wagons", "stack": None}},
}


def said(changes: dict[str, Any], stage: str, units: int | str, **flows: dict[str, Any]) -> list[str]:
    """What is said of a disruption that closes so many units."""
    closed = {"closes": stage, "units": units, "dated": DATED}
    try:
        lay_out(world(changes | {"disruptions": {"x": closed}}, **flows))
    except InputError as error:
        (problem,) = error.problems
        assert problem.key == "disruptions.x.closes"
        return [problem.message]
    return []


def test_wagons_left_are_enough_for_a_train() -> None:
    """30 wagons and trains of 10: 20 may be closed, or all."""
    assert [said(POOL, "w wagons", units, out=out(3)) for units in (20, "all", 30)] == [[]] * 3
    told = 'would leave 5 of 30 units of "w wagons", and a train takes 10 at once: close at most 20, or all'
    assert said(POOL, "w wagons", 25, out=out(3)) == [told]


def test_machines_left_are_enough_for_a_train() -> None:
    assert said(MACHINES, "D y machines", 1, out=out(3)) == []
    told = 'would leave 1 of 3 units of "D y machines", and a train takes 2 at once: close at most 1, or all'
    assert said(MACHINES, "D y machines", 2, out=out(3)) == [told]


@pytest.mark.parametrize("units", [20, "all"])
def test_a_stack_may_be_closed_down_to_its_least_size_or_whole(units: int | str) -> None:
    """60 for trains of 61 to one destination that are not yet full, and 41 for one that arrives."""
    assert said(STACK, "C yard stack", units, back=into(1)) == []


def test_a_stack_is_not_closed_below_its_least_size() -> None:
    told = (
        'would leave 100 of 121 units of "C yard stack", and with fewer than 101 it may stay full of goods that '
        "fill no train: close at most 20, or all"
    )
    assert said(STACK, "C yard stack", 21, back=into(1)) == [told]


def test_a_stack_of_the_least_size_is_closed_whole_or_not_at_all() -> None:
    least = STACK | {"crossings.Gate.near.gauge_break": {"yard": YARD | {"stack": {"units": 101}}}}
    (told,) = said(least, "C yard stack", 30, back=into(1))
    assert told.endswith("close none, or all")
