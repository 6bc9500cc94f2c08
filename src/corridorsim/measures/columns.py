"""A plan and its outcome in the measured window: the columns from which every measure starts.

There are millions of operations, so nothing here makes a column of all of them. The few that a measure needs are found
by the steps that they perform, and sums over all of them are made in one pass (:mod:`corridorsim.measures.sums`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.sums import Runs, Stands, Use, sum_runs, sum_stands, sum_use
from corridorsim.model.train_class import TrainClass
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.ledger import Performed, blocks, performing, waiting_at_the_end, whose

A_BLOCK = 200_000  # operations
FAST = len(Kind)  # what is counted by kind of train has a column more, of loaded fast freight


@dataclass(frozen=True, eq=False)
class Columns:
    """A plan and its outcome in the window [warm_up, until)."""

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

    @property
    def window(self) -> tuple[int, int]:
        """The first second that is measured, and the one after the last."""
        return self.begin, self.end

    @cached_property
    def kind(self) -> npt.NDArray[np.int8]:
        """Per train, its kind."""
        return np.array([stream.kind for stream in self.plan.streams], np.int8)[self.plan.train_stream]

    @cached_property
    def fast(self) -> Flags:
        """Per train, whether it is loaded fast freight."""
        loaded = (Kind.FREIGHT, Kind.ONWARD, Kind.FEEDER)
        fast = [s.kind in loaded and s.itinerary.train_class is TrainClass.FAST_FREIGHT for s in self.plan.streams]
        flags: Flags = np.array(fast, bool)[self.plan.train_stream]
        return flags

    @cached_property
    def is_train(self) -> Flags:
        """Per row of the plan's trains, whether it is a train rather than a closing."""
        flags: Flags = self.kind != Kind.CLOSURE
        return flags

    @cached_property
    def use(self) -> Use:
        """What trains hold and wait for."""
        return sum_use(self.plan.program, self.outcome, self.window, self.is_train)

    @cached_property
    def runs(self) -> Runs:
        """What runs over the lines."""
        layout = self.plan.layout
        group = np.where(self.fast, FAST, self.kind).astype(np.int8)
        return sum_runs(self.plan.program, self.outcome, self.window, layout.steps, group, len(layout.lines))

    @cached_property
    def stands(self) -> Stands:
        """How long trains stand at places."""
        layout = self.plan.layout
        return sum_stands(
            self.plan.program, self.outcome, self.window, layout.steps, self.is_train, len(layout.places), self.blocks
        )

    @cached_property
    def blocks(self) -> Ints:
        """Bounds of blocks of trains, for what would make a column of all operations: it makes one of a block's."""
        return blocks(self.plan.program.operation_first, A_BLOCK)

    @cached_property
    def waiting(self) -> Performed:
        """The operations for which trains wait at the end."""
        return waiting_at_the_end(self.plan.program, self.outcome)

    def begun(self, steps: Flags, trains: Flags | None = None) -> Performed:
        """Operations that perform some steps and have started, of some trains or of all."""
        found = performing(self.plan.program, steps)
        begun = self.outcome.started[found.operation] != NEVER
        return found.chosen(begun if trains is None else begun & trains[found.train])

    def doing(self, *activities: Activity) -> Performed:
        """Operations that have started and in which trains do something."""
        return self.begun(np.isin(self.plan.layout.steps.activity, activities))

    def inside(self, operations: Ints) -> Flags:
        """Whether each of some operations started inside the window."""
        started = self.outcome.started[operations]
        flags: Flags = (started >= self.begin) & (started < self.end)
        return flags

    def day(self, operations: Ints) -> Ints:
        """Day of the window on which operations started, 0 for the first."""
        days: Ints = ((self.outcome.started[operations] - self.begin) // DAY).astype(np.int64)
        return days

    def step(self, operations: Ints) -> Ints:
        """The step that each of some operations performs."""
        return whose(self.plan.program, operations).step

    def train(self, operations: Ints) -> Ints:
        """The train that performs each of some operations."""
        return whose(self.plan.program, operations).train
