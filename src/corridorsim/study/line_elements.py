"""The elements of a line side by side: sections, station tracks, throats; what each passes and what is asked of it.

The border station's own are in ``line_border``.

A section passes what the 1520 mm method says, within the permitted load. The tracks of a station pass so many pairs a
day as their time allows at the work of the simulated day: stays without the waiting, which sections and the border
answer for. A throat passes them by the time for which each movement takes a route. At a junction the trains of all
lines count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corridorsim.capacity import station
from corridorsim.capacity.arrays import Floats
from corridorsim.itineraries import Activity, Plan, Role
from corridorsim.itineraries.stages import SECTION, THROAT
from corridorsim.measures.intervals import Intervals, chosen, is_closing, whole_intervals
from corridorsim.model import Scenario
from corridorsim.operations import NEVER, Outcome
from corridorsim.planning.lone_line import freight_over, services_over
from corridorsim.study.line_formula import LineFormula, Requirement, peak

DAY = 86_400


@dataclass(frozen=True)
class Element:
    """Something of a line that limits what passes."""

    kind: str
    name: str
    pairs: float  # a day that it passes
    asked: float  # pairs a day that traffic asks of it, in the peak month, within the permitted load
    key: str  # the scenario's key that changes it
    others: float = 0.0  # of what passes, what passenger and local trains use

    @property
    def freight(self) -> float:
        """Freight pairs a day that it passes beside the other trains."""
        return self.pairs - self.others

    @property
    def load(self) -> float:
        """Share of it that is asked for."""
        return self.asked / self.pairs if self.pairs else float("inf")

    @property
    def reserve(self) -> float:
        """Pairs a day that could still be added; negative where pairs are missing."""
        return self.pairs - self.asked


@dataclass(frozen=True)
class StationElement:
    """Station tracks, a throat, a yard or a crossing's limiting stage, before it is said in which month."""

    kind: str
    name: str
    pairs: float  # a day that it passes
    freight: float  # pairs a day asked in the mean month
    others: float  # passenger and local pairs a day
    permitted: float  # share of it that may be used
    key: str
    direction: str = "both"  # whose trains it is for

    @property
    def trains_of_a_pair(self) -> int:
        """How many of a pair's two trains use it."""
        return 2 if self.direction == "both" else 1

    def asked(self, weight: float) -> float:
        """Pairs a day in a month with so many times the freight of the mean one."""
        return weight * self.freight + self.others


def elements(
    formula: LineFormula, required: Requirement, stations: Sequence[StationElement], scenario: Scenario, plan: Plan
) -> Iterator[Element]:
    """Every element of a line."""
    line = formula.line
    keys = {stage.section: stage.key for stage in plan.layout.stages if stage.kind is SECTION}
    for number, section in enumerate(line.sections):
        key = keys.get(section.name, f"lines.{line.name}.second_track")
        pairs, asked, others = (float(of[number]) for of in (formula.available, required.pairs, required.removed))
        yield Element("section", section.name, pairs, asked, key, others)
    for each in stations:
        asked = each.asked(peak(scenario)) / each.permitted
        yield Element(each.kind, each.name, each.pairs, asked, each.key, each.others)


def station_elements(
    formula: LineFormula, scenario: Scenario, plan: Plan, outcome: Outcome, begin: int
) -> Iterator[StationElement]:
    """Tracks that have work to do, and throats; the work is that of the simulated day from ``begin``."""
    throats = {stage.place: stage.key for stage in plan.layout.stages if stage.kind is THROAT}
    work, load = work_on_tracks(plan, outcome, begin), np.asarray(formula.reserves.load)
    for number, place in enumerate(formula.line.way):
        permitted = float(load[max(number - 1, 0) : number + 1].min())
        freight, others = trains_beside(scenario, place)
        here = scenario.network.places[place]
        tracks = plan.layout.station_tracks.get(place)
        if tracks in work:
            asked = (_standing(freight) / 2, _standing(others) / 2)
            pairs = float(station.element_pairs(here.tracks, 2 * work[tracks]))
            stage = plan.layout.stages[plan.layout.resources.stage[tracks]]
            yield StationElement("tracks", stage.name, pairs, *asked, permitted, stage.key)
        if here.throat:
            movements = 4 if len(scenario.network.neighbours[place]) > 1 else 2  # of a pair that passes, or ends
            asked = (float(freight.sum()) / movements, float(others.sum()) / movements)
            pairs = float(station.element_pairs(here.throat.routes, movements * here.throat.time))
            yield StationElement("throat", f"{place} throat", pairs, *asked, permitted, throats.get(place, ""))


def trains_beside(scenario: Scenario, place: str) -> tuple[Floats, Floats]:
    """Freight trains, and other trains, a day in both directions over each section of any line that meets a place."""
    freight, others = [], []
    for name in scenario.lines:
        sections = scenario.network.sections_of(name)
        beside = [n for n, section in enumerate(sections) if place in (section.start, section.end)]
        if beside:
            none = np.zeros((2, len(sections)))
            freight.append(sum(freight_over(scenario, name).values(), none).sum(axis=0)[beside])
            others.append(2 * sum(services_over(scenario, name).values(), none[0])[beside])
    return np.concatenate(freight), np.concatenate(others)


def _standing(beside: Floats) -> float:
    """Trains a day at a place: one that passes runs over two of its sections, one that ends over one."""
    return float(max(beside.sum() / 2, beside.max()))


def work_on_tracks(plan: Plan, outcome: Outcome, begin: int) -> dict[int, float]:
    """By resource of a yard's tracks: seconds a train that they are kept, less all waiting, of the day's trains.

    A track that is kept for a train on its way counts from the arrival, whole, however late the train leaves; trains
    that never leave within the run are left out, and tracks on which none has anything to do.
    """
    held = _on_tracks(plan, outcome, whole_intervals(plan.program, outcome, begin, begin + DAY), begin)
    arrival = _arrivals(plan)[held.operation]
    waited = np.cumsum(np.where(outcome.started == NEVER, 0, outcome.started.astype(np.int64) - outcome.ready))
    stay = held.end - np.maximum(held.begin, outcome.started[arrival])
    work = np.maximum(stay - (waited[held.given] - waited[arrival]), 0)
    seconds = np.bincount(held.resource, weights=work)
    trains = np.bincount(np.unique(np.stack((held.resource, held.train)), axis=1)[0])
    return {row: float(seconds[row] / trains[row]) for row in np.flatnonzero(seconds).tolist()}


def _on_tracks(plan: Plan, outcome: Outcome, held: Intervals, begin: int) -> Intervals:
    """Tracks that trains took on the day and gave back within the run."""
    tracks = plan.layout.resources.have(Role.TRACKS, Role.YARD)[held.resource]
    given = (held.given != NEVER) & (outcome.started[held.given] != NEVER)
    return chosen(held, tracks & given & (held.begin >= begin) & ~is_closing(plan)[held.train])


def _arrivals(plan: Plan) -> np.ndarray:
    """Per operation, the one with which its train next arrives if it is on the line, else itself."""
    activity = plan.layout.steps.activity[plan.program.operation_step]
    rows = np.arange(plan.program.operations)
    at_station = np.where(activity == Activity.RUN, plan.program.operations, rows)
    arrival: np.ndarray = np.minimum.accumulate(at_station[::-1])[::-1]
    return arrival
