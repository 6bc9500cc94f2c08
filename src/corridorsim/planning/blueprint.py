"""The part of a plan without random numbers: resources, itineraries and what their rows mean; made once a scenario."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from types import MappingProxyType

import numpy as np

from corridorsim.itineraries import (
    Acceptance,
    Activity,
    BorderStop,
    CountingPlace,
    DayNumber,
    DrawnSection,
    Itinerary,
    Kind,
    Layout,
    LoadingRule,
    StepTable,
)
from corridorsim.itineraries.stages import Stage
from corridorsim.model import Scenario
from corridorsim.model.counting import counted_section
from corridorsim.model.disruptions.disruption import Disruption
from corridorsim.model.whom import ways_of
from corridorsim.operations import Builder, Legend, Program, Put, Step
from corridorsim.planning.closures.calendar_day import calendar_day_steps
from corridorsim.planning.closures.disruption import Disrupted, closings_of, find_disrupted
from corridorsim.planning.demand.choice import Shares
from corridorsim.planning.demand.flows import Demand
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.planning.demand.freight import calling, freight_itineraries, onward_itineraries
from corridorsim.planning.demand.loading import all_stops
from corridorsim.planning.demand.services import service_itineraries
from corridorsim.planning.demand.streams import numbered_apart
from corridorsim.planning.demand.traffic import PlannedTraffic, share_out
from corridorsim.planning.resource_table import resource_table
from corridorsim.planning.resources import CalendarDay, Closure, PlannedLoadingStop, Turn
from corridorsim.planning.track.crews import changes_of
from corridorsim.planning.track.journey import NOWHERE, PlannedStep
from corridorsim.planning.track.restrictions import Slow, restrictions
from corridorsim.planning.track.tracks import Tracks
from corridorsim.planning.turns import turn_steps

RETURNING_RANK = -2  # places come back before their gate is shut, and the gate is shut before any train starts
CLOSING_RANK = -1
TURNING_RANK = 3  # after all trains

Itineraries = dict[Itinerary, list[PlannedStep]]


@dataclass(frozen=True, eq=False)
class Blueprint:
    """A program without trains, its legend, and what planning needs to add the trains."""

    program: Program
    legend: Legend
    itineraries: Itineraries
    traffic: PlannedTraffic
    closures: list[Closure]
    layout: Layout
    slow: tuple[Slow, ...]
    disrupted: tuple[Disrupted, ...]
    calendar_days: tuple[CalendarDay, ...]
    turns: tuple[Turn, ...]
    loading_stops: tuple[PlannedLoadingStop, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario that is laid out."""
        return self.traffic.scenario

    @cached_property
    def row(self) -> dict[Itinerary, int]:
        """The row of each itinerary in the program."""
        return {itinerary: row for row, itinerary in enumerate(self.itineraries)}


def lay_out(scenario: Scenario, shares: Shares | None = None) -> Blueprint:
    """Build every itinerary of a scenario and the resources that they need.

    ``shares`` gives the part of a flow that uses each crossing, for flows with a choice; the default is the choice at
    free flow.
    """
    return lay_out_traffic(traffic_of(scenario, shares))


def lay_out_traffic(traffic: PlannedTraffic) -> Blueprint:
    """Work out every itinerary of a scenario's traffic and the resources they need."""
    tracks = Tracks(traffic.scenario, users=traffic.trains_over)
    itineraries = {own: steps for demand in traffic.demands for own, steps in freight_itineraries(tracks, demand)}
    for each in traffic.onward:
        itineraries |= dict(onward_itineraries(tracks, each))
    itineraries |= service_itineraries(tracks, traffic.services)
    return assemble(tracks, itineraries, traffic, traffic.scenario.disruptions)


def shared_out(blueprint: Blueprint, shares: Shares) -> Blueprint:
    """A blueprint with other shares; it is worked out anew only where they ask for itineraries that it has not."""
    traffic = share_out(blueprint.traffic.asked, shares)
    asked = {itinerary for demand in traffic.all_demands for itinerary in _itineraries_of(demand)}
    return replace(blueprint, traffic=traffic) if asked <= set(blueprint.itineraries) else lay_out_traffic(traffic)


def _itineraries_of(demand: Demand) -> list[Itinerary]:
    own = demand.stream.itinerary
    return [own, calling(own), demand.empties.itinerary] if demand.empties else [own]


def assemble(
    tracks: Tracks,
    itineraries: Itineraries,
    traffic: PlannedTraffic,
    disruptions: Mapping[str, Disruption] = MappingProxyType({}),
) -> Blueprint:
    """Itineraries and their resources as a layout: exits are settled, closings added, and everything is named."""
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
    for turn in tracks.resources.turns:
        itineraries |= turn_steps(turn)
    stops = tuple(tracks.resources.loading_stops.values())
    itineraries |= dict(all_stops(stops))
    program, legend = _built(tracks, itineraries, scenario.window.until)
    planned = [step for steps in itineraries.values() for step in steps]
    return Blueprint(
        program=program, legend=legend, itineraries=itineraries, traffic=traffic, closures=closures,
        layout=_described(tracks, legend, itineraries, traffic, by_trains),
        slow=tuple(restrictions(scenario, tracks.running, planned)), disrupted=disrupted, calendar_days=calendar_days,
        turns=tuple(tracks.resources.turns), loading_stops=stops,
    )  # fmt: skip


def _described(
    tracks: Tracks, legend: Legend, itineraries: Itineraries, traffic: PlannedTraffic, by_trains: list[Step]
) -> Layout:
    """What the rows of the program mean; ``by_trains`` are the steps that trains perform."""
    planned = [step for steps in itineraries.values() for step in steps]
    scenario, made = tracks.scenario, tracks.resources.made
    places = tuple(dict.fromkeys(step.place for step in planned))
    stages = tuple(dict.fromkeys(resource.stage for resource in made.values()))
    row = {name: row for row, name in enumerate(legend.resources)}
    return Layout(
        steps=_step_table(scenario, planned, places),
        resources=resource_table(made, stages, by_trains), stages=tuple(_named_apart(stages)),
        places=tuple(numbered_apart("closings" if place == NOWHERE else place for place in places)),
        lines=tuple(scenario.lines), stations=_stations(scenario),
        sections=tuple(_drawn_sections(scenario)), crossings=tuple(scenario.crossings),
        start=datetime.combine(scenario.window.simulation_start, time()), warm_up=scenario.window.warm_up,
        crew_changes=tuple(changes_of(scenario, line) for line in scenario.lines),
        crew_duty=scenario.rules.crew_duty, road=traffic.asked.road, itineraries=tuple(itineraries),
        kept_for_better=tuple(tracks.kept),
        counts=tuple(_counting_places(scenario)), border_stops=tuple(_border_stops(scenario)),
        day_numbers=tuple(
            DayNumber(row[day.places], row[day.used], row[day.gate]) for day in tracks.resources.calendar_days.values()
        ),
        loading_rules=tuple(
            LoadingRule(stop.name, row[stop.gate]) for stop in tracks.resources.loading_stops.values()
        ),
        acceptances=tuple(
            Acceptance(each.crossing, each.direction, each.kind, each.counted, row[places], each.agreed)
            for places, each in tracks.resources.accepted.items()
        ),
    )  # fmt: skip


def _named_apart(stages: Sequence[Stage]) -> Iterator[Stage]:
    """The stages; one that is named like another has a number, because tables list stages by name."""
    for stage, name in zip(stages, numbered_apart(stage.name for stage in stages), strict=True):
        yield replace(stage, name=name)


def closing(resource: str) -> Itinerary:
    """The itinerary that closes a unit of a resource."""
    return Itinerary(f"closing of {resource}", Kind.CLOSURE, at=(resource,))


def _closing_steps(takes: tuple[str, ...]) -> list[PlannedStep]:
    return [
        PlannedStep(Step("close", takes), Activity.CLOSE, NOWHERE),
        PlannedStep(Step("open again", puts=[Put(resource) for resource in takes]), Activity.REOPEN, NOWHERE),
    ]


def _built(tracks: Tracks, itineraries: Itineraries, until: int) -> tuple[Program, Legend]:
    builder = Builder()
    for name, resource in tracks.resources.made.items():
        builder.resource(name, resource.capacity, logical=resource.role.logical)
    for itinerary, steps in itineraries.items():
        builder.itinerary(tracks.name_of(itinerary), [planned.step for planned in steps])
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


def _counting_places(scenario: Scenario) -> Iterator[CountingPlace]:
    for name, count in scenario.counts.items():
        section, is_rising = counted_section(scenario.network, count)
        yield CountingPlace(name, section, is_rising, ways_of(count))


def _border_stops(scenario: Scenario) -> Iterator[BorderStop]:
    for name, crossing in scenario.crossings.items():
        out, into = crossing.directions
        for direction, left, entered in ((out, crossing.near, crossing.far), (into, crossing.far, crossing.near)):
            yield BorderStop(name, direction, left.station, left.country, "leaving")
            yield BorderStop(name, direction, entered.station, entered.country, "entering")


def _drawn_sections(scenario: Scenario) -> Iterator[DrawnSection]:
    names = list(scenario.lines)
    for s in scenario.network.sections:
        doubled = None if s.second_track is None else max(0, scenario.window.second_of(s.second_track))
        yield DrawnSection(names.index(s.line), s.name, s.start_at, s.end_at, doubled)
