"""Trains over a line of three stations, each second worked out by hand and run through the engine."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.planning import plan
from worlds import Run, out, ran, service, services, world

DAY = 86_400
AWAY = 50_000  # where trains the other way are put that are not to meet anybody


def car(changes: dict[str, Any] | None = None, due: dict[str, int] | None = None, **named: dict[str, Any]) -> Run:
    """Services over the line, run; one from A to C and back unless others are named."""
    return ran(world(services(**(named or {"car": service("A", "C")})) | (changes or {})), due)


def second_track(opens: str) -> dict[str, Any]:
    return {"lines.line.second_track": [{"start": "A", "end": "C", "opens": opens}]}


def test_a_lone_train_pays_for_its_stop_once_and_passes_the_loop_without() -> None:
    """A - B 600 + 180, B - C 1200, then half an hour at the platform."""
    assert car(due={"car to A 1": AWAY}).times("car to C 1") == {
        "due": 0, "enter at A": 0, "A - B": 0, "arrive at B": 780, "B - C": 780, "arrive at C": 1980,
        "end of run at C": 1980, "end": 3780,
    }  # fmt: skip


def test_the_way_back_pays_its_stop_on_the_first_section() -> None:
    times = car(due={"car to A 1": AWAY}).times("car to A 1")
    assert (times["arrive at B"] - AWAY, times["arrive at A"] - AWAY) == (1380, 1980)


def test_no_train_is_faster_than_the_line_allows() -> None:
    fast = car(car=service("A", "C", speed="200 km/h"), due={"car to A 1": AWAY})
    assert fast.times("car to C 1")["arrive at C"] == 1980


def test_a_slow_train_takes_longer() -> None:
    """At 30 km/h 1,200 and 2,400 s."""
    slow = car(car=service("A", "C", speed="30 km/h"), due={"car to A 1": AWAY})
    assert slow.times("car to C 1")["arrive at C"] == 1200 + 180 + 2400


def test_two_opposing_trains_meet_at_the_loop() -> None:
    """East is there at 780, west at 1380; the section is clear at 1440, and starting again costs 180."""
    run = car()
    east, west = run.times("car to C 1"), run.times("car to A 1")
    assert (east["arrive at B"], west["arrive at B"]) == (780, 1380)
    assert west["B - A"] == 1380  # A - B has been clear since 840: no wait, no loss
    assert west["arrive at A"] == 1980
    assert east["B - C"] == 1380 + 60
    assert east["arrive at C"] == 1440 + 1200 + 180


def test_a_train_waits_at_its_station_while_the_loop_has_no_track_for_its_exit() -> None:
    """Of the loop's two tracks one is open to each exit: the second train east waits for the first to leave B.

    That is at 1440, but then the train west is on A - B, clear at 2040. B - C is clear at 2880, 60 s after the second
    train comes to B, and for a follower a second later; it pays for its stop.
    """
    run = car(first=service("A", "C"), second=service("A", "C", departs="00:10"), due={"second to A 1": AWAY})
    second = run.times("second to C 1")
    assert run.times("first to C 1")["B - C"] == 1440
    assert (second["A - B"], second["arrive at B"]) == (2040, 2820)
    assert (second["B - C"], second["arrive at C"]) == (2881, 2881 + 1200 + 180)


def test_a_loop_of_one_track_is_passed_and_makes_one_section_of_two() -> None:
    """East holds A - C for 1800 + 180 and 60 s more."""
    run = car({"lines.line.points[1].tracks": 1})
    assert run.times("car to C 1")["arrive at C"] == 1980
    assert run.times("car to A 1")["C - A"] == 2040
    assert run.times("car to A 1")["arrive at A"] == 2040 + 1980


def test_on_double_track_opposing_trains_do_not_meet() -> None:
    run = car(second_track("2025-01-01"))
    assert [run.times(f"car to {end} 1")[f"arrive at {end}"] for end in "CA"] == [1980, 1980]


def test_a_second_track_that_opens_at_midnight_changes_the_next_day() -> None:
    run = car(second_track("2025-01-02"))
    assert [run.times(f"car to {end} 1")[f"arrive at {end}"] for end in "CA"] == [2820, 1980]
    assert [run.times(f"car to {end} 2")[f"arrive at {end}"] for end in "CA"] == [DAY + 1980, DAY + 1980]


def test_a_line_that_opens_at_midnight_holds_the_trains_of_the_day_before() -> None:
    """The train that waited for the opening starts with it; the timetable's train of the day follows it."""
    run = car({"lines.line.opens": "2025-01-02"}, {"car to A 1": DAY + AWAY, "car to A 2": DAY + AWAY})
    assert run.times("car to C 1")["A - B"] == DAY
    assert run.times("car to C 2")["A - B"] == DAY + 841


def test_a_follower_on_double_track_keeps_the_headway() -> None:
    """It may enter 840 s after the first, and from there on it is 840 behind and never stopped."""
    two = {"first": service("A", "C"), "second": service("A", "C", departs="00:05")}
    run = car(second_track("2025-01-01"), **two)
    times = run.times("second to C 1")
    assert (times["A - B"], times["B - C block 1"], times["B - C block 2"]) == (840, 1620, 2220)
    assert times["arrive at C"] == 2820


def test_a_fast_follower_is_stopped_at_every_block_and_pays_for_each_start() -> None:
    """The train ahead, at 30 km/h, makes it two and four blocks of 600 s; the follower takes 300 s, and 180 to start.

    It enters at 840, is stopped at 1320 until the second block is clear at 1380, waits at B for the headway, 840 s
    after the other's 1380, finds the second block of B - C clear at 2700, and is stopped before the third and fourth.
    """
    two = {"slow": service("A", "C", speed="30 km/h"), "fast": service("A", "C", departs="00:05")}
    times = car(second_track("2025-01-01"), **two).times("fast to C 1")
    assert (times["A - B block 1"], times["A - B block 2"], times["arrive at B"]) == (840, 1380, 1380 + 480)
    assert [times[f"B - C block {n}"] for n in (1, 2, 3, 4)] == [2220, 2700, 3180, 3780]
    assert times["arrive at C"] == 3780 + 480


def test_a_section_is_clear_for_the_next_train_after_the_crossing_interval() -> None:
    run = car({"rules.crossing_interval": "5 min"})
    assert run.times("car to C 1")["B - C"] == 1380 + 300


def test_a_passenger_train_goes_before_freight_that_waits_longer() -> None:
    """Both wait until A - B is clear for a follower at 841; the passenger train came last and goes first."""
    run = car(
        first=service("A", "C"),
        freight=service("A", "C", departs="00:05"),
        express=service("A", "C", departs="00:10", kind="passenger"),
        due={"first to A 1": AWAY, "freight to A 1": AWAY + 9000, "express to A 1": AWAY + 18_000},
    )
    assert run.times("express to C 1")["A - B"] == 841
    assert run.times("freight to C 1")["A - B"] == 2041  # when the express leaves the loop's track toward C


def test_trains_of_one_class_go_in_the_order_in_which_they_came() -> None:
    run = car(
        first=service("A", "C"), second=service("A", "C", departs="00:05"), third=service("A", "C", departs="00:10"),
        due={"first to A 1": AWAY, "second to A 1": AWAY + 9000, "third to A 1": AWAY + 18_000},
    )  # fmt: skip
    assert run.times("second to C 1")["A - B"] == 841 < run.times("third to C 1")["A - B"]


def test_a_timetable_repeats_evenly_through_the_day() -> None:
    """4 pairs a day from 03:00: every six hours, on both days."""
    run = car(car=service("A", "C", pairs="4 trains/day", departs="03:00"))
    due = [run.times(f"car to C {n}")["due"] for n in range(1, 9)]
    assert due == [3 * 3600 + n * 6 * 3600 for n in range(8)]


@pytest.mark.parametrize("departs", ["00:00", "22:00", "21:00", "07:00"])
@pytest.mark.parametrize("pairs", [1, 1.5, 7, 12, 24])
def test_the_first_day_has_as_many_trains_as_any_other_whatever_the_hour_told(departs: str, pairs: float) -> None:
    """12 pairs a day from 22:00 had one train on the first day: the others leave every two hours before it too."""
    planned = plan(world({"window.length": "6 days"} | services(car=pairs_of(pairs, departs))))
    due = np.sort(planned.program.train_ready)
    assert len(due) == 2 * 6 * pairs
    assert np.diff(due[::2]) == pytest.approx(DAY / pairs, abs=1)
    hour, minute = map(int, departs.split(":"))
    assert hour * 3600 + minute * 60 in due % DAY


@given(st.sampled_from([0.5, 1, 1.5, 3, 7, 12, 17]), st.integers(0, 1439), st.integers(0, 1439))
def test_a_rhythm_does_not_depend_on_its_anchor(pairs: float, one: int, other: int) -> None:
    """Whole intervals later is the same rhythm; any other hour has as many trains, but for one."""
    interval = round(1440 / pairs)
    told = [one, other, (one + interval) % 1440 if 1440 % interval == 0 else one]
    due = [departures_at(pairs, f"{minute // 60:02}:{minute % 60:02}") for minute in told]
    assert abs(len(due[0]) - len(due[1])) <= 1
    assert due[2].tolist() == due[0].tolist()


def pairs_of(pairs: float, departs: str) -> dict[str, Any]:
    return service("A", "C", pairs=f"{pairs} trains/day", departs=departs)


def departures_at(pairs: float, departs: str) -> np.ndarray:
    planned = plan(world(services(car=pairs_of(pairs, departs))))
    return np.unique(planned.program.train_ready)


def test_half_a_pair_a_day_is_one_in_two_days() -> None:
    run = car({"window.length": "4 days"}, car=service("A", "C", pairs="0.5 trains/day", departs="03:00"))
    assert [run.times(f"car to C {n}")["due"] for n in (1, 2)] == [10_800, 10_800 + 2 * DAY]


def test_freight_runs_as_fast_as_its_consist() -> None:
    run = ran(world({"consists.boxes.speed": "30 km/h"}, out=out()))
    assert run.since_due("out 1")["arrive at C"] == 1200 + 180 + 2400
