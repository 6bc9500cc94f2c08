"""Loading stops when too many trains are on their way, and begins again when few are left."""

from typing import Any

import numpy as np
import pytest

from corridorsim.engine import run as run_engine
from corridorsim.itineraries import Kind
from corridorsim.measures.numbers import LOADING_STOPPED, LOADING_STOPS, NOT_LOADED, Number, OfLoadingStop
from worlds import Run, into, out, problems, ran, world

DAY = 86_400
ONE_A_DAY = {"window.length": "20 days", "crossings.Gate.accepts.HERE->THERE": "1 trains/day"}
BORDER = 3780  # seconds from A to the border, control included


def rule(**keys: Any) -> dict[str, Any]:
    """A stop at 5 trains with 3 days notice, and an end at 2."""
    jam = {"direction": "HERE->THERE", "begins_at": 5, "ends_at": 2, "notice": "3 days"} | keys
    return {"traffic.loading_stops": {"jam": jam}}


def two_a_day(**keys: Any) -> Run:
    """Of two trains a day, at midnight and noon, one is accepted."""
    return ran(world(ONE_A_DAY | rule(**keys), out=out(2)), {f"out {n + 1}": n * DAY // 2 for n in range(40)})


def moments(run: Run, step: str) -> list[float]:
    return [round(second / DAY, 3) for second in run.all_times(step)]


def test_a_stop_at_5_trains_with_3_days_notice_and_an_end_at_2() -> None:
    """A train a day goes over the border at 01:03. At midnight of day 4 the ninth is loaded, and four have gone: a stop
    is announced. Loading stops on day 7, when 14 are loaded. Two of them are left when the twelfth goes on day 11; then
    the nine that wait are loaded at once, and the next stop is announced."""
    run = two_a_day()
    assert moments(run, "a stop is announced") == [4, 11.044]
    assert moments(run, "loading stops") == [7, 14.044]
    assert moments(run, "loading begins again") == [11.044]
    loaded = moments(run, "loaded at A")
    assert loaded[:14] == [n / 2 for n in range(14)]
    assert loaded[14:23] == [11.044] * 9
    assert loaded[23:] == [11.5, 12, 12.5, 13, 13.5, 14]


def test_both_engines_agree_and_nothing_locks() -> None:
    run = two_a_day()
    assert run_engine(run.plan.program, "simpy").same_as(run.outcome)
    assert run.violations == []
    assert not run.result.gridlock


def test_a_train_that_is_not_loaded_is_not_on_its_way() -> None:
    """It waits outside, and counts as due; none enters while loading is stopped."""
    run = two_a_day()
    assert not [day for day in moments(run, "enter at A") if 7 <= day < 11]
    assert run.result.numbers[Number(NOT_LOADED)] == 11  # of the trains of days 14.5 to 19.5


def test_stops_and_the_days_they_last_are_counted() -> None:
    """From day 7 to 01:03 of day 11, and from then of day 14 until the end of day 20."""
    numbers = two_a_day().result.numbers
    assert numbers[Number(LOADING_STOPS, OfLoadingStop("jam"))] == pytest.approx(2 * 365 / 20)
    days = 4 + BORDER / DAY + 6 - BORDER / DAY
    assert numbers[Number(LOADING_STOPPED, OfLoadingStop("jam"))] == pytest.approx(days * 365 / 20)


def test_without_notice_loading_stops_before_the_next_train_is_loaded() -> None:
    """All at once: five are loaded, though they wish it in the same second."""
    run = ran(world(ONE_A_DAY | rule(notice="0 days"), out=out(2)), {f"out {n + 1}": 0 for n in range(40)})
    assert run.all_times("loaded at A")[:6] == [0] * 5 + [BORDER + 2 * DAY]


def test_trains_on_the_line_do_not_count_if_the_rule_counts_who_waits() -> None:
    """They reach C 1,980 s after A. There the second waits from noon, the third from the next midnight until the second
    goes, and so on: when the fifth arrives on day 2, three wait. The sixth is loaded on day 2 and not on day 3."""
    run = two_a_day(counts="waiting", begins_at=3, ends_at=1, notice="12 h")
    assert run.all_times("a stop is announced")[0] == 2 * DAY + 1980
    assert run.all_times("loading stops")[0] == 2.5 * DAY + 1980
    assert moments(run, "loaded at A")[:6] == [0, 0.5, 1, 1.5, 2, 2.5]


def test_trains_that_wait_to_depart_count_as_waiting() -> None:
    """Of ten at once three enter A: one runs on, and two stand there. Seven are loaded and wait."""
    run = ran(
        world(ONE_A_DAY | rule(counts="waiting", begins_at=7), out=out(1)), {f"out {n + 1}": 0 for n in range(10)}
    )
    assert run.all_times("a stop is announced") == [0]


def test_a_rule_for_one_direction_leaves_the_other_alone() -> None:
    run = ran(world(ONE_A_DAY | rule(direction="THERE->HERE"), out=out(2)))
    assert run.all_times("loading stops") == []
    assert run.all_times("loaded at A") == []


def test_loading_of_trains_into_the_country_stops_as_well() -> None:
    """E07: loading of trains that leave China stopped; here those from D, of which one a day is accepted."""
    changes = ONE_A_DAY | {"crossings.Gate.accepts.THERE->HERE": "1 trains/day"} | rule(direction="THERE->HERE")
    run = ran(world(changes, back=into(2)), {f"back {n + 1}": n * DAY // 2 for n in range(40)})
    assert moments(run, "a stop is announced")[0] == 4
    assert moments(run, "loading stops")[0] == 7


def test_a_rule_for_some_ends_counts_and_stops_trains_from_there_alone() -> None:
    """Loading stops at the West's third train. Trains from the South go on."""
    changes = ONE_A_DAY | {"ends.South": {"at": "B", "accepts": "24 trains/day"}}
    flow = out(2, inland={"West": 0.5, "South": 0.5})
    run = ran(world(changes | rule(ends=["West"], begins_at=3, ends_at=0, notice="0 days"), out=flow))
    stops, begins = run.all_times("loading stops")[0], run.all_times("loading begins again")[0]
    assert [second for second in run.all_times("loaded at A") if stops < second < begins] == []
    assert [second for second in run.all_times("enter at B") if stops < second < begins] != []
    assert run.all_times("loaded at B") == []


def test_a_disruption_stops_loading_on_dates_and_is_counted() -> None:
    """From midnight of 5 January to that of the 8th nobody is loaded."""
    ban = {"closes": "loading: jam", "dated": {"since": "2025-01-05", "until": "2025-01-08"}}
    changes = {"window.length": "20 days", "disruptions": {"ban": ban}} | rule(begins_at=1000)
    run = ran(world(changes, out=out(2)), {f"out {n + 1}": n * DAY // 2 for n in range(40)})
    assert moments(run, "loaded at A")[:16] == [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 7, 7, 7, 7, 7, 7, 7, 7.5]
    numbers = run.result.numbers
    assert numbers[Number(LOADING_STOPS, OfLoadingStop("jam"))] == pytest.approx(365 / 20)
    assert numbers[Number(LOADING_STOPPED, OfLoadingStop("jam"))] == pytest.approx(3 * 365 / 20)


def test_without_a_rule_nobody_is_asked() -> None:
    plan = ran(world(ONE_A_DAY, out=out(2))).plan
    assert not plan.layout.loading_rules
    assert all(stream.kind != Kind.CLOSURE or "loading" not in stream.name for stream in plan.streams)


def test_a_rule_that_is_never_met_changes_nothing() -> None:
    quiet, plain = (ran(world(ONE_A_DAY | more, out=out(2))) for more in (rule(begins_at=1000, ends_at=900), {}))
    assert np.array_equal(quiet.all_times("handed over at D"), plain.all_times("handed over at D"))
    assert not quiet.result.gridlock.unfilled


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"ends_at": 5}, "ends_at", "must be less than begins_at, 5 (got 5)"),
    ({"direction": "HERE->HERE"}, "direction",
     'names "HERE->HERE", which is not a direction of its crossing (did you mean "THERE->HERE"?)'),
    ({"crossing": "Gates"}, "crossing", 'names "Gates", which is not a crossing (did you mean "Gate"?)'),
    ({"ends": ["Wets"]}, "ends[0]", 'names "Wets", which is not a distant end (did you mean "West"?)'),
    ({"commodities": ["grain"]}, "commodities[0]",
     'names "grain", which is not a commodity of a flow\'s consists (known names: none)'),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "key", "message"), WRONG)
def test_what_is_wrong_is_said(keys: dict[str, Any], key: str, message: str) -> None:
    assert problems(rule(**keys), out=out()) == {f"traffic.loading_stops.jam.{key}": message}
