"""Who is due and has not arrived: outside, on the way, or handed over and held up beyond; in trains, by hand."""

import numpy as np
import pytest

from corridorsim.measures.demand.backlog import gone_at, standing_at
from corridorsim.model import Scenario
from worlds import CLOSED, IN, Run, into, out, ran, world

DAY = 86_400
WARM = {"window.warm_up": "1 days"}
OVER = 4980  # seconds from A to the handover at D
THERE = 4980 + 3600 + 7200 + 1800  # seconds from A until it leaves D: controlled, transshipped, formed


def lone(due: int) -> Run:
    """One train in three days, of which the first is warm-up."""
    return ran(world(WARM, out=out(1 / 3)), {"out 1": due})


@pytest.mark.parametrize(
    ("due", "at_begin", "at_end"),
    [
        (DAY - THERE - 1, 0, 0),  # arrived before the window
        (DAY - THERE, 1, 0),  # arrived in its first second
        (DAY - 1, 1, 0),
        (DAY, 0, 0),  # due in it
        (3 * DAY - THERE, 0, 1),  # would arrive in the second after it
        (3 * DAY - 1, 0, 1),
    ],
)
def test_a_train_is_waited_for_from_when_it_is_due_until_it_arrives(due: int, at_begin: int, at_end: int) -> None:
    backlog = lone(due).result.backlog
    assert (backlog.at_begin.tolist(), backlog.at_end.tolist()) == ([at_begin], [at_end])


@pytest.mark.parametrize(("before_the_end", "beyond"), [(OVER, 0), (OVER + 1, 1), (THERE, 1), (THERE + 1, 0)])
def test_a_train_stands_beyond_from_its_handover_until_it_leaves(before_the_end: int, beyond: int) -> None:
    assert lone(3 * DAY - before_the_end).result.backlog.end.beyond.tolist() == [beyond]


def test_the_backlog_of_a_crowd_is_what_a_plain_loop_counts() -> None:
    run = ran(world(WARM | {"crossings.Gate.accepts.HERE->THERE": "4 trains/day"}, out=out(10), back=into(3)))
    moments = np.arange(0, 3 * DAY + 1, DAY // 2)
    told = standing_at(run.columns, run.result.routes, moments).backlog
    gone = gone_at(run.columns)
    for i, name in enumerate(["out", "back"]):
        rows = [row for row, train in enumerate(run.plan.legend.trains) if train.startswith(name)]
        due = run.plan.program.train_ready
        assert told[i].tolist() == [sum(due[row] < at <= gone[row] for row in rows) for at in moments]


def test_a_backlog_grows_by_what_comes_less_what_arrives() -> None:
    run = ran(world(WARM | {"crossings.Gate.accepts.HERE->THERE": "4 trains/day"}, out=out(10)))
    result, ready = run.result, run.plan.program.train_ready
    came = np.sum((ready >= DAY) & (ready < 3 * DAY))
    arrived = np.sum((gone_at(run.columns) >= DAY) & (gone_at(run.columns) < 3 * DAY))
    assert result.backlog.at_end - result.backlog.at_begin == came - arrived
    assert result.numbers["due.total trains/day"] == came / 2
    assert result.numbers["arrived.total trains/day"] == arrived / 2


def test_imports_that_are_handed_over_and_never_arrive_inland_are_in_the_backlog() -> None:
    """The network beyond A takes one train a day; 24 tracks at C hold what has been handed over."""
    changes = {"ends.West.accepts": "1 trains/day", "crossings.Gate.near.other_tracks": 30, "window.length": "4 days",
               "crossings.Gate.near.fronts": 9, "lines.line.points[2].tracks": 30}  # fmt: skip
    numbers = ran(world(changes, back=into(6))).result.numbers
    assert numbers["trains.total trains/day"] > 5
    assert numbers["arrived.total trains/day"] == 1
    beyond, backlog = (numbers[f"{what}.total trains"] for what in ("handed over, not arrived", "backlog"))
    assert beyond == 4 * numbers["trains.total trains/day"] - 4 > 15
    assert backlog == 4 * numbers["due.total trains/day"] - 4 >= beyond


def test_trains_that_the_corridor_does_not_let_in_are_outside() -> None:
    """One train may be under way and none is accepted: of 8 trains 7 wait outside."""
    end = ran(world(CLOSED | {"crossings.Gate.under_way": {"HERE->THERE": 1}}, out=out(4))).result.backlog.end
    assert (end.backlog.tolist(), end.outside.tolist(), end.beyond.tolist()) == ([8], [7], [0])


def test_an_empty_train_that_is_called_and_not_let_in_is_outside() -> None:
    """The empties of the trains handed over at D go back from C; the network beyond A takes one in two days."""
    changes = {"traffic.empties": "balanced", "ends.West.accepts": "0.5 trains/day", "window.length": "6 days"}
    run = ran(world(changes, out=out(12)))
    called = run.all_times("wait for wagons")
    assert run.result.numbers["empties outside.total trains"] == len(called) - len(run.all_times("enter at C")) > 0


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        (11_000, 2),  # the first of three trains of 4 containers is unloaded
        (12_001, 2),  # the second too: 8 containers, a full load of 6
        (13_801, 2),  # the third: two loads, the first being loaded
        (21_181, 1),  # the first large train left at A, the next may an hour later
        (24_780, 1),
        (24_781, 0),
    ],
)
def test_goods_that_go_on_through_a_stack_are_waited_for_as_trains_and_as_full_loads(
    moment: int, standing: int
) -> None:
    run = ran(three_to_two(), {f"back {n}": 0 for n in (1, 2, 3)} | {f"back onward {n}": 0 for n in (1, 2)})
    told = standing_at(run.columns, run.result.routes, np.array([moment]))
    assert (told.backlog.tolist(), told.beyond.tolist(), told.outside.tolist()) == ([[standing]], [[standing]], [[0]])


def three_to_two() -> Scenario:
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    small = boxes | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
    changes = {"consists.small": small, "consists.large": boxes | {"wagons": 6, "boxes": "12 TEU"},
               "crossings.Gate.near.gauge_break": {"yard": yard | {"stack": {"units": 12}}}}  # fmt: skip
    return world(changes, back=IN | {"tonnes": "438 kt/year", "consists": {"small": 1}})
