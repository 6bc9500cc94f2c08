"""Flows become streams of trains with a rate, and streams become departures over the months of the year."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import numpy as np

from corridorsim.itineraries import Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
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


def freight(scenario: Scenario) -> list[Demand]:
    """All freight streams of a scenario, each with the empties that follow its trains once they are handed over."""
    loaded = list(_loaded(scenario))
    return _with_empties(scenario, loaded) if scenario.traffic.empties == "balanced" else loaded


def _loaded(scenario: Scenario) -> Iterator[Demand]:
    traffic = scenario.traffic
    stated = sum(flow.tonnes for flow in traffic.flows.values())
    scale = traffic.scale * (traffic.total / stated if traffic.total is not None and stated else 1)
    for name, flow in traffic.flows.items():
        for (consist, share), (end, part) in product(flow.consists.items(), flow.inland.items()):
            train = scenario.consists[consist]
            itinerary = f"{flow.crossing} {flow.direction} {consist} {end}"
            stream = Stream(
                f"{name}/{consist}/{end}",
                name,
                Kind.FREIGHT,
                itinerary,
                flow.crossing,
                flow.direction,
                train.net,
                train.boxes,
            )
            yield Demand(stream, consist, train, end, scale * flow.tonnes * share * part / train.net)


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
    edges, expected = _expected(scenario, demand.trains)
    count = int(np.ceil(expected[-1]))
    if scenario.traffic.departures == "spread":
        due = np.arange(count) + uniform(seed, replication, demand.stream.name, "departure", count)
    else:
        draws = count + 6 * int(np.sqrt(count)) + 20
        due = np.cumsum(exponential(uniform(seed, replication, demand.stream.name, "departure", draws)))
    times: Floats = np.interp(due[due < expected[-1]], expected, edges)
    return times


def _expected(scenario: Scenario, trains_a_year: float) -> tuple[Floats, Floats]:
    """Month boundaries of the run (seconds) and the trains expected up to each."""
    window, monthly = scenario.window, np.array(scenario.traffic.monthly)
    last = window.simulation_start + timedelta(days=-(-window.until // 86_400))
    days = [window.simulation_start, *_month_starts(window.simulation_start, last)]
    edges = np.array([*(window.second_of(day) for day in days), window.until], float)
    rate = monthly[[day.month - 1 for day in days]] / monthly.mean() * trains_a_year / (365 * 86_400)
    return edges, np.concatenate(([0.0], np.cumsum(np.diff(edges) * rate)))


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while True:
        day = (day + timedelta(days=32)).replace(day=1)
        if day >= last:
            return
        yield day
