"""Acceptance by kind, in trains or wagons, by date, with empty rakes: what crosses when, to the second.

Trains that leave A one after the other are controlled at C at 3780, 5221, 6662 and 8103; the border track is there
again 1800 s after a train has taken it. So the first four cross at 3780, 5580, 7380 and 9180 if they may. Boxes and
coal are alike but for what they carry.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.engine import run as run_by
from worlds import Run, into, out, ran, world

DAY = 86_400
FIRST, SECOND = 3780, 5580
THIRD = 6662  # where the one before it may not cross
OUT, IN = "HERE->THERE", "THERE->HERE"
NO_TOTAL = {f"crossings.Gate.accepts.{OUT}": None}
BOXES = world().document.data["consists"]["boxes"]


def kinds(changes: dict[str, Any] | None = None, way: str = OUT, **told: Any) -> dict[str, Any]:
    consists = {"consists.boxes": BOXES | {"commodity": "boxes"}, "consists.coal": BOXES | {"commodity": "coal"}}
    kinds = {"crossings.Gate.kinds": {way: told}} if told else {}
    return {"window.length": "4 days"} | consists | kinds | (changes or {})


def first_come(changes: dict[str, Any], *trains: str) -> Run:
    """Trains of these flows, one each, that leave A in this order, all in the first second and a train a day later."""
    due = {f"{flow} 1": 60 * n for n, flow in enumerate(trains)}
    flows = {flow: out(0.25, consists={flow.partition(" ")[0]: 1}) for flow in trains}
    return ran(world(changes, **flows), due)


def crossed(run: Run, *trains: str) -> list[int]:
    return [run.times(f"{train} 1")["C - D"] for train in trains]


FOUR = ("boxes", "boxes b", "coal", "coal b")


def test_every_kind_has_a_number_of_its_own_and_the_others_have_the_rest() -> None:
    """One train of boxes a day: the second waits for the next day, and coal passes it."""
    run = first_come(kinds(NO_TOTAL, boxes="1 trains/day", rest="5 trains/day"), *FOUR)
    first, second, *coal = crossed(run, *FOUR)
    assert (first, second) == (FIRST, FIRST + DAY)
    assert coal == [THIRD, THIRD + 1800]


def test_a_kind_and_all_trains_together_may_both_be_limited() -> None:
    """Two in all, one of them of boxes: boxes and coal today, boxes and coal tomorrow."""
    changes = {f"crossings.Gate.accepts.{OUT}": "2 trains/day"}
    run = first_come(kinds(changes, boxes="1 trains/day"), *FOUR)
    assert crossed(run, *FOUR) == [FIRST, FIRST + DAY, THIRD, THIRD + DAY]


def test_a_kind_may_be_several_commodities_or_a_class() -> None:
    bulk = {"commodities": ["coal", "boxes"], "accepts": "1 trains/day"}
    freight = {"classes": ["freight"], "accepts": "1 trains/day"}
    for told in ({"bulk": bulk}, {"all freight": freight}, {"freight": "1 trains/day"}):
        run = first_come(kinds(NO_TOTAL, **told), "boxes", "coal")
        assert crossed(run, "boxes", "coal") == [FIRST, FIRST + DAY]


def test_a_number_of_wagons_is_used_up_wagon_by_wagon() -> None:
    """25 wagons a day are two trains of ten."""
    run = first_come(kinds(NO_TOTAL, boxes="25 wagons/day", rest="5 trains/day"), "boxes", "boxes b", "boxes c")
    assert crossed(run, "boxes", "boxes b", "boxes c") == [FIRST, SECOND, FIRST + DAY]
    assert run.violations == []
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_long_train_that_came_first_is_not_passed_by_short_ones() -> None:
    """15 wagons a day: ten of them are used when the long train comes, so the short one behind waits for it."""
    long = {"consists.long": BOXES | {"wagons": 15, "commodity": "boxes"}}
    run = first_come(kinds(NO_TOTAL | long, boxes="15 wagons/day"), "boxes", "long", "boxes b")
    assert crossed(run, "boxes", "long") == [FIRST, FIRST + DAY]
    assert crossed(run, "boxes b")[0] == FIRST + 2 * DAY


def test_what_was_agreed_holds_where_nothing_else_is_said_and_what_is_accepted_where_it_is() -> None:
    changes = {"crossings.Gate.agreed": {OUT: "2 trains/day"}}
    agreed = first_come(kinds(NO_TOTAL | changes), *FOUR)
    assert crossed(agreed, *FOUR)[1:3] == [SECOND, FIRST + DAY]
    accepted = first_come(kinds(changes | {f"crossings.Gate.accepts.{OUT}": "1 trains/day"}), *FOUR)
    assert crossed(accepted, *FOUR)[1:3] == [FIRST + DAY, FIRST + 2 * DAY]
    both = first_come(kinds(NO_TOTAL, boxes={"agreed": "4 trains/day", "accepts": "1 trains/day"}), "boxes", "boxes b")
    assert crossed(both, "boxes", "boxes b") == [FIRST, FIRST + DAY]


def test_a_kind_is_stopped_on_one_day_and_accepted_again_on_another() -> None:
    levels = [
        {"trains": "4 trains/day"}, {"since": "2025-01-01", "trains": "0 trains/day"},
        {"since": "2025-01-03", "trains": "1 trains/day"},
    ]  # fmt: skip
    run = first_come(kinds(NO_TOTAL, boxes={"accepts": levels}, rest="4 trains/day"), "boxes", "boxes b", "coal")
    assert crossed(run, "boxes", "boxes b") == [2 * DAY, 3 * DAY]
    assert crossed(run, "coal")[0] < DAY


def test_a_calendar_day_is_one_for_every_kind() -> None:
    changes = NO_TOTAL | {"crossings.Gate.day_begins": {OUT: "18:00"}}
    run = first_come(kinds(changes, boxes="10 wagons/day", rest="1 trains/day"), *FOUR)
    assert crossed(run, "boxes", "boxes b") == [FIRST, 18 * 3600]
    assert crossed(run, "coal", "coal b")[1] in (18 * 3600, 18 * 3600 + 1800)
    assert run.violations == []
    assert run_by(run.plan.program, engine="simpy").same_as(run.outcome)


def test_a_refused_train_uses_up_none_of_its_kind_s_wagons() -> None:
    refused = {"crossings.Gate.refused": {OUT: {"share": "30 %", "again": "2 h"}}, "window.length": "30 days"}
    run = ran(world(kinds(NO_TOTAL | refused, boxes="20 wagons/day"), out=out(5)))
    days = np.bincount(np.array(run.all_times("C - D")) // DAY)
    assert set(days[1:-1].tolist()) == {2}
    assert run.violations == []


# empty rakes


def a_day(run: Run, way: str, day: int = 4) -> int:
    """Trains that cross on a day, the fifth if none is given."""
    return int(np.sum(np.array(run.all_times(way)) // DAY == day))


def test_loaded_trains_and_empty_rakes_share_a_number() -> None:
    """Of five that come each way, six may go into HERE: loaded ones, and the empty rakes of those out of it."""
    changes = {"window.length": "6 days", f"crossings.Gate.accepts.{IN}": "6 trains/day"}
    flows = {"out": out(5), "back": into(5)}
    apart = ran(world(changes, **flows))
    assert a_day(apart, "C - D") + a_day(apart, "D - C") >= 9
    shared = ran(world(changes | {"crossings.Gate.count_empties": [IN]}, **flows))
    assert a_day(shared, "C - D") + a_day(shared, "D - C") == 6
    assert not shared.result.gridlock


def test_empty_rakes_may_have_a_number_of_their_own() -> None:
    """Two rakes a day go back into HERE, so two trains a day come out of it; what comes loaded is not touched."""
    changes = kinds({"window.length": "6 days"}, IN, empty="2 trains/day")
    run = ran(world(changes, out=out(5), back=into(5)))
    assert (a_day(run, "C - D"), a_day(run, "D - C")) == (2, 5)


def test_wagons_that_go_on_leave_no_empty_rake() -> None:
    stands = {
        "commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "wagons", "rate": 10, "exchanges": "bogies"
    }  # fmt: skip
    changes = kinds({"window.length": "6 days", "crossings.Gate.far.gauge_break": {"stands": stands}})
    one = {f"crossings.Gate.accepts.{IN}": "1 trains/day", "crossings.Gate.count_empties": [IN]}
    assert a_day(ran(world(changes | one, out=out(5))), "C - D") >= 4
    del changes["crossings.Gate.far.gauge_break"]
    assert a_day(ran(world(changes | one, out=out(5))), "C - D") == 1


@pytest.mark.parametrize("number", ["2 trains/day", "20 wagons/day"])
def test_the_limit_is_named_with_its_key(number: str) -> None:
    run = ran(world(kinds(NO_TOTAL | {"window.length": "10 days"}, boxes=number), out=out(5)))
    limit = run.result.bottleneck
    assert limit is not None
    assert (limit.resource, limit.key) == (
        "Gate HERE->THERE: acceptance of boxes", "crossings.Gate.kinds.HERE->THERE.boxes.accepts"
    )  # fmt: skip
    assert f"of the {number.partition(' ')[2].partition('/')[0]} that the neighbour accepts" in limit.why
