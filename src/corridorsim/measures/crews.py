"""Crews: how long each trip between two crew changes took, including all waiting, and how many took too long.

Trips that are too long are counted, not prevented: a train's operations cannot depend on how long it has been under
way. A trip that has not ended counts once it is too long, with the hours until the end of the window, which are its
least length.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import HOUR, Flags, Floats, Ints
from corridorsim.itineraries import Activity, Plan
from corridorsim.itineraries.stages import CREWS
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import CREW_SHARE_OVER, CREW_TRIPS, CREW_TRIPS_OVER, Number, OfCrews
from corridorsim.operations.ledger import Performed


class Stretch(NamedTuple):
    """Start and end of the crews' trips, and their pool."""

    line: str
    begin: str
    end: str
    pool: str  # name of its stage; empty if crews are not limited

    @property
    def way(self) -> OfCrews:
        """The crews that its numbers belong to, of all pools."""
        return OfCrews(self.begin, self.end, self.line)


@dataclass(frozen=True, eq=False)
class Trips:
    """Crew trips that ended inside the window, or were too long at its end: stretch and hours."""

    stretches: tuple[Stretch, ...]  # all stretches of any itinerary
    stretch: Ints  # per trip
    hours: Floats
    longest: float  # longest duty of a crew in hours

    def too_long(self, stretch: int) -> int:
        """Trips over a stretch that took longer than a crew may be on duty."""
        return int(np.sum(self.hours[self.stretch == stretch] > self.longest))


def crew_numbers(trips: Trips, days: float) -> dict[Number, float]:
    """The figures of each stretch, all its pools together: trips over the limit, and their share of all trips."""
    found: dict[Number, float] = {}
    ways = [each.way for each in trips.stretches]
    for whom in dict.fromkeys(ways):
        hours = trips.hours[np.isin(trips.stretch, [row for row, way in enumerate(ways) if way == whom])]
        found[Number(CREW_TRIPS, whom)] = len(hours) / days
        found[Number(CREW_TRIPS_OVER, whom)] = float((hours > trips.longest).sum()) / days
        if len(hours):
            found[Number(CREW_SHARE_OVER, whom)] = float((hours > trips.longest).mean())
    return found


def measure_crews(columns: Columns) -> Trips:
    """Trips on lines with crew changes, between these places and the ends of a train's run."""
    plan, started = columns.plan, columns.outcome.started
    places = _Changes(plan)
    flagged = columns.begun(places.begins | places.ends)
    ends_trip = np.flatnonzero(places.ends[flagged.step])
    ends_trip = ends_trip[ends_trip > 0]
    ends, begins = flagged.chosen(ends_trip), flagged.chosen(ends_trip - 1)
    inside = columns.inside(ends.operation)
    ends, begins = ends.chosen(inside), begins.chosen(inside)
    open_ones = _open(columns, places, flagged)
    until = np.concatenate([started[ends.operation], np.full(len(open_ones.train), columns.end)])
    hours = (until - started[np.concatenate([begins.operation, open_ones.operation])]) / HOUR
    stretch = np.concatenate([places.stretch[ends.step], places.begun[open_ones.step]])
    return Trips(places.stretches, stretch, hours, plan.layout.crew_duty / HOUR)


def _open(columns: Columns, places: "_Changes", flagged: Performed) -> Performed:
    """Operations that begin a trip which has not ended by the window's end and is too long by then."""
    last = np.ones(len(flagged.train), bool)
    last[:-1] = flagged.train[1:] != flagged.train[:-1]
    rows = flagged.chosen(last & places.begins[flagged.step])
    return rows.chosen(columns.end - columns.outcome.started[rows.operation] > columns.plan.layout.crew_duty)


class _Changes:
    """The steps that begin and end a crew's trip, and their stretch."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        activity, line = plan.layout.steps.activity, plan.layout.steps.line
        crewed = np.array([bool(places) for places in plan.layout.crew_changes] + [False])[line]
        runs, arrives = (crewed & (activity == which) for which in (Activity.RUN, Activity.ARRIVE))
        before, after = np.roll(line, 1), np.roll(line, -1)
        starts_line = (np.roll(activity, 1) != Activity.RUN) & (
            (np.roll(activity, 1) != Activity.ARRIVE) | (before != line)
        )
        leaves_line = (np.roll(activity, -1) != Activity.RUN) | (after != line)
        changes = self._at_changes(plan)
        first_block = np.roll(activity, 1) != Activity.RUN
        self.begins: Flags = runs & first_block & (starts_line | changes)
        self.ends: Flags = arrives & (leaves_line | changes)

    def _at_changes(self, plan: Plan) -> Flags:
        place = np.array(plan.layout.places)[plan.layout.steps.place]
        told = [
            np.isin(place, places) & (plan.layout.steps.line == row)
            for row, places in enumerate(plan.layout.crew_changes)
        ]
        at: Flags = np.any(told, axis=0) if told else np.zeros(len(place), bool)
        return at

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        """Steps that end a trip, and those that begin it: the last before them."""
        flagged = np.flatnonzero(self.begins | self.ends)
        at = np.flatnonzero(self.ends[flagged])
        return flagged[at], flagged[at - 1]

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of every trip of any itinerary, in the order of the itineraries."""
        return tuple(dict.fromkeys(self._named()))

    @cached_property
    def stretch(self) -> Ints:
        """Per step that ends a trip, its stretch; -1 for all others."""
        row = {named: i for i, named in enumerate(self.stretches)}
        stretch = np.full(len(self.begins), -1, np.int64)
        stretch[self._pairs[0]] = [row[named] for named in self._named()]
        return stretch

    @cached_property
    def begun(self) -> Ints:
        """Per step that begins a trip, its stretch; -1 for all others."""
        begun = np.full(len(self.begins), -1, np.int64)
        ends, begins = self._pairs
        begun[begins] = self.stretch[ends]
        return begun

    def _named(self) -> list[Stretch]:
        steps, plan, pools = self.plan.layout.steps, self.plan, self._pools()
        return [
            Stretch(
                plan.layout.lines[steps.line[end]],
                plan.layout.places[steps.place[begin]],
                plan.layout.places[steps.place[end]],
                pools[end],
            )
            for end, begin in zip(*self._pairs, strict=True)
        ]

    def _pools(self) -> list[str]:
        """Per step, the pool to which it returns a crew."""
        program, stages = self.plan.program, self.plan.layout.stages
        stage = self.plan.layout.resources.stage[program.put_resource].tolist()
        pool = [""] * program.steps
        for step, row in zip(program.put_step.tolist(), stage, strict=True):
            if stages[row].kind is CREWS:
                pool[step] = stages[row].name
        return pool
