"""Flows become streams of trains with a rate, and streams become departures over the months of the year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import numpy as np

from corridorsim.itineraries import Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.planning.choice import Shares
from corridorsim.planning.streams import Floats, exponential, uniform


@dataclass(frozen=True)
class Demand:
    """A stream of loaded trains: which, how many a year, from where to where in the near country."""

    stream: Stream
    train: str  # name of its consist
    consist: Consist
    end: str
    trains: float  # a year of 365 days
    empties: Stream | None = None  # the trains that take its wagons back, or bring new ones
    empties_share: float = 0.0  # of its trains that are followed by one
    profile: tuple[float, ...] = ()  # by month of the run, its part of the scenario's monthly demand over the mean part


def freight(scenario: Scenario, shares: Shares | None = None) -> list[Demand]:
    """All freight streams of a scenario, each with the empties that follow its trains once they are handed over.

    Flows that have a choice of crossing are split by their shares; KeyError if those of one are not given.
    """
    loaded = list(_loaded(scenario, shares or {}))
    return _with_empties(scenario, loaded) if scenario.traffic.empties == "balanced" else loaded


def _loaded(scenario: Scenario, shares: Shares) -> Iterator[Demand]:
    for name, flow in scenario.traffic.flows.items():
        if flow.choice is None:
            yield from by_crossing(scenario, name, flow.crossing)
            continue
        for crossing, share in zip(flow.choice.alternatives, shares[name].T, strict=True):
            if share.any():
                yield from _in_part(scenario, by_crossing(scenario, name, crossing), share)


def by_crossing(scenario: Scenario, name: str, crossing: str) -> Iterator[Demand]:
    """A flow's streams if all of it took one of its crossings; by its usual one they are named as without a choice."""
    traffic = scenario.traffic
    flow = traffic.flows[name]
    stated = sum(flow.tonnes for flow in traffic.flows.values())
    scale = traffic.scale * (traffic.total / stated if traffic.total is not None and stated else 1)
    own = name if crossing == flow.crossing else f"{name} by {crossing}"
    for (consist, share), (end, part) in product(flow.consists.items(), flow.inland_by(crossing).items()):
        train = scenario.consists[consist]
        itinerary = f"{crossing} {flow.direction} {consist} {end}"
        stream = Stream(
            f"{own}/{consist}/{end}", own, Kind.FREIGHT, itinerary, crossing, flow.direction, train.net, train.boxes
        )
        yield Demand(stream, consist, train, end, scale * flow.tonnes * share * part / train.net)


def _in_part(scenario: Scenario, demands: Iterable[Demand], share: Floats) -> Iterator[Demand]:
    """Streams of which a share runs, by month of the run."""
    mean = np.average(share, weights=weight_of_months(scenario))
    for demand in demands:
        yield replace(demand, trains=demand.trains * float(mean), profile=tuple((share / mean).tolist()))


def weight_of_months(scenario: Scenario) -> Floats:
    """Months of the run by what is asked for in them, together 1."""
    _, expected = _expected(scenario, 1.0)
    weight: Floats = np.diff(expected) / expected[-1]
    return weight


def _with_empties(scenario: Scenario, loaded: list[Demand]) -> list[Demand]:
    """Per crossing, kind of wagon and end: what comes loaded one way more than the other goes back empty."""
    trains: dict[tuple[tuple[str, str, str], str], float] = defaultdict(float)
    for demand in loaded:
        trains[_wagons(demand), demand.stream.direction] += demand.trains
    balanced = []
    for demand in loaded:
        crossing, direction = demand.stream.crossing, demand.stream.direction
        other = next(d for d in scenario.crossings[crossing].directions if d != direction)
        here, there = trains[_wagons(demand), direction], trains[_wagons(demand), other]
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
    """Seconds of the run at which the trains of a stream want to leave, in order."""
    edges, expected = _expected(scenario, demand.trains, demand.profile)
    count = int(np.ceil(expected[-1]))
    if scenario.traffic.departures == "spread":
        due = np.arange(count) + uniform(seed, replication, demand.stream.name, "departure", count)
    else:
        draws = count + 6 * int(np.sqrt(count)) + 20
        due = np.cumsum(exponential(uniform(seed, replication, demand.stream.name, "departure", draws)))
    times: Floats = np.interp(due[due < expected[-1]], expected, edges)
    return times


def months(scenario: Scenario) -> tuple[list[date], Floats]:
    """First day of each month of the run (the run's own of the first), and their boundaries in seconds, one more."""
    window = scenario.window
    last = window.simulation_start + timedelta(days=-(-window.until // 86_400))
    days = [window.simulation_start, *_month_starts(window.simulation_start, last)]
    return days, np.array([*(window.second_of(day) for day in days), window.until], float)


def _expected(scenario: Scenario, trains_a_year: float, profile: tuple[float, ...] = ()) -> tuple[Floats, Floats]:
    """Month boundaries of the run (seconds) and the trains expected up to each."""
    days, edges = months(scenario)
    monthly = np.array(scenario.traffic.monthly)
    rate = monthly[[day.month - 1 for day in days]] / monthly.mean() * trains_a_year / (365 * 86_400)
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
