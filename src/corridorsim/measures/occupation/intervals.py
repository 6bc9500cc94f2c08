"""The blocking times of a run: which trains held which resources, from when to when, with closings apart."""

import numpy as np

from corridorsim.arrays import Flags
from corridorsim.itineraries import Kind, Plan
from corridorsim.operations import Outcome
from corridorsim.operations.intervals import Intervals, chosen, held_intervals, whole_intervals


def blocking_intervals(plan: Plan, outcome: Outcome, begin: int, end: int) -> Intervals:
    """The intervals in which trains held each resource, as far as they lie in the window [begin, end).

    What counts and how it is cut: :func:`~corridorsim.operations.intervals.held_intervals`. Closings of tracks are left
    out. These are the blocking times that UIC 406 compresses; ``plan.layout.stages`` describes a resource.
    """
    held = held_intervals(plan.program, outcome, begin, end)
    return chosen(held, ~is_closing(plan)[held.train])


def closing_intervals(plan: Plan, outcome: Outcome, begin: int, end: int) -> Intervals:
    """What closings held from their first step on, as far as it reaches into [begin, end), not cut there.

    What is closed is held by a closing from the moment it could take it: one that waits for a train to leave closes
    nothing yet.
    """
    program = plan.program
    held = whole_intervals(program, outcome, begin, end, is_closing(plan))
    return chosen(held, held.operation == program.operation_first[held.train])


def is_closing(plan: Plan) -> Flags:
    """Per row of the plan's trains, whether it is a closing."""
    closing: Flags = np.array([stream.kind == Kind.CLOSURE for stream in plan.streams], bool)[plan.train_stream]
    return closing


def performed_by_trains(plan: Plan) -> Flags:
    """Per step, whether trains perform it; closings are not trains."""
    program = plan.program
    performed = np.zeros(len(program.step_first) - 1, bool)
    performed[program.train_itinerary[~is_closing(plan)]] = True
    flags: Flags = performed[program.step_itinerary]
    return flags
