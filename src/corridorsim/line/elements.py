"""The elements of a line side by side: sections, station tracks, throats; the capacity and the demand of each.

Those of the border station are in ``line/border.py``.

The capacity of a section comes from the 1520 mm method, within the permitted load. The tracks of a station pass as many
pairs per day as their time allows at the work of the simulated day: stays without waiting, for which sections and the
border are responsible. The capacity of a throat follows from the time for which each movement takes a route. At a
junction the trains of all lines count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridorsim.arrays import DAY, Floats
from corridorsim.errors import dotted
from corridorsim.formulas import station
from corridorsim.itineraries import Activity, Plan, Role
from corridorsim.itineraries.stages import SECTION, THROAT
from corridorsim.line.formula import LineFormula, Requirement, peak
from corridorsim.line.lone_line import freight_over, services_over
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.model import Scenario
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.intervals import Intervals, chosen, whole_intervals
from corridorsim.planning.demand.traffic import PlannedTraffic


@dataclass(frozen=True)
class Element:
    """An element of a line that limits traffic."""

    kind: str
    name: str
    pairs: float  # capacity per day
    asked: float  # pairs per day that traffic requires, in the peak month, within the permitted load
    key: str  # the scenario key that changes it
    others: float = 0.0  # part of the capacity used by passenger and local trains

    @property
    def freight(self) -> float:
        """Capacity in freight pairs per day beside the other trains."""
        return self.pairs - self.others

    @property
    def load(self) -> float:
        """Demand divided by capacity."""
        return self.asked / self.pairs if self.pairs else float("inf")

    @property
    def reserve(self) -> float:
        """Pairs per day that could still be added; negative if pairs are missing."""
        return self.pairs - self.asked


@dataclass(frozen=True)
class StationElement:
    """Station tracks, a throat, a yard, a cut or a crossing's limiting stage, before the month is chosen."""

    kind: str
    name: str
    pairs: float  # capacity per day
    freight: float  # required pairs per day in the mean month
    others: float  # passenger and local pairs per day
    permitted: float  # share of it that may be used
    key: str
    direction: str = "both"  # direction of the trains that use it

    @property
    def trains_of_a_pair(self) -> int:
        """How many of a pair's two trains use it."""
        return 2 if self.direction == "both" else 1

    def asked(self, weight: float) -> float:
        """Required pairs per day in a month with a given multiple of the mean month's freight."""
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
    """Tracks with work to do, and throats; the work is that of the simulated day from ``begin``."""
    throats = {stage.place: stage.key for stage in plan.layout.stages if stage.kind is THROAT}
    work, load = work_on_tracks(plan, outcome, begin), np.asarray(formula.reserves.load)
    for number, place in enumerate(formula.line.way):
        permitted = float(load[max(number - 1, 0) : number + 1].min())
        freight, others = trains_beside(formula.line.traffic, place)
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


def cut_elements(formula: LineFormula, scenario: Scenario, day: date) -> Iterator[StationElement]:
    """Stretches of a line that are cut to a number of trains on a day, passenger and local trains included."""
    name, traffic = formula.line.name, formula.line.traffic
    at = {point.name: point.at for point in scenario.lines[name].points}
    sections, none = scenario.network.sections_of(name), np.zeros(len(scenario.network.sections_of(name)))
    freight = sum(freight_over(traffic, name).values(), np.zeros((2, len(sections))))
    others = sum(services_over(traffic, name).values(), none)
    for number, cut in enumerate(scenario.lines[name].cuts):
        over = [at[cut.start] < section.end_at and section.start_at < at[cut.end] for section in sections]
        if cut.holds_on(day):
            pairs = freight.max(axis=0) if cut.trains is None else freight.sum(axis=0) / 2
            asked = float(pairs[over].max(initial=0)), float(others[over].max(initial=0))
            key = dotted(("lines", name, "cuts", number, cut.counted))
            yield StationElement("cut", f"{cut.start} - {cut.end}: trains a day", cut.in_pairs, *asked, 1.0, key)


def trains_beside(traffic: PlannedTraffic, place: str) -> tuple[Floats, Floats]:
    """Freight trains, and other trains, a day in both directions over each section of any line that meets a place."""
    freight, others = [], []
    for name in traffic.scenario.lines:
        sections = traffic.scenario.network.sections_of(name)
        beside = [n for n, section in enumerate(sections) if place in (section.start, section.end)]
        if beside:
            none = np.zeros((2, len(sections)))
            freight.append(sum(freight_over(traffic, name).values(), none).sum(axis=0)[beside])
            others.append(2 * sum(services_over(traffic, name).values(), none[0])[beside])
    return np.concatenate(freight), np.concatenate(others)


def _standing(beside: Floats) -> float:
    """Trains per day at a place: one that passes runs over two of its sections, one that ends over one."""
    return float(max(beside.sum() / 2, beside.max()))


def work_on_tracks(plan: Plan, outcome: Outcome, begin: int) -> dict[int, float]:
    """Per tracks of a yard: seconds per train for which they are held, without waiting, for the trains of the day.

    A track held for a train on its way counts from the arrival, in full, however late the train leaves; trains that
    never leave within the run are left out, as are tracks on which no train has anything to do.
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
    """Tracks that trains took on the day and put back within the run."""
    tracks = plan.layout.resources.have(Role.TRACKS, Role.YARD)[held.resource]
    given = (held.given != NEVER) & (outcome.started[held.given] != NEVER)
    return chosen(held, tracks & given & (held.begin >= begin) & ~is_closing(plan)[held.train])


def _arrivals(plan: Plan) -> np.ndarray:
    """Per operation, the one with which its train next arrives if it is on the line, otherwise itself."""
    activity = plan.layout.steps.activity[plan.program.operation_step]
    rows = np.arange(plan.program.operations)
    at_station = np.where(activity == Activity.RUN, plan.program.operations, rows)
    arrival: np.ndarray = np.minimum.accumulate(at_station[::-1])[::-1]
    return arrival
