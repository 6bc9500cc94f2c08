"""How much each direction uses each stage of a crossing, how many trains wait for it, and how long.

Here a wait is all waiting for a stage, including outside the first station: a train held on the line, or at its origin,
because the yard is full waits for the yard.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import DAY, HOUR, Ints
from corridorsim.border.waits import Waits
from corridorsim.itineraries import Plan
from corridorsim.measures.border.crossing_stages import CrossingStages
from corridorsim.measures.bottleneck import stage_share
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.shares import Occupation
from corridorsim.measures.tables import Table
from corridorsim.statistics.quantiles import within

LOADED = "loaded"


def stage_table(columns: Columns, crossing_stages: CrossingStages, waits: Waits, occupation: Occupation) -> Table:
    """A row for each direction and stage, in order of passing; for its loaded trains, or else for its onward trains."""
    plan = columns.plan
    use, held = stage_share(columns, occupation.work), stage_share(columns, occupation.occupied)
    itinerary = plan.program.train_itinerary
    over = crossing_stages.crosses[itinerary] >= 0
    carries, of_route = crossing_stages.carries[itinerary], crossing_stages.route[itinerary]
    queues = [
        _queue(columns, waits, carries & (of_route == route) & (over != onward), stage)
        for route, stage, onward in crossing_stages.rows
    ]
    rows = [stage for _, stage, _ in crossing_stages.rows]
    stages = [plan.layout.stages[stage] for stage in rows]
    return {
        "route": np.array([crossing_stages.routes[route].direction for route, *_ in crossing_stages.rows]),
        "trains": np.array(["onward" if onward else LOADED for *_, onward in crossing_stages.rows]),
        "stage": np.array([stage.name for stage in stages]),
        "kind": np.array([stage.kind.name for stage in stages]),
        "change": np.array([stage.key for stage in stages]),
        "trains_per_day": np.array([queue.passed / columns.days for queue in queues]),
        "use_share": use[rows],
        "occupied_share": held[rows],
        "queue_trains": np.array([queue.length for queue in queues]),
        "waiting_mean_h": np.array([queue.mean for queue in queues]),
        "waiting_p95_h": np.array([queue.p95 for queue in queues]),
    }


class _Queue(NamedTuple):
    """The waiting of a direction's trains for a stage."""

    passed: int  # trains
    length: float  # mean number of trains that wait
    mean: float  # hours
    p95: float  # hours


def _queue(columns: Columns, waits: Waits, own: np.ndarray, stage: int) -> _Queue:
    program = columns.plan.program
    takes = columns.begun(_takes_from(columns, stage), own)
    passed = np.unique(takes.train[columns.inside(takes.operation)])
    rows = (waits.stage == stage) & own[columns.train(waits.operation)]
    queue = float(waits.inside[rows].sum()) / (columns.days * DAY)
    done = rows & columns.inside(waits.operation)
    train = columns.train(waits.operation[done])
    hours = np.bincount(train, waits.seconds[done], program.trains)[passed] / HOUR
    if not len(passed):
        return _Queue(0, queue, np.nan, np.nan)
    p95 = within(hours[:, np.newaxis], np.ones(len(hours)))
    return _Queue(len(passed), queue, float(hours.mean()), float(p95[0]))


def _takes_from(columns: Columns, stage: int) -> np.ndarray:
    """Per step, whether it takes from a stage."""
    plan, program = columns.plan, columns.plan.program
    takes = np.zeros(program.steps, bool)
    takes[program.take_step[plan.layout.resources.stage[program.take_resource] == stage]] = True
    return takes


def tracks_of(plan: Plan, crossing_stages: CrossingStages) -> Ints:
    """Resources that are the tracks of the crossing's yards."""
    return _things(plan, crossing_stages.yards)


def workers_of(plan: Plan, crossing_stages: CrossingStages) -> Ints:
    """Resources that work on trains at the crossing: lanes, fronts, machines, gangs, shunting locomotives."""
    return _things(
        plan, np.array([row for row in crossing_stages.met if not plan.layout.stages[row].kind.is_place], np.int64)
    )


def _things(plan: Plan, stages: Ints) -> Ints:
    """Physical resources of some stages, in the order of the stages."""
    rows = np.flatnonzero(np.isin(plan.layout.resources.stage, stages) & ~plan.layout.resources.logical)
    place = {int(stage): n for n, stage in enumerate(stages)}
    order = np.argsort([place[int(stage)] for stage in plan.layout.resources.stage[rows]], kind="stable")
    things: Ints = rows[order]
    return things
