"""Stations: the tracks on which trains stand, and the throats through which they enter and leave.

The rule against gridlock: a yard of m tracks that trains of more than one exit use admits at most m - 1 trains of each
exit (the next place the train goes to). Where opposing trains can be on the same rails, the slot at the far place is
taken on entry; on a one-way track, with its last block. ``docs/gridlock.md`` explains why. Where passenger trains or
fast freight run, freight leaves them a track.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from corridorsim.errors import dotted
from corridorsim.itineraries import Itinerary, Role
from corridorsim.itineraries.stages import ARRIVALS, THROAT, TRACKS, Stage
from corridorsim.model import Scenario, Section
from corridorsim.model.demand.formation import Formation, loaded
from corridorsim.operations import Put
from corridorsim.planning.resources import Resources
from corridorsim.planning.track.sections import Passage, Sections
from corridorsim.planning.track.train_classes import class_of
from corridorsim.running.directed_lines import Restrictions
from corridorsim.running.times import RunningTimes, running_times
from corridorsim.running.trains import train_types


class Goes(Enum):
    """What an exit of a yard leads to."""

    PLACE = "place"
    END = "distant end"
    WORK = "work"  # the train goes nowhere as it is: it is worked, or its run is over


class Exit(NamedTuple):
    """Where a train goes next from a yard."""

    name: str
    goes: Goes = Goes.PLACE


class Yard(NamedTuple):
    """Tracks of a place that count together: all of them, or those for one purpose."""

    place: str
    purpose: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.purpose}" if self.purpose else self.place


class _Reception(NamedTuple):
    """Reception tracks of a border station."""

    tracks: int
    key: str


@dataclass
class Tracks:
    """Everything that trains run and stand on."""

    scenario: Scenario
    resources: Resources = field(default_factory=Resources)
    exits: dict[str, dict[Exit, str]] = field(default_factory=dict)  # by yard's tracks: pools of tracks, by exit
    trains: tuple[Formation, ...] = ()  # that run everywhere, where not the scenario's traffic says which
    users: Mapping[frozenset[str], set[Formation]] = field(
        default_factory=dict
    )  # trains over each section, by its ends
    better: Collection[frozenset[str]] | None = None  # sections of better trains, where not ``users`` say which
    freight: dict[str, str] = field(default_factory=dict)  # pools of freight, by the pool that each is a part of
    called: dict[str, Itinerary] = field(default_factory=dict)  # by its name in the program

    @cached_property
    def running(self) -> RunningTimes:
        """How long each train takes over each section."""
        return running_at_last(self.scenario)

    @cached_property
    def sections(self) -> Sections:
        """The sections as resources."""
        return Sections(self.scenario, self.resources, self.running, self._users_of)

    def _users_of(self, section: Section) -> Collection[Formation]:
        """The trains that run over a section; every consist if none does."""
        return (
            self.trains
            or self.users.get(frozenset((section.start, section.end)))
            or [loaded(name) for name in self.scenario.consists]
        )

    def name_of(self, itinerary: Itinerary) -> str:
        """What an itinerary is called in the program: by its own name, with a number where another has that."""
        name, number = str(itinerary), 1
        while self.called.setdefault(name, itinerary) != itinerary:
            number += 1
            name = f"{itinerary} ({number})"
        return name

    def passage(self, here: str, there: str) -> Passage:
        """How the section between two neighbouring places is passed in this direction."""
        return self.sections.passage(here, there)

    def thing(self, name: str, capacity: int, stage: Stage, role: Role) -> str:
        """A resource of this name, built if it does not exist yet."""
        return self.resources.thing(name, capacity, stage, role)

    def slot(self, yard: Yard, toward: Exit, capacity: int, key: str) -> list[str]:
        """What a train takes to stand in a yard: a track, and one of the tracks open to its exit."""
        stage = Stage(f"{yard} tracks", TRACKS, key, yard.place)
        tracks = self.thing(f"{yard} tracks", capacity, stage, Role.YARD if yard.purpose else Role.TRACKS)
        exits = self.exits.setdefault(tracks, {})
        if toward not in exits:
            name = f"{yard} toward {toward.name}"
            alike = any(name == other for other in exits.values())
            name = f"{name} ({toward.goes.value})" if alike else name
            exits[toward] = self.resources.thing(name, capacity, stage, Role.EXIT, exit=toward.name, yard=tracks)
        return [tracks, exits[toward]]

    def slot_at(self, place: str, toward: Exit) -> list[str]:
        """A slot at a place of the lines; for trains to the border, at a border station's reception tracks if it has
        any."""
        if (place, toward) in self._reception:
            reception = self._reception[place, toward]
            return self.slot(Yard(place, "reception"), toward, reception.tracks, reception.key)
        tracks = self.scenario.network.places[place].tracks
        return self.slot(Yard(place), toward, tracks, self._key_of(place, "tracks"))

    def freight_slot_at(self, place: str, toward: Exit) -> list[str]:
        """A slot of a train that makes way for better ones: also one of the tracks that such trains may fill."""
        slot = self.slot_at(place, toward)
        if place not in self.kept or (place, toward) in self._reception:
            return slot
        tracks, exit_pool = slot
        roles = {tracks: (Role.FREIGHT_TRACKS, ""), exit_pool: (Role.FREIGHT_EXIT, toward.name)}
        made = self.resources.made[tracks]
        for pool, (role, goes) in roles.items():
            name = f"{pool}, freight"
            self.freight[pool] = self.resources.thing(name, made.asked, made.stage, role, exit=goes, yard=tracks)
        return [*slot, *(self.freight[pool] for pool in slot)]

    @cached_property
    def kept(self) -> Mapping[str, int]:
        """Places where freight leaves tracks to better trains, and how many; two are left for freight to meet."""
        more, places = self.scenario.rules.keep_for_better, self.scenario.network.places
        kept = {place: min(more, places[place].tracks - 2) for pair in self._better() for place in sorted(pair)}
        return {place: tracks for place, tracks in kept.items() if tracks > 0}

    def is_better_on(self, here: str, there: str) -> bool:
        """Whether trains of a better class than freight run over a section."""
        return frozenset((here, there)) in self._better_sections

    @cached_property
    def _better_sections(self) -> frozenset[frozenset[str]]:
        return frozenset(self._better())

    def _better(self) -> Iterator[frozenset[str]]:
        if self.better is not None:
            yield from self.better
            return
        for ends, trains in self.users.items():
            if any(class_of(self.scenario, train).overtakes for train in trains):
                yield ends

    @cached_property
    def _reception(self) -> dict[tuple[str, Exit], _Reception]:
        """Reception tracks for trains to the border, by border station and exit."""
        return {
            (near.station, Exit(far.station)): _Reception(
                near.reception, dotted(("crossings", name, "near", "reception"))
            )
            for name, crossing in self.scenario.crossings.items()
            if (near := crossing.near).reception is not None and (far := crossing.far)
        }

    def settle_exits(self) -> None:
        """Where trains of more than one exit use a yard, leave a track to the others: at most m - 1 for each exit.

        How many are left is a rule that can be changed; without it trains lock each other up. Where trains come in
        groups a group's tracks are left, so that one can come from each side.
        """
        left = self.scenario.rules.keep_free
        one_way = {
            side.station: crossing.one_way
            for crossing in self.scenario.crossings.values()
            for side in (crossing.near, crossing.far)
        }
        made = self.resources.made
        for yard, exits in self.exits.items():
            place = made[yard].stage.place if made[yard].role is Role.TRACKS else ""
            for name in exits.values() if len(exits) > 1 else ():
                pool = made[name]
                group = min(self.sections.groups.get(place, 1), pool.capacity // 2) if left else 0
                most = min(pool.capacity - max(left, group), int(pool.capacity * one_way.get(place, 1)))
                pool.capacity = max(1, most)
            if yard in self.freight:
                self._settle_freight(yard, max(left, self.sections.groups.get(place, 1) if left else 0))

    def _settle_freight(self, yard: str, left: int) -> None:
        """Of the tracks of a yard freight has all but those kept for better trains, and its exits leave as many."""
        made = self.resources.made
        all_freight, exits = made[self.freight[yard]], self.exits[yard].values()
        all_freight.capacity = freight_of(all_freight.asked, self.kept[all_freight.stage.place])
        others = min(left, all_freight.capacity // 2) if len(exits) > 1 else 0
        for name in exits:
            if name in self.freight:
                made[self.freight[name]].capacity = max(1, min(made[name].capacity, all_freight.capacity - others))

    def throat(self, place: str) -> list[Put]:
        """What a train that enters or leaves a place takes for a time: a route through the throat."""
        throat = self.scenario.network.places[place].throat
        if throat is None:
            return []
        stage = Stage(f"{place} throat", THROAT, self._key_of(place, "throat"), place)
        return [Put(self.thing(f"{place} throat", throat.routes, stage, Role.ROUTE), after=throat.time)]

    def arrival(self, place: str, passage: Passage) -> list[Put]:
        """What a train that arrives at a place takes for a time: no train may arrive from the other side meanwhile."""
        interval = self.scenario.rules.arrival_interval
        if not interval or not passage.single or self.scenario.network.places[place].simultaneous:
            return self.throat(place)
        stage = Stage(f"{place} arrivals", ARRIVALS, dotted(("rules", "arrival_interval")), place)
        return [*self.throat(place), Put(self.thing(f"{place} arrivals", 1, stage, Role.ARRIVAL), after=interval)]

    def fits(self, place: str, train: Formation) -> bool:
        """Whether a train can stand at a place."""
        return self._lengths[train] <= self.scenario.network.places[place].useful_length

    def all_fit(self, place: str, section: Section) -> bool:
        """Whether all trains that run over a section can stand at a place."""
        return all(self.fits(place, train) for train in self._users_of(section))

    @cached_property
    def _lengths(self) -> dict[Formation, float]:
        return {kind.formation: kind.length for kind in train_types(self.scenario)}

    def _key_of(self, place: str, what: str) -> str:
        for name, line in self.scenario.lines.items():
            for i, point in enumerate(line.points):
                if point.name == place:
                    return dotted(("lines", name, "points", i, what))
        filled = next(s.line for s in self.scenario.network.sections if place in (s.start, s.end))
        return dotted(("lines", filled, "tracks", "siding"))


def running_at_last(scenario: Scenario, further: Restrictions | None = None) -> RunningTimes:
    """Running times at the limits in force at the end of the run: second tracks that open within it have opened."""
    window = scenario.window
    return running_times(scenario, further, on=window.simulation_start + timedelta(seconds=window.until - 1))


def freight_of(tracks: int, kept: int) -> int:
    """How many of a yard's tracks freight may fill: all but those kept, but two at least, where trains can meet."""
    return min(tracks, max(2, tracks - kept))


def names(puts: Sequence[Put]) -> list[str]:
    """The resources of some puts: what must be taken for them to be given back."""
    return [put.resource for put in puts]
