"""Time at the crossing, waiting, stays and speeds, by hand."""

import numpy as np
import pytest

from corridorsim.measures.times import measure_dwell, measure_speeds, measure_stays, measure_waiting, waiting_by_route
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400
HOUR = 3600
WARM = {"window.warm_up": "1 days"}
AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}


def dwell(run: Run) -> list[float]:
    """Seconds."""
    hours, _ = measure_dwell(run.columns, run.result.routes)
    return (hours * HOUR).round(6).tolist()


def test_a_lone_train_is_at_the_crossing_from_its_arrival_to_the_onward_departure() -> None:
    """Out from 1980 to 17,580; in from 0 to 15,600."""
    assert dwell(ran(world(out=out(0.5)), {"out 1": 0})) == [15_600]
    assert dwell(ran(world(back=into(0.5)), {"back 1": 0})) == [15_600]


def test_the_time_at_the_crossing_is_told_in_hours_with_its_95_per_cent() -> None:
    numbers = ran(world(out=out(0.5)), {"out 1": 0}).result.numbers
    assert numbers["dwell.Gate h"] == numbers["dwell p95.Gate h"] == pytest.approx(15_600 / HOUR)


@pytest.mark.parametrize(
    ("due", "counts"), [(DAY - 17_581, 0), (DAY - 17_580, 1), (3 * DAY - 17_581, 1), (3 * DAY - 17_580, 0)]
)
def test_a_train_counts_when_it_left_the_crossing_inside_the_window(due: int, counts: int) -> None:
    assert dwell(ran(world(WARM, out=out(1 / 3)), {"out 1": due})) == [15_600] * counts


def test_trains_wait_for_the_border_and_their_waiting_is_dwell() -> None:
    """4 trains at once: the second arrives at 3421 and crosses at 5580 instead of 5221."""
    assert dwell(ran(world(out=out(2)), AT_ONCE))[:2] == [15_600, 15_600 + 359]


# waiting


def waiting(run: Run, place: str) -> tuple[int, int, float]:
    """Steps that could have waited, that did, and seconds."""
    told, row = measure_waiting(run.columns), run.plan.layout.places.index(place)
    return int(told.visits[row]), int(told.waited[row]), round(told.hours[row] * HOUR, 6)


def test_waiting_is_told_at_the_place_where_the_train_stands() -> None:
    """Each day one train waits 660 s at B for the other; both entered, ran twice and waited for nothing else."""
    run = ran(world(services(car=service("A", "C"))))
    assert waiting(run, "B") == (4, 2, 2 * 660)
    assert waiting(run, "A") == (4, 0, 0)


def test_waiting_by_route_counts_loaded_trains_alone_inside_the_window() -> None:
    """A train that meets a railcar at B waits from 780 to 1440 after it was due."""
    meeting = services(car=service("A", "C")) | WARM
    for due, inside in ((DAY, 660), (DAY - 1000, 440), (DAY - 2000, 0)):
        cars = {"car to C 1": 40_000, "car to C 2": 40_000 + DAY, "car to C 3": 40_000 + 2 * DAY}
        others = {"car to A 1": due, "car to A 2": 30_000 + DAY, "car to A 3": 30_000 + 2 * DAY}
        run = ran(world(meeting, out=out(1 / 3)), {"out 1": due} | cars | others)
        assert run.since_due("out 1")["B - C"] == 1440
        assert (waiting_by_route(run.columns, run.result.routes) * HOUR).round(6).tolist() == [inside]


def test_waiting_outside_for_a_permit_counts_and_so_does_what_never_ends() -> None:
    """One under way, none accepted: the first waits at C from 3780, the second outside from 0."""
    run = ran(world(CLOSED | {"crossings.Gate.under_way": {"HERE->THERE": 1}}, out=out(1)), {"out 1": 0, "out 2": 0})
    assert (run.result.waiting * HOUR).round(6).tolist() == [2 * DAY - 3780 + 2 * DAY]


def test_quantiles_are_of_the_visits_of_each_place() -> None:
    """Four trains want to enter A at once and leave it one after another, 841 s apart.

    Two of the four tracks are for trains that enter: the fourth waits 841 s outside and 1682 s inside. Of the 8 waits
    4 are 0.
    """
    run = ran(world(out=out(2)), AT_ONCE)
    told, row = measure_waiting(run.columns), run.plan.layout.places.index("A")
    assert run.all_times("A - B") == [0, 841, 1682, 2523]
    assert told.visits[row] == 8
    assert told.p50[row] == 0
    assert told.p95[row] * HOUR == pytest.approx(1682)
    assert told.mean[row] * HOUR == pytest.approx(5046 / 8)


# stays


def stay(run: Run, place: str) -> tuple[int, float, float]:
    """How many stayed at a place, and their mean and median in seconds."""
    told, row = measure_stays(run.columns), run.plan.layout.places.index(place)
    return int(told.count[row]), round(told.mean[row] * HOUR, 6), round(told.p50[row] * HOUR, 6)


def test_a_train_stays_from_its_arrival_to_its_leaving() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert stay(run, "A") == (1, 0, 0)
    assert stay(run, "B") == (1, 0, 0)
    assert stay(run, "C") == (1, 1800, 1800)
    assert stay(run, "D") == (1, 17_580 - 4980, 17_580 - 4980)


def test_waiting_is_part_of_the_stay() -> None:
    """Of the two trains at B one waits 660 s, on both days."""
    run = ran(world(services(car=service("A", "C"))))
    assert stay(run, "B") == (4, 330, 0)
    assert stay(run, "C") == (4, 900, 0)  # one starts at once, the other ends after half an hour


def test_a_train_that_has_not_left_has_not_stayed() -> None:
    """Under control at C, or waiting there, when the run ends."""
    nobody = pytest.approx((0, np.nan, np.nan), nan_ok=True)
    assert stay(ran(world(out=out(0.5)), {"out 1": 2 * DAY - 2000}), "C") == nobody
    assert stay(ran(world(CLOSED, out=out(0.5)), {"out 1": 0}), "C") == nobody


def test_blocks_of_double_track_are_no_places_to_stay() -> None:
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-01"}]}
    run = ran(world(second, out=out(0.5)), {"out 1": 0})
    assert stay(run, "B") == (1, 0, 0)


# speeds


def speeds(run: Run) -> tuple[float, float]:
    told = measure_speeds(run.columns)
    return round(float(told.section[0]), 6), round(float(told.technical[0]), 6)


def test_a_lone_train_has_one_speed() -> None:
    """30 km in 1980 s."""
    alone = round(30_000 / 1980 * 3.6, 6)
    assert speeds(ran(world(out=out(0.5)), {"out 1": 0})) == (alone, alone)
    assert speeds(ran(world(back=into(0.5)), {"back 1": 0})) == (alone, alone)


def test_a_train_that_stops_on_the_way_is_slower_than_alone() -> None:
    """30 km in 780 s, 660 s at B and 1380 s, against 1980 s alone; railcars are no freight."""
    due = {"out 1": 0, "car to C 1": 40_000}
    run = ran(world(services(car=service("A", "C")), out=out(0.5)), due)
    assert speeds(run) == (round(30_000 / 2820 * 3.6, 6), round(30_000 / 1980 * 3.6, 6))


def test_standing_at_the_crossing_is_not_on_the_line() -> None:
    assert speeds(ran(world(CLOSED, out=out(0.5)), {"out 1": 0}))[0] == round(30_000 / 1980 * 3.6, 6)


def test_where_nothing_ran_there_is_no_speed() -> None:
    run = ran(world(services(car=service("A", "C"))))
    assert np.isnan(measure_speeds(run.columns).section[0])
    assert "speed.line km/h" not in run.result.numbers


def test_a_train_cut_by_the_end_counts_with_what_it_has_run() -> None:
    """It has run A - B, 10 km in 780 s, and is on B - C."""
    run = ran(world(out=out(0.5)), {"out 1": 2 * DAY - 1000})
    assert speeds(run)[0] == round(10_000 / 780 * 3.6, 6)


def test_a_train_whose_goods_go_into_a_stack_is_at_the_crossing_until_they_leave_it() -> None:
    """From 0 at D; unloaded at C at 10,200; loaded an hour and made up half an hour."""
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    yard = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 10, "stack": {"units": 19}}
    changes = {
        "crossings.Gate.near.gauge_break": {"yard": yard},
        "consists.boxes": boxes | {"commodity": "boxes", "onward": "boxes"},
    }
    assert dwell(ran(world(changes, back=into(0.5)), {"back 1": 0, "back onward 1": 0})) == [10_200 + 3600 + 1800]
