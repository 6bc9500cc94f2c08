"""Alternatives beside each other, by hand: a column for each itinerary, a row for each stage in order of passing."""

from typing import Any

import numpy as np
import pytest

from corridorsim.border.alternatives import find_alternatives, find_parallel_stages
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from worlds import into, out, ran, world


def branches(*stages: str) -> list[tuple[int, int]]:
    uses = np.array([[letter == "x" for letter in stage] for stage in stages], bool).reshape(
        len(stages), -1 if stages else 0
    )
    block, lane = find_parallel_stages(uses)
    return list(zip(block.tolist(), lane.tolist(), strict=True))


def test_what_all_pass_is_a_chain() -> None:
    assert branches("xx", "xx", "xx") == [(0, 0), (1, 0), (2, 0)]


def test_what_no_train_passes_both_of_lies_side_by_side() -> None:
    assert branches("xx", "x.", ".x", "xx") == [(0, 0), (1, 0), (1, 1), (2, 0)]


def test_a_lane_may_have_several_stages() -> None:
    """Boxes need the yard and its machines, whatever lies between them in the order."""
    assert branches("xx", "x.", ".x", "x.", "xx") == [(0, 0), (1, 0), (1, 1), (1, 0), (2, 0)]


def test_a_control_of_some_trains_is_no_alternative() -> None:
    """Some trains of both kinds are inspected before they part."""
    assert branches("xxxx", "xx..", "x.x.", ".x.x", "xxxx") == [(0, 0), (1, 0), (2, 0), (2, 1), (3, 0)]


def test_stages_with_one_that_all_pass_in_between_are_not_side_by_side() -> None:
    assert branches("x.", "xx", ".x") == [(0, 0), (1, 0), (2, 0)]


def test_no_stages_have_no_branches() -> None:
    assert branches() == []


YARD = {"yard": {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}}
BULK = {"wagons": 10, "wagon_kind": "hoppers", "load": "100 t", "wagon_length": "14 m", "speed": "60 km/h",
        "transshipment": {"mean": "4 h"}}  # fmt: skip
XRAY = {"name": "X-ray", "lanes": 2, "share": 0.25, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}}


def told(changes: dict[str, Any], **flows: Any) -> dict[str, dict[str, float]]:
    plan = ran(world({"window.length": "20 days", "consists.bulk": BULK} | changes, **flows)).plan
    crossing_stages = read_crossing_stages(plan, "Gate")
    table = find_alternatives(plan, crossing_stages)
    return {
        plan.layout.stages[stage].name: {name: values[row].item() for name, values in table.items()}
        for row, (_, stage, _) in enumerate(crossing_stages.rows)
    }


def test_containers_and_bulk_part_at_the_gauge_break() -> None:
    """Three of four trains carry boxes, to the yard at D and its machines; bulk goes to the plain fronts."""
    changes = {"consists.boxes.commodity": "boxes", "crossings.Gate.far.gauge_break": YARD}
    found = told(changes, out=out(20) | {"consists": {"boxes": 0.75, "bulk": 0.25}})
    yard, machines, plain = (found[f"D {name}"] for name in ("yard", "yard machines", "transshipment"))
    assert yard["block"] == machines["block"] == plain["block"]
    assert yard["lane"] == machines["lane"] != plain["lane"]
    assert [each["share_that_uses_it"] for each in (yard, machines, plain)] == pytest.approx([0.75, 0.75, 0.25], 0.02)
    assert plain["passes_by_share"] == pytest.approx(0, abs=1e-12)
    assert found["D tracks"]["share_that_uses_it"] == 1
    assert found["D tracks"]["block"] > yard["block"] > found["D control"]["block"]


def test_a_control_that_some_pass_by() -> None:
    found = told({"crossings.Gate.near.control.further": [XRAY]}, back=into(20))
    xray = found["C X-ray"]
    assert xray["share_that_uses_it"] == pytest.approx(0.25, abs=0.05)
    assert xray["passes_by_share"] == pytest.approx(1 - xray["share_that_uses_it"])
    assert sum(each["block"] == xray["block"] for each in found.values()) == 1
