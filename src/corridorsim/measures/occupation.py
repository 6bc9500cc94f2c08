"""How long each resource is held, how much of that time it works, and how much its holders merely wait.

Shares are of the time in which trains could hold it (:mod:`corridorsim.measures.usable`): of lots, only whole ones; of
a resource behind a gate, while the gate is open, in numerator and denominator. So no share exceeds 1. For a gate that
is closed most of the time, trains are counted: those it let through, divided by those its openings could let through; a
gate that is open most of the time has no use of its own, because trains wait for what is behind it.

A unit is held from the start of the step that takes it to the put that puts it back. While its holder waits for
something else the unit is occupied but does no work; the rest is its work. The work share of a limiting resource is
near 1; so is the occupation of everything that queues before it, so occupation does not identify a bottleneck.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridorsim.itineraries.stages import STACK, STORE
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
    """Occupation and work of every resource (UIC 406: occupancy time rate; closings do not count)."""
    run, columns = columns, in_accounts(columns)
    closed = _held(columns, np.flatnonzero(columns.is_closure))
    held = in_days(run, _held(columns, slice(None)) - closed)
    idle = _held_in_waiting(columns, columns.waited) + _lying(columns, held)
    gates = gates_of(columns.plan)
    usable = measure_usable(run, gates)
    for gate, times in usable.through.items():
        behind = gates.gate == gate
        meanwhile = _held_meanwhile(columns, _with_stores(columns, behind), times)
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

    A store of loads begins at 0, so its holding counts units below 0; it has the key of its stack's space.
    """
    stages, stage = columns.plan.layout.stages, columns.plan.layout.resources.stage.tolist()
    lying = np.zeros(len(held))
    keys = {stages[row].key: resource for resource, row in enumerate(stage) if stages[row].kind is STACK}
    for resource, row in enumerate(stage):
        if stages[row].kind is STORE and stages[row].key in keys:
            lying[keys[stages[row].key]] -= held[resource]
    return lying


def _with_stores(columns: Columns, behind: Flags) -> Flags:
    """Some resources, and the stores of loads, which show how much of a stack only waits."""
    kinds = np.array([stage.kind for stage in columns.plan.layout.stages])[columns.plan.layout.resources.stage]
    some: Flags = behind | (kinds == "store")
    return some


def _held(columns: Columns, rows: Ints | slice) -> Floats:
    """Unit-seconds of the window for which some operations hold each resource: from each take, less from each put.

    Most operations put everything back inside the window: for them each second of delay is a second less.
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
    """Unit-seconds for which each resource is held by trains that wait (seconds per operation)."""
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
