"""The resources of lines and yards, and how a train takes them: sections, blocks, slots, and the closings of units.

The rule against gridlock: a yard of m tracks that trains of more than one exit use admits at most m - 1 trains of each
exit (the next place the train goes to). Where opposing trains can be on the same rails the slot at the far place is
taken on entry; on a one-way track with its last block. The argument is in ``docs/gridlock.md``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corridorsim.errors import dotted
from corridorsim.itineraries import Stage
from corridorsim.model import Scenario, Section


@dataclass
class Resource:
    """A resource in the making."""

    capacity: int
    logical: bool
    stage: Stage


@dataclass(frozen=True)
class Closure:
    """Units of a resource that are closed from one second to another."""

    resource: str
    units: int
    begin: int
    end: int


@dataclass
class Tracks:
    """All resources that itineraries ask for, made as they ask."""

    scenario: Scenario
    resources: dict[str, Resource] = field(default_factory=dict)
    exits: dict[str, set[str]] = field(default_factory=dict)  # by yard
    closures: list[Closure] = field(default_factory=list)

    def thing(self, name: str, capacity: int, stage: Stage, logical: bool = False) -> str:
        """A resource of this name, made if it is not there yet."""
        self.resources.setdefault(name, Resource(capacity, logical, stage))
        return name

    def slot(self, yard: str, toward: str, capacity: int, key: str) -> list[str]:
        """What a train takes to stand in a yard: a track, and one of the tracks open to its exit."""
        stage = Stage(f"{yard} tracks", "tracks", key)
        self.exits.setdefault(yard, set()).add(toward)
        return [
            self.thing(f"{yard} tracks", capacity, stage),
            self.thing(f"{yard} toward {toward}", capacity, stage, logical=True),
        ]

    def slot_at(self, place: str, toward: str) -> list[str]:
        """A slot at a place of the lines."""
        return self.slot(place, toward, self.scenario.network.places[place].tracks, self._key_of(place))

    def settle_exits(self) -> None:
        """Where trains of more than one exit use a yard, leave a track to the others: at most m - 1 for each exit."""
        one_way = {
            side.station: crossing.one_way
            for crossing in self.scenario.crossings.values()
            for side in (crossing.near, crossing.far)
        }
        for yard, exits in self.exits.items():
            for toward in exits if len(exits) > 1 else ():
                pool = self.resources[f"{yard} toward {toward}"]
                pool.capacity = max(1, min(pool.capacity - 1, int(pool.capacity * one_way.get(yard, 1))))

    def passage(self, here: str, there: str) -> "Passage":
        """How the section between two neighbouring places is passed in this direction."""
        section = self.scenario.network.between[frozenset((here, there))]
        window = self.scenario.window
        doubled = None if section.second_track is None else window.second_of(section.second_track)
        opened = 0 if section.opens is None else max(0, window.second_of(section.opens))
        if doubled is None or doubled >= window.until:
            whole = self._section(section, 1)
            self._close(whole, 1, opened)
            return Passage(section, here, whole, [], slot_on_entry=True)
        blocks = self._blocks(section, here)
        if doubled <= 0:
            for block in blocks:
                self._close(block, 1, opened)
            return Passage(section, here, None, blocks, slot_on_entry=False)
        whole = self._section(section, 2 * len(blocks))
        self._close(whole, 2 * len(blocks) - 1, max(doubled, opened))
        self._close(whole, 1, opened)
        return Passage(section, here, whole, blocks, slot_on_entry=True)

    def _section(self, section: Section, capacity: int) -> str:
        return self.thing(section.name, capacity, self._stage(section))

    def _blocks(self, section: Section, here: str) -> list[str]:
        line = self.scenario.lines[section.line]
        speed = min(line.speed_limit, max(c.speed or line.speed_limit for c in self.scenario.consists.values()))
        count = max(1, int(section.length / speed / line.headway + 0.5))
        track = 1 if here == section.start else 2
        names = [f"{section.name} track {track} block {n}" for n in range(1, count + 1)]
        return [self.thing(name, 1, self._stage(section)) for name in names]

    def _stage(self, section: Section) -> Stage:
        return Stage(section.name, "section", dotted(("lines", section.line, "second_track")))

    def _key_of(self, place: str) -> str:
        for name, line in self.scenario.lines.items():
            for i, point in enumerate(line.points):
                if point.name == place:
                    return dotted(("lines", name, "points", i, "tracks"))
        filled = next(s.line for s in self.scenario.network.sections if place in (s.start, s.end))
        return dotted(("lines", filled, "tracks", "siding"))

    def _close(self, resource: str, units: int, end: int) -> None:
        closure = Closure(resource, units, 0, end)
        if end > 0 and closure not in self.closures:
            self.closures.append(closure)

    def limit(self, name: str, levels: list[tuple[int, int]], stage: Stage) -> str:
        """A pool whose size changes by date: (second, units) in order; the first holds from the start."""
        if name in self.resources:
            return name
        most = max(units for _, units in levels)
        until = self.scenario.window.until
        ends = [*(min(second, until) for second, _ in levels[1:]), until]
        begins = [0, *ends[:-1]]
        for begin, end, (_, units) in zip(begins, ends, levels, strict=True):
            if units < most and end > max(0, begin):
                self.closures.append(Closure(name, most - units, max(0, begin), end))
        return self.thing(name, most, stage, logical=True)


@dataclass(frozen=True)
class Passage:
    """A section in one direction: what of it is taken, and whether the slot beyond is taken on entry."""

    section: Section
    start: str
    whole: str | None  # taken on entry, given back on arrival
    blocks: list[str]  # taken one after another
    slot_on_entry: bool

    def taken(self, part: int, parts: int, slot: list[str]) -> list[str]:
        """What a train takes to begin a part: the whole on entry, each block, the slot beyond first or last."""
        whole = [self.whole] if part == 0 and self.whole else []
        beyond = slot if part == (0 if self.slot_on_entry else parts - 1) else []
        return [*whole, *self.blocks[part : part + 1], *beyond]

    def parts(self, seconds: int) -> Iterator[tuple[int, float]]:
        """Per block (or for the whole): seconds it takes, and metres along the line where it begins."""
        count = max(1, len(self.blocks))
        begin, length = self.section.start_at, self.section.length
        forward = self.start == self.section.start
        bounds = [round(seconds * n / count) for n in range(count + 1)]
        for n, (a, b) in enumerate(pairwise(bounds)):
            share = n / count
            yield b - a, begin + length * (share if forward else 1 - share)
