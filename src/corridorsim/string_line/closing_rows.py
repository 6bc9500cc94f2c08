"""Closed tracks of a line: the sections of which all units were closed at once, and when."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import DrawnSection, Plan
from corridorsim.itineraries.stages import SECTION
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations import NEVER, Outcome


class ClosedSection(NamedTuple):
    """A section of which a track was closed for a time (seconds of the run)."""

    section: DrawnSection
    begin: float
    end: float


def closings_on(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> Iterator[ClosedSection]:
    """Sections that had a track closed between two seconds: all units of it taken by closings."""
    p = plan.program
    closing = is_closing(plan)
    row, step = p.operation_first[:-1][closing], p.step_first[p.train_itinerary[closing]]
    closed = (np.diff(p.take_first)[step] > 0) & (outcome.started[row] != NEVER)
    row, step = row[closed], step[closed]
    until = np.where(outcome.started[row + 1] == NEVER, p.until, outcome.started[row + 1])
    row, step, until = row[until > begin], step[until > begin], until[until > begin]
    resource = p.take_resource[p.take_first[step]]
    drawn = {section.name: section for section in plan.layout.sections if section.line == line}
    told = set()
    for shut in np.unique(resource).tolist():
        stage, own = plan.layout.stages[plan.layout.resources.stage[shut]], resource == shut
        if stage.kind is SECTION and stage.section in drawn:
            spans = _shut(outcome.started[row[own]], until[own], int(p.capacity[shut]))
            told |= {(stage.section, a, b) for a, b in spans if a < end and b > begin}
    for name, a, b in sorted(told):
        yield ClosedSection(drawn[name], max(a, begin), min(b, end))


def _shut(begin: npt.NDArray[Any], end: npt.NDArray[Any], units: int) -> Iterator[tuple[float, float]]:
    """When as many closings as there are units overlap."""
    moments = np.unique(np.concatenate((begin, end)))
    overlapping = ((begin <= moments[:, None]) & (end > moments[:, None])).sum(axis=1)
    for n in np.flatnonzero(overlapping >= units).tolist():
        yield float(moments[n]), float(moments[n + 1])
