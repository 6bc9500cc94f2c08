"""How trains take a resource, from the plan: how many units at once, and through which gate."""

import numpy as np

from corridorsim.arrays import Flags, Ints
from corridorsim.itineraries import Plan
from corridorsim.measures.intervals import is_closing
from corridorsim.operations import Program
from corridorsim.operations.worked_once import once_for_its_steps


def read_lots(plan: Plan) -> Ints:
    """Per resource, the units that trains take and put at once if that is always the same number; otherwise 1.

    If three machines work trains in pairs, one pair works at a time: the third machine never does.
    """
    return _lots(plan.program, performed_by_trains(plan).tobytes())


@once_for_its_steps
def _lots(program: Program, performed: bytes) -> Ints:
    """``performed`` are the flags of :func:`performed_by_trains`, which differ in few replications."""
    by_trains = np.frombuffer(performed, bool)
    takes, puts = by_trains[program.take_step], by_trains[program.put_step]
    least, most = np.full(program.resources, np.iinfo(np.int64).max), np.zeros(program.resources, np.int64)
    for resource, units in (
        (program.take_resource[takes], program.take_units[takes]),
        (program.put_resource[puts], program.put_units[puts]),
    ):
        np.minimum.at(least, resource, units)
        np.maximum.at(most, resource, units)
    lots: Ints = np.where(least == most, most, 1)
    return lots


def read_gates(plan: Plan) -> Ints:
    """Per resource, the gate through which alone trains take it, -1 if there is none.

    A gate is a resource that every train takes and puts back in the same second: it is never used up, and stops trains
    only while it is closed.
    """
    return _gates(plan.program, performed_by_trains(plan).tobytes())


@once_for_its_steps
def _gates(program: Program, performed: bytes) -> Ints:
    step_of_take, step_of_put = program.take_step, program.put_step
    takes = np.flatnonzero(np.frombuffer(performed, bool)[step_of_take])
    at_once = program.put_after == 0
    given = set(zip(step_of_put[at_once].tolist(), program.put_resource[at_once].tolist(), strict=True))
    taken = list(zip(step_of_take[takes].tolist(), program.take_resource[takes].tolist(), strict=True))
    held = {resource for step, resource in taken if (step, resource) not in given}
    gate = np.full(program.resources, -1)
    count = np.bincount(program.take_resource[takes], minlength=program.resources)
    for one in {resource for _, resource in taken} - held:
        through = np.isin(step_of_take[takes], [step for step, resource in taken if resource == one])
        behind = np.bincount(program.take_resource[takes][through], minlength=program.resources)
        gate[(behind == count) & (count > 0) & (gate < 0)] = one
        gate[one] = -1
    return gate


def performed_by_trains(plan: Plan) -> Flags:
    """Per step, whether trains perform it; closings are not trains."""
    program = plan.program
    performed = np.zeros(len(program.step_first) - 1, bool)
    performed[program.train_itinerary[~is_closing(plan)]] = True
    flags: Flags = performed[program.step_itinerary]
    return flags
