"""The lines of a corridor joined into one network of places and sections, and the route from one place to another."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf

from corridorsim.model.corridor import Fill, Line, Point
from corridorsim.model.lines.movement import Throat
from corridorsim.units import whole


@dataclass(frozen=True)
class Place:
    """A station or siding where trains can stand."""

    name: str
    tracks: int
    kind: str
    useful_length: float = inf  # metres, the longest train that can stand there
    simultaneous: bool = True  # whether trains may arrive from both sides at once
    throat: Throat | None = None


@dataclass(frozen=True)
class Section:
    """The track between two neighbouring places of a line."""

    line: str
    start: str
    end: str
    start_at: float  # metres along the line
    end_at: float
    second_track: date | None  # first day it is double track, None for never
    opens: date | None  # first day in service, None for always

    @property
    def name(self) -> str:
        """Name such as "Dostyk - Siding 19"."""
        return f"{self.start} - {self.end}"

    @property
    def length(self) -> float:
        """Metres."""
        return whole(self.end_at - self.start_at, "length")


@dataclass(frozen=True)
class Network:
    """Places by name and sections by their two ends."""

    places: Mapping[str, Place]
    sections: tuple[Section, ...]
    between: Mapping[frozenset[str], Section]
    neighbours: Mapping[str, tuple[str, ...]]

    def way(self, start: str, end: str) -> list[str] | None:
        """Places from start to end by the shortest route, None if there is none."""
        queue: list[tuple[float, str, list[str]]] = [(0.0, start, [start])]
        seen: set[str] = set()
        while queue:
            metres, place, way = heapq.heappop(queue)
            if place == end:
                return way
            if place not in seen:
                seen.add(place)
                for there in self.neighbours.get(place, ()):
                    section = self.between[frozenset((place, there))]
                    heapq.heappush(queue, (metres + section.length, there, [*way, there]))
        return None

    def sections_of(self, line: str) -> list[Section]:
        """Sections of a line in order of kilometres."""
        return [section for section in self.sections if section.line == line]

    def sections_on(self, way: Sequence[str]) -> list[Section]:
        """Sections along a way."""
        return [self.between[frozenset(pair)] for pair in pairwise(way)]

    @property
    def ring(self) -> Section | None:
        """A section whose two ends are also joined by another route; None if the lines form a tree."""
        joined: dict[str, str] = {}

        def root(place: str) -> str:
            while place in joined:
                place = joined[place]
            return place

        for section in self.sections:
            start, end = root(section.start), root(section.end)
            if start == end:
                return section
            joined[start] = end
        return None


@dataclass(frozen=True)
class Stop:
    """A point of a line with its number of tracks resolved."""

    name: str
    at: float
    tracks: int
    kind: str
    useful_length: float
    simultaneous: bool = False
    throat: Throat | None = None


def stops_of(line: Line) -> list[Stop]:
    """All points of a line in order, including the sidings spread between listed points."""
    by_kind = {"siding": line.tracks.siding, "station": line.tracks.station, "crossover": 2}
    stops = [
        Stop(
            p.name, p.at, p.tracks or by_kind[p.kind], p.kind, _longest(line, p),
            p.simultaneous_arrival or p.kind == "crossover", p.throat,
        )
        for p in line.points
    ]  # fmt: skip
    for fill in line.fill:
        place = next((i for i, stop in enumerate(stops) if stop.name == fill.after), len(stops))
        if place + 1 < len(stops):
            step = (stops[place + 1].at - stops[place].at) / (fill.count + 1)
            spread = [
                Stop(
                    name, whole(stops[place].at + n * step, "length"), line.tracks.siding, "siding", line.useful_length
                )
                for n, name in enumerate(filled(fill), 1)
            ]
            stops[place + 1 : place + 1] = spread
    return stops


def _longest(line: Line, point: Point) -> float:
    """Length of the longest train that can stand at a point; at a crossover trains stand on the line itself."""
    if point.kind == "crossover":
        return inf
    return line.useful_length if point.useful_length is None else point.useful_length


def filled(fill: Fill) -> list[str]:
    """Names of the sidings that a fill adds to a line."""
    return [f"{fill.after} loop {n}" for n in range(1, fill.count + 1)]


def join(lines: Mapping[str, Line]) -> Network:
    """Join lines into a network; a point with one track is not a place, so its two sections become one."""
    places: dict[str, Place] = {}
    sections: list[Section] = []
    for stop in (stop for line in lines.values() for stop in stops_of(line)):
        known = places.get(stop.name, Place(stop.name, 0, stop.kind, 0.0, simultaneous=False))
        most = stop if stop.tracks > known.tracks else known
        places[stop.name] = Place(
            stop.name,
            most.tracks,
            most.kind,
            max(known.useful_length, stop.useful_length),
            known.simultaneous or stop.simultaneous,
            known.throat or stop.throat,
        )
    for name, line in lines.items():
        stops = stops_of(line)
        ends = (stops[0], stops[-1])
        sections.extend(_sections(name, line, [s for s in stops if places[s.name].tracks > 1 or s in ends]))
    joined = {place for section in sections for place in (section.start, section.end)}
    places = {name: place for name, place in places.items() if name in joined}
    neighbours: dict[str, tuple[str, ...]] = {}
    for section in sections:
        neighbours[section.start] = (*neighbours.get(section.start, ()), section.end)
        neighbours[section.end] = (*neighbours.get(section.end, ()), section.start)
    return Network(places, tuple(sections), {frozenset((s.start, s.end)): s for s in sections}, neighbours)


def _sections(name: str, line: Line, stops: list[Stop]) -> Iterator[Section]:
    place = {stop.name: stop.at for stop in stops_of(line)}
    for here, there in pairwise(stops):
        doubled = [
            second.opens
            for second in line.second_track
            if place[second.start] <= here.at and there.at <= place[second.end]
        ]
        yield Section(name, here.name, there.name, here.at, there.at, min(doubled, default=None), line.opens)
