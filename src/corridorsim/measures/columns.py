"""The columns from which every measure starts: each operation's outcome inside the measured window."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import Kind, Plan
from corridorsim.operations import Outcome

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HOUR = 3600.0
DAY = 86_400.0


def summed(row: npt.NDArray[Any], weights: npt.NDArray[Any], size: int) -> Floats:
    """Sum of the weights that belong to each row."""
    return np.bincount(row, weights=weights, minlength=size).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class Columns:
    """A plan and its outcome, seen through the window [warm_up, until)."""

    plan: Plan
    outcome: Outcome

    @property
    def begin(self) -> int:
        """First second that is measured."""
        return self.plan.layout.warm_up

    @property
    def end(self) -> int:
        """Second after the last that is measured."""
        return self.plan.program.until

    @property
    def days(self) -> float:
        """Length of the window in days."""
        return (self.end - self.begin) / DAY

    def left(self, moment: npt.NDArray[np.signedinteger[Any]]) -> Floats:
        """Seconds of the window after each moment; none after NEVER."""
        unsigned = moment.view(f"u{moment.itemsize}")  # as unsigned, NEVER (-1) comes after everything
        seconds: Floats = (self.end - np.clip(unsigned, self.begin, self.end)).astype(np.float64)
        return seconds

    @cached_property
    def step(self) -> npt.NDArray[np.int32]:
        """Per operation, its step."""
        return self.plan.program.operation_step

    @cached_property
    def train(self) -> npt.NDArray[np.int32]:
        """Per operation, its train."""
        return self.plan.program.operation_train

    @cached_property
    def after_start(self) -> Floats:
        """Per operation, seconds of the window after its start."""
        return self.left(self.outcome.started)

    @cached_property
    def waited(self) -> Floats:
        """Per operation, seconds of the window in which its train waited to start it."""
        return self.left(self.outcome.ready) - self.after_start

    @cached_property
    def stream(self) -> npt.NDArray[np.int32]:
        """Per operation, the stream of its train."""
        return self.plan.train_stream[self.train]

    @cached_property
    def is_closure(self) -> Flags:
        """Per operation, whether it is a closing and not a train's operation."""
        return self.of_kind(Kind.CLOSURE)

    def of_kind(self, *kinds: Kind) -> Flags:
        """Per operation, whether its train is of one of these kinds."""
        chosen = np.isin([stream.kind for stream in self.plan.streams], kinds)
        flags: Flags = np.repeat(chosen[self.plan.train_stream], np.diff(self.plan.program.operation_first))
        return flags

    @cached_property
    def in_window(self) -> Flags:
        """Per operation, whether it started inside the window."""
        started = self.outcome.started
        flags: Flags = (started >= self.begin) & (started < self.end)
        return flags

    def by_step(self, weights: Floats) -> Floats:
        """Sum of a column over the operations of each step."""
        return summed(self.step, weights, self.plan.program.steps)

    @cached_property
    def activity(self) -> npt.NDArray[np.int8]:
        """Per operation, what its train does."""
        return self.plan.layout.steps.activity[self.step]

    def started_day(self, rows: Ints) -> Ints:
        """Day of the window on which operations started, 0 for the first."""
        days: Ints = ((self.outcome.started[rows] - self.begin) // int(DAY)).astype(np.int64)
        return days
