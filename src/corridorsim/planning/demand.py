"""Turn flows into streams of trains with a rate, and streams into departures over the months of the year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from corridorsim.itineraries import Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.model.formation import Formation, empty, loaded
from corridorsim.model.formation import service as service_train
from corridorsim.planning.choice import NO_CHOICE, Shares
from corridorsim.planning.highway import by_road, flow_scale
from corridorsim.planning.streams import Floats, exponential, uniform


@dataclass(frozen=True)
class Demand:
    """A stream of loaded trains: what, how many per year, from where to where in the near country."""

    stream: Stream
    train: str  # name of its consist
    consist: Consist
    end: str
    trains: float  # per year of 365 days
    empties: Stream | None = None  # the trains that return its wagons, or bring new ones
    empties_share: float = 0.0  # share of its trains that are followed by an empty one
    foreign_terminal: str | None = None
    inland_terminal: str | None = None
    profile: tuple[float, ...] = ()  # by month of the run: its demand divided by the mean monthly demand


class Source(NamedTuple):
    """Trains that bring goods for trains of another size."""

    stream: str
    units: int  # per train


@dataclass(frozen=True)
class Onward:
    """A stream of trains that carry on, beyond the gauge break, what others brought over the border."""

    demand: Demand
    brought_by: Demand  # one of those that bring its goods; all are worked alike
    units: int  # per train: containers, wagon loads or tonnes
    sources: tuple[Source, ...]
    dwell: int  # least seconds that a unit stays in the stack


def freight(scenario: Scenario, shares: Shares = NO_CHOICE) -> list[Demand]:
    """All streams over the border, each with the empty trains that follow its trains after the handover.

    Flows with a choice of crossing are split by their shares; KeyError if the shares of one are missing.
    """
    return _freight(scenario, shares)[0]


def onward_freight(scenario: Scenario, shares: Shares = NO_CHOICE) -> list[Onward]:
    """The streams that carry on goods from a stack, each with the empty trains that follow its trains after loading."""
    return _freight(scenario, shares)[1]


def freight_on_lines(scenario: Scenario, shares: Shares = NO_CHOICE) -> list[Demand]:
    """The streams of loaded trains that run over the lines of the near country."""
    over, onward = _freight(scenario, shares)
    return _on_lines(scenario, over, onward)


class Use(NamedTuple):
    """Freight trains of one kind and their route over the lines."""

    train: Formation
    way: list[str]
    trains: float  # per year


def freight_ways(scenario: Scenario, shares: Shares = NO_CHOICE) -> Iterator[Use]:
    """Freight trains over the lines, loaded and empty, by route."""
    for demand in freight_on_lines(scenario, shares):
        crossing = scenario.crossings[demand.stream.crossing]
        way = scenario.network.way(scenario.ends[demand.end].at, crossing.near.station) or []
        way = way if demand.stream.direction == crossing.directions[0] else way[::-1]
        yield Use(loaded(demand.train), way, demand.trains)
        if demand.empties:
            yield Use(empty(demand.train), way[::-1], demand.trains * demand.empties_share)


def trains_over(scenario: Scenario, shares: Shares = NO_CHOICE) -> dict[frozenset[str], set[Formation]]:
    """The trains that run over each section, by its ends: freight, empties, services."""
    over: dict[frozenset[str], set[Formation]] = defaultdict(set)
    runs = [(use.train, use.way) for use in freight_ways(scenario, shares)]
    for name, service in scenario.traffic.services.items():
        runs.append((service_train(name), scenario.network.way(service.start, service.end) or []))
    for train, way in runs:
        for pair in pairwise(way):
            over[frozenset(pair)].add(train)
    return over


def _freight(scenario: Scenario, shares: Shares) -> tuple[list[Demand], list[Onward]]:
    over = list(_loaded(scenario, shares))
    onward = list(onward_of(scenario, over))
    if scenario.traffic.empties == "none":
        return over, onward
    balanced = {demand.stream: demand for demand in _with_empties(scenario, _on_lines(scenario, over, onward))}
    over = [balanced.get(demand.stream, demand) for demand in over]
    return over, [replace(each, demand=balanced.get(each.demand.stream, each.demand)) for each in onward]


def _on_lines(scenario: Scenario, over: list[Demand], onward: list[Onward]) -> list[Demand]:
    """Outbound: the trains before they cross. Inbound: the trains that go on from the border."""
    inward = {(name, crossing.directions[1]) for name, crossing in scenario.crossings.items()}
    stay = [d for d in over if d.consist.onward is None or _route(d) not in inward]
    return [*stay, *(each.demand for each in onward if _route(each.demand) in inward)]


def _route(demand: Demand) -> tuple[str, str]:
    return demand.stream.crossing, demand.stream.direction


def onward_of(scenario: Scenario, over: list[Demand]) -> Iterator[Onward]:
    """Goods of one crossing and direction, handled at one place there, for one consist to one destination."""
    groups: dict[tuple[str, str, str, str, str], list[Demand]] = defaultdict(list)
    for demand in over:
        crossing, direction = _route(demand)
        worked = scenario.crossings[crossing].import_side(direction).worked_at(demand.consist.commodity)
        if demand.consist.onward is not None and worked is not None:
            beyond = direction == scenario.crossings[crossing].directions[0]
            groups[crossing, direction, worked[0], demand.consist.onward, "" if beyond else demand.end].append(demand)
    for (crossing, direction, place, name, end), demands in groups.items():
        yield _onward_of(scenario, f"{crossing} {direction} {place} onward {name} {end}".strip(), demands, place)


def _onward_of(scenario: Scenario, called: str, demands: list[Demand], place: str) -> Onward:
    first = demands[0]
    name, (crossing, direction) = first.consist.onward or "", _route(first)
    train = scenario.consists[name]
    at = scenario.crossings[crossing].import_side(direction).gauge_break[place]
    counted = at.works
    sources = tuple(Source(d.stream.name, d.consist.amount(counted)) for d in demands)
    units = train.amount(counted)
    a_year = sum(d.trains * source.units for d, source in zip(demands, sources, strict=True)) / units
    teu = units * first.consist.boxes / first.consist.amount(counted)
    stream = Stream(called, f"{first.stream.flow} onward", Kind.ONWARD, called, crossing, direction, train.net, teu)
    dwell = at.stack.dwell if at.stack else 0
    return Onward(Demand(stream, name, train, first.end, a_year), first, units, sources, dwell)


def _loaded(scenario: Scenario, shares: Shares) -> Iterator[Demand]:
    for name, flow in scenario.traffic.flows.items():
        if flow.choice is None:
            yield from by_crossing(scenario, name, flow.crossing)
            continue
        for crossing, share in zip(flow.choice.alternatives, shares[name].T, strict=True):
            yield from _in_part(scenario, by_crossing(scenario, name, crossing), share)


def by_crossing(scenario: Scenario, name: str, crossing: str) -> Iterator[Demand]:
    """A flow's streams if all of it used one of its crossings; by the usual one they are named as without a choice."""
    flow, scale = scenario.traffic.flows[name], flow_scale(scenario)
    road = {each.flow: each.share for each in by_road(scenario)}
    own = name if crossing == flow.crossing else f"{name} by {crossing}"
    for (consist, share), (end, part) in product(flow.consists.items(), flow.inland_by(crossing).items()):
        train = scenario.consists[consist]
        rail = 1 - road.get(name, 0.0) if train.boxes else 1.0
        foreign, inland = (
            terminal if train.boxes else None for terminal in (flow.foreign_terminal, flow.inland_terminal)
        )
        at = "".join(f", {terminal}" for terminal in (foreign, inland) if terminal)
        itinerary = f"{crossing} {flow.direction} {consist} {end}{at}"
        stream = Stream(
            f"{own}/{consist}/{end}", own, Kind.FREIGHT, itinerary, crossing, flow.direction, train.net, train.boxes
        )
        trains = scale * flow.tonnes * share * part * rail / train.net
        yield Demand(stream, consist, train, end, trains, foreign_terminal=foreign, inland_terminal=inland)


def _in_part(scenario: Scenario, demands: Iterable[Demand], share: Floats) -> Iterator[Demand]:
    """Streams of which only a share runs, by month of the run; omitted if the share is 0 whenever trains run."""
    mean = float(share @ weight_of_months(scenario))
    if mean > 0:
        for demand in demands:
            yield replace(demand, trains=demand.trains * mean, profile=tuple((share / mean).tolist()))


def weight_of_months(scenario: Scenario) -> Floats:
    """Months of the run weighted by their demand, adding up to 1; all 0 if there is no demand."""
    _, expected = _expected(scenario, 1.0)
    weight: Floats = np.diff(expected) / (expected[-1] or 1.0)
    return weight


def _with_empties(scenario: Scenario, loaded: list[Demand]) -> list[Demand]:
    """Add empty trains, per crossing, kind of wagon and end: the surplus of wagons loaded in one direction goes
    back."""
    wagons: dict[tuple[tuple[str, str, str], str], float] = defaultdict(float)
    for demand in loaded:
        wagons[_wagons(demand), demand.stream.direction] += demand.trains * demand.consist.wagons
    balanced = []
    for demand in loaded:
        crossing, direction = demand.stream.crossing, demand.stream.direction
        other = next(d for d in scenario.crossings[crossing].directions if d != direction)
        here, there = wagons[_wagons(demand), direction], wagons[_wagons(demand), other]
        if here > there:
            flow = f"{demand.stream.flow} empties"
            itinerary = f"{demand.stream.itinerary} empties"
            empties = Stream(f"{demand.stream.name}/empties", flow, Kind.EMPTY, itinerary, crossing, other)
            demand = replace(demand, empties=empties, empties_share=(here - there) / here)
        balanced.append(demand)
    return balanced


def _wagons(demand: Demand) -> tuple[str, str, str]:
    return demand.stream.crossing, demand.consist.wagon_kind, demand.end


def departures(scenario: Scenario, demand: Demand, seed: int, replication: int) -> Floats:
    """Seconds of the run at which the trains of a stream want to depart, in order."""
    edges, expected = _expected(scenario, demand.trains, demand.profile)
    expected = expected.round(6)  # keeps whole numbers whole: floating-point error adds no train
    count = int(np.ceil(expected[-1]))
    if scenario.traffic.departures == "spread":
        due = np.arange(count) + uniform(seed, replication, demand.stream.name, "departure", count)
    else:
        draws = count + 6 * int(np.sqrt(count)) + 20
        due = np.cumsum(exponential(uniform(seed, replication, demand.stream.name, "departure", draws)))
    times: Floats = np.interp(due[due < expected[-1]], expected, edges)
    return times


def expected_trains(scenario: Scenario, demand: Demand) -> float:
    """Expected number of trains of a stream in a run."""
    return float(_expected(scenario, demand.trains, demand.profile)[1][-1])


def months(scenario: Scenario) -> tuple[list[date], Floats]:
    """First day of each month of the run (of the first, the run's first day), and their bounds in seconds, one more."""
    window = scenario.window
    last = window.simulation_start + timedelta(days=-(-window.until // 86_400))
    days = [window.simulation_start, *_month_starts(window.simulation_start, last)]
    return days, np.array([*(window.second_of(day) for day in days), window.until], float)


def _expected(scenario: Scenario, trains_a_year: float, profile: tuple[float, ...] = ()) -> tuple[Floats, Floats]:
    """Month boundaries of the run (seconds) and the expected number of trains up to each."""
    days, edges = months(scenario)
    rate = np.array([scenario.traffic.weight(day) for day in days]) * trains_a_year / (365 * 86_400)
    if profile:
        rate *= profile
    return edges, np.concatenate(([0.0], np.cumsum(np.diff(edges) * rate)))


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while True:
        day = (day + timedelta(days=32)).replace(day=1)
        if day >= last:
            return
        yield day
