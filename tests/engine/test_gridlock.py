"""Gridlock is a result that can be read: who waits, where, for what, and who holds it."""

from time import perf_counter

import numpy as np

from corridorsim.engine import Gridlock, find_gridlock, run
from corridorsim.operations import Builder, Step


def found(builder: Builder, until: int = 10_000) -> Gridlock:
    program, legend = builder.build(until)
    return find_gridlock(program, run(program), legend)


def facing() -> Builder:
    """Two stations of one track each, and a train in each that wants to go to the other."""
    builder = Builder()
    for name in ("Altynkol", "Khorgos"):
        builder.resource(name, 1)
    for way, here, there in (("east", "Altynkol", "Khorgos"), ("west", "Khorgos", "Altynkol")):
        steps = [Step(f"stand at {here}", [here]), Step(f"go to {there}", [there], [here]), Step("end", puts=[there])]
        builder.itinerary(way, steps)
    return builder


def test_two_trains_that_face_each_other_are_told_in_words() -> None:
    builder = facing()
    builder.train("E1", "east", durations=[60, 600])
    builder.train("W1", "west", durations=[90, 600])
    gridlock = found(builder)
    assert gridlock
    assert str(gridlock) == (
        "Gridlock: 2 trains wait for each other\n"
        '  E1, after "stand at Altynkol", waits for "go to Khorgos": it lacks Khorgos, held by W1\n'
        '  W1, after "stand at Khorgos", waits for "go to Altynkol": it lacks Altynkol, held by E1'
    )
    assert [stuck.since for stuck in gridlock.locked] == [60, 90]


def test_a_train_behind_the_gridlock_that_holds_nothing_is_not_part_of_it() -> None:
    builder = facing()
    builder.train("E1", "east", durations=[60, 600])
    builder.train("W1", "west", durations=[60, 600])
    builder.train("E2", "east", durations=[60, 600], ready=500)
    assert [stuck.train for stuck in found(builder).locked] == ["E1", "W1"]


def test_trains_that_pass_each_other_in_time_are_no_gridlock() -> None:
    builder = facing()
    builder.train("E1", "east", durations=[60, 600])
    builder.train("W1", "west", durations=[60, 600], ready=700)
    gridlock = found(builder)
    assert not gridlock
    assert str(gridlock) == "No gridlock"


def test_trains_that_still_run_at_the_end_are_no_gridlock() -> None:
    """W1 waits for E1, which is under way when the window ends and will give way."""
    builder = facing()
    builder.itinerary("arrive", [Step("on the line"), Step("stand", ["Altynkol"]), Step("end", puts=["Altynkol"])])
    builder.train("E1", "arrive", durations=[60, 5_000])
    builder.train("W1", "west", durations=[60, 600])
    assert str(found(builder, until=1_000)) == "No gridlock"


def test_a_put_that_is_still_to_come_at_the_end_counts_as_come() -> None:
    builder = Builder()
    builder.resource("path", 1)
    builder.itinerary("run", [Step("enter", ["path"], [("path", 1, 5_000)]), Step("wait"), Step("end")])
    builder.train("E1", "run", durations=[10, 10])
    builder.train("E2", "run", durations=[10, 10])
    assert str(found(builder, until=1_000)) == "No gridlock"


def store(bringing: int, fetching: int) -> Builder:
    """Trains that bring one box each over a single path, and trains that stand at a track and want two boxes."""
    builder = Builder()
    for name, units in (("path", 1), ("boxes", 0), ("tracks", 4)):
        builder.resource(name, units)
    builder.itinerary("bring", [Step("come", ["path"]), Step("unload", puts=["path", "boxes"])])
    builder.itinerary("fetch", [Step("stand", ["tracks"]), Step("load", {"boxes": 2}), Step("go", puts=["tracks"])])
    for number in range(bringing):
        builder.train(f"B{number}", "bring", durations=[5_000])
    for number in range(fetching):
        builder.train(f"F{number}", "fetch", durations=[10, 10])
    return builder


def test_a_store_that_nobody_fills_is_named_and_is_no_gridlock() -> None:
    gridlock = found(store(bringing=1, fetching=2))
    assert not gridlock
    assert [stuck.lacks for stuck in gridlock.unfilled] == ["boxes", "boxes"]
    assert str(gridlock) == "2 trains wait for boxes, which nobody fills"


def test_one_train_that_waits_for_goods_is_told_in_the_singular() -> None:
    assert str(found(store(bringing=1, fetching=1))) == "1 train waits for boxes, which nobody fills"


def test_what_all_the_trains_that_still_wait_will_bring_counts() -> None:
    """B1, B2 and B3 wait at their origin when the window ends; once they have come, F0 and F1 have their boxes."""
    assert str(found(store(bringing=4, fetching=2), until=100)) == "No gridlock"


def test_thousands_that_wait_at_an_origin_do_not_make_it_slow() -> None:
    builder = facing()
    builder.train("E1", "east", durations=[60, 600])
    builder.train("W1", "west", durations=[60, 600])
    many = 10_000
    none, times = np.zeros(many, np.int64), np.zeros((many, 3), np.int64)
    builder.trains([f"Q{number}" for number in range(many)], "east", none + 100, none, times, times)
    program, legend = builder.build(10_000)
    outcome = run(program)
    begin = perf_counter()
    assert [stuck.train for stuck in find_gridlock(program, outcome, legend).locked] == ["E1", "W1"]
    assert perf_counter() - begin < 5


def test_a_ring_of_three_is_named_whole_each_with_its_holder() -> None:
    builder = Builder()
    for name in "ABC":
        builder.resource(name, 1)
    for here, there in ("AB", "BC", "CA"):
        steps = [Step(f"at {here}", [here]), Step(f"to {there}", [there], [here]), Step("end", puts=[there])]
        builder.itinerary(here, steps)
        builder.train(f"from {here}", here, durations=[10, 10])
    held_by = {stuck.train: stuck.held_by for stuck in found(builder).locked}
    assert held_by == {"from A": ("from B",), "from B": ("from C",), "from C": ("from A",)}
