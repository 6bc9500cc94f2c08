"""A line simulated under load: how long trains wait at each load, and what passes when more always wait.

The line's passenger and local trains and its possessions are in every simulation. What passes beside all of those
trains is simulated with all of them ahead of freight; a separate run shows what happens to local trains, which have the
priority of freight, when more freight always waits.

Every load of a replication has the same random numbers, train by train (common random numbers), so waiting rises with
the load, and the load at which it reaches a limit can be found by halving; over replications it has an interval.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from corridorsim.arrays import DAY
from corridorsim.itineraries import Kind, Plan
from corridorsim.line.lone_line import LoneLine, with_pairs
from corridorsim.operations import NEVER, Outcome
from corridorsim.planning import Blueprint, plan_replication
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.means import mean_over
from corridorsim.study.outcome import outcome_of
from corridorsim.study.runner import each_replication

HALVINGS = 10  # of the interval of loads: a thousandth of it remains
UNDER_WAY = 2  # days at the end of the run whose trains may not be through yet
OVERLOAD = 2.0  # times the capacity by formula
LEAST_OVERLOAD = 4.0  # pairs per day, if the capacity by formula is almost nothing
ALL_RUN = 0.97  # share of the trains of a timetable: those of the last hours may be under way


Found = TypeVar("Found")


@dataclass(frozen=True)
class LoadEffect:
    """The effect of one load."""

    pairs: float  # load per day
    passed: Estimate  # pairs a day that passed
    waiting: Estimate  # mean waiting of a freight train over its free running time


class Others(NamedTuple):
    """What happens to passenger and local trains when more freight always waits, both directions together."""

    due: float  # trains a day
    run: float  # trains a day that come through

    @property
    def all_run(self) -> bool:
        """Whether practically all of them come through."""
        return self.run >= ALL_RUN * self.due


@dataclass(frozen=True)
class Saturation:
    """A line from light load to overload."""

    saturated: Estimate  # freight pairs per day that pass when more always wait, other trains going first
    busier: float  # freight trains a day that then pass in the direction that passes more
    tolerable: Estimate  # freight pairs a day, beside the other trains, at which waiting reaches its limit
    never_too_long: int  # replications in which waiting does not reach it at the saturated load, which is then used
    curve: tuple[LoadEffect, ...]
    first: Others  # the other trains if all of them have priority over freight
    as_they_go: Others  # if local trains have the priority of freight, as in a run of the scenario


def saturate(
    line: LoneLine, bound: float, most_waiting: float, replications: int, loads: Sequence[float], seed: int,
    workers: int | None = None,
) -> Saturation:  # fmt: skip
    """Simulate a line; ``bound`` is its capacity by formula (pairs per day), ``loads`` are multiples of it.

    ``most_waiting`` is the tolerated mean waiting, as a share of the free running time. ``workers`` is how many
    replications run at once, at most; as many as there are cores if left out.
    """

    def each(one: Callable[[int], Found]) -> list[Found]:
        return list(each_replication(one, replications, workers=workers))

    first, shared = line.blueprint_with_services_first, line.blueprint_with_services
    scale, overload = max(bound, 1.0), _overload(bound)
    over = each(lambda r: _over(first, overload, seed, r))
    with_freight = over
    if line.local_services:
        with_freight = each(lambda r: _over(shared, overload, seed, r))
    saturated = [min(ways) for ways, _ in over]
    found = each(lambda r: _tolerable(shared, scale, most_waiting, seed, r))
    curve = [_point(each(_looks(shared, load * scale, seed)), load * scale) for load in loads]
    tolerable = np.minimum(found, saturated)
    never = int((tolerable < found).sum())
    busier = float(mean_over([max(ways) for ways, _ in over]))
    estimates = Estimate.of_amounts(saturated), busier, Estimate.of_amounts(tolerable.tolist())
    return Saturation(*estimates, never, tuple(curve), _mean(over), _mean(with_freight))


def saturated_pairs(line: LoneLine, bound: float, replications: int, seed: int, workers: int | None = None) -> Estimate:
    """Freight pairs per day that pass when more always wait, beside the other trains, which go first."""
    first, pairs = line.blueprint_with_services_first, _overload(bound)
    each = each_replication(lambda r: passed(*_run(first, pairs, seed, r)), replications, workers=workers)
    return Estimate.of_amounts(list(each))


def _overload(bound: float) -> float:
    return max(OVERLOAD * bound, LEAST_OVERLOAD)


def _over(blueprint: Blueprint, pairs: float, seed: int, replication: int) -> tuple[list[float], Others]:
    """Freight trains per day in each direction, and other trains, that come through at a load."""
    planned, outcome = _run(blueprint, pairs, seed, replication)
    return passed_each_way(planned, outcome), others_run(planned, outcome)


def _mean(over: Sequence[tuple[list[float], Others]]) -> Others:
    due, run = mean_over([others for _, others in over]).tolist()
    return Others(due, run)


def _looks(blueprint: Blueprint, pairs: float, seed: int) -> Callable[[int], tuple[float, float]]:
    """What is seen of a replication at a load: pairs a day that pass, and mean waiting over free running time."""

    def look(replication: int) -> tuple[float, float]:
        ran = _run(blueprint, pairs, seed, replication)
        return passed(*ran), waiting_share(*ran)

    return look


def _point(looks: Sequence[tuple[float, float]], pairs: float) -> LoadEffect:
    count, waiting = zip(*looks, strict=True)
    return LoadEffect(pairs, Estimate.of_amounts(count), Estimate.of_amounts(waiting))


def _run(blueprint: Blueprint, pairs: float, seed: int, replication: int) -> tuple[Plan, Outcome]:
    planned = plan_replication(with_pairs(blueprint, pairs), seed, replication)
    return planned, outcome_of(planned)


def _tolerable(blueprint: Blueprint, bound: float, most_waiting: float, seed: int, replication: int) -> float:
    """The greatest load, in pairs per day, at which trains wait no longer than tolerated."""
    low, high = 0.0, 1.2 * bound
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        waits = waiting_share(*_run(blueprint, middle, seed, replication)) > most_waiting
        low, high = (low, middle) if waits else (middle, high)
    return (low + high) / 2


def passed(plan: Plan, outcome: Outcome) -> float:
    """Pairs of freight trains per day that came through in the window: those of the direction that passes fewer."""
    return min(passed_each_way(plan, outcome))


def passed_each_way(plan: Plan, outcome: Outcome) -> list[float]:
    """Freight trains per day that came through in the window, by destination; 0 if none wanted to go."""
    program = plan.program
    last = program.operation_first[1:] - 1
    freight, through = _is_freight(plan), outcome.started[last] >= plan.layout.warm_up
    end = plan.layout.steps.place[program.operation_step[last]]
    days = (program.until - plan.layout.warm_up) / DAY
    return [float((through & freight & (end == place)).sum() / days) for place in np.unique(end[freight])] or [0.0]


def waiting_share(plan: Plan, outcome: Outcome) -> float:
    """Mean waiting divided by mean free running time of the freight trains due to depart within the window.

    From the time at which trains are due to depart to the end of the run, including starting again after stops; a train
    that is not through at the end of the run has waited until then. Trains of the last days do not count: they had no
    time to get through.
    """
    program = plan.program
    due = (program.train_ready >= plan.layout.warm_up) & (program.train_ready < program.until - UNDER_WAY * DAY)
    freight = np.flatnonzero(_is_freight(plan) & due)
    if not freight.size:
        return 0.0
    ends = outcome.started[program.operation_first[1:] - 1][freight].astype(np.int64)
    ends[ends == NEVER] = program.until
    free = np.add.reduceat(program.duration.astype(np.int64), program.operation_first[:-1])[freight]
    spent = ends - program.train_ready[freight]
    return float(np.maximum(spent - free, 0).sum() / free.sum())


def others_run(plan: Plan, outcome: Outcome) -> Others:
    """Passenger and local trains per day, over the window: those due, and those that come through."""
    program, days = plan.program, (plan.program.until - plan.layout.warm_up) / DAY
    other = np.array([stream.kind in (Kind.PASSENGER, Kind.LOCAL) for stream in plan.streams])[plan.train_stream]
    through = outcome.started[program.operation_first[1:] - 1] >= plan.layout.warm_up
    return Others(
        float((other & (program.train_ready >= plan.layout.warm_up)).sum() / days),
        float((other & through).sum() / days),
    )


def _is_freight(plan: Plan) -> np.ndarray:
    """Per train, whether it is a freight train of the load."""
    freight: np.ndarray = np.array([stream.kind == Kind.FREIGHT for stream in plan.streams])[plan.train_stream]
    return freight
