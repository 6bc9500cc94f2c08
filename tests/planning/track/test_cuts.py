"""A stretch cut to some trains a day: when trains enter it, to the second.

Trains that all leave A at once follow each other over A - B - C every 1441 s: they enter B - C at 780, 2041 and on.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.engine import run as run_by
from worlds import Run, into, out, ran, service, services, world

DAY = 86_400
AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}
LONG = {  # 1,120 m: longer than the loop of 850 m
    "consists.boxes.wagons": 80, "consists.boxes.load": "12.5 t",
    "lines.line.points[0].useful_length": "2 km", "lines.line.points[2].useful_length": "2 km",
}  # fmt: skip


def cut(*cuts: dict[str, Any], **changes: Any) -> Run:
    scenario = world({"window.length": "4 days", "lines.line.cuts": list(cuts)} | changes, out=out())
    return ran(scenario, AT_ONCE)


def between(start: str, end: str, **keys: Any) -> dict[str, Any]:
    return {"start": start, "end": end} | keys


def test_so_many_trains_enter_in_any_24_hours() -> None:
    run = cut(between("B", "C", trains="2 trains/day"))
    assert run.all_times("B - C") == [
        780,
        2041,
        780 + DAY,
        780 + DAY + 1441,
    ]  # the third starts from a stand, and is on the section so long
    assert run.violations == []
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_train_takes_its_permit_as_it_enters_the_stretch_and_none_within_it() -> None:
    run = cut(between("A", "C", trains="1 trains/day"))
    assert run.all_times("A - B") == [n * DAY for n in range(4)]
    assert run.all_times("B - C") == [780 + n * DAY for n in range(4)]


def test_trains_count_both_directions_together_and_pairs_each() -> None:
    """Four a day come each way: of four trains four pass, of four pairs eight or nearly so."""
    flows = {"out": out(4), "back": into(4)}
    for number, most in (("trains", 4), ("pairs", 8)):
        told = {"window.length": "8 days", "lines.line.cuts": [between("A", "C", **{number: "4 trains/day"})]}
        run = ran(world(told, **flows))
        entered = np.array(run.all_times("A - B") + run.all_times("C - B"))
        a_day = np.bincount(entered // DAY, minlength=8)[3:7]
        assert most - 1 <= a_day.mean() <= most
        assert not run.result.gridlock


def test_it_holds_from_a_day_to_another() -> None:
    """From 2 January for two days: what runs on the first counts for no limit, and what has waited runs on the 4th."""
    told = between("B", "C", trains="1 trains/day", since="2025-01-02", until="2025-01-04")
    changes = {"window.length": "5 days", "lines.line.cuts": [told]}
    run = ran(world(changes, out=out()), {"out 1": 0, "out 2": 0, "out 3": DAY, "out 4": DAY, "out 5": DAY})
    entered = (np.array(run.all_times("B - C")) // DAY).tolist()
    assert entered == [0, 0, 1, 2, 3]


def test_a_stop_lets_nothing_in_while_it_holds() -> None:
    run = cut(between("B", "C", trains="0 trains/day", since="2025-01-01", until="2025-01-03"))
    assert run.all_times("B - C")[0] == 2 * DAY


def test_of_two_cuts_both_hold() -> None:
    run = cut(between("A", "C", trains="3 trains/day"), between("B", "C", trains="1 trains/day"))
    assert [second // DAY for second in run.all_times("B - C")] == [0, 1, 2, 3]


def test_passenger_trains_are_counted_and_go_first() -> None:
    """Of three trains a day two are of the passenger pair, and all of these run: one freight train a day passes."""
    told = {"window.length": "4 days", "lines.line.cuts": [between("A", "C", trains="3 trains/day")]}
    passenger = services(rail=service("A", "C", kind="passenger"))
    run = ran(world(told | passenger | {"traffic.flows": {"out": out(4)}}))
    a_day = np.bincount(np.array(run.all_times("A - B")) // DAY)
    assert run.result.numbers["service arrived.rail to C share"] == 1
    assert a_day.tolist() == [2, 2, 2, 2]  # with the passenger train


def test_a_train_too_long_to_wait_takes_its_permit_with_its_slots() -> None:
    """It never stands at B, with its tail on A - B: the second of the day waits at A."""
    run = cut(between("B", "C", trains="1 trains/day"), **LONG)
    starts, through = run.all_times("A - B"), run.all_times("B - C")
    assert [second // DAY for second in starts] == [0, 1, 2, 3]
    assert [b - a for a, b in zip(starts, through, strict=True)] == [780] * 4


def test_it_is_named_as_what_limits_with_its_key() -> None:
    changes = {"window.length": "10 days", "lines.line.cuts": [between("B", "C", trains="2 trains/day")]}
    limit = ran(world(changes, out=out(5))).result.bottleneck
    assert limit is not None
    assert (limit.resource, limit.key) == ("B - C: trains a day", "lines.line.cuts[0].trains")
    assert limit.is_at_limit


@pytest.mark.parametrize("number", [1, 4])
def test_a_line_cut_in_the_middle_does_not_lock(number: int) -> None:
    changes = {
        "window.length": "6 days", "traffic.scale": 3,
        "lines.line.cuts": [between("A", "B", pairs=f"{number} trains/day"), between("B", "C", trains="9 trains/day")],
    }  # fmt: skip
    run = ran(world(changes, out=out(8), back=into(8)))
    assert not run.result.gridlock
    assert run.violations == []
