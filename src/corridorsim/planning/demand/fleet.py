"""Draw trains onto a blueprint: when each wants to depart and how long each of its steps takes, for one replication."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats
from corridorsim.engine import TrainPatience, run_patient
from corridorsim.itineraries import GaveUp, Itinerary, Plan, Reason, Stream, TrainNames
from corridorsim.model.demand.traffic import Service
from corridorsim.operations import NEVER
from corridorsim.operations.builder import puts_of
from corridorsim.planning.blueprint import CLOSING_RANK, RETURNING_RANK, TURNING_RANK, Blueprint, closing
from corridorsim.planning.closures.calendar_day import changing, not_before, returning
from corridorsim.planning.closures.disruption import closures_of
from corridorsim.planning.demand.chances import Chance, chances_of, happening
from corridorsim.planning.demand.chances import Table as Chances
from corridorsim.planning.demand.flows import Demand, Onward
from corridorsim.planning.demand.loading import ending as loading_stops_end
from corridorsim.planning.demand.loading import most_stops, stopping
from corridorsim.planning.demand.needed import without_needless
from corridorsim.planning.demand.patience import chosen_end, gives_up_at
from corridorsim.planning.demand.streams import lognormal, uniform
from corridorsim.planning.demand.traffic import departures
from corridorsim.planning.resources import Closure
from corridorsim.planning.size import check_size
from corridorsim.planning.track.journey import Draw
from corridorsim.planning.track.restrictions import dates_of, slowed
from corridorsim.planning.turns import ending, turning

Table = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.int64]
FLOAT = 1e-6  # seconds, or intervals: by so much a quotient may miss a whole number


@dataclass(frozen=True, eq=False)
class Group:
    """The trains of one stream: their starting times and durations, (trains, steps); some trains omit some steps."""

    stream: Stream
    itinerary: Table  # row of the program's itineraries
    ready: npt.NDArray[np.int64]
    rank: int
    duration: Table
    not_before: Table
    performed: npt.NDArray[np.bool_]
    gives_up: Seconds | None = None  # second in which each gives up if it has not started; None for never
    another_way: bool = False  # whether the goods of a train that gives up go by another way
    instead_of: tuple[Stream, Seconds] | None = None  # which trains they replace: a stream, and rows of its trains


def plan_replication(blueprint: Blueprint, seed: int, replication: int) -> Plan:
    """A plan for one replication: the same blueprint with its own random numbers.

    Raises InputError, before anything is drawn, if the run would need more memory than the machine has.
    """
    check_size(blueprint)
    window = blueprint.scenario.window
    closures = [*blueprint.closures, *closures_of(blueprint.disrupted, window, seed, replication)]
    groups = [
        *_freight(blueprint, seed, replication),
        *_services(blueprint),
        *_closings(blueprint, closures),
        *_changes_of_day(blueprint),
    ]
    groups += _turns(blueprint, groups)
    groups += _loading_stops(blueprint, groups)
    counts = [len(group.ready) for group in groups]
    streams = tuple(group.stream for group in groups)
    ready = np.concatenate([group.ready for group in groups]).astype(np.int32)
    train_stream = np.repeat(np.arange(len(groups), dtype=np.int32), counts)
    program = replace(
        blueprint.program,
        train_itinerary=np.concatenate([group.itinerary for group in groups]).astype(np.int32),
        train_ready=ready,
        train_rank=np.repeat([group.rank for group in groups], counts).astype(np.int32),
        duration=np.concatenate([group.duration[group.performed] for group in groups]),
        not_before=np.concatenate([group.not_before[group.performed] for group in groups]),
    )
    number = _numbers(streams, train_stream, ready)
    names = TrainNames(tuple(stream.flow for stream in streams), train_stream, number)
    plan = Plan(program, blueprint.layout, replace(blueprint.legend, trains=names), streams, train_stream, number)
    if all(group.gives_up is None for group in groups):
        return slowed(plan, blueprint.slow)
    return _given_way(plan, groups, blueprint)


def _given_way(plan: Plan, groups: list[Group], blueprint: Blueprint) -> Plan:
    """The plan without the trains that gave up and with those by another crossing, as the kernel found them."""
    patience = _patience(groups, plan.program.until)
    kept = run_patient(plan.program, patience, dates_of(blueprint.slow) if blueprint.slow else None)
    kept = without_needless(kept, plan.layout.itineraries, blueprint.traffic.onward)
    stream = plan.train_stream[kept.trains]
    number = _numbers(plan.streams, stream, kept.program.train_ready)
    names = TrainNames(tuple(each.flow for each in plan.streams), stream, number)
    rows = kept.gave_up
    another = np.array([group.another_way for group in groups], bool)[plan.train_stream[rows]]
    gave_up = GaveUp(
        plan.train_stream[rows],
        plan.program.train_ready[rows],
        patience.gives_up[rows],
        another,
        plan.train_stream,
        kept.trains,
    )
    legend = replace(plan.legend, trains=names)
    return Plan(kept.program, plan.layout, legend, plan.streams, stream, number, kept.outcome, gave_up)


def _patience(groups: list[Group], until: int) -> TrainPatience:
    """When the trains of all groups give up, and which trains appear then."""
    first = np.concatenate(([0], np.cumsum([len(group.ready) for group in groups])))
    gives_up, instead = np.full((2, first[-1]), NEVER, np.int32)
    row = {group.stream: int(begin) for group, begin in zip(groups, first, strict=False)}
    for group, begin in zip(groups, first.tolist(), strict=False):
        own = slice(begin, begin + len(group.ready))
        if group.gives_up is not None:
            gives_up[own] = np.minimum(group.gives_up, until)
        if group.instead_of is not None:
            stream, which = group.instead_of
            instead[row[stream] + which] = np.arange(own.start, own.stop)
    return TrainPatience(gives_up, instead)


def _numbers(streams: tuple[Stream, ...], train_stream: Table, ready: Table) -> Table:
    """Number the trains of each flow in the order in which they appear."""
    flows = list(dict.fromkeys(stream.flow for stream in streams))
    flow = np.array([flows.index(stream.flow) for stream in streams])[train_stream]
    order = np.lexsort((ready, flow))
    first = np.searchsorted(flow[order], np.arange(len(flows)))
    number = np.empty(len(ready), np.int32)
    number[order] = np.arange(len(ready)) - first[flow[order]] + 1
    return number


def _freight(blueprint: Blueprint, seed: int, replication: int) -> Iterator[Group]:
    due: dict[Stream, Seconds] = defaultdict(lambda: np.zeros(0, np.int64))
    ways: dict[Stream, list[Demand]] = defaultdict(list)
    for demand in blueprint.traffic.demands:
        if demand.instead_of is not None:
            ways[demand.instead_of].append(demand)
    for demand in (each for each in blueprint.traffic.demands if each.instead_of is None):
        ready = departures(blueprint.traffic, demand, seed, replication).astype(np.int64)
        parts = [(demand, ready)]
        if demand.queue:
            parts.insert(0, (_queued(demand), np.full(demand.queue, max(0, blueprint.layout.warm_up - 1), np.int64)))
        for part, wishes in parts:
            due[demand.stream] = np.concatenate((due[demand.stream], wishes))
            for group in _of_demand(blueprint, part, wishes, ways[demand.stream], seed, replication):
                if group.instead_of is not None:
                    due[group.stream] = np.concatenate((due[group.stream], group.ready))
                yield group
    for onward in blueprint.traffic.onward:
        yield from _with_empties(blueprint, onward.demand, _loads(onward, due), seed, replication)


def _of_demand(
    blueprint: Blueprint, demand: Demand, ready: Seconds, ways: list[Demand], seed: int, replication: int
) -> Iterator[Group]:
    """The trains of a stream, the empties that follow them, and the trains by another crossing if they give up."""
    loaded, *empties = _with_empties(blueprint, demand, ready, seed, replication)
    if demand.patience is None:
        yield from (loaded, *empties)
        return
    until = gives_up_at(demand.patience, demand.stream.name, ready, seed, replication)
    yield from (replace(loaded, gives_up=until, another_way=demand.patience.then == "another way"), *empties)
    shares = [way.part for way in ways]
    chosen = chosen_end(demand.stream.name, shares, len(ready), seed, replication)
    for number, way in enumerate(ways):
        which = np.flatnonzero(chosen == number)
        own = replace(way.stream, name=f"{demand.stream.name}: {way.stream.name}")
        appear = np.minimum(until[which], blueprint.program.until)
        drawn = Drawn(blueprint, own, seed, replication).group(appear)
        yield replace(drawn, stream=way.stream, instead_of=(demand.stream, which))


def _queued(demand: Demand) -> Demand:
    """The same trains with random numbers of their own, so that trains that come later keep theirs."""
    empties = demand.empties and replace(demand.empties, name=f"{demand.empties.name}/queue")
    return replace(demand, stream=replace(demand.stream, name=f"{demand.stream.name}/queue"), empties=empties)


def _with_empties(blueprint: Blueprint, demand: Demand, ready: Seconds, seed: int, replication: int) -> Iterator[Group]:
    """Loaded trains and the empty trains that follow some of them."""
    loaded = Drawn(blueprint, demand.stream, seed, replication)
    followed = np.diff(np.floor(np.arange(len(ready) + 1) * demand.empties_share)) > 0
    yield loaded.group(ready, followed)
    if demand.empties:
        empties = Drawn(blueprint, demand.empties, seed, replication)
        yield empties.group(ready[followed])


def _loads(onward: Onward, due: dict[Stream, Seconds]) -> Seconds:
    """When each onward train's load could be there at the earliest: as many trains as all that comes could fill."""
    ready = np.concatenate([due[source.stream] for source in onward.sources])
    units = np.repeat([source.units for source in onward.sources], [len(due[s.stream]) for s in onward.sources])
    order = np.argsort(ready, kind="stable")
    brought = np.cumsum(units[order])
    full = np.arange(onward.units, brought[-1] + 1 if len(brought) else 0, onward.units)
    moments: Seconds = ready[order][np.searchsorted(brought, full)]
    return moments


@dataclass(frozen=True)
class Drawn:
    """Trains of a stream with their random numbers."""

    blueprint: Blueprint
    stream: Stream
    seed: int
    replication: int

    def group(self, ready: Seconds, followed: npt.NDArray[np.bool_] | None = None) -> Group:
        """The stream's trains; their itineraries may differ by the steps left out, but not in how long they take.

        ``followed`` are those that an empty train follows; none if left out.
        """
        steps, trains = self.blueprint.itineraries[self.stream.itinerary], len(ready)
        seconds = [min(step.seconds, self.blueprint.program.until) for step in steps]
        duration = np.tile(np.array(seconds, np.int32), (trains, 1))
        for column, step in enumerate(steps):
            if step.draw:
                duration[:, column] = np.minimum(self._drawn(step.draw, trains), self.blueprint.program.until)
        chances = chances_of(steps)
        times = {chance: chance.times(self.seed, self.replication, self.stream.name, trains) for chance in chances}
        performed = np.ones(duration.shape, bool)
        for column, step in enumerate(steps):
            if step.when:
                performed[:, column] = times[step.when.chance] >= step.when.nth
        rank = self.stream.itinerary.train_class.rank
        itinerary = self._rows(times, np.zeros(trains, bool) if followed is None else followed)
        return Group(self.stream, itinerary, ready, rank, duration, np.zeros_like(duration), performed)

    def _rows(self, times: Mapping[Chance, Chances], followed: npt.NDArray[np.bool_]) -> Table:
        """Per train, the row of its itinerary: a variant by what happens to it, and by whether an empty one follows."""
        variants, which = np.unique(np.stack([followed, *times.values()]), axis=1, return_inverse=True)
        own = self.stream.itinerary
        row = [
            self.blueprint.row[replace(own, calls=bool(calls), happens=happening(list(times), happens))]
            for calls, *happens in variants.T.tolist()
        ]
        return np.array(row, np.int32)[which.reshape(-1)]

    def _drawn(self, draw: Draw, trains: int) -> Floats:
        u = uniform(self.seed, self.replication, self.stream.name, draw.purpose, trains)
        drawn = lognormal(u, draw.timing.mean, draw.timing.variation)
        if draw.ahead is None:
            return drawn
        ahead = uniform(self.seed, self.replication, self.stream.name, draw.ahead.purpose, trains) < draw.ahead.share
        return np.where(ahead, lognormal(u, draw.ahead.timing.mean, draw.ahead.timing.variation), drawn)


def _services(blueprint: Blueprint) -> Iterator[Group]:
    for running in blueprint.traffic.services:
        ready = _by_timetable(running.service, blueprint.program.until)
        yield Drawn(blueprint, running.stream, 0, 0).group(ready)


def _by_timetable(service: Service, until: int) -> npt.NDArray[np.int64]:
    """Departures at the same times every day (or every few days, for less than a pair a day).

    The given time is one of them, and the rhythm holds before and after it: departures of the previous day are
    included.
    """
    if service.pairs == 0:
        return np.zeros(0, np.int64)
    interval = DAY / service.pairs
    first = service.departs - np.floor(service.departs / interval + FLOAT) * interval
    times = first + interval * np.arange(np.ceil((until - first) / interval - FLOAT))
    departs: Seconds = np.floor(times + FLOAT).astype(np.int64)
    return departs


def _closings(blueprint: Blueprint, everything: list[Closure]) -> Iterator[Group]:
    """Per resource and cause, a train of its own for every unit that is closed for a time."""
    alike: dict[tuple[str, Reason, str], list[Closure]] = defaultdict(list)
    for closure in everything:
        alike[closure.resource, closure.reason, closure.cause].append(closure)
    for (resource, reason, cause), closures in alike.items():
        itinerary = closing(resource)
        units = [closure.units for closure in closures]
        ready = np.repeat([closure.begin for closure in closures], units).astype(np.int64)
        not_before = np.zeros((len(ready), 2), np.int32)
        not_before[:, 1] = np.repeat([closure.end for closure in closures], units)
        stream = Stream(f"{itinerary}: {cause}", itinerary.name, itinerary, cause=cause, reason=reason)
        rows = np.full(len(ready), blueprint.row[itinerary])
        yield Group(stream, rows, ready, CLOSING_RANK, np.zeros_like(not_before), not_before, not_before >= 0)


def _changes_of_day(blueprint: Blueprint) -> Iterator[Group]:
    """Per calendar-day number, the trains that open and close the gate, and the returns of used places."""
    for day in blueprint.calendar_days:
        earliest = not_before(day, blueprint.program.until)
        for itinerary, trains, rank in ((changing(day), 1, CLOSING_RANK), (returning(day), day.most, RETURNING_RANK)):
            seconds = np.tile(np.array(earliest[itinerary], np.int32), (trains, 1))
            stream = Stream(
                itinerary.name, itinerary.name, itinerary, cause="the number of the day", reason=Reason.CHANGE_OF_DAY
            )
            rows, ready = np.full(trains, blueprint.row[itinerary]), np.zeros(trains, np.int64)
            yield Group(stream, rows, ready, rank, np.zeros_like(seconds), seconds, seconds >= 0)


def _turns(blueprint: Blueprint, groups: list[Group]) -> Iterator[Group]:
    """Per direction of a single-track section, a turn for every train that may enter, and the end of them all."""
    enters: dict[str, list[Seconds]] = defaultdict(list)
    for group in groups:
        for step in blueprint.itineraries.get(group.stream.itinerary, ()) if blueprint.turns else ():
            for put in puts_of(step.step):
                enters[put.resource].append(group.ready)
    for turn in blueprint.turns:
        ready = np.concatenate([np.zeros(0, np.int64), *enters[turn.begun]])
        seconds = [step.seconds for step in blueprint.itineraries[turning(turn)]]
        duration = np.tile(np.array(seconds, np.int32), (len(ready), 1))
        yield _turning(blueprint, turning(turn), ready, duration, np.zeros_like(duration))
        after = np.array([[0, blueprint.program.until]], np.int32)
        yield _turning(blueprint, ending(turn), np.zeros(1, np.int64), np.zeros_like(after), after)


def _turning(blueprint: Blueprint, itinerary: Itinerary, ready: Seconds, duration: Table, not_before: Table) -> Group:
    stream = Stream(
        itinerary.name, itinerary.name, itinerary, cause="the turn of the other direction", reason=Reason.TURN
    )
    rows = np.full(len(ready), blueprint.row[itinerary])
    return Group(stream, rows, ready, TURNING_RANK, duration, not_before, not_before >= 0)


def _loading_stops(blueprint: Blueprint, groups: list[Group]) -> Iterator[Group]:
    """Per rule, as many stops as its trains may cause, one after another, and the end of all stops."""
    for stop in blueprint.loading_stops:
        trains = sum(len(group.ready) for group in groups if _puts(blueprint, group.stream.itinerary, stop.trains))
        seconds = [min(step.seconds, blueprint.program.until) for step in blueprint.itineraries[stopping(stop)]]
        duration = np.tile(np.array(seconds, np.int32), (most_stops(stop, trains), 1))
        after = np.array([[0, blueprint.program.until]], np.int32)
        for itinerary, lasts, earliest in (
            (stopping(stop), duration, np.zeros_like(duration)),
            (loading_stops_end(stop), np.zeros_like(after), after),
        ):
            cause = f'the loading stop "{stop.name}"'
            stream = Stream(itinerary.name, itinerary.name, itinerary, cause=cause, reason=Reason.LOADING_STOP)
            rows, ready = np.full(len(lasts), blueprint.row[itinerary]), np.zeros(len(lasts), np.int64)
            # where waiting trains count, one that departs in that second does not wait
            rank = TURNING_RANK if stop.counts_waiting else CLOSING_RANK
            yield Group(stream, rows, ready, rank, lasts, earliest, earliest >= 0)


def _puts(blueprint: Blueprint, itinerary: Itinerary, resource: str) -> bool:
    """Whether trains of an itinerary put units of a resource."""
    steps = blueprint.itineraries.get(itinerary, ())
    return any(put.resource == resource for step in steps for put in puts_of(step.step))
