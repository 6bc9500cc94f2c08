"""Trains drawn onto a blueprint: when each wants to leave and how long each of its steps takes, for one replication."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import Closing, Kind, Plan, Stream, TrainNames
from corridorsim.model.traffic import Service
from corridorsim.planning.blueprint import CLOSING_RANK, RANKS, RETURNING_RANK, Blueprint, closing
from corridorsim.planning.calendar_day import changing, not_before, returning
from corridorsim.planning.chances import chances_of, variant
from corridorsim.planning.demand import Demand, Onward, departures
from corridorsim.planning.disruption import closures_of
from corridorsim.planning.freight import calling
from corridorsim.planning.journey import Draw
from corridorsim.planning.resources import Closure
from corridorsim.planning.restrictions import slowed
from corridorsim.planning.size import check_size
from corridorsim.planning.streams import Floats, lognormal, uniform

Table = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.int64]
DAY = 86_400
FLOAT = 1e-6  # seconds, or intervals: by so much a quotient may miss a whole number


@dataclass(frozen=True, eq=False)
class Group:
    """The trains of one stream: when they appear and their seconds, (trains, steps); some leave out some steps."""

    stream: Stream
    itinerary: npt.NDArray[np.str_]
    ready: npt.NDArray[np.int64]
    rank: int
    duration: Table
    not_before: Table
    performed: npt.NDArray[np.bool_]


def fill(blueprint: Blueprint, seed: int, replication: int) -> Plan:
    """A plan for one replication: the same blueprint, its own luck.

    Raises InputError, before it draws anything, where the run would need more memory than there is.
    """
    check_size(blueprint)
    window = blueprint.scenario.window
    closures = [*blueprint.closures, *closures_of(blueprint.disrupted, window, seed, replication)]
    groups = [
        *_freight(blueprint, seed, replication),
        *_services(blueprint),
        *_closings(closures),
        *_changes_of_day(blueprint),
    ]
    counts = [len(group.ready) for group in groups]
    row = {name: i for i, name in enumerate(blueprint.itineraries)}
    streams = tuple(group.stream for group in groups)
    ready = np.concatenate([group.ready for group in groups]).astype(np.int32)
    train_stream = np.repeat(np.arange(len(groups), dtype=np.int32), counts)
    program = replace(
        blueprint.program,
        train_itinerary=np.array([row[name] for group in groups for name in group.itinerary], np.int32),
        train_ready=ready,
        train_rank=np.repeat([group.rank for group in groups], counts).astype(np.int32),
        duration=np.concatenate([group.duration[group.performed] for group in groups]),
        not_before=np.concatenate([group.not_before[group.performed] for group in groups]),
    )
    number = _numbers(streams, train_stream, ready)
    names = TrainNames(tuple(stream.flow for stream in streams), train_stream, number)
    plan = Plan(program, blueprint.layout, replace(blueprint.legend, trains=names), streams, train_stream, number)
    return slowed(plan, blueprint.slow)


def _numbers(streams: tuple[Stream, ...], train_stream: Table, ready: Table) -> Table:
    """Number the trains of each flow by the moment they appear."""
    flows = list(dict.fromkeys(stream.flow for stream in streams))
    flow = np.array([flows.index(stream.flow) for stream in streams])[train_stream]
    order = np.lexsort((ready, flow))
    first = np.searchsorted(flow[order], np.arange(len(flows)))
    number = np.empty(len(ready), np.int32)
    number[order] = np.arange(len(ready)) - first[flow[order]] + 1
    return number


def _freight(blueprint: Blueprint, seed: int, replication: int) -> Iterator[Group]:
    due: dict[str, Seconds] = {}
    for demand in blueprint.demands:
        ready = departures(blueprint.scenario, demand, seed, replication).astype(np.int64)
        due[demand.stream.name] = ready
        yield from _with_empties(blueprint, demand, ready, seed, replication)
    for onward in blueprint.onward:
        yield from _with_empties(blueprint, onward.demand, _loads(onward, due), seed, replication)


def _with_empties(blueprint: Blueprint, demand: Demand, ready: Seconds, seed: int, replication: int) -> Iterator[Group]:
    """Loaded trains and the empties that follow some of them."""
    loaded = Drawn(blueprint, demand.stream, seed, replication)
    followed = np.diff(np.floor(np.arange(len(ready) + 1) * demand.empties_share)) > 0
    yield loaded.group(ready, np.where(followed, calling(demand), demand.stream.itinerary))
    if demand.empties:
        empties = Drawn(blueprint, demand.empties, seed, replication)
        yield empties.group(ready[followed], np.full(followed.sum(), demand.empties.itinerary))


def _loads(onward: Onward, due: dict[str, Seconds]) -> Seconds:
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
    """Trains of a stream with their luck."""

    blueprint: Blueprint
    stream: Stream
    seed: int
    replication: int

    def group(self, ready: Seconds, itinerary: npt.NDArray[np.str_]) -> Group:
        """The stream's trains; their itineraries may differ by the steps left out, but not in how long they take."""
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
        if chances:
            told = zip(itinerary.tolist(), *(times[chance].tolist() for chance in chances), strict=True)
            itinerary = np.array([variant(name, chances, happens) for name, *happens in told], np.str_)
        rank = RANKS[self.stream.kind]
        return Group(self.stream, itinerary, ready, rank, duration, np.zeros_like(duration), performed)

    def _drawn(self, draw: Draw, trains: int) -> Floats:
        u = uniform(self.seed, self.replication, self.stream.name, draw.purpose, trains)
        drawn = lognormal(u, draw.timing.mean, draw.timing.variation)
        if draw.ahead is None:
            return drawn
        ahead = uniform(self.seed, self.replication, self.stream.name, draw.ahead.purpose, trains) < draw.ahead.share
        return np.where(ahead, lognormal(u, draw.ahead.timing.mean, draw.ahead.timing.variation), drawn)


def _services(blueprint: Blueprint) -> Iterator[Group]:
    for running in blueprint.services:
        ready = _by_timetable(running.service, blueprint.program.until)
        drawn = Drawn(blueprint, running.stream, 0, 0)
        yield drawn.group(ready, np.full(len(ready), running.stream.itinerary))


def _by_timetable(service: Service, until: int) -> npt.NDArray[np.int64]:
    """Departures at the same times every day (or every so many days, for less than a pair a day).

    The time told is one of them, and the rhythm holds before it as after it: those of the day before are there too.
    """
    if service.pairs == 0:
        return np.zeros(0, np.int64)
    interval = DAY / service.pairs
    first = service.departs - np.floor(service.departs / interval + FLOAT) * interval
    times = first + interval * np.arange(np.ceil((until - first) / interval - FLOAT))
    departs: Seconds = np.floor(times + FLOAT).astype(np.int64)
    return departs


def _closings(everything: list[Closure]) -> Iterator[Group]:
    """Per resource and cause, a train of its own for every unit that is closed for a time."""
    alike: dict[tuple[str, Closing, str], list[Closure]] = defaultdict(list)
    for closure in everything:
        alike[closure.resource, closure.why, closure.cause].append(closure)
    for (resource, why, cause), closures in alike.items():
        name = closing(resource)
        units = [closure.units for closure in closures]
        ready = np.repeat([closure.begin for closure in closures], units).astype(np.int64)
        not_before = np.zeros((len(ready), 2), np.int32)
        not_before[:, 1] = np.repeat([closure.end for closure in closures], units)
        itinerary = np.full(len(ready), name)
        stream = Stream(f"{name}: {cause}", name, Kind.CLOSURE, name, cause=cause, closing=why)
        yield Group(stream, itinerary, ready, CLOSING_RANK, np.zeros_like(not_before), not_before, not_before >= 0)


def _changes_of_day(blueprint: Blueprint) -> Iterator[Group]:
    """Per number of a calendar day, what opens and shuts the gate, and the returns of what is used."""
    for day in blueprint.calendar_days:
        earliest = not_before(day, blueprint.program.until)
        for name, trains, rank in ((changing(day), 1, CLOSING_RANK), (returning(day), day.most, RETURNING_RANK)):
            seconds = np.tile(np.array(earliest[name], np.int32), (trains, 1))
            stream = Stream(
                name, name, Kind.CLOSURE, name, cause="the number of the day", closing=Closing.CHANGE_OF_DAY
            )
            itinerary, ready = np.full(trains, name), np.zeros(trains, np.int64)
            yield Group(stream, itinerary, ready, rank, np.zeros_like(seconds), seconds, seconds >= 0)
