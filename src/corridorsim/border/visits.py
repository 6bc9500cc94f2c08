"""A train's time at a crossing, from its arrival at the first station to its departure from the second, by stage.

Waiting (ready to started) is separate from work (started to the next step's ready). Waiting belongs to the stages that
lack something meanwhile. Work belongs to the stage that works on the train or, if the train needs none, to the step by
its own name. All parts of a train's visit add up to its whole time at the crossing.

The time of a container is that of its train; if it continues by another train, the times of both and in the stack.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import HOUR, Flags, Floats, Ints
from corridorsim.border.waits import Waits
from corridorsim.measures.border.crossing_stages import NO_STAGE, CrossingStages, VisitPart
from corridorsim.measures.border.stack import Transfers, leaves_goods, measure_transfers, stores_at
from corridorsim.measures.columns import Columns
from corridorsim.operations import NEVER
from corridorsim.statistics.quantiles import within

SLOW = (0.92, 0.98)  # quantiles around the 95th percentile of the whole time
WHOLE = "whole time"
ONWARD = "onward trains"
TEU = "a TEU"
EVERY = "all trains"
KINDS = (EVERY, "containers", "other goods", TEU, ONWARD)
IN_STACK = VisitPart("in the stack", NO_STAGE)


@dataclass(frozen=True, eq=False)
class Visits:
    """Stays at a crossing that ended in the window, one row each; seconds by part."""

    route: Ints
    weight: Floats
    whole: Floats  # seconds from arrival to departure
    waiting: Floats  # (visits, parts) seconds
    work: Floats  # (visits, parts) seconds

    def chosen(self, rows: Flags) -> "Visits":
        """A selection of them."""
        return Visits(*(getattr(self, name)[rows] for name in ("route", "weight", "whole", "waiting", "work")))


@dataclass(frozen=True, eq=False)
class Timeline:
    """The visits of trains, each with weight 1, and of containers, each lot with its TEU."""

    parts: tuple[VisitPart, ...]  # of all routes, and the stack
    trains: Visits
    crosses: Flags  # per train, whether it crosses the border
    teu: Floats  # per train
    containers: Visits

    def of(self, route: int, kind: str) -> Visits:
        """The visits that count for a kind of train or goods on a route."""
        if kind == TEU:
            return self.containers.chosen(self.containers.route == route)
        own = (self.trains.route == route) & (self.crosses != (kind == ONWARD))
        if kind in ("containers", "other goods"):
            own &= (self.teu > 0) == (kind == "containers")
        return self.trains.chosen(own)


def measure_timeline(columns: Columns, crossing_stages: CrossingStages, waits: Waits) -> Timeline:
    """The visits of trains and containers that left the crossing inside the window."""
    plan, program, outcome = columns.plan, columns.plan.program, columns.outcome
    itinerary = program.train_itinerary
    shift = program.operation_first[:-1].astype(np.int64) - program.step_first[itinerary]
    first, last = crossing_stages.first[itinerary] + shift, crossing_stages.last[itinerary] + shift
    trains = np.flatnonzero((crossing_stages.first[itinerary] >= 0) & crossing_stages.carries[itinerary])
    trains = trains[outcome.started[last[trains]] != NEVER]
    first, last = first[trains], last[trains]
    parts = (*crossing_stages.all_parts, IN_STACK)
    every = Visits(
        route=crossing_stages.route[itinerary[trains]],
        weight=np.ones(len(trains)),
        whole=(outcome.started[last] - outcome.started[first]).astype(float),
        waiting=_waiting(program.operations, first, last, parts, waits),
        work=_work(columns, crossing_stages, first, last, parts),
    )
    inside = columns.inside(last)
    crosses = crossing_stages.crosses[itinerary[trains]] >= 0
    teu = np.array([each.teu for each in plan.streams])[plan.train_stream[trains]]
    visit = np.full(program.trains + 1, -1, np.int64)
    visit[trains] = np.arange(len(trains))
    stores = stores_at(plan, crossing_stages)
    lots = measure_transfers(columns, stores)
    onward = _onward(every, visit, lots, teu, outcome.started[first], outcome.started[last], inside)
    stays = inside & crosses & (teu > 0) & (leaves_goods(plan, stores) < 0)[itinerary[trains]]
    direct = Visits(every.route, teu, every.whole, every.waiting, every.work).chosen(stays)
    return Timeline(parts, every.chosen(inside), crosses[inside], teu[inside], _both(direct, onward))


def _onward(
    every: Visits, visit: Ints, lots: Transfers, teu: Floats, arrived: np.ndarray, left: np.ndarray, inside: Flags
) -> Visits:
    """Stays of containers that continue by other trains: on the first train, in the stack, on the onward train."""
    came, goes = visit[lots.brought], visit[lots.carried]
    seen = (came >= 0) & (goes >= 0) & inside[goes] & (teu[came] > 0)
    came, goes, share, least = came[seen], goes[seen], lots.share[seen], lots.dwell[seen]
    stack = (arrived[goes] - left[came]).astype(float)
    waiting, work = (part[came] + part[goes] for part in (every.waiting, every.work))
    work[:, -1] += np.minimum(least, stack)
    waiting[:, -1] += stack - np.minimum(least, stack)
    return Visits(every.route[came], share * teu[came], every.whole[came] + stack + every.whole[goes], waiting, work)


def _both(some: Visits, others: Visits) -> Visits:
    names = ("route", "weight", "whole", "waiting", "work")
    return Visits(*(np.concatenate([getattr(some, name), getattr(others, name)]) for name in names))


def _waiting(operations: int, first: Ints, last: Ints, parts: tuple[VisitPart, ...], waits: Waits) -> Floats:
    """(visits, parts) seconds waited after the arrival."""
    visit = np.full(operations + 1, -1, np.int64)
    visit[_span(first + 1, last)] = np.repeat(np.arange(len(first)), last - first)
    column = {part.stage: n for n, part in enumerate(parts) if part.stage != NO_STAGE}
    column_of = np.array([column.get(stage, -1) for stage in range(waits.queue.shape[0])], np.int64)
    row, part = visit[waits.operation], column_of[waits.stage]
    return _table(row, part, waits.seconds, len(first), len(parts))


def _work(
    columns: Columns, crossing_stages: CrossingStages, first: Ints, last: Ints, parts: tuple[VisitPart, ...]
) -> Floats:
    """(visits, parts) seconds of work since the arrival, without the step with which the train leaves.

    Raises ValueError if a step that took time belongs to no part: the parts would not add up to the whole.
    """
    plan, outcome = columns.plan, columns.outcome
    rows = _span(first, last - 1)
    seconds = (outcome.ready[rows + 1] - outcome.started[rows]).astype(float)
    column = {part: n for n, part in enumerate(parts)}
    of_step = np.full(plan.program.steps, -1, np.int64)
    steps = columns.step(rows)
    for step in np.unique(steps).tolist():
        of_step[step] = column.get(crossing_stages.works_in(plan, step), -1)
    lost = steps[(of_step[steps] < 0) & (seconds > 0)]
    if len(lost):
        raise ValueError(f'Step "{plan.legend.steps[int(lost[0])]}" takes time but belongs to no stage of the crossing')
    visit = np.repeat(np.arange(len(first)), last - first)
    return _table(visit, of_step[steps], seconds, len(first), len(parts))


def _span(first: Ints, last: Ints) -> Ints:
    """Every row from each first to its last."""
    count = last - first + 1
    rows: Ints = np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count)
    return rows


def _table(row: Ints, column: Ints, values: Floats, rows: int, columns: int) -> Floats:
    inside = (row >= 0) & (column >= 0)
    cell = row[inside] * columns + column[inside]
    return np.bincount(cell, values[inside], rows * columns).astype(float).reshape(rows, columns)


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Mean over rows; NaN if the total weight is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean: Floats = weights @ values / weights.sum()
    return mean


def timeline_table(timeline: Timeline, crossing_stages: CrossingStages, days: float) -> dict[str, np.ndarray]:
    """By route, kind and part: hours of waiting and work, mean and 95 %; and the whole time."""
    blocks = []
    for route, kind in ((route, kind) for route in range(len(crossing_stages.routes)) for kind in KINDS):
        parts = _parts_of(crossing_stages, route, kind)
        if not parts:
            continue
        visits = timeline.of(route, kind)
        weights, whole = visits.weight, visits.whole[:, np.newaxis]
        own = [timeline.parts.index(part) for part in parts]
        waiting, work = (_with_sum(seconds)[:, [*own, -1]] / HOUR for seconds in (visits.waiting, visits.work))
        both = np.hstack([waiting[:, :-1] + work[:, :-1], whole / HOUR])
        names = [*(part.name for part in parts), WHOLE]
        blocks.append(
            {
                "route": np.full(len(names), crossing_stages.routes[route].direction),
                "of": np.full(len(names), kind),
                "stage": np.array(names),
                "per_day": np.full(len(names), weights.sum() / days),
                "waiting_mean_h": weighted_mean(waiting, weights),
                "waiting_p95_h": within(waiting, weights),
                "work_mean_h": weighted_mean(work, weights),
                "work_p95_h": within(work, weights),
                "mean_h": weighted_mean(both, weights),
                "p95_h": within(both, weights),
                "slow_waiting_h": _slow(waiting, visits.whole, weights),
                "slow_work_h": _slow(work, visits.whole, weights),
            }
        )
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _parts_of(crossing_stages: CrossingStages, route: int, kind: str) -> tuple[VisitPart, ...]:
    """The parts of the visits of a kind; for a container those of both its trains and the stack."""
    loaded, onward = crossing_stages.parts[route], crossing_stages.onward_parts[route]
    if kind == ONWARD:
        return onward
    if kind == TEU and onward:
        return (*loaded, IN_STACK, *(part for part in onward if part not in loaded))
    return loaded


def _with_sum(values: Floats) -> Floats:
    return np.hstack([values, values.sum(axis=1, keepdims=True)])


def _slow(values: Floats, whole: Floats, weights: Floats) -> Floats:
    """Means over the trains whose whole time is near the 95th percentile: these parts add up, percentiles do not."""
    if not len(whole):
        return np.full(values.shape[1], np.nan)
    order = np.argsort(whole, kind="stable")
    done = np.cumsum(weights[order]) / weights.sum()
    near = order[(done > SLOW[0]) & (done - weights[order] / weights.sum() < SLOW[1])]
    return weighted_mean(values[near], weights[near])
