"""Temporary speed restrictions: who is slowed, and who comes too early or too late for it.

A - B takes 600 s, B - C 1,200 s, a start costs 180 s.
"""

from dataclasses import replace
from typing import Any

from corridorsim.engine import run
from corridorsim.planning import lay_out, plan_replication
from corridorsim.planning.track.restrictions import slowed
from worlds import Run, out, service, services, world

DAY = 86_400
AWAY = 50_000


def restriction(**keys: Any) -> dict[str, Any]:
    """40 km/h instead of 60 over the 10 km before C: 900 s instead of 600."""
    return {"start": "20 km", "end": "30 km", "speed": "40 km/h"} | keys


def cars(*restrictions: dict[str, Any], **due: int) -> Run:
    """Trains from A to C at these seconds, those the other way put away; slowed by restrictions of the line."""
    named = services(**{name: service("A", "C") for name in due})
    scenario = world(named | {"lines.line.restrictions": list(restrictions), "lines.line.points[1].tracks": 4})
    blueprint = lay_out(scenario)
    planned = plan_replication(replace(blueprint, slow=()), 1, 0)
    ready = planned.program.train_ready.copy()
    for number, (name, second) in enumerate(due.items()):
        ready[planned.train(f"{name} to C 1")] = second
        ready[planned.train(f"{name} to A 1")] = AWAY + 9000 * number
    planned = replace(planned, program=replace(planned.program, train_ready=ready))
    planned = slowed(planned, blueprint.slow)
    return Run(planned, run(planned.program))


def test_a_train_that_comes_while_it_holds_is_slowed() -> None:
    run = cars(restriction(until="2025-01-02"), one=0)
    assert run.times("one to C 1")["arrive at C"] == 1980 + 300
    assert run.times("one to C 2")["arrive at C"] == DAY + 2820  # the next day, where it meets the train to A


def test_a_train_that_comes_before_its_hours_is_not_slowed() -> None:
    assert cars(restriction(at="01:00", length="2 h"), one=0).times("one to C 1")["arrive at C"] == 1980


def test_a_slowed_train_slows_those_behind_it() -> None:
    """The second waits at B until the first, 300 s late, is through to C and it may follow; the restriction is over."""
    run = cars(restriction(length="30 min", until="2025-01-02"), one=0, two=600)
    assert run.times("one to C 1")["arrive at C"] == 2280
    assert run.times("two to C 1")["B - C"] == 2280 + 61
    assert run.times("two to C 1")["arrive at C"] == 2341 + 1200 + 180


def test_a_train_delayed_by_one_restriction_may_be_too_late_for_the_next() -> None:
    """Slowed to 1,800 s on A - B, it comes to B - C at 1980, when the second restriction is over; without, at 780."""
    first = {"start": "0 km", "end": "10 km", "speed": "20 km/h", "length": "10 min"}
    second = restriction(at="00:10", length="20 min")
    assert cars(second, one=0).times("one to C 1")["arrive at C"] == 2280
    both = cars(first, second, one=0).times("one to C 1")
    assert (both["arrive at B"], both["arrive at C"]) == (1980, 1980 + 1200)


def test_two_restrictions_of_one_stretch_slow_no_more_than_the_slower() -> None:
    assert cars(restriction(), restriction(), one=0).times("one to C 1")["arrive at C"] == 1980 + 300


def test_restrictions_of_two_stretches_add_up() -> None:
    other = restriction(start="10 km", end="20 km")
    assert cars(restriction(), other, one=0).times("one to C 1")["arrive at C"] == 1980 + 600


def test_both_directions_are_slowed() -> None:
    run = cars(restriction(), one=0)
    west = run.times("one to A 1")
    assert west["arrive at B"] - AWAY == 1380 + 300


def test_the_plan_of_a_scenario_knows_its_restrictions() -> None:
    slow = lay_out(world({"lines.line.restrictions": [restriction()]}, out=out()))
    assert [each.spans for each in slow.slow] == [[(0, 2 * DAY)]]
    free, held = plan_replication(replace(slow, slow=()), 1, 0), plan_replication(slow, 1, 0)
    assert (held.program.duration - free.program.duration).max() == 300


def test_the_old_limit_holds_until_a_second_track_with_its_own_opens() -> None:
    """30 km/h on the old track, 60 on both from the second day: 1,200 and 2,400 s, then 600 and 1,200.

    Then, too, the tail of 140 m is on old track before A at first: 8.4 s more.
    """
    rebuilt = {"start": "A", "end": "C", "opens": "2025-01-02", "speed_limit": "60 km/h"}
    scenario = world({"lines.line.speed_limit": "30 km/h", "lines.line.second_track": [rebuilt]}, out=out())
    planned = plan_replication(lay_out(scenario), 1, 0)
    told = Run(planned, run(planned.program))
    first, second = (told.times(f"out {n}") for n in (1, 2))
    assert first["arrive at C"] - first["A - B"] == 3600 + 180
    assert second["arrive at C"] - second["A - B"] == 1800 + 180 + 9
