"""What differs in the inputs of scenarios: one difference for each thing that was changed."""

from typing import Any

import pytest

from corridorsim.comparison.inputs import InputDifference, input_differences, merged
from corridorsim.model import Scenario
from worlds import TEXT, out, world, written

BASE = world(out=out(9))
POINTS = BASE.document.data["lines"]["line"]["points"]
NEW = {"name": "Loop", "at": "20 km", "tracks": 3}


def inputs(*scenarios: Any) -> dict[str, tuple[object, ...]]:
    return {each.key: each.values for each in input_differences(scenarios)}


def with_points(*points: dict[str, Any]) -> Scenario:
    return BASE.change({"lines.line.points": list(points)})


def test_inputs_that_differ_are_told_by_their_key() -> None:
    narrow = BASE.change({"crossings.Gate.accepts.HERE->THERE": "4 trains/day"})
    assert inputs(BASE, narrow) == {"crossings.Gate.accepts.HERE->THERE": ("24 trains/day", "4 trains/day")}


def test_names_descriptions_and_observed_figures_are_no_inputs() -> None:
    other = {"name": "other", "description": "x", "observed": {"tonnes": {"total": "1 Mt/year"}}}
    assert inputs(BASE, BASE.change(other)) == {}


def test_a_key_that_only_one_has_is_told_with_nothing_for_the_other() -> None:
    told = inputs(BASE, BASE.change({"lines.line.opens": "2024-01-01"}))
    assert told == {"lines.line.opens": (None, "2024-01-01")}


def test_a_figure_is_told_as_the_number_it_is() -> None:
    figures = (
        "- {id: F1, what: trains, value: 24, unit: trains/day, as_of: now, kind: plan, source: me, confidence: low}\n"
    )
    text = TEXT.replace("HERE->THERE: 24 trains/day", "HERE->THERE: {figure: F1}") + "figures: figures.yaml\n"
    assert inputs(world(), written({"figures": figures, "world": text})) == {}


# items of lists


def test_a_point_added_is_one_difference() -> None:
    added = with_points(*POINTS[:2], NEW, *POINTS[2:])
    assert inputs(BASE, added) == {"lines.line.points.Loop": (None, NEW)}
    assert inputs(added, BASE) == {"lines.line.points.Loop": (NEW, None)}


def test_a_point_that_is_gone_is_one_difference() -> None:
    assert inputs(BASE, with_points(POINTS[0], POINTS[2])) == {"lines.line.points.B": (POINTS[1], None)}


def test_a_point_that_moved_is_one_difference() -> None:
    moved = with_points(POINTS[0], POINTS[1] | {"at": "12 km"}, POINTS[2])
    assert inputs(BASE, moved) == {"lines.line.points.B.at": ("10 km", "12 km")}


def test_a_point_with_another_name_is_one_difference() -> None:
    renamed = with_points(POINTS[0], POINTS[1] | {"name": "B2"}, POINTS[2])
    assert inputs(BASE, renamed) == {"lines.line.points.B.name": ("B", "B2")}


def test_of_three_scenarios_each_point_is_told_once() -> None:
    added = with_points(*POINTS[:2], NEW, *POINTS[2:])
    more = with_points(*POINTS[:2], NEW | {"tracks": 4}, *POINTS[2:])
    assert inputs(BASE, added, more) == {"lines.line.points.Loop": (None, NEW, NEW | {"tracks": 4})}


def track(start: str, end: str, opens: str = "2025-01-01") -> dict[str, str]:
    return {"start": start, "end": end, "opens": opens}


def test_stretches_are_matched_by_where_they_begin_and_end() -> None:
    key = "lines.line.second_track"
    one, both = BASE.change({key: [track("B", "C")]}), BASE.change({key: [track("A", "B"), track("B", "C")]})
    assert inputs(one, both) == {f"{key}.A-B": (None, track("A", "B"))}
    later = BASE.change({key: [track("A", "B"), track("B", "C", "2025-01-02")]})
    assert inputs(both, later) == {f"{key}.B-C.opens": ("2025-01-01", "2025-01-02")}


def test_items_without_a_name_are_matched_by_their_number() -> None:
    key = "crossings.Gate.near.control.closed"
    once = [{"at": "02:00", "length": "1 h"}, {"at": "02:00", "length": "2 h", "since": "2025-01-02"}]
    longer = [once[0], once[1] | {"length": "3 h"}]
    assert inputs(BASE.change({key: once}), BASE.change({key: longer})) == {f"{key}[1].length": ("2 h", "3 h")}


@pytest.mark.parametrize("path", ["points.B.at", "points[1].at"])
def test_a_key_that_is_told_can_be_set(path: str) -> None:
    assert BASE.change({f"lines.line.{path}": "12 km"}).lines["line"].points[1].at == 12_000


def test_an_item_that_is_absent_is_told_in_one_line() -> None:
    told = InputDifference("points.Loop", (None, NEW))
    assert told.texts == (None, "{name: Loop, at: 20 km, tracks: 3}")


def test_what_only_others_have_comes_after_what_it_follows_there() -> None:
    assert merged([["a", "b", "d"], ["a", "b", "c", "d"], ["0", "d", "e"]]) == ["0", "a", "b", "c", "d", "e"]
