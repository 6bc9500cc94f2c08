"""Clearance is no waiting: while its time runs, goods stand that could not leave if no other train were there.

Planning says it with a count: a handover puts what the departing train takes. What of the time is over before a train
asks for it depends on the train's other work.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Ints
from corridorsim.itineraries import Plan, Role
from corridorsim.measures.columns import Columns
from corridorsim.operations.ledger import performing, rows_of, seconds_of


class _Cleared(NamedTuple):
    """How the goods of an itinerary's trains are cleared; steps are counted from its first."""

    itinerary: int
    handed_over: int
    asks: int  # the step before which the train waits; of goods in a stack, the train's last
    after: int  # seconds from the handover


def asks_for_clearance(plan: Plan) -> Flags:
    """Per step, whether its trains ask for goods that are cleared."""
    asks = np.zeros(plan.program.steps, bool)
    counts = plan.layout.resources.have(Role.CLEARED)
    asks[plan.program.take_step[counts[plan.program.take_resource]]] = True
    return asks


def stood_for_clearance(columns: Columns) -> Ints:
    """Per train, seconds of the window in which it was ready to leave and its goods were not cleared."""
    program, outcome = columns.plan.program, columns.outcome
    rows = performing(program, asks_for_clearance(columns.plan))
    seconds = columns.left(outcome.ready[rows.operation]) - columns.left(outcome.started[rows.operation])
    stood: Ints = np.bincount(rows.train, seconds, program.trains).astype(np.int64)
    return stood


def clearance_unhindered(plan: Plan, in_stack: Ints) -> Ints:
    """Per train, seconds by which clearance keeps its goods longer than its own work, if no train ever waits.

    ``in_stack`` is per train the least time of its goods in a stack; 0 of those that go through none.
    """
    program, kept = plan.program, np.zeros(plan.program.trains, np.int64)
    for cleared in _cleared(plan):
        trains = np.flatnonzero(program.train_itinerary == cleared.itinerary)
        begin, end = (seconds_of(program, trains, np.full(len(trains), n)) for n in (cleared.handed_over, cleared.asks))
        kept[trains] = np.maximum(cleared.after - (end - begin) - in_stack[trains], 0)
    return kept


def _cleared(plan: Plan) -> Iterator[_Cleared]:
    program, counts = plan.program, plan.layout.resources.have(Role.CLEARED)
    for put in np.flatnonzero(counts[program.put_resource]).tolist():
        step = int(program.put_step[put])
        itinerary = int(program.step_itinerary[step])
        first, beyond = program.step_first[[itinerary, itinerary + 1]].tolist()
        _, own = rows_of(program.take_first, np.arange(first, beyond))
        takes = own[program.take_resource[own] == program.put_resource[put]]
        asks = int(program.take_step[takes[0]]) if len(takes) else beyond - 1
        yield _Cleared(itinerary, step - first, asks - first, int(program.put_after[put]))
