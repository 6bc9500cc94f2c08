"""A plan: every train's itinerary packed into a program, and the meaning of each of its rows on the railway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import overload

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.itineraries.itinerary import Stream
from corridorsim.itineraries.layout import Layout
from corridorsim.operations import Legend, Outcome, Program


@dataclass(frozen=True, eq=False)
class GaveUp:
    """Loaded trains whose goods gave up before they departed, one row each; they are not in the program."""

    stream: Column  # row of the plan's streams
    wished: Column  # second in which it was due
    at: Column  # second in which its goods gave up
    another_way: npt.NDArray[np.bool_]  # whether the goods went by another way, or were not sent
    planned_stream: Column  # row of the streams of every planned train, in the program or not
    exists: npt.NDArray[np.bool_]  # per planned train, whether it is in the program

    def __repr__(self) -> str:
        return f"<GaveUp: {len(self.stream):,} trains, of which {int(self.another_way.sum()):,} went by another way>"


@dataclass(frozen=True, eq=False)
class Plan:
    """The trains of one replication on a layout: a program, and what its trains are."""

    program: Program
    layout: Layout
    legend: Legend
    streams: tuple[Stream, ...]
    train_stream: Column  # per train
    train_number: Column  # per train, within its flow
    outcome: Outcome | None = None  # of the program, where planning had to run it
    gave_up: GaveUp | None = None  # None if all goods wait without limit

    def __repr__(self) -> str:
        until = f"from {self.layout.start:%Y-%m-%d} to before {self.moment(self.program.until):%Y-%m-%d}"
        return f"<Plan: {self.program.trains:,} trains, {self.program.operations:,} operations, {until}>"

    def moment(self, second: float) -> datetime:
        """The date and time at a second of the run."""
        return self.layout.start + timedelta(seconds=float(second))

    def without_operations(self) -> "Plan":
        """The same layout and trains with no operation, which take nearly all memory: enough to name and place them."""
        none = np.zeros(0, np.int32)
        return replace(self, program=replace(self.program, duration=none, not_before=none), outcome=None)

    def trains_of(self, flow: str) -> Column:
        """Rows of the trains that are numbered together, in the order of their numbers; none for an unknown flow."""
        streams = [row for row, stream in enumerate(self.streams) if stream.flow == flow]
        rows = np.flatnonzero(np.isin(self.train_stream, streams))
        return rows[np.argsort(self.train_number[rows])].astype(np.int32)

    def train(self, name: str) -> int:
        """Row of a train by its flow and number, such as "ore out 123"; ValueError if there is none."""
        try:
            return self.legend.trains.index(name)
        except ValueError:
            raise ValueError(f'no train "{name}"') from None


@dataclass(frozen=True, eq=False)
class TrainNames(Sequence[str]):
    """Names such as "ore out 123", built on request."""

    flows: tuple[str, ...]  # per stream
    stream: Column
    number: Column

    def __len__(self) -> int:
        return len(self.stream)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[i] for i in range(len(self))[row]]
        return f"{self.flows[self.stream[row]]} {self.number[row]}"

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))
