"""What is named as holding the corridor back: worlds in which it is known what does."""

from typing import Any

import pytest

from corridorsim.measures.bottleneck import Bottleneck, stage_share
from corridorsim.measures.numbers import Route
from worlds import Run, into, out, ran, service, services, world

WEEK = {"window.length": "7 days", "window.warm_up": "3 days"}


def named(changes: dict[str, Any], **flows: dict[str, Any]) -> Bottleneck:
    found = ran(world(WEEK | changes, **flows)).result.bottleneck
    assert found is not None
    return found


LIMITS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("4 a day are accepted", {"crossings.Gate.accepts.HERE->THERE": "4 trains/day"},
     "Gate HERE->THERE: acceptance", "acceptance", "crossings.Gate.accepts.HERE->THERE"),
    ("one front works 12 a day", {"crossings.Gate.far.fronts": 1},
     "D transshipment", "fronts", "crossings.Gate.far.fronts"),
    ("one lane controls 12 a day for two hours each",
     {"crossings.Gate.near.control": {"lanes": 1, "leaving": {"mean": "2 h"}, "entering": {"mean": "1 h"}}},
     "C control", "control", "crossings.Gate.near.control.lanes"),
    ("the border is taken for two hours a train", {"crossings.Gate.border.back": "100 min"},
     "C - D 1520 mm", "border track", "crossings.Gate.border"),
    ("the network beyond takes 10 a day", {"ends.East.accepts": "10 trains/day"},
     "taken by East", "end", "ends.East.accepts"),
    ("two tracks for trains of 11,400 s", {"crossings.Gate.far.other_tracks": 2, "crossings.Gate.far.fronts": 6},
     "D 1520 mm tracks", "tracks", "crossings.Gate.far.other_tracks"),
    ("one crew each way, and 3 h with its rest",
     {"pools": {"crews": {"depot": {"line": "line", "start": "A", "end": "C", "size": 2, "rest": "147 min"}}}},
     "depot crews to C", "crews", "pools.crews.depot.size"),
    ("taken for six hours of the day, two trains an hour",
     {"crossings.Gate.closed": {"HERE->THERE": [{"at": "06:00", "length": "18 h"}]}},
     "Gate HERE->THERE: hours", "hours", "crossings.Gate.closed.HERE->THERE"),
    ("two of three machines work a train for 3 h",
     {"consists.boxes.commodity": "boxes", "consists.boxes.transshipment": {"mean": "3 h"},
      "crossings.Gate.far.gauge_break": {"y": {"commodities": ["boxes"], "fronts": 9, "machines": 3, "per_train": 2,
                                              "works": "wagons", "rate": 10}}},
     "D y machines", "machines", "crossings.Gate.far.gauge_break.y.machines"),
    ("a section of two hours", {"lines.line.points[2].at": "130 km"},
     "B - C", "section", "lines.line.second_track"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "name", "kind", "key"), [each[1:] for each in LIMITS], ids=[e[0] for e in LIMITS])
def test_the_limiting_stage_is_named(changes: dict[str, Any], name: str, kind: str, key: str) -> None:
    found = named(changes, out=out(22))
    assert (found.resource, found.kind.name, found.key) == (name, kind, key)
    assert found.use > 0.95
    assert found.route == Route("Gate", "HERE->THERE")
    assert "more of them wait at the end than at the start" in found.why
    assert found.why.endswith(f"(change {key})")


def test_a_gate_that_is_open_most_of_the_day_is_not_what_trains_wait_for() -> None:
    """The border track is used all the 16 hours of a day that it is open; the queue waits two thirds for it."""
    change = {"lines.line.points[2].tracks": 80, "crossings.Gate.accepts.HERE->THERE": "90 trains/day",
              "crossings.Gate.closed": {"HERE->THERE": [{"at": "06:00", "length": "8 h"}]},
              "crossings.Gate.border.back": "100 min"}  # fmt: skip
    found = named(change, out=out(22))
    assert found.resource == "C - D 1520 mm"
    assert found.use == pytest.approx(1, abs=0.05)


def test_a_corridor_with_little_to_do_has_nothing_at_its_limit() -> None:
    """One train a day takes one of 24 places for a day, and two fronts for two hours of 24: 1 / 24 each."""
    found = named({}, out=out(1))
    assert found.why.startswith("no stage is at its limit; the most used is this one: ")
    assert found.use == pytest.approx(1 / 24, rel=0.1)


def test_of_two_routes_the_one_that_waits_more_is_told() -> None:
    """3 a day each way; 10 want out and 4 in."""
    both = {"crossings.Gate.accepts": {"HERE->THERE": "3 trains/day", "THERE->HERE": "3 trains/day"}}
    assert named(both, out=out(10), back=into(4)).route == Route("Gate", "HERE->THERE")
    assert named(both, out=out(4), back=into(10)).route == Route("Gate", "THERE->HERE")


def test_an_embargo_only_passes_the_queue_on() -> None:
    """Trains wait at A for their permit, but what they wait for is the front."""
    found = named({"crossings.Gate.under_way": {"HERE->THERE": 3}, "crossings.Gate.far.fronts": 1}, out=out(22))
    assert found.resource == "D transshipment"


def test_the_queue_before_the_limit_is_not_named() -> None:
    """All tracks before the border are full of trains that wait for it; they are occupied, not at work."""
    run = ran(world(WEEK | {"crossings.Gate.accepts.HERE->THERE": "4 trains/day"}, out=out(22)))
    assert occupied(run, "C tracks") > 0.99
    assert used(run, "C tracks") < 0.3
    found = run.result.bottleneck
    assert found is not None
    assert (found.use, found.occupation) == pytest.approx((1, 1), abs=0.01)


def occupied(run: Run, resource: str) -> float:
    return float(run.result.occupation.occupied[list(run.plan.legend.resources).index(resource)])


def used(run: Run, stage: str) -> float:
    row = [each.name for each in run.plan.layout.stages].index(stage)
    return float(stage_share(run.columns, run.result.occupation.work)[row])


def test_a_stage_is_used_as_its_most_used_resource() -> None:
    """The ways of a double track, and the headways before them, are resources of their own in one stage."""
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-01"}]}
    run = ran(world(WEEK | second, out=out(20), back=into(2)))
    rows = [name for name in run.plan.legend.resources if name.startswith(("A - B", "B - A"))]
    works = [float(run.result.occupation.work[list(run.plan.legend.resources).index(name)]) for name in rows]
    assert used(run, "A - B") == max(works) > 2 * min(works)


def test_without_loaded_trains_nothing_is_named() -> None:
    assert ran(world(services(car=service("A", "C")))).result.bottleneck is None
