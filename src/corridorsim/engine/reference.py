"""The rule written with SimPy's public API: short, independent of the kernel, and equal to it to the second.

Waiting trains are grouped by what they take. A dispatcher waits until nothing more is due at this instant, then lets
one train start: among those whose takes are all free the one with the lowest rank, then the earliest ready, then the
lowest row.
"""

from collections.abc import Generator
from heapq import heappop, heappush
from itertools import pairwise
from operator import ge
from typing import Any, NamedTuple

import numpy as np
import simpy

from corridorsim.operations import NEVER, Outcome, Program


class _Waiting(NamedTuple):
    """A train that waits to start an operation; the one that goes first is the least."""

    rank: int
    ready: int
    row: int
    go: simpy.Event


Asking = dict[Any, list[_Waiting]]  # by the resources and units that the trains take, both as tuples


def run(program: Program) -> Outcome:
    """Run a program with SimPy."""
    p = program
    first, step_of, restart = p.operation_first.tolist(), p.operation_step.tolist(), p.restart.tolist()
    duration, not_before, free = p.duration.tolist(), p.not_before.tolist(), p.capacity.tolist()
    takes = _by_step(p.take_first, p.take_resource, p.take_units)
    puts = _by_step(p.put_first, p.put_resource, p.put_units, p.put_after)
    ready, started = [NEVER] * p.operations, [NEVER] * p.operations
    asking: Asking = {}
    env = simpy.Environment()

    def give(resource: int, units: int) -> None:
        free[resource] += units

    def train(row: int, rank: int, appears: int) -> Generator[simpy.Event, Any, None]:
        yield env.timeout(appears)
        for operation in range(first[row], first[row + 1]):
            step = step_of[operation]
            if not_before[operation] > env.now:
                yield env.timeout(not_before[operation] - env.now)
            ready[operation] = int(env.now)
            if takes[step]:
                go = env.event()
                heappush(asking.setdefault(takes[step], []), _Waiting(rank, ready[operation], row, go))
                yield go
            started[operation] = int(env.now)
            for resource, units, after in zip(*puts[step], strict=True):
                if after:
                    env.timeout(after).callbacks.append(lambda _, r=resource, u=units: give(r, u))  # type: ignore[misc]
                else:
                    give(resource, units)
            late = started[operation] > ready[operation]
            yield env.timeout(duration[operation] + (restart[step] if late else 0))

    for row, (rank, appears) in enumerate(zip(p.train_rank.tolist(), p.train_ready.tolist(), strict=True)):
        env.process(train(row, rank, appears))
    env.process(_dispatcher(env, free, asking))
    if p.until > 0:
        env.run(until=p.until)
    return Outcome(np.array(ready, np.int32), np.array(started, np.int32))


def _dispatcher(env: simpy.Environment, free: list[int], asking: Asking) -> Generator[simpy.Event, Any, None]:
    """Lets trains start one by one, each time when nothing more is due at this instant."""
    while env.peek() < np.inf:
        while env.peek() <= env.now:
            yield env.timeout(0)
        able = [(queue[0], w) for w, queue in asking.items() if all(map(ge, map(free.__getitem__, w[0]), w[1]))]
        if able:
            first, wish = min(able)
            for resource, units in zip(*wish, strict=True):
                free[resource] -= units
            heappop(asking[wish])
            if not asking[wish]:
                del asking[wish]
            first.go.succeed()
        else:
            yield env.timeout(env.peek() - env.now)


def _by_step(first: np.ndarray, *columns: np.ndarray) -> list[Any]:
    rows = [sorted(zip(*(c[a:b].tolist() for c in columns), strict=True)) for a, b in pairwise(first.tolist())]
    return [tuple(zip(*here, strict=True)) for here in rows]
