"""Time at the border stations by station and movement, and the waiting before them, by hand."""

from typing import Any

import pytest

from corridorsim.measures.numbers import (
    DWELL,
    LINE_WAIT,
    ORIGIN_WAIT,
    STATION_TIME,
    STATION_TIME_BOXES,
    STATION_TIME_P95,
    Number,
    OfCrossing,
    OfMovement,
    OfStation,
    Total,
    What,
    Whom,
)
from worlds import CLOSED, IN, Run, into, out, ran, service, services, world

DAY = 86_400
HOUR = 3600
C_LEFT, D_ENTERED = OfStation("C", "HERE", "leaving"), OfStation("D", "THERE", "entering")
D_LEFT, C_ENTERED = OfStation("D", "THERE", "leaving"), OfStation("C", "HERE", "entering")
BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4, "stack": {"units": 9}}


def told(run: Run, what: What, whom: Whom) -> int | None:
    """A number of hours in seconds."""
    hours = run.result.numbers.get(Number(what, whom))
    return None if hours is None else round(hours * HOUR)


def times(run: Run) -> dict[str, int]:
    """Seconds at each station and movement."""
    numbers = run.result.numbers.by_number
    return {n.whom.name: round(v * HOUR) for n, v in numbers.items() if n.what is STATION_TIME}


def test_a_train_out_leaves_at_the_near_station_and_enters_at_the_far_one() -> None:
    """At C from 1980 to 3780; at D from 4980, handed over, to 17,580. The run over the border is at neither."""
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert times(run) == {
        "total": (1800 + 12_600) / 2, "leaving HERE": 1800, "entering THERE": 12_600,
        "C leaving HERE": 1800, "D entering THERE": 12_600,
    }  # fmt: skip


def test_a_train_in_leaves_at_the_far_station_and_enters_at_the_near_one() -> None:
    """At D from 0 to 1800; at C from 3000 to 15,600."""
    run = ran(world(back=into(0.5)), {"back 1": 0})
    assert (told(run, STATION_TIME, D_LEFT), told(run, STATION_TIME, C_ENTERED)) == (1800, 12_600)
    assert told(run, STATION_TIME, OfMovement("THERE", "leaving")) == 1800
    assert told(run, STATION_TIME, C_LEFT) is None


@pytest.mark.parametrize(("due", "here", "beyond"), [(DAY - 3781, 0, 1), (DAY - 3780, 1, 1), (3 * DAY - 3781, 1, 0)])
def test_a_stay_counts_where_and_when_it_ends_in_the_window(due: int, here: int, beyond: int) -> None:
    """The train crosses 3780 s after it was due, and leaves D 17,580 s after."""
    run = ran(world({"window.warm_up": "1 days"}, out=out(1 / 3)), {"out 1": due})
    found = [told(run, STATION_TIME, whom) for whom in (C_LEFT, D_ENTERED)]
    assert found == [1800 if here else None, 12_600 if beyond else None]


def test_goods_of_two_trains_that_go_on_as_one_stay_until_it_leaves() -> None:
    """Three boxes each are unloaded at 9300 and, nine hours later, at 41,700; the train of six leaves at 48,900.

    The first lie nine hours in the stack: at C from 3000 to 48,900. The others from 35,400.
    """
    run = consolidated()
    assert run.all_times("unloaded at C") == [9300, 9300 + 9 * HOUR]
    assert run.all_times("C - B") == [48_900]
    assert told(run, STATION_TIME, C_ENTERED) == (45_900 + 13_500) / 2
    assert told(run, STATION_TIME_P95, C_ENTERED) == 45_900
    assert told(run, STATION_TIME_BOXES, C_ENTERED) == (45_900 + 13_500) / 2
    assert told(run, DWELL, OfCrossing("Gate")) == (48_900 + 48_900 - 9 * HOUR) / 2


def test_goods_that_lie_in_the_stack_at_the_end_have_not_left() -> None:
    run = consolidated(**{"window.length": "1 days", "crossings.Gate.near.gauge_break.yard.stack.dwell": "20 h"})
    assert told(run, STATION_TIME, C_ENTERED) is None
    assert told(run, DWELL, OfCrossing("Gate")) is None
    assert told(run, STATION_TIME, D_LEFT) == 1800


def consolidated(**changes: Any) -> Run:
    small = BOXES | {"wagons": 3, "boxes": "6 TEU", "commodity": "boxes", "onward": "large"}
    consists = {"consists.small": small, "consists.large": BOXES | {"wagons": 6, "boxes": "12 TEU"}}
    yard = {"crossings.Gate.near.gauge_break": {"yard": YARD}, "window.length": "1 days"}
    flow = IN | {"tonnes": "219 kt/year", "consists": {"small": 1}}
    return ran(world(consists | yard | changes, back=flow), {"back 1": 0, "back 2": 9 * HOUR, "back onward 1": 0})


def test_the_queue_before_the_first_yard_of_the_far_station_is_at_that_station() -> None:
    """One track for trains that enter: the second waits 1800 s outside, and crosses when the rake is back at 3600."""
    run = ran(world({"crossings.Gate.far.own_tracks": 2}, back=into(1)), {"back 1": 0, "back 2": 0})
    assert told(run, STATION_TIME, D_LEFT) == (1800 + 3600) / 2
    assert told(run, ORIGIN_WAIT, D_LEFT) is None


def test_trains_that_are_not_loaded_wait_at_their_origin_not_at_the_station() -> None:
    """One under way: the second is let in when the first is handed over, at 3000."""
    few = {"crossings.Gate.under_way": {"THERE->HERE": 1}}
    run = ran(world(few, back=into(1)), {"back 1": 0, "back 2": 0})
    assert told(run, STATION_TIME, D_LEFT) == 1800
    assert told(run, ORIGIN_WAIT, D_LEFT) == (0 + 3000) / 2


def test_waiting_on_the_line_is_told_beside_the_time_at_the_station() -> None:
    """A railcar keeps the train at B from 780 to 1440, and it loses 180 s by starting again."""
    cars = {"car to C 1": 40_000, "car to C 2": 40_000 + DAY, "car to A 1": 0, "car to A 2": 30_000 + DAY}
    run = ran(world(services(car=service("A", "C")), out=out(1 / 2)), {"out 1": 0} | cars)
    assert run.times("out 1")["B - C"] == 1440
    assert (told(run, LINE_WAIT, C_LEFT), told(run, ORIGIN_WAIT, C_LEFT)) == (660 + 180, 0)
    assert told(run, STATION_TIME, C_LEFT) == 1800


def test_a_train_that_waits_to_be_accepted_waits_at_the_station_that_it_leaves() -> None:
    """One in 24 hours: the second, at C from 3421 on, crosses a day after the first, at 3780."""
    one = {"crossings.Gate.accepts.HERE->THERE": "1 trains/day", "window.length": "3 days"}
    run = ran(world(one, out=out(1)), {"out 1": 0, "out 2": 0, "out 3": 2 * DAY})
    assert run.all_times("C - D")[:2] == [3780, 3780 + DAY]
    longer = sorted(run.result.stations.hours[run.result.stations.stop == 0] * HOUR)
    assert longer[-1] == pytest.approx(3780 + DAY - run.times("out 2")["arrive at C"])


def test_where_no_train_left_a_station_it_has_no_time() -> None:
    run = ran(world(CLOSED, out=out(1)), {"out 1": 0})
    assert told(run, STATION_TIME, Total()) is None
    assert not times(run)
