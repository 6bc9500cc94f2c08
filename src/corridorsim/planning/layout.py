"""The part of a plan that has no luck in it: resources, itineraries and what their rows mean, made once a scenario."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from types import MappingProxyType

import numpy as np

from corridorsim.itineraries import Activity, DrawnSection, Kind, ResourceTable, Stage, StepTable, Stream
from corridorsim.model import Scenario
from corridorsim.model.disruption import Disruption
from corridorsim.model.traffic import Service
from corridorsim.operations import Builder, Legend, Program, Put, Step
from corridorsim.planning.border import Border, far_end, token
from corridorsim.planning.calendar_day import calendar_day_steps
from corridorsim.planning.chances import variants
from corridorsim.planning.choice import Shares, choose, choosing, evenly
from corridorsim.planning.demand import Demand, Onward, by_crossing, freight, months, onward_freight, onward_of
from corridorsim.planning.disruption import Disrupted, closings_of, find_disrupted
from corridorsim.planning.journey import Draw, Journey, PlannedStep
from corridorsim.planning.pools import at_once, locomotives, passed_on, taken, wagons
from corridorsim.planning.resources import CalendarDay, Closure
from corridorsim.planning.restrictions import Slow, restrictions
from corridorsim.planning.streams import Floats
from corridorsim.planning.terminals import handled
from corridorsim.planning.tracks import Tracks

RETURNING_RANK = -2  # places come back before the gate is shut that lets them, and that before any train
CLOSING_RANK = -1
RANKS = {Kind.PASSENGER: 0, Kind.FREIGHT: 1, Kind.EMPTY: 1, Kind.LOCAL: 1, Kind.ONWARD: 1}


@dataclass(frozen=True)
class Running:
    """A service in one direction."""

    name: str
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
    onward: list[Onward]
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
    slow: tuple[Slow, ...]
    disrupted: tuple[Disrupted, ...]
    calendar_days: tuple[CalendarDay, ...]


def lay_out(scenario: Scenario, shares: Shares | None = None) -> Layout:
    """Work out every itinerary of a scenario and the resources they need.

    ``shares`` says which part of a flow takes which crossing where it has a choice; those of free flow if left out.
    """
    shares = free_flow_shares(scenario) if shares is None else shares
    tracks = Tracks(scenario, shares=shares)
    demands, onward = freight(scenario, shares), onward_freight(scenario, shares)
    freight_steps = {name: steps for demand in demands for name, steps in _freight_itineraries(tracks, demand)}
    for each in onward:
        freight_steps |= dict(_onward_itineraries(tracks, each))
    services, service_steps = lay_out_services(tracks, set(scenario.network.places))
    return assemble(tracks, freight_steps | service_steps, demands, services, onward, scenario.disruptions)


def shared_out(layout: Layout, shares: Shares) -> Layout:
    """A layout with other shares; it is worked out anew only where they ask for itineraries that it has not."""
    demands, onward = freight(layout.scenario, shares), onward_freight(layout.scenario, shares)
    asked = {name for demand in (*demands, *(each.demand for each in onward)) for name in _itinerary_names(demand)}
    if not asked <= set(layout.itineraries):
        return lay_out(layout.scenario, shares)
    return replace(layout, demands=demands, onward=onward)


def _itinerary_names(demand: Demand) -> list[str]:
    empties = [calling(demand), demand.empties.itinerary] if demand.empties else []
    return [demand.stream.itinerary, *empties]


def free_flow_shares(scenario: Scenario) -> Shares:
    """What each flow with a choice would choose if no train ever waited."""
    months_of_run = len(months(scenario)[0])
    choices = choosing(scenario)
    return {
        name: choose(choices[name], np.tile(hours, (months_of_run, 1))) for name, hours in free_flow(scenario).items()
    }


def free_flow(scenario: Scenario) -> dict[str, Floats]:
    """By flow that has a choice: mean hours of a train that never waits, by each of its alternatives.

    From the origin to the departure beyond the border, or the other way round; a mean over the tonnes. Goods that go on
    through a stack take the hours of both trains.
    """
    tracks = Tracks(scenario, shares=evenly(scenario, len(months(scenario)[0])))
    return {
        name: np.array([_free_hours(tracks, name, crossing) for crossing in choice.alternatives])
        for name, choice in choosing(scenario).items()
    }


def _free_hours(tracks: Tracks, flow: str, crossing: str) -> float:
    demands = list(by_crossing(tracks.scenario, flow, crossing))
    seconds = {demand.stream.name: _alone(_loaded_steps(tracks, demand, None)) for demand in demands}
    for onward in onward_of(tracks.scenario, demands):
        for source in onward.sources:
            seconds[source.stream] += _alone(_onward_steps(tracks, onward, None))
    tonnes = [demand.trains * demand.stream.net for demand in demands]
    return float(np.average(list(seconds.values()), weights=tonnes if sum(tonnes) else None)) / 3600


def _alone(steps: list[PlannedStep]) -> float:
    """Mean seconds of steps that nobody else hinders."""
    means = ((step.draw.mean if step.draw else step.seconds, step.when.share if step.when else 1.0) for step in steps)
    return sum(seconds * share for seconds, share in means)


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


def assemble(
    tracks: Tracks,
    itineraries: dict[str, list[PlannedStep]],
    demands: list[Demand],
    services: list[Running],
    onward: Sequence[Onward] = (),
    disruptions: Mapping[str, Disruption] = MappingProxyType({}),
) -> Layout:
    """Itineraries and the resources they asked for as a layout: exits settled, closings added, everything named."""
    scenario = tracks.scenario
    tracks.settle_exits()
    closures = tracks.resources.closures
    disrupted = find_disrupted(tracks, disruptions, (step for steps in itineraries.values() for step in steps))
    closed = {closure.resource: (closure.resource,) for closure in closures} | closings_of(disrupted)
    itineraries = itineraries | {closing(name): _closing_steps(takes) for name, takes in closed.items()}
    calendar_days = tuple(tracks.resources.calendar_days.values())
    for day in calendar_days:
        itineraries |= calendar_day_steps(day)
    program, legend = _built(tracks, itineraries, scenario.window.until)
    planned = [step for steps in itineraries.values() for step in steps]
    places = tuple(dict.fromkeys(step.place for step in planned))
    resources = tracks.resources.made.values()
    stages = tuple(dict.fromkeys(resource.stage for resource in resources))
    stage_row = {stage: row for row, stage in enumerate(stages)}
    return Layout(
        scenario=scenario, program=program, legend=legend, itineraries=itineraries, demands=demands,
        onward=list(onward), services=services,
        closures=closures, steps=_step_table(scenario, planned, places),
        resources=ResourceTable(np.array([stage_row[r.stage] for r in resources], np.int32), legend.logical),
        stages=stages, places=places, lines=tuple(scenario.lines), stations=_stations(scenario),
        sections=tuple(_drawn_sections(scenario)),
        start=datetime.combine(scenario.window.simulation_start, time()),
        slow=tuple(restrictions(scenario, tracks.running, planned)), disrupted=disrupted, calendar_days=calendar_days,
    )  # fmt: skip


def _freight_itineraries(tracks: Tracks, demand: Demand) -> Iterator[tuple[str, list[PlannedStep]]]:
    """The loaded train's itinerary; where empties follow, also the one that calls for an empty, and the empty's."""
    yield from variants(demand.stream.itinerary, _loaded_steps(tracks, demand, None))
    if demand.empties:
        call = _call(tracks, demand.empties)
        yield from variants(calling(demand), _loaded_steps(tracks, demand, call))
        yield demand.empties.itinerary, _empty_steps(tracks, demand, call)


def _onward_itineraries(tracks: Tracks, onward: Onward) -> Iterator[tuple[str, list[PlannedStep]]]:
    """The same of trains that carry goods on from a stack."""
    demand = onward.demand
    yield demand.stream.itinerary, _onward_steps(tracks, onward, None)
    if demand.empties:
        call = _call(tracks, demand.empties)
        yield calling(demand), _onward_steps(tracks, onward, call)
        yield demand.empties.itinerary, _empty_steps(tracks, demand, call)


def _call(tracks: Tracks, empties: Stream) -> str:
    stage = Stage(f"{empties.crossing} empties", "call", "traffic.empties")
    return tracks.thing(f"call for {empties.itinerary}", 0, stage, logical=True)


def calling(demand: Demand) -> str:
    """Name of the itinerary of a loaded train that an empty one follows."""
    return f"{demand.stream.itinerary}, an empty follows"


def _loaded_steps(tracks: Tracks, demand: Demand, call: str | None) -> list[PlannedStep]:
    """Over the border, and on if the goods stay on the train's own itinerary."""
    crossing = tracks.scenario.crossings[demand.stream.crossing]
    journey = Journey(tracks, demand.train)
    if demand.stream.direction == crossing.directions[0]:
        _out(journey, demand, call)
    else:
        _into(journey, demand, call)
    return journey.steps


def _out(journey: Journey, demand: Demand, call: str | None) -> None:
    """With wagons and locomotives from the distant end; beyond the border with wagons from the far station."""
    tracks, train, name = journey.tracks, demand.consist, demand.stream.crossing
    far = tracks.scenario.crossings[name].far.station
    end = far_end(tracks.scenario, name)
    inland, way = _way(tracks.scenario, demand)
    own, engines = wagons(tracks, train, demand.end), locomotives(tracks, train, demand.end, "to the border")
    terminal = handled(tracks, demand.inland_terminal, train)
    slot, loading = tracks.slot_at(inland, way[1]), token(tracks, name, demand.stream.direction)
    journey.enter(inland, slot, [*loading, *taken([*own, *engines, *terminal])])
    journey.give(terminal)
    journey.run(way, far)
    journey.give(engines)
    border = Border(
        tracks, name, train, None if own else call, passed_on(own, call), wagons(tracks, train, far),
        handled(tracks, demand.foreign_terminal, train),
    )  # fmt: skip
    border.out(journey, end)


def _into(journey: Journey, demand: Demand, call: str | None) -> None:
    """With wagons from beyond the far station; on from the near station with wagons and locomotives from there."""
    tracks, train, name = journey.tracks, demand.consist, demand.stream.crossing
    came = wagons(tracks, train, far_end(tracks.scenario, name))
    foreign = handled(tracks, demand.foreign_terminal, train)
    _, way = _way(tracks.scenario, demand)
    if train.onward is not None:
        Border(tracks, name, train, call, came, (), foreign).into(journey, way[-2], demand.end)
        return
    own, engines = _from_the_border(tracks, demand)
    border = Border(tracks, name, train, None if own else call, came, [*own, *engines], foreign)
    border.into(journey, way[-2], demand.end)
    _inland(journey, demand, call)


def _onward_steps(tracks: Tracks, onward: Onward, call: str | None) -> list[PlannedStep]:
    scenario, demand = tracks.scenario, onward.demand
    name, train = demand.stream.crossing, onward.brought_by.consist
    crossing, journey = scenario.crossings[name], Journey(tracks, demand.train)
    if demand.stream.direction == crossing.directions[0]:
        end, far = far_end(scenario, name), crossing.far.station
        border = Border(tracks, name, train, call, goes=wagons(tracks, demand.consist, far))
        border.on(journey, "far", demand.train, end, end)
        journey.hold(*border.goes)
        journey.depart(end, far)
    else:
        own, engines = _from_the_border(tracks, demand)
        border = Border(tracks, name, train, None if own else call, goes=[*own, *engines])
        border.on(journey, "near", demand.train, _way(scenario, demand)[1][-2], demand.end)
        _inland(journey, demand, call)
    return journey.steps


def _from_the_border(tracks: Tracks, demand: Demand) -> tuple[list[Put], list[Put]]:
    """Wagons and locomotives of a train that is made up at the near station."""
    near = tracks.scenario.crossings[demand.stream.crossing].near.station
    return wagons(tracks, demand.consist, near), locomotives(tracks, demand.consist, demand.end, "from the border")


def _inland(journey: Journey, demand: Demand, call: str | None) -> None:
    """From the near station to the distant end, beyond which the wagons are away for their turn."""
    tracks = journey.tracks
    own, engines = _from_the_border(tracks, demand)
    inland, way = _way(tracks.scenario, demand)
    journey.run(way[::-1], demand.end)
    away = own[0].after if own else 0
    journey.hold(*passed_on(own, call, away), *engines)
    journey.depart(demand.end, inland, handled(tracks, demand.inland_terminal, demand.consist))


def _empty_steps(tracks: Tracks, demand: Demand, call: str) -> list[PlannedStep]:
    """Called when a loaded train is handed over: back from the border, or to the border to be loaded.

    Where wagons may be lacking it is called by the train that has done with them, and brings them to where they are
    loaded.
    """
    scenario, crossing = tracks.scenario, tracks.scenario.crossings[demand.stream.crossing]
    journey = Journey(tracks, f"{demand.train}, empty")
    inland, way = _way(scenario, demand)
    back = demand.stream.direction == crossing.directions[0]
    way = way[::-1] if back else way
    own = wagons(tracks, demand.consist, demand.end if back else crossing.near.station)
    engines = locomotives(tracks, demand.consist, demand.end, "from the border" if back else "to the border")
    journey.step("wait for wagons", Activity.CALL, way[0], [call])
    journey.enter(way[0], tracks.slot_at(way[0], way[1]), taken(engines))
    journey.run(way, demand.end if back else "loading")
    if back:
        journey.hold(*own, *engines)
        journey.depart(demand.end, inland)
    else:
        journey.give(engines)
        draw = Draw(f"{way[-1]} forming", crossing.forming)
        journey.step(f"split up at {way[-1]}", Activity.STAND, way[-1], draw=draw)
        journey.hold(*at_once(own))
        journey.end(way[-1])
    return journey.steps


def _way(scenario: Scenario, demand: Demand) -> tuple[str, list[str]]:
    """The place of the distant end, and the way from there to the crossing."""
    inland = scenario.ends[demand.end].at
    return inland, scenario.network.way(inland, scenario.crossings[demand.stream.crossing].near.station) or []


def _services(scenario: Scenario) -> Iterator[Running]:
    for name, service in scenario.traffic.services.items():
        way = scenario.network.way(service.start, service.end) or []
        kind = Kind.PASSENGER if service.kind == "passenger" else Kind.LOCAL
        for direction in (way, way[::-1]):
            full = f"{name} to {direction[-1]}"
            yield Running(name, Stream(full, full, kind, full), service, direction)


def _service_steps(tracks: Tracks, running: Running) -> list[PlannedStep]:
    first = running.service.kind == "passenger"
    journey = Journey(tracks, f"service {running.name}", overtakes=first)
    way = running.way
    journey.enter(way[0], tracks.slot_at(way[0], way[1]))
    journey.run(way, "end of run")
    journey.step(f"end of run at {way[-1]}", Activity.STAND, way[-1], seconds=1800)
    journey.end(way[-1])
    return journey.steps


def closing(resource: str) -> str:
    """Name of the itinerary that closes a unit of a resource."""
    return f"closing of {resource}"


def _closing_steps(takes: tuple[str, ...]) -> list[PlannedStep]:
    return [
        PlannedStep(Step("close", takes), Activity.CLOSE, "closings"),
        PlannedStep(Step("open again", puts=[Put(resource) for resource in takes]), Activity.REOPEN, "closings"),
    ]


def _built(tracks: Tracks, itineraries: dict[str, list[PlannedStep]], until: int) -> tuple[Program, Legend]:
    builder = Builder()
    for name, resource in tracks.resources.made.items():
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
        own = scenario.network.sections_of(name)
        lines.append(((own[0].start, own[0].start_at), *((s.end, s.end_at) for s in own)))
    return tuple(lines)


def _drawn_sections(scenario: Scenario) -> Iterator[DrawnSection]:
    names = list(scenario.lines)
    for s in scenario.network.sections:
        doubled = None if s.second_track is None else max(0, scenario.window.second_of(s.second_track))
        yield DrawnSection(names.index(s.line), s.name, s.start_at, s.end_at, doubled)
