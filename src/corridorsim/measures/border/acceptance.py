"""How a crossing's numbers of a day are used, by kind of train: what is accepted, agreed, refused, and who waits.

These numbers exist where a scenario gives kinds or what was agreed. Units are trains or wagons, whichever the limit
counts; those of empty rakes that count are included.
"""

from itertools import pairwise

import numpy as np

from corridorsim.arrays import DAY, HOUR, Flags
from corridorsim.itineraries import Acceptance, Activity
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import (
    ACCEPTED,
    ACCEPTED_USED,
    AGREED,
    AGREED_USED,
    REFUSED,
    WAIT_TO_CROSS,
    WAITING_TO_CROSS,
    Number,
    OfKind,
    Route,
    Whom,
)
from corridorsim.measures.occupation.shares import Occupation
from corridorsim.measures.sums import summed
from corridorsim.operations.ledger import performing

ByNumber = dict[Number, float]


def acceptance_numbers(columns: Columns, occupation: Occupation) -> ByNumber:
    """The numbers of every limit, in the order of the scenario."""
    found: ByNumber = {}
    for each in columns.plan.layout.acceptances:
        found |= _of_limit(columns, each, float(occupation.work[each.places]))
    return found


def _of_limit(columns: Columns, limit: Acceptance, used: float) -> ByNumber:
    route = Route(limit.crossing, limit.direction)
    whom: Whom = OfKind(limit.crossing, limit.direction, limit.kind) if limit.kind else route
    accepted = _units_used(columns, limit) / columns.days
    own = _own_steps(columns, limit)
    told = {Number(ACCEPTED[limit.counted], whom): accepted, Number(ACCEPTED_USED, whom): used}
    if limit.agreed:
        agreed = _mean_agreed(columns, limit)
        told[Number(AGREED[limit.counted], whom)] = agreed
        told |= {Number(AGREED_USED, whom): accepted / agreed} if agreed else {}
    return told | _waits(columns, own, whom)


def _units_used(columns: Columns, limit: Acceptance) -> float:
    """Units that trains took in the window as they crossed."""
    p = columns.plan.program
    takes = (p.take_resource == limit.places) & _doing(columns, Activity.CROSS)[p.take_step]
    units = summed(p.take_step[takes], p.take_units[takes].astype(np.float64), p.steps)
    crossed = columns.begun(units > 0, columns.is_train)
    return float(units[crossed.step[columns.inside(crossed.operation)]].sum())


def _mean_agreed(columns: Columns, limit: Acceptance) -> float:
    """Units a day that were agreed, as a mean of the window."""
    begins = [columns.begin, *(max(second, columns.begin) for second, _ in limit.agreed[1:])]
    edges = np.minimum([*begins, columns.end], columns.end)
    units = np.array([units for _, units in limit.agreed], np.float64)
    spans = np.array([end - begin for begin, end in pairwise(edges.tolist())])
    return float(units @ spans / (columns.days * DAY))


def _own_steps(columns: Columns, limit: Acceptance) -> Flags:
    """Steps of loaded trains of its direction for which they take of it: those of its kind."""
    plan, p = columns.plan, columns.plan.program
    own = [each.way.crossings[:1] == (limit.crossing,) and each.way.direction == limit.direction
           for each in plan.layout.itineraries]  # fmt: skip
    takes = np.zeros(p.steps, bool)
    takes[p.take_step[p.take_resource == limit.places]] = True
    flags: Flags = takes & np.array(own, bool)[p.step_itinerary]
    return flags


def _waits(columns: Columns, own: Flags, whom: Whom) -> ByNumber:
    """Refusals a day, the mean wait before a handover, and the trains that wait for one at the end.

    A train that must be the next in line first waits for that as well, in the step before.
    """
    outcome, crosses = columns.outcome, own & _doing(columns, Activity.CROSS)
    refused = columns.begun(own & _doing(columns, Activity.REFUSE))
    in_line = np.append(crosses[1:], False) & _doing(columns, Activity.STAND)
    crossed = columns.begun(crosses)
    crossed = crossed.chosen(columns.inside(crossed.operation))
    before = crossed.operation - in_line[np.maximum(crossed.step - 1, 0)]
    waited = outcome.started[crossed.operation].astype(np.int64) - outcome.ready[before]
    waits = performing(columns.plan.program, (crosses | in_line)).step
    told = {Number(REFUSED, whom): float(columns.inside(refused.operation).sum()) / columns.days}
    if len(waited):
        told[Number(WAIT_TO_CROSS, whom)] = float(waited.mean()) / HOUR
    at_the_end = np.isin(columns.waiting.step, np.unique(waits))
    return told | {Number(WAITING_TO_CROSS, whom): float(at_the_end.sum())}


def _doing(columns: Columns, activity: Activity) -> Flags:
    flags: Flags = columns.plan.layout.steps.activity == activity
    return flags
