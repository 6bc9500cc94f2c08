"""How long it took: time at each crossing, waiting by place, and speed on the lines."""

from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Activity, Kind
from corridorsim.measures.columns import HOUR, Columns, Flags, Floats, Ints, summed
from corridorsim.measures.traffic import Route, route_of_stream
from corridorsim.operations import NEVER


def measure_dwell(columns: Columns, routes: tuple[Route, ...]) -> tuple[Floats, Ints]:
    """Hours at the crossing of each loaded train that left it inside the window, and its route.

    From the arrival at the first border station to the departure of the onward train from the second; for goods that
    pass through a stack, to the moment when they are in the stack.
    """
    plan, outcome = columns.plan, columns.outcome
    activity = columns.activity
    unloaded = (activity[1:] == Activity.END) & np.isin(activity[:-1], (Activity.TRANSSHIP, Activity.SHUNT))
    formed = np.flatnonzero(np.append(False, (activity[:-1] == Activity.FORM) | unloaded))
    controls = np.flatnonzero(activity == Activity.CONTROL)
    train = columns.train[controls]
    arrived = np.full(plan.program.trains, -1, np.int64)
    arrived[train[::-1]] = outcome.ready[controls][::-1]  # the first control of each train is written last
    left = formed[columns.in_window[formed] & (arrived[columns.train[formed]] >= 0)]
    hours = (outcome.started[left] - arrived[columns.train[left]]) / HOUR
    return hours, route_of_stream(plan, routes)[columns.stream[left]]


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
    plan, outcome = columns.plan, columns.outcome
    takes = np.diff(plan.program.take_first) > 0
    rows = np.flatnonzero(takes[columns.step] & columns.in_window & ~columns.is_closure & ~_called(columns))
    place = plan.layout.steps.place[columns.step[rows]].astype(np.int64)
    seconds = (outcome.started[rows] - outcome.ready[rows]).astype(np.int64)
    places = len(plan.layout.places)
    visits, mean, p50, p95 = spread(place, seconds, places)
    waited = np.bincount(place[seconds > 0], minlength=places)
    return Waiting(visits, waited, summed(place, seconds, places) / HOUR, mean, p50, p95)


def _called(columns: Columns) -> Flags:
    """Operations in which an empty train, not yet anywhere, waits for wagons."""
    flags: Flags = columns.activity == Activity.CALL
    return flags


def _quantile(ordered: Ints, first: Ints, visits: Ints, share: float) -> Floats:
    if not len(ordered):
        return np.full(len(visits), np.nan)
    at = first + np.maximum(np.ceil(share * visits).astype(np.int64) - 1, 0)
    values: Floats = np.where(visits > 0, ordered[np.minimum(at, len(ordered) - 1)], np.nan) / HOUR
    return values


def waiting_by_route(columns: Columns, routes: tuple[Route, ...]) -> Floats:
    """Train-hours that the loaded trains of each route waited in the window, at their origin and on the way."""
    plan = columns.plan
    route = route_of_stream(plan, routes)[plan.train_stream]
    waited = np.add.reduceat(columns.waited, plan.program.operation_first[:-1]) if len(route) else np.zeros(0)
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
    plan, started = columns.plan, columns.outcome.started
    section = plan.layout.steps.section[columns.step]
    further_block = (section >= 0) & (section == np.roll(section, 1)) & (columns.train == np.roll(columns.train, 1))
    rows = np.flatnonzero((started >= 0) & ~further_block & ~columns.is_closure & ~_called(columns))
    train, place = columns.train[rows], plan.layout.steps.place[columns.step[rows]].astype(np.int64)
    begins = np.ones(len(rows), bool)
    begins[1:] = (train[1:] != train[:-1]) | (place[1:] != place[:-1])
    first = np.flatnonzero(begins)
    last = np.concatenate((first[1:], [len(rows)]))[: len(first)] - 1
    leaves = np.isin(columns.activity[rows[last]], (Activity.RUN, Activity.CROSS, Activity.END))
    left = (last > first) & leaves & columns.in_window[rows[last]]
    seconds = (started[rows[last]] - started[rows[first]])[left].astype(np.int64)
    return Stays(*spread(place[first][left], seconds, len(plan.layout.places)))


def spread(place: Ints, seconds: Ints, places: int) -> tuple[Ints, Floats, Floats, Floats]:
    """Per place: number, mean, median and 95th percentile in hours; NaN if there is none."""
    count = np.bincount(place, minlength=places)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, summed(place, seconds, places) / HOUR / count, np.nan)
    ordered = np.sort(place << 32 | seconds) & 0xFFFFFFFF
    first = np.concatenate(([0], np.cumsum(count)))[:-1]
    p50, p95 = (_quantile(ordered, first, count, share) for share in (0.5, 0.95))
    return count, mean, p50, p95


@dataclass(frozen=True, eq=False)
class LineSpeeds:
    """Freight on each line: km/h including stands (section speed) and unhindered (technical speed)."""

    section: Floats  # km/h, NaN where nothing ran
    technical: Floats


def measure_speeds(columns: Columns) -> LineSpeeds:
    """Speeds of freight, loaded and empty, over the pieces of line that were begun inside the window."""
    steps, started = columns.plan.layout.steps, columns.outcome.started
    runs = (steps.activity == Activity.RUN) & (steps.line >= 0)
    stands = (steps.activity == Activity.ARRIVE) & (steps.line >= 0) & np.append(runs[1:], False)
    freight = columns.in_window & columns.of_kind(Kind.FREIGHT, Kind.EMPTY, Kind.ONWARD)
    spent = np.diff(started, append=np.int32(NEVER))  # below 0 if the next operation never starts
    counted = (runs | stands)[columns.step] & freight & (spent >= 0)
    step = np.where(counted, columns.step, np.intp(len(runs)))  # uncounted operations go into a row of their own
    time, best = (summed(step, value, len(runs) + 1)[:-1] for value in (spent, columns.plan.program.duration))
    count = np.bincount(step, minlength=len(runs) + 1)[:-1]
    metres = np.where(runs, count * np.abs(np.diff(steps.at, append=np.nan)), 0.0)
    on, lines = np.maximum(steps.line, 0), len(columns.plan.layout.lines)
    total, running, taken = (summed(on, value, lines) for value in (metres, best * runs, time))
    with np.errstate(divide="ignore", invalid="ignore"):
        return LineSpeeds(total / taken * 3.6, total / running * 3.6)
