"""A train's itinerary, written down step by step: what each step takes and gives, and what it means on the railway."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Stage
from corridorsim.model.corridor import Timing
from corridorsim.operations import Put, Step
from corridorsim.planning.tracks import Tracks


@dataclass(frozen=True)
class Draw:
    """A time that varies: drawn for each train by its purpose."""

    purpose: str
    timing: Timing


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


@dataclass
class Journey:
    """Collects the steps of one itinerary; remembers what the train holds until it next moves."""

    tracks: Tracks
    speed: float | None
    steps: list[PlannedStep] = field(default_factory=list)
    _held: list[str] = field(default_factory=list)
    _standing: bool = True

    def step(
        self,
        name: str,
        activity: Activity,
        place: str,
        takes: Sequence[str] = (),
        gives: Sequence[Put] = (),
        seconds: int = 0,
        draw: Draw | None = None,
    ) -> None:
        """Add a step at a place."""
        self.steps.append(PlannedStep(Step(name, takes, gives), activity, place, seconds, draw))
        self._standing = True

    def hold(self, *names: str) -> None:
        """The train keeps these until it lets go."""
        self._held += names

    def let_go(self) -> list[Put]:
        """What the train gives back as it moves on."""
        gives, self._held = [Put(name) for name in self._held], []
        return gives

    def enter(self, place: str, slot: list[str], also: Sequence[str] = ()) -> None:
        """Appear on a track; ``also`` is taken with it, and given back by a later step.

        Half of a yard's tracks at most stand full of trains that have entered there and not moved on: the queue
        outside, however long, must not shut out those that arrive.
        """
        yard = self.tracks.resources[slot[0]]
        entries = self.tracks.thing(f"entering at {place}", max(1, yard.capacity // 2), yard.stage, logical=True)
        self.step(f"enter at {place}", Activity.ENTER, place, [*slot, entries, *also])
        self.hold(*slot, entries)

    def run(self, way: list[str], toward: str) -> None:
        """Run from place to place; at the last the train has a slot toward ``toward``."""
        for here, there, after in zip(way, way[1:], [*way[2:], toward], strict=False):
            self._pass(here, there, self.tracks.slot_at(there, after))

    def depart(self, end: str, place: str) -> None:
        """Leave for the network beyond, which takes a train every so many minutes, and be gone."""
        scenario = self.tracks.scenario
        stage = Stage(f"{end}: acceptance", "end", dotted(("ends", end, "accepts")))
        door = self.tracks.thing(f"{end} accepts", 1, stage, logical=True)
        every = round(min(86_400 / scenario.ends[end].accepts, scenario.window.until))
        self.step(f"leave for {end}", Activity.DEPART, place, [door], [*self.let_go(), Put(door, 1, every)])
        self.end(place)

    def end(self, place: str) -> None:
        """Give back what is held and be gone."""
        self.step("end", Activity.END, place, gives=self.let_go())

    def _pass(self, here: str, there: str, slot: list[str]) -> None:
        """Run over one section, block after block, and arrive."""
        passage = self.tracks.passage(here, there)
        section, loss = passage.section, self.tracks.scenario.rules.start_and_stop
        limit = self.tracks.scenario.lines[section.line].speed_limit
        speed = min(self.speed or limit, limit)
        parts = list(passage.parts(round(section.length / speed) + loss * self._standing))
        gives = self.let_go()
        for n, (seconds, at) in enumerate(parts):
            takes = passage.taken(n, len(parts), slot)
            block = f" block {n + 1}" if len(parts) > 1 else ""
            step = Step(f"{here} - {there}{block}", takes, gives, 0 if self._standing and n == 0 else loss)
            self.steps.append(PlannedStep(step, Activity.RUN, here, seconds, None, at, section.name, section.line))
            gives = [Put(name) for name in passage.blocks[n : n + 1]]
        if passage.whole:
            gives.append(Put(passage.whole, 1, self.tracks.scenario.rules.crossing_interval))
        end_at = section.end_at if here == section.start else section.start_at
        arrival = Step(f"arrive at {there}", puts=gives)
        self.steps.append(PlannedStep(arrival, Activity.ARRIVE, there, at=end_at, line=section.line))
        self.hold(*slot)
        self._standing = False
