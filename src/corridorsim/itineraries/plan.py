"""A plan: every train's itinerary packed into a program, and what each of its rows means on the railway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import overload

from corridorsim.itineraries.layout import Ints, Layout
from corridorsim.operations import Legend, Outcome, Program


class Kind(IntEnum):
    """What a train is."""

    FREIGHT = 0
    EMPTY = 1
    PASSENGER = 2
    LOCAL = 3
    CLOSURE = 4
    ONWARD = 5  # freight that carries on what others brought over the border


class Closing(IntEnum):
    """Why something is closed."""

    LEVEL = 0  # a number that holds from one date to another is lower than the highest
    NOT_YET_OPEN = 1
    HOURS = 2  # it has opening hours, or days of the week
    POSSESSION = 3
    DISRUPTION = 4  # it comes and goes: a storm, a failure
    CHANGE_OF_DAY = 5  # nothing is closed: the number of a calendar day begins anew


@dataclass(frozen=True)
class Stream:
    """Trains that are alike: one flow, one consist, one way; or a service; or the closings of a resource."""

    name: str  # unique: luck is drawn by it
    flow: str  # trains are numbered within a flow
    kind: Kind
    itinerary: str
    crossing: str = ""
    direction: str = ""
    net: float = 0.0  # tonnes a train
    teu: float = 0.0
    cause: str = ""  # of closings: what closes it, in words
    closing: Closing | None = None  # why, if it is closings


@dataclass(frozen=True, eq=False)
class Plan:
    """The trains of one replication on a layout: a program, and what its trains are."""

    program: Program
    layout: Layout
    legend: Legend
    streams: tuple[Stream, ...]
    train_stream: Ints  # per train
    train_number: Ints  # per train, within its flow
    outcome: Outcome | None = None  # of the program, where planning had to run it

    def moment(self, second: float) -> datetime:
        """The clock at a second of the run."""
        return self.layout.start + timedelta(seconds=float(second))

    def train(self, name: str) -> int:
        """Row of a train; ValueError if there is none of that name."""
        return self.legend.trains.index(name)


@dataclass(frozen=True, eq=False)
class TrainNames(Sequence[str]):
    """Names such as "Dostyk out 123", made when asked for."""

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
