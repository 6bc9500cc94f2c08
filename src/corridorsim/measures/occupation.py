"""How long each resource is held, how much of that it works, and how much its holders merely wait.

Shares are of the time in which trains could hold it (:mod:`corridorsim.measures.usable`): of lots, of whole ones; of
what is behind a gate, while that is open, above the line as below it. So none is above 1. Of a gate that is
closed most of the time trains are counted: those it let through, over those its openings could; of one that is open
most of the time nothing is used, for trains wait for what is behind it.

A unit is held from the start of the step that takes it to the put that gives it back. While its holder waits for
something else the unit is occupied but does no work; what is left is its work. The work share of a limiting resource
comes near 1; so does the occupation of all that queues before it, which is why occupation names no bottleneck.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridorsim.itineraries import Role
from corridorsim.measures.accounts import in_accounts, in_days
from corridorsim.measures.columns import Columns, Flags, Floats, Ints, summed
from corridorsim.measures.gates import gates_of
from corridorsim.measures.levels import entries, touching
from corridorsim.measures.usable import Times, let_through, measure_usable
from corridorsim.operations import NEVER, Program


@dataclass(frozen=True, eq=False)
class Occupation:
    """Shares of the unit-seconds that were open to trains in the window, per resource."""

    occupied: Floats
    work: Floats
    open_units: Floats  # mean number of units open to trains


def measure_occupation(columns: Columns) -> Occupation:
    """Occupation and work of every resource (UIC 406 speaks of the occupancy time rate; closings do not count)."""
    run, columns = columns, in_accounts(columns)
    closed = _held(columns, np.flatnonzero(columns.is_closure))
    held = in_days(run, _held(columns, slice(None)) - closed)
    idle = _held_in_waiting(columns, columns.waited) + _lying(columns, held)
    gates = gates_of(columns.plan)
    usable = measure_usable(run, gates)
    for gate, times in usable.through.items():
        behind = gates.gate == gate
        stores = columns.plan.layout.resources.have(Role.STORE)  # by which is told what of a stack only waits
        meanwhile = _held_meanwhile(columns, behind | stores, times)
        waited = times.left(columns.outcome.ready) - times.left(columns.outcome.started)
        held[behind] = meanwhile[behind]
        idle[behind] = (_held_in_waiting(columns, waited) + _lying(columns, meanwhile))[behind]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = (held, held - idle)
        occupied, work = (np.where(usable.unit_seconds > 0, part / usable.unit_seconds, 0.0) for part in parts)
    for gate in gates.mostly_closed:
        occupied[gate] = work[gate] = let_through(columns, gates, gate, usable.through[gate])
    return Occupation(occupied, work, usable.unit_seconds / (columns.end - columns.begin))


def _lying(columns: Columns, held: Floats) -> Floats:
    """Unit-seconds for which a stack's space is held by goods that only wait there for a train.

    A store of loads begins at 0, so what it is held for counts its units below 0.
    """
    stack = columns.plan.layout.resources.stack
    stores = np.flatnonzero(stack >= 0)
    return -summed(stack[stores], held[stores], len(held))


def _held(columns: Columns, rows: Ints | slice) -> Floats:
    """Unit-seconds of the window that each resource is held by some operations: from each take, less from each put.

    Of most operations everything is given back inside the window: there each second of delay is a second less.
    """
    p, step, started = columns.plan.program, columns.step[rows], columns.outcome.started[rows]
    longest = int(p.put_after.max(initial=0))
    within = (started >= columns.begin) & (started < columns.end - longest)
    count = np.bincount(step[within], minlength=p.steps)
    after_start = summed(step[within], columns.left(started[within]), p.steps)
    other = np.flatnonzero(~within & (started != NEVER))
    other_step, other_start = step[other], started[other].astype(np.int64)

    def after(delay: int) -> Floats:
        return after_start - delay * count + summed(other_step, columns.left(other_start + delay), p.steps)

    held = summed(p.take_resource, p.take_units * np.repeat(after(0), np.diff(p.take_first)), p.resources)
    for delay in np.unique(p.put_after).tolist():
        puts = np.flatnonzero(p.put_after == delay)
        held -= summed(p.put_resource[puts], p.put_units[puts] * after(delay)[p.put_step[puts]], p.resources)
    return held


def _held_meanwhile(columns: Columns, wanted: Flags, times: Times) -> Floats:
    """Unit-seconds for which trains hold each of some resources in parts of the window."""
    program, started = columns.plan.program, columns.outcome.started
    rows = np.flatnonzero((started != NEVER) & touching(program, wanted)[columns.step] & ~columns.is_closure)
    start, steps = started[rows].astype(np.int64), columns.step[rows]
    (taken, take), (given, put) = entries(program.take_first, steps), entries(program.put_first, steps)
    until = times.left(start[given] + program.put_after[put])
    held = summed(program.take_resource[take], program.take_units[take] * times.left(start[taken]), program.resources)
    held -= summed(program.put_resource[put], program.put_units[put] * until, program.resources)
    return held


def _held_in_waiting(columns: Columns, waited: Floats) -> Floats:
    """Unit-seconds for which each resource is held by trains that wait so long (per operation)."""
    step, resource, units = held_before(columns.plan.program)
    return summed(resource, units * columns.by_step(waited)[step], columns.plan.program.resources)


def held_before(program: Program) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a train holds while it waits for each step: rows of (step, resource, units)."""
    rows: list[tuple[int, int, int]] = []
    takes = _rows(program.take_first, program.take_resource, program.take_units)
    puts = _rows(program.put_first, program.put_resource, program.put_units)
    bounds = program.step_first.tolist()
    for first, last in pairwise(bounds):
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


def _rows(first: np.ndarray, resource: np.ndarray, units: np.ndarray) -> list[list[tuple[int, int]]]:
    pairs = list(zip(resource.tolist(), units.tolist(), strict=True))
    return [pairs[a:b] for a, b in zip(first.tolist(), first.tolist()[1:], strict=False)]
