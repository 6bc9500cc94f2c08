"""The result of one run: the numbers that a planner compares, by name, and the columns behind them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from corridorsim.engine import Gridlock, find_gridlock
from corridorsim.itineraries import Plan
from corridorsim.measures.backlog import Backlog, empties_outside, gone_at, measure_backlog
from corridorsim.measures.bottleneck import Bottleneck, find_bottleneck
from corridorsim.measures.columns import Columns, Floats, Ints, summed
from corridorsim.measures.crews import crew_numbers, measure_crews
from corridorsim.measures.occupation import Occupation, measure_occupation
from corridorsim.measures.services import measure_services, service_numbers
from corridorsim.measures.stopped import Stopped, find_stopped
from corridorsim.measures.times import LineSpeeds, measure_dwell, measure_speeds, waiting_by_route
from corridorsim.measures.traffic import Handovers, Route, count_unfinished, measure_handovers, route_of_stream
from corridorsim.operations import Outcome

YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Result:
    """Everything measured in one run; ``numbers`` holds the figures by name, in the unit that the name gives."""

    columns: Columns
    numbers: dict[str, float]
    occupation: Occupation
    handovers: Handovers
    backlog: Backlog
    dwell: tuple[Floats, Ints]  # hours and route of each train
    speeds: LineSpeeds
    waiting: Floats  # train-hours by route
    bottleneck: Bottleneck | None
    unfinished: int

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
    numbers = _Numbers(columns.days, handovers, dwell, backlog, waiting, *_wishes(columns, routes)).all()
    numbers |= {
        f"speed.{line} km/h": speed
        for line, speed in zip(plan.layout.lines, speeds.section.tolist(), strict=True)
        if speed == speed
    }
    unfinished = count_unfinished(columns)
    numbers |= {"under way.total trains": float(unfinished)}
    numbers |= {"empties outside.total trains": float(empties_outside(columns))}
    numbers |= service_numbers(measure_services(columns), columns.days)
    numbers |= crew_numbers(measure_crews(columns), columns.days)
    return Result(
        columns, numbers, occupation, handovers, backlog, dwell, speeds, waiting,
        find_bottleneck(columns, occupation, routes, waiting, backlog), unfinished,
    )  # fmt: skip


def _wishes(columns: Columns, routes: tuple[Route, ...]) -> tuple[Floats, Floats]:
    """Loaded trains by route that were due in the window, and that arrived in it (or were unloaded into a stack)."""
    plan = columns.plan
    route = route_of_stream(plan, routes)[plan.train_stream]
    due, gone = (
        (route >= 0) & (seconds >= columns.begin) & (seconds < columns.end)
        for seconds in (plan.program.train_ready, gone_at(columns))
    )
    wished, arrived = (summed(route[which], np.ones(which.sum()), len(routes)) for which in (due, gone))
    return wished, arrived


@dataclass(frozen=True, eq=False)
class _Numbers:
    """The named figures of one run; a name gives the quantity, its scope and the unit."""

    days: float
    handovers: Handovers
    dwell: tuple[Floats, Ints]
    backlog: Backlog
    waiting: Floats
    due: Floats  # loaded trains by route that were due in the window
    arrived: Floats
    found: dict[str, float] = field(default_factory=dict)

    def all(self) -> dict[str, float]:
        """Every figure by its name, in the order in which a planner reads them."""
        routes = self.handovers.routes
        everyone = np.ones(len(routes), bool)
        groups = {"total": everyone}
        for crossing in dict.fromkeys(route.crossing for route in routes):
            groups[crossing] = np.array([route.crossing == crossing for route in routes])
        for direction in dict.fromkeys(route.direction for route in routes):
            groups[direction] = np.array([route.direction == direction for route in routes])
        groups |= {route.name: np.arange(len(routes)) == i for i, route in enumerate(routes)}
        for name, inside in groups.items():
            self._passed(name, inside)
        for name, inside in groups.items():
            if name not in {route.direction for route in routes}:
                self._times(name, inside)
        return self.found

    def _passed(self, name: str, inside: np.ndarray) -> None:
        rows = inside[self.handovers.route]
        per_year = YEAR / self.days
        self.found[f"tonnes.{name} Mt/year"] = float(self.handovers.net[rows].sum()) / 1e6 * per_year
        self.found[f"boxes.{name} TEU/year"] = float(self.handovers.teu[rows].sum()) * per_year
        self.found[f"trains.{name} trains/day"] = float(rows.sum()) / self.days
        self.found[f"due.{name} trains/day"] = float(self.due[inside].sum()) / self.days
        self.found[f"arrived.{name} trains/day"] = float(self.arrived[inside].sum()) / self.days

    def _times(self, name: str, inside: np.ndarray) -> None:
        hours, route = self.dwell
        hours = hours[inside[route]]
        if len(hours):
            self.found[f"dwell.{name} h"] = float(hours.mean())
            self.found[f"dwell p95.{name} h"] = float(np.quantile(hours, 0.95))
        trains = inside[self.handovers.route].sum()
        if trains:
            self.found[f"waiting.{name} h/train"] = float(self.waiting[inside].sum() / trains)
        for when, standing in (("", self.backlog.end), (" at start", self.backlog.begin)):
            self.found[f"backlog{when}.{name} trains"] = float(standing.backlog[inside].sum())
            self.found[f"outside{when}.{name} trains"] = float(standing.outside[inside].sum())
            self.found[f"handed over, not arrived{when}.{name} trains"] = float(standing.beyond[inside].sum())
