"""Where trains are while a crossing is closed and after, counted by hand, and that none is ever lost."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.operations import NEVER
from corridorsim.recovery.census import (
    Census,
    HandoverTimes,
    Where,
    drained,
    find_peak,
    routes_over,
    take_census,
    take_handovers,
    tonnes_late,
    tonnes_missing,
)
from worlds import Run, into, out, ran, world

DAY, HOUR = 86_400, 3600
FIRST_DAY = {"since": "2025-01-01", "until": "2025-01-02"}
CLOSED = {"disruptions": {"wind": {"closes": {"crossing": "Gate"}, "dated": FIRST_DAY}}}


def census(run: Run, every: int = HOUR) -> Census:
    moments = np.arange(0, run.plan.program.until, every)
    return take_census(run.plan, run.outcome, routes_over(run.plan, "Gate"), moments)


def test_a_train_is_outside_then_at_work_then_waits_then_is_handed_over() -> None:
    """Due at 60, A - B closed for an hour; at C at 3600 + 1980, controlled to 7380, over the border a day on."""
    closed = CLOSED["disruptions"] | {"works": {"closes": "A - B", "dated": FIRST_DAY | {"length": "1 h"}}}
    run = ran(world({"disruptions": closed}, out=out(0.5)), {"out 1": 60})
    told = take_census(
        run.plan, run.outcome, routes_over(run.plan, "Gate"), np.array([0, 60, 3600, 7380, DAY, DAY + 1200])
    )
    a, b, c = (told.places.index(place) for place in "ABC")
    assert told.appeared.tolist() == [0, 1, 1, 1, 1, 1]
    assert told.waiting[a].tolist() == [0, 1, 0, 0, 0, 0]  # it has a track of A, and waits there for the section
    assert told.at_work[a].tolist() == [0, 0, 1, 0, 0, 0]
    assert told.waiting[c].tolist() == [0, 0, 0, 1, 0, 0]
    assert told.at_work[c].tolist() == [0, 0, 0, 0, 1, 0]
    assert told.handed_over.tolist() == [0, 0, 0, 0, 0, 1]
    assert told.standing(3) == {Where("C"): 1}
    assert not told.outside.any()
    assert not told.waiting[b].any()


def test_what_has_not_entered_is_counted_apart() -> None:
    """A takes in two trains of four at a time while A - B is closed; the third waits outside."""
    works = {"works": {"closes": "A - B", "dated": FIRST_DAY}}
    run = ran(world({"disruptions": works}, out=out(2)), {f"out {n}": 0 for n in range(1, 5)})
    told = census(run)
    assert told.standing(1) == {Where("A"): 2, Where("A", entered=False): 2}
    assert told.queue[1] == told.under_way[1] == 4


@st.composite
def worlds_with_closings(draw: st.DrawFn) -> dict[str, Any]:
    """Anything closed at random, of any number of trains each way."""
    target = st.sampled_from([{"crossing": "Gate"}, "C control", "D control", "A - B", "B - C", "C tracks"])
    when = st.sampled_from([
        {"dated": FIRST_DAY}, {"random": {"per_year": 400, "mean": "5 h"}},
        {"failures": {"between": "10 h", "repair": "4 h"}},
    ])  # fmt: skip
    disruptions = draw(st.lists(st.builds(lambda closes, told: {"closes": closes} | told, target, when), max_size=3))
    return {
        "window.length": "4 days", "window.warm_up": draw(st.sampled_from(["0 days", "1 days"])),
        "disruptions": {f"disruption {n}": each for n, each in enumerate(disruptions)},
        "crossings.Gate.under_way": draw(st.sampled_from([{}, {"HERE->THERE": 3}])),
        "traffic.departures": "Poisson",
    }  # fmt: skip


@given(worlds_with_closings(), st.integers(1, 12), st.integers(0, 12))
@settings(max_examples=40)
def test_every_train_that_appeared_is_handed_over_waiting_or_under_way(
    changes: dict[str, Any], trains: int, back: int
) -> None:
    """Each day, and at moments between: by counting operations on the one side and trains on the other."""
    told = census(ran(world(changes, out=out(trains), back=into(back))), every=DAY // 7)
    assert not told.lost.any()
    assert told.appeared[-1] > 0
    assert (np.diff(told.handed_over) >= 0).all()
    assert min(part.min() for part in (told.outside, told.waiting, told.at_work)) >= 0


def queue(*trains: int) -> Census:
    """A census of one place, hour by hour."""
    waiting, none = np.array([trains]), np.zeros((1, len(trains)), np.int64)
    moments = np.arange(len(trains)) * HOUR
    return Census(moments, ("C",), waiting[0], none, waiting, none, none[0])


def test_the_peak_is_the_first_moment_of_the_longest_queue() -> None:
    peak = find_peak(queue(9, 1, 4, 4, 0, 7), HOUR, 4 * HOUR)
    assert (peak.trains, peak.second, peak.standing) == (4, 2 * HOUR, {Where("C"): 4})


@pytest.mark.parametrize(("hours", "gone"), [(0, 30), (11, 30), (12, 44)])
def test_a_queue_is_gone_when_it_does_not_come_back_within_a_day(hours: int, gone: int) -> None:
    """Six trains more up to hour 30, none for two hours, one for some hours: 11 of 24 are less than half a train."""
    with_it = queue(*[6] * 30, 0, 0, *[1] * hours, *[0] * 60)
    assert drained(with_it, queue(*[0] * (92 + hours)), 0) == gone * HOUR


def test_a_queue_is_not_looked_at_before_the_reopening() -> None:
    assert drained(queue(*[0] * 100), queue(*[0] * 100), 7 * HOUR) == 7 * HOUR


def test_a_queue_that_is_never_gone_is_said_to_be_so() -> None:
    assert drained(queue(*[3] * 100), queue(*[1] * 100), 0) is None


def test_the_end_of_a_run_is_no_recovery() -> None:
    """The queue is gone for the last ten hours only: whether it stays so nobody knows."""
    assert drained(queue(*[3] * 90, *[0] * 10), queue(*[0] * 100), 0) is None


def test_tonnes_late_are_of_trains_handed_over_in_both_runs_and_missing_are_the_difference() -> None:
    """In order: on time, late by half a day, not handed over, handed over only with the closing, late by less."""
    net = np.array([1.0, 2, 4, 8, 16])
    closed = HandoverTimes(np.array([100, 100 + DAY // 2, NEVER, 50, 99 + DAY // 2]), net)
    free = HandoverTimes(np.array([100, 100, 100, NEVER, 100]), net)
    assert tonnes_late(closed, free) == 2
    assert tonnes_missing(closed, free) == 4 - 8


def test_a_train_is_handed_over_with_what_it_carries() -> None:
    """Due at 60, at C at 2040, controlled to 3840, over the border to 5040."""
    run = ran(world(out=out(0.5)), {"out 1": 60})
    told = take_handovers(run.plan, run.outcome, routes_over(run.plan, "Gate"))
    assert told.second.tolist() == [5040]
    assert told.net.tolist() == [1000]
