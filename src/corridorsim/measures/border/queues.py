"""Freight trains that wait, and their wagons: at the border stations, along the lines, outside, and by route."""

from collections.abc import Iterator

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats
from corridorsim.itineraries import Activity, Kind
from corridorsim.measures.border.clearance import asks_for_clearance
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import (
    QUEUE_TRAINS,
    QUEUE_WAGONS,
    AlongLine,
    AtPlace,
    Number,
    OfCrossing,
    Outside,
    Route,
    Total,
    Whom,
)
from corridorsim.measures.sums import summed


class Queues:
    """Mean numbers of freight trains that wait before each step, and of their wagons, over the window."""

    def __init__(self, columns: Columns) -> None:
        layout, program = columns.plan.layout, columns.plan.program
        self.steps, self.layout = layout.steps, layout
        own = program.step_itinerary
        kind = np.array([itinerary.kind for itinerary in layout.itineraries])[own]
        freight = np.isin(kind, (Kind.FREIGHT, Kind.EMPTY, Kind.ONWARD))
        nowhere = (layout.steps.activity == Activity.CALL) | (
            (kind == Kind.ONWARD) & (layout.steps.activity == Activity.ENTER)
        )
        asks = (np.diff(program.take_first) > 0) & ~asks_for_clearance(columns.plan)
        self.may_wait = freight & ~nowhere & asks
        self.trains = np.where(self.may_wait, columns.use.step_waited, 0) / (columns.days * DAY)
        self.wagons = self.trains * _wagons(columns)[own]
        self.loaded = kind == Kind.FREIGHT
        self.itinerary = own

    def by_place(self) -> tuple[Floats, Floats]:
        """Trains and wagons by place, those outside included."""
        places = len(self.layout.places)
        return summed(self.steps.place, self.trains, places), summed(self.steps.place, self.wagons, places)

    def groups(self) -> Iterator[tuple[Whom, Flags]]:
        """The parts of the corridor with queues of their own, and the steps before which their trains wait."""
        yield Total(), np.ones(len(self.trains), bool)
        yield from self._by_route()
        at_border, outside = self._at_border(), self.steps.activity == Activity.ENTER
        off_lines = (at_border | (self.steps.line < 0)) & ~outside
        for place in self._where(off_lines):
            yield AtPlace(self.layout.places[place]), off_lines & (self.steps.place == place)
        for row, name in enumerate(self.layout.lines):
            yield AlongLine(name), (self.steps.line == row) & ~outside & ~at_border
        for place in self._where(outside):
            yield Outside(self.layout.places[place]), outside & (self.steps.place == place)

    def _by_route(self) -> Iterator[tuple[Whom, Flags]]:
        """Loaded trains, wherever they wait on their way over a crossing."""
        ways = [itinerary.way for itinerary in self.layout.itineraries]
        of = [Route(way.crossings[0], way.direction) if way.crossings else None for way in ways]
        for route in dict.fromkeys(each for each in of if each is not None):
            own = np.array([each == route for each in of])[self.itinerary]
            yield route, own & self.loaded
        for crossing in dict.fromkeys(each.crossing for each in of if each is not None):
            own = np.array([each is not None and each.crossing == crossing for each in of])[self.itinerary]
            yield OfCrossing(crossing), own & self.loaded

    def _at_border(self) -> Flags:
        stations = {stop.station for stop in self.layout.border_stops}
        rows = [row for row, place in enumerate(self.layout.places) if place in stations]
        at: Flags = np.isin(self.steps.place, rows)
        return at

    def _where(self, steps: Flags) -> list[int]:
        """Rows of the places of some steps, where freight may wait."""
        places: list[int] = np.unique(self.steps.place[steps & self.may_wait]).tolist()
        return places


def _wagons(columns: Columns) -> Floats:
    """Per itinerary, wagons of its trains; 0 of those that are no freight."""
    plan, wagons = columns.plan, np.zeros(len(columns.plan.layout.itineraries))
    for stream in plan.streams:
        wagons[list(plan.layout.variants.get(stream.itinerary, ()))] = stream.wagons
    return wagons


def queue_numbers(columns: Columns) -> dict[Number, float]:
    """The mean queues in trains and in wagons."""
    waiting = Queues(columns)
    return {
        Number(what, whom): float(values[steps].sum())
        for whom, steps in waiting.groups()
        for what, values in ((QUEUE_TRAINS, waiting.trains), (QUEUE_WAGONS, waiting.wagons))
    }
