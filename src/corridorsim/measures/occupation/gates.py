"""Resources that trains can take only while a gate is open: how much its hours limit them."""

from dataclasses import dataclass, replace

import numpy as np

from corridorsim.arrays import Floats, Ints
from corridorsim.formulas.border import open_behind_a_gate
from corridorsim.itineraries import Plan
from corridorsim.measures.occupation.availability import Availability, Hours, measure_availability
from corridorsim.measures.occupation.unhindered import measure_unhindered

NONE = -1
ALL_DAY = 0.999


@dataclass(frozen=True, eq=False)
class Gates:
    """By resource: the gate in front of it, if any, and the share of its time that the gate leaves usable."""

    gate: Ints  # row among the resources, NONE if it has no gate
    open: Floats  # share of the time in which its gate lets it be held
    hours: tuple[Hours, ...]  # of the gate; of the resource itself if it has no gate
    held: Floats  # seconds for which an unhindered train holds what is behind a gate

    @property
    def mostly_closed(self) -> list[int]:
        """Rows of gates that close something for more than half of the time."""
        gates = np.unique(self.gate[self.gate != NONE]).tolist()
        return [gate for gate in gates if self.hours[gate].closed > 1 / 2]


def measure_gates(plan: Plan, resources: Ints, held: Floats) -> Gates:
    """Gates among some resources, which trains hold for a mean number of seconds.

    A resource held from one opening to the next can be held all the time: its gate does not limit it.
    """
    column = np.full(plan.program.resources, NONE)
    column[resources] = np.arange(len(resources))
    gate = plan.layout.resources.gate[resources]
    gate = np.where(gate >= 0, column[gate], NONE)
    availability = measure_availability(plan, resources)
    hours = [availability.hours[own if own >= 0 else row] for row, own in enumerate(gate.tolist())]
    share = 1 - np.array([each.closed for each in hours])
    left = open_behind_a_gate(share, [each.cycle for each in hours], held)
    left = np.where(gate >= 0, left, 1.0)
    limits = left < ALL_DAY
    return Gates(np.where(limits, gate, NONE), np.where(limits, left, 1.0), tuple(hours), held)


def gates_of(plan: Plan) -> Gates:
    """Gates among all resources, which trains hold for as long as the plan gives."""
    gate = plan.layout.resources.gate.astype(np.int64)
    behind = np.flatnonzero(gate != NONE)
    if not len(behind):
        return Gates(gate, np.ones(len(gate)), (), np.zeros(len(gate)))
    group = np.zeros(plan.program.trains, np.int64)
    held = np.zeros(len(gate))
    held[behind] = measure_unhindered(plan, group, 1, behind).held
    return measure_gates(plan, np.arange(len(gate)), held)


def behind_gates(availability: Availability, gates: Gates) -> Availability:
    """The open part of resources behind gates, while their gates are open."""
    hours = tuple(
        own if gate == NONE else _both(each, own)
        for each, own, gate in zip(gates.hours, availability.hours, gates.gate.tolist(), strict=True)
    )
    return replace(availability, share=availability.share * gates.open, hours=hours)


def _both(gate: Hours, own: Hours) -> Hours:
    """Hours of a gate and of what is behind it, if that is always open; no number if both have hours."""
    if len(own.units) > 1:
        return own._replace(shut=np.nan)
    return Hours(np.append(0, own.units), np.append(gate.closed, 1 - gate.closed), gate.shut)
