"""The stages of a crossing, read from what its trains take."""

import pytest

from border_world import border
from corridorsim.errors import CorridorError
from corridorsim.itineraries.stages import EMBARGO
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from worlds import into, out, ran, service, services, world


def test_the_stages_of_a_direction_stand_in_the_order_in_which_a_train_takes_them() -> None:
    plan = ran(world(out=out(4), back=into(4))).plan
    crossing_stages = read_crossing_stages(plan, "Gate")
    assert [route.direction for route in crossing_stages.routes] == ["HERE->THERE", "THERE->HERE"]
    there, here = ([plan.layout.stages[row].name for row in stages] for stages in crossing_stages.stages)
    assert there == [
        "C tracks", "C control", "Gate HERE->THERE: acceptance", "C - D 1520 mm", "D 1520 mm tracks",
        "D control", "D transshipment", "D tracks", "taken by East",
    ]  # fmt: skip
    assert here == [
        "D tracks", "D control", "Gate THERE->HERE: acceptance", "D - C 1435 mm", "C 1435 mm tracks",
        "C control", "C transshipment", "C tracks", "B - C", "B tracks",
    ]  # fmt: skip


def test_the_yards_are_the_tracks_held_between_arrival_and_departure() -> None:
    """Not those of B, which an inbound train takes as it leaves."""
    plan = ran(world(out=out(4), back=into(4))).plan
    yards = [plan.layout.stages[row].name for row in read_crossing_stages(plan, "Gate").yards]
    assert sorted(yards) == ["C 1435 mm tracks", "C tracks", "D 1520 mm tracks", "D tracks"]


def test_a_limit_on_the_trains_under_way_is_a_stage_of_the_crossing() -> None:
    plan = ran(world({"crossings.Gate.under_way": {"HERE->THERE": 2}}, out=out())).plan
    crossing_stages = read_crossing_stages(plan, "Gate")
    assert plan.layout.stages[crossing_stages.stages[0][0]].kind is EMBARGO


def test_a_stage_that_no_scenario_has_shows_up_by_itself() -> None:
    plan = border([0]).plan
    crossing_stages = read_crossing_stages(plan, "Gap")
    assert [plan.layout.stages[row].name for row in crossing_stages.stages[0]] == [
        "P tracks", "lanes", "scanner", "border", "Q tracks", "fronts", "door"
    ]  # fmt: skip
    assert [part.name for part in crossing_stages.parts[0]] == [
        "lanes",
        "scanner",
        "border",
        "Q tracks",
        "fronts",
        "door",
    ]


def test_a_visit_goes_from_the_arrival_to_the_step_that_leaves() -> None:
    plan = ran(world(out=out(), back=into())).plan
    crossing_stages, steps = read_crossing_stages(plan, "Gate"), plan.legend.steps
    visits = [(steps[a], steps[b]) for a, b in zip(crossing_stages.first, crossing_stages.last, strict=True) if a >= 0]
    assert visits == [("arrive at C", "leave for East"), ("enter at D", "C - B")]


def test_empties_come_to_the_crossing_but_do_not_cross() -> None:
    plan = ran(world({"traffic.empties": "balanced"}, out=out())).plan
    crossing_stages = read_crossing_stages(plan, "Gate")
    empties = plan.legend.itineraries.index("Gate HERE->THERE boxes West empties")
    assert (crossing_stages.first[empties] >= 0, crossing_stages.crosses[empties]) == (True, -1)


def test_a_crossing_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(CorridorError, match=r'"Gat" is not a crossing \(did you mean "Gate"\?\) \(known names: Gate\)'):
        read_crossing_stages(ran(world(out=out())).plan, "Gat")


def test_a_crossing_that_no_loaded_train_uses_is_told_so() -> None:
    plan = ran(world(services(car=service("A", "C")))).plan
    with pytest.raises(CorridorError, match="no loaded train crosses"):
        read_crossing_stages(plan, "Gate")


def test_work_belongs_to_what_works_on_the_train_and_not_to_the_track_it_stands_on() -> None:
    plan = ran(world(out=out())).plan
    crossing_stages, steps = read_crossing_stages(plan, "Gate"), plan.legend.steps
    told = {
        steps[row]: crossing_stages.works_in(plan, row).name
        for row in range(int(crossing_stages.first[0]), int(crossing_stages.last[0]))
    }
    assert told["transshipment at D"] == "D transshipment"
    assert told["C - D"] == "C - D 1520 mm"
    assert told["forming at D"] == "forming at D"
