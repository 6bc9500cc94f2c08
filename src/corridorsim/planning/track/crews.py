"""Crews of limited number: where a train takes one on its run, and where it releases it.

The crews of a pool for one direction start from one end of its stretch. A train takes one there and releases it where
its trip ends. So a train with a crew is ahead of all that wait for one, and moves away from them: ``docs/gridlock.md``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import CREWS, Stage
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation
from corridorsim.operations import Put
from corridorsim.planning.track.tracks import Tracks


@dataclass(frozen=True)
class Crews:
    """The crews of a train's run, by the place where each is taken or released."""

    with_track: Mapping[str, str]  # taken with the track of a place where the train does not fit, for the run beyond
    leaving: Mapping[str, str]  # taken as the train departs from a place
    arriving: Mapping[str, Put]  # put back as it arrives


NO_CREWS = Crews({}, {}, {})
"""For a train that finds a crew everywhere."""


def crews_on(tracks: Tracks, train: Formation, way: Sequence[str]) -> Crews:
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


def trips(scenario: Scenario, way: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """A way cut where it comes onto another line and where crews change: the line and the places of each trip."""
    trip, before = list(way[:1]), ""
    for section, here, there in zip(scenario.network.sections_on(way), way, way[1:], strict=False):
        if len(trip) > 1 and (section.line != before or here in scenario.lines[section.line].crew_changes):
            yield before, trip
            trip = [here]
        trip.append(there)
        before = section.line
    if before:
        yield before, trip


def _crew(tracks: Tracks, line: str, trip: list[str]) -> Put | None:
    """The put of a crew after a trip: of the pool between exactly these ends, or else of that of the whole stretch.

    Crews that work a train one way come home with another, so half of a pool (rounded down) is for each direction: a
    queue of trains in one direction does not keep all crews from the other.
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
    """Where a trip would end if its train stayed on the line: the next crew change, or the end of the line."""
    sections = scenario.network.sections_of(line)
    places = [sections[0].start, *(section.end for section in sections)]
    first, second = (places.index(place) for place in trip[:2])
    ahead = places[second:] if first < second else places[second::-1]
    return next((place for place in ahead if place in scenario.lines[line].crew_changes), ahead[-1])


def changes_of(scenario: Scenario, line: str) -> tuple[str, ...]:
    """Points where a line's crews change: those given, or its ends if it has pools; if none, trips are not counted."""
    told, points = tuple(scenario.lines[line].crew_changes), scenario.lines[line].points
    pooled = any(pool.line == line for pool in scenario.pools.crews.values())
    return told or ((points[0].name, points[-1].name) if pooled else ())
