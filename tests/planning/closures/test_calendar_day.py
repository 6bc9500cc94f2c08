"""Acceptance by calendar day: what passes on which day, to the second.

Four trains leave A at midnight; the border track takes one every 30 min, the first two at 3780 and 5580.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.engine import run as run_by
from corridorsim.itineraries import Kind
from corridorsim.planning import plan
from corridorsim.story.stops import tell
from worlds import Run, closings, into, out, ran, world

HOUR, DAY = 3600, 86_400
OUT = "HERE->THERE"
AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}
FIRST, SECOND = 3780, 5580
ACCEPTS = f"crossings.Gate.accepts.{OUT}"


def by_day(begins: str = "00:00", **directions: str) -> dict[str, Any]:
    return {"crossings.Gate.day_begins": {OUT: begins} | directions}


def accepts(trains: int) -> dict[str, Any]:
    return {ACCEPTS: f"{trains} trains/day"}


def four(changes: dict[str, Any], days: int = 4) -> list[int]:
    return ran(world({"window.length": f"{days} days"} | changes, out=out()), AT_ONCE).all_times("C - D")


def busy(changes: dict[str, Any], days: int = 12, trains: float = 8) -> Run:
    return ran(world({"window.length": f"{days} days"} | changes, out=out(trains)))


def a_day(run: Run, begins: int = 0) -> list[int]:
    """Trains that cross on each calendar day."""
    return np.bincount((np.array(run.all_times("C - D")) - begins) // DAY + (begins > 0)).tolist()


def test_a_rolling_place_comes_back_24_hours_after_it_was_used_a_place_of_the_day_as_the_day_changes() -> None:
    assert four(accepts(2)) == [FIRST, SECOND, FIRST + DAY, SECOND + DAY]
    assert four(accepts(2) | by_day()) == [FIRST, SECOND, DAY, DAY + 1800]
    assert four(accepts(3) | by_day()) == [FIRST, SECOND, SECOND + 1800, DAY]


def test_the_day_begins_at_the_hour_told() -> None:
    six = 18 * HOUR
    assert four(accepts(2) | by_day("18:00")) == [FIRST, SECOND, six, six + 1800]
    assert four(accepts(1) | by_day("18:00")) == [FIRST, six, six + DAY, six + 2 * DAY]


def test_the_hour_is_by_the_clock_of_the_receiving_side() -> None:
    """18:00 in China is 15:00 here in 2025; into HERE it is 18:00 here."""
    clock = {"crossings.Gate.far.clock": "China"}
    assert four(accepts(2) | by_day("18:00") | clock)[2:] == [15 * HOUR, 15 * HOUR + 1800]
    one = {"crossings.Gate.accepts.THERE->HERE": "1 trains/day"}
    scenario = world(one | by_day(**{"THERE->HERE": "18:00"}) | clock, back=into())
    assert ran(scenario, {"back 1": 0, "back 2": 0}).all_times("D - C") == [1800, 18 * HOUR]


@pytest.mark.parametrize("number", [1, 2, 5])
@pytest.mark.parametrize("begins", [0, 18])
def test_of_a_queue_exactly_the_days_number_pass_on_each_day(number: int, begins: int) -> None:
    """Eight a day come, so from the second day on all wait; the first of a day crosses in its first second."""
    run = busy(accepts(number) | by_day(f"{begins:02}:00"))
    whole = a_day(run, begins * HOUR)[1:-1]
    assert set(whole) == {number}
    changes = {begins * HOUR + n * DAY for n in range(2, 11)}
    assert changes <= set(run.all_times("C - D"))
    assert not run.result.gridlock
    assert run.result.gridlock.unfilled == ()
    assert run.violations == []
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_where_it_does_not_bind_more_places_change_nothing_and_neither_does_the_day() -> None:
    def trains(run: Run) -> list[int]:
        closing = np.array([stream.kind == Kind.CLOSURE for stream in run.plan.streams])[run.plan.train_stream]
        return run.outcome.started[~closing[run.plan.program.operation_train]].tolist()

    plenty = trains(busy(accepts(20) | by_day(), trains=2))
    assert plenty == trains(busy(accepts(21) | by_day(), trains=2))
    assert plenty == trains(busy(accepts(20), trains=2))


def test_a_day_on_which_few_come_leaves_nothing_over_for_the_next() -> None:
    """Nobody on the first two days; then four at once on the third: two that day and two on the fourth."""
    due = {train: 2 * DAY for train in AT_ONCE}
    run = ran(world({"window.length": "5 days"} | accepts(2) | by_day(), out=out()), due)
    assert run.all_times("C - D")[:4] == [2 * DAY + FIRST, 2 * DAY + SECOND, 3 * DAY, 3 * DAY + 1800]


def test_one_used_place_is_no_two_new_ones() -> None:
    """A train a day of three places: used places come back one by one, and never more than three are there."""
    due = {"out 1": 0, "out 2": DAY, "out 3": 2 * DAY, "out 4": 3 * DAY, "out 5": 3 * DAY, "out 6": 3 * DAY,
           "out 7": 3 * DAY, "out 8": 3 * DAY}  # fmt: skip
    run = ran(world({"window.length": "8 days"} | accepts(3) | by_day(), out=out()), due)
    assert a_day(run) == [1, 1, 1, 3, 2]


@given(
    st.integers(1, 4), st.integers(0, 23), st.lists(st.integers(0, 9 * DAY), min_size=24, max_size=24),
    st.booleans(),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whenever_trains_come_no_day_takes_more_than_its_number_nor_less_while_a_train_waits(
    number: int, hour: int, due: list[int], refusing: bool
) -> None:
    """A day through which a controlled train waits from its first second to its last has handed over its number."""
    refused = {"crossings.Gate.refused": {OUT: {"share": "30 %", "again": "2 h"}}} if refusing else {}
    changes = {"window.length": "12 days"} | accepts(number) | by_day(f"{hour:02}:00") | refused
    run = ran(world(changes, out=out(2)), {f"out {n}": second for n, second in enumerate(due, 1)})
    crossed = run.all_times("C - D")
    day = (np.array(crossed) - hour * HOUR) // DAY
    passed = dict(zip(*np.unique(day, return_counts=True), strict=True))
    assert max(passed.values()) <= number
    for times in (run.times(f"out {n}") for n in range(1, 25)):
        since = times.get("controlled at C", 12 * DAY)
        until = times.get("refused at C", times.get("C - D", 12 * DAY))
        whole = range((since - hour * HOUR) // DAY + 1, (until - hour * HOUR) // DAY)
        assert all(passed.get(day) == number for day in whole)
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_number_that_changes_by_date_changes_as_the_day_does() -> None:
    """Three a day, one from 5 January, four from 8 January; the day begins at 18:00 of the date."""
    levels = [{"trains": "3 trains/day"}, {"since": "2025-01-05", "trains": "1 trains/day"},
              {"since": "2025-01-08", "trains": "4 trains/day"}]  # fmt: skip
    run = busy({ACCEPTS: levels} | by_day("18:00"))
    assert a_day(run, 18 * HOUR)[1:-1] == [3, 3, 3, 3, 1, 1, 1, 4, 4, 4, 4]
    assert run.violations == []
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_refused_train_uses_up_nothing_of_the_day() -> None:
    refused = {"crossings.Gate.refused": {OUT: {"share": "50 %", "again": "1 h"}}}
    run = busy(accepts(2) | by_day() | refused, days=20)
    assert set(a_day(run)[1:]) == {2}
    assert run.all_times("refused at C")
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_lot_spreads_the_days_number() -> None:
    """Four a day, two in any 8 hours: at midnight two, two more 8 hours later."""
    lots = {"crossings.Gate.lots": {OUT: {"trains": 2, "span": "8 h"}}}
    times = busy(accepts(4) | by_day() | lots).all_times("C - D")
    third = [second - 3 * DAY for second in times if 3 * DAY <= second < 4 * DAY]
    assert third == [0, 1800, 8 * HOUR, 8 * HOUR + 1800]


def test_a_handover_closed_over_the_change_of_day_hands_over_the_new_days_number_as_it_opens() -> None:
    night = {"crossings.Gate.closed": {OUT: [{"at": "22:00", "length": "10 h"}]}}
    times = busy(accepts(2) | by_day() | night).all_times("C - D")
    assert [second - 3 * DAY for second in times if 3 * DAY <= second < 4 * DAY] == [8 * HOUR, 8 * HOUR + 1800]


def test_places_of_the_day_are_closed_by_a_disruption() -> None:
    """Two of three, from noon of the third day for two days: used before, so they are not there on days four and five;
    they are there again at noon of the fifth, when one has passed."""
    cut = [{"since": "2025-01-03", "until": "2025-01-05", "at": "12:00"}]
    ban = {"disruptions": {"ban": {"closes": f"Gate {OUT}: acceptance", "units": 2, "dated": cut}}}
    run = busy(accepts(3) | by_day() | ban, days=8)
    assert a_day(run)[1:] == [3, 3, 1, 3, 3, 3, 3]
    fifth = [second - 4 * DAY for second in run.all_times("C - D") if 4 * DAY <= second < 5 * DAY]
    assert fifth == [0, 12 * HOUR, 12 * HOUR + 1800]
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_the_change_of_day_is_no_stage_that_could_be_closed() -> None:
    scenario = world(accepts(3) | by_day(), out=out())
    assert [stage.kind.name for stage in plan(scenario).layout.stages if "change of day" in stage.name] == ["call"]
    assert closings(plan(scenario)) == {}


@pytest.mark.parametrize(
    ("begins", "hours"),
    [
        ("02:00", [0, 24, 48, 71, 95, 119, 143]),
        ("02:30", [0.5, 24.5, 48, 71.5, 95.5, 119.5, 143.5]),
        ("03:00", [1, 25, 48, 72, 96, 120]),
    ],
)
def test_every_day_changes_once_also_in_the_night_that_has_an_hour_less(begins: str, hours: list[float]) -> None:
    """28 February to 4 March 2024: 02:00 to 03:00 of 1 March in China is the moment of midnight here, after 48 h."""
    changes = {"window.start": "2024-02-28", "crossings.Gate.far.clock": "China"}
    run = busy(accepts(2) | by_day(begins) | changes, days=6)
    midnight = 2 * DAY
    assert [second for second in run.all_times("C - D") if midnight <= second < midnight + HOUR] == [
        midnight, midnight + 1800,
    ]  # fmt: skip
    assert run.all_times("a day begins") == [hour * HOUR for hour in hours]


def test_a_train_that_waits_for_a_day_tells_for_what_and_names_only_what_is_closed() -> None:
    run = ran(world({"window.length": "4 days"} | accepts(1) | by_day(), out=out()), AT_ONCE)
    chapter = next(each for each in tell(run.plan, run.outcome, run.plan.train("out 2")) if each.does == "C - D")
    assert chapter.lacked == (f"Gate {OUT} accepted in a day",)
    assert chapter.held_by == ()
    cut = {"disruptions": {"ban": {"closes": f"Gate {OUT}: acceptance", "units": "all",
                                   "dated": {"since": "2025-01-01", "until": "2025-01-03"}}}}  # fmt: skip
    shut = ran(world({"window.length": "4 days"} | accepts(1) | by_day() | cut, out=out()), AT_ONCE)
    chapter = next(each for each in tell(shut.plan, shut.outcome, shut.plan.train("out 1")) if each.does == "C - D")
    assert (chapter.started, chapter.held_by) == (2 * DAY, ("ban",))


def test_trains_that_wait_for_a_day_to_come_hold_nobody_up_for_ever() -> None:
    """Forty trains in two days for one place a day: the yard and the line are full, and nothing is locked."""
    run = busy(accepts(1) | by_day(), days=5, trains=20)
    assert not run.result.gridlock
    assert run.result.gridlock.unfilled == ()
