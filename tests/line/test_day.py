"""UIC 406 on simulated days short enough to press together by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from corridorsim.line.day import LineDay, busiest_day, compressed_day
from corridorsim.planning import plan
from worlds import Run, out, ran, service, world

DAY = 86_400
AUTOMATIC = {"lines.line.block": "automatic", "lines.line.group": 2}
PAIR = {"traffic.services": {"car": service("A", "C")}, "traffic.empties": "none"}  # one each way, at midnight


def pressed(one: Run, begin: int = 0, most: float = 0.6) -> LineDay:
    return compressed_day(one.plan, one.outcome, 0, begin, most)


def test_two_opposing_trains_on_single_track_one_after_the_other() -> None:
    """B - C for a day of one pair: C to B in 180 + 1,200 + 60 s, meanwhile the other waits at B, then as long back."""
    one = ran(world(PAIR | {"window.length": "1 days"}))
    assert (one.all_times("C - B"), one.all_times("B - C")) == ([0], [1440])
    day = pressed(one)
    assert day.trains.tolist() == [[1, 1], [1, 1]]
    assert day.occupied[1] * DAY == pytest.approx(2 * 1440)


def test_automatic_block_does_not_press_opposing_trains_on_top_of_each_other() -> None:
    """As many seconds as without it: groups let followers into the section, never the other direction."""
    one = ran(world(PAIR | AUTOMATIC | {"window.length": "1 days"}))
    assert pressed(one).occupied[1] * DAY == pytest.approx(2 * 1440)


def test_what_fits_besides_is_a_pair_for_each_time_both_keep_the_section() -> None:
    """60 % of the day are 51,840 s, 18 times 2,880: 17 pairs beside the one, with automatic block or without."""
    for block in ({}, AUTOMATIC):
        assert pressed(ran(world(PAIR | block | {"window.length": "1 days"}))).more[1] == 17


def test_followers_under_automatic_block_are_a_headway_apart() -> None:
    """Two trains out of A an hour apart: pressed, a headway apart; the second keeps A - B for 780 + 60 s."""
    changes = AUTOMATIC | {"window.length": "1 days", "lines.line.headway": "5 min"}
    changes |= {"lines.line.tracks": {"siding": 4, "station": 4}}
    one = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 3600})
    first, second = one.all_times("A - B")
    assert second - first == 3600
    assert pressed(one).occupied[0] * DAY == pytest.approx(headway(one) + 840)


def headway(one: Run) -> int:
    """Seconds that the gate before A - B is kept."""
    program = one.plan.program
    gate = one.plan.legend.resources.index("A - B headway")
    return int(program.put_after[program.put_resource == gate].max())


def two_days() -> Run:
    """Two trains out on the second day, the others on the first, and a second track from the second day on."""
    second = [{"start": "A", "end": "C", "opens": "2025-01-02"}]
    scenario = world({"lines.line.second_track": second}, out=out(5))
    trains = [name for name in plan(scenario).legend.trains if name.startswith("out ")]
    late = dict(zip(trains[:2], (DAY + 3600, DAY + 7200), strict=True))
    return ran(scenario, {name: number * 3600 for number, name in enumerate(trains)} | late)


def test_only_days_with_the_tracks_asked_for_count() -> None:
    one = two_days()
    first, second = (date(2025, 1, day) for day in (1, 2))
    assert busiest_day(one.plan, one.outcome, 0, (None, second)) == 0
    assert busiest_day(one.plan, one.outcome, 0, (second, None)) == DAY
    assert busiest_day(one.plan, one.outcome, 0, (first - timedelta(9), first - timedelta(5))) == 0  # all of the window


def test_the_busiest_day_is_that_of_most_trains_not_of_most_blocks() -> None:
    """Two trains on the first day over ten blocks each, A - B; four on the second over one section each, B - C."""
    pairs = {"short": service("A", "B"), "long": service("B", "C")}
    second = [{"start": "A", "end": "B", "opens": "2024-01-01"}]
    scenario = world({
        "traffic.services": pairs, "lines.line.second_track": second, "lines.line.headway": None,
        "lines.line.block_length": "1 km",
    })  # fmt: skip
    names = plan(scenario).legend.trains
    short, long = ([name for name in names if name.startswith(kind)] for kind in pairs)
    due = dict.fromkeys(short[2:], 3 * DAY) | dict(zip(short, (3600, 7200), strict=False))
    due |= {name: DAY + 7200 * number for number, name in enumerate(long)}
    one = ran(scenario, due)
    assert (len(short), len(long)) == (4, 4)
    assert busiest_day(one.plan, one.outcome, 0, (None, None)) == DAY


@pytest.mark.parametrize(
    "begins",
    [
        {"lines.line.opens": "2025-01-04"},
        {"crossings.Gate.accepts.HERE->THERE": [
            {"trains": "0 trains/day"}, {"trains": "24 trains/day", "since": "2025-01-04"},
        ]},
    ],
)  # fmt: skip
def test_the_burst_of_trains_that_waited_for_something_to_open_is_no_busiest_day(begins: dict[str, object]) -> None:
    """Four trains a day wait from 1 to 4 January; with 24 accepted a day they are gone after a day or two."""
    one = ran(world(begins | {"window.length": "12 days"}, out=out(4)))
    entered = np.bincount(np.array(one.all_times("B - C")) // DAY, minlength=12)
    begin = busiest_day(one.plan, one.outcome, 0, (None, None))
    assert entered.max() == entered[3] > 5
    assert begin != 3 * DAY
    assert entered[begin // DAY] <= 5


def test_a_day_of_a_burst_is_taken_where_there_is_no_other() -> None:
    one = ran(world({"lines.line.opens": "2025-01-02"}, out=out(4)))
    assert busiest_day(one.plan, one.outcome, 0, (None, None)) == DAY


def test_a_train_from_the_day_before_does_not_enter_on_the_day() -> None:
    """It is on B - C at midnight: due 22:50 + 780 s, it enters there at 23:43 and arrives after midnight."""
    one = ran(world({"window.length": "2 days"}, out=out(1)), {"out 1": DAY - 1500})
    entered = one.all_times("B - C")
    assert entered[0] < DAY < entered[0] + 1200
    begun = [second for second in entered if second >= DAY]
    assert pressed(one, DAY).trains[0, 1] == len(begun)


def test_pairs_are_those_of_the_day_and_what_fits_besides() -> None:
    """Ten pairs occupy 40 %; 4 more fit up to 60 %: 14. Over the limit in proportion: 10 x 60 / 75 = 8."""

    trains = np.array([[10], [10]])
    assert LineDay(0, trains, np.array([0.4]), np.array([4.0])).pairs(0.6) == 14
    assert LineDay(0, trains, np.array([0.75]), np.array([0.0])).pairs(0.6) == pytest.approx(8)
    assert LineDay(0, trains, np.array([0.4]), np.array([np.nan])).pairs(0.6) == pytest.approx(15)


def test_nothing_ran() -> None:
    scenario = world(out=out(1))
    trains = [name for name in plan(scenario).legend.trains if name.startswith("out ")]
    one = ran(scenario, dict.fromkeys(trains, DAY + 3600))
    day = pressed(one)
    assert not day.occupied.any()
    assert day.pairs(0.6) != day.pairs(0.6)
