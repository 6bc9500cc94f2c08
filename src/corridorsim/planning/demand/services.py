"""Passenger and local trains: by timetable, over their whole run or the part of it among some places."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from corridorsim.itineraries import Activity, Itinerary, Kind, Stream, Way
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import service as service_train
from corridorsim.model.demand.traffic import Service
from corridorsim.model.train_class import TrainClass
from corridorsim.planning.track.journey import Journey, PlannedStep
from corridorsim.planning.track.tracks import Exit, Goes, Tracks

KINDS = {TrainClass.PASSENGER: Kind.PASSENGER, TrainClass.LOCAL: Kind.LOCAL}


@dataclass(frozen=True)
class DirectedService:
    """A service in one direction."""

    name: str
    stream: Stream
    service: Service

    @property
    def places(self) -> tuple[str, ...]:
        """The places that it passes, in order."""
        return self.stream.itinerary.way.places


def all_services(scenario: Scenario) -> Iterator[DirectedService]:
    """Passenger and local trains, each way."""
    for name, service in scenario.traffic.services.items():
        way = tuple(scenario.network.way(service.start, service.end) or ())
        for places in (way, way[::-1]):
            full = f"{name} to {places[-1]}"
            itinerary = Itinerary(
                full, KINDS[service.train_class], Way(places), service_train(name), places[-1],
                train_class=service.train_class,
            )  # fmt: skip
            yield DirectedService(name, Stream(full, full, itinerary), service)


def among(services: Iterable[DirectedService], places: Collection[str]) -> Iterator[DirectedService]:
    """Passenger and local trains as far as they run among these places."""
    for running in services:
        way = tuple(place for place in running.places if place in places)
        if len(way) > 1:
            itinerary = replace(running.stream.itinerary, way=Way(way))
            yield replace(running, stream=replace(running.stream, itinerary=itinerary))


def in_class(services: Iterable[DirectedService], train_class: TrainClass) -> Iterator[DirectedService]:
    """The same trains going in another class."""
    for running in services:
        itinerary = replace(running.stream.itinerary, train_class=train_class)
        yield replace(running, stream=replace(running.stream, itinerary=itinerary))


def service_itineraries(tracks: Tracks, services: Iterable[DirectedService]) -> dict[Itinerary, list[PlannedStep]]:
    """What passenger and local trains do."""
    return {running.stream.itinerary: _steps(tracks, running) for running in services}


def _steps(tracks: Tracks, running: DirectedService) -> list[PlannedStep]:
    itinerary, way = running.stream.itinerary, running.places
    journey = Journey(tracks, service_train(running.name), overtakes=itinerary.train_class.overtakes)
    journey.enter(way[0], tracks.slot_at(way[0], Exit(way[1])))
    journey.run(way, Exit("end of run", Goes.WORK))
    journey.step(f"end of run at {way[-1]}", Activity.STAND, way[-1], seconds=1800)
    journey.end(way[-1])
    return journey.steps
