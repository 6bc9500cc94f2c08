"""The ledger: what operations took and gave, and so who holds what, what is free, and who waits."""

from dataclasses import replace

import numpy as np

from corridorsim.engine import run
from corridorsim.operations import NEVER, Builder, Legend, Outcome, Program, Put, Step
from corridorsim.operations.holdings import held_before, match_puts, net_before, net_from
from corridorsim.operations.ledger import (
    blocks,
    entries_of,
    free_units,
    held_by_train,
    operations_of,
    performing,
    reached,
    seconds_of,
    times_performed,
    units_left,
    waiting_at_the_end,
    whose,
)


def two_trains() -> tuple[Program, Legend, Outcome]:
    """One holds the only track from 0 to 100 and 20 s more; the other, there from 30, wants it until the end at 110."""
    builder = Builder()
    builder.resource("track", 1)
    builder.itinerary(
        "over", [Step("come"), Step("run", takes=["track"]), Step("clear", puts=[Put("track", after=20)])]
    )
    builder.train("first", "over", durations=[0, 100])
    builder.train("second", "over", durations=[30, 100])
    program, legend = builder.build(until=110)
    return program, legend, run(program, engine="simpy")


def test_an_entry_says_who_took_or_gave_what_when_and_how_much() -> None:
    program, _, outcome = two_trains()
    told = entries_of(program, outcome, np.array([True]))
    assert list(zip(*(column.tolist() for column in told), strict=True)) == [(0, 0, 0, -1), (0, 0, 120, 1)]


def test_a_late_put_is_held_until_it_comes() -> None:
    program, _, outcome = two_trains()
    assert held_by_train(program, outcome, 0, 119).tolist() == [1, 0]
    assert held_by_train(program, outcome, 0, 120).tolist() == [0, 0]
    assert free_units(program, outcome).at(0, np.array([-1, 0, 109])).tolist() == [1, 0, 0]


def test_what_has_started_gives_back_all_in_the_end() -> None:
    program, _, outcome = two_trains()
    done = reached(program, outcome.started, program.until)
    assert done.tolist() == [3, 1]
    assert times_performed(program, done).tolist() == [2, 1, 1]
    assert units_left(program, times_performed(program, done)).tolist() == [1]


def test_who_is_ready_and_never_starts_waits_at_the_end() -> None:
    program, legend, outcome = two_trains()
    waiting = waiting_at_the_end(program, outcome)
    assert [legend.steps[step] for step in waiting.step.tolist()] == ["run"]
    assert (waiting.train.tolist(), waiting.operation.tolist()) == ([1], [4])


def test_operations_are_found_by_the_steps_that_they_perform() -> None:
    program, _, _ = two_trains()
    found = performing(program, np.array([True, False, True]))
    assert [column.tolist() for column in found] == [[0, 2, 3, 5], [0, 0, 1, 1], [0, 2, 0, 2]]


def test_operations_are_found_by_the_trains_that_perform_them() -> None:
    program, _, _ = two_trains()
    found = operations_of(program, np.array([1]))
    assert [column.tolist() for column in found] == [[3, 4, 5], [1, 1, 1], [0, 1, 2]]


def test_how_many_operations_came_before_a_second_is_counted_for_every_second() -> None:
    program, _, outcome = two_trains()
    for second in range(program.until + 1):
        came = (outcome.ready != NEVER) & (outcome.ready < second)
        assert reached(program, outcome.ready, second).tolist() == np.add.reduceat(came, [0, 3], dtype=int).tolist()


def test_the_steps_of_a_train_take_the_seconds_that_the_plan_says() -> None:
    program, _, _ = two_trains()
    trains = np.array([0, 1])
    assert seconds_of(program, trains, np.array([2, 1])).tolist() == [100, 30]
    assert seconds_of(program, trains, np.array([0, 3])).tolist() == [0, 130]


def test_a_train_holds_what_it_took_before_a_step_and_still_has_to_give() -> None:
    program, _, _ = two_trains()
    assert [column.tolist() for column in held_before(program)] == [[2], [0], [1]]
    assert (net_before(program, 2), net_from(program, 2)) == ({0: 1}, {0: -1})


def test_programs_of_the_same_steps_share_what_follows_from_them() -> None:
    program, _, _ = two_trains()
    later = replace(program, train_ready=program.train_ready + np.int32(10))
    assert match_puts(later) is match_puts(program)


def test_a_program_of_other_steps_is_looked_at_anew() -> None:
    program, _, _ = two_trains()
    assert match_puts(program).after.tolist() == [20]
    sooner = replace(program, put_after=np.array([5], np.int32))
    assert match_puts(sooner).after.tolist() == [5]


def test_blocks_hold_about_as_many_operations_as_wanted_and_whole_trains() -> None:
    """Trains of 4, 4, 9, 1 and 1 operations in blocks of about 5: the long one is a block of its own."""
    first = np.array([0, 4, 8, 17, 18, 19], np.int32)
    assert blocks(first, 5).tolist() == [0, 2, 3, 5]
    assert blocks(np.zeros(1, np.int32), 5).tolist() == [0]


def test_a_few_operations_know_their_train_and_step() -> None:
    program, _, _ = two_trains()
    found = whose(program, np.arange(program.operations))
    assert found.train.tolist() == program.operation_train.tolist()
    assert found.step.tolist() == program.operation_step.tolist()
