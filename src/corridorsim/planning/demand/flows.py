"""Flows as streams of trains: which trains a scenario asks for, how many a year, and on which route."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries import ByRoad, Itinerary, Kind, Route, Sender, Stream
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.formation import loaded
from corridorsim.model.demand.gives_way import Patience
from corridorsim.planning.demand.by_date import course_of, weight_of
from corridorsim.planning.demand.highway import by_road, flow_scale
from corridorsim.planning.demand.months import Months, months_of
from corridorsim.planning.demand.services import Running, all_services


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
    queue: int = 0  # trains that wait already when the window starts
    patience: Patience | None = None  # how long its goods wait; None for as long as it takes
    instead_of: Stream | None = None  # the stream for whose trains these appear when they give up
    part: float = 1.0  # of its flow's goods, those to or from its distant end

    @property
    def route(self) -> Route:
        """The route of its goods: over the lines, by its own trains or by those that carry them on or brought them."""
        return self.stream.itinerary.route


class Source(NamedTuple):
    """Trains that bring goods for trains of another size."""

    stream: Stream
    units: int  # a train


@dataclass(frozen=True)
class Onward:
    """A stream of trains that carry on, beyond the gauge break, what others brought over the border."""

    demand: Demand
    brought_by: Demand  # one of those that bring its goods; all are worked alike
    units: int  # per train: containers, wagon loads or tonnes
    sources: tuple[Source, ...]
    dwell: int  # least seconds that a unit stays in the stack


@dataclass(frozen=True, eq=False)
class Asked:
    """What a scenario asks for, whichever crossings its flows choose; each part is worked out once."""

    scenario: Scenario

    @cached_property
    def months(self) -> Months:
        """The months of the run."""
        return months_of(self.scenario)

    @cached_property
    def road(self) -> tuple[ByRoad, ...]:
        """The containers that go by road instead."""
        return tuple(by_road(self.scenario))

    @cached_property
    def services(self) -> tuple[Running, ...]:
        """Passenger and local trains, each way."""
        return tuple(all_services(self.scenario))

    @cached_property
    def by_crossing(self) -> dict[tuple[str, str], tuple[Demand, ...]]:
        """By flow and crossing that it may take: its streams if all of it went there."""
        flows = self.scenario.traffic.flows
        return {(name, way): tuple(self._streams(name, way)) for name, flow in flows.items() for way in flow.crossings}

    def weight(self, name: str) -> Floats:
        """Each month's part of what a flow asks for in the run, together 1; of all freight where it asks for none."""
        profiles = (demand.profile for demand in self.by_crossing[name, self.scenario.traffic.flows[name].crossing])
        return weight_of(self.months, next(profiles, ()))

    def _streams(self, name: str, crossing: str) -> Iterator[Demand]:
        """By a flow's usual crossing they are named as without a choice."""
        flow, scale = self.scenario.traffic.flows[name], flow_scale(self.scenario)
        by_rail = 1 - sum(each.share for each in self.road if each.flow == name)
        own = name if crossing == flow.crossing else f"{name} by {crossing}"
        course = course_of(self.scenario, flow, self.months)
        kinds = list(product(flow.consists.items(), flow.inland_by(crossing).items()))
        queues = _shared(flow.queue if crossing == flow.crossing else 0, [
            share * part / self.scenario.consists[consist].net for (consist, share), (_, part) in kinds
        ])  # fmt: skip
        for ((consist, share), (end, part)), queue in zip(kinds, queues, strict=True):
            train = self.scenario.consists[consist]
            foreign, inland = (
                terminal if train.boxes else None for terminal in (flow.foreign_terminal, flow.inland_terminal)
            )
            terminals = tuple(terminal for terminal in (foreign, inland) if terminal)
            itinerary = Itinerary(
                ", ".join([f"{crossing} {flow.direction} {consist} {end}", *terminals]), Kind.FREIGHT,
                self._route(end, crossing, flow.direction), loaded(consist), end, (foreign or "", inland or ""),
                train_class=train.train_class,
            )  # fmt: skip
            sender = Sender(name, train.commodity or "", flow.crossing)
            stream = Stream(f"{own}/{consist}/{end}", own, itinerary, train.net, train.boxes, sender=sender)
            trains = scale * course.tonnes * share * part * (by_rail if train.boxes else 1.0) / train.net
            yield Demand(
                stream, consist, train, end, trains, foreign_terminal=foreign, inland_terminal=inland,
                profile=course.profile, queue=queue, part=part,
                patience=flow.patience or self.scenario.traffic.patience.get(train.commodity or ""),
            )  # fmt: skip

    @cached_property
    def _to_the_border(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By crossing and distant end, the places from the end to the crossing."""
        scenario, flows = self.scenario, self.scenario.traffic.flows.values()
        pairs = {(way, end) for flow in flows for way in flow.crossings for end in flow.inland_by(way)}
        return {
            (crossing, end): tuple(
                scenario.network.way(scenario.ends[end].at, scenario.crossings[crossing].near.station) or ()
            )
            for crossing, end in pairs
        }

    def _route(self, end: str, crossing: str, direction: str) -> Route:
        to_the_border = self._to_the_border[crossing, end]
        out = direction == self.scenario.crossings[crossing].directions[0]
        return Route(to_the_border if out else to_the_border[::-1], (crossing,), direction)


def _shared(trains: int, weights: Sequence[float]) -> list[int]:
    """Whole trains in proportion to some weights: rounded down, the rest to the largest remainders."""
    exact = np.array(weights) * trains / (sum(weights) or 1.0)
    whole = np.floor(exact + 1e-9).astype(int)
    rest = np.argsort(whole - exact, kind="stable")[: trains - whole.sum()]
    whole[rest] += 1
    shared: list[int] = whole.tolist()
    return shared


def onward_of(scenario: Scenario, over: Sequence[Demand]) -> Iterator[Onward]:
    """Goods of one crossing and direction, handled at one place there, for one consist to one destination."""
    groups: dict[tuple[Route, str, str, str], list[Demand]] = defaultdict(list)
    for demand in over:
        crossing = scenario.crossings[demand.stream.crossing]
        worked = crossing.import_side(demand.stream.direction).worked_at(demand.consist.commodity)
        if demand.consist.onward is not None and worked is not None:
            inward = demand.stream.direction == crossing.directions[1]
            route = Route(demand.route.places if inward else (), demand.route.crossings, demand.route.direction)
            groups[route, worked[0], demand.consist.onward, demand.end if inward else ""].append(demand)
    for (route, place, name, end), demands in groups.items():
        yield _onward_of(scenario, route, (place, name, end), demands)


def _onward_of(scenario: Scenario, route: Route, told: tuple[str, str, str], demands: list[Demand]) -> Onward:
    """``told`` are the place where the goods are handled, the consist that carries them on, and its distant end."""
    (place, name, end), first, train = told, demands[0], scenario.consists[told[1]]
    crossing, direction = first.stream.crossing, first.stream.direction
    at = scenario.crossings[crossing].import_side(direction).gauge_break[place]
    sources = tuple(Source(each.stream, each.consist.amount(at.works)) for each in demands)
    units = train.amount(at.works)
    a_year = sum(each.trains * source.units for each, source in zip(demands, sources, strict=True)) / units
    teu = units * first.consist.boxes / first.consist.amount(at.works)
    called = f"{crossing} {direction} {place} onward {name} {end}".strip()
    itinerary = Itinerary(
        called, Kind.ONWARD, route, loaded(name), end, (place,), train_class=train.train_class
    )  # fmt: skip
    stream = Stream(called, f"{first.stream.flow} onward", itinerary, train.net, teu)
    dwell = at.stack.dwell if at.stack else 0
    return Onward(Demand(stream, name, train, first.end, a_year), first, units, sources, dwell)
