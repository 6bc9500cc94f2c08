"""What makes an engine refuse a program, and what its rows stand for."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from corridorsim.operations import NEVER, Builder, Legend, Outcome, Program, ProgramError, Step, check


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def two_ways() -> tuple[Program, Legend]:
    """E1 goes over the section, W1 only passes, E2 goes over the section too."""
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("enter", ["section"]), Step("leave", puts=["section"])])
    builder.itinerary("pass", [Step("pass")])
    builder.train("E1", "over", durations=[600])
    builder.train("W1", "pass", durations=[])
    builder.train("E2", "over", durations=[300], ready=50)
    return builder.build(until=3600)


PROGRAM, LEGEND = two_ways()


def test_operations_are_grouped_by_train() -> None:
    assert PROGRAM.operation_first.tolist() == [0, 2, 3, 5]
    assert PROGRAM.operation_train.tolist() == [0, 0, 1, 2, 2]


def test_each_operation_performs_a_step_of_its_train_s_itinerary() -> None:
    assert PROGRAM.operation_step.tolist() == [0, 1, 2, 0, 1]


def test_a_program_counts_its_rows() -> None:
    assert (PROGRAM.trains, PROGRAM.operations, PROGRAM.steps, PROGRAM.resources) == (3, 5, 3, 1)


def test_outcomes_are_the_same_if_both_columns_are() -> None:
    one = Outcome(column(0, NEVER), column(0, NEVER))
    assert one.same_as(Outcome(column(0, NEVER), column(0, NEVER)))
    assert not one.same_as(Outcome(column(0, NEVER), column(NEVER, NEVER)))
    assert not one.same_as(Outcome(column(1, NEVER), column(0, NEVER)))


def test_a_good_program_passes() -> None:
    check(PROGRAM)
    check(PROGRAM, LEGEND)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"duration": np.zeros(5, np.int64)}, "duration must be one contiguous column of int32 (got int64, 1-dimens"),
        ({"duration": np.zeros((5, 1), np.int32)}, "duration must be one contiguous column of int32 (got int32, 2-dim"),
        ({"duration": np.zeros(10, np.int32)[::2]}, "duration must be one contiguous column of int32"),
        ({"until": -1}, "until must be a whole number of seconds from 0 to 2147483647 (got -1)"),
        ({"until": 2**31}, "until must be a whole number of seconds from 0 to 2147483647 (got 2147483648)"),
        ({"until": 3600.5}, "until must be a whole number of seconds from 0 to 2147483647 (got 3600.5)"),
        ({"step_first": column()}, "step_first must rise from 0 to 3"),
        ({"step_first": column(0, 2)}, "step_first must rise from 0 to 3 over 2 entries"),
        ({"step_first": column(0, 4, 3)}, "step_first must rise from 0 to 3 over 3 entries"),
        ({"step_first": column(0, 3, 3)}, "step_first must give every itinerary at least one step"),
        ({"take_first": column(0, 1, 1)}, "take_first must rise from 0 to 1 over 4 entries"),
        ({"put_first": column(0, 0, 2, 1)}, "put_first must rise from 0 to 1 over 4 entries"),
        ({"train_itinerary": column(0, 2, 0)}, "train_itinerary must lie between 0 and 1 (got 0 to 2)"),
        ({"train_itinerary": column(0, -1, 0)}, "train_itinerary must lie between 0 and 1 (got -1 to 0)"),
        ({"take_resource": column(1)}, "take_resource must lie between 0 and 0 (got 1 to 1)"),
        ({"put_resource": column(-1)}, "put_resource must lie between 0 and 0 (got -1 to -1)"),
        ({"train_ready": column(0, -5, 0)}, "train_ready must be at least 0 (got -5 for W1)"),
        ({"train_ready": column(0, 0)}, "train_ready must have one entry per train (3, got 2)"),
        ({"train_rank": column(0, 0, 0, 0)}, "train_rank must have one entry per train (3, got 4)"),
        ({"duration": column(600, 0, 0, -300, 0)}, "duration must be at least 0 (got -300 for E2 at enter)"),
        ({"not_before": column(0, -1, 0, 0, 0)}, "not_before must be at least 0 (got -1 for E1 at leave)"),
        ({"not_before": column(0)}, "duration and not_before must have one entry per operation (5)"),
        ({"restart": column(0, -3, 0)}, "restart must be at least 0 (got -3 for leave)"),
        ({"put_after": column(-1)}, "put_after must be at least 0 (got -1)"),
        ({"take_units": column(0)}, "take_units must be at least 1 (got 0)"),
        ({"put_units": column(0)}, "put_units must be at least 1 (got 0)"),
        ({"put_units": column(1, 1)}, "put_units must be as long as the resources beside it (1, got 2)"),
        ({"capacity": column(-2)}, "capacity must be at least 0 (got -2 for section)"),
        (
            {"take_first": column(0, 0, 1, 1)},
            "take_first must give the last step of every itinerary no takes",
        ),
        (
            {"take_first": column(0, 2, 2, 2), "take_resource": column(0, 0), "take_units": column(1, 1)},
            "take_resource must name a resource only once in a step",
        ),
    ],
)
def test_a_bad_program_is_refused_by_the_column_that_is_bad(changed: dict[str, Any], text: str) -> None:
    with pytest.raises(ProgramError) as error:
        check(replace(PROGRAM, **changed), LEGEND)
    assert str(error.value).startswith(text)


def test_without_a_legend_nobody_is_named() -> None:
    with pytest.raises(ProgramError, match=r"^capacity must be at least 0 \(got -2\)$"):
        check(replace(PROGRAM, capacity=column(-2)))
