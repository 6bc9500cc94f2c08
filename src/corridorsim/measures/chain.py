"""A crossing as the chain of stages that its trains pass, read from the steps of their itineraries.

Nothing here knows which stages there are: whatever a train takes between its arrival at the first border station and
its departure from the second is a stage of the crossing, and so is what it holds meanwhile.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Ints
from corridorsim.measures.occupation import held_before
from corridorsim.measures.traffic import Route

LEAVES = (Activity.RUN, Activity.DEPART, Activity.END)
NO_STAGE = -1
Visit = tuple[int, int, int]  # of an itinerary at the crossing: its first step, the step over the border, its last


@dataclass(frozen=True)
class Part:
    """A part of a visit: a stage, or a step that needs none."""

    name: str
    stage: int  # row of plan.stages, NO_STAGE for a step by itself


@dataclass(frozen=True, eq=False)
class Chain:
    """A crossing's routes, the part of each itinerary that lies at its two stations, and the stages met there."""

    crossing: str
    stations: frozenset[int]  # rows of places
    routes: tuple[Route, ...]
    first: Ints  # per itinerary, its first step at the crossing: entering or arriving; -1 where it never comes there
    last: Ints  # per itinerary, the step with which it leaves
    crosses: Ints  # per itinerary, its step over the border, -1 where it does not cross
    route: Ints  # per itinerary, its route
    stages: tuple[Ints, ...]  # per route, rows of plan.stages in the order in which its loaded trains take from them
    yards: Ints  # rows of plan.stages: tracks on which trains stand at the crossing
    parts: tuple[tuple[Part, ...], ...]  # per route, what its visits are made of, in order
    work_stage: Ints  # per step, the stage that works on the train in it; NO_STAGE where the train needs none

    @cached_property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of all routes."""
        return tuple(dict.fromkeys(part for parts in self.parts for part in parts))

    def works_in(self, plan: Plan, step: int) -> Part:
        """The part of a visit to which the work of a step belongs."""
        stage = int(self.work_stage[step])
        return _by_itself(plan, step) if stage == NO_STAGE else Part(plan.stages[stage].name, stage)

    @cached_property
    def met(self) -> Ints:
        """Rows of all stages of the crossing, in order of passing, the first route's first."""
        return np.array(list(dict.fromkeys(int(s) for stages in self.stages for s in stages)), np.int64)


def read_chain(plan: Plan, crossing: str) -> Chain:
    """The chain of a crossing; CorridorError if there is none of that name or no loaded train crosses there."""
    check_name(crossing, plan.crossings)
    route_of = _routes(plan, crossing)
    routes = tuple(dict.fromkeys(route_of.values()))
    bounds = plan.program.step_first.tolist()
    activity, place = plan.steps.activity.tolist(), plan.steps.place.tolist()
    first, last, crosses, route = (np.full(len(bounds) - 1, -1, np.int64) for _ in range(4))
    for itinerary in route_of:
        own = range(bounds[itinerary], bounds[itinerary + 1])
        crosses[itinerary] = next((step for step in own if activity[step] == Activity.CROSS), -1)
    stations = frozenset(place[step + more] for step in crosses[crosses >= 0].tolist() for more in (0, 1))
    if not stations:
        raise CorridorError(f'no loaded train crosses at "{crossing}": give it a flow under traffic.flows')
    for itinerary, its_route in route_of.items():
        begin, end = bounds[itinerary], bounds[itinerary + 1]
        here = [step for step in range(begin, end) if place[step] in stations]
        anchor = int(crosses[itinerary]) if crosses[itinerary] >= 0 else min(here, default=-1)
        if anchor >= 0:
            route[itinerary] = routes.index(its_route)
            first[itinerary] = _arrival(place, stations, anchor, begin)
            last[itinerary] = next(step for step in range(anchor + 1, end) if activity[step] in LEAVES)
    work_stage = _work_stages(plan)
    visits = [
        [(int(first[i]), int(crosses[i]), int(last[i])) for i in np.flatnonzero((route == n) & (crosses >= 0))]
        for n in range(len(routes))
    ]
    stages = tuple(_stages(plan, own) for own in visits)
    parts = tuple(_parts(plan, own, work_stage) for own in visits)
    yards = _yards(plan, [visit for own in visits for visit in own])
    return Chain(crossing, stations, routes, first, last, crosses, route, stages, yards, parts, work_stage)


def check_name(crossing: str, known: Collection[str]) -> None:
    """Raise CorridorError for a crossing that is not there."""
    if crossing not in known:
        near = did_you_mean(crossing, known)
        raise CorridorError(f'--crossing "{crossing}" is no crossing{near} (there are: {", ".join(known)})')


def _routes(plan: Plan, crossing: str) -> dict[int, Route]:
    """Itineraries of the crossing's loaded trains and their empties, with their routes; loaded ones first."""
    pairs = np.unique(np.stack((plan.program.train_itinerary, plan.train_stream)), axis=1).T.tolist()
    found = [(plan.streams[stream], itinerary) for itinerary, stream in pairs]
    found = [(stream, itinerary) for stream, itinerary in found if stream.crossing == crossing]
    found.sort(key=lambda each: each[0].kind != Kind.FREIGHT)
    return {itinerary: Route(crossing, stream.direction) for stream, itinerary in found}


def _arrival(place: list[int], stations: frozenset[int], anchor: int, begin: int) -> int:
    """The first of the unbroken steps at the two stations that lead to a step."""
    step = anchor
    while step > begin and place[step - 1] in stations:
        step -= 1
    return step


def _work_stages(plan: Plan) -> Ints:
    """Per step, the first stage that it takes a thing from which is no track to stand on."""
    program, stage = plan.program, plan.resources.stage
    work = np.full(program.steps, NO_STAGE, np.int64)
    standing = np.array([each.kind == "tracks" for each in plan.stages])[stage]
    works = ~plan.resources.logical & ~standing
    step_of_take = np.repeat(np.arange(program.steps), np.diff(program.take_first))
    rows = np.flatnonzero(works[program.take_resource])[::-1]  # the first of a step is written last
    work[step_of_take[rows]] = stage[program.take_resource[rows]]
    return work


def _stages(plan: Plan, visits: list[Visit]) -> Ints:
    """Stages that a route's loaded trains take from at the crossing, or hold while they are there, in order."""
    program, stage = plan.program, plan.resources.stage
    at: dict[int, list[int]] = {}
    held_step, held_resource, _ = held_before(program)
    bounds = program.step_first
    for first, crosses, last in visits:
        meets = set(stage[_taken(plan, first, last + 1)].tolist())
        meets |= set(stage[held_resource[(held_step > first) & (held_step <= last)]].tolist())
        begin = int(bounds[np.searchsorted(bounds, first, "right") - 1])
        for step in range(begin, last + 1):
            for row in dict.fromkeys(stage[_taken(plan, step, step + 1)].tolist()):
                if row in meets:
                    at.setdefault(row, []).append(step - crosses)
    return np.array(sorted(at, key=lambda row: (np.mean(at[row]), plan.stages[row].kind == "tracks")), np.int64)


def _yards(plan: Plan, visits: list[Visit]) -> Ints:
    """Stages of tracks that are held between a train's arrival and its departure."""
    step, resource, _ = held_before(plan.program)
    stages = plan.resources.stage[resource]
    held = [row for first, _, last in visits for row in stages[(step > first) & (step <= last)].tolist()]
    return np.array([row for row in dict.fromkeys(held) if plan.stages[row].kind == "tracks"], np.int64)


def _parts(plan: Plan, visits: list[Visit], work_stage: Ints) -> tuple[Part, ...]:
    """What a route's visits are made of: stages that work or are waited for, and steps by themselves that take time."""
    program = plan.program
    longest = np.zeros(program.steps, np.int64)
    np.maximum.at(longest, program.operation_step, program.duration)
    at: dict[Part, list[int]] = {}
    for first, crosses, last in visits:
        for step in range(first, last + 1):
            rows = dict.fromkeys(plan.resources.stage[_taken(plan, step, step + 1)].tolist()) if step > first else {}
            met = [Part(plan.stages[row].name, row) for row in rows]
            if work_stage[step] == NO_STAGE and longest[step] > 0 and step < last:
                met.append(_by_itself(plan, step))
            for part in met:
                at.setdefault(part, []).append(step - crosses)
    return tuple(sorted(at, key=lambda part: (np.mean(at[part]), _is_yard(plan, part))))


def _taken(plan: Plan, step: int, before: int) -> np.ndarray:
    """Resources that some steps take."""
    first = plan.program.take_first
    return plan.program.take_resource[first[step] : first[before]]


def _by_itself(plan: Plan, step: int) -> Part:
    return Part(plan.legend.steps[step], NO_STAGE)


def _is_yard(plan: Plan, part: Part) -> bool:
    return part.stage != NO_STAGE and plan.stages[part.stage].kind == "tracks"
