"""What trains wait for: every second of waiting is divided among the stages that lack something in that second.

A step starts only when everything it takes is free at once. While its train waits, at the end of each second at least
one of these resources has too few free units, or the train would have started; the second belongs to the stages of the
lacking resources, in equal parts. So the parts of a wait add up to the wait.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.measures.columns import Columns
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import FreeUnits, free_units_of, performing
from corridorsim.verification.start_order import Units, Wishes


@dataclass(frozen=True, eq=False)
class Waits:
    """Waiting by stage: a row for each operation that waited and each stage from which its step takes."""

    operation: Ints
    stage: Ints
    seconds: Floats  # the whole wait, up to the end of the run
    inside: Floats  # the part of it that lies in the window
    edges: Ints  # seconds of the run that bound the intervals
    queue: Floats  # (stages, intervals), mean number of trains that wait for each stage


def measure_waits(columns: Columns, wanted: Flags, edges: Ints) -> Waits:
    """Divide the waiting before all steps that take from the given stages; ``edges`` span the window."""
    plan, program = columns.plan, columns.plan.program
    takes_wanted = np.zeros(program.steps, bool)
    takes_wanted[program.take_step[wanted[plan.layout.resources.stage[program.take_resource]]]] = True
    asks = performing(program, takes_wanted)
    ready, leaves = columns.outcome.ready[asks.operation].astype(np.int64), _leaves(columns, asks.operation)
    waits = np.flatnonzero((ready != NEVER) & (leaves > ready) & columns.is_train[asks.train])
    rows, ready, leaves = asks.operation[waits], ready[waits], leaves[waits]
    wishes = Wishes(program)
    wish = wishes.of_step[asks.step[waits]]
    taken = np.zeros(program.resources, bool)
    taken[[resource for each in np.unique(wish).tolist() for resource, _ in wishes.takes[each]]] = True
    sharing = _Sharing(plan.layout.resources.stage, free_units_of(program, columns.outcome, taken), edges)
    queue = np.zeros((len(plan.layout.stages), len(edges) - 1))
    parts = [(np.zeros(0, np.int64),) * 2 + (np.zeros(0),) * 2]
    for each in np.unique(wish).tolist():
        alike = np.flatnonzero(wish == each)
        own = rows[alike]
        shared = sharing.of(wishes.takes[each], ready[alike], leaves[alike])
        queue[shared.stages] += shared.queue
        operations, stages = np.tile(own, len(shared.stages)), np.repeat(shared.stages, len(own))
        parts.append((operations, stages, shared.seconds.ravel(), shared.inside.ravel()))
    operation, stage, seconds, inside = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Waits(operation, stage, seconds, inside, edges, queue)


def _leaves(columns: Columns, operations: Ints) -> Ints:
    """When the trains stop waiting for some operations: the end of the run where they never started."""
    started = columns.outcome.started[operations].astype(np.int64)
    return np.where(started == NEVER, columns.end, started)


class _Shared(NamedTuple):
    """The waiting of trains that wait for the same takes, divided among the stages taken from."""

    stages: Ints
    seconds: Floats  # (stages, trains), of each whole wait
    inside: Floats  # (stages, trains), of the part inside the window
    queue: Floats  # (stages, intervals), mean number of trains that wait


@dataclass(frozen=True, eq=False)
class _Sharing:
    """Divides the waiting of trains that wait for the same takes."""

    stage: np.ndarray  # per resource
    free: FreeUnits
    edges: Ints

    def of(self, takes: Units, ready: Ints, leaves: Ints) -> _Shared:
        first, last = int(ready.min()), int(leaves.max())
        changes = [self.free.changes(resource, first, last) for resource, _ in takes]
        grid = np.unique(np.concatenate([ready, leaves, self.edges, *changes]))
        stages = np.array(list(dict.fromkeys(int(self.stage[resource]) for resource, _ in takes)), np.int64)
        share = self._shares(takes, stages, grid)
        total = np.zeros_like(share)
        np.cumsum(share[:, :-1] * np.diff(grid), axis=1, out=total[:, 1:])

        def between(since: Ints, until: Ints) -> Floats:
            return total[:, np.searchsorted(grid, until)] - total[:, np.searchsorted(grid, since)]

        begin, end = self.edges[0], self.edges[-1]
        inside = between(np.clip(ready, begin, end), np.clip(leaves, begin, end))
        return _Shared(stages, between(ready, leaves), inside, self._queue(share, grid, ready, leaves))

    def _shares(self, takes: Units, stages: Ints, grid: Ints) -> Floats:
        """(stages, moments): the part of the second after each moment that is waited for each stage."""
        lacks = np.zeros((len(stages), len(grid)), bool)
        for resource, units in takes:
            row = int(np.flatnonzero(stages == self.stage[resource])[0])
            lacks[row] |= self.free.at(resource, grid) < units
        share: Floats = lacks / np.maximum(lacks.sum(axis=0), 1)
        return share

    def _queue(self, share: Floats, grid: Ints, ready: Ints, leaves: Ints) -> Floats:
        waiting = np.searchsorted(np.sort(ready), grid, "right") - np.searchsorted(np.sort(leaves), grid, "right")
        interval = np.searchsorted(self.edges, grid[:-1], "right") - 1
        inside = (interval >= 0) & (interval < len(self.edges) - 1)
        weights = (share * waiting)[:, :-1] * np.diff(grid)
        seconds = [np.bincount(interval[inside], row[inside], len(self.edges) - 1) for row in weights]
        return np.array(seconds) / np.diff(self.edges)
