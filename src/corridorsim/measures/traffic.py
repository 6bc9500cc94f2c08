"""What passed: trains, net tonnes and TEU over the border, by crossing, direction and day; and what is under way."""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Columns
from corridorsim.measures.sums import summed
from corridorsim.model.whom import Route
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import Performed, reached

__all__ = [
    "Handovers", "Route", "count_unfinished", "handed_over", "measure_handovers", "route_of_stream", "routes_of",
    "under_way",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Handovers:
    """Loaded trains handed over inside the window, one row each."""

    routes: tuple[Route, ...]
    route: Ints
    day: Ints
    net: Floats  # tonnes
    teu: Floats
    wagons: Ints
    goods: Ints  # row of ``commodities``; -1 where none is given
    boxed: Flags  # whether it is a container train
    train: Ints
    commodities: tuple[str, ...]

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
    handed = columns.doing(Activity.HANDOVER)
    handed = handed.chosen(columns.inside(handed.operation))
    stream = plan.train_stream[handed.train]
    routes = routes_of(plan)
    commodities = tuple(dict.fromkeys(s.goods for s in plan.streams if s.kind == Kind.FREIGHT and s.goods))
    return Handovers(
        routes=routes,
        route=route_of_stream(plan, routes)[stream],
        day=columns.day(handed.operation),
        net=np.array([s.net for s in plan.streams])[stream],
        teu=np.array([s.teu for s in plan.streams])[stream],
        wagons=np.array([s.wagons for s in plan.streams])[stream],
        goods=np.array([commodities.index(s.goods) if s.goods in commodities else -1 for s in plan.streams])[stream],
        boxed=np.array([s.is_of_containers for s in plan.streams])[stream],
        train=handed.train, commodities=commodities,
    )  # fmt: skip


def handed_over(columns: Columns) -> Ints:
    """Per train, the second of its handover; the end of the window for those that were not handed over."""
    handed = np.full(columns.plan.program.trains, columns.end, np.int64)
    found = columns.doing(Activity.HANDOVER)
    handed[found.train] = columns.outcome.started[found.operation]
    return handed


def under_way(columns: Columns) -> Performed:
    """Trains that had entered and not ended when the window closed: the operation each performs or waits to start."""
    program, outcome = columns.plan.program, columns.outcome
    entered = np.zeros(program.trains, bool)
    entered[columns.doing(Activity.ENTER).train] = True
    trains = np.flatnonzero(entered & (outcome.started[program.operation_first[1:] - 1] == NEVER))
    number = reached(program, outcome.ready, program.until)[trains] - 1
    step = program.step_first[program.train_itinerary[trains]] + number
    return Performed(program.operation_first[trains] + number, trains, step)


def count_unfinished(columns: Columns) -> int:
    """How many trains had entered and were still under way when the window closed."""
    return len(under_way(columns).train)
