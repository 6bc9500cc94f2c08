"""A plan: every train's itinerary packed into a program, and the meaning of each of its rows on the railway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import overload

from corridorsim.itineraries.layout import Ints, Layout
from corridorsim.operations import Legend, Outcome, Program


class Kind(IntEnum):
    """Kind of train."""

    FREIGHT = 0
    EMPTY = 1
    PASSENGER = 2
    LOCAL = 3
    CLOSURE = 4
    ONWARD = 5  # freight that carries on what others brought over the border


@dataclass(frozen=True)
class Stream:
    """Trains that are alike: one flow, one consist, one direction; or a service; or the closings of a resource."""

    name: str  # unique: random numbers are drawn by it
    flow: str  # trains are numbered within a flow
    kind: Kind
    itinerary: str
    crossing: str = ""
    direction: str = ""
    net: float = 0.0  # tonnes per train
    teu: float = 0.0
    cause: str = ""  # of closings: what closes it


@dataclass(frozen=True, eq=False)
class Plan:
    """The trains of one replication on a layout: a program, and what its trains are."""

    program: Program
    layout: Layout
    legend: Legend
    streams: tuple[Stream, ...]
    train_stream: Ints  # per train
    train_number: Ints  # per train, within its flow
    outcome: Outcome | None = None  # of the program, if planning had to run it

    def moment(self, second: float) -> datetime:
        """The date and time at a second of the run."""
        return self.layout.start + timedelta(seconds=float(second))

    def train(self, name: str) -> int:
        """Row of a train; ValueError if there is no train of that name."""
        return self.legend.trains.index(name)


@dataclass(frozen=True, eq=False)
class TrainNames(Sequence[str]):
    """Names such as "Dostyk out 123", built on request."""

    flows: tuple[str, ...]  # per stream
    stream: Ints
    number: Ints

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
