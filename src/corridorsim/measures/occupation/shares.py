"""How long each resource is held, how much of that time it works, and how much its holders merely wait.

Shares are of the time in which trains could hold it (:mod:`corridorsim.measures.occupation.usable`): of lots, only
whole ones; of a resource behind a gate, while the gate is open, in numerator and denominator. So no share exceeds 1.
For a gate that is closed most of the time, trains are counted: those it let through, divided by those its openings
could let through; a gate that is open most of the time has no use of its own, because trains wait for what is behind
it.

A unit is held from the start of the step that takes it to the put that puts it back. While its holder waits for
something else the unit is occupied but does no work; the rest is its work. The work share of a limiting resource is
near 1; so is the occupation of everything that queues before it, so occupation does not identify a bottleneck.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Role
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.accounts import in_accounts, in_days
from corridorsim.measures.occupation.gates import gates_of
from corridorsim.measures.occupation.intervals import performed_by_trains
from corridorsim.measures.occupation.usable import Times, let_through, measure_usable
from corridorsim.measures.sums import summed
from corridorsim.operations.holdings import held_before
from corridorsim.operations.ledger import entries_of, performing


@dataclass(frozen=True, eq=False)
class Occupation:
    """Shares of the unit-seconds that were open to trains in the window, per resource."""

    occupied: Floats
    work: Floats
    open_units: Floats  # mean number of units open to trains


def measure_occupation(columns: Columns) -> Occupation:
    """Occupation and work of every resource (UIC 406: occupancy time rate; closings do not count)."""
    run, columns = columns, in_accounts(columns)
    held = in_days(run, columns.use.held.astype(np.float64))
    by_trains = performed_by_trains(columns.plan)
    idle = _held_in_waiting(columns, columns.use.step_waited * by_trains) + _lying(columns, held)
    gates = gates_of(columns.plan)
    usable = measure_usable(run, gates)
    for gate, times in usable.through.items():
        behind = gates.gate == gate
        stores = columns.plan.layout.resources.have(Role.STORE)  # they show how much of a stack only waits
        meanwhile = _held_meanwhile(columns, behind | stores, times)
        waited = _waited_meanwhile(columns, behind, times) * by_trains
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

    A store of loads begins at 0, so its holding counts units below 0.
    """
    stack = columns.plan.layout.resources.stack
    stores = np.flatnonzero(stack >= 0)
    return -summed(stack[stores], held[stores], len(held))


def _held_meanwhile(columns: Columns, wanted: Flags, times: Times) -> Floats:
    """Unit-seconds for which trains hold each of some resources in parts of the window."""
    program = columns.plan.program
    told = entries_of(program, columns.outcome, wanted, columns.is_train)
    held: Floats = -summed(told.resource, told.units * times.left(told.second), program.resources)
    return held


def _waited_meanwhile(columns: Columns, behind: Flags, times: Times) -> Floats:
    """Per step before which something behind a gate is held, seconds waited in parts of the window."""
    program, outcome = columns.plan.program, columns.outcome
    held, holds = held_before(program), np.zeros(program.steps, bool)
    holds[held.step[behind[held.resource]]] = True
    rows = performing(program, holds)
    waited = times.left(outcome.ready[rows.operation]) - times.left(outcome.started[rows.operation])
    return summed(rows.step, waited, program.steps)


def _held_in_waiting(columns: Columns, waited: Floats | Ints) -> Floats:
    """Unit-seconds for which each resource is held by trains that wait for so long before each step."""
    step, resource, units = held_before(columns.plan.program)
    return summed(resource, units * waited[step], columns.plan.program.resources)
