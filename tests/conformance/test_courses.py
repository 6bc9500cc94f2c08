"""Which alternatives are equal parallel tracks, and what is said of those that are not."""

from typing import Any

import pytest

from conformance.problems import late, line, op
from corridorsim.conformance.displib import Courses, courses_of, problem_of
from corridorsim.conformance.displib.courses import Hold
from corridorsim.errors import CorridorError


def read(*trains: Any, objective: Any = ()) -> Courses:
    return courses_of(problem_of({"trains": list(trains), "objective": list(objective)}, "file.json"))


def test_equal_tracks_become_one_pool() -> None:
    courses = courses_of(problem_of(line([2, 3], [(1, 0, 100), (-1, 0, 200)]), "line"))
    assert courses.pools == {
        "0.0|0.1": ("0.0", "0.1"),
        "section 0": ("section 0",),
        "1.0|1.1|1.2": ("1.0", "1.1", "1.2"),
    }
    assert [layer.alternatives for layer in courses.trains[0].layers] == [
        {"": 0}, {"0.0": 1, "0.1": 2}, {"": 3}, {"1.0": 4, "1.1": 5, "1.2": 6}, {"": 7}
    ]  # fmt: skip


def test_what_the_next_operation_needs_too_is_not_given_back_between() -> None:
    train = [op(5, "a", to=[1], release=9), op(5, "a", "b", to=[2], release=2), op(5, "b", to=[3], release=4), op()]
    assert read(train).trains[0].holds == (Hold("a", 0, 2, 9), Hold("b", 1, 3, 4))


def test_what_the_last_operation_holds_is_never_given_back() -> None:
    assert read([op(5, to=[1]), op(5, "a")]).trains[0].holds == (Hold("a", 1, 2, 0),)


def test_a_track_may_be_kept_over_several_operations() -> None:
    """Arriving on a track and standing on it: two operations for each of two tracks."""
    train = [op(to=[1, 3]), op(5, "a", to=[2]), op(9, "a", to=[5]), op(5, "b", to=[4]), op(9, "b", to=[5]), op()]
    courses = read(train)
    assert [layer.alternatives for layer in courses.trains[0].layers] == [
        {"": 0},
        {"a": 1, "b": 3},
        {"a": 2, "b": 4},
        {"": 5},
    ]
    assert courses.trains[0].holds == (Hold("a|b", 1, 3, 0),)


def choice(one: Any, two: Any) -> list[Any]:
    return [op(to=[1, 2]), one, two, op()]


@pytest.mark.parametrize(
    ("train", "says"),
    [
        (choice(op(5, "a", to=[3]), op(7, "b", to=[3])), "operations 1 and 2: they differ in min_duration (5 and 7)"),
        (choice(op(5, "a", to=[3]), op(5, "b", lb=9, to=[3])), "operations 1 and 2: they differ in start_lb (0 and 9)"),
        (choice(op(5, "a", to=[3]), op(5, to=[3])), "each must hold one track of its own (they hold a; nothing)"),
        (choice(op(5, "a", to=[3]), op(5, "a", to=[3])), "each must hold one track of its own (they hold a; a)"),
        (choice(op(5, "a", to=[3]), op(5, "b", to=[3], release=3)), "operations 1 and 2: they differ in release_time"),
        (
            [op(to=[1, 2]), op(5, "a", to=[3]), op(5, "b", to=[4]), op(5, to=[4]), op()],
            "operations 3 and 4: they differ in",
        ),
        (
            [op(to=[1, 2]), op(5, "a", to=[3]), op(5, "b", to=[4]), op(5, "c", to=[5]), op(5, "d", to=[5]), op()],
            "operations 1 and 2: the choice ties what comes next (operation 1 is followed by [3])",
        ),
        ([op(to=[1]), op(to=[2]), op(to=[1]), op()], "its operations lead back to where they came from"),
    ],
)
def test_other_alternatives_are_refused_with_train_operation_and_reason(train: Any, says: str) -> None:
    with pytest.raises(CorridorError) as told:
        read([op(to=[1]), op()], train)
    assert str(told.value).startswith("file.json: train 1")
    assert says in str(told.value)


def test_alternatives_that_cost_differently_are_refused() -> None:
    train = choice(op(5, "a", to=[3]), op(5, "b", to=[3]))
    with pytest.raises(CorridorError, match="they differ in what they cost"):
        read(train, objective=[late(0, 1)])
    assert read(train, objective=[late(0, 1), late(0, 2)]).trains[0].layers[1].delays


def test_a_track_that_another_train_cannot_choose_is_refused() -> None:
    with pytest.raises(CorridorError) as told:
        read(choice(op(5, "a", to=[3]), op(5, "b", to=[3])), [op(to=[1]), op(5, "b", to=[2]), op()])
    assert "train 1, operation 1: needs b, but elsewhere the choice is a or b" in str(told.value)
