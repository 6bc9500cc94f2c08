"""What trains could use of each resource in a run: open units, in whole lots, while their gate was open.

Units held by closings are not open, from the moment they are held: a closing that waits for a train to leave does not
close yet. A resource behind a gate can be used while the gate is open; units that trains hold of it while the gate is
closed were taken before and count neither as used nor as usable. A place of a calendar day counts as used for its whole
day, and as usable if it is open at any time of it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, Ints
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.accounts import day_edges
from corridorsim.measures.occupation.availability import Closings, course, reasons_of
from corridorsim.measures.occupation.gates import NONE, Gates
from corridorsim.measures.occupation.intervals import closing_intervals
from corridorsim.operations import NEVER


class Times(NamedTuple):
    """Parts of the window that count."""

    edges: Ints  # seconds, rising
    counts: Floats  # from each edge to the next: 1 if it counts, 0 if not; one fewer than edges

    @property
    def spans(self) -> tuple[Ints, Ints]:
        """When the counted parts begin, and when they end."""
        turns = np.diff(self.counts, prepend=0.0, append=0.0)
        return self.edges[turns > 0], self.edges[turns < 0]

    def left(self, moment: npt.NDArray[np.signedinteger]) -> Floats:
        """Their seconds after each moment; none after NEVER."""
        reached = np.concatenate(([0.0], np.cumsum(np.diff(self.edges) * self.counts)))
        after: Floats = reached[-1] - np.interp(moment, self.edges, reached)
        return np.where(moment == NEVER, 0.0, after)


class Usable(NamedTuple):
    """What trains could use in the window."""

    unit_seconds: Floats  # per resource
    through: dict[int, Times]  # by gate, when it was open


def measure_usable(columns: Columns, gates: Gates) -> Usable:
    """Unit-seconds of the window in which trains could hold each resource, and when gates let them."""
    program = columns.plan.program
    capacity, lots = program.capacity.astype(np.int64), columns.plan.layout.resources.lot
    closings = _happened(columns)
    through = {gate: _open_times(columns, closings, gate, int(lots[gate])) for gate in _used_gates(gates)}
    usable = (capacity // lots * lots).astype(np.float64) * (columns.end - columns.begin)
    days = {day.places: day for day in columns.plan.layout.day_numbers}
    some = np.flatnonzero((gates.gate != NONE) | np.isin(np.arange(len(capacity)), [*closings.resource, *days]))
    for row in some.tolist():
        edges, units = _course(columns, closings, row, int(lots[row]))
        times = through.get(int(gates.gate[row]))
        if row in days:
            usable[row] = _by_day(columns, day_edges(columns, days[row]), edges, units)
        elif times is None:
            usable[row] = units @ np.diff(edges)
        else:
            usable[row] = units @ -np.diff(times.left(edges))
    return Usable(usable, through)


def let_through(columns: Columns, gates: Gates, gate: int, times: Times) -> float:
    """Trains that a gate let through to the resource it limits most, divided by those its openings could let through.

    What has begun is finished, so an opening holds whole turns of what is behind the gate, each as long as an
    unhindered train holds it. A gate that let more trains through than that counts as fully used.
    """
    program, lots = columns.plan.program, columns.plan.layout.resources.lot
    opens, shuts = times.spans
    most = 0.0
    for row in np.flatnonzero((gates.gate == gate) & (gates.held > 0)).tolist():
        turns = np.ceil((shuts - opens) / gates.held[row] - 1e-6) * (program.capacity[row] // lots[row])
        takes = np.zeros(program.steps, bool)
        takes[program.take_step[program.take_resource == row]] = True
        moments = np.sort(columns.outcome.started[columns.begun(takes, columns.is_train).operation])
        passed = np.diff(np.searchsorted(moments, [opens, shuts]), axis=0)[0]
        most = max(most, float(passed.sum() / max(1.0, np.maximum(turns, passed).sum())))
    return most


def _used_gates(gates: Gates) -> list[int]:
    return [gate for gate in np.unique(gates.gate).tolist() if gate != NONE]


def _happened(columns: Columns) -> Closings:
    """What closings held, from when to when."""
    held = closing_intervals(columns.plan, columns.outcome, columns.begin, columns.end)
    return Closings(held.resource, held.units, held.begin, held.end, reasons_of(columns.plan)[held.train])


def _course(columns: Columns, closings: Closings, resource: int, lot: int) -> tuple[Ints, Ints]:
    own = closings.of(closings.resource == resource)
    edges, units = course(int(columns.plan.program.capacity[resource]), own, (columns.begin, columns.end))
    return edges, units // lot * lot


def _open_times(columns: Columns, closings: Closings, gate: int, lot: int) -> Times:
    edges, units = _course(columns, closings, gate, lot)
    return Times(edges, (units > 0).astype(float))


def _by_day(columns: Columns, days: Ints, edges: Ints, units: Ints) -> float:
    """Places of each day, as many as are open at some time of it, for the part of the day in the window."""
    days = np.clip(days, columns.begin, columns.end)
    most = (units[(edges[:-1] < end) & (edges[1:] > begin)].max(initial=0) for begin, end in _pairs(days))
    return float(np.array([*most]) @ np.diff(days))


def _pairs(edges: Ints) -> Iterator[tuple[int, int]]:
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
