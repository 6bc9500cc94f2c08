"""Flows become streams of trains with a rate, and streams become departures over the months of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np

from corridorsim.itineraries import Kind, Stream
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.planning.streams import Floats, exponential, uniform


@dataclass(frozen=True)
class Demand:
    """A stream of freight trains: which, how many a year, from where to where in the near country."""

    stream: Stream
    consist: Consist
    end: str
    trains: float  # a year of 365 days


def freight(scenario: Scenario) -> list[Demand]:
    """All freight streams of a scenario: loaded ones by flow, consist and end, and the empties that balance them."""
    loaded = list(_loaded(scenario))
    return loaded + (list(_empties(scenario, loaded)) if scenario.traffic.empties == "balanced" else [])


def _loaded(scenario: Scenario) -> Iterator[Demand]:
    traffic = scenario.traffic
    stated = sum(flow.tonnes for flow in traffic.flows.values())
    scale = traffic.scale * (traffic.total / stated if traffic.total is not None and stated else 1)
    for name, flow in traffic.flows.items():
        for (consist, share), (end, part) in product(flow.consists.items(), flow.inland.items()):
            train = scenario.consists[consist]
            itinerary = f"{flow.crossing} {flow.direction} {consist} {end}"
            stream = Stream(
                f"{name}/{consist}/{end}", name, Kind.FREIGHT, itinerary, flow.crossing, flow.direction, train.net, train.boxes
            )
            yield Demand(stream, train, end, scale * flow.tonnes * share * part / train.net)


def _empties(scenario: Scenario, loaded: list[Demand]) -> Iterator[Demand]:
    """Per crossing, kind of wagon and end: what comes loaded one way more than the other goes back empty."""
    for crossing, described in scenario.crossings.items():
        out, into = described.directions
        here = [demand for demand in loaded if demand.stream.crossing == crossing]
        for kind, end in sorted({(demand.consist.wagon_kind, demand.end) for demand in here}):
            alike = [d for d in here if (d.consist.wagon_kind, d.end) == (kind, end)]
            surplus = sum(d.trains if d.stream.direction == out else -d.trains for d in alike)
            direction = into if surplus > 0 else out
            name = f"{crossing} empties {direction}"
            stream = Stream(
                f"{name}/{kind}/{end}", name, Kind.EMPTY, f"{name} {kind} {end}", crossing, direction
            )
            if surplus:
                yield Demand(stream, _emptied(alike[0].consist), end, abs(surplus))


def _emptied(consist: Consist) -> Consist:
    """The same consist, empty."""
    return consist.model_copy(update={"load": 0.0, "boxes": 0.0})


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
    last = window.simulation_start + timedelta(seconds=window.until)
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
