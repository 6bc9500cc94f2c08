"""The results of one run: the numbers that a planner compares, and the columns behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, Ints
from corridorsim.engine import Gridlock, find_gridlock
from corridorsim.itineraries import Plan
from corridorsim.measures.border.acceptance import acceptance_numbers
from corridorsim.measures.border.queues import queue_numbers
from corridorsim.measures.border.stations import StationStays, measure_stations, station_numbers
from corridorsim.measures.bottleneck import Bottleneck, find_bottleneck
from corridorsim.measures.columns import Columns
from corridorsim.measures.crews import Trips, crew_numbers, measure_crews
from corridorsim.measures.demand.backlog import Backlog, empties_outside, gone_at, measure_backlog
from corridorsim.measures.demand.counts import passing_numbers
from corridorsim.measures.demand.gives_way import gives_way_numbers
from corridorsim.measures.demand.goods import goods_numbers
from corridorsim.measures.numbers import (
    ARRIVED,
    BACKLOG,
    BACKLOG_AT_START,
    BEYOND,
    BEYOND_AT_START,
    BOXES,
    CONTAINER_TRAINS,
    DUE,
    DWELL,
    DWELL_P95,
    EMPTIES_OUTSIDE,
    OUTSIDE,
    OUTSIDE_AT_START,
    SPEED,
    TONNES,
    TRAINS,
    UNDER_WAY,
    WAGONS,
    WAITING,
    Number,
    Numbers,
    OfCrossing,
    OfDirection,
    OfLine,
    Total,
    Whom,
)
from corridorsim.measures.occupation.shares import Occupation, measure_occupation
from corridorsim.measures.services import Services, measure_services, service_numbers
from corridorsim.measures.stopped import Stopped, find_stopped
from corridorsim.measures.sums import summed
from corridorsim.measures.times import LineSpeeds, measure_dwell, measure_speeds, waiting_by_route
from corridorsim.measures.traffic import Handovers, Route, count_unfinished, measure_handovers, route_of_stream
from corridorsim.operations import Outcome
from corridorsim.statistics.quantiles import between

YEAR = 365.0
AnyInts = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, eq=False)
class Result:
    """Everything measured in one run; ``numbers`` holds the figures, also by name, in the unit that their name says."""

    columns: Columns
    numbers: Numbers[float]
    occupation: Occupation
    handovers: Handovers
    backlog: Backlog
    dwell: tuple[Floats, Ints]  # hours and route of each train
    stations: StationStays  # at the border stations
    speeds: LineSpeeds
    waiting: Floats  # train-hours by route
    bottleneck: Bottleneck | None
    unfinished: int
    services: Services
    trips: Trips  # of crews

    def __repr__(self) -> str:
        limit = self.bottleneck.resource if self.bottleneck else "none"
        return f"<Result: {len(self.numbers)} numbers, limit {limit}, {self.unfinished} trains under way at the end>"

    @property
    def plan(self) -> Plan:
        """The plan that was run."""
        return self.columns.plan

    @property
    def outcome(self) -> Outcome:
        """When each operation was ready and started."""
        return self.columns.outcome

    @property
    def routes(self) -> tuple[Route, ...]:
        """Crossings and directions that have loaded trains."""
        return self.handovers.routes

    @cached_property
    def gridlock(self) -> Gridlock:
        """Trains that can never move again."""
        return find_gridlock(self.plan.program, self.outcome, self.plan.legend)

    @cached_property
    def stopped(self) -> tuple[Stopped, ...]:
        """Directions in which no train passes until the end, and what stays closed while trains wait."""
        return find_stopped(self.columns, self.routes)


def measure(plan: Plan, outcome: Outcome) -> Result:
    """Measure a run: tonnes, trains, time at the crossings, occupation, the bottleneck, unfinished trains."""
    columns = Columns(plan, outcome)
    handovers = measure_handovers(columns)
    routes = handovers.routes
    occupation = measure_occupation(columns)
    waiting = waiting_by_route(columns, routes)
    dwell = measure_dwell(columns, routes)
    backlog = measure_backlog(columns, routes)
    speeds = measure_speeds(columns)
    border = _BorderNumbers(plan, columns.days, handovers, dwell, backlog, waiting, *_wishes(columns, routes))
    unfinished = count_unfinished(columns)
    services, trips = measure_services(columns), measure_crews(columns)
    stations = measure_stations(columns)
    numbers = (
        dict(border.all())
        | {
            Number(SPEED, OfLine(line)): speed
            for line, speed in zip(plan.layout.lines, speeds.section.tolist(), strict=True)
            if speed == speed
        }
        | dict(passing_numbers(columns))
        | {Number(UNDER_WAY): float(unfinished), Number(EMPTIES_OUTSIDE): float(empties_outside(columns))}
        | acceptance_numbers(columns, occupation)
        | gives_way_numbers(columns)
        | service_numbers(services, columns.days)
        | crew_numbers(trips, columns.days)
        | station_numbers(stations, plan.layout.border_stops)
        | queue_numbers(columns)
    )
    return Result(
        columns, Numbers(numbers), occupation, handovers, backlog, dwell, stations, speeds, waiting,
        find_bottleneck(columns, occupation, routes, waiting, backlog), unfinished, services, trips,
    )  # fmt: skip


def _wishes(columns: Columns, routes: tuple[Route, ...]) -> tuple[Floats, Floats]:
    """Loaded trains by route that were due in the window, and that arrived in it (or were unloaded into a stack).

    Trains whose goods gave up were due as well.
    """
    plan = columns.plan
    of_stream = route_of_stream(plan, routes)

    def inside(streams: AnyInts, seconds: AnyInts) -> Floats:
        route = of_stream[streams]
        which = (route >= 0) & (seconds >= columns.begin) & (seconds < columns.end)
        return summed(route[which], np.ones(which.sum()), len(routes))

    wished = inside(plan.train_stream, plan.program.train_ready)
    if plan.gave_up is not None:
        wished = wished + inside(plan.gave_up.stream, plan.gave_up.wished)
    return wished, inside(plan.train_stream, gone_at(columns))


Figures = Iterator[tuple[Number, float]]


@dataclass(frozen=True, eq=False)
class _BorderNumbers:
    """The figures of loaded trains in one run: for all, by crossing, by direction, and by both."""

    plan: Plan
    days: float
    handovers: Handovers
    dwell: tuple[Floats, Ints]
    backlog: Backlog
    waiting: Floats
    due: Floats  # loaded trains by route that were due in the window
    arrived: Floats

    def all(self) -> Figures:
        """Every figure, in the order in which a planner reads them; times are not given by direction alone."""
        groups = self._groups()
        for whom, inside in groups.items():
            yield from self._passed(whom, inside)
        for whom, inside in groups.items():
            if not isinstance(whom, OfDirection):
                yield from self._times(whom, inside)
        yield from goods_numbers(self.plan, self.handovers, groups, self.days)

    def _groups(self) -> dict[Whom, np.ndarray]:
        """The crossings and directions that have figures of their own, each with its routes."""
        routes = self.handovers.routes
        groups: dict[Whom, np.ndarray] = {Total(): np.ones(len(routes), bool)}
        for crossing in dict.fromkeys(route.crossing for route in routes):
            groups[OfCrossing(crossing)] = np.array([route.crossing == crossing for route in routes])
        for direction in dict.fromkeys(route.direction for route in routes):
            groups[OfDirection(direction)] = np.array([route.direction == direction for route in routes])
        return groups | {route: np.arange(len(routes)) == i for i, route in enumerate(routes)}

    def _passed(self, whom: Whom, inside: np.ndarray) -> Figures:
        rows = inside[self.handovers.route]
        per_year = YEAR / self.days
        yield Number(TONNES, whom), float(self.handovers.net[rows].sum()) / 1e6 * per_year
        yield Number(BOXES, whom), float(self.handovers.teu[rows].sum()) * per_year
        yield Number(WAGONS, whom), float(self.handovers.wagons[rows].sum()) * per_year
        yield Number(CONTAINER_TRAINS, whom), float(self.handovers.boxed[rows].sum()) * per_year
        yield Number(TRAINS, whom), float(rows.sum()) / self.days
        yield Number(DUE, whom), float(self.due[inside].sum()) / self.days
        yield Number(ARRIVED, whom), float(self.arrived[inside].sum()) / self.days

    def _times(self, whom: Whom, inside: np.ndarray) -> Figures:
        hours, route = self.dwell
        hours = hours[inside[route]]
        if len(hours):
            yield Number(DWELL, whom), float(hours.mean())
            yield Number(DWELL_P95, whom), between(hours)
        trains = inside[self.handovers.route].sum()
        if trains:
            yield Number(WAITING, whom), float(self.waiting[inside].sum() / trains)
        for standing, backlog, outside, beyond in (
            (self.backlog.end, BACKLOG, OUTSIDE, BEYOND),
            (self.backlog.begin, BACKLOG_AT_START, OUTSIDE_AT_START, BEYOND_AT_START),
        ):
            yield Number(backlog, whom), float(standing.backlog[inside].sum())
            yield Number(outside, whom), float(standing.outside[inside].sum())
            yield Number(beyond, whom), float(standing.beyond[inside].sum())
