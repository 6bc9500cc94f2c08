"""The order in which the operations of an outcome started, also within one second."""

from heapq import heappop, heappush
from itertools import groupby, pairwise

import numpy as np

from corridorsim.operations import NEVER, Outcome, Program


def order_of_starts(program: Program, outcome: Outcome) -> list[int]:
    """The rows of the operations that started, in the order of the engine's contract (``docs/engine.md``)."""
    started = np.flatnonzero(outcome.started != NEVER)
    by_time = started[np.argsort(outcome.started[started], kind="stable")].tolist()
    return _Ordering(program, outcome).orders(by_time)


class _Ordering:
    """The free units while the starts of an outcome are repeated."""

    def __init__(self, program: Program, outcome: Outcome) -> None:
        step = program.operation_step
        train = program.operation_train
        self._started: list[int] = outcome.started.tolist()
        self._train: list[int] = train.tolist()
        self._step: list[int] = step.tolist()
        self._turn = list(
            zip(program.train_rank[train].tolist(), outcome.ready.tolist(), self._train, strict=True)
        )  # who goes before whom
        self._free: list[int] = program.capacity.tolist()
        take, put = program.take_first.tolist(), program.put_first.tolist()
        takes = list(zip(program.take_resource.tolist(), program.take_units.tolist(), strict=True))
        puts = list(
            zip(program.put_resource.tolist(), program.put_units.tolist(), program.put_after.tolist(), strict=True)
        )
        self._takes = [takes[a:b] for a, b in pairwise(take)]
        self._puts = [puts[a:b] for a, b in pairwise(put)]
        self._due: list[tuple[int, int, int]] = []

    def orders(self, by_time: list[int]) -> list[int]:
        """The starts in their order: instant by instant, each train's operations one after another."""
        ordered: list[int] = []
        for now, group in groupby(by_time, key=self._started.__getitem__):
            self._give_what_is_due(now)
            together = list(group)
            if len(together) == 1:
                self._start(together[0], now)
                ordered.append(together[0])
                continue
            queues: dict[int, list[int]] = {}
            for operation in together:
                queues.setdefault(self._train[operation], []).append(operation)
            while queues:
                operation = min((queue[0] for queue in queues.values() if self._can(queue[0])), key=self._first)
                self._start(operation, now)
                ordered.append(operation)
                train = self._train[operation]
                queues[train].pop(0)
                if not queues[train]:
                    del queues[train]
        return ordered

    def _can(self, operation: int) -> bool:
        return all(self._free[resource] >= units for resource, units in self._takes[self._step[operation]])

    def _first(self, operation: int) -> tuple[bool, tuple[int, int, int]]:
        """What takes nothing starts at once; then rank, readiness and row decide."""
        return bool(self._takes[self._step[operation]]), self._turn[operation]

    def _start(self, operation: int, now: int) -> None:
        for resource, units in self._takes[self._step[operation]]:
            self._free[resource] -= units
        for resource, units, after in self._puts[self._step[operation]]:
            if after:
                heappush(self._due, (now + after, resource, units))
            else:
                self._free[resource] += units

    def _give_what_is_due(self, now: int) -> None:
        while self._due and self._due[0][0] <= now:
            _, resource, units = heappop(self._due)
            self._free[resource] += units
