"""One line by itself, with freight trains from end to end both ways: what it carries when nothing else limits.

The trains are those that the scenario sends over the line, each direction in its own proportions; they appear at an
end, run to the other and are gone. So every train asks for every section, and no border or distant end holds it up.
The line's passenger and local trains run as they do in the scenario, and its possessions as often.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from corridorsim.capacity.arrays import Floats
from corridorsim.errors import CorridorError, dotted
from corridorsim.itineraries import Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.disruption import Disruption
from corridorsim.model.formation import Formation
from corridorsim.model.formation import service as service_train
from corridorsim.model.network import Section
from corridorsim.planning.blueprint import Blueprint, assemble
from corridorsim.planning.demand import Demand, freight_ways
from corridorsim.planning.free_flow import free_flow_shares
from corridorsim.planning.journey import Journey, PlannedStep
from corridorsim.planning.line_calendar import (
    DAY,
    FOUR_WEEKS,
    Calendar,
    begin_every_day,
    calendar_of,
    closings_on,
    days_that_stand_for,
    disruptions_of,
    possessions_of,
)
from corridorsim.planning.services import lay_out_services, services_among
from corridorsim.planning.tracks import Exit, Goes, Tracks

Shares = Mapping[Formation, float]  # by train, together 1
GONE = Exit("the end of the line", Goes.WORK)


@dataclass(frozen=True, eq=False)
class LoneLine:
    """A line and the trains that run over it, before anything is said of how many."""

    scenario: Scenario  # as it stands on the day asked for
    name: str
    there: Shares  # freight trains that run with the kilometres
    back: Shares
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
        places = set(self.way)
        services = [service.name for service in services_among(self.scenario, places)]
        return Tracks(self.scenario, trains=(*self.there, *self.back, *(service_train(name) for name in services)))

    @cached_property
    def blueprint(self) -> Blueprint:
        """Freight alone, a pair of trains a day."""
        return self._laid_out(services=False)

    @cached_property
    def blueprint_with_services(self) -> Blueprint:
        """Freight, a pair of trains a day, beside the line's passenger and local trains."""
        return self._laid_out(services=True)

    @cached_property
    def blueprint_with_services_first(self) -> Blueprint:
        """The same where local trains, too, go before freight, so that however much freight waits they all run."""
        local = self.local_services
        if not local:
            return self.blueprint_with_services
        first = {dotted(("traffic", "services", name, "kind")): "passenger" for name in local}
        return replace(self, scenario=self.scenario.change(first)).blueprint_with_services

    @property
    def local_services(self) -> list[str]:
        """Names of the services whose trains run on the line and go with freight."""
        running = {service.name for service in services_among(self.scenario, set(self.way))}
        return [
            name for name, told in self.scenario.traffic.services.items() if told.kind == "local" and name in running
        ]

    def _laid_out(self, services: bool) -> Blueprint:
        tracks = self._tracks()
        demands, itineraries = [], {}
        for shares, way in ((self.there, self.way), (self.back, self.way[::-1])):
            for train, share in shares.items():
                demand = self._demand(train, share, way[-1])
                itineraries[demand.stream.itinerary] = self._steps(tracks, train, way)
                demands.append(demand)
        running, more = lay_out_services(tracks, set(self.way)) if services else ([], {})
        return assemble(tracks, itineraries | more, demands, running, (), self.disruptions)

    def _demand(self, train: Formation, share: float, end: str) -> Demand:
        name = f"{train} to {end}"
        consist = self.scenario.consists[train.name]
        stream = Stream(name, name, Kind.FREIGHT, name, net=consist.net, teu=consist.boxes)
        return Demand(stream, train.name, consist, end, 365 * share)

    def _steps(self, tracks: Tracks, train: Formation, way: list[str]) -> list[PlannedStep]:
        journey = Journey(tracks, train)
        journey.enter(way[0], tracks.slot_at(way[0], Exit(way[1])))
        journey.run(way, GONE)
        journey.end(way[-1])
        return journey.steps


def with_pairs(blueprint: Blueprint, pairs: float) -> Blueprint:
    """A line's blueprint with so many pairs of freight trains a day; every train keeps its luck."""
    return replace(blueprint, demands=[replace(demand, trains=demand.trains * pairs) for demand in blueprint.demands])


def lone_line(scenario: Scenario, name: str, day: date | None = None, days: int = 30, warm_up: int = 5) -> LoneLine:
    """A line of a scenario as it stands on a day (the window's first), to be run for ``days`` and a warm-up.

    A second track that opens later is not there, a line that opens later is taken as open; monthly weights and
    restrictions stay out: what is asked is what the line can carry. Its possessions are those of the whole window,
    each on its share of the days; where some begin on some days only it is run for four weeks at least.
    Raises CorridorError for a line that the scenario does not have, or on which no freight train could run.
    """
    if name not in scenario.lines:
        raise CorridorError(f'line "{name}" is not in this scenario (there are: {", ".join(scenario.lines)})')
    day = day or scenario.window.start
    there, back = _mix(scenario, name)
    line = scenario.document.data["lines"][name]
    told = zip(line.get("second_track", []), scenario.lines[name].second_track, strict=True)
    second_track = [{**written, "opens": "1900-01-01"} for written, second in told if second.opens <= day]
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
        dotted(("lines", name, "second_track")): second_track,
    }  # fmt: skip
    if "monthly" in scenario.document.data["traffic"]:
        changes["traffic.monthly"] = None
    if "possessions" in line:
        changes[dotted(("lines", name, "possessions"))] = possessions_of(scenario, name, closings, begins, begin)
    for key in ("opens", "restrictions"):
        if key in line:
            changes[dotted(("lines", name, key))] = None
    calendar, disruptions = calendar_of(scenario, name, *period), disruptions_of(closings, begins, begin)
    return LoneLine(scenario.change(changes), name, there, back, calendar, disruptions)


def _mix(scenario: Scenario, name: str) -> tuple[Shares, Shares]:
    """Which freight trains use a line each way; those of the whole corridor where none does yet."""
    length = np.array([section.length for section in scenario.network.sections_of(name)])
    there: dict[Formation, float] = {}
    back: dict[Formation, float] = {}
    for train, trains in freight_over(scenario, name).items():
        there[train], back[train] = (trains * length).sum(axis=1)
    if not sum(there.values()) or not sum(back.values()):
        for train, _, count in freight_ways(scenario, free_flow_shares(scenario)):
            there[train] = there.get(train, 0) + count
            back[train] = back.get(train, 0) + count
    if not sum(there.values()):
        raise CorridorError(f'no freight train runs in this scenario, so none on the line "{name}"; give it a flow')
    return _shares(there), _shares(back)


def freight_over(scenario: Scenario, name: str) -> dict[Formation, Floats]:
    """Freight trains a day over a line's sections, by train: [direction, section], with the kilometres first."""
    ways = [
        ((section.start, section.end), (section.end, section.start)) for section in scenario.network.sections_of(name)
    ]
    over: dict[Formation, Floats] = {}
    for train, way, count in freight_ways(scenario, free_flow_shares(scenario)):
        passed = set(pairwise(way))
        runs = np.array([[pair in passed for pair in both] for both in ways], float).T
        over[train] = over.get(train, 0) + runs * count / 365
    return over


def services_over(scenario: Scenario, name: str) -> dict[str, Floats]:
    """Pairs a day of passenger and local trains over a line's sections, by service."""
    sections = scenario.network.sections_of(name)
    over = {}
    for service, told in scenario.traffic.services.items():
        way = scenario.network.way(told.start, told.end) or []
        passed = {frozenset(pair) for pair in pairwise(way)}
        over[service] = told.pairs * np.array([frozenset((s.start, s.end)) in passed for s in sections], float)
    return over


def _shares(trains: Mapping[Formation, float]) -> Shares:
    total = sum(trains.values())
    return {train: count / total for train, count in trains.items() if count > 0}
