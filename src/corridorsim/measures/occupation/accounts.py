"""A program for accounting its use: a place of a calendar day counts as used for a whole day.

In the run, a place comes back at the change of day, by a train of its own: the hours until then show when trains came,
not how much of the daily number is used. So the plan is read as if each train put its place back 24 hours later, or,
where the day itself is known, as if the place had been taken from the first second of the day to the last. Use is then
places taken divided by places.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from corridorsim.arrays import DAY, Column, Floats, Ints
from corridorsim.itineraries import DayNumber, Plan
from corridorsim.measures.columns import Columns
from corridorsim.operations import NEVER, Program
from corridorsim.operations.ledger import performing, touching
from corridorsim.operations.worked_once import once_for_its_steps


def accounted(plan: Plan) -> Plan:
    """The plan in which trains put such places back themselves; unchanged if there are none. No engine should run
    it."""
    if not plan.layout.day_numbers:
        return plan
    return replace(plan, program=replace(plan.program, **_accounted_steps(plan.program, plan.layout.day_numbers)))


@once_for_its_steps
def _accounted_steps(p: Program, day_numbers: tuple[DayNumber, ...]) -> dict[str, Any]:
    """The columns of the steps in which the accounted program differs, and what is found out about it."""
    changes_day = touching(p, np.isin(np.arange(p.resources), [day.gate for day in day_numbers]))
    places = np.arange(p.resources)
    for day in day_numbers:
        places[day.used] = day.places
    resource = places[p.put_resource].astype(np.int32)
    after = np.where(resource != p.put_resource, DAY, p.put_after).astype(np.int32)
    takes, puts = ~changes_day[p.take_step], ~changes_day[p.put_step]
    columns: dict[str, Any] = {
        "take_first": _first(p.take_step[takes], p.steps), "take_resource": p.take_resource[takes],
        "take_units": p.take_units[takes],
        "put_first": _first(p.put_step[puts], p.steps), "put_resource": resource[puts],
        "put_units": p.put_units[puts], "put_after": after[puts],
    }  # fmt: skip
    findings = replace(p, **columns).findings
    return {**columns, "findings": findings}


def in_accounts(columns: Columns) -> Columns:
    """The same columns for the accounted plan."""
    return Columns(accounted(columns.plan), columns.outcome) if columns.plan.layout.day_numbers else columns


def in_days(columns: Columns, held: Floats) -> Floats:
    """Unit-seconds of the window in which resources are held; each place of a day counts for that whole day."""
    if columns.plan.layout.day_numbers:
        held = held.copy()
        for day in columns.plan.layout.day_numbers:
            held[day.places] = _held_all_day(columns, day)
    return held


def day_edges(columns: Columns, day: DayNumber) -> Ints:
    """Seconds at which the days of a number begin, and the end of the last; together they cover the whole run."""
    p, started = columns.plan.program, columns.outcome.started
    gate = performing(p, touching(p, np.arange(p.resources) == day.gate))
    changes = np.unique(started[gate.operation]).astype(np.int64)
    changes = changes[changes > 0]
    first, last = (changes[0] - DAY, changes[-1] + DAY) if len(changes) else (0, p.until)
    return np.concatenate(([min(0, first)], changes, [max(last, p.until)]))


def _held_all_day(columns: Columns, day: DayNumber) -> float:
    p, started = columns.plan.program, columns.outcome.started
    of_the_change, uses = (touching(p, np.arange(p.resources) == row) for row in (day.gate, day.used))
    used = started[performing(p, uses & ~of_the_change).operation]
    edges = day_edges(columns, day)
    number, _ = np.histogram(used[used != NEVER], edges)
    return float((number * np.diff(np.clip(edges, columns.begin, columns.end))).sum())


def _first(step: np.ndarray, steps: int) -> Column:
    return np.searchsorted(step, np.arange(steps + 1)).astype(np.int32)
