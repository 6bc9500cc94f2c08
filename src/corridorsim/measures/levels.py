"""How many units of each resource are free at the end of each second, from an outcome alone."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.operations import NEVER, Outcome, Program
from corridorsim.operations.program import Column

Wide = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Levels(NamedTuple):
    """The level of every resource, one entry for each second in which it changes."""

    moment: Wide  # resource << 32 | second + 1, rising; a resource's first entry is second -1, before the run
    free: Wide  # units free at the end of that second

    def at(self, resource: int, seconds: Wide) -> Wide:
        """Units of a resource that are free at the end of each of the seconds."""
        return self.free[np.searchsorted(self.moment, (resource << 32) + seconds + 1, "right") - 1]

    def changes(self, resource: int, since: int, before: int) -> Wide:
        """The seconds in [since, before) in which the level of a resource changes."""
        lower, upper = np.searchsorted(self.moment, [(resource << 32) + since + 1, (resource << 32) + before + 1])
        return (self.moment[lower:upper] & 0xFFFFFFFF) - 1


def levels(program: Program, outcome: Outcome) -> Levels:
    """Add up what the operations that started have taken and put, second by second."""
    return levels_of(program, outcome, np.ones(program.resources, bool))


def levels_of(program: Program, outcome: Outcome, wanted: Mask) -> Levels:
    """The levels of some resources only; those of the others are as if nothing took or put them."""
    p = program
    operations = np.flatnonzero((outcome.started != NEVER) & touching(p, wanted)[p.operation_step])
    start = outcome.started[operations].astype(np.int64)
    steps = p.operation_step[operations]
    taken, take = entries(p.take_first, steps)
    given, put = entries(p.put_first, steps)
    take_wanted, put_wanted = wanted[p.take_resource[take]], wanted[p.put_resource[put]]
    taken, take, given, put = taken[take_wanted], take[take_wanted], given[put_wanted], put[put_wanted]
    moment = np.concatenate(
        (
            np.arange(p.resources) << 32,
            _moment(p.take_resource[take], start[taken]),
            _moment(p.put_resource[put], start[given] + p.put_after[put]),
        )
    )
    change = np.concatenate((p.capacity, -p.take_units[take].astype(np.int64), p.put_units[put])).astype(np.int64)
    inside = moment & 0xFFFFFFFF <= p.until
    return _run_up(moment[inside], change[inside])


def touching(program: Program, wanted: Mask) -> Mask:
    """Per step, whether it takes or puts any of these resources."""
    p, touches = program, np.zeros(program.steps, bool)
    touches[p.take_step[wanted[p.take_resource]]] = True
    touches[p.put_step[wanted[p.put_resource]]] = True
    return touches


def entries(first: Column, steps: Column) -> tuple[Wide, Wide]:
    """For each entry of the takes (or puts) of these steps: the step to which it belongs, and its row."""
    begin, count = first[steps].astype(np.int64), np.diff(first)[steps]
    owner = np.repeat(np.arange(len(steps)), count)
    return owner, np.arange(len(owner)) + np.repeat(begin - np.cumsum(count) + count, count)


def _moment(resource: Column, second: Wide) -> Wide:
    return (resource.astype(np.int64) << 32) + second + 1


def _run_up(moment: Wide, change: Wide) -> Levels:
    order = np.argsort(moment, kind="stable")
    moment, change = moment[order], change[order]
    last = np.flatnonzero(np.append(np.diff(moment) > 0, np.ones(min(len(moment), 1), bool)))
    total = np.cumsum(change)[last]
    resource = moment[last] >> 32
    before = np.concatenate(([0], total))[np.searchsorted(resource, resource)]
    return Levels(moment[last], total - before)
