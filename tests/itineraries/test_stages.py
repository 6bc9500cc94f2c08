"""Every kind of stage describes itself."""

from dataclasses import replace

from corridorsim.itineraries.stages import ACCEPTANCE, CONTROL, KINDS, Part, Stage, StageKind
from corridorsim.measures import measure
from worlds import out, ran, world

ONE_LANE = {"crossings.Gate.near.control": {"lanes": 1, "leaving": {"mean": "2 h"}, "entering": {"mean": "1 h"}}}


def test_kinds_have_names_of_their_own_and_words_for_their_use() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.used.startswith("of ") for kind in KINDS)


def test_a_train_is_not_worked_by_what_it_stands_on_or_is_made_up_of() -> None:
    assert {kind.name for kind in KINDS if not kind.works} == {
        "section", "tracks", "stack", "terminal", "wagons", "locomotives", "border locomotives", "crews",
    }  # fmt: skip


def test_a_kind_of_stage_that_nobody_knew_can_limit_and_be_told() -> None:
    """One lane controls 12 trains a day of 22: as a weighbridge it limits as well, in its own words."""
    run = ran(world({"window.length": "7 days", "window.warm_up": "3 days"} | ONE_LANE, out=out(22)))
    weighing = StageKind("weighing", Part.WORKER, "of the time its scales work")
    stages = [replace(each, kind=weighing) if each.kind is CONTROL else each for each in run.plan.layout.stages]
    found = measure(replace(run.plan, layout=replace(run.plan.layout, stages=tuple(stages))), run.outcome).bottleneck
    assert found is not None
    assert (found.resource, found.kind.name) == ("C control", "weighing")
    assert "of the time its scales work" in found.why


def test_a_stage_has_a_short_name_beside_its_crossing_and_direction_alone() -> None:
    stage = Stage("Gate A->B: lots", ACCEPTANCE, "", crossing="Gate", direction="A->B", label="lots")
    assert stage.called("Gate", "A->B") == "lots"
    assert stage.called("Gate", "B->A") == stage.called("Gate 2", "A->B") == stage.name
    assert Stage("Gate A->B: lots", ACCEPTANCE, "").called("Gate", "A->B") == "Gate A->B: lots"
