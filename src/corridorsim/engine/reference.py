"""The rule told with SimPy's public API: short, independent of the kernel, and equal to it to the second.

Waiting trains are kept by what they ask for. A dispatcher waits until nothing more is due at this instant, then lets
one train start: of those whose takes are all free the lowest rank, then the earliest ready, then the lowest row.
"""

import heapq
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from corridorsim.operations import NEVER, Outcome, Program

Takes = tuple[tuple[int, int], ...]
Process = Generator[simpy.Event, Any, None]


def run(program: Program) -> Outcome:
    """Run a program with SimPy."""
    p = program
    ready, started = [NEVER] * p.operations, [NEVER] * p.operations
    first, step_first, rank = p.operation_first.tolist(), p.step_first.tolist(), p.train_rank.tolist()
    duration, not_before, restart = p.duration.tolist(), p.not_before.tolist(), p.restart.tolist()
    takes: list[Takes] = _by_step(p.take_first, np.column_stack((p.take_resource, p.take_units)))
    puts = _by_step(p.put_first, np.column_stack((p.put_resource, p.put_units, p.put_after)))
    free: list[int] = p.capacity.tolist()
    asking: dict[Takes, list[tuple[int, int, int, Takes, simpy.Event]]] = {}
    env = simpy.Environment()
    bell = [env.event()]

    def ring() -> None:
        if not bell[0].triggered:
            bell[0].succeed()

    def is_free(wish: Takes) -> bool:
        for resource, units in wish:  # noqa: SIM110  a loop, as all() would take most of the run
            if free[resource] < units:
                return False
        return True

    def give(resource: int, units: int, after: int) -> Process:
        yield env.timeout(after)
        free[resource] += units
        ring()

    def train(row: int, itinerary: int, appears: int) -> Process:
        yield env.timeout(appears)
        for operation, step in zip(
            range(first[row], first[row + 1]), range(step_first[itinerary], p.steps), strict=False
        ):
            if not_before[operation] > env.now:
                yield env.timeout(not_before[operation] - env.now)
            ready[operation] = int(env.now)
            if takes[step]:
                go = env.event()
                wish = takes[step]
                heapq.heappush(asking.setdefault(wish, []), (rank[row], ready[operation], row, wish, go))
                ring()
                yield go
            started[operation] = int(env.now)
            for resource, units, after in puts[step]:
                if after:
                    env.process(give(resource, units, after))
                else:
                    free[resource] += units
                    ring()
            late = started[operation] > ready[operation]
            yield env.timeout(duration[operation] + (restart[step] if late else 0))

    def dispatcher() -> Process:
        while True:
            yield bell[0]
            while env.peek() <= env.now:
                yield env.timeout(0)
            bell[0] = env.event()
            best = min((queue[0] for wish, queue in asking.items() if is_free(wish)), default=None)
            if best:
                *_, wish, go = best
                for resource, units in wish:
                    free[resource] -= units
                heapq.heappop(asking[wish])
                if not asking[wish]:
                    del asking[wish]
                go.succeed()
                ring()

    env.process(dispatcher())
    for row, (itinerary, appears) in enumerate(zip(p.train_itinerary.tolist(), p.train_ready.tolist(), strict=True)):
        env.process(train(row, itinerary, appears))
    if p.until > 0:
        env.run(until=p.until)
    return Outcome(np.array(ready, np.int32), np.array(started, np.int32))


def _by_step(first: np.ndarray, rows: np.ndarray) -> list[Any]:
    table = [tuple(row) for row in rows.tolist()]
    return [tuple(sorted(table[a:b])) for a, b in zip(first[:-1].tolist(), first[1:].tolist(), strict=True)]
