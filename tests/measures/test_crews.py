"""Crews' trips: from where to where, how long with all waiting, and which are too long; by hand."""

from typing import Any

import pytest

from corridorsim.measures.tables import tables_of
from worlds import Run, into, out, ran, service, services, world

AT_THE_ENDS = {"lines.line.crew_changes": ["A", "C"]}
AT_B = {"lines.line.crew_changes": ["B"]}
HOURS = 3600


def trips(run: Run) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of the table by where they begin and end."""
    told = tables_of(run.result)["crews"]
    rows = [{name: column[row].item() for name, column in told.items()} for row in range(len(told["line"]))]
    return {(row["from"], row["to"]): row for row in rows}


def test_without_a_place_where_crews_change_no_trips_are_told() -> None:
    assert trips(ran(world(out=out(1)))) == {}


def test_a_trip_is_from_start_to_arrival() -> None:
    """Two trains, A 780 B 1200 C."""
    told = trips(ran(world(AT_THE_ENDS, out=out(1))))
    assert told["A", "C"] == {
        "line": "line", "from": "A", "to": "C", "pool": "", "trips": 2.0, "mean_h": 1980 / HOURS, "p95_h": 1980 / HOURS,
        "too_long": 0.0, "too_long_share": 0.0,
    }  # fmt: skip


def test_a_change_on_the_way_makes_two_trips_of_one() -> None:
    told = trips(ran(world(AT_B, out=out(1), back=into(1)), {"out 1": 0, "back 1": 40_000}))
    assert set(told) == {("A", "B"), ("B", "C"), ("C", "B"), ("B", "A")}
    assert told["A", "B"]["mean_h"] == pytest.approx(780 / HOURS)
    assert told["C", "B"]["mean_h"] == pytest.approx(1380 / HOURS)


def test_waiting_on_the_way_is_on_duty() -> None:
    """The railcars from both ends meet at B: one waits there 660 s and loses 180 s in starting again."""
    alone = {"lines.line.crew_changes": ["A", "C"], "rules.crew_duty": "33 min"}
    told = trips(ran(world(alone | services(car=service("A", "C")))))
    waited = told["A", "C"]["mean_h"] + told["C", "A"]["mean_h"]
    assert waited == pytest.approx((1980 + 1980 + 660 + 180) / HOURS)
    assert told["A", "C"]["too_long"] + told["C", "A"]["too_long"] == 2  # on both days
    assert max(told["A", "C"]["too_long_share"], told["C", "A"]["too_long_share"]) == 1.0


def test_a_trip_that_has_not_ended_is_not_told() -> None:
    """It sets out 1,000 s before the run ends, and comes to B only."""
    two_days = 2 * 86_400
    told = trips(ran(world(AT_B, out=out(1)), {"out 1": 0, "out 2": two_days - 1000}))
    assert (told["A", "B"]["trips"], told["B", "C"]["trips"]) == (2.0, 1.0)


def test_a_trip_that_never_ends_counts_once_it_is_too_long() -> None:
    """B - C is closed: the train stands at B to the end of two days, 48 h after it left A; the other left too late."""
    closed = {"disruptions": {"slide": {"closes": "B - C", "dated": {"since": "2025-01-01", "until": "2025-01-09"}}}}
    told = trips(ran(world(AT_THE_ENDS | closed, out=out(1)), {"out 1": 0, "out 2": 2 * 86_400 - 1000}))
    assert (told["A", "C"]["trips"], told["A", "C"]["too_long"], told["A", "C"]["too_long_share"]) == (1, 1, 1)
    assert told["A", "C"]["mean_h"] == 48


def test_trips_are_counted_in_the_window() -> None:
    """Of three trains, one a day, the first runs before it."""
    told = trips(ran(world(AT_THE_ENDS | {"window.warm_up": "1 days"}, out=out(1)), {"out 1": 0, "out 2": 90_000}))
    assert told["A", "C"]["trips"] == 2.0


def test_of_which_pool_a_crew_is_is_told() -> None:
    """Trains of a service, which take no crew of it, are told apart; those from B to C take none either."""
    pool = {"line": "line", "start": "A", "end": "B", "size": 2, "rest": "1 h"}
    run = ran(world(AT_B | {"pools": {"crews": {"depot": pool}}} | services(car=service("A", "C")), out=out(1)))
    told = tables_of(run.result)["crews"]
    rows = sorted(zip(*(told[name].tolist() for name in ("from", "to", "pool", "trips")), strict=True))
    assert rows == [
        ("A", "B", "", 2.0), ("A", "B", "depot crews to B", 2.0), ("B", "A", "", 2.0), ("B", "C", "", 4.0),
        ("C", "B", "", 2.0),
    ]  # fmt: skip


def test_where_a_line_has_a_pool_and_tells_no_change_its_trips_count_from_end_to_end() -> None:
    pool = {"line": "line", "start": "A", "end": "C", "size": 2, "rest": "1 h"}
    told = trips(ran(world({"pools": {"crews": {"depot": pool}}}, out=out(1))))
    assert {place: row["pool"] for place, row in told.items()} == {("A", "C"): "depot crews to C"}
