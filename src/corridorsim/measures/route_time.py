"""How long trains waited between the wish to leave and the departure beyond, by route and the month they wished it."""

from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Plan
from corridorsim.measures.columns import HOUR, Floats, summed
from corridorsim.measures.traffic import Route, route_of_stream
from corridorsim.operations import NEVER, Outcome


@dataclass(frozen=True, eq=False)
class RouteWaiting:
    """Loaded trains by route and month, (routes, months)."""

    trains: Floats
    hours: Floats  # of waiting, all of them together

    def __add__(self, other: "RouteWaiting") -> "RouteWaiting":
        return RouteWaiting(self.trains + other.trains, self.hours + other.hours)


def measure_route_waiting(plan: Plan, outcome: Outcome, routes: tuple[Route, ...], edges: Floats) -> RouteWaiting:
    """Waiting of all loaded trains, warm-up included: at the origin before they enter, on the way, at the border.

    It is the time from the wish to leave to the departure beyond, less what the train's steps take by themselves;
    starting again after stops counts as waiting. A train that is not through at the end of the run has waited until
    then. ``edges`` are the months' boundaries in seconds; routes that no train has get no trains.
    """
    program = plan.program
    number = route_of_stream(plan, routes)
    trains = np.flatnonzero(number[plan.train_stream] >= 0)
    ends = outcome.started[program.operation_first[1:] - 1][trains].astype(np.int64)
    ends[ends == NEVER] = program.until
    free = np.concatenate(([0], np.cumsum(program.duration, dtype=np.int64)))
    alone = np.diff(free[program.operation_first])[trains]
    due = program.train_ready[trains]
    waited = np.maximum(ends - due - alone, 0) / HOUR
    months = len(edges) - 1
    month = np.clip(np.searchsorted(edges, due, "right") - 1, 0, months - 1)
    cell = number[plan.train_stream][trains] * months + month
    size = len(routes) * months
    count, hours = (summed(cell, weights, size).reshape(-1, months) for weights in (np.ones(len(trains)), waited))
    return RouteWaiting(count, hours)
