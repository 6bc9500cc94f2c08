"""A crossing as the sequence of stages that its trains pass, read from the steps of their itineraries.

Nothing here knows the kinds of stages: whatever a train takes or holds between its arrival at the first border station
and its departure from the second belongs to a stage of the crossing. Where goods continue by other trains than brought
them, these onward trains have visits of their own, from their full load to their departure.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Ints
from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Activity, Kind, Plan, Stream
from corridorsim.itineraries.stages import TRACKS
from corridorsim.measures.traffic import Route
from corridorsim.operations.holdings import held_before

LEAVES = (Activity.RUN, Activity.DEPART, Activity.END)
NO_STAGE = -1
Visit = tuple[int, int, int]  # of an itinerary at the crossing: its first step, the step over the border, its last step


@dataclass(frozen=True)
class VisitPart:
    """A part of a visit: a stage, or a step that needs no stage."""

    name: str
    stage: int  # row of plan.layout.stages, NO_STAGE for a step without a stage


@dataclass(frozen=True, eq=False)
class CrossingStages:
    """A crossing's routes, the part of each itinerary at its two stations, and the stages there."""

    crossing: str
    stations: frozenset[int]  # rows of places
    routes: tuple[Route, ...]
    first: Ints  # per itinerary, its first step at the crossing: entering or arriving; -1 if it never comes there
    last: Ints  # per itinerary, the step with which it leaves
    crosses: Ints  # per itinerary, its step over the border, -1 if it does not cross
    route: Ints  # per itinerary, its route
    carries: Flags  # per itinerary, whether its trains carry goods; those that carry but do not cross are onward trains
    stages: tuple[Ints, ...]  # per route, rows of the layout's stages in the order in which loaded trains take
    onward_stages: tuple[Ints, ...]  # per route, stages from which only its onward trains take
    yards: Ints  # rows of the layout's stages: tracks on which trains stand at the crossing
    parts: tuple[tuple[VisitPart, ...], ...]  # per route, the parts of its loaded trains' visits, in order
    onward_parts: tuple[tuple[VisitPart, ...], ...]  # per route, the parts of its onward trains' visits; empty if none
    work_stage: Ints  # per step, the stage that works on the train in it; NO_STAGE if the train needs none

    @cached_property
    def all_parts(self) -> tuple[VisitPart, ...]:
        """The parts of all routes."""
        return tuple(dict.fromkeys(part for parts in (*self.parts, *self.onward_parts) for part in parts))

    @cached_property
    def rows(self) -> tuple[tuple[int, int, bool], ...]:
        """The rows of tables of stages: route, stage, and whether only onward trains take from it."""
        return tuple(
            (route, stage, onward)
            for route, both in enumerate(zip(self.stages, self.onward_stages, strict=True))
            for onward, stages in zip((False, True), both, strict=True)
            for stage in stages.tolist()
        )

    def works_in(self, plan: Plan, step: int) -> VisitPart:
        """The part of a visit to which the work of a step belongs."""
        stage = int(self.work_stage[step])
        return _by_itself(plan, step) if stage == NO_STAGE else VisitPart(plan.layout.stages[stage].name, stage)

    @cached_property
    def met(self) -> Ints:
        """Rows of all stages of the crossing, in order of passing, the first route's first."""
        return np.array(list(dict.fromkeys(stage for _, stage, _ in self.rows)), np.int64)


def read_crossing_stages(plan: Plan, crossing: str) -> CrossingStages:
    """The stages of a crossing. Raises CorridorError if it does not exist or no loaded train crosses there."""
    check_name(crossing, plan.layout.crossings)
    streams = _streams(plan, crossing)
    routes = tuple(dict.fromkeys(Route(crossing, stream.direction) for stream in streams.values()))
    at = _at_the_stations(plan, crossing, streams, routes)
    work_stage = _work_stages(plan)
    loaded, onward = ([_visits(at, n, over) for n in range(len(routes))] for over in (True, False))
    stages, onward_stages = ([_stages(plan, visits) for visits in group] for group in (loaded, onward))
    parts, onward_parts = (tuple(_parts(plan, visits, work_stage) for visits in group) for group in (loaded, onward))
    return CrossingStages(
        crossing=crossing, routes=routes, **at._asdict(), stages=tuple(stages),
        onward_stages=tuple(met[~np.isin(met, own)] for own, met in zip(stages, onward_stages, strict=True)),
        yards=_yards(plan, [visit for visits in (*loaded, *onward) for visit in visits]),
        parts=parts, onward_parts=onward_parts, work_stage=work_stage,
    )  # fmt: skip


class _Stay(NamedTuple):
    """The part of an itinerary in which a train is at the two stations; the columns of CrossingStages, per
    itinerary."""

    stations: frozenset[int]
    first: Ints
    last: Ints
    crosses: Ints
    route: Ints
    carries: Flags


def _at_the_stations(plan: Plan, crossing: str, streams: dict[int, Stream], routes: tuple[Route, ...]) -> _Stay:
    """Find the stations by the step over the border, and each itinerary's steps there."""
    bounds = plan.program.step_first.tolist()
    activity, place = plan.layout.steps.activity.tolist(), plan.layout.steps.place.tolist()
    first, last, crosses, route = (np.full(len(bounds) - 1, -1, np.int64) for _ in range(4))
    carries = np.zeros(len(bounds) - 1, bool)
    for itinerary in streams:
        own = range(bounds[itinerary], bounds[itinerary + 1])
        crosses[itinerary] = next((step for step in own if activity[step] == Activity.CROSS), -1)
    stations = frozenset(place[step + more] for step in crosses[crosses >= 0].tolist() for more in (0, 1))
    if not stations:
        raise CorridorError(f'no loaded train crosses at "{crossing}"; add a flow for it under traffic.flows')
    for itinerary, stream in streams.items():
        begin, end = bounds[itinerary], bounds[itinerary + 1]
        here = [step for step in range(begin, end) if place[step] in stations]
        anchor = int(crosses[itinerary]) if crosses[itinerary] >= 0 else min(here, default=-1)
        if anchor >= 0:
            route[itinerary] = routes.index(Route(crossing, stream.direction))
            carries[itinerary] = stream.kind != Kind.EMPTY
            first[itinerary] = _arrival(place, stations, anchor, begin)
            last[itinerary] = next(step for step in range(anchor + 1, end) if activity[step] in LEAVES)
    return _Stay(stations, first, last, crosses, route, carries)


def _visits(at: _Stay, route: int, over: bool) -> list[Visit]:
    """The visits of a route's loaded itineraries, either those over the border or those of onward trains."""
    own = (at.route == route) & at.carries & (over == (at.crosses >= 0))
    anchor = np.where(at.crosses >= 0, at.crosses, at.first)
    return list(zip(at.first[own].tolist(), anchor[own].tolist(), at.last[own].tolist(), strict=True))


def check_name(crossing: str, known: Collection[str]) -> None:
    """Raise CorridorError for a crossing that does not exist."""
    if crossing not in known:
        near = did_you_mean(crossing, known)
        raise CorridorError(f'--crossing "{crossing}" is not a crossing{near} (known names: {", ".join(known)})')


def _streams(plan: Plan, crossing: str) -> dict[int, Stream]:
    """Itineraries of the crossing's streams, loaded trains first, including those that no train performs in this
    run."""
    own = [stream for stream in plan.streams if stream.crossing == crossing]
    own.sort(key=lambda stream: stream.kind != Kind.FREIGHT)
    found: dict[int, Stream] = {}
    for stream in own:
        for row in plan.layout.variants[stream.itinerary]:
            found.setdefault(row, stream)
    return found


def _arrival(place: list[int], stations: frozenset[int], anchor: int, begin: int) -> int:
    """The first of the uninterrupted steps at the two stations that lead to a step."""
    step = anchor
    while step > begin and place[step - 1] in stations:
        step -= 1
    return step


def _work_stages(plan: Plan) -> Ints:
    """Per step, the stage of the first working resource that it takes, or else holds.

    Tracks on which the train stands, runs or is unloaded do not work on it, nor do its wagons and locomotives.
    """
    program, stage = plan.program, plan.layout.resources.stage
    works = np.array([each.kind.works for each in plan.layout.stages])[stage] & ~plan.layout.resources.logical
    step, resource, _ = held_before(program)  # what is held before a step is held during the previous one
    held = works[resource]
    taken = np.flatnonzero(works[program.take_resource])
    work = np.full(program.steps, NO_STAGE, np.int64)
    for steps, things in ((step[held] - 1, resource[held]), (program.take_step[taken], program.take_resource[taken])):
        work[steps[::-1]] = stage[things[::-1]]  # the first of a step is written last; takes override holdings
    return work


def _stages(plan: Plan, visits: list[Visit]) -> Ints:
    """Stages from which a route's loaded trains take at the crossing, or which they hold while there, in order.

    Of those taken together, tracks come last, and the ones that most kinds of trains take come first.
    """
    program, stage = plan.program, plan.layout.resources.stage
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
    order = sorted(at, key=lambda row: (np.mean(at[row]), plan.layout.stages[row].kind is TRACKS, -len(at[row])))
    return np.array(order, np.int64)


def _yards(plan: Plan, visits: list[Visit]) -> Ints:
    """Stages of tracks that are held between a train's arrival and its departure."""
    step, resource, _ = held_before(plan.program)
    stages = plan.layout.resources.stage[resource]
    held = [row for first, _, last in visits for row in stages[(step > first) & (step <= last)].tolist()]
    return np.array([row for row in dict.fromkeys(held) if plan.layout.stages[row].kind is TRACKS], np.int64)


def _parts(plan: Plan, visits: list[Visit], work_stage: Ints) -> tuple[VisitPart, ...]:
    """The parts of a route's visits: stages that work or cause waiting, and steps without a stage that take time.

    The plan determines them, not the trains of a run: another run may have a train that is refused for the third time.
    """
    at: dict[VisitPart, list[int]] = {}
    for first, crosses, last in visits:
        for step in range(first, last + 1):
            rows = (
                dict.fromkeys(plan.layout.resources.stage[_taken(plan, step, step + 1)].tolist())
                if step > first
                else {}
            )
            met = [VisitPart(plan.layout.stages[row].name, row) for row in rows]
            if work_stage[step] == NO_STAGE and plan.layout.steps.lasts[step] and step < last:
                met.append(_by_itself(plan, step))
            for part in met:
                at.setdefault(part, []).append(step - crosses)
    return tuple(sorted(at, key=lambda part: (np.mean(at[part]), _is_yard(plan, part))))


def _taken(plan: Plan, step: int, before: int) -> np.ndarray:
    """Resources that some steps take."""
    first = plan.program.take_first
    return plan.program.take_resource[first[step] : first[before]]


def _by_itself(plan: Plan, step: int) -> VisitPart:
    return VisitPart(plan.legend.steps[step], NO_STAGE)


def _is_yard(plan: Plan, part: VisitPart) -> bool:
    return part.stage != NO_STAGE and plan.layout.stages[part.stage].kind is TRACKS
