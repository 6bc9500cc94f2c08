"""The rule in small stories, each worked out by hand and told to both engines."""

from collections.abc import Callable
from typing import Any

import pytest

from corridorsim.engine import ENGINES, run
from corridorsim.operations import NEVER, Builder, Step

Times = dict[str, list[int]]
Play = Callable[..., Times]

OVER = [Step("enter", ["section"]), Step("leave", puts=["section"])]


@pytest.fixture(params=ENGINES)
def started(request: pytest.FixtureRequest) -> Play:
    """Runs what has been built and says when each train's operations started."""
    return lambda builder, until=1_000_000: _times(builder, until, request.param, "started")


@pytest.fixture(params=ENGINES)
def ready(request: pytest.FixtureRequest) -> Play:
    """Runs what has been built and says when each train was ready for its operations."""
    return lambda builder, until=1_000_000: _times(builder, until, request.param, "ready")


def _times(builder: Builder, until: int, engine: str, column: str) -> Times:
    program, legend = builder.build(until)
    times, first = getattr(run(program, engine), column).tolist(), program.operation_first.tolist()
    return {name: times[first[row] : first[row + 1]] for row, name in enumerate(legend.trains)}


def line(capacity: int = 1, steps: list[Step] | None = None, **others: int) -> Builder:
    """A section that trains go over, and what else is named."""
    builder = Builder()
    for name, units in {"section": capacity, **others}.items():
        builder.resource(name, units)
    builder.itinerary("over", steps or OVER)
    return builder


def over(builder: Builder, name: str, lasts: int = 100, **when: Any) -> None:
    builder.train(name, "over", durations=[lasts], **when)


def test_the_lower_rank_goes_first(started: Play) -> None:
    builder = line()
    over(builder, "freight", rank=5)
    over(builder, "express", rank=1)
    assert started(builder) == {"freight": [100, 200], "express": [0, 100]}


def test_of_one_rank_the_one_that_was_ready_first_goes_first(started: Play) -> None:
    builder = line()
    over(builder, "first")
    over(builder, "third", ready=30)
    over(builder, "second", ready=20)
    assert started(builder) == {"first": [0, 100], "third": [200, 300], "second": [100, 200]}


def test_ready_means_for_this_step_not_since_the_train_appeared(started: Play) -> None:
    builder = line()
    builder.itinerary("from afar", [Step("approach"), *OVER])
    over(builder, "holder")
    builder.train("from afar", "from afar", durations=[50, 100])
    over(builder, "near by", ready=40)
    assert started(builder) == {"holder": [0, 100], "from afar": [0, 200, 300], "near by": [100, 200]}


def test_of_those_ready_in_one_second_the_lower_row_goes_first(started: Play) -> None:
    builder = line()
    for name in ("one", "two", "three"):
        over(builder, name)
    assert started(builder) == {"one": [0, 100], "two": [100, 200], "three": [200, 300]}


def test_any_round_of_a_second_is_the_same_second(started: Play) -> None:
    """The train of the lower row asks for the section only after its gate, but in the same second as the other."""
    builder = line(gate=1)
    builder.itinerary("by the gate", [Step("gate", ["gate"]), *OVER])
    builder.train("by the gate", "by the gate", durations=[0, 100], ready=5)
    over(builder, "straight", ready=5)
    over(builder, "holder", lasts=10)
    assert started(builder) == {"by the gate": [5, 10, 110], "straight": [110, 210], "holder": [0, 10]}


def test_a_headway_is_given_back_so_many_seconds_after_the_start(started: Play) -> None:
    builder = line(steps=[Step("enter", ["section"], [("section", 1, 120)]), Step("leave")])
    for name in ("E1", "E2", "E3"):
        over(builder, name, lasts=600)
    assert started(builder) == {"E1": [0, 600], "E2": [120, 720], "E3": [240, 840]}


def test_what_is_put_after_no_seconds_was_tested_and_not_taken(started: Play) -> None:
    """Both trains want to see both tracks free, and go in the same second."""
    both = {"section": 2}
    builder = line(capacity=2, steps=[Step("look", both, [("section", 2, 0)]), Step("gone")])
    builder.itinerary("occupy", OVER)
    builder.train("in the way", "occupy", durations=[300])
    over(builder, "E1", ready=10)
    over(builder, "E2", ready=10)
    assert started(builder) == {"in the way": [0, 300], "E1": [300, 400], "E2": [300, 400]}


def test_restart_is_added_only_for_a_train_that_had_to_wait(started: Play) -> None:
    builder = line(steps=[Step("enter", ["section"], restart=30), Step("leave", puts=["section"])])
    over(builder, "E1")
    over(builder, "E2", ready=100)
    over(builder, "E3", ready=199)
    assert started(builder) == {"E1": [0, 100], "E2": [100, 200], "E3": [200, 330]}


def test_waiting_for_the_timetable_is_not_waiting(started: Play) -> None:
    builder = line(steps=[Step("enter", ["section"], restart=30), Step("leave", puts=["section"])])
    over(builder, "E1", not_before=[500])
    assert started(builder) == {"E1": [500, 600]}


def test_not_before_holds_a_train_where_it_is(ready: Play) -> None:
    builder = line()
    over(builder, "E1", not_before=[0, 250])
    over(builder, "E2")
    assert ready(builder) == {"E1": [0, 250], "E2": [0, 350]}


def test_restart_moves_no_put(started: Play) -> None:
    """E2 waits, so its own run lasts 130 s; it gives the section back 60 s after its start all the same."""
    builder = line(steps=[Step("enter", ["section"], [("section", 1, 60)], restart=30), Step("leave")])
    for name in ("E1", "E2", "E3"):
        over(builder, name)
    assert started(builder) == {"E1": [0, 100], "E2": [60, 190], "E3": [120, 250]}


@pytest.mark.parametrize(("until", "times"), [(100, [0, NEVER]), (101, [0, 100])])
def test_the_window_is_open_at_its_end(started: Play, until: int, times: list[int]) -> None:
    builder = line()
    over(builder, "E1")
    assert started(builder, until=until) == {"E1": times}


def test_a_train_that_waits_at_the_end_was_ready_and_never_started(started: Play, ready: Play) -> None:
    builder = line()
    over(builder, "E1")
    over(builder, "E2", ready=40)
    over(builder, "E3", ready=60)
    assert ready(builder, until=50) == {"E1": [0, NEVER], "E2": [40, NEVER], "E3": [NEVER, NEVER]}
    assert started(builder, until=50) == {"E1": [0, NEVER], "E2": [NEVER, NEVER], "E3": [NEVER, NEVER]}


def test_nothing_happens_in_an_empty_window(ready: Play) -> None:
    builder = line()
    over(builder, "E1")
    assert ready(builder, until=0) == {"E1": [NEVER, NEVER]}


def test_a_store_is_filled_by_one_train_and_emptied_by_another(started: Play) -> None:
    """Three loads of 41 boxes become two trains of 61: they can go with the second load and with the third."""
    builder = Builder()
    builder.resource("boxes", 0)
    builder.itinerary("bring", [Step("arrive"), Step("unload", puts=[("boxes", 41)])])
    builder.itinerary("fetch", [Step("load", {"boxes": 61}), Step("depart")])
    for day in (1, 2, 3):
        builder.train(f"from the east {day}", "bring", durations=[3600], ready=86_400 * day)
    builder.train("to the west 1", "fetch", durations=[600])
    builder.train("to the west 2", "fetch", durations=[600])
    times = started(builder)
    assert times["to the west 1"] == [2 * 86_400 + 3600, 2 * 86_400 + 4200]
    assert times["to the west 2"] == [3 * 86_400 + 3600, 3 * 86_400 + 4200]


def test_a_closing_ends_when_it_was_to_end_though_it_began_late(started: Play) -> None:
    """The phantom of 10:00 gets the section at 10:05, when E1 has left it, and gives it back at 11:00."""
    builder = line()
    builder.train("closing", "over", durations=[0], ready=36_000, rank=-1, not_before=[0, 39_600])
    over(builder, "E1", lasts=600, ready=35_700)
    over(builder, "E2", lasts=600, ready=35_800)
    assert started(builder) == {"closing": [36_300, 39_600], "E1": [35_700, 36_300], "E2": [39_600, 40_200]}


def test_a_train_that_cannot_start_does_not_hold_back_a_worse_one(started: Play) -> None:
    builder = line(loop=0)
    builder.itinerary("into the loop", [Step("enter", ["section", "loop"]), Step("stay", puts=["section"])])
    builder.train("express", "into the loop", durations=[100], rank=0)
    over(builder, "freight", rank=9)
    assert started(builder) == {"express": [NEVER, NEVER], "freight": [0, 100]}


def test_an_arriving_train_gives_back_before_anyone_chooses(started: Play) -> None:
    """The freight leaves the section at 100; in that second the express, better than the local, gets it."""
    builder = line()
    over(builder, "freight", rank=9)
    over(builder, "local", ready=50, rank=5)
    over(builder, "express", ready=100, rank=1)
    assert started(builder) == {"freight": [0, 100], "local": [200, 300], "express": [100, 200]}


def test_units_are_taken_together_or_not_at_all(started: Play) -> None:
    """The long train waits until both tracks are free in one second; two short ones go by meanwhile."""
    builder = line(capacity=2)
    builder.itinerary("long", [Step("enter", {"section": 2}), Step("leave", puts=[("section", 2)])])
    over(builder, "first", lasts=100)
    builder.train("long", "long", durations=[100], ready=10)
    over(builder, "short", lasts=50, ready=20)
    over(builder, "late", lasts=50, ready=60)
    assert started(builder) == {"first": [0, 100], "long": [120, 220], "short": [20, 70], "late": [70, 120]}


def test_the_neighbour_accepts_two_trains_in_any_24_hours(started: Play) -> None:
    builder = Builder()
    builder.resource("acceptance", 2, logical=True)
    builder.itinerary("hand over", [Step("over", ["acceptance"], [("acceptance", 1, 86_400)]), Step("gone")])
    for name, hour in (("W1", 0), ("W2", 6), ("W3", 7), ("W4", 8), ("W5", 60)):
        builder.train(name, "hand over", durations=[0], ready=hour * 3600)
    first = {name: times[0] // 3600 for name, times in started(builder).items()}
    assert first == {"W1": 0, "W2": 6, "W3": 24, "W4": 30, "W5": 60}


def test_followers_hold_the_section_against_the_other_direction(started: Play) -> None:
    """E2 follows E1 after the headway of 300 s; W1, ready before E2, waits until both are out."""
    builder = Builder()
    for name, units in (("east", 3), ("west", 3), ("headway", 1)):
        builder.resource(name, units, logical=True)
    for own, other in (("east", "west"), ("west", "east")):
        takes, puts = {own: 1, other: 3, "headway": 1}, [(other, 3, 0), ("headway", 1, 300)]
        builder.itinerary(f"{own}bound", [Step("enter", takes, puts), Step("leave", puts=[own])])
    builder.train("E1", "eastbound", durations=[900])
    builder.train("W1", "westbound", durations=[900], ready=10)
    builder.train("E2", "eastbound", durations=[900], ready=20)
    assert started(builder) == {"E1": [0, 900], "W1": [1200, 2100], "E2": [300, 1200]}


def test_at_most_so_many_are_under_way(started: Play) -> None:
    builder = Builder()
    builder.resource("token", 2, logical=True)
    builder.itinerary("metered", [Step("depart", ["token"]), Step("travel"), Step("arrive", puts=["token"])])
    for number in range(4):
        builder.train(f"E{number}", "metered", durations=[100, 900])
    assert [times[0] for times in started(builder).values()] == [0, 0, 1000, 1000]


def test_a_step_s_puts_never_serve_its_own_takes(started: Play) -> None:
    builder = line(capacity=0, steps=[Step("enter", ["section"], [("section", 5, 0)]), Step("leave")])
    over(builder, "E1")
    assert started(builder) == {"E1": [NEVER, NEVER]}


def test_a_put_happens_though_its_train_never_moves_on(started: Play) -> None:
    steps = [Step("enter", ["section"], [("section", 1, 70)]), Step("stand", ["nowhere"]), Step("end")]
    builder = line(steps=steps, nowhere=0)
    for name in ("E1", "E2"):
        builder.train(name, "over", durations=[10, 0])
    assert started(builder) == {"E1": [0, NEVER, NEVER], "E2": [70, NEVER, NEVER]}


def test_a_waiting_train_keeps_what_it_holds(started: Play) -> None:
    """E1 has done its 100 s but waits for the loop until 500: the section is not free before."""
    builder = line(loop=1)
    into = [Step("enter", ["section"]), Step("into the loop", ["loop"], ["section"]), Step("end", puts=["loop"])]
    builder.itinerary("to the loop", into)
    builder.itinerary("occupy", [Step("shunt", ["loop"]), Step("end", puts=["loop"])])
    builder.train("shunter", "occupy", durations=[500])
    builder.train("E1", "to the loop", durations=[100, 50])
    over(builder, "E2", ready=10)
    assert started(builder) == {"shunter": [0, 500], "E1": [0, 500, 550], "E2": [500, 600]}


def test_a_level_may_rise_beyond_its_capacity_and_beyond_32_bits(started: Play) -> None:
    most = 2**31 - 1
    steps = [Step("give", puts=[("section", most)]), Step("take", ["section"]), Step("end")]
    builder = line(capacity=most, steps=steps)
    builder.train("E1", "over", durations=[10, 10])
    assert started(builder) == {"E1": [0, 10, 20]}


def test_what_is_due_beyond_the_last_second_of_32_bits_never_comes(started: Play) -> None:
    most = 2**31 - 1
    builder = line(steps=[Step("enter", ["section"], [("section", 1, most)], most), Step("leave")])
    over(builder, "E1", lasts=most, ready=5)
    over(builder, "E2", lasts=most, ready=6)
    assert started(builder, until=most) == {"E1": [5, NEVER], "E2": [NEVER, NEVER]}
