"""The part of a plan that has no luck in it: resources, itineraries and what their rows mean, made once a scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

import numpy as np

from corridorsim.itineraries import Activity, DrawnSection, Kind, ResourceTable, Stage, StepTable, Stream
from corridorsim.model import Scenario
from corridorsim.model.traffic import Service
from corridorsim.operations import Builder, Legend, Program, Put, Step
from corridorsim.planning.border import Border, far_end
from corridorsim.planning.demand import Demand, freight
from corridorsim.planning.journey import Draw, Journey, PlannedStep
from corridorsim.planning.tracks import Closure, Tracks

CLOSING_RANK = -1
RANKS = {Kind.PASSENGER: 0, Kind.FREIGHT: 1, Kind.EMPTY: 1, Kind.LOCAL: 1}


@dataclass(frozen=True)
class Running:
    """A service in one direction."""

    stream: Stream
    service: Service
    way: list[str]


@dataclass(frozen=True, eq=False)
class Layout:
    """A program without trains, its legend, and what planning needs to fill it."""

    scenario: Scenario
    program: Program
    legend: Legend
    itineraries: dict[str, list[PlannedStep]]
    demands: list[Demand]
    services: list[Running]
    closures: list[Closure]
    steps: StepTable
    resources: ResourceTable
    stages: tuple[Stage, ...]
    places: tuple[str, ...]
    lines: tuple[str, ...]
    stations: tuple[tuple[tuple[str, float], ...], ...]
    sections: tuple[DrawnSection, ...]
    start: datetime


def lay_out(scenario: Scenario) -> Layout:
    """Work out every itinerary of a scenario and the resources they need."""
    tracks = Tracks(scenario)
    demands = freight(scenario)
    services = list(_services(scenario))
    itineraries = {d.stream.itinerary: _freight_steps(tracks, d) for d in demands}
    itineraries |= {r.stream.itinerary: _service_steps(tracks, r) for r in services}
    tracks.settle_exits()
    for closure in tracks.closures:
        itineraries[_closing(closure.resource)] = _closing_steps(closure)
    program, legend = _built(tracks, itineraries, scenario.window.until)
    planned = [step for steps in itineraries.values() for step in steps]
    places = tuple(dict.fromkeys(step.place for step in planned))
    stages = tuple(dict.fromkeys(resource.stage for resource in tracks.resources.values()))
    return Layout(
        scenario=scenario, program=program, legend=legend, itineraries=itineraries, demands=demands, services=services,
        closures=tracks.closures, steps=_step_table(scenario, planned, places),
        resources=ResourceTable(
            stage=np.array([stages.index(r.stage) for r in tracks.resources.values()], np.int32), logical=legend.logical
        ),
        stages=stages, places=places, lines=tuple(scenario.lines), stations=_stations(scenario),
        sections=tuple(_drawn_sections(scenario)),
        start=datetime.combine(scenario.window.simulation_start, time()),
    )  # fmt: skip


def _freight_steps(tracks: Tracks, demand: Demand) -> list[PlannedStep]:
    scenario, stream = tracks.scenario, demand.stream
    border = Border.of(tracks, stream.crossing, demand.consist)
    journey = Journey(tracks, demand.consist.speed)
    near = border.crossing.near.station
    inland = scenario.ends[demand.end].at
    way = scenario.network.way(inland, near) or []
    outbound = stream.direction == border.crossing.directions[0]
    if outbound:
        token = border.token(stream.direction) if stream.kind == Kind.FREIGHT else []
        journey.enter(inland, tracks.slot_at(inland, way[1]), token)
        journey.run(way, border.crossing.far.station if stream.kind == Kind.FREIGHT else "loading")
        if stream.kind == Kind.FREIGHT:
            border.out(journey, far_end(scenario, stream.crossing))
        else:
            _stand(journey, near, border)
        return journey.steps
    back = way[::-1]
    if stream.kind == Kind.FREIGHT:
        border.into(journey, back[1])
    else:
        journey.enter(near, tracks.slot_at(near, back[1]))
    journey.run(back, demand.end)
    journey.depart(demand.end, inland)
    return journey.steps


def _stand(journey: Journey, place: str, border: Border) -> None:
    """An empty train at the border station: it is looked over and split up for loading."""
    draw = Draw(f"{place} forming", border.crossing.forming)
    journey.step(f"split up at {place}", Activity.STAND, place, draw=draw)
    journey.end(place)


def _services(scenario: Scenario) -> Iterator[Running]:
    for name, service in scenario.traffic.services.items():
        way = scenario.network.way(service.start, service.end) or []
        kind = Kind.PASSENGER if service.kind == "passenger" else Kind.LOCAL
        for direction in (way, way[::-1]):
            full = f"{name} to {direction[-1]}"
            yield Running(Stream(full, full, kind, full), service, direction)


def _service_steps(tracks: Tracks, running: Running) -> list[PlannedStep]:
    journey = Journey(tracks, running.service.speed)
    way = running.way
    journey.enter(way[0], tracks.slot_at(way[0], way[1]))
    journey.run(way, "end of run")
    journey.step(f"end of run at {way[-1]}", Activity.STAND, way[-1], seconds=1800)
    journey.end(way[-1])
    return journey.steps


def _closing(resource: str) -> str:
    return f"closing of {resource}"


def _closing_steps(closure: Closure) -> list[PlannedStep]:
    return [
        PlannedStep(Step("close", [closure.resource]), Activity.CLOSE, "closings"),
        PlannedStep(Step("open again", puts=[Put(closure.resource)]), Activity.REOPEN, "closings"),
    ]


def _built(tracks: Tracks, itineraries: dict[str, list[PlannedStep]], until: int) -> tuple[Program, Legend]:
    builder = Builder()
    for name, resource in tracks.resources.items():
        builder.resource(name, resource.capacity, logical=resource.logical)
    for name, steps in itineraries.items():
        builder.itinerary(name, [planned.step for planned in steps])
    return builder.build(until)


def _step_table(scenario: Scenario, planned: list[PlannedStep], places: tuple[str, ...]) -> StepTable:
    place = {name: i for i, name in enumerate(places)}
    line = {"": -1} | {name: i for i, name in enumerate(scenario.lines)}
    section = {"": -1} | {s.name: i for i, s in enumerate(scenario.network.sections)}
    return StepTable(
        activity=np.array([step.activity for step in planned], np.int8),
        place=np.array([place[step.place] for step in planned], np.int32),
        line=np.array([line[step.line] for step in planned], np.int32),
        at=np.array([step.at for step in planned], float),
        section=np.array([section[step.section] for step in planned], np.int32),
    )


def _stations(scenario: Scenario) -> tuple[tuple[tuple[str, float], ...], ...]:
    lines = []
    for name in scenario.lines:
        own = [s for s in scenario.network.sections if s.line == name]
        lines.append(((own[0].start, own[0].start_at), *((s.end, s.end_at) for s in own)))
    return tuple(lines)


def _drawn_sections(scenario: Scenario) -> Iterator[DrawnSection]:
    names = list(scenario.lines)
    for s in scenario.network.sections:
        doubled = None if s.second_track is None else max(0, scenario.window.second_of(s.second_track))
        yield DrawnSection(names.index(s.line), s.name, s.start_at, s.end_at, doubled)
