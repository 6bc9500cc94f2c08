"""What the builder packs, and what it says to a person who wrote something else."""

from collections.abc import Callable

import numpy as np
import pytest

from corridorsim.operations import Builder, ProgramError, Put, Step
from corridorsim.operations.builder import puts_of, takes_of
from corridorsim.operations.program import COLUMNS

OVER = [Step("enter", ["section"]), Step("leave", puts=["section"])]


def with_section() -> Builder:
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", OVER)
    return builder


def test_a_small_program_is_packed_column_by_column() -> None:
    builder = Builder()
    builder.resource("section", 1)
    builder.resource("loop", 2)
    steps = [
        Step("enter", {"section": 1, "loop": 2}, [("section", 1, 90)], restart=30),
        Step("stay", ["section"], [("loop", 2), "section"]),
        Step("end", puts=[Put("section", after=5)]),
    ]
    builder.itinerary("over", steps)
    builder.train("E1", "over", durations=[600, 60], ready=7, rank=3, not_before=[0, 900])
    program, _ = builder.build(until=3600)
    assert program.train_itinerary.tolist() == [0]
    assert program.train_ready.tolist() == [7]
    assert program.train_rank.tolist() == [3]
    assert program.duration.tolist() == [600, 60, 0]
    assert program.not_before.tolist() == [0, 900, 0]
    assert program.step_first.tolist() == [0, 3]
    assert program.restart.tolist() == [30, 0, 0]
    assert program.take_first.tolist() == [0, 2, 3, 3]
    assert program.take_resource.tolist() == [0, 1, 0]
    assert program.take_units.tolist() == [1, 2, 1]
    assert program.put_first.tolist() == [0, 1, 3, 4]
    assert program.put_resource.tolist() == [0, 1, 0, 0]
    assert program.put_units.tolist() == [1, 2, 1, 1]
    assert program.put_after.tolist() == [90, 0, 0, 5]
    assert program.capacity.tolist() == [1, 2]
    assert program.until == 3600


def test_the_legend_keeps_the_names() -> None:
    builder = with_section()
    builder.resource("permit", 1, logical=True)
    builder.train("E1", "over", durations=[600])
    _, legend = builder.build(until=3600)
    assert list(legend.trains) == ["E1"]
    assert list(legend.steps) == ["enter", "leave"]
    assert list(legend.resources) == ["section", "permit"]
    assert list(legend.itineraries) == ["over"]
    assert legend.logical.tolist() == [False, True]


def test_a_resource_named_twice_in_a_step_is_added_up() -> None:
    assert takes_of(Step("enter", ["section", ("section", 2), "loop"])) == {"section": 3, "loop": 1}


def test_puts_may_be_written_in_four_ways() -> None:
    puts = puts_of(Step("leave", puts=["a", ("b", 2), ("c", 3, 60), Put("d", after=9)]))
    assert puts == [Put("a"), Put("b", units=2), Put("c", units=3, after=60), Put("d", units=1, after=9)]


def test_units_and_seconds_of_a_put_are_named() -> None:
    """Put("x", 6) read as six units where six seconds were meant."""
    with pytest.raises(TypeError, match="positional"):
        Put("x", 6)  # type: ignore[misc]
    assert (Put("x", after=6).units, Put("x", units=6).after) == (1, 0)


def test_the_last_duration_may_be_left_out_or_given() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[600])
    builder.train("E2", "over", durations=[600, 0])
    assert builder.build(until=3600)[0].duration.tolist() == [600, 0, 600, 0]


def test_many_trains_are_added_at_once_as_they_would_be_one_by_one() -> None:
    one_by_one, at_once = with_section(), with_section()
    for number in range(3):
        one_by_one.train(f"E{number}", "over", durations=[number, 0], ready=10 * number, rank=number)
    count = np.arange(3)
    times = np.column_stack((count, 0 * count))
    at_once.trains([f"E{number}" for number in range(3)], "over", 10 * count, count, times, 0 * times)
    one, other = one_by_one.build(until=100)[0], at_once.build(until=100)[0]
    for name in COLUMNS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_a_program_without_trains_can_be_built() -> None:
    program, legend = with_section().build(until=3600)
    assert program.operations == 0
    assert list(legend.trains) == []


def repeated_resource() -> None:
    with_section().resource("section", 2)


def negative_capacity() -> None:
    with_section().resource("loop", -1)


def repeated_itinerary() -> None:
    with_section().itinerary("over", OVER)


def no_step() -> None:
    with_section().itinerary("nowhere", [])


def takes_at_the_end() -> None:
    with_section().itinerary("stay", [Step("arrive", ["section"])])


def unknown_resource() -> None:
    with_section().itinerary("misspelt", [Step("enter", ["secton"]), Step("leave")])


def unknown_resource_given() -> None:
    with_section().itinerary("misspelt", [Step("leave", puts=["Section"])])


def no_units() -> None:
    with_section().itinerary("nothing", [Step("enter", {"section": 0}), Step("leave")])


def unknown_itinerary() -> None:
    with_section().train("E1", "ovr", durations=[600])


def unknown_itinerary_of_many() -> None:
    none = np.zeros(1, np.int64)
    with_section().trains(["E1"], "ovr", none, none, np.zeros((1, 2), np.int64), np.zeros((1, 2), np.int64))


def too_few_durations() -> None:
    with_section().train("E1", "over", durations=[])


def too_many_times() -> None:
    with_section().train("E1", "over", durations=[600], not_before=[0, 0, 0])


def times_of_another_shape() -> None:
    none, times = np.zeros(3, np.int64), np.zeros((2, 3), np.int64)
    with_section().trains(["E1", "E2", "E3"], "over", none, none, times, times)


def negative_duration() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[-600])
    builder.build(until=3600)


def too_long() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[2**31])
    builder.build(until=3600)


def far_too_many() -> None:
    builder = with_section()
    builder.resource("stars", 10**30)
    builder.build(until=3600)


def half_a_second() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[0.5])  # type: ignore[list-item]
    builder.build(until=3600)


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        (repeated_resource, 'resource "section" already exists; each resource needs its own name'),
        (negative_capacity, 'resource "loop" must have a capacity of at least 0 (got -1)'),
        (repeated_itinerary, 'itinerary "over" already exists'),
        (no_step, 'itinerary "nowhere" must have at least one step'),
        (takes_at_the_end, 'itinerary "stay" must end with a step without takes ("arrive" has some)'),
        (
            unknown_resource,
            'step "enter" of itinerary "misspelt" names "secton", which does not exist (did you mean "section"?)',
        ),
        (
            unknown_resource_given,
            'step "leave" of itinerary "misspelt" names "Section", which does not exist (did you mean "section"?)',
        ),
        (no_units, 'step "enter" of itinerary "nothing" must move at least 1 unit of "section"'),
        (unknown_itinerary, 'train "E1" names "ovr", which does not exist (did you mean "over"?)'),
        (unknown_itinerary_of_many, 'train "E1" names "ovr", which does not exist (did you mean "over"?)'),
        (too_few_durations, 'train "E1" must have 1 or 2 durations (got 0)'),
        (too_many_times, 'train "E1" must have at most 2 not_before times (got 3)'),
        (times_of_another_shape, "the 3 trains must have 3 by 2 durations (got 2 by 3)"),
        (negative_duration, "duration must be at least 0 (got -600 for E1 at enter)"),
        (too_long, "durations: numbers must fit 32 bits (got 0 to 2147483648)"),
        (far_too_many, f"numbers must fit 32 bits (got 1 to {10**30})"),
        (half_a_second, "durations: numbers must be whole (got 0.5)"),
    ],
)
def test_a_mistake_is_told_with_its_place(mistake: Callable[[], None], text: str) -> None:
    with pytest.raises(ProgramError) as error:
        mistake()
    assert str(error.value) == text


def test_trains_may_have_the_same_name() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[600])
    builder.train("E1", "over", durations=[600])
    assert list(builder.build(until=10)[1].trains) == ["E1", "E1"]


def test_a_builder_goes_on_after_it_has_built() -> None:
    builder = with_section()
    builder.train("E1", "over", durations=[600])
    assert builder.build(until=10)[0].trains == 1
    builder.train("E2", "over", durations=[600])
    assert builder.build(until=10)[0].trains == 2
