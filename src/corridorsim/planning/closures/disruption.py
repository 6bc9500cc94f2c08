"""Disruptions as closings: which units each closes, and when, by the calendar or at random.

Units are closed one by one, each by a train of the first rank, which takes what it closes and puts it back on time. A
track of a yard is taken together with a unit of every exit's pool, so that of m - k tracks no exit has more than
m - k - 1: the rule against gridlock of ``docs/gridlock.md`` then holds for the remaining yard.

A disruption that comes again while it lasts counts as one (the union of its spans). Units that several disruptions
close at the same time add up, to no more than exist.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridorsim.errors import CorridorError, InputError, Path, UnknownName
from corridorsim.itineraries.stages import BORDER_TRACK, STACK, STORE
from corridorsim.model.description import Window
from corridorsim.model.disruptions.disruption import ClosedPart, Disruption
from corridorsim.model.lines.movement import Span
from corridorsim.model.lines.network import Section, kilometres
from corridorsim.model.reading.validation import at_value
from corridorsim.planning.closures.disruption_times import spans_of
from corridorsim.planning.resources import Closure, check_closings
from corridorsim.planning.track.journey import PlannedStep
from corridorsim.planning.track.tracks import Tracks, freight_of, freight_toward, freight_tracks


class Level(NamedTuple):
    """One more closed unit: the name of its closing, and the resources taken together."""

    name: str
    takes: tuple[str, ...]


@dataclass(frozen=True)
class Closable:
    """Something that can be closed unit by unit; the first level closes the first unit."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Disrupted:
    """A disruption with what it closes, and how many units of each."""

    name: str
    disruption: Disruption
    closes: tuple[tuple[Closable, int], ...]


def find_disrupted(
    tracks: Tracks, disruptions: Mapping[str, Disruption], steps: Iterable[PlannedStep]
) -> tuple[Disrupted, ...]:
    """What disruptions close, after all resources of trains exist and the pools of exits are settled.

    Closing a crossing or section that no train uses has no effect. Raises InputError, at the key of the scenario, for
    an unknown stage, for units that cannot be closed, and if some units are left but too few for what a train's step
    takes at once.
    """
    names, problems = Names(tracks, most_taken(steps) if disruptions else {}), []
    found = []
    for name, disruption in disruptions.items():
        closes: list[tuple[Closable, int]] = []
        for i, closed in enumerate(disruption.closes):
            path: Path = ("disruptions", name, "closes", i, "stage" if closed.stage else "line")
            try:
                closes += [(each, names.units(each, disruption)) for each in names.closables(closed, disruption)]
            except CorridorError as error:
                problems.append(at_value(path, error.args[0], tracks.scenario.document.marks))
        found.append(Disrupted(name, disruption, tuple(dict(closes).items())))
    if problems:
        raise InputError(problems)
    return tuple(found)


def closings_of(disrupted: tuple[Disrupted, ...]) -> dict[str, tuple[str, ...]]:
    """Every closing that disruptions may ask for, by name: the resources of which it takes a unit each."""
    levels = (level for each in disrupted for closable, _ in each.closes for level in closable.levels)
    return {level.name: level.takes for level in levels if level.takes}


@dataclass(frozen=True)
class Names:
    """What a disruption may name in a corridor that is laid out; CorridorError for a name that does not fit."""

    tracks: Tracks
    taken: Mapping[str, int]  # by resource, the most units that a train takes at once

    def closables(self, closed: ClosedPart, disruption: Disruption) -> list[Closable]:
        """The things that are closed by this entry."""
        if closed.crossing is not None:
            return [each for stage in self._border_tracks(closed.crossing) for each in self._stage(stage)]
        if closed.stage is not None and not any(s.name == closed.stage for s in self.tracks.scenario.network.sections):
            return self._yard(closed.stage, disruption) if self._is_yard(closed.stage) else self._stage(closed.stage)
        sections = self._sections(closed)
        if disruption.units != "all":
            raise CorridorError(
                "must be closed entirely (units: all); to close one of two tracks, use a possession of the line"
            )
        return [each for section in sections for each in self._section(section)]

    def units(self, closable: Closable, disruption: Disruption) -> int:
        """How many units of something a disruption closes."""
        most = len(closable.levels)
        if disruption.units == "all":
            return most
        if disruption.units > most:
            raise CorridorError(
                f'must close at most {most} units, the number of "{closable.name}" (got {disruption.units})'
            )
        least, why = self._least(closable.name)
        if 0 < most - disruption.units < least:
            some = f"at most {most - least}" if most > least else "none"
            raise CorridorError(
                f'would leave {most - disruption.units} of {most} units of "{closable.name}", and {why}: '
                f"close {some}, or all"
            )
        return disruption.units

    def _least(self, resource: str) -> tuple[int, str]:
        """The least useful number of units, and why: what a train takes at once; for a stack, what can never block."""
        arriving, made = self.taken.get(resource, 0), self.tracks.resources.made
        stage = made[resource].stage if resource in made else None
        if stage is None or stage.kind is not STACK:
            return arriving, f"a train takes {arriving} at once"
        stores = [name for name, one in made.items() if one.stage.kind is STORE and one.stage.key == stage.key]
        least = arriving + sum(self.taken.get(name, 1) - 1 for name in stores)
        return least, f"with fewer than {least} it may stay full of goods that fill no train"

    def _stage(self, name: str) -> list[Closable]:
        made = self.tracks.resources.made
        own = [resource for resource, one in made.items() if one.stage.name == name]
        own = [resource for resource in own if not made[resource].logical] or own
        if not own:
            stages = dict.fromkeys(one.stage.name for one in made.values())
            raise CorridorError(
                UnknownName(f'names "{name}", which is not a stage that a train uses here', name, stages)
            )
        if not any(made[resource].capacity for resource in own):
            raise CorridorError(f'names "{name}", which has no units that could be closed')
        return [self._whole(resource) for resource in own]

    def _whole(self, resource: str) -> Closable:
        return Closable(resource, (Level(resource, (resource,)),) * self.tracks.resources.made[resource].capacity)

    def _border_tracks(self, crossing: str) -> list[str]:
        sides = self.tracks.scenario.crossings[crossing]
        ways = tuple(f"{a} - {b} " for a, b in _both(sides.near.station, sides.far.station))
        stages = dict.fromkeys(one.stage for one in self.tracks.resources.made.values())
        return [stage.name for stage in stages if stage.kind is BORDER_TRACK and stage.name.startswith(ways)]

    def _sections(self, closed: ClosedPart) -> list[Section]:
        sections = self.tracks.scenario.network.sections
        if closed.line is None:
            return [section for section in sections if section.name == closed.stage]
        at = kilometres(self.tracks.scenario.lines[closed.line])
        begin, end = at[closed.start or ""], at[closed.end or ""]
        return [s for s in sections if s.line == closed.line and begin < s.end_at and s.start_at < end]

    def _section(self, section: Section) -> list[Closable]:
        """What must be closed so that no train enters from either end; nothing if no train ever does."""
        if not any(one.stage.name == section.name for one in self.tracks.resources.made.values()):
            return []
        passages = [self.tracks.passage(here, there) for here, there in _both(section.start, section.end)]
        names = [name for each in passages for name in ([each.entry[0][0]] if each.entry else each.blocks)]
        return [self._whole(name) for name in dict.fromkeys(names)]

    def _is_yard(self, stage: str) -> bool:
        return stage.removesuffix(" tracks") in self.tracks.exits and stage.endswith(" tracks")

    def _yard(self, stage: str, disruption: Disruption) -> list[Closable]:
        """A yard's tracks with the pools of its exits, and the share of it that entering trains may fill."""
        yard, made = stage.removesuffix(" tracks"), self.tracks.resources.made
        tracks, exits = made[stage].capacity, sorted(self.tracks.exits[yard])
        left_to_others = int(len(exits) > 1)
        if left_to_others and disruption.units == tracks - 1:
            raise CorridorError(
                f'would leave one track of "{yard}", too few for trains of {len(exits)} exits: '
                f"close at most {max(0, tracks - 2)} of its {tracks} tracks, or all"
            )
        pools = {f"{yard} toward {exit}": left_to_others for exit in exits}
        kept = self.tracks.kept.get(yard, 0)
        sizes = {name: [max(0, tracks - n - left) for n in range(tracks + 1)] for name, left in pools.items()}
        sizes |= self._freight(yard, exits, [freight_of(tracks - n, kept) for n in range(tracks + 1)], left_to_others)
        levels = [self._track(stage, n, tracks, sizes) for n in range(1, tracks + 1)]
        entering = f"entering at {yard}"
        if entering not in made:
            return [Closable(stage, tuple(levels))]
        shares = [max(int(n < tracks), (tracks - n) // 2) for n in range(tracks + 1)]
        fewer = [Level(entering, (entering,) if a > b else ()) for a, b in itertools.pairwise(shares)]
        return [Closable(stage, tuple(levels)), Closable(entering, tuple(fewer))]

    def _freight(self, yard: str, exits: list[str], sizes: list[int], left_to_others: int) -> dict[str, list[int]]:
        """The pools of freight where it leaves tracks to better trains: their sizes with none, one, ... tracks closed.

        ``sizes`` are those of all freight.
        """
        pools = {freight_tracks(yard): sizes}
        pools |= {freight_toward(yard, exit): [max(0, size - left_to_others) for size in sizes] for exit in exits}
        return {name: of for name, of in pools.items() if name in self.tracks.resources.made}

    def _track(self, stage: str, number: int, tracks: int, sizes: Mapping[str, list[int]]) -> Level:
        """The closing of one more track: it takes a unit of each pool that would be too large for the remaining
        tracks."""
        units = {name: self.tracks.resources.made[name].capacity for name in sizes}
        shrinking = [
            name for name, of in sizes.items() if min(units[name], of[number - 1]) > min(units[name], of[number])
        ]
        return Level(f"{stage}, {number} of {tracks}", (stage, *shrinking))


def most_taken(steps: Iterable[PlannedStep]) -> dict[str, int]:
    """By resource, the most units that one of some steps takes."""
    most: dict[str, int] = {}
    for planned in steps:
        units = Counter[str]()
        for take in planned.step.takes:
            units.update({take: 1} if isinstance(take, str) else dict([take]))
        most |= {name: number for name, number in units.items() if number > most.get(name, 0)}
    return most


def _both(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


def closures_of(disrupted: tuple[Disrupted, ...], window: Window, seed: int, replication: int) -> Iterator[Closure]:
    """Everything that disruptions close in one replication, with its random numbers."""
    shares: dict[Closable, list[tuple[str, int, list[Span]]]] = defaultdict(list)
    for each in disrupted:
        spans = spans_of(each.name, each.disruption, window, seed, replication)
        for closable, units in each.closes:
            shares[closable].append((each.name, units, spans))
    number = 0
    for closable, parts in shares.items():
        for closure in _added_up(closable, parts):
            number += 1
            check_closings(number, closable.name)
            yield closure


def _added_up(closable: Closable, parts: list[tuple[str, int, list[Span]]]) -> Iterator[Closure]:
    """The closings of each unit, after adding up the units that several disruptions close."""
    edges = sorted({edge for _, _, spans in parts for span in spans for edge in span})
    units = np.zeros(len(edges), np.int64)  # from each edge to the next
    names: list[list[str]] = [[] for _ in edges]
    for name, closed, spans in parts:
        for begin, end in spans:
            first, last = np.searchsorted(edges, (begin, end)).tolist()
            units[first:last] += closed
            for row in range(first, last):
                names[row].append(name)
    for number, level in enumerate(closable.levels, 1):
        turns = np.flatnonzero(np.diff(units >= number, prepend=False)).tolist() if level.takes else []
        for first, last in zip(turns[::2], turns[1::2], strict=True):
            causes = dict.fromkeys(name for own in names[first:last] for name in own)
            yield Closure(level.name, 1, edges[first], edges[last], " and ".join(causes))
