"""What stood still to the end of a run though nothing locked, in words."""

from typing import Any

import corridorsim
from corridorsim.measures.stopped import Stopped, find_stopped
from worlds import CLOSED, Run, into, out, ran, world

FROM_FIFTH = {"since": "2025-01-05"}


def stopped(run: Run) -> tuple[Stopped, ...]:
    return find_stopped(run.columns, run.result.routes)


def closing(stage: str, days: dict[str, Any], length: str = "20 days") -> Run:
    """One train a day each way; the first out is due at 0."""
    changes = {"window.length": length, "disruptions": {"strike": {"closes": stage, "dated": days}}}
    return ran(world(changes, out=out(1), back=into(1)), {"out 1": 0})


def test_nothing_is_said_where_trains_pass() -> None:
    assert stopped(ran(world({"window.length": "20 days"}, out=out(1), back=into(1)))) == ()


def test_what_stays_closed_is_told_with_the_trains_that_wait_for_it() -> None:
    """Closed from the fifth day on: 4 trains have passed, 16 of 20 never will; 3 of them stand at C, one track free.

    Those that come in fill the 4 tracks of their gauge and go no further.
    """
    run = closing("C control", FROM_FIFTH)
    told_out, told_in = map(str, stopped(run))
    assert told_out.startswith("No train passed Gate HERE->THERE after 2025-01-04 ")
    assert ", to the end of the run, though 16 wait. " in told_out
    assert "all 3 units of C toward D are held by 3 trains that wait for C control lanes" in told_out
    assert "all 4 units of C 1435 mm tracks are held by 4 trains that wait for C control lanes" in told_in
    for told in (told_out, told_in):
        assert told.endswith(
            "C control lanes is closed since 2025-01-05 00:00, to the end of the run: strike. "
            "Keys to change: crossings.Gate.near.control.lanes."
        )
    assert not run.result.gridlock


def test_what_some_trains_wait_for_is_told_though_others_pass() -> None:
    """The tenth train needs an X-ray that is closed from the start; the other flow carries what needs none."""
    scan = {"name": "X-ray", "lanes": 1, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}, "share": 0,
            "by_commodity": {"grain": {"share": 1}}}  # fmt: skip
    boxes = world().document.data["consists"]["boxes"]
    changes = {
        "window.length": "20 days", "crossings.Gate.far.control.further": [scan],
        "consists.grain": boxes | {"commodity": "grain"},
        "disruptions": {"strike": {"closes": "D X-ray", "dated": {"since": "2025-01-01"}}},
    }  # fmt: skip
    rare = out(0.1, consists={"grain": 1})
    run = ran(world(changes, out=out(1), rare=rare), {"rare 1": 0, "rare 2": 20 * 86_400 - 1})
    assert [str(each) for each in stopped(run)] == [
        "1 train waits for D X-ray lanes, which is closed since 2025-01-01 00:00, to the end of the run: strike."
    ]


def test_a_closing_that_ends_before_the_run_does_is_none() -> None:
    assert stopped(closing("C control", FROM_FIFTH | {"until": "2025-01-15"})) == ()


def test_a_closing_of_less_than_a_week_is_none_though_the_run_ends_in_it() -> None:
    assert stopped(closing("C control", {"since": "2025-01-15"})) == ()


def test_a_neighbour_that_accepts_none_lets_no_train_pass_in_the_whole_window() -> None:
    """Of the trains of two days the first has come to the border, and waits there to cross."""
    run = ran(world(CLOSED | {"window.length": "2 days"}, out=out(1)), {"out 1": 0, "out 2": 86_400})
    assert [str(each) for each in stopped(run)] == [
        "No train passed Gate HERE->THERE in the window, though 2 wait. 2 trains wait for Gate HERE->THERE accepted in "
        '24 h to "C - D" (such as out 1); Gate HERE->THERE accepted in 24 h is closed since 2025-01-01 00:00, to the '
        "end of the run: the limit of 0. Keys to change: crossings.Gate.accepts.HERE->THERE."
    ]


def test_a_direction_that_another_starves_is_told_with_the_rule_that_prevents_it() -> None:
    """The example at twice its trains: with no track kept free the trains out of HERE let none in."""
    changes = {"window.length": "30 days", "replications": 1, "traffic.scale": 2, "rules.keep_for_better": 0}
    starved, kept = (
        corridorsim.replicate(corridorsim.read(corridorsim.example()).change(changes | {"rules.keep_free": free}))
        for free in (0, 1)
    )
    assert starved.gridlock is None
    assert starved.first.numbers["trains.Border THERE->HERE trains/day"] == 0
    (told,) = starved.first.stopped
    assert str(told).startswith("No train passed Border THERE->HERE in the window, though 4")
    assert 'wait for Border tracks to "transshipment at Border"' in told.reason.why
    rule = "To prevent it, let the trains of each exit of a place leave one of its tracks free for the others."
    assert told.reason.rule == rule
    assert told.reason.keys == ("rules.keep_free",)
    assert kept.stopped == ()
    assert kept.first.numbers["trains.Border THERE->HERE trains/day"] > 10
