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
from typing import Literal, NamedTuple

import numpy as np

from corridorsim.errors import CorridorError, InputError, Path, UnknownName
from corridorsim.itineraries import Reason, Role
from corridorsim.itineraries.stages import SECTION
from corridorsim.model.description import Window
from corridorsim.model.disruptions.disruption import ClosedPart, Disruption
from corridorsim.model.lines.movement import Span
from corridorsim.model.lines.network import Section, kilometres
from corridorsim.model.reading.validation import at_value
from corridorsim.operations import Step
from corridorsim.planning.border import trains_accepted
from corridorsim.planning.closures.disruption_times import spans_of
from corridorsim.planning.resources import Closure, check_closings
from corridorsim.planning.track.tracks import Tracks, freight_of


class UnitClosing(NamedTuple):
    """One more closed unit: the name of its closing, and the resources taken together."""

    name: str
    takes: tuple[str, ...]


@dataclass(frozen=True)
class Closable:
    """Something that can be closed unit by unit, in this order."""

    name: str
    units: tuple[UnitClosing, ...]


class PartOfRun(NamedTuple):
    """How many units are closed in a part of the run, if something is closed at all."""

    begin: int
    end: int
    units: int


Parts = tuple[PartOfRun, ...]


@dataclass(frozen=True)
class Disrupted:
    """A disruption with what it closes, and how many units of each: what it leaves open may be open in part only."""

    name: str
    disruption: Disruption
    closes: tuple[tuple[Closable, Parts], ...]


def find_disrupted(
    tracks: Tracks, disruptions: Mapping[str, Disruption], steps: Iterable[Step]
) -> tuple[Disrupted, ...]:
    """What disruptions close, after all resources of trains exist and the pools of exits are settled.

    Closing a crossing or section that no train uses has no effect. Raises InputError, at the key of the scenario, for
    an unknown stage, for units that cannot be closed, and if some units are left but too few for what a train's step
    takes at once.
    """
    names, problems = Names(tracks, most_taken(steps) if disruptions else {}), []
    found = []
    for name, disruption in disruptions.items():
        closes: list[tuple[Closable, Parts]] = []
        for i, closed in enumerate(disruption.closes):
            path: Path = ("disruptions", name, "closes", i, "stage" if closed.stage else "line")
            try:
                closables = names.closables(closed, disruption)
                _check_cut(closables, disruption)
                closes += [(each, names.parts(each, disruption)) for each in closables]
            except CorridorError as error:
                problems.append(at_value(path, error.args[0], tracks.scenario.document.marks))
        found.append(Disrupted(name, disruption, tuple(dict(closes).items())))
    if problems:
        raise InputError(problems)
    return tuple(found)


def _check_cut(closables: list[Closable], disruption: Disruption) -> None:
    """What is cut had more units than it is left."""
    most = max((len(each.units) for each in closables), default=0)
    if disruption.leaves is not None and closables and disruption.leaves >= most:
        raise CorridorError(f'leaves {disruption.leaves} units of "{closables[0].name}", which has {most}: leave fewer')


def closings_of(disrupted: tuple[Disrupted, ...]) -> dict[str, tuple[str, ...]]:
    """Every closing that disruptions may ask for, by name: the resources of which it takes a unit each."""
    units = (unit for each in disrupted for closable, _ in each.closes for unit in closable.units)
    return {unit.name: unit.takes for unit in units if unit.takes}


@dataclass(frozen=True)
class Names:
    """What a disruption may name in a corridor that is laid out; CorridorError for a name that does not fit."""

    tracks: Tracks
    taken: Mapping[str, int]  # by resource, the most units that a train takes at once

    def closables(self, closed: ClosedPart, disruption: Disruption) -> list[Closable]:
        """The things that are closed by this entry."""
        if closed.crossing is not None and disruption.leaves is not None:
            return [self._whole(pool) for pool in self._accepted(closed.crossing)]
        if closed.crossing is not None:
            return [self._whole(name) for name in self._border_tracks(closed.crossing)]
        if closed.stage is not None and not any(s.name == closed.stage for s in self.tracks.scenario.network.sections):
            yard = self._yard_called(closed.stage)
            return self._stage(closed.stage) if yard is None else self._yard(yard, disruption)
        sections = self._sections(closed)
        if disruption.units != "all" or disruption.leaves:
            raise CorridorError(
                "must be closed entirely (units: all); to close one of two tracks, use a possession of the line"
            )
        return [each for section in sections for each in self._section(section)]

    def parts(self, closable: Closable, disruption: Disruption) -> Parts:
        """How many units of something a disruption closes, by part of the run where its dated limits change that."""
        until, most = self.tracks.scenario.window.until, len(closable.units)
        if disruption.leaves is None:
            return (PartOfRun(0, until, self._units(closable, disruption.units)),)
        self._check_left(closable, min(most, disruption.leaves))
        own = [each for each in self.tracks.resources.closures if each.resource == closable.name]
        edges = sorted({0, until, *(edge for each in own for edge in (each.begin, min(each.end, until)))})
        return tuple(
            PartOfRun(begin, end, max(0, most - _closed_at(begin, own) - disruption.leaves))
            for begin, end in itertools.pairwise(edges)
        )

    def _units(self, closable: Closable, told: int | Literal["all"]) -> int:
        most = len(closable.units)
        if told == "all":
            return most
        if told > most:
            raise CorridorError(f'must close at most {most} units, the number of "{closable.name}" (got {told})')
        self._check_left(closable, most - told)
        return told

    def _check_left(self, closable: Closable, left: int) -> None:
        most, (least, why) = len(closable.units), self._least(closable.name)
        if 0 < left < least:
            some = f"at most {most - least}" if most > least else "none"
            raise CorridorError(
                f'would leave {left} of {most} units of "{closable.name}", and {why}: close {some}, or all'
            )

    def _least(self, resource: str) -> tuple[int, str]:
        """The least useful number of units, and why: what a train takes at once; for a stack, what can never block."""
        arriving, made = self.taken.get(resource, 0), self.tracks.resources.made
        stores = [name for name, one in made.items() if one.stack == resource]
        if not stores:
            return arriving, f"a train takes {arriving} at once"
        least = arriving + sum(self.taken.get(name, 1) - 1 for name in stores)
        return least, f"with fewer than {least} it may stay full of goods that fill no train"

    def _stage(self, name: str) -> list[Closable]:
        made = self.tracks.resources.made
        own = [resource for resource, one in made.items() if one.stage.name == name]
        own = [resource for resource in own if not made[resource].role.logical] or own
        if not own:
            stages = dict.fromkeys(one.stage.name for one in made.values())
            raise CorridorError(
                UnknownName(f'names "{name}", which is not a stage that a train uses here', name, stages)
            )
        if not any(made[resource].capacity for resource in own):
            raise CorridorError(f'names "{name}", which has no units that could be closed')
        return [self._whole(resource) for resource in own]

    def _whole(self, resource: str) -> Closable:
        return Closable(resource, (UnitClosing(resource, (resource,)),) * self.tracks.resources.made[resource].capacity)

    def _accepted(self, crossing: str) -> Iterator[str]:
        """The pools of all trains accepted a day in the directions in which trains cross."""
        for direction in self.tracks.scenario.crossings[crossing].directions:
            pool = trains_accepted(self.tracks, crossing, direction)
            if pool is not None:
                yield pool

    def _border_tracks(self, crossing: str) -> list[str]:
        made = self.tracks.resources.made
        return [name for name, one in made.items() if one.role is Role.BORDER_TRACK and one.stage.crossing == crossing]

    def _sections(self, closed: ClosedPart) -> list[Section]:
        sections = self.tracks.scenario.network.sections
        if closed.line is None:
            return [section for section in sections if section.name == closed.stage]
        at = kilometres(self.tracks.scenario.lines[closed.line])
        begin, end = at[closed.start or ""], at[closed.end or ""]
        return [s for s in sections if s.line == closed.line and begin < s.end_at and s.start_at < end]

    def _section(self, section: Section) -> list[Closable]:
        """What must be closed so that no train enters from either end; nothing if no train ever does."""
        made = self.tracks.resources.made.values()
        if not any(one.stage.kind is SECTION and one.stage.section == section.name for one in made):
            return []
        passages = [self.tracks.passage(here, there) for here, there in _both(section.start, section.end)]
        names = [name for each in passages for name in ([each.entry[0][0]] if each.entry else each.blocks)]
        return [self._whole(name) for name in dict.fromkeys(names)]

    def _yard_called(self, stage: str) -> str | None:
        """All tracks of the yard that is called so."""
        made = self.tracks.resources.made
        return next((tracks for tracks in self.tracks.exits if made[tracks].stage.name == stage), None)

    def _yard(self, yard: str, disruption: Disruption) -> list[Closable]:
        """A yard's tracks with the pools of its exits, and the share of it that entering trains may fill."""
        made = self.tracks.resources.made
        tracks, exits = made[yard].capacity, sorted(self.tracks.exits[yard].values())
        left_to_others = int(len(exits) > 1)
        if left_to_others and (disruption.units == tracks - 1 or disruption.leaves == 1):
            raise CorridorError(
                f'would leave one track of "{yard}", too few for trains of {len(exits)} exits: '
                f"close at most {max(0, tracks - 2)} of its {tracks} tracks, or all"
            )
        sizes = {name: [max(0, tracks - n - left_to_others) for n in range(tracks + 1)] for name in exits}
        sizes |= self._freight(yard, exits, tracks, left_to_others)
        levels = [self._track(yard, n, tracks, sizes) for n in range(1, tracks + 1)]
        shares = [max(int(n < tracks), (tracks - n) // 2) for n in range(tracks + 1)]
        entering = [name for name, one in made.items() if one.role is Role.ENTERING and one.yard == yard]
        fewer = [
            Closable(name, tuple(UnitClosing(name, (name,) if a > b else ()) for a, b in itertools.pairwise(shares)))
            for name in entering
        ]
        return [Closable(yard, tuple(levels)), *fewer]

    def _freight(self, yard: str, exits: list[str], tracks: int, left_to_others: int) -> dict[str, list[int]]:
        """The pools of freight in a yard where it leaves tracks to better trains: their sizes with 0, 1, ... closed."""
        freight = self.tracks.freight
        if yard not in freight:
            return {}
        kept = self.tracks.kept[self.tracks.resources.made[yard].stage.place]
        sizes = [freight_of(tracks - n, kept) for n in range(tracks + 1)]
        left = [max(0, size - left_to_others) for size in sizes]
        return {freight[yard]: sizes} | {freight[name]: left for name in exits if name in freight}

    def _track(self, stage: str, number: int, tracks: int, sizes: Mapping[str, list[int]]) -> UnitClosing:
        """The closing of one more track: it takes a unit of each pool that would be too large for the remaining
        tracks."""
        units = {name: self.tracks.resources.made[name].capacity for name in sizes}
        shrinking = [
            name for name, of in sizes.items() if min(units[name], of[number - 1]) > min(units[name], of[number])
        ]
        return UnitClosing(f"{stage}, {number} of {tracks}", (stage, *shrinking))


def _closed_at(second: int, closures: Iterable[Closure]) -> int:
    """Units that are closed then."""
    return sum(each.units for each in closures if each.begin <= second < each.end)


def most_taken(steps: Iterable[Step]) -> dict[str, int]:
    """By resource, the most units that one of some steps takes."""
    most: dict[str, int] = {}
    for step in steps:
        units = Counter[str]()
        for take in step.takes:
            units.update({take: 1} if isinstance(take, str) else dict([take]))
        most |= {name: number for name, number in units.items() if number > most.get(name, 0)}
    return most


def _both(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


def closures_of(disrupted: tuple[Disrupted, ...], window: Window, seed: int, replication: int) -> Iterator[Closure]:
    """Everything that disruptions close in one replication, with its random numbers."""
    shares: dict[Closable, list[_Share]] = defaultdict(list)
    for each in disrupted:
        spans = spans_of(each.name, each.disruption, window, seed, replication)
        for closable, parts in each.closes:
            shares[closable].append(_Share(each.name, parts, each.disruption.leaves is not None, spans))
    number = 0
    for closable, own in shares.items():
        for closure in _added_up(closable, own):
            number += 1
            check_closings(number, closable.name)
            yield closure


class _Share(NamedTuple):
    """What one disruption closes of something, and when."""

    name: str
    parts: Parts
    is_cut: bool  # to what it leaves, whatever else is closed
    spans: list[Span]

    @property
    def closings(self) -> Iterator[PartOfRun]:
        """Its spans, cut where the number of units changes."""
        for begin, end in self.spans:
            for part in self.parts:
                first, last = max(begin, part.begin), min(end, part.end)
                if first < last:
                    yield PartOfRun(first, last, part.units)


def _added_up(closable: Closable, shares: list[_Share]) -> Iterator[Closure]:
    """The closings of each unit, after adding up the units that several disruptions close.

    Cuts do not add up: the lowest number that one of them leaves is left.
    """
    closings = [(share, part) for share in shares for part in share.closings]
    edges = sorted({edge for _, part in closings for edge in (part.begin, part.end)})
    added, cut = np.zeros(len(edges), np.int64), np.zeros(len(edges), np.int64)  # from each edge to the next
    names: list[list[str]] = [[] for _ in edges]
    for share, part in closings:
        first, last = np.searchsorted(edges, (part.begin, part.end)).tolist()
        if share.is_cut:
            cut[first:last] = np.maximum(cut[first:last], part.units)
        else:
            added[first:last] += part.units
        for row in range(first, last):
            names[row].append(share.name)
    units = np.maximum(added, cut)
    for number, unit in enumerate(closable.units, 1):
        turns = np.flatnonzero(np.diff(units >= number, prepend=False)).tolist() if unit.takes else []
        for first, last in zip(turns[::2], turns[1::2], strict=True):
            causes = dict.fromkeys(name for own in names[first:last] for name in own)
            yield Closure(unit.name, 1, edges[first], edges[last], Reason.DISRUPTION, " and ".join(causes))
