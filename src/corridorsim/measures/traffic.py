"""What passed: trains, net tonnes and TEU over the border, by crossing, direction and day; and what is under way."""

from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Columns, Floats, Ints, summed


@dataclass(frozen=True)
class Route:
    """One crossing in one direction."""

    crossing: str
    direction: str

    @property
    def name(self) -> str:
        """Name such as "Dostyk KZ->CN"."""
        return f"{self.crossing} {self.direction}"


@dataclass(frozen=True, eq=False)
class Handovers:
    """Loaded trains handed over inside the window, one row each."""

    routes: tuple[Route, ...]
    route: Ints
    day: Ints
    net: Floats  # tonnes
    teu: Floats
    train: Ints

    def daily(self, route: int, values: Floats, days: int) -> Floats:
        """Sum of values by day of the window on one route."""
        rows = self.route == route
        return summed(self.day[rows], values[rows], days)


def routes_of(plan: Plan) -> tuple[Route, ...]:
    """Crossings and directions that have loaded trains."""
    loaded = [Route(s.crossing, s.direction) for s in plan.streams if s.kind == Kind.FREIGHT]
    return tuple(dict.fromkeys(loaded))


def route_of_stream(plan: Plan, routes: tuple[Route, ...]) -> Ints:
    """Per stream, its route; -1 for trains that do not cross a border loaded."""
    number = {route: i for i, route in enumerate(routes)}
    return np.array(
        [number[Route(s.crossing, s.direction)] if s.kind == Kind.FREIGHT else -1 for s in plan.streams], np.int64
    )


def measure_handovers(columns: Columns) -> Handovers:
    """Every loaded train's handover inside the window."""
    plan = columns.plan
    rows = np.flatnonzero((columns.activity == Activity.HANDOVER) & columns.in_window)
    train = columns.train[rows].astype(np.int64)
    stream = plan.train_stream[train]
    routes = routes_of(plan)
    return Handovers(
        routes=routes,
        route=route_of_stream(plan, routes)[stream],
        day=columns.started_day(rows),
        net=np.array([s.net for s in plan.streams])[stream],
        teu=np.array([s.teu for s in plan.streams])[stream],
        train=train,
    )


def handed_over(columns: Columns) -> Ints:
    """Per train, the second of its handover; the end of the window for those that were not handed over."""
    handed = np.full(columns.plan.program.trains, columns.end, np.int64)
    rows = np.flatnonzero((columns.activity == Activity.HANDOVER) & (columns.outcome.started >= 0))
    handed[columns.train[rows]] = columns.outcome.started[rows]
    return handed


def under_way(columns: Columns) -> Ints:
    """Trains that had entered and not ended when the window ended: the operation each performs or waits to start."""
    program, outcome = columns.plan.program, columns.outcome
    first, last = program.operation_first[:-1], program.operation_first[1:] - 1
    entered = np.zeros(program.trains, bool)
    entered[columns.train[(columns.activity == Activity.ENTER) & (outcome.started >= 0)]] = True
    trains = np.flatnonzero(entered & (outcome.started[last] < 0))
    reached = summed(columns.train, outcome.ready >= 0, program.trains).astype(np.int64)
    rows: Ints = first[trains] + reached[trains] - 1
    return rows


def count_unfinished(columns: Columns) -> int:
    """How many trains had entered and were still under way when the window ended."""
    return len(under_way(columns))
