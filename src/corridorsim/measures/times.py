"""How long it took: time at each crossing, waiting by place, and speed on the lines."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import HOUR, Floats, Ints
from corridorsim.itineraries import Activity, Kind
from corridorsim.measures.border.at_border import at_border, goods_that_left
from corridorsim.measures.border.clearance import stood_for_clearance
from corridorsim.measures.columns import FAST, Columns
from corridorsim.measures.sums import summed
from corridorsim.measures.traffic import Route, route_of_stream
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import performing
from corridorsim.statistics.quantiles import P95, within_by_group

ROUNDING = 1e-9


def measure_dwell(columns: Columns, routes: tuple[Route, ...]) -> tuple[Floats, Ints]:
    """Hours at the crossing of each loaded train whose goods left it inside the window, and its route.

    From the arrival at the first border station to the departure of the onward train from the second. Goods that pass
    through a stack leave by several trains: then to the mean of their departures, and the last of them counts.
    """
    plan, outcome = columns.plan, columns.outcome
    controls = performing(plan.program, plan.layout.steps.activity == Activity.CONTROL)
    arrived = np.full(plan.program.trains, NEVER, np.int64)
    arrived[controls.train[::-1]] = outcome.ready[controls.operation][::-1]  # each train's first is written last
    brought, share, left = goods_that_left(columns, at_border(plan))
    size = plan.program.trains
    last = np.full(size, NEVER, np.int64)
    np.maximum.at(last, brought, left)
    whole = summed(brought, share, size) > 1 - ROUNDING
    trains = np.flatnonzero(whole & (last >= columns.begin) & (last < columns.end) & (arrived != NEVER))
    hours = (summed(brought, share * left, size)[trains] - arrived[trains]) / HOUR
    return hours, route_of_stream(plan, routes)[plan.train_stream[trains]]


@dataclass(frozen=True, eq=False)
class Waiting:
    """Waiting of trains by place, for each step that takes something and started inside the window."""

    visits: Ints  # per place, operations that could have waited
    waited: Ints  # of these, operations that did wait
    hours: Floats  # total in the window
    mean: Floats  # hours per visit
    p50: Floats
    p95: Floats


def measure_waiting(columns: Columns) -> Waiting:
    """Waiting before steps that take something, by the place where the train stands meanwhile."""
    stands = columns.stands
    all_waits = spread(stands.asked, stands.waits)
    waited = np.bincount(stands.waits >> 32, minlength=len(stands.asked))
    return Waiting(stands.asked, waited, all_waits.total / HOUR, all_waits.mean, all_waits.p50, all_waits.p95)


def waiting_by_route(columns: Columns, routes: tuple[Route, ...]) -> Floats:
    """Train-hours that the loaded trains of each route waited in the window, at their origin and on the way.

    To stand until goods are cleared is no waiting.
    """
    plan = columns.plan
    route = route_of_stream(plan, routes)[plan.train_stream]
    waited = columns.use.train_waited - stood_for_clearance(columns)
    return summed(route[route >= 0], waited[route >= 0], len(routes)) / HOUR


@dataclass(frozen=True, eq=False)
class Stays:
    """Time that trains spent at each place, from arriving (or entering) to leaving it inside the window."""

    count: Ints  # per place
    mean: Floats  # hours
    p50: Floats
    p95: Floats


def measure_stays(columns: Columns) -> Stays:
    """Stays of all trains by place, work and waiting together."""
    stays, places = columns.stands.stays, len(columns.plan.layout.places)
    count = np.bincount(stays >> 32, minlength=places)
    times = spread(count, stays)
    return Stays(count, times.mean, times.p50, times.p95)


class Spread(NamedTuple):
    """Times by place; NaN where there are none."""

    mean: Floats  # hours
    p50: Floats  # hours
    p95: Floats  # hours
    total: Floats  # seconds


def spread(count: Ints, keys: Ints) -> Spread:
    """How long some times last, by place; ``count`` is their number.

    ``keys`` are the times, place << 32 | seconds, in any order; those of 0 seconds may be left out.
    """
    seconds = np.sort(keys)
    beyond = np.searchsorted(seconds, np.arange(1, len(count) + 1) << 32)
    listed = np.diff(beyond, prepend=0)
    seconds &= 0xFFFFFFFF
    total, some = np.zeros(len(count)), listed > 0
    total[some] = np.add.reduceat(seconds, (beyond - listed)[some]) if some.any() else 0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, total / HOUR / count, np.nan)
    p50, p95 = (within_by_group(seconds, beyond, listed, count, share) / HOUR for share in (0.5, P95))
    return Spread(mean, p50, p95, total)


@dataclass(frozen=True, eq=False)
class LineSpeeds:
    """Freight on each line: km/h including stands (section speed) and unhindered (technical speed)."""

    section: Floats  # km/h, NaN where nothing ran
    technical: Floats


def measure_speeds(columns: Columns) -> LineSpeeds:
    """Speeds of freight, loaded and empty, over the pieces of line that were begun inside the window."""
    steps, runs = columns.plan.layout.steps, columns.runs
    freight = [Kind.FREIGHT, FAST, Kind.EMPTY, Kind.ONWARD, Kind.FEEDER]
    count, time, best = (each[:, freight].sum(axis=1) for each in (runs.times, runs.seconds, runs.unhindered))
    moves = (steps.activity == Activity.RUN) & (steps.line >= 0)
    metres = np.where(moves, count * np.abs(np.diff(steps.at, append=np.nan)), 0.0)
    on, lines = np.maximum(steps.line, 0), len(columns.plan.layout.lines)
    total, running, taken = (summed(on, value, lines) for value in (metres, best * moves, time))
    with np.errstate(divide="ignore", invalid="ignore"):
        return LineSpeeds(total / taken * 3.6, total / running * 3.6)
