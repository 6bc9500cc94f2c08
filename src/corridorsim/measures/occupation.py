"""How long each resource is held, how much of that it works, and how much its holders merely wait.

A unit is held from the start of the step that takes it to the put that gives it back. While its holder waits for
something else the unit is occupied but does no work; what is left is its work. The work share of a limiting resource
comes near 1; the occupation of everything in the queue before it does, too, which is why occupation names no bottleneck.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.measures.columns import Columns, Floats
from corridorsim.operations import Program


@dataclass(frozen=True, eq=False)
class Occupation:
    """Shares of the unit-seconds that were open in the window, per resource."""

    occupied: Floats
    work: Floats
    open_units: Floats  # mean number of units not closed


def measure_occupation(columns: Columns) -> Occupation:
    """Occupation and work of every resource (UIC 406 speaks of the occupancy time rate; closings do not count)."""
    program = columns.plan.program
    length = columns.end - columns.begin
    closed = _held(columns, columns.is_closure)
    held = _held(columns, ~columns.is_closure)
    idle = _held_in_waiting(columns)
    is_open = program.capacity * length - closed
    with np.errstate(divide="ignore", invalid="ignore"):
        occupied = np.where(is_open > 0, held / is_open, 0.0)
        work = np.where(is_open > 0, (held - idle) / is_open, 0.0)
    return Occupation(occupied, work, is_open / length)


def _held(columns: Columns, rows: np.ndarray) -> Floats:  # type: ignore[type-arg]
    """Unit-seconds of the window that each resource is held by the operations of some rows."""
    program, outcome = columns.plan.program, columns.outcome
    step, started = columns.step[rows], outcome.started[rows]
    count = program.steps
    taken = np.bincount(step, weights=columns.after_start[rows], minlength=count)
    held = _spread(program.take_first, program.take_resource, program.take_units * _by_row(program.take_first, taken), program)
    for after in np.unique(program.put_after):
        given = np.bincount(step, weights=columns.left(np.where(started >= 0, started + after, started)), minlength=count)
        units = np.where(program.put_after == after, program.put_units, 0)
        held -= _spread(program.put_first, program.put_resource, units * _by_row(program.put_first, given), program)
    return held


def _by_row(first: np.ndarray, values: Floats) -> Floats:  # type: ignore[type-arg]
    """Values by step, repeated for each of the step's takes or puts."""
    return np.repeat(values, np.diff(first))


def _spread(first: np.ndarray, resource: np.ndarray, weights: Floats, program: Program) -> Floats:  # type: ignore[type-arg]
    total: Floats = np.bincount(resource, weights=weights, minlength=program.resources)
    return total


def _held_in_waiting(columns: Columns) -> Floats:
    """Unit-seconds for which each resource is held by trains that wait."""
    step, resource, units = held_before(columns.plan.program)
    waits = columns.by_step(columns.waited)
    total: Floats = np.bincount(resource, weights=units * waits[step], minlength=columns.plan.program.resources)
    return total


def held_before(program: Program) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """What a train holds while it waits for each step: rows of (step, resource, units)."""
    rows: list[tuple[int, int, int]] = []
    takes = _rows(program.take_first, program.take_resource, program.take_units)
    puts = _rows(program.put_first, program.put_resource, program.put_units)
    bounds = program.step_first.tolist()
    for first, last in zip(bounds, bounds[1:], strict=False):
        held: dict[int, int] = {}
        for step in range(first, last):
            rows.extend((step, resource, units) for resource, units in held.items() if units > 0)
            for resource, units in takes[step]:
                held[resource] = held.get(resource, 0) + units
            for resource, units in puts[step]:
                held[resource] = held.get(resource, 0) - units
            held = {resource: units for resource, units in held.items() if units}
    table = np.array(rows, np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _rows(first: np.ndarray, resource: np.ndarray, units: np.ndarray) -> list[list[tuple[int, int]]]:  # type: ignore[type-arg]
    pairs = list(zip(resource.tolist(), units.tolist(), strict=True))
    return [pairs[a:b] for a, b in zip(first.tolist(), first.tolist()[1:], strict=False)]
