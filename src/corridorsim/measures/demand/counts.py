"""Trains past the places where they are counted: a day, both ways and each way, and what they are."""

from collections.abc import Iterator

import numpy as np

from corridorsim.arrays import Flags
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import PASSING, Number, OfCount

USE = {
    Kind.FREIGHT: "loaded", Kind.ONWARD: "loaded", Kind.EMPTY: "empty", Kind.PASSENGER: "passenger",
    Kind.LOCAL: "local", Kind.FEEDER: "loaded",
}  # fmt: skip


def passing_numbers(columns: Columns) -> Iterator[tuple[Number, float]]:
    """For each count, trains a day that enter its section in the window."""
    plan = columns.plan
    rising, use = _rising(plan), np.array([USE.get(kind, "") for kind in Kind])
    for count in plan.layout.counts:
        found = columns.begun(_entries(plan, count.section))
        inside = columns.inside(found.operation)
        train, way = found.train[inside], rising[found.step[inside]] == count.is_rising
        of_use = use[columns.kind[train]]
        for toward, own in (("", np.ones(len(train), bool)), (count.ways[0], way), (count.ways[1], ~way)):
            yield Number(PASSING, OfCount(count.name, "", toward)), float(own.sum()) / columns.days
            for each in dict.fromkeys(USE.values()):
                number = Number(PASSING, OfCount(count.name, each, toward))
                yield number, float((own & (of_use == each)).sum()) / columns.days


def _entries(plan: Plan, section: int) -> Flags:
    """The steps with which trains enter a section: the first of those that run over its blocks."""
    steps = plan.layout.steps
    runs = (steps.activity == Activity.RUN) & (steps.section == section)
    after = np.zeros(len(runs), bool)
    after[1:] = runs[:-1]
    after[plan.program.step_first[:-1]] = False  # another itinerary begins
    flags: Flags = runs & ~after
    return flags


def _rising(plan: Plan) -> Flags:
    """Per step, whether a run goes the way the kilometres rise: by where the next step begins."""
    at = plan.layout.steps.at
    with np.errstate(invalid="ignore"):
        flags: Flags = np.roll(at, -1) > at
    return flags
