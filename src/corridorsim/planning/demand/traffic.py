"""The traffic of a scenario: all that wants to run, worked out once from what it asks for and the crossings chosen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries import Itinerary, Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation, empty, loaded
from corridorsim.model.demand.formation import service as service_train
from corridorsim.model.train_class import TrainClass
from corridorsim.planning.demand.by_date import weight_of
from corridorsim.planning.demand.choice import Shares
from corridorsim.planning.demand.flows import Asked, Demand, Onward, onward_of
from corridorsim.planning.demand.months import Months
from corridorsim.planning.demand.patience import ways_out
from corridorsim.planning.demand.services import DirectedService
from corridorsim.planning.demand.streams import exponential, numbered_apart, uniform


class FreightOnLines(NamedTuple):
    """Freight trains of one kind on their way over the lines."""

    train: Formation
    way: tuple[str, ...]
    trains: float  # a year


@dataclass(frozen=True, eq=False)
class PlannedTraffic:
    """Streams over the border and on from stacks, each with the empties that follow its trains, and the services."""

    asked: Asked
    shares: Shares  # of the crossings, of flows that have a choice
    demands: tuple[Demand, ...]  # over the border
    onward: tuple[Onward, ...]  # on from a stack
    services: tuple[DirectedService, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario that asks for it."""
        return self.asked.scenario

    @property
    def all_demands(self) -> tuple[Demand, ...]:
        """The streams of loaded trains, those over the border first."""
        return (*self.demands, *self.feeders, *(each.demand for each in self.onward))

    @cached_property
    def feeders(self) -> tuple[Demand, ...]:
        """The streams of trains that bring goods to the border, where others take them over."""
        return tuple(fed for demand in self.demands if (fed := demand.fed_by) is not None)

    @cached_property
    def on_lines(self) -> tuple[Demand, ...]:
        """The streams of loaded trains that run over the lines of the near country."""
        return tuple(_on_lines(self.scenario, self.demands, self.onward))

    @cached_property
    def uses(self) -> tuple[FreightOnLines, ...]:
        """Freight trains over the lines, loaded and empty, by the way they run."""
        found = []
        for demand in self.on_lines:
            runs = demand.fed_by or demand
            found.append(FreightOnLines(loaded(runs.train), demand.way.places, runs.trains))
            if demand.empties:
                back = demand.empties.itinerary.way.places
                found.append(FreightOnLines(empty(demand.train), back, demand.trains * demand.empties_share))
        return tuple(found)

    @cached_property
    def trains_over(self) -> Mapping[frozenset[str], set[Formation]]:
        """Which trains run over each section, by its ends: freight, empties, services."""
        over: dict[frozenset[str], set[Formation]] = defaultdict(set)
        runs = [(use.train, use.way) for use in self.uses]
        runs += [(service_train(running.name), running.places) for running in self.services]
        for train, way in runs:
            for pair in pairwise(way):
                over[frozenset(pair)].add(train)
        return over


def share_out(asked: Asked, shares: Shares) -> PlannedTraffic:
    """The traffic where flows with a choice are split by their shares; KeyError if those of one are not given."""
    demands = list(_numbered_apart(_chosen(asked, shares)))
    demands += ways_out(asked, demands)
    onward = list(onward_of(asked.scenario, demands))
    if any(demand.balances for demand in demands):
        on_lines = [each for each in _on_lines(asked.scenario, demands, onward) if each.balances]
        balanced = {demand.stream: demand for demand in _with_empties(asked.scenario, on_lines)}
        demands = [balanced.get(demand.stream, demand) for demand in demands]
        onward = [replace(each, demand=balanced.get(each.demand.stream, each.demand)) for each in onward]
    return PlannedTraffic(asked, shares, tuple(demands), tuple(onward), asked.services)


def _chosen(asked: Asked, shares: Shares) -> Iterator[Demand]:
    for name, flow in asked.scenario.traffic.flows.items():
        if flow.choice is None:
            yield from asked.by_crossing[name, flow.crossing]
            continue
        for crossing, share in zip(flow.choice.alternatives, shares[name].T, strict=True):
            yield from _in_part(asked.by_crossing[name, crossing], share, asked.months)


def _in_part(demands: Iterable[Demand], share: Floats, months: Months) -> Iterator[Demand]:
    """Streams of which a share runs, by month of the run; none where it is 0 whenever anything runs and none wait."""
    for demand in demands:
        mean = float(share @ weight_of(months, demand.profile, demand.monthly))
        if mean > 0:
            profile = share / mean * np.array(demand.profile or 1.0)
            yield replace(demand, trains=demand.trains * mean, profile=tuple(profile.tolist()))
        elif demand.queue:
            yield replace(demand, trains=0.0, profile=())


def _numbered_apart(demands: Iterable[Demand]) -> Iterator[Demand]:
    """Number the streams that would otherwise have one name, so that each has its own random numbers."""
    demands = list(demands)
    for demand, name in zip(demands, numbered_apart(demand.stream.name for demand in demands), strict=True):
        yield replace(demand, stream=replace(demand.stream, name=name))


def _on_lines(scenario: Scenario, over: Iterable[Demand], onward: Iterable[Onward]) -> Iterator[Demand]:
    """Going out, the trains that will cross; coming in, those that go on."""
    inward = {(name, crossing.directions[1]) for name, crossing in scenario.crossings.items()}

    def goes_inland(demand: Demand) -> bool:
        return (demand.stream.crossing, demand.stream.direction) in inward

    yield from (each for each in over if each.consist.onward is None or not goes_inland(each))
    yield from (each.demand for each in onward if goes_inland(each.demand))


def _with_empties(scenario: Scenario, loaded: list[Demand]) -> Iterator[Demand]:
    """Per crossing, kind of wagon and end: wagons that come loaded one way more than the other go back empty."""
    wagons: dict[tuple[tuple[str, str, str], str], float] = defaultdict(float)
    for demand in loaded:
        wagons[_wagons(demand), demand.stream.direction] += demand.trains * demand.consist.wagons
    for demand in loaded:
        crossing, direction = demand.stream.crossing, demand.stream.direction
        other = next(d for d in scenario.crossings[crossing].directions if d != direction)
        here, there = wagons[_wagons(demand), direction], wagons[_wagons(demand), other]
        if here > there:
            demand = replace(demand, empties=_empties(demand, other), empties_share=(here - there) / here)
        yield demand


def _empties(demand: Demand, direction: str) -> Stream:
    """The trains that run with a stream's wagons in the other direction; they go as freight, whatever the class of its
    trains."""
    own = demand.stream.itinerary
    itinerary = Itinerary(
        f"{own.name} empties", Kind.EMPTY, own.way.back(direction), empty(demand.train), demand.end, of=own,
        train_class=TrainClass.FREIGHT,
    )  # fmt: skip
    return Stream(
        f"{demand.stream.name}/empties", f"{demand.stream.flow} empties", itinerary, wagons=demand.stream.wagons
    )


def _wagons(demand: Demand) -> tuple[str, str, str]:
    return demand.stream.crossing, demand.consist.wagon_kind, demand.end


def departures(traffic: PlannedTraffic, demand: Demand, seed: int, replication: int) -> Floats:
    """Seconds of the run at which the trains of a stream want to leave, in order."""
    months = traffic.asked.months
    expected = months.expected(demand.trains, demand.profile, demand.monthly)
    expected = expected.round(6)  # a whole number stays whole: no train more by a float's last digit
    count = int(np.ceil(expected[-1]))
    if traffic.scenario.traffic.departures == "spread":
        due = np.arange(count) + uniform(seed, replication, demand.stream.name, "departure", count)
    else:
        draws = count + 6 * int(np.sqrt(count)) + 20
        due = np.cumsum(exponential(uniform(seed, replication, demand.stream.name, "departure", draws)))
    times: Floats = np.interp(due[due < expected[-1]], expected, months.edges)
    return times


def expected_trains(traffic: PlannedTraffic, demand: Demand) -> float:
    """Trains of a stream that a run is expected to have; of one that replaces others that give up, at most."""
    own, part = demand, 1.0
    if demand.instead_of is not None:
        own, part = next(each for each in traffic.demands if each.stream == demand.instead_of), demand.part
    return part * (float(traffic.asked.months.expected(own.trains, own.profile, own.monthly)[-1]) + own.queue)
