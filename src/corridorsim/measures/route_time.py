"""How long trains waited between the time at which they are due and their departure beyond the border, by route and
month."""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import HOUR, Floats, Ints
from corridorsim.itineraries import Plan
from corridorsim.measures.border.clearance import clearance_unhindered
from corridorsim.measures.border.stack import leaves_goods, measure_transfers, store_of_stream
from corridorsim.measures.columns import Columns
from corridorsim.measures.sums import summed
from corridorsim.measures.traffic import Route, route_of_stream
from corridorsim.operations import NEVER, Outcome


@dataclass(frozen=True, eq=False)
class RouteWaiting:
    """Loaded trains by route and month, (routes, months)."""

    trains: Floats
    hours: Floats  # of waiting, in total

    def __add__(self, other: "RouteWaiting") -> "RouteWaiting":
        return RouteWaiting(self.trains + other.trains, self.hours + other.hours)


def measure_route_waiting(plan: Plan, outcome: Outcome, routes: tuple[Route, ...], edges: Floats) -> RouteWaiting:
    """Waiting of all loaded trains, warm-up included: at the origin before they enter, on the way, at the border.

    It is the time from when a train is due to its departure beyond the border, less the durations of its own steps and
    what customs clearance takes beside them;
    starting again after stops counts as waiting. For goods that pass through a stack it is the waiting of the goods, as
    a mean over the train's units: up to the departure of the train that carries them on, less the steps of both trains
    and the minimum time in the stack. Trains that are not through at the end of the run have waited until then;
    trains whose goods gave up have waited until they did.
    ``edges`` are the bounds of the months in seconds; routes without trains get no trains.
    """
    program = plan.program
    number = route_of_stream(plan, routes)
    stream, wished = plan.train_stream, program.train_ready
    waited = _waited(Columns(plan, outcome)) / HOUR
    if (gone := plan.gave_up) is not None:
        stream, wished = np.append(stream, gone.stream), np.append(wished, gone.wished)
        waited = np.append(waited, (gone.at - gone.wished) / HOUR)
    ours = np.flatnonzero(number[stream] >= 0)
    months = len(edges) - 1
    month = np.clip(np.searchsorted(edges, wished[ours], "right") - 1, 0, months - 1)
    cell = number[stream][ours] * months + month
    size = len(routes) * months
    count, hours = (summed(cell, weights, size).reshape(-1, months) for weights in (np.ones(len(ours)), waited[ours]))
    return RouteWaiting(count, hours)


def _waited(columns: Columns) -> Floats:
    """Per train, seconds that it waited; for goods that pass through a stack, those that the goods waited."""
    program = columns.plan.program
    left = columns.outcome.started[program.operation_first[1:] - 1].astype(np.int64)
    left[left == NEVER] = program.until
    passed = np.concatenate(([0], np.cumsum(program.duration, dtype=np.int64)))
    unhindered = np.diff(passed[program.operation_first])
    stores = store_of_stream(columns.plan)
    entry = leaves_goods(columns.plan, np.unique(stores[stores >= 0]))[program.train_itinerary]
    dwell = np.where(entry >= 0, program.put_after[entry], 0)
    cleared = clearance_unhindered(columns.plan, dwell)
    waited: Floats = np.maximum(left - program.train_ready - unhindered - cleared, 0).astype(np.float64)
    if not (stores >= 0).any():
        return waited
    return _waited_through_stacks(columns, stores, left, unhindered, dwell + cleared, waited)


def _waited_through_stacks(
    columns: Columns, stores: Ints, left: Ints, unhindered: Ints, in_stack: Ints, waited: Floats
) -> Floats:
    """The same with the waiting of goods in place of that of the trains that bring them to a stack.

    ``in_stack``: per train, the least seconds that its goods lie there.
    """
    plan, program = columns.plan, columns.plan.program
    entry = leaves_goods(plan, np.unique(stores[stores >= 0]))[program.train_itinerary]
    lots = measure_transfers(columns, np.unique(stores[stores >= 0]))
    brings = entry >= 0
    since = program.train_ready + unhindered + np.where(brings, in_stack, 0)
    onward = left[lots.carried] - unhindered[lots.carried] - since[lots.brought]
    share, seconds = (
        summed(lots.brought, weights, program.trains) for weights in (lots.share, lots.share * np.maximum(onward, 0))
    )
    carries = stores[plan.train_stream]
    trains, total = (
        summed(carries + 1, weights, program.resources + 1)[1:] for weights in (np.ones_like(unhindered), unhindered)
    )
    further = (total / np.maximum(trains, 1))[program.put_resource[entry]]
    seconds += (1 - share) * np.maximum(program.until - since - further, 0)  # goods that no train has taken yet
    return np.where(brings, seconds, waited)
