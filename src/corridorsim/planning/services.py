"""Passenger and local trains: by timetable, whole or as far as they run among some places."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corridorsim.itineraries import Activity, Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.formation import service as service_train
from corridorsim.model.traffic import Service
from corridorsim.planning.journey import Journey, PlannedStep
from corridorsim.planning.tracks import Exit, Goes, Tracks


@dataclass(frozen=True)
class Running:
    """A service in one direction."""

    name: str
    stream: Stream
    service: Service
    way: list[str]


def lay_out_services(tracks: Tracks, places: set[str]) -> tuple[list[Running], dict[str, list[PlannedStep]]]:
    """The passenger and local trains that run among these places, and their itineraries."""
    running = list(services_among(tracks.scenario, places))
    return running, {service.stream.itinerary: _service_steps(tracks, service) for service in running}


def services_among(scenario: Scenario, places: set[str]) -> Iterator[Running]:
    """Passenger and local trains, each way, as far as they run among these places."""
    for service in _services(scenario):
        way = [place for place in service.way if place in places]
        if len(way) > 1:
            yield replace(service, way=way)


def _services(scenario: Scenario) -> Iterator[Running]:
    for name, service in scenario.traffic.services.items():
        way = scenario.network.way(service.start, service.end) or []
        kind = Kind.PASSENGER if service.kind == "passenger" else Kind.LOCAL
        for direction in (way, way[::-1]):
            full = f"{name} to {direction[-1]}"
            yield Running(name, Stream(full, full, kind, full), service, direction)


def _service_steps(tracks: Tracks, running: Running) -> list[PlannedStep]:
    first = running.service.kind == "passenger"
    journey = Journey(tracks, service_train(running.name), overtakes=first)
    way = running.way
    journey.enter(way[0], tracks.slot_at(way[0], Exit(way[1])))
    journey.run(way, Exit("end of run", Goes.WORK))
    journey.step(f"end of run at {way[-1]}", Activity.STAND, way[-1], seconds=1800)
    journey.end(way[-1])
    return journey.steps
