"""The part of a plan that has no luck in it: resources, itineraries and what their rows mean, made once a scenario."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from types import MappingProxyType

import numpy as np

from corridorsim.itineraries import Activity, DayNumber, DrawnSection, Kind, Layout, StepTable
from corridorsim.model import Scenario
from corridorsim.model.disruption import Disruption
from corridorsim.operations import Builder, Legend, Program, Put, Step
from corridorsim.planning.calendar_day import calendar_day_steps
from corridorsim.planning.choice import Shares
from corridorsim.planning.crews import changes_of
from corridorsim.planning.demand import Demand, Onward, freight, onward_freight
from corridorsim.planning.disruption import Disrupted, closings_of, find_disrupted
from corridorsim.planning.free_flow import free_flow_shares
from corridorsim.planning.freight import calling, freight_itineraries, onward_itineraries
from corridorsim.planning.highway import by_road
from corridorsim.planning.journey import NOWHERE, PlannedStep
from corridorsim.planning.resource_table import resource_table
from corridorsim.planning.resources import CalendarDay, Closure
from corridorsim.planning.restrictions import Slow, restrictions
from corridorsim.planning.services import Running, lay_out_services
from corridorsim.planning.tracks import Tracks

RETURNING_RANK = -2  # places come back before the gate is shut that lets them, and that before any train
CLOSING_RANK = -1
RANKS = {Kind.PASSENGER: 0, Kind.FREIGHT: 1, Kind.EMPTY: 1, Kind.LOCAL: 1, Kind.ONWARD: 1}


@dataclass(frozen=True, eq=False)
class Blueprint:
    """A program without trains, its legend, and what planning needs to fill it."""

    scenario: Scenario
    program: Program
    legend: Legend
    itineraries: dict[str, list[PlannedStep]]
    demands: list[Demand]
    onward: list[Onward]
    services: list[Running]
    closures: list[Closure]
    layout: Layout
    slow: tuple[Slow, ...]
    disrupted: tuple[Disrupted, ...]
    calendar_days: tuple[CalendarDay, ...]


def lay_out(scenario: Scenario, shares: Shares | None = None) -> Blueprint:
    """Work out every itinerary of a scenario and the resources they need.

    ``shares`` says which part of a flow takes which crossing where it has a choice; those of free flow if left out.
    """
    shares = free_flow_shares(scenario) if shares is None else shares
    tracks = Tracks(scenario, shares=shares)
    demands, onward = freight(scenario, shares), onward_freight(scenario, shares)
    freight_steps = {name: steps for demand in demands for name, steps in freight_itineraries(tracks, demand)}
    for each in onward:
        freight_steps |= dict(onward_itineraries(tracks, each))
    services, service_steps = lay_out_services(tracks, set(scenario.network.places))
    return assemble(tracks, freight_steps | service_steps, demands, services, onward, scenario.disruptions)


def shared_out(blueprint: Blueprint, shares: Shares) -> Blueprint:
    """A blueprint with other shares; it is worked out anew only where they ask for itineraries that it has not."""
    demands, onward = freight(blueprint.scenario, shares), onward_freight(blueprint.scenario, shares)
    asked = {name for demand in (*demands, *(each.demand for each in onward)) for name in _itinerary_names(demand)}
    if not asked <= set(blueprint.itineraries):
        return lay_out(blueprint.scenario, shares)
    return replace(blueprint, demands=demands, onward=onward)


def _itinerary_names(demand: Demand) -> list[str]:
    empties = [calling(demand), demand.empties.itinerary] if demand.empties else []
    return [demand.stream.itinerary, *empties]


def assemble(
    tracks: Tracks,
    itineraries: dict[str, list[PlannedStep]],
    demands: list[Demand],
    services: list[Running],
    onward: Sequence[Onward] = (),
    disruptions: Mapping[str, Disruption] = MappingProxyType({}),
) -> Blueprint:
    """Itineraries and the resources they asked for as a layout: exits settled, closings added, everything named."""
    scenario = tracks.scenario
    tracks.settle_exits()
    closures = tracks.resources.closures
    by_trains = [step.step for steps in itineraries.values() for step in steps]
    disrupted = find_disrupted(tracks, disruptions, by_trains)
    closed = {closure.resource: (closure.resource,) for closure in closures} | closings_of(disrupted)
    itineraries = itineraries | {closing(name): _closing_steps(takes) for name, takes in closed.items()}
    calendar_days = tuple(tracks.resources.calendar_days.values())
    for day in calendar_days:
        itineraries |= calendar_day_steps(day)
    program, legend = _built(tracks, itineraries, scenario.window.until)
    planned = [step for steps in itineraries.values() for step in steps]
    return Blueprint(
        scenario=scenario, program=program, legend=legend, itineraries=itineraries, demands=demands,
        onward=list(onward), services=services,
        closures=closures, layout=_described(tracks, legend, planned, by_trains),
        slow=tuple(restrictions(scenario, tracks.running, planned)), disrupted=disrupted, calendar_days=calendar_days,
    )  # fmt: skip


def _described(tracks: Tracks, legend: Legend, planned: list[PlannedStep], by_trains: list[Step]) -> Layout:
    """What the rows of the program mean; ``by_trains`` are the steps that trains perform."""
    scenario, made = tracks.scenario, tracks.resources.made
    places = tuple(dict.fromkeys(step.place for step in planned))
    stages = tuple(dict.fromkeys(resource.stage for resource in made.values()))
    row = {name: row for row, name in enumerate(legend.resources)}
    return Layout(
        steps=_step_table(scenario, planned, places),
        resources=resource_table(made, stages, by_trains), stages=stages,
        places=tuple("closings" if place == NOWHERE else place for place in places),
        lines=tuple(scenario.lines), stations=_stations(scenario),
        sections=tuple(_drawn_sections(scenario)), crossings=tuple(scenario.crossings),
        start=datetime.combine(scenario.window.simulation_start, time()), warm_up=scenario.window.warm_up,
        crew_changes=tuple(changes_of(scenario, line) for line in scenario.lines),
        crew_duty=scenario.rules.crew_duty, road=tuple(by_road(scenario)),
        day_numbers=tuple(
            DayNumber(row[day.places], row[day.used], row[day.gate]) for day in tracks.resources.calendar_days.values()
        ),
    )  # fmt: skip


def closing(resource: str) -> str:
    """Name of the itinerary that closes a unit of a resource."""
    return f"closing of {resource}"


def _closing_steps(takes: tuple[str, ...]) -> list[PlannedStep]:
    return [
        PlannedStep(Step("close", takes), Activity.CLOSE, NOWHERE),
        PlannedStep(Step("open again", puts=[Put(resource) for resource in takes]), Activity.REOPEN, NOWHERE),
    ]


def _built(tracks: Tracks, itineraries: dict[str, list[PlannedStep]], until: int) -> tuple[Program, Legend]:
    builder = Builder()
    for name, resource in tracks.resources.made.items():
        builder.resource(name, resource.capacity, logical=resource.role.logical)
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
        lasts=np.array([step.lasts for step in planned], bool),
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
