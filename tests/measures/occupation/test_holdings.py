"""What trains hold and pass on, worked out by hand on programs without a railway."""

import numpy as np
import pytest

from corridorsim.measures.occupation.holdings import Call, pass_on, read_calls, read_holdings
from corridorsim.operations import Builder, Program, Put, Step


def there_and_back(given: int = 1, wanted: int = 1) -> Program:
    """Loaded trains take 10 wagons of 30 for 100 s and call, 50 s later, an empty that brings them back in 200 s."""
    builder = Builder()
    builder.resource("wagons", 30)
    builder.resource("calls", 0, logical=True)
    builder.itinerary(
        "loaded",
        [Step("load", [("wagons", 10)]), Step("unloaded", puts=[Put("calls", units=given, after=50)]), Step("end")],
    )
    builder.itinerary(
        "empty",
        [Step("called", [("calls", wanted)]), Step("home", puts=[Put("wagons", units=10, after=7)]), Step("end")],
    )
    builder.train("L", "loaded", durations=[100, 0, 0])
    builder.train("E", "empty", durations=[200, 0, 0])
    return builder.build(until=1000)[0]


def test_what_is_held_is_the_time_of_the_puts_less_that_of_the_takes() -> None:
    loaded, empty = read_holdings(there_and_back(), np.array([0]))
    assert (loaded.kept.tolist(), empty.kept.tolist()) == ([10], [-10])
    assert (loaded.at_once.tolist(), empty.at_once.tolist()) == ([10], [0])
    assert empty.unit_seconds(np.array([[200, 0, 0], [300, 0, 0]])).tolist() == [[2070], [3070]]


def test_a_call_lets_one_train_set_out() -> None:
    assert read_calls(there_and_back()) == [Call(giver=0, given=1, after=50, taker=1, taken=0)]


def test_who_brings_a_part_of_a_load_calls_a_part_of_a_train() -> None:
    assert [call.share for call in read_calls(there_and_back(given=2, wanted=3))] == [2 / 3]
    assert [call.share for call in read_calls(there_and_back(given=3, wanted=3))] == [1]


def test_what_is_passed_on_counts_up_to_the_call_with_one_and_from_it_with_the_other() -> None:
    """10 wagons for 100 + 50 s, then for 200 + 7 s."""
    program = there_and_back()
    (loaded, empty), for_others, at_least = pass_on(read_holdings(program, np.array([0])), read_calls(program))
    assert (loaded.kept.tolist(), empty.kept.tolist()) == ([0], [0])
    assert loaded.unit_seconds(np.array([[100, 0, 0]])).tolist() == [[10 * 150]]
    assert empty.unit_seconds(np.array([[200, 0, 0]])).tolist() == [[10 * 207]]
    assert [each.tolist() for each in for_others] == [[False], [True]]
    assert at_least.tolist() == [False]


def test_what_waits_for_a_full_load_is_held_for_so_long_at_least() -> None:
    """Two of the three that fill a train of 6 bring 4 each of 15 places: 100 + 50 s, and until then nothing more."""
    builder = Builder()
    builder.resource("space", 15)
    builder.resource("loads", 0, logical=True)
    builder.itinerary(
        "brings", [Step("unload", [("space", 4)]), Step("unloaded", puts=[Put("loads", units=4, after=50)])]
    )
    builder.itinerary("goes on", [Step("load", [("loads", 6)]), Step("loaded", puts=[Put("space", units=6)])])
    builder.train("B", "brings", durations=[100, 0])
    builder.train("G", "goes on", durations=[200, 0])
    program = builder.build(until=1000)[0]
    (brings, goes), for_others, at_least = pass_on(read_holdings(program, np.array([0, 1])), read_calls(program))
    assert (brings.kept[0], goes.kept[0]) == (0, 0)
    assert brings.unit_seconds(np.array([[100, 0]]))[0, 0] == pytest.approx(4 * 150)
    assert goes.unit_seconds(np.array([[200, 0]]))[0, 0] == 6 * 200
    assert [each.tolist() for each in for_others] == [[False, False], [True, False]]
    assert at_least.tolist() == [True, False]
    assert brings.kept[1] != 0


def test_without_a_call_it_stays_open() -> None:
    program = there_and_back()
    settled = pass_on(read_holdings(program, np.array([0, 1])), []).holdings
    assert all(each.kept.tolist() != [0, 0] for each in settled)
