"""Flows as streams of trains: which trains a scenario asks for, how many a year, and on which route."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries import ByRoad, Itinerary, Kind, Sender, Stream, Way
from corridorsim.model import Scenario
from corridorsim.model.border.crossing import PLAIN_FRONTS, counted_between
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.formation import loaded
from corridorsim.model.demand.gives_way import Patience
from corridorsim.planning.demand.by_date import tonnes_by_period, weight_of
from corridorsim.planning.demand.highway import by_road, flow_scale
from corridorsim.planning.demand.months import Months, months_of
from corridorsim.planning.demand.services import DirectedService, all_services


@dataclass(frozen=True)
class Feeder:
    """The trains that bring the goods of a stream to the yard at the border, where they are regrouped."""

    stream: Stream
    train: str  # name of their consist
    consist: Consist
    brings: int  # units, containers or tonnes, of one of them
    takes: int  # units of a train that goes over the border


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
    queue: int = 0  # trains that already wait when the window starts
    patience: Patience | None = None  # how long its goods wait; None for without limit
    instead_of: Stream | None = None  # the stream whose trains these replace when they give up
    part: float = 1.0  # share of the flow's goods to or from its distant end
    monthly: tuple[float, ...] | None = None  # a season of its own: shares of the months of a year
    balances: bool = True  # whether its wagons count among those of which the surplus returns empty

    feeder: Feeder | None = None  # of trains that are made up at the border, what brings their goods

    @property
    def fed_by(self) -> "Demand | None":
        """The stream of the trains that bring its goods to the border; None if its own trains do."""
        if self.feeder is None:
            return None
        brought, trains = self.feeder, self.trains * self.feeder.takes / self.feeder.brings
        return replace(
            self, stream=brought.stream, train=brought.train, consist=brought.consist, trains=trains, empties=None,
            empties_share=0.0, feeder=None,
        )  # fmt: skip

    @property
    def way(self) -> Way:
        """The way of its goods over the lines, in its own trains or in those that bring the goods or carry them on."""
        return self.stream.itinerary.way


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
    def services(self) -> tuple[DirectedService, ...]:
        """Passenger and local trains, each way."""
        return tuple(all_services(self.scenario))

    @cached_property
    def by_crossing(self) -> dict[tuple[str, str], tuple[Demand, ...]]:
        """By flow and crossing that it may take: its streams if all of it went there."""
        flows = self.scenario.traffic.flows
        pairs = ((name, crossing) for name, flow in flows.items() for crossing in flow.crossings)
        return {(name, crossing): tuple(self._streams(name, crossing)) for name, crossing in pairs}

    def weight(self, name: str) -> Floats:
        """Share of each month in the goods of a flow; in all freight if the flow has none. The shares add up to 1."""
        flow = self.scenario.traffic.flows[name]
        profiles = (demand.profile for demand in self.by_crossing[name, flow.crossing])
        return weight_of(self.months, next(profiles, ()), flow.monthly)

    def _streams(self, name: str, crossing: str) -> Iterator[Demand]:
        """By a flow's usual crossing they are named as without a choice."""
        flow, scale = self.scenario.traffic.flows[name], flow_scale(self.scenario)
        by_rail = 1 - sum(each.share for each in self.road if each.flow == name)
        own = name if crossing == flow.crossing else f"{name} by {crossing}"
        course = tonnes_by_period(self.scenario, flow, self.months)
        kinds = list(product(flow.consists.items(), flow.inland_by(crossing).items()))
        weights = [share * part / self.scenario.consists[consist].net for (consist, share), (_, part) in kinds]
        queues = _shared(flow.queue if crossing == flow.crossing else 0, weights)
        for ((consist, share), (end, part)), queue in zip(kinds, queues, strict=True):
            train = self.scenario.consists[consist]
            foreign, inland = (
                terminal if train.boxes else None for terminal in (flow.foreign_terminal, flow.inland_terminal)
            )
            terminals = tuple(terminal for terminal in (foreign, inland) if terminal)
            itinerary = Itinerary(
                ", ".join([f"{crossing} {flow.direction} {consist} {end}", *terminals]), Kind.FREIGHT,
                self._way(end, crossing, flow.direction), loaded(consist), end, (foreign or "", inland or ""),
                train_class=train.train_class,
            )  # fmt: skip
            sender = Sender(name, train.commodity or "", flow.crossing)
            stream = Stream(
                f"{own}/{consist}/{end}", own, itinerary, train.net, train.boxes, train.wagons, train.commodity or "",
                train.is_of_containers, sender=sender,
            )  # fmt: skip
            trains = scale * course.tonnes * share * part * (by_rail if train.boxes else 1.0) / train.net
            yield Demand(
                stream, consist, train, end, trains, foreign_terminal=foreign, inland_terminal=inland,
                profile=course.profile, queue=queue, part=part,
                patience=flow.patience or self.scenario.traffic.patience.get(train.commodity or ""),
                monthly=None if flow.monthly is None else tuple(flow.monthly),
                balances=self.scenario.traffic.balances(flow), feeder=self._feeder(stream, itinerary, train),
            )  # fmt: skip

    def _feeder(self, stream: Stream, itinerary: Itinerary, train: Consist) -> Feeder | None:
        """What brings the goods of a train to the border's yard, if the goods leave the near country and others do."""
        if train.brought_by is None or stream.direction != self.scenario.crossings[stream.crossing].directions[0]:
            return None
        brings = self.scenario.consists[train.brought_by]
        counted = counted_between(train, brings, None)
        own = replace(
            itinerary, name=f"{itinerary.name} brought", kind=Kind.FEEDER, train=loaded(train.brought_by),
            train_class=brings.train_class,
        )  # fmt: skip
        fed = Stream(
            f"{stream.name}/brought", f"{stream.flow} brought", own, brings.net, brings.boxes, brings.wagons,
            stream.goods, brings.is_of_containers,
        )  # fmt: skip
        return Feeder(fed, train.brought_by, brings, brings.amount(counted), train.amount(counted))

    @cached_property
    def _to_the_border(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By crossing and distant end, the places from the end to the crossing."""
        scenario, flows = self.scenario, self.scenario.traffic.flows.values()
        pairs = {(crossing, end) for flow in flows for crossing in flow.crossings for end in flow.inland_by(crossing)}
        return {
            (crossing, end): tuple(
                scenario.network.way(scenario.ends[end].at, scenario.crossings[crossing].near.station) or ()
            )
            for crossing, end in pairs
        }

    def _way(self, end: str, crossing: str, direction: str) -> Way:
        to_the_border = self._to_the_border[crossing, end]
        out = direction == self.scenario.crossings[crossing].directions[0]
        return Way(to_the_border if out else to_the_border[::-1], (crossing,), direction)


class _Handled(NamedTuple):
    """Goods that onward trains carry on together."""

    way: Way  # of the onward trains
    place: str  # gauge break where they are handled
    consist: str  # that carries them on
    end: str  # distant end of the onward trains; empty beyond the border


def _shared(trains: int, weights: Sequence[float]) -> list[int]:
    """Divide whole trains in proportion to some weights: rounded down, the rest to the largest remainders."""
    exact = np.array(weights) * trains / (sum(weights) or 1.0)
    whole = np.floor(exact + 1e-9).astype(int)
    rest = np.argsort(whole - exact, kind="stable")[: trains - whole.sum()]
    whole[rest] += 1
    shared: list[int] = whole.tolist()
    return shared


def onward_of(scenario: Scenario, over: Sequence[Demand]) -> Iterator[Onward]:
    """Goods of one crossing and direction, handled at one place there, for one consist to one destination."""
    groups: dict[_Handled, list[Demand]] = defaultdict(list)
    for demand in over:
        crossing = scenario.crossings[demand.stream.crossing]
        worked = crossing.import_side(demand.stream.direction).worked_at(demand.consist.commodity)
        if demand.consist.onward is not None:
            inward = demand.stream.direction == crossing.directions[1]
            way = Way(demand.way.places if inward else (), demand.way.crossings, demand.way.direction)
            place = worked[0] if worked else PLAIN_FRONTS
            goods = _Handled(way, place, demand.consist.onward, demand.end if inward else "")
            groups[goods].append(demand)
    for goods, demands in groups.items():
        yield _onward_of(scenario, goods, demands)


def _onward_of(scenario: Scenario, goods: _Handled, demands: list[Demand]) -> Onward:
    (way, place, name, end), first, train = goods, demands[0], scenario.consists[goods.consist]
    crossing, direction = first.stream.crossing, first.stream.direction
    at = scenario.crossings[crossing].import_side(direction).gauge_break.get(place)
    counted = counted_between(first.consist, train, at)
    sources = tuple(Source(each.stream, each.consist.amount(counted)) for each in demands)
    units = train.amount(counted)
    a_year = sum(each.trains * source.units for each, source in zip(demands, sources, strict=True)) / units
    teu = units * first.consist.boxes / first.consist.amount(counted)
    called = f"{crossing} {direction} {place} onward {name} {end}".strip()
    itinerary = Itinerary(called, Kind.ONWARD, way, loaded(name), end, (place,), train_class=train.train_class)
    stream = Stream(
        called, f"{first.stream.flow} onward", itinerary, train.net, teu, train.wagons, first.stream.goods,
        train.is_of_containers,
    )  # fmt: skip
    dwell = at.stack.dwell if at and at.stack else 0
    balances = any(each.balances for each in demands)
    return Onward(Demand(stream, name, train, first.end, a_year, balances=balances), first, units, sources, dwell)
