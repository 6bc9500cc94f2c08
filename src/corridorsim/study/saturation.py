"""A line simulated under load: how long trains wait at each load, and what passes when there are always more.

Every load of a replication has the same luck, train by train (common random numbers), so waiting rises with the load
and the load at which it reaches a limit can be found by halving; over replications it has an interval.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from corridorsim.engine import load_kernel
from corridorsim.itineraries import Kind, Plan
from corridorsim.operations import NEVER, Outcome
from corridorsim.planning import Layout, fill
from corridorsim.planning.lone_line import LoneLine, with_pairs
from corridorsim.study.estimate import Estimate
from corridorsim.study.outcome import outcome_of

DAY = 86_400
HALVINGS = 10  # of the interval of loads: a thousandth of it remains
UNDER_WAY = 2  # days before the end of the run, whose trains may not be through yet
OVERLOAD = 2.0  # times what the formula says passes


@dataclass(frozen=True)
class Point:
    """What a load does."""

    pairs: float  # asked for, a day
    passed: Estimate  # pairs a day that passed
    waiting: Estimate  # mean waiting of a freight train over its free running time


@dataclass(frozen=True)
class Saturation:
    """A line from light load to overload."""

    saturated: Estimate  # freight pairs a day that pass when there are always more, no other trains
    tolerable: Estimate  # freight pairs a day, beside the other trains, at which waiting reaches its limit
    never_too_long: int  # replications in which waiting has not reached it at the saturated load, which then is told
    curve: tuple[Point, ...]


def saturate(
    line: LoneLine, bound: float, most_waiting: float, replications: int, loads: Sequence[float], seed: int
) -> Saturation:
    """Simulate a line; ``bound`` is what it carries by formula (pairs a day), ``loads`` are multiples of it.

    ``most_waiting`` is the mean waiting that is tolerated, a share of the free running time.
    """
    load_kernel()
    alone, shared = line.layout, line.layout_with_services
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        each = partial(_over_replications, pool, replications)
        saturated = each(lambda r: passed(*_run(alone, OVERLOAD * bound, seed, r)))
        found = each(lambda r: _tolerable(shared, bound, most_waiting, seed, r))
        curve = [_point(each, shared, load * bound, seed) for load in loads]
    tolerable = np.minimum(found, saturated)
    never = int((tolerable < found).sum())
    return Saturation(Estimate.of_amounts(saturated), Estimate.of_amounts(tolerable.tolist()), never, tuple(curve))


def saturated_pairs(line: LoneLine, bound: float, replications: int, seed: int) -> Estimate:
    """Freight pairs a day that pass when there are always more, no other trains."""
    return Estimate.of_amounts([passed(*_run(line.layout, OVERLOAD * bound, seed, r)) for r in range(replications)])


Each = Callable[[Callable[[int], float]], list[float]]


def _over_replications(pool: ThreadPoolExecutor, count: int, measure: Callable[[int], float]) -> list[float]:
    return list(pool.map(measure, range(count)))


def _point(each: Each, layout: Layout, pairs: float, seed: int) -> Point:
    outcomes: dict[int, tuple[Plan, Outcome]] = {}

    def passing(replication: int) -> float:
        outcomes[replication] = _run(layout, pairs, seed, replication)
        return passed(*outcomes[replication])

    count = Estimate.of_amounts(each(passing))
    waiting = [waiting_share(*outcomes[replication]) for replication in sorted(outcomes)]
    return Point(pairs, count, Estimate.of_amounts(waiting))


def _run(layout: Layout, pairs: float, seed: int, replication: int) -> tuple[Plan, Outcome]:
    planned = fill(with_pairs(layout, pairs), seed, replication)
    return planned, outcome_of(planned)


def _tolerable(layout: Layout, bound: float, most_waiting: float, seed: int, replication: int) -> float:
    """The greatest load, in pairs a day, at which trains wait no longer than is tolerated."""
    low, high = 0.0, 1.2 * bound
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        waits = waiting_share(*_run(layout, middle, seed, replication)) > most_waiting
        low, high = (low, middle) if waits else (middle, high)
    return (low + high) / 2


def passed(plan: Plan, outcome: Outcome) -> float:
    """Pairs of freight trains a day that came through within the window: those of the direction that passes fewer."""
    program = plan.program
    last = program.operation_first[1:] - 1
    freight, through = _is_freight(plan), outcome.started[last] >= plan.warm_up
    end = plan.steps.place[program.operation_step[last]]
    counts = [(through & freight & (end == place)).sum() for place in np.unique(end[freight])]
    return float(min(counts, default=0) / ((program.until - plan.warm_up) / DAY))


def waiting_share(plan: Plan, outcome: Outcome) -> float:
    """Mean waiting over mean free running time of the freight trains that wanted to leave within the window.

    From the wish to leave to the end of the run, starting again after stops included; a train that is not through at
    the end of the run has waited until then. Those of the last days do not count: they had no time to be through.
    """
    program = plan.program
    due = (program.train_ready >= plan.warm_up) & (program.train_ready < program.until - UNDER_WAY * DAY)
    freight = np.flatnonzero(_is_freight(plan) & due)
    if not freight.size:
        return 0.0
    ends = outcome.started[program.operation_first[1:] - 1][freight].astype(np.int64)
    ends[ends == NEVER] = program.until
    free = np.add.reduceat(program.duration.astype(np.int64), program.operation_first[:-1])[freight]
    spent = ends - program.train_ready[freight]
    return float(np.maximum(spent - free, 0).sum() / free.sum())


def _is_freight(plan: Plan) -> np.ndarray:
    """Per train, whether it is a freight train of the load."""
    freight: np.ndarray = np.array([stream.kind == Kind.FREIGHT for stream in plan.streams])[plan.train_stream]
    return freight
