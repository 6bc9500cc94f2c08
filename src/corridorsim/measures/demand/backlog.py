"""Loaded trains that are due and have not arrived: outside, on their way, or handed over and held up beyond.

Goods that pass through a stack count with the train that brings them until they are unloaded, then as full loads of the
trains that carry them on.
"""

from dataclasses import dataclass, fields

import numpy as np

from corridorsim.arrays import Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.border.stack import leaves_goods, store_of_stream
from corridorsim.measures.columns import Columns
from corridorsim.measures.traffic import Route, handed_over, route_of_stream
from corridorsim.operations import NEVER


@dataclass(frozen=True, eq=False)
class Standing:
    """Loaded trains by route at a moment, or (routes, moments)."""

    backlog: Ints  # due and not arrived: outside, on their way, or beyond the handover
    outside: Ints  # of these, not yet admitted at their origin
    beyond: Ints  # of these, handed over and not arrived

    def at(self, moment: int) -> "Standing":
        """The trains at one of the moments."""
        return Standing(*(getattr(self, each.name)[:, moment] for each in fields(self)))


@dataclass(frozen=True, eq=False)
class Backlog:
    """Loaded trains due and not arrived, by route, at the start and end of the window."""

    begin: Standing
    end: Standing

    @property
    def at_begin(self) -> Ints:
        """By route: due before the window and not arrived when it begins."""
        return self.begin.backlog

    @property
    def at_end(self) -> Ints:
        """By route: due and not arrived when it ends."""
        return self.end.backlog


def measure_backlog(columns: Columns, routes: tuple[Route, ...]) -> Backlog:
    """The backlog at the start and end of the window."""
    standing = standing_at(columns, routes, np.array([columns.begin, columns.end]))
    return Backlog(standing.at(0), standing.at(1))


def standing_at(columns: Columns, routes: tuple[Route, ...], moments: Ints) -> Standing:
    """(routes, moments): trains due before each moment and not arrived before it."""
    plan = columns.plan
    route = _route_of_all(plan, routes)
    kind = np.array([stream.kind for stream in plan.streams])
    loaded = (kind == Kind.FREIGHT)[plan.train_stream]

    def before(seconds: Ints, whose: np.ndarray = loaded) -> Ints:
        rows = route[plan.train_stream]
        counts = [np.searchsorted(np.sort(seconds[whose & (rows == i)]), moments) for i in range(len(routes))]
        return np.array(counts, np.int64).reshape(len(routes), len(moments))

    due, gone = before(plan.program.train_ready.astype(np.int64)), before(gone_at(columns))
    on = _loads(columns, route, len(routes), moments)
    on = on - before(gone_at(columns), (kind == Kind.ONWARD)[plan.train_stream])
    yet = _yet_to_give_up(plan, route, len(routes), moments)
    return Standing(
        due - gone + on + yet,
        due - before(entered_at(columns)) + yet,
        np.maximum(before(handed_over(columns)) - gone, 0) + on,
    )


def _yet_to_give_up(plan: Plan, route: Ints, routes: int, moments: Ints) -> Ints:
    """(routes, moments): trains that wait at each moment and whose goods gave up later."""
    found = np.zeros((routes, len(moments)), np.int64)
    if (gone := plan.gave_up) is not None:
        for row in range(routes):
            own = route[gone.stream] == row
            wished, at = (np.searchsorted(np.sort(each[own]), moments) for each in (gone.wished, gone.at))
            found[row] = wished - at
    return found


def gone_at(columns: Columns) -> Ints:
    """Per train, the second at which it left the model; the end of the window for those that did not."""
    return _or_end(columns, columns.outcome.started[columns.plan.program.operation_first[1:] - 1])


def entered_at(columns: Columns) -> Ints:
    """Per train, the second at which it was admitted; the end of the window if it was not (or has no such step)."""
    entered = np.full(columns.plan.program.trains, columns.end, np.int64)
    found = columns.doing(Activity.ENTER)
    entered[found.train] = columns.outcome.started[found.operation]
    return entered


def empties_outside(columns: Columns) -> int:
    """Empty trains that were called and are not admitted when the window ends."""
    called = np.zeros(columns.plan.program.trains, bool)
    called[columns.doing(Activity.CALL).train] = True
    called &= columns.kind == Kind.EMPTY
    return int((called & (entered_at(columns) == columns.end)).sum())


def _or_end(columns: Columns, seconds: np.ndarray) -> Ints:
    found: Ints = np.where(seconds == NEVER, columns.end, seconds).astype(np.int64)
    return found


def _route_of_all(plan: Plan, routes: tuple[Route, ...]) -> Ints:
    """Per stream, its route, also for onward trains; -1 for trains that do not cross a border loaded."""
    route = route_of_stream(plan, routes)
    for row, stream in enumerate(plan.streams):
        if stream.kind == Kind.ONWARD:
            route[row] = routes.index(Route(stream.crossing, stream.direction))
    return route


def _loads(columns: Columns, route: Ints, routes: int, moments: Ints) -> Ints:
    """(routes, moments): full loads that were put into stacks for onward trains before each moment."""
    plan, program = columns.plan, columns.plan.program
    found, stores = np.zeros((routes, len(moments)), np.int64), store_of_stream(plan)
    for stream in np.flatnonzero(stores >= 0).tolist():
        load = program.take_units[program.take_resource == stores[stream]].max()
        entry = leaves_goods(plan, stores[[stream]])[program.train_itinerary]
        puts = np.unique(entry[entry >= 0])
        steps = np.isin(np.arange(program.steps), program.put_step[puts])
        rows = columns.begun(steps)
        put = entry[rows.train]
        second = columns.outcome.started[rows.operation].astype(np.int64) + program.put_after[put]
        order = np.argsort(second, kind="stable")
        units = np.concatenate([[0], np.cumsum(program.put_units[put[order]])])
        found[route[stream]] += units[np.searchsorted(second[order], moments)] // load
    return found
