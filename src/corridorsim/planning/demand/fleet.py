"""Draw trains onto a blueprint: when each wants to depart and how long each of its steps takes, for one replication."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats
from corridorsim.itineraries import Itinerary, Plan, Reason, Stream, TrainNames
from corridorsim.model.demand.traffic import Service
from corridorsim.operations.builder import puts_of
from corridorsim.planning.blueprint import CLOSING_RANK, RETURNING_RANK, TURNING_RANK, Blueprint, closing
from corridorsim.planning.closures.calendar_day import changing, not_before, returning
from corridorsim.planning.closures.disruption import closures_of
from corridorsim.planning.demand.chances import Chance, chances_of, happening
from corridorsim.planning.demand.chances import Table as Chances
from corridorsim.planning.demand.flows import Demand, Feeder, Onward
from corridorsim.planning.demand.given_way import Impatience, given_way, impatience
from corridorsim.planning.demand.group import (
    Group,
    Seconds,
    Table,
    at_fixed_times,
    everything,
    numbers_in_flows,
    side_by_side,
)
from corridorsim.planning.demand.loading import ending as loading_stops_end
from corridorsim.planning.demand.loading import most_stops, stopping
from corridorsim.planning.demand.patience import chosen_end, gives_up_at
from corridorsim.planning.demand.streams import lognormal, uniform
from corridorsim.planning.demand.traffic import departures
from corridorsim.planning.resources import Closure, PlannedLoadingStop
from corridorsim.planning.size import check_size
from corridorsim.planning.track.journey import Draw, unhindered
from corridorsim.planning.track.restrictions import slowed
from corridorsim.planning.turns import ending, turning

FLOAT = 1e-6  # seconds, or intervals: by so much a quotient may miss a whole number


def plan_replication(blueprint: Blueprint, seed: int, replication: int) -> Plan:
    """A plan for one replication: the same blueprint with its own random numbers.

    Raises InputError, before anything is drawn, if the run would need more memory than the machine has.
    """
    check_size(blueprint)
    plan, gives_up = _drawn(blueprint, seed, replication)
    return slowed(plan, blueprint.slow) if gives_up is None else given_way(plan, gives_up, blueprint)


def _drawn(blueprint: Blueprint, seed: int, replication: int) -> tuple[Plan, Impatience | None]:
    """The plan as if no restriction held for part of the run and no goods gave up, and when they do."""
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
        duration=side_by_side(groups, lambda group: group.durations()),
        not_before=side_by_side(groups, lambda group: group.not_before),
    )
    number = numbers_in_flows(streams, train_stream, ready)
    names = TrainNames(tuple(stream.flow for stream in streams), train_stream, number)
    plan = Plan(program, blueprint.layout, replace(blueprint.legend, trains=names), streams, train_stream, number)
    return plan, impatience(groups, program.until)


def _freight(blueprint: Blueprint, seed: int, replication: int) -> Iterator[Group]:
    due: dict[Stream, Seconds] = defaultdict(lambda: np.zeros(0, np.int64))
    ways: dict[Stream, list[Demand]] = defaultdict(list)
    for demand in blueprint.traffic.demands:
        if demand.instead_of is not None:
            ways[demand.instead_of].append(demand)
    for demand in (each for each in blueprint.traffic.demands if each.instead_of is None):
        fed = demand.fed_by
        ready = departures(blueprint.traffic, fed or demand, seed, replication).astype(np.int64)
        if fed and demand.feeder:
            yield Drawn(blueprint, fed.stream, seed, replication).group(ready)
            ready = _made_up(blueprint, demand.feeder, ready)
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
    return _full(ready, units, onward.units)


def _full(ready: Seconds, units: npt.NDArray[np.int64], load: int) -> Seconds:
    """When each full load is there, of units that come at these moments."""
    order = np.argsort(ready, kind="stable")
    brought = np.cumsum(units[order])
    full = np.arange(load, brought[-1] + 1 if len(brought) else 0, load)
    moments: Seconds = ready[order][np.searchsorted(brought, full)]
    return moments


def _made_up(blueprint: Blueprint, feeder: Feeder, ready: Seconds) -> Seconds:
    """When the trains that are made up at the border are due: with their wagons there if nothing hindered these."""
    way = unhindered(blueprint.itineraries[feeder.stream.itinerary])
    due = _full(ready, np.full(len(ready), feeder.brings), feeder.takes) + round(way)
    within: Seconds = due[due < blueprint.program.until]
    return within


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
        chances = chances_of(steps)
        times = {chance: chance.times(self.seed, self.replication, self.stream.name, trains) for chance in chances}
        performed = everything(trains, len(steps))
        if chances:
            performed = performed.copy()
        for column, step in enumerate(steps):
            if step.when:
                performed[:, column] = times[step.when.chance] >= step.when.nth
        rank = self.stream.itinerary.train_class.rank
        itinerary = self._rows(times, np.zeros(trains, bool) if followed is None else followed)
        return Group(self.stream, itinerary, ready, rank, lambda: self._durations(trains), performed)

    def _durations(self, trains: int) -> Table:
        steps = self.blueprint.itineraries[self.stream.itinerary]
        seconds = [min(step.seconds, self.blueprint.program.until) for step in steps]
        duration = np.tile(np.array(seconds, np.int32), (trains, 1))
        for column, step in enumerate(steps):
            if step.draw:
                duration[:, column] = np.minimum(self._drawn(step.draw, trains), self.blueprint.program.until)
        return duration

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
        yield at_fixed_times(stream, rows, ready, CLOSING_RANK, not_before)


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
            yield at_fixed_times(stream, rows, ready, rank, seconds)


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
        duration = np.broadcast_to(np.array(seconds, np.int32), (len(ready), len(seconds)))
        after = np.array([[0, blueprint.program.until]], np.int32)
        yield _turning(blueprint, turning(turn), ready, duration, None)
        yield _turning(blueprint, ending(turn), np.zeros(1, np.int64), np.zeros_like(after), after)


def _turning(
    blueprint: Blueprint, itinerary: Itinerary, ready: Seconds, duration: Table, not_before: Table | None
) -> Group:
    stream = Stream(
        itinerary.name, itinerary.name, itinerary, cause="the turn of the other direction", reason=Reason.TURN
    )
    rows = np.full(len(ready), blueprint.row[itinerary])
    return Group(stream, rows, ready, TURNING_RANK, lambda: duration, everything(*duration.shape), not_before)


def _loading_stops(blueprint: Blueprint, groups: list[Group]) -> Iterator[Group]:
    """Per rule, as many stops as its trains may cause, one after another, and the end of all stops."""
    for stop in blueprint.loading_stops:
        trains = sum(len(group.ready) for group in groups if _puts(blueprint, group.stream.itinerary, stop.trains))
        seconds = [min(step.seconds, blueprint.program.until) for step in blueprint.itineraries[stopping(stop)]]
        duration = np.tile(np.array(seconds, np.int32), (most_stops(stop, trains), 1))
        after = np.array([[0, blueprint.program.until]], np.int32)
        yield _stopping(blueprint, stop, stopping(stop), duration, None)
        yield _stopping(blueprint, stop, loading_stops_end(stop), np.zeros_like(after), after)


def _stopping(
    blueprint: Blueprint, stop: PlannedLoadingStop, itinerary: Itinerary, duration: Table, not_before: Table | None
) -> Group:
    cause = f'the loading stop "{stop.name}"'
    stream = Stream(itinerary.name, itinerary.name, itinerary, cause=cause, reason=Reason.LOADING_STOP)
    rows, ready = np.full(len(duration), blueprint.row[itinerary]), np.zeros(len(duration), np.int64)
    # where waiting trains count, one that departs in that second does not wait
    rank = TURNING_RANK if stop.counts_waiting else CLOSING_RANK
    return Group(stream, rows, ready, rank, lambda: duration, everything(*duration.shape), not_before)


def _puts(blueprint: Blueprint, itinerary: Itinerary, resource: str) -> bool:
    """Whether trains of an itinerary put units of a resource."""
    steps = blueprint.itineraries.get(itinerary, ())
    return any(put.resource == resource for step in steps for put in puts_of(step.step))
