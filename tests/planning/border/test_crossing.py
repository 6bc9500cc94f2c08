"""The crossing: a lone train's time through it, and each of its limits, all worked out by hand."""

from typing import Any

import pytest

from worlds import CLOSED, Run, into, out, ran, world

DAY = 86_400
AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}


def four(changes: dict[str, Any] | None = None) -> Run:
    """Four trains that all want to leave A at the start of the run."""
    return ran(world({"window.length": "4 days"} | (changes or {}), out=out()), AT_ONCE)


def test_a_lone_train_out_takes_the_times_of_its_steps() -> None:
    assert ran(world(out=out())).since_due("out 1") == {
        "due": 0, "enter at A": 0, "A - B": 0, "arrive at B": 780, "B - C": 780, "arrive at C": 1980,
        "control at C": 1980, "controlled at C": 3780,
        "C - D": 3780, "handed over at D": 4980, "control at D": 4980, "controlled at D": 8580,
        "transshipment at D": 8580, "forming at D": 15_780, "leave for East": 17_580, "end": 17_580,
    }  # fmt: skip


def test_a_lone_train_in_takes_the_times_of_its_steps() -> None:
    assert ran(world(back=into())).since_due("back 1") == {
        "due": 0, "enter at D": 0, "control at D": 0, "controlled at D": 1800,
        "D - C": 1800, "handed over at C": 3000, "control at C": 3000, "controlled at C": 6600,
        "transshipment at C": 6600, "forming at C": 13_800,
        "C - B": 15_600, "arrive at B": 16_980, "B - A": 16_980, "arrive at A": 17_580,
        "leave for West": 17_580, "end": 17_580,
    }  # fmt: skip


def test_the_rake_goes_back_over_the_border_before_the_next_train_comes() -> None:
    """20 min over and 10 min back: a train every 30 min at most."""
    crossings = four().all_times("C - D")
    assert crossings[:3] == [3780, 3780 + 1800, 3780 + 3600]


def test_each_gauge_has_its_own_track_over_the_border() -> None:
    run = ran(world(out=out(), back=into()), {"out 1": 0, "back 1": 1980})
    assert (run.times("out 1")["C - D"], run.times("back 1")["D - C"]) == (3780, 3780)


@pytest.mark.parametrize("accepted", [1, 2, 3])
def test_the_train_after_the_last_accepted_waits_for_24_hours_after_the_first(accepted: int) -> None:
    run = four({"crossings.Gate.accepts.HERE->THERE": f"{accepted} trains/day"})
    crossings = run.all_times("C - D")
    assert len(crossings) == 4
    free = [3780 + 1800 * n for n in range(4)]
    assert crossings[:accepted] == free[:accepted]
    assert [late - early for early, late in zip(crossings, crossings[accepted:], strict=False)] == [DAY] * (
        4 - accepted
    )


def test_one_direction_does_not_use_up_the_other() -> None:
    one = {"crossings.Gate.accepts": {"HERE->THERE": "1 trains/day", "THERE->HERE": "1 trains/day"}}
    run = ran(world(one, out=out(), back=into()), {"out 1": 0, "back 1": 0})
    assert (run.times("out 1")["C - D"], run.times("back 1")["D - C"]) == (3780, 1800)


def levels(*told: tuple[str, float]) -> dict[str, Any]:
    each = [{"since": since, "trains": f"{n} trains/day"} for since, n in told]
    return {"crossings.Gate.accepts.HERE->THERE": each}


def test_a_limit_that_rises_lets_more_trains_over_from_that_midnight() -> None:
    """1 a day, then 3: two go at midnight, half an hour apart; the fourth 24 h after the first."""
    run = four(levels(("2024-01-01", 1), ("2025-01-02", 3)))
    assert run.all_times("C - D") == [3780, DAY, DAY + 1800, 3780 + DAY]


def test_a_limit_that_falls_holds_from_that_midnight() -> None:
    """2 a day, then 1: of two that crossed on the first day one place alone comes back."""
    run = four(levels(("2024-01-01", 2), ("2025-01-02", 1)))
    assert run.all_times("C - D") == [3780, 5580, 5580 + DAY, 5580 + 2 * DAY]


def test_nothing_is_accepted_at_a_limit_of_nothing() -> None:
    assert four(CLOSED).all_times("C - D") == []


@pytest.mark.parametrize("most", [1, 2])
def test_a_train_out_leaves_only_when_fewer_than_the_most_are_under_way(most: int) -> None:
    """What is handed over gives its place to the next train at A."""
    run = four({"crossings.Gate.under_way": {"HERE->THERE": most}})
    left, handed = run.all_times("enter at A"), run.all_times("handed over at D")
    assert left[:most] == [0] * most
    assert left[most:] == handed[: 4 - most]


def test_a_train_in_leaves_only_when_fewer_than_the_most_are_under_way() -> None:
    """Handed over at C after 3,000 s."""
    scenario = world({"crossings.Gate.under_way": {"THERE->HERE": 1}}, back=into(2))
    run = ran(scenario, {"back 1": 0, "back 2": 0})
    assert run.all_times("enter at D")[:2] == [0, 3000]


def test_lanes_control_as_many_trains_as_there_are() -> None:
    """One lane: the train that arrives at 3421 would wait from then, were the first not done at 3780."""
    run = four({"crossings.Gate.near.control.lanes": 1})
    assert run.all_times("arrive at C")[:2] == [1980, 3421]
    assert run.all_times("control at C")[:2] == [1980, 3780]


def test_a_front_works_one_train_at_a_time() -> None:
    run = four({"crossings.Gate.far.fronts": 1})
    assert run.all_times("transshipment at D") == [8580 + 7200 * n for n in range(4)]


def test_a_train_stays_on_the_front_until_the_onward_train_has_a_track() -> None:
    """Two tracks at D, one for trains to the East: the second transshipment begins when the first train has left."""
    run = four({"crossings.Gate.far.own_tracks": 2, "traffic.flows.in": into(0)})
    assert run.all_times("leave for East")[0] == 17_580
    assert run.all_times("transshipment at D")[1] == 17_580


def test_the_network_beyond_takes_trains_by_the_clock() -> None:
    """24 a day: an hour apart, though the second is ready 1,800 s after the first."""
    scenario = {"ends.East.accepts": "24 trains/day"}
    assert four().all_times("leave for East")[:2] == [17_580, 19_380]
    assert four(scenario).all_times("leave for East")[:2] == [17_580, 17_580 + 3600]


# empties


def test_wagons_go_back_empty_when_their_train_is_handed_over() -> None:
    run = ran(world({"traffic.empties": "balanced"}, out=out()), {"out 1": 0, "out empties 1": 0})
    times = run.times("out empties 1")
    assert times["wait for wagons"] == 4980
    assert (times["enter at C"], times["C - B"], times["arrive at B"], times["arrive at A"]) == (4980, 4980, 6360, 6960)
    assert times["leave for West"] == 6960


def test_wagons_are_fetched_empty_when_a_train_is_handed_over_inward() -> None:
    run = ran(world({"traffic.empties": "balanced"}, back=into()), {"back 1": 0, "back empties 1": 0})
    times = run.times("back empties 1")
    assert (times["wait for wagons"], times["enter at A"], times["arrive at C"]) == (3000, 3000, 4980)
    assert times["end"] == 4980 + 1800  # split up in the time that forming takes


def test_an_empty_train_is_no_freight_over_the_border() -> None:
    run = ran(world({"traffic.empties": "balanced"}, out=out()), {"out 1": 0})
    assert len(run.all_times("C - D")) == 2  # the loaded trains of two days


# everything at once


def test_a_busy_crossing_breaks_no_rule() -> None:
    run = ran(world({"traffic.empties": "balanced", "crossings.Gate.under_way": {"HERE->THERE": 3}},
                    out=out(20), back=into(8)))  # fmt: skip
    assert run.violations == []
    assert not run.result.gridlock
