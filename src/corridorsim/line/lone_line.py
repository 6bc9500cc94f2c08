"""One line by itself, with freight trains from end to end in both directions: its capacity if nothing else limits.

The trains are those that the scenario sends over the line, each direction in its own proportions; they appear at one
end, run to the other and leave the model. So every train uses every section, and no border or distant end delays it.
The line's passenger and local trains run as in the scenario, and its possessions are as frequent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from corridorsim.arrays import DAY, Floats
from corridorsim.errors import CorridorError, dotted
from corridorsim.itineraries import Itinerary, Kind, Stream, Way
from corridorsim.line.calendar import (
    FOUR_WEEKS,
    Calendar,
    begin_every_day,
    calendar_of,
    closings_on,
    days_that_stand_for,
    disruptions_of,
    possessions_of,
)
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation, Purpose
from corridorsim.model.demand.formation import service as service_train
from corridorsim.model.disruptions.disruption import Disruption
from corridorsim.model.lines.network import Section
from corridorsim.model.train_class import TrainClass
from corridorsim.planning.blueprint import Blueprint, assemble
from corridorsim.planning.demand.choice import NO_CHOICE
from corridorsim.planning.demand.flows import Asked, Demand
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.planning.demand.services import DirectedService, among, in_class, service_itineraries
from corridorsim.planning.demand.streams import numbered_apart
from corridorsim.planning.demand.traffic import PlannedTraffic
from corridorsim.planning.track.journey import Journey, PlannedStep
from corridorsim.planning.track.tracks import Exit, Goes, Tracks

Mix = Mapping[Formation, float]  # by train, together 1
GONE = Exit("the end of the line", Goes.WORK)


@dataclass(frozen=True, eq=False)
class LoneLine:
    """A line and the trains that run over it, before their number is fixed."""

    scenario: Scenario  # as it is on the given day
    name: str
    there: Mix  # freight trains that run with the kilometres
    back: Mix
    traffic: PlannedTraffic  # of the corridor
    calendar: Calendar  # of its possessions, over the scenario's window
    disruptions: Mapping[str, Disruption]  # those that close a stretch of it by the calendar

    @property
    def sections(self) -> list[Section]:
        """The line's sections in order."""
        return self.scenario.network.sections_of(self.name)

    @property
    def way(self) -> list[str]:
        """The line's places in order."""
        sections = self.sections
        return [sections[0].start, *(section.end for section in sections)]

    @cached_property
    def tracks(self) -> Tracks:
        """The line's sections and stations as resources."""
        return self._tracks()

    def _tracks(self) -> Tracks:
        names = dict.fromkeys(running.name for running in self.services)
        return Tracks(self.scenario, trains=(*self.there, *self.back, *(service_train(name) for name in names)))

    @cached_property
    def services(self) -> tuple[DirectedService, ...]:
        """The passenger and local trains that run on the line, as far as they do."""
        return tuple(among(self.traffic.services, set(self.way)))

    @cached_property
    def blueprint(self) -> Blueprint:
        """Freight alone, a pair of trains a day."""
        return self._laid_out(())

    @cached_property
    def blueprint_with_services(self) -> Blueprint:
        """Freight, a pair of trains a day, beside the line's passenger and local trains."""
        return self._laid_out(self.services)

    @cached_property
    def blueprint_with_services_first(self) -> Blueprint:
        """The same where local trains, too, go before freight, so that however much freight waits they all run."""
        if not self.local_services:
            return self.blueprint_with_services
        return self._laid_out(tuple(in_class(self.services, TrainClass.PASSENGER)))

    @property
    def local_services(self) -> list[str]:
        """Names of the services whose trains run on the line and go with freight."""
        local = (each.name for each in self.services if each.service.train_class is TrainClass.LOCAL)
        return list(dict.fromkeys(local))

    def _laid_out(self, services: tuple[DirectedService, ...]) -> Blueprint:
        tracks = self._tracks()
        demands, itineraries = list[Demand](), dict[Itinerary, list[PlannedStep]]()
        for shares, way in ((self.there, self.way), (self.back, self.way[::-1])):
            for train, share in shares.items():
                demands.append(self._demand(train, share, way))
                itineraries[demands[-1].stream.itinerary] = self._steps(tracks, train, demands[-1].stream.itinerary)
        names = numbered_apart(demand.stream.name for demand in demands)
        demands = [replace(d, stream=replace(d.stream, name=name)) for d, name in zip(demands, names, strict=True)]
        traffic = PlannedTraffic(Asked(self.scenario), NO_CHOICE, tuple(demands), (), services)
        return assemble(tracks, itineraries | service_itineraries(tracks, services), traffic, self.disruptions)

    def _demand(self, train: Formation, share: float, way: list[str]) -> Demand:
        name, consist = f"{train} to {way[-1]}", self.scenario.consists[train.name]
        train_class = consist.train_class if train.use is Purpose.LOADED else TrainClass.FREIGHT
        itinerary = Itinerary(name, Kind.FREIGHT, Way(tuple(way)), train, way[-1], train_class=train_class)
        stream = Stream(name, name, itinerary, net=consist.net, teu=consist.boxes)
        return Demand(stream, train.name, consist, way[-1], 365 * share)

    def _steps(self, tracks: Tracks, train: Formation, itinerary: Itinerary) -> list[PlannedStep]:
        way = itinerary.way.places
        journey = Journey(tracks, train, overtakes=itinerary.train_class.overtakes)
        journey.enter(way[0], tracks.slot_at(way[0], Exit(way[1])))
        journey.run(way, GONE)
        journey.end(way[-1])
        return journey.steps


def with_pairs(blueprint: Blueprint, pairs: float) -> Blueprint:
    """A line's blueprint with so many pairs of freight trains a day; every train keeps its random numbers."""
    demands = tuple(replace(demand, trains=demand.trains * pairs) for demand in blueprint.traffic.demands)
    return replace(blueprint, traffic=replace(blueprint.traffic, demands=demands))


def lone_line(
    scenario: Scenario,
    name: str,
    day: date | None = None,
    days: int = 30,
    warm_up: int = 5,
    traffic: PlannedTraffic | None = None,
) -> LoneLine:
    """A line of a scenario as on a day (the window's first), to be run for ``days`` and a warm-up.

    A second track that opens later is not there, a line that opens later is taken as open; monthly weights and
    restrictions stay out: what is asked is what the line can carry. Its possessions are those of the whole window,
    each on its share of the days; where some begin on some days only it is run for four weeks at least. ``traffic`` is
    the scenario's, where it is known already.
    Raises CorridorError for a line that the scenario does not have, or on which no freight train could run.
    """
    if name not in scenario.lines:
        raise CorridorError(f'"{name}" is not a line of this scenario (known names: {", ".join(scenario.lines)})')
    day, traffic = day or scenario.window.start, traffic or traffic_of(scenario)
    there, back = _mix(traffic, name)
    window = scenario.window
    period = window.start, -(-window.length // DAY)
    closings = closings_on(scenario, name)
    if not begin_every_day(closings, *period):
        days = max(days, FOUR_WEEKS)
    stand_for = days_that_stand_for(closings, *period, days)
    begins = [stand_for[number % days] for number in range(-warm_up, days)]
    begin = day - timedelta(days=warm_up)
    changes: dict[str, Any] = {
        "window.start": day.isoformat(), "window.length": f"{days} days", "window.warm_up": f"{warm_up} days",
        **_as_on(scenario, name, day),
    }  # fmt: skip
    if "possessions" in scenario.document.data["lines"][name]:
        changes[dotted(("lines", name, "possessions"))] = possessions_of(scenario, name, closings, begins, begin)
    calendar, disruptions = calendar_of(scenario, name, *period), disruptions_of(closings, begins, begin)
    return LoneLine(scenario.change(changes), name, there, back, traffic, calendar, disruptions)


def _as_on(scenario: Scenario, name: str, day: date) -> dict[str, Any]:
    """The changes of a scenario that keep a line as it is on a day, in every season."""
    line = scenario.document.data["lines"][name]
    told = zip(line.get("second_track", []), scenario.lines[name].second_track, strict=True)
    second_track = [{**written, "opens": "1900-01-01"} for written, second in told if second.opens <= day]
    changes: dict[str, Any] = {dotted(("lines", name, "second_track")): second_track}
    if "cuts" in line:
        cuts = zip(line["cuts"], scenario.lines[name].cuts, strict=True)
        kept = [{**written, "since": "1900-01-01", "until": None} for written, cut in cuts if cut.holds_on(day)]
        changes[dotted(("lines", name, "cuts"))] = [
            {key: value for key, value in cut.items() if value is not None} for cut in kept
        ]
    if "monthly" in scenario.document.data["traffic"]:
        changes["traffic.monthly"] = None
    return changes | {dotted(("lines", name, key)): None for key in ("opens", "restrictions") if key in line}


def _mix(traffic: PlannedTraffic, name: str) -> tuple[Mix, Mix]:
    """Which freight trains use a line each way; those of the whole corridor where none does yet."""
    length = np.array([section.length for section in traffic.scenario.network.sections_of(name)])
    there: dict[Formation, float] = {}
    back: dict[Formation, float] = {}
    for train, trains in freight_over(traffic, name).items():
        there[train], back[train] = (trains * length).sum(axis=1)
    if not sum(there.values()) or not sum(back.values()):
        for train, _, count in traffic.uses:
            there[train] = there.get(train, 0) + count
            back[train] = back.get(train, 0) + count
    if not sum(there.values()):
        raise CorridorError(f'no freight train runs in this scenario, so line "{name}" has none; add a flow')
    return _shares(there), _shares(back)


def freight_over(traffic: PlannedTraffic, name: str) -> dict[Formation, Floats]:
    """Freight trains a day over a line's sections, by train: [direction, section], with the kilometres first."""
    sections = traffic.scenario.network.sections_of(name)
    ways = [((section.start, section.end), (section.end, section.start)) for section in sections]
    over: dict[Formation, Floats] = {}
    for train, way, count in traffic.uses:
        passed = set(pairwise(way))
        runs = np.array([[pair in passed for pair in both] for both in ways], float).T
        over[train] = over.get(train, 0) + runs * count / 365
    return over


def services_over(traffic: PlannedTraffic, name: str) -> dict[str, Floats]:
    """Pairs a day of passenger and local trains over a line's sections, by service."""
    sections = traffic.scenario.network.sections_of(name)
    over = {}
    for running in traffic.services:  # each way: both pass the same sections
        passed = {frozenset(pair) for pair in pairwise(running.places)}
        pairs = running.service.pairs
        over[running.name] = pairs * np.array([frozenset((s.start, s.end)) in passed for s in sections], float)
    return over


def _shares(trains: Mapping[Formation, float]) -> Mix:
    total = sum(trains.values())
    return {train: count / total for train, count in trains.items() if count > 0}
