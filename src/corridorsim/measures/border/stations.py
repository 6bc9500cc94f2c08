"""Time at the border stations, by station and direction, as surveys of shippers define it; and the waiting before it.

At the station that a train leaves, the time runs from its arrival in the first yard or queue of that station to its
departure over the border; at the station that it enters, from the handover to the departure of the goods, with the
train that brought them or with another. It is a time of goods: the goods of each train count as one, and
parts of them that go on by different trains count as parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import HOUR, Flags, Floats, Ints
from corridorsim.itineraries import BorderStop, Movement, Plan
from corridorsim.measures.border.at_border import AtBorder, at_border, goods_that_left, started
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import (
    LINE_WAIT,
    ORIGIN_WAIT,
    STATION_TIME,
    STATION_TIME_BOXES,
    STATION_TIME_P95,
    Number,
    OfMovement,
    OfStation,
    Total,
    Whom,
)
from corridorsim.operations.ledger import seconds_of
from corridorsim.statistics.quantiles import within


@dataclass(frozen=True, eq=False)
class StationStays:
    """Goods that left a border station inside the window; a row for each train's, or for each part of them."""

    stop: Ints  # row of the layout's border stops
    trains: Floats  # 1, or the part of the train that brought them
    teu: Floats
    hours: Floats
    on_line: Floats  # hours waited on the line before; NaN where the train did not come by a line of the corridor
    at_origin: Floats  # hours waited outside before; NaN likewise, and where that queue is the station's own

    def chosen(self, rows: Flags) -> "StationStays":
        """Some of them."""
        return StationStays(*(column[rows] for column in vars(self).values()))

    def mean(self, values: Floats, weights: Floats) -> float:
        """Weighted mean of the values that exist; NaN if there are none."""
        there = np.isfinite(values) & (weights > 0)
        return float(np.average(values[there], weights=weights[there])) if there.any() else np.nan

    @property
    def p95(self) -> float:
        """Hours within which the goods of 95 % of the trains left; NaN if there are none."""
        return float(within(self.hours[:, np.newaxis], self.trains)[0])


def measure_stations(columns: Columns) -> StationStays:
    """The stays of loaded trains' goods at both stations of their crossing that ended inside the window."""
    steps = at_border(columns.plan)
    both = [vars(stays).values() for stays in (_at_the_first(columns, steps), _at_the_second(columns, steps))]
    return StationStays(*(np.concatenate(each) for each in zip(*both, strict=True)))


def _inside(columns: Columns, second: Ints) -> Flags:
    return (second >= columns.begin) & (second < columns.end)


def _at_the_first(columns: Columns, steps: AtBorder) -> StationStays:
    program = columns.plan.program
    trains = np.flatnonzero((steps.crosses >= 0)[program.train_itinerary])
    left = started(columns, trains, steps.crosses)
    inside = _inside(columns, left)
    trains, left = trains[inside], left[inside]
    itinerary = program.train_itinerary[trains]
    due, enters = program.train_ready[trains].astype(np.int64), started(columns, trains, steps.enters)
    queues, by_line = steps.queues[itinerary], steps.arrives[itinerary] > steps.enters[itinerary]
    came = np.where(queues, due, started(columns, trains, steps.arrives))
    alone = _seconds_between(columns, trains, steps.enters[itinerary], steps.arrives[itinerary])
    on_line = np.where(by_line, (came - enters - alone) / HOUR, np.nan)
    at_origin = np.where(queues, np.nan, (enters - due) / HOUR)
    stops = _stops(columns.plan, "leaving")
    return _stays(columns, trains, np.ones(len(trains)), stops, (left - came) / HOUR, on_line, at_origin)


def _at_the_second(columns: Columns, steps: AtBorder) -> StationStays:
    trains, share, left = goods_that_left(columns, steps)
    inside = _inside(columns, left)
    trains, share, left = trains[inside], share[inside], left[inside]
    came = started(columns, trains, steps.crosses + 1)
    nowhere = np.full(len(trains), np.nan)
    return _stays(columns, trains, share, _stops(columns.plan, "entering"), (left - came) / HOUR, nowhere, nowhere)


def _stays(
    columns: Columns, trains: Ints, share: Floats, stops: Ints, hours: Floats, on_line: Floats, at_origin: Floats
) -> StationStays:
    plan = columns.plan
    stream = plan.train_stream[trains]
    teu = np.array([each.teu for each in plan.streams])[stream]
    return StationStays(stops[stream], share, share * teu, hours, on_line, at_origin).chosen(stops[stream] >= 0)


def _seconds_between(columns: Columns, trains: Ints, first: Ints, beyond: Ints) -> Ints:
    """Seconds that the steps of each train take by themselves, from one to before another."""
    program = columns.plan.program
    return seconds_of(program, trains, beyond) - seconds_of(program, trains, first)


def _stops(plan: Plan, movement: Movement) -> Ints:
    """Per stream, the border stop at which its trains leave a country, or enter one; -1 if there is none."""
    stops = enumerate(plan.layout.border_stops)
    row = {(stop.crossing, stop.direction): n for n, stop in stops if stop.movement == movement}
    return np.array([row.get((stream.crossing, stream.direction), -1) for stream in plan.streams], np.int64)


def station_numbers(stays: StationStays, stops: tuple[BorderStop, ...]) -> dict[Number, float]:
    """Times at all stations, by country and movement, by station and movement; and the waiting before them."""
    found: dict[Number, float] = {}
    for whom, inside in groups_of(stops):
        found |= dict(_numbers(whom, stays.chosen(np.isin(stays.stop, inside))))
    return found


def groups_of(stops: tuple[BorderStop, ...]) -> Iterator[tuple[Whom, list[int]]]:
    """The parts of the corridor with times of their own, and the rows of their stops."""
    yield Total(), list(range(len(stops)))
    movements = [OfMovement(stop.country, stop.movement) for stop in stops]
    stations = [OfStation(stop.station, stop.country, stop.movement) for stop in stops]
    for whoms in (movements, stations):
        for whom in dict.fromkeys(whoms):
            yield whom, [row for row, each in enumerate(whoms) if each == whom]


def _numbers(whom: Whom, stays: StationStays) -> Iterator[tuple[Number, float]]:
    found = {
        STATION_TIME: stays.mean(stays.hours, stays.trains),
        STATION_TIME_P95: stays.p95,
        STATION_TIME_BOXES: stays.mean(stays.hours, stays.teu),
        LINE_WAIT: stays.mean(stays.on_line, stays.trains),
        ORIGIN_WAIT: stays.mean(stays.at_origin, stays.trains),
    }
    for what, value in found.items():
        if value == value:
            yield Number(what, whom), value
