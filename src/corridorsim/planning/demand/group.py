"""Groups of trains that are alike, and how the operations of all groups come into one column of a program."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import Stream

Table = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.int64]
Performed = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Group:
    """The trains of one stream: their starting times, and the durations of their steps, which are drawn when asked for.

    So there are never the durations of all streams twice, as they are drawn and as the program has them.
    """

    stream: Stream
    itinerary: Table  # row of the program's itineraries
    ready: Seconds
    rank: int
    durations: Callable[[], Table]  # (trains, steps)
    performed: Performed  # whether each train performs each step: some omit some
    not_before: Table | None = None  # (trains, steps), None where all may start at once
    gives_up: Seconds | None = None  # second in which each gives up if it has not started; None for never
    another_way: bool = False  # whether the goods of a train that gives up go by another way
    instead_of: tuple[Stream, Seconds] | None = None  # which trains they replace: a stream, and rows of its trains

    @cached_property
    def operations(self) -> int:
        """Number of steps that the trains perform together."""
        return int(np.count_nonzero(self.performed))


def side_by_side(groups: list[Group], table: Callable[[Group], Table | None]) -> Table:
    """The operations of all groups in one column, from a table of each; 0 for a group that has none."""
    bounds = np.cumsum([0, *(group.operations for group in groups)])
    column = np.zeros(bounds[-1], np.int32)
    for group, begin, end in zip(groups, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        values = table(group)
        if values is not None:
            column[begin:end] = values.ravel() if group.operations == values.size else values[group.performed]
    return column


def everything(trains: int, steps: int) -> Performed:
    """All trains perform all steps."""
    return np.broadcast_to(np.True_, (trains, steps))


def at_fixed_times(stream: Stream, rows: Table, ready: Seconds, rank: int, not_before: Table) -> Group:
    """Trains whose steps take no time, each not before a second of its own."""
    return Group(
        stream, rows, ready, rank, lambda: np.zeros_like(not_before), everything(*not_before.shape), not_before
    )


def numbers_in_flows(streams: tuple[Stream, ...], train_stream: Table, ready: Table) -> Table:
    """Number the trains of each flow in the order in which they appear."""
    flows = list(dict.fromkeys(stream.flow for stream in streams))
    flow = np.array([flows.index(stream.flow) for stream in streams])[train_stream]
    order = np.lexsort((ready, flow))
    first = np.searchsorted(flow[order], np.arange(len(flows)))
    number = np.empty(len(ready), np.int32)
    number[order] = np.arange(len(ready)) - first[flow[order]] + 1
    return number
