"""The elements of a line side by side: sections, station tracks, throats; what each passes and what is asked of it.

A section passes what the 1520 mm method says, within the permitted load. The tracks of a station pass so many pairs a
day as their time allows at the stays of the simulated day; a throat by the time for which each movement takes a route.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.capacity import station
from corridorsim.itineraries import Activity, Plan
from corridorsim.measures.intervals import blocking_intervals
from corridorsim.operations import NEVER, Outcome
from corridorsim.study.line_formula import LineFormula, Requirement

DAY = 86_400


@dataclass(frozen=True)
class Element:
    """Something of a line that limits what passes."""

    kind: str
    name: str
    pairs: float  # a day that it passes
    asked: float  # pairs a day that traffic asks of it
    key: str  # the scenario's key that changes it

    @property
    def load(self) -> float:
        """Share of it that is asked for."""
        return self.asked / self.pairs if self.pairs else float("inf")

    @property
    def reserve(self) -> float:
        """Pairs a day that could still be added; negative where pairs are missing."""
        return self.pairs - self.asked


def elements(
    formula: LineFormula, required: Requirement, plan: Plan, outcome: Outcome, begin: int
) -> Iterator[Element]:
    """Every element of a line; stays are those of the simulated day from ``begin``."""
    line = formula.line
    keys = {stage.name: stage.key for stage in plan.stages}
    for number, section in enumerate(line.sections):
        key = keys.get(section.name, f"lines.{line.name}.second_track")
        yield Element("section", section.name, float(formula.available[number]), float(required.pairs[number]), key)
    stays = _stays(plan, outcome, begin)
    pairs = required.freight.max(axis=0) + required.others
    through = np.maximum(np.append(pairs, 0.0), np.insert(pairs, 0, 0.0))  # of each station, its busier side
    for place, asked in zip(line.way, through.tolist(), strict=True):
        held, visits = stays.get(f"{place} tracks", (0.0, 0))
        if visits:
            tracks = line.scenario.network.places[place].tracks
            yield Element(
                "tracks", f"{place} tracks", float(station.element_pairs(tracks, 2 * held / visits)), asked,
                keys[f"{place} tracks"],
            )  # fmt: skip
        throat = line.scenario.network.places[place].throat
        if throat:
            occupation = station.pair_occupation([4], throat.time)  # two trains come in and go out
            yield Element(
                "throat", f"{place} throat", float(station.element_pairs(throat.routes, occupation)), asked,
                keys.get(f"{place} throat", ""),
            )  # fmt: skip


def _stays(plan: Plan, outcome: Outcome, begin: int) -> dict[str, tuple[float, int]]:
    """Of each yard on a day: seconds for which trains stood on its tracks, and how many trains.

    A track that is kept for a train on its way counts from the arrival.
    """
    held = blocking_intervals(plan, outcome, begin, begin + DAY)
    kinds = np.array([stage.kind == "tracks" for stage in plan.stages])
    rows = np.flatnonzero(kinds[plan.resources.stage[held.resource]] & ~plan.resources.logical[held.resource])
    arrived = _arrivals(plan, outcome)[held.operation[rows]]
    stay = np.maximum(held.end[rows] - np.maximum(held.begin[rows], arrived), 0)
    stage = plan.resources.stage[held.resource[rows]]
    seconds = np.bincount(stage, weights=stay, minlength=len(plan.stages))
    count = np.bincount(stage, minlength=len(plan.stages))
    return {s.name: (float(seconds[row]), int(count[row])) for row, s in enumerate(plan.stages) if seconds[row]}


def _arrivals(plan: Plan, outcome: Outcome) -> np.ndarray:
    """Per operation, the second at which its train next arrives if it is on the line, else that of its start."""
    activity = plan.steps.activity[plan.program.operation_step]
    rows = np.arange(plan.program.operations)
    at_station = np.where(activity == Activity.RUN, plan.program.operations, rows)
    there = np.minimum(np.minimum.accumulate(at_station[::-1])[::-1], plan.program.operations - 1)
    started = outcome.started[there].astype(np.int64)
    arrived: np.ndarray = np.where(started == NEVER, plan.program.until, started)
    return arrived
