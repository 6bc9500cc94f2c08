"""What can be taken only while a gate is open: by how much its hours limit what is behind it."""

from dataclasses import dataclass, replace

import numpy as np

from corridorsim.capacity.border import open_behind_a_gate
from corridorsim.itineraries import Plan
from corridorsim.measures.alone import measure_alone
from corridorsim.measures.columns import Floats, Ints
from corridorsim.measures.opening import Hours, Opening, measure_opening

NONE = -1
ALL_DAY = 0.999


@dataclass(frozen=True, eq=False)
class Gates:
    """By resource: the gate in front of it that keeps trains from it, and for how much of its time it leaves it."""

    gate: Ints  # row among the resources, NONE where none does
    open: Floats  # share of the time in which it can be held, as far as its gate is concerned
    hours: tuple[Hours, ...]  # of the gate; of the resource itself where there is none
    held: Floats  # seconds for which a train that never waits holds what is behind a gate

    @property
    def mostly_closed(self) -> list[int]:
        """Rows of gates that keep trains from something for more than half of the time."""
        gates = np.unique(self.gate[self.gate != NONE]).tolist()
        return [gate for gate in gates if self.hours[gate].closed > 1 / 2]


def measure_gates(plan: Plan, resources: Ints, held: Floats) -> Gates:
    """Gates among some resources, which trains hold for so many seconds on the mean.

    What is held for as long as from opening to opening can be held all the time: no gate keeps trains from it.
    """
    column = np.full(plan.program.resources, NONE)
    column[resources] = np.arange(len(resources))
    gate = plan.layout.resources.gate[resources]
    gate = np.where(gate >= 0, column[gate], NONE)
    opening = measure_opening(plan, resources)
    hours = [opening.hours[own if own >= 0 else row] for row, own in enumerate(gate.tolist())]
    share = 1 - np.array([each.closed for each in hours])
    left = open_behind_a_gate(share, [each.cycle for each in hours], held)
    left = np.where(gate >= 0, left, 1.0)
    limits = left < ALL_DAY
    return Gates(np.where(limits, gate, NONE), np.where(limits, left, 1.0), tuple(hours), held)


def gates_of(plan: Plan) -> Gates:
    """Gates among all resources, which trains hold for as long as the plan tells."""
    gate = plan.layout.resources.gate.astype(np.int64)
    behind = np.flatnonzero(gate != NONE)
    if not len(behind):
        return Gates(gate, np.ones(len(gate)), (), np.zeros(len(gate)))
    group = np.zeros(plan.program.trains, np.int64)
    held = np.zeros(len(gate))
    held[behind] = measure_alone(plan, group, 1, behind).held
    return measure_gates(plan, np.arange(len(gate)), held)


def behind_gates(opening: Opening, gates: Gates) -> Opening:
    """What is open of what is behind gates, while they are."""
    hours = tuple(
        own if gate == NONE else _both(each, own)
        for each, own, gate in zip(gates.hours, opening.hours, gates.gate.tolist(), strict=True)
    )
    return replace(opening, share=opening.share * gates.open, hours=hours)


def _both(gate: Hours, own: Hours) -> Hours:
    """Of a gate and of what is behind it, where that is always open; without a number where both have hours."""
    if len(own.units) > 1:
        return own._replace(shut=np.nan)
    return Hours(np.append(0, own.units), np.append(gate.closed, 1 - gate.closed), gate.shut)
