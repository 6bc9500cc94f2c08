"""The resources of a section, and how a train passes it: single, double, or one and then the other by date.

Single track under semi-automatic block is one unit: one train between stations, and its follower is asked after the
trains of the other direction. Under automatic block it is two pools, the trains of each direction; a train enters while
the other pool is full, so a group holds the section against the other direction, and a direction of which the other
asks for the section shuts its door behind a group (``planning/turns.py``). Double track is a row of blocks for each
direction with a headway before the first. Track that is double for a part of the run only (a second track that opens, a
possession of one track) has the blocks of double track behind the entry of single track, and more units of it while
both tracks are there: ``docs/movement.md``.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import ceil

from corridorsim.errors import dotted
from corridorsim.itineraries import Reason, Role
from corridorsim.itineraries.stages import CALL, SECTION, TURN, Stage
from corridorsim.model import Scenario, Section
from corridorsim.model.demand.formation import Formation
from corridorsim.model.lines.movement import Span
from corridorsim.planning.resources import Resources, Turn
from corridorsim.running.times import Run, RunningTimes
from corridorsim.units import parts, rounded_up

MOST_BLOCKS = 40
YIELD = 1  # seconds at least between the earliest opposing train and a follower


@dataclass(frozen=True)
class Passage:
    """How a section is passed in one direction: what is taken, and when it is put back."""

    section: Section
    start: str
    entry: tuple[tuple[str, int], ...] = ()  # taken on entry: resource, seconds after arrival until it is put back
    tests: tuple[tuple[str, int], ...] = ()  # units that must be free on entry, put back at once
    gates: tuple[tuple[str, int], ...] = ()  # taken on entry: resource, seconds after entry until it is put back
    blocks: tuple[str, ...] = ()  # taken one after another
    slot_on_entry: bool = True
    single: bool = True  # whether trains of both directions share the rails, possessions apart
    asks: str | None = None  # given as a train is ready to enter, taken on entry
    begun: str | None = None  # given on entry

    @property
    def parts(self) -> int:
        """Number of steps in which the section is passed."""
        return max(1, len(self.blocks))


class Sections:
    """The sections of a scenario as resources, built when a train first passes them."""

    def __init__(
        self,
        scenario: Scenario,
        resources: Resources,
        running: RunningTimes,
        users: Callable[[Section], Collection[Formation]],
    ) -> None:
        self.scenario, self.resources, self.running = scenario, resources, running
        self._users = users  # the trains that run over a section
        self._passages: dict[tuple[str, str], Passage] = {}
        self.groups: dict[str, int] = {}  # by place within a line, the most trains that come to it in a group

    def passage(self, here: str, there: str) -> Passage:
        """How the section between two neighbouring places is passed in this direction."""
        if (here, there) not in self._passages:
            section = self.scenario.network.between[frozenset((here, there))]
            ways = ((section.start, section.end), (section.end, section.start))
            self._passages |= dict(zip(ways, self._made(section), strict=True))
        return self._passages[here, there]

    def _made(self, section: Section) -> tuple[Passage, Passage]:
        opened, doubled = self.opened(section), self.doubled(section)
        one_track, closed = self._possessions(section)
        closed = united([(0, opened), *closed]) if opened else closed
        if doubled is None:
            return self._single(section, united([*one_track, *closed]))  # on single track, one track is all
        if doubled == 0 and not one_track:
            return self._double(section, closed)
        return self._changing(section, max(doubled, opened) if doubled else 0, one_track, closed)

    def opened(self, section: Section) -> int:
        """Second of the run from which a section is open."""
        return 0 if section.opens is None else max(0, self.scenario.window.second_of(section.opens))

    def doubled(self, section: Section) -> int | None:
        """Second of the run from which a section is double, None if never within it."""
        window = self.scenario.window
        if section.second_track is None or window.second_of(section.second_track) >= window.until:
            return None
        return max(0, window.second_of(section.second_track))

    def _single(self, section: Section, closed: list[Span]) -> tuple[Passage, Passage]:
        rules = self.scenario.rules
        if self.scenario.lines[section.line].block == "automatic":
            most = self._most(section)
            self._close_groups(section, most, closed, self.opened(section))
            return self._groups(section, most, most, [(0, self.scenario.window.until)])
        stage = self._stage(section)
        whole = self.resources.thing(section.name, 1, stage, Role.SECTION)
        self._close([whole], 1, closed, self.opened(section))
        passages = [
            Passage(section, here, ((whole, rules.crossing_interval), self._follower(section, here, there, 1)))
            for here, there in self._ways(section)
        ]
        return passages[0], passages[1]

    def _follower(self, section: Section, here: str, there: str, most: int) -> tuple[str, int]:
        """What keeps trains of a direction from following each other before the other direction has had its turn."""
        name = f"{here} - {there} follower"
        return self.resources.thing(name, most, self._stage(section), Role.FOLLOWER), self.following

    @property
    def following(self) -> int:
        """Seconds from a train's arrival to its follower's departure under semi-automatic block.

        Always more than the crossing interval: when the section clears, the other direction goes first.
        """
        crossing, interval = self.scenario.rules.crossing_interval, self.scenario.rules.following_interval
        return max(crossing + YIELD, interval or 0)

    def _groups(self, section: Section, most: int, units: int, single: list[Span]) -> tuple[Passage, Passage]:
        """Automatic block on single track: trains of one way follow each other, none while one comes the other way.

        The pools have ``units``; of twice as many as ``most`` the rest stands for the second track. While the track is
        ``single``, a direction that is asked to shuts its door behind a group (``planning/turns.py``).
        """
        stage, key = self._stage(section), dotted(("lines", section.line, "group"))
        turns = Stage(f"{section.name} turns", TURN, key, section=section.name)
        calls = Stage(f"{section.name} turns asked for", CALL, key, section=section.name)
        ways = self._ways(section)

        def each(what: str, capacity: int, stage: Stage, role: Role) -> list[str]:
            return [self.resources.thing(f"{a} - {b} {what}", capacity, stage, role) for a, b in ways]

        counts = each("trains", units, stage, Role.ONE_WAY)
        doors, asking = each("door", 1, turns, Role.TURN), each("asks", 0, calls, Role.ASKED)
        begun, watches = each("begun", 0, calls, Role.BEGUN), each("watch", 1, calls, Role.WATCH)
        for name in watches:
            for begin, end in _without([(0, self.scenario.window.until)], single):
                self.resources.close(name, 1, begin, end, Reason.TURN, "a second track")
        passages = []
        for n, (here, there) in enumerate(ways):
            self._come_in_groups(section, there, self.group(section))
            own, other = counts[n], counts[1 - n]
            gate, every = self._gate(section, here, there)
            self.resources.turns.append(
                Turn(
                    f"{here} - {there}", own, other, most, doors[n], doors[1 - n], begun[n], asking[1 - n],
                    watches[n], self._followed(section, every), YIELD,
                )
            )  # fmt: skip
            entry, gates = ((own, self.scenario.rules.crossing_interval),), ((gate, every), (doors[n], YIELD))
            passages.append(Passage(section, here, entry, ((other, most),), gates, asks=asking[n], begun=begun[n]))
        return passages[0], passages[1]

    def _come_in_groups(self, section: Section, there: str, most: int) -> None:
        """Within a line, note how many trains of one way at most are on the section with a track for each beyond."""
        own = self.scenario.network.sections_of(section.line)
        if there not in (own[0].start, own[-1].end):
            self.groups[there] = max(self.groups.get(there, 1), most)

    def _followed(self, section: Section, every: int) -> int:
        """Seconds in which a group follows its first train: its headways, and half a one for who is a little late."""
        more = self.group(section) - 1
        return more * every + every // 2 if more else 0

    def _most(self, section: Section) -> int:
        """Trains of one way on the section at once: a group, or as many as the headway lets through."""
        runs = [(self._slowest(*way), self.headway(section, *way)) for way in self._ways(section)]
        busy = [(run.passing + run.start + run.stop + self.scenario.rules.crossing_interval) / h for run, h in runs]
        return max(self.group(section), *(ceil(share) + 1 for share in busy))

    def group(self, section: Section) -> int:
        """Trains that follow each other over a section: as the block permits and both its stations have tracks for.

        A group of each direction has to stand at a station at the same time: half of its tracks each.
        """
        line, places = self.scenario.lines[section.line], self.scenario.network.places
        if line.block != "automatic":
            return 1
        room = (places[at].tracks // 2 for at in (section.start, section.end))
        return max(1, min(line.group, *room))

    def _double(self, section: Section, closed: list[Span]) -> tuple[Passage, Passage]:
        passages = []
        for here, there in self._ways(section):
            gate = self._gate(section, here, there)
            self._close([gate[0]], 1, closed, self.opened(section))  # no train enters; a train on the section continues
            blocks = self._blocks(section, here, there)
            passages.append(Passage(section, here, gates=(gate,), blocks=blocks, slot_on_entry=False, single=False))
        return passages[0], passages[1]

    def _changing(
        self, section: Section, doubled: int, one_track: list[Span], closed: list[Span]
    ) -> tuple[Passage, Passage]:
        """Single until a second and double after it, except for possessions of one track or of all."""
        ways = self._ways(section)
        blocks = [self._blocks(section, here, there) for here, there in ways]
        for _, there in ways if doubled == 0 else ():
            self._come_in_groups(section, there, self._most(section))
        gates = [(self._gate(section, here, there),) for here, there in ways]
        single = united([(0, doubled), *one_track]) if doubled else one_track
        shut_single, shut_double = _common(closed, single), _without(closed, single)
        opened = self.opened(section)
        if self.scenario.lines[section.line].block == "automatic":
            most = max(len(blocks[0]), len(blocks[1]), self._most(section))
            grouped = self._groups(section, most, 2 * most, single)
            self._close_groups(section, most, single, doubled)
            self._close_groups(section, most, shut_single, opened)
            self._close_groups(section, 2 * most, shut_double, opened)
            entries = [(p.entry, p.tests, p.gates, (p.asks, p.begun)) for p in grouped]
        else:
            units = len(blocks[0]) + len(blocks[1])
            whole = self.resources.thing(section.name, units, self._stage(section), Role.SECTION)
            self._close([whole], units - 1, single, doubled)
            self._close([whole], 1, shut_single, opened)
            self._close([whole], units, shut_double, opened)
            clear = whole, self.scenario.rules.crossing_interval
            turns = self._turns(section, blocks, single, doubled)
            entries = [((clear, turn), (), own, (None, None)) for turn, own in zip(turns, gates, strict=True)]
        passages = [
            Passage(section, here, entry, tests, own, row, True, doubled > 0, *asking)
            for (here, _), row, (entry, tests, own, asking) in zip(ways, blocks, entries, strict=True)
        ]
        return passages[0], passages[1]

    def _turns(
        self, section: Section, blocks: list[tuple[str, ...]], single: list[Span], doubled: int
    ) -> list[tuple[str, int]]:
        """Followers wait for their turn while the track is ``single``; otherwise the number of blocks is the only
        limit."""
        turns = []
        for (here, there), row in zip(self._ways(section), blocks, strict=True):
            most = 1 + len(row) + ceil(self.following / self.headway(section, here, there))
            turns.append(self._follower(section, here, there, most))
            self._close([turns[-1][0]], most - 1, single, doubled)
        return turns

    def _ways(self, section: Section) -> tuple[tuple[str, str], tuple[str, str]]:
        return (section.start, section.end), (section.end, section.start)

    def _blocks(self, section: Section, here: str, there: str) -> tuple[str, ...]:
        track = 1 if here == section.start else 2
        count = self.blocks(section, here, there)
        names = [f"{section.name} track {track} block {n}" for n in range(1, count + 1)]
        return tuple(self.resources.thing(name, 1, self._stage(section), Role.BLOCK) for name in names)

    def blocks(self, section: Section, here: str, there: str) -> int:
        """Block sections of one track: by their length, or as many as keep the slowest train within the headway."""
        line = self.scenario.lines[section.line]
        if line.block_length is not None:
            return parts(section.length, line.block_length)
        assert line.headway is not None
        run = self._slowest(here, there)
        room = line.headway - run.start - run.clearing
        return max(1, min(MOST_BLOCKS, rounded_up(run.passing / (room if room > 0 else line.headway))))

    def headway(self, section: Section, here: str, there: str) -> int:
        """Seconds between following trains: the line's, or by blocking times, so that each runs under clear signals.

        A follower may enter when the slowest train has cleared the block ahead of the next signal: the time of its
        longest two blocks or, from a stand, of its first, and until its tail has cleared it (UIC 406: blocking time of
        approach, run and clearing).
        """
        line = self.scenario.lines[section.line]
        if line.headway is not None:
            return line.headway
        run = self._slowest(here, there)
        shares = self.running.parts(self._slowest_name(here, there), here, there, self.blocks(section, here, there))
        longest = max(a + b for a, b in zip(shares, [*shares[1:], 0.0], strict=True)) * run.passing
        return round(max(longest, run.start + (shares[0] + sum(shares[1:2])) * run.passing) + run.clearing)

    def _gate(self, section: Section, here: str, there: str) -> tuple[str, int]:
        name = f"{here} - {there} headway"
        gate = self.resources.thing(name, 1, self._stage(section), Role.HEADWAY)
        return gate, self.headway(section, here, there)

    def _slowest_name(self, here: str, there: str) -> Formation:
        users = self._users(self.scenario.network.between[frozenset((here, there))])
        return max(sorted(users, key=str), key=lambda train: self.running.over(train, here, there).passing)

    def _slowest(self, here: str, there: str) -> Run:
        return self.running.over(self._slowest_name(here, there), here, there)

    def _stage(self, section: Section) -> Stage:
        key = dotted(("lines", section.line, "second_track"))
        return Stage(section.name, SECTION, key, section=section.name)

    def _possessions(self, section: Section) -> tuple[list[Span], list[Span]]:
        """When one of a section's tracks is out of service, and when all are."""
        window, line = self.scenario.window, self.scenario.lines[section.line]
        at = {point.name: point.at for point in line.points}
        found: dict[str, list[Span]] = {"one": [], "all": []}
        for possession in line.possessions:
            if at[possession.start] < section.end_at and section.start_at < at[possession.end]:
                found[possession.tracks] += possession.spans(window.simulation_start, window.until)
        return united(found["one"]), united(found["all"])

    def _close(self, names: list[str], units: int, spans: list[Span], opens: int) -> None:
        """Close units for some spans: until a second because they are not there yet, from then on for possessions."""
        for name in names:
            for begin, end in spans:
                self.resources.close(name, units, begin, min(end, opens), Reason.NOT_YET_OPEN, "not yet open")
                self.resources.close(name, units, max(begin, opens), end, Reason.POSSESSION, "a possession")

    def _close_groups(self, section: Section, units: int, spans: list[Span], opens: int) -> None:
        self._close([f"{here} - {there} trains" for here, there in self._ways(section)], units, spans, opens)


def united(spans: list[Span]) -> list[Span]:
    """Spans in order; those that overlap or touch are joined."""
    whole: list[Span] = []
    for begin, end in sorted(spans):
        if whole and begin <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((begin, end))
    return whole


def _common(spans: list[Span], others: list[Span]) -> list[Span]:
    """The parts of spans that lie in others."""
    pairs = ((max(a, c), min(b, d)) for a, b in spans for c, d in others)
    return [(begin, end) for begin, end in pairs if begin < end]


def _without(spans: list[Span], others: list[Span]) -> list[Span]:
    """The parts of spans that lie in none of others."""
    left = spans
    for begin, end in others:
        pieces = [((a, min(b, begin)), (max(a, end), b)) for a, b in left]
        left = [(a, b) for pair in pieces for a, b in pair if a < b]
    return left
