"""How long units are held and at work: by hand for lone trains, and against a plain loop for crowds."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Kind
from corridorsim.measures.occupation.shares import measure_occupation
from corridorsim.operations import NEVER
from corridorsim.operations.holdings import held_before
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400
TWO_DAYS = 2 * DAY


def shares(run: Run, resource: str) -> tuple[float, float]:
    """Seconds of the window in which a unit was held and at work."""
    row = list(run.plan.legend.resources).index(resource)
    occupation = measure_occupation(run.columns)
    window = run.columns.end - run.columns.begin
    units = occupation.open_units[row] * window
    return round(occupation.occupied[row] * units, 6), round(occupation.work[row] * units, 6)


LONE = {"out 1": 0}


@pytest.mark.parametrize(
    ("resource", "seconds"),
    [
        ("A tracks", 0),  # left at once
        ("A - B", 780 + 60),
        ("B tracks", 780),  # taken on entry of A - B, left at once
        ("B - C", 1200 + 60),
        ("C tracks", 3780 - 780),
        ("C control lanes", 1800),
        ("Gate HERE->THERE accepted in 24 h", DAY),
        ("Gate border track 1520 mm", 1200 + 600),
        ("D 1520 mm tracks", 15_780 - 3780),
        ("D transshipment fronts", 7200),
        ("D tracks", 17_580 - 8580),
        ("East accepts", 1800),
    ],
)
def test_a_lone_train_holds_each_thing_from_its_take_to_its_put(resource: str, seconds: int) -> None:
    """And works all the time, since it never waits."""
    assert shares(ran(world(out=out(0.5)), LONE), resource) == (seconds, seconds)


def test_shares_are_of_all_units_of_the_window() -> None:
    """One of 24 places for one of two days."""
    run = ran(world(out=out(0.5)), LONE)
    row = list(run.plan.legend.resources).index("Gate HERE->THERE accepted in 24 h")
    assert measure_occupation(run.columns).occupied[row] == pytest.approx(1 / 48)


def test_a_train_that_waits_holds_its_track_without_working_on_it() -> None:
    """East takes the loop's track at 0, is there at 780 and leaves at 1440; on the second day again."""
    run = ran(world(services(car=service("A", "C"))))
    assert shares(run, "B toward C") == (2 * 1440, 2 * 780)
    assert shares(run, "B toward A") == (2 * 1380, 2 * 1380)


def test_the_loss_of_a_stop_is_work_of_the_section() -> None:
    """West 1380 + 60, east 1200 + 180 + 60."""
    assert shares(ran(world(services(car=service("A", "C")))), "B - C") == (2 * 2880, 2 * 2880)


WARM = {"window.warm_up": "1 days"}


@pytest.mark.parametrize(
    ("due", "inside"),
    [
        (DAY - 840, 0),  # clear in the second before the window
        (DAY - 400, 440),
        (DAY, 840),
        (DAY - 780, 60),
        (3 * DAY - 100, 100),
        (3 * DAY - 810, 810),
        (3 * DAY - 1, 1),
    ],
)
def test_the_window_cuts_at_both_ends(due: int, inside: int) -> None:
    run = ran(world(WARM, out=out(1 / 3)), {"out 1": due})
    assert shares(run, "A - B") == (inside, inside)


def test_what_is_held_longer_than_the_window_is_held_all_of_it() -> None:
    run = ran(world(WARM | {"consists.boxes.transshipment.mean": "9 days"}, out=out(1 / 3)), {"out 1": 0})
    assert shares(run, "D transshipment fronts") == (TWO_DAYS, TWO_DAYS)


def test_closings_are_neither_open_nor_occupied() -> None:
    """Of the two units of A - B one opens at the second midnight: 1.5 on average."""
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}]}
    run = ran(world(second, out=out(0.5)), LONE)
    row = list(run.plan.legend.resources).index("A - B")
    occupation = measure_occupation(run.columns)
    assert occupation.open_units[row] == 1.5
    assert occupation.occupied[row] == pytest.approx(840 / (1.5 * TWO_DAYS))


def test_what_never_opens_is_not_used() -> None:
    run = ran(world(CLOSED, out=out()))
    row = list(run.plan.legend.resources).index("Gate HERE->THERE accepted in 24 h")
    occupation = measure_occupation(run.columns)
    assert (occupation.open_units[row], occupation.occupied[row], occupation.work[row]) == (0, 0, 0)


def test_what_a_train_holds_before_each_step_follows_from_its_itinerary() -> None:
    run = ran(world(out=out(0.5)))
    steps, names = run.plan.legend.steps, run.plan.legend.resources
    held: dict[str, set[str]] = {}
    for step, resource, units in zip(*held_before(run.plan.program), strict=True):
        assert units == 1
        held.setdefault(steps[step], set()).add(names[resource])
    assert held["A - B"] == {"A tracks", "A toward B", "entering at A"}
    assert held["arrive at B"] == {"A - B", "A - B follower", "B tracks", "B toward C"}
    assert held["C - D"] == {"C tracks", "C toward D"}
    assert "enter at A" not in held
    assert "end" not in held


# crowds, against plain loops

BUSY: list[dict[str, Any]] = [
    {},
    {"window.warm_up": "1 days", "traffic.empties": "balanced"},
    {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}], "traffic.departures": "Poisson"},
    {"crossings.Gate.under_way": {"HERE->THERE": 2, "THERE->HERE": 2}, "crossings.Gate.far.fronts": 1},
]


@pytest.mark.parametrize("changes", BUSY, ids=["plain", "warm", "dated", "embargo"])
def test_a_crowd_is_measured_as_a_plain_loop_does(changes: dict[str, Any]) -> None:
    run = ran(world(changes, out=out(30), back=into(20)))
    held, worked, closed = by_loop(run)
    window = run.columns.end - run.columns.begin
    is_open = run.plan.program.capacity * window - closed
    told = measure_occupation(run.columns)
    assert told.open_units == pytest.approx(is_open / window)
    things = is_open > 0  # a call for empties is given before it is taken: nobody holds it
    assert (told.occupied * is_open)[things] == pytest.approx(held[things], abs=1e-3)
    assert (told.work * is_open)[things] == pytest.approx(worked[things], abs=1e-3)


def by_loop(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unit-seconds held, worked and closed, by walking each train's steps one by one."""
    program, outcome, begin, end = run.plan.program, run.outcome, run.columns.begin, run.columns.end
    held, idle, closed = (np.zeros(program.resources) for _ in range(3))

    def inside(since: int, before: int) -> int:
        return max(0, min(before, end) - max(since, begin))

    for train, (first, last) in enumerate(pairwise(program.operation_first.tolist())):
        closing = run.plan.streams[run.plan.train_stream[train]].kind == Kind.CLOSURE
        into_what = closed if closing else held
        has: dict[int, int] = {}
        for row in range(first, last):
            step, ready, started = program.operation_step[row], int(outcome.ready[row]), int(outcome.started[row])
            if ready != NEVER and not closing:
                for resource, units in has.items():
                    idle[resource] += max(units, 0) * inside(ready, end if started == NEVER else started)
            if started == NEVER:
                break
            for take in range(program.take_first[step], program.take_first[step + 1]):
                resource, units = int(program.take_resource[take]), int(program.take_units[take])
                into_what[resource] += units * inside(started, end)
                has[resource] = has.get(resource, 0) + units
            for put in range(program.put_first[step], program.put_first[step + 1]):
                resource, units = int(program.put_resource[put]), int(program.put_units[put])
                into_what[resource] -= units * inside(started + int(program.put_after[put]), end)
                has[resource] = has.get(resource, 0) - units
    return held, held - idle, closed


def test_a_stack_works_for_goods_that_must_lie_there_and_not_for_those_that_wait_for_a_train() -> None:
    """Two trains of 10 wagons come into a day, and 30 make a train: two loads lie there and none goes on.

    Unloaded from 6,600 and from 8,400 s on in an hour, 2 hours of dwell: 10 places of 40 for 3 hours each.
    """
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    stack = {"units": 40, "dwell": "2 h"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "wagons", "rate": 10, "stack": stack}
    changes = {
        "window.length": "1 days", "crossings.Gate.near.gauge_break": {"yard": yard},
        "consists.boxes": boxes | {"commodity": "boxes", "onward": "long"},
        "consists.long": boxes | {"wagons": 30, "boxes": "60 TEU"},
    }  # fmt: skip
    run = ran(world(changes, back=into(2)), {"back 1": 0, "back 2": 0})
    occupation = measure_occupation(run.columns)
    row = run.plan.legend.resources.index("C yard stack")
    assert occupation.work[row] == pytest.approx(2 * 10 * 3 * 3600 / (40 * 86_400))
    assert occupation.occupied[row] == pytest.approx(10 * (2 * 86_400 - 6600 - 8400) / (40 * 86_400))
