"""Crews of which there are so many: where a train takes one on its way, and where it gives it back.

The crews of a pool for one way set out from one end of its stretch. A train takes one there, and gives it back where
its trip is over. So whoever has one is ahead of all who wait for one, and moves away from them: ``docs/gridlock.md``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import CREWS, Stage
from corridorsim.model import Scenario
from corridorsim.model.formation import Formation
from corridorsim.operations import Put
from corridorsim.planning.tracks import Tracks


@dataclass(frozen=True)
class Crews:
    """The crews of a train on its way, by the place where each is taken or given back."""

    with_track: Mapping[str, str]  # taken with the track of a place where the train does not fit, to go on from there
    leaving: Mapping[str, str]  # taken as the train sets out from a place
    arriving: Mapping[str, Put]  # given back as it arrives


NO_CREWS = Crews({}, {}, {})
"""Of a train that finds a crew everywhere."""


def crews_on(tracks: Tracks, train: Formation, way: list[str]) -> Crews:
    """The crews that a freight train takes on its way."""
    with_track: dict[str, str] = {}
    leaving: dict[str, str] = {}
    arriving: dict[str, Put] = {}
    for line, trip in trips(tracks.scenario, way):
        crew = _crew(tracks, line, trip)
        if crew is not None:
            stands = trip[0] == way[0] or tracks.fits(trip[0], train)
            (leaving if stands else with_track)[trip[0]] = crew.resource
            arriving[trip[-1]] = crew
    return Crews(with_track, leaving, arriving)


def trips(scenario: Scenario, way: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A way cut where it comes onto another line and where crews change: the line and the places of each trip."""
    trip, before = way[:1], ""
    for section, here, there in zip(scenario.network.sections_on(way), way, way[1:], strict=False):
        if len(trip) > 1 and (section.line != before or here in scenario.lines[section.line].crew_changes):
            yield before, trip
            trip = [here]
        trip.append(there)
        before = section.line
    if before:
        yield before, trip


def _crew(tracks: Tracks, line: str, trip: list[str]) -> Put | None:
    """A crew for a trip as it is given back: of the pool between its very ends, or else of that of the whole stretch.

    Those that work a train one way come home with one, so half of a pool (rounded down) is for each way: a queue of
    trains one way does not keep all of them from the other.
    """
    pools = {
        frozenset((each.start, each.end)): name
        for name, each in tracks.scenario.pools.crews.items()
        if each.line == line
    }
    for toward in (trip[-1], _end_of_stretch(tracks.scenario, line, trip)):
        if name := pools.get(frozenset((trip[0], toward))):
            pool = tracks.scenario.pools.crews[name]
            stage = Stage(f"{name} crews to {toward}", CREWS, dotted(("pools", "crews", name, "size")))
            return Put(tracks.thing(f"{name} crews to {toward}", pool.size // 2, stage, Role.CREWS), after=pool.rest)
    return None


def _end_of_stretch(scenario: Scenario, line: str, trip: list[str]) -> str:
    """Where a trip would end if its train stayed on the line: the next place of change, or the line's end."""
    sections = scenario.network.sections_of(line)
    places = [sections[0].start, *(section.end for section in sections)]
    first, second = (places.index(place) for place in trip[:2])
    ahead = places[second:] if first < second else places[second::-1]
    return next((place for place in ahead if place in scenario.lines[line].crew_changes), ahead[-1])


def changes_of(scenario: Scenario, line: str) -> tuple[str, ...]:
    """Points where a line's crews change: those told, or its ends where it has pools; none: trips are not counted."""
    told, points = tuple(scenario.lines[line].crew_changes), scenario.lines[line].points
    pooled = any(pool.line == line for pool in scenario.pools.crews.values())
    return told or ((points[0].name, points[-1].name) if pooled else ())
