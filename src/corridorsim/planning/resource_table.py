"""What each resource means, as a table of the plan: what planning said as it made it, and how trains take it.

How trains take a thing can only be read from all their steps together, so it is worked out here, once: how many units
at once, and through which gate.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from corridorsim.arrays import Column
from corridorsim.itineraries import ResourceTable, Role
from corridorsim.itineraries.stages import Stage
from corridorsim.operations import Step
from corridorsim.operations.builder import puts_of, takes_of
from corridorsim.planning.resources import Resource

NONE = -1


def resource_table(made: Mapping[str, Resource], stages: Sequence[Stage], by_trains: Sequence[Step]) -> ResourceTable:
    """The rows of all resources, in the order in which they were made; ``by_trains`` are the steps of trains."""
    row = {name: n for n, name in enumerate(made)} | {"": NONE}
    stage_row = {stage: n for n, stage in enumerate(stages)}
    lots, gates = lots_of(by_trains), gates_of(by_trains, made)
    things = list(made.values())

    def rows(names: Sequence[str]) -> Column:
        return np.array([row[name] for name in names], np.int32)

    return ResourceTable(
        stage=np.array([stage_row[thing.stage] for thing in things], np.int32),
        role=np.array([thing.role for thing in things], np.int8),
        exits=tuple(thing.exit for thing in things),
        yard=rows([thing.yard for thing in things]), stack=rows([thing.stack for thing in things]),
        gate=rows([gates.get(name, "") for name in made]),
        lot=np.array([lots.get(name, 1) for name in made], np.int32),
    )  # fmt: skip


def lots_of(by_trains: Sequence[Step]) -> dict[str, int]:
    """By resource, the units that trains take and give at once; 1 where that is not always the same number.

    Of three machines that work a train in pairs one pair works at a time: what is left over never does.
    """
    units = defaultdict[str, set[int]](set)
    for step in by_trains:
        for resource, number in takes_of(step).items():
            units[resource].add(number)
        for put in puts_of(step):
            units[put.resource].add(put.units)
    return {resource: numbers.pop() if len(numbers) == 1 else 1 for resource, numbers in units.items()}


def gates_of(by_trains: Sequence[Step], made: Mapping[str, Resource]) -> dict[str, str]:
    """By resource, the gate through which alone trains take it, of those that have one."""
    through: dict[str, set[str]] = {}
    for step in by_trains:
        taken = takes_of(step).keys()
        gates = {resource for resource in taken if made[resource].role is Role.GATE}
        for resource in taken - gates:
            through[resource] = through.get(resource, gates) & gates
    return {resource: min(gates) for resource, gates in through.items() if gates}
