"""A train's itinerary, written step by step: what each step takes and puts, and what it means on the railway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import END, LONG_TRAIN, Stage
from corridorsim.model.demand.formation import Formation
from corridorsim.model.timing import Timing
from corridorsim.operations import Put, Step
from corridorsim.planning.demand.chances import When
from corridorsim.planning.track.crews import NO_CREWS, Crews
from corridorsim.planning.track.cuts import NO_PERMITS, StretchPermits, permits_on
from corridorsim.planning.track.sections import Passage
from corridorsim.planning.track.tracks import Exit, Tracks, names
from corridorsim.running.times import Run
from corridorsim.units import rounded_up


@dataclass(frozen=True)
class Draw:
    """A time that varies: drawn for each train, by purpose."""

    purpose: str
    timing: Timing
    ahead: "Ahead | None" = None

    @property
    def most(self) -> int:
        """The longer of its mean times, declared ahead or not."""
        return max(self.timing.mean, 0 if self.ahead is None else self.ahead.timing.mean)

    @property
    def mean(self) -> float:
        """Mean seconds over all trains."""
        if self.ahead is None:
            return self.timing.mean
        return self.timing.mean + self.ahead.share * (self.ahead.timing.mean - self.timing.mean)


@dataclass(frozen=True)
class Ahead:
    """Trains declared ahead: their share, and the time that they take."""

    purpose: str
    share: float
    timing: Timing


class Ride(NamedTuple):
    """A run over part of a section; the key by which its time is looked up."""

    train: Formation
    here: str
    there: str
    part: int
    parts: int


NOWHERE = ""  # the place of what closes and reopens things


@dataclass(frozen=True)
class PlannedStep:
    """A step with its meaning and its seconds, fixed or drawn."""

    step: Step
    activity: Activity
    place: str
    seconds: int = 0
    draw: Draw | None = None
    at: float = float("nan")  # metres along the line
    section: str = ""
    line: str = ""
    ride: Ride | None = None
    when: When | None = None  # None: for all trains; otherwise for those to which something happens

    @property
    def lasts(self) -> bool:
        """Whether it takes time, or may."""
        return self.seconds > 0 or self.step.restart > 0 or (self.draw is not None and self.draw.most > 0)


@dataclass
class Journey:
    """Collects the steps of one itinerary, and remembers what the train holds until it next moves."""

    tracks: Tracks
    train: Formation  # the key of its running times
    overtakes: bool = False
    steps: list[PlannedStep] = field(default_factory=list)
    _held: list[Put] = field(default_factory=list)
    _standing: bool = True
    _later: float = 0.0  # seconds lost when starting again after an unplanned stop at the end of the last section
    _reserved: Sequence[str] = ()  # what is taken ahead of the next section
    _crews: Crews = NO_CREWS
    _permits: StretchPermits = NO_PERMITS

    def step(
        self,
        name: str,
        activity: Activity,
        place: str,
        takes: Sequence[str | tuple[str, int]] = (),
        gives: Sequence[Put] = (),
        seconds: int = 0,
        draw: Draw | None = None,
        when: When | None = None,
    ) -> None:
        """Add a step at a place."""
        self.steps.append(PlannedStep(Step(name, takes, gives), activity, place, seconds, draw, when=when))
        self._standing = True

    def hold(self, *held: str | Put) -> None:
        """The train keeps these until it releases them."""
        self._held += [Put(one) if isinstance(one, str) else one for one in held]

    def let_go(self) -> list[Put]:
        """What the train puts back as it moves on."""
        gives, self._held = self._held, []
        return gives

    def give(self, puts: Sequence[Put]) -> None:
        """Put this as well when the last step starts."""
        last = self.steps[-1]
        self.steps[-1] = replace(last, step=replace(last.step, puts=[*last.step.puts, *puts]))

    def enter(self, place: str, slot: list[str], also: Sequence[str | tuple[str, int]] = ()) -> None:
        """Appear on a track; ``also`` is taken with it, and put back by a later step.

        Trains that have just entered and not moved on fill at most half of a yard's tracks: the queue outside, however
        long, must not shut out arriving trains.
        """
        yard = self.tracks.resources.made[slot[0]]
        entries = self.tracks.resources.thing(
            f"entering at {place}", max(1, yard.capacity // 2), yard.stage, Role.ENTERING, yard=slot[0]
        )
        self.step(f"enter at {place}", Activity.ENTER, place, [*slot, entries, *also])
        self.hold(*slot, entries)

    def run(self, way: Sequence[str], toward: Exit, crews: Crews = NO_CREWS) -> None:
        """Run from place to place and stop at the last, where the train has a slot toward ``toward``.

        A train longer than the loop stops there only if it must, and its tail then holds the section behind. Before a
        stretch of single track with such places it takes a slot in each of them and beyond, and the permit to be the
        only long train there, all together.
        """
        self._crews, self._permits = crews, permits_on(self.tracks, self.train, way)
        exits = dict(zip(way, [*map(Exit, way[1:]), toward], strict=True))
        for stretch in self._stretches(way):
            slots = {place: self.tracks.slot_at(place, exits[place]) for place in stretch[1:]}
            if len(stretch) == 2:
                self._pass(stretch[0], stretch[1], slots[stretch[1]], exits, stopping=stretch[1] == way[-1])
            else:
                self._pass_long(stretch, slots, exits, stopping=stretch[-1] == way[-1])

    def _stretches(self, way: Sequence[str]) -> Iterator[list[str]]:
        """A way cut where the train fits, and where one of two tracks begins or ends that is its direction's alone."""
        stretch = list(way[:1])
        for here, place, beyond in zip(way, way[1:], [*way[2:], ""], strict=False):
            stretch.append(place)
            single = beyond and all(self.tracks.passage(*p).slot_on_entry for p in ((here, place), (place, beyond)))
            if not single or self.tracks.fits(place, self.train):
                yield stretch
                stretch = [place]

    def depart(self, end: str, place: str, also: Sequence[Put] = ()) -> None:
        """Depart for the network beyond, which takes trains at fixed intervals, and leave the model.

        ``also`` is taken at the departure, and comes back after a fixed time.
        """
        scenario = self.tracks.scenario
        stage = Stage(f"taken by {end}", END, dotted(("ends", end, "accepts")))
        door = self.tracks.thing(f"{end} accepts", 1, stage, Role.END)
        every = round(min(86_400 / scenario.ends[end].accepts, scenario.window.until))
        takes: list[str | tuple[str, int]] = [door, *((put.resource, put.units) for put in also)]
        gives = [*self.let_go(), Put(door, after=every), *also]
        self.step(f"leave for {end}", Activity.DEPART, place, takes, gives)
        self.end(place)

    def end(self, place: str) -> None:
        """Release everything and leave the model."""
        self.step("end", Activity.END, place, gives=self.let_go())

    def _pass(self, here: str, there: str, slot: list[str], exits: dict[str, Exit], stopping: bool) -> None:
        """Run over one section, block after block, and arrive; the slot is taken on entry or with the last block."""
        passage = self.tracks.passage(here, there)
        off_single = [] if stopping else self._off_single_track(here, there, exits)
        ahead = None if stopping or off_single else self._ahead(passage, there, exits)
        last = [ahead] if ahead else []
        slot_and_crew = [*slot, *self._permits_beyond(there), *off_single]
        on_entry, with_last = (slot_and_crew, last) if passage.slot_on_entry else ([], [*slot_and_crew, *last])
        self._run_over(passage, there, on_entry, with_last, stopping)
        self._arrive(there, passage, stopping, [])
        self.hold(*slot)
        self._reserved = [*last, *off_single]

    def _pass_long(
        self, stretch: list[str], slots: dict[str, list[str]], exits: dict[str, Exit], stopping: bool
    ) -> None:
        """Run over single track whose loops are too short: take all slots first, then run section after section."""
        tokens = {there: self._token(here, there) for here, there in pairwise(stretch)}
        everything = [*tokens.values(), *(name for slot in slots.values() for name in slot)]
        everything += [crew for place in slots for crew in self._permits_beyond(place)]
        off_single = [] if stopping else self._off_single_track(stretch[-2], stretch[-1], exits)
        everything += off_single
        for here, there in pairwise(stretch):
            passage = self.tracks.passage(here, there)
            stops = stopping and there == stretch[-1]
            self._run_over(passage, there, everything if here == stretch[0] else (), (), stops)
            self._arrive(there, passage, stops, [Put(tokens[there])])
            self.hold(*slots[there])
        self._reserved = off_single

    def _off_single_track(self, here: str, place: str, exits: dict[str, Exit]) -> list[str]:
        """What a train takes with its slot at a place where it does not fit, on its way from single to double track.

        The headway and the first block beyond, and if that block is also the last one, what is taken with it: its tail
        must not hold the single section while trains that need this section keep it from going on.
        """
        if self.tracks.fits(place, self.train) or not self.tracks.passage(here, place).slot_on_entry:
            return []
        beyond = exits[place].name
        passage = self.tracks.passage(place, beyond)
        if passage.slot_on_entry:
            return []
        with_last = [*self.tracks.slot_at(beyond, exits[beyond]), *self._permits_beyond(beyond)]
        return [
            *(resource for resource, _ in passage.gates), *passage.blocks[:1],
            *(with_last if len(passage.blocks) == 1 else ()),
        ]  # fmt: skip

    def _permits_beyond(self, place: str) -> list[str]:
        """The crew, and the permits of stretches, for the way on from a place where it could not stand and wait."""
        crew = self._crews.with_track.get(place)
        return [*([] if crew is None else [crew]), *self._permits.with_track.get(place, ())]

    def _token(self, here: str, there: str) -> str:
        section = self.tracks.passage(here, there).section
        key = dotted(("lines", section.line, "useful_length"))
        stage = Stage(f"{section.name} long trains", LONG_TRAIN, key, section=section.name)
        return self.tracks.thing(f"{section.name} long train", 1, stage, Role.LONG_TRAIN)

    def _ahead(self, behind: Passage, place: str, exits: dict[str, Exit]) -> str | None:
        """What an overtaking train takes with its slot at a place: the headway of the double section after it.

        Not where a long train may have its slot beyond already: it would wait for the headway, and the other for the
        slot. Nor where one may have this headway from before it entered the section behind, and be there after it. Nor
        where it may have to wait for a crew or a permit: others would wait for the headway meanwhile.
        """
        beyond = exits[place].name
        if not self.overtakes or place in self._crews.leaving or place in self._permits.leaving:
            return None
        if frozenset((place, beyond)) not in self.tracks.scenario.network.between:
            return None
        if behind.slot_on_entry and behind.parts > 1 and not self.tracks.all_fit(place, behind.section):
            return None
        passage = self.tracks.passage(place, beyond)
        return None if passage.slot_on_entry else passage.gates[0][0]

    def _run_over(
        self, passage: Passage, there: str, with_first: Sequence[str], with_last: Sequence[str], stopping: bool
    ) -> None:
        """The running steps over a section: the entry with everything it takes, then block after block."""
        here, section = passage.start, passage.section
        self._ask(passage)
        run = self.tracks.running.over(self.train, here, there)
        throat = self.tracks.throat(here)
        takes: list[str | tuple[str, int]] = [
            *(resource for resource, _ in passage.entry), *passage.tests,
            *(resource for resource, _ in passage.gates), *names(throat), *with_first,
            *([passage.asks] if passage.asks else ()),
        ]  # fmt: skip
        if here in self._crews.leaving:
            takes.append(self._crews.leaving[here])
        takes += self._permits.leaving.get(here, ())
        gives = [
            *self.let_go(), *(Put(resource, units=units) for resource, units in passage.tests),
            *(Put(resource, after=after) for resource, after in passage.gates), *throat,
            *([Put(passage.begun)] if passage.begun else ()),
        ]  # fmt: skip
        later = self.tracks.running.later(self.train, here, there)
        restart = 0.0 if self._standing else run.start + self._later
        parts = self._parts(passage, there, run, stopping)
        for n, (seconds, at) in enumerate(parts):
            takes += passage.blocks[n : n + 1]
            takes += with_last if n == len(parts) - 1 else ()
            takes = [each for each in takes if each not in self._reserved] if n == 0 else takes
            block = f" block {n + 1}" if len(parts) > 1 else ""
            step = Step(f"{here} - {there}{block}", takes, [*gives, *self._permits.given_back(takes)], round(restart))
            ride = Ride(self.train, here, there, n, len(parts))
            self.steps.append(
                PlannedStep(step, Activity.RUN, here, seconds, None, at, section.name, section.line, ride)
            )
            takes = []
            gives = [Put(name, after=rounded_up(run.clearing)) for name in passage.blocks[n : n + 1]]
            restart = run.start + later
        self._later = later

    def _ask(self, passage: Passage) -> None:
        """Ask for a section whose directions take turns, as the train is ready to enter."""
        if passage.asks is None:
            return
        if self.steps[-1].lasts or self.steps[-1].when:
            step = Step(f"ask for {passage.section.name}", puts=[Put(passage.asks)])
            self.steps.append(PlannedStep(step, Activity.STAND, passage.start))
        else:
            self.give([Put(passage.asks)])

    def _parts(self, passage: Passage, there: str, run: Run, stopping: bool) -> list[tuple[int, float]]:
        """Per block (or for the whole section): its running time in seconds, and the metres along the line where it
        begins."""
        shares = self.tracks.running.parts(self.train, passage.start, there, passage.parts)
        edges = np.cumsum([0.0, *(share * run.passing for share in shares)])
        edges[1:] += run.start * self._standing
        edges[-1] += run.stop * stopping
        section, forward = passage.section, passage.start == passage.section.start
        places = np.linspace(section.start_at, section.end_at, passage.parts + 1)
        seconds = np.diff(np.round(np.round(edges, 6))).astype(int).tolist()
        return list(zip(seconds, (places if forward else places[::-1])[:-1].tolist(), strict=True))

    def _arrive(self, there: str, passage: Passage, stopping: bool, also: list[Put]) -> None:
        """Come to a stop or pass: the section and its last block are released if the train fits the place.

        If it does not fit, its tail holds them until it has moved on by its length. A route through the throat is
        taken.
        """
        run = self.tracks.running.over(self.train, passage.start, there)
        section, clearing = passage.section, rounded_up(run.clearing)
        behind = [Put(resource, after=after) for resource, after in passage.entry] + also
        if stopping or self.tracks.fits(there, self.train):
            gives = behind + [Put(name, after=clearing) for name in passage.blocks[-1:]]
        else:
            self.hold(
                *(Put(put.resource, after=put.after + clearing) for put in [*behind, *map(Put, passage.blocks[-1:])])
            )
            gives = []
        if there in self._crews.arriving:
            gives.append(self._crews.arriving[there])
        arrival = self.tracks.arrival(there, passage)
        end_at = section.end_at if passage.start == section.start else section.start_at
        step = Step(f"arrive at {there}", names(arrival), [*gives, *arrival])
        self.steps.append(PlannedStep(step, Activity.ARRIVE, there, at=end_at, line=section.line))
        self._standing = False


def unhindered(steps: list[PlannedStep]) -> float:
    """Mean seconds of steps if no other train hinders."""
    means = ((step.draw.mean if step.draw else step.seconds, step.when.share if step.when else 1.0) for step in steps)
    return sum(seconds * share for seconds, share in means)
