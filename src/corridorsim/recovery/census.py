"""Where the trains of a route are during and after a closing: how many wait, where, and for how long.

A train that wants to run is outside until it has entered; then it waits or is at work (running, in control) at some
place, until it is handed over. At every moment each train that has appeared is in exactly one of these states.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.traffic import Route
from corridorsim.operations import NEVER, Outcome

LATE = 43_200  # seconds by which a late train is handed over later; smaller differences arise by chance alone
LEAST_EXCESS = 0.5  # trains: less than this on the daily mean is not a queue


class Where(NamedTuple):
    """Where trains wait: at a place, or before it, outside the corridor."""

    place: str
    entered: bool = True

    def __str__(self) -> str:
        return self.place if self.entered else f"{self.place}, not yet entered"


@dataclass(frozen=True, eq=False)
class Census:
    """Loaded trains of some routes at moments of a run, counted up to and including each moment."""

    moments: Ints  # seconds of the run, rising
    places: tuple[str, ...]
    appeared: Ints  # per moment, trains that wanted to run by then
    outside: Ints  # (places, moments): waiting to enter there
    waiting: Ints  # (places, moments): entered, and waiting there
    at_work: Ints  # (places, moments): under way from there, or being worked there
    handed_over: Ints  # per moment, trains over the border by then

    @property
    def queue(self) -> Ints:
        """Per moment, trains that wait before the border, outside or inside."""
        queue: Ints = (self.outside + self.waiting).sum(axis=0)
        return queue

    @property
    def under_way(self) -> Ints:
        """Per moment, trains that have appeared and are not handed over, waiting or not."""
        trains: Ints = self.queue + self.at_work.sum(axis=0)
        return trains

    @property
    def lost(self) -> Ints:
        """Per moment, trains that appeared and are nowhere: always 0."""
        missing: Ints = self.appeared - self.under_way - self.handed_over
        return missing

    def standing(self, moment: int) -> dict[Where, int]:
        """Where trains wait at a moment (given by its index), most first; those outside are listed separately."""
        counts = [
            (Where(place, entered), trains)
            for entered, waiting in ((True, self.waiting), (False, self.outside))
            for place, trains in zip(self.places, waiting[:, moment].tolist(), strict=True)
            if trains
        ]
        return dict(sorted(counts, key=lambda item: -item[1]))


def routes_over(plan: Plan, crossing: str) -> tuple[Route, ...]:
    """Both directions of a crossing, if they have loaded trains."""
    streams = (s for s in plan.streams if s.kind == Kind.FREIGHT and s.crossing == crossing)
    return tuple(dict.fromkeys(Route(s.crossing, s.direction) for s in streams))


def take_census(plan: Plan, outcome: Outcome, routes: tuple[Route, ...], moments: Ints) -> Census:
    """Count the loaded trains of routes at moments (rising seconds of the run)."""
    program, steps = plan.program, plan.layout.steps
    own = np.array([s.kind == Kind.FREIGHT and Route(s.crossing, s.direction) in routes for s in plan.streams])
    loaded = own[plan.train_stream[program.operation_train]]
    before = loaded & _before_handover(plan)
    handing = steps.activity[program.operation_step] == Activity.HANDOVER
    place = steps.place[program.operation_step].astype(np.int64)
    first = np.zeros(program.operations, bool)
    first[program.operation_first[:-1]] = True
    ready, begun = _seconds(outcome.ready), _seconds(outcome.started)
    moved_on = np.append(ready[1:], 0)
    count = _Counting(np.asarray(moments, np.int64), len(plan.layout.places))
    trains = own[plan.train_stream]
    return Census(
        moments=count.moments,
        places=plan.layout.places,
        appeared=count.by(np.maximum(program.train_ready, program.not_before[program.operation_first[:-1]])[trains]),
        outside=count.between(place, ready, begun, before & first),
        waiting=count.between(place, ready, begun, before & ~first),
        at_work=count.between(place, begun, moved_on, before & ~handing),
        handed_over=count.by(begun[loaded & handing]),
    )


@dataclass(frozen=True, eq=False)
class HandoverTimes:
    """The loaded trains of some routes, in the order in which they were planned."""

    second: Ints  # of the run, NEVER if it was not handed over
    net: Floats  # tonnes


def take_handovers(plan: Plan, outcome: Outcome, routes: tuple[Route, ...]) -> HandoverTimes:
    """When each loaded train of routes was handed over, and its net tonnes; also of trains whose goods gave up."""
    program = plan.program
    second = np.full(program.trains, NEVER, np.int64)
    handing = plan.layout.steps.activity[program.operation_step] == Activity.HANDOVER
    second[program.operation_train[handing]] = outcome.started[handing]
    own = np.array([s.kind == Kind.FREIGHT and Route(s.crossing, s.direction) in routes for s in plan.streams])
    stream = plan.train_stream
    if (gone := plan.gave_up) is not None:
        handed, stream = second, gone.planned_stream
        second = np.full(len(stream), NEVER, np.int64)
        second[gone.exists] = handed
    trains = own[stream]
    return HandoverTimes(second[trains], np.array([s.net for s in plan.streams], float)[stream[trains]])


def tonnes_late(closed: HandoverTimes, free: HandoverTimes) -> float:
    """Tonnes of trains handed over in both of two runs with the same trains, at least LATE later in the first."""
    both = (closed.second != NEVER) & (free.second != NEVER)
    return float(closed.net[both & (closed.second - free.second >= LATE)].sum())


def tonnes_missing(closed: HandoverTimes, free: HandoverTimes) -> float:
    """Tonnes handed over in the second of two runs with the same trains, less those in the first."""
    return float(free.net[free.second != NEVER].sum() - closed.net[closed.second != NEVER].sum())


def _before_handover(plan: Plan) -> Flags:
    """Per operation, whether its train is not yet over the border when it becomes ready."""
    program = plan.program
    handed = plan.layout.steps.activity[program.operation_step] == Activity.HANDOVER
    done = np.cumsum(handed) - handed  # handovers of all operations before this one
    before: Flags = done == done[program.operation_first[program.operation_train]]
    return before


def _seconds(moment: npt.NDArray[np.int32]) -> Ints:
    """Moments of a run; those that never came lie beyond every run."""
    seconds = moment.astype(np.int64)
    seconds[moment == NEVER] = np.iinfo(np.int64).max
    return seconds


@dataclass(frozen=True, eq=False)
class _Counting:
    """Counts, at moments, things that begin and end."""

    moments: Ints
    places: int

    def by(self, seconds: Ints) -> Ints:
        """Per moment, how many of these seconds have passed."""
        return np.searchsorted(np.sort(seconds), self.moments, side="right").astype(np.int64)

    def between(self, place: Ints, begin: Ints, end: Ints, rows: Flags) -> Ints:
        """(places, moments): how many of the rows have begun at a place and not ended there."""
        change = np.zeros((self.places, len(self.moments) + 1), np.int64)
        np.add.at(change, (place[rows], np.searchsorted(self.moments, begin[rows])), 1)
        np.add.at(change, (place[rows], np.searchsorted(self.moments, end[rows])), -1)
        return np.cumsum(change[:, :-1], axis=1)


@dataclass(frozen=True)
class Peak:
    """The longest queue."""

    trains: int
    second: int
    standing: dict[Where, int]  # trains by where they wait, most first


def find_peak(census: Census, begin: int, end: int) -> Peak:
    """The longest queue between two seconds, when it first has that length, and where its trains stand."""
    queue = np.where((census.moments >= begin) & (census.moments <= end), census.queue, -1)
    moment = int(queue.argmax())
    return Peak(int(queue[moment]), int(census.moments[moment]), census.standing(moment))


def drained(census: Census, without: Census, end: int) -> int | None:
    """Second from which a queue is back to its level without the closing; None if not within the moments.

    The first moment from ``end`` on at which the queue is no longer than the other, and over whose following 24 hours
    it exceeds the other by less than half a train on average: a single moment at which the two are equal is not a
    recovery.
    """
    excess = (census.queue - without.queue).astype(np.float64)
    means = _mean_of_following_day(census.moments, excess)
    back = np.flatnonzero((census.moments >= end) & (excess <= 0) & (means < LEAST_EXCESS))
    return int(census.moments[back[0]]) if len(back) else None


def _mean_of_following_day(moments: Ints, values: Floats) -> Floats:
    """Per moment, the mean over the moments of its next 24 hours; endless where they are not all there."""
    after = np.searchsorted(moments, moments + DAY)
    total = np.concatenate(([0.0], np.cumsum(values)))
    complete = moments + DAY <= moments[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        means: Floats = (total[after] - total[:-1]) / (after - np.arange(len(moments)))
    return np.where(complete, means, np.inf)
