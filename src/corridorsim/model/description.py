"""What a scenario file says, key by key: which corridor, which year, which traffic and which rules to simulate."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.clock import MARGIN, ToldClock, clock_of, near_spans, simulated
from corridorsim.model.corridor import Consist, End, Line
from corridorsim.model.crossing import Crossing
from corridorsim.model.disruption import Disruption
from corridorsim.model.movement import Days, Span
from corridorsim.model.pools import Pools
from corridorsim.model.quantities import Count, Day, Duration, Seed, Strict, TonnesPerYear, TrainsPerDay, Word
from corridorsim.model.terminals import Highway, Terminal
from corridorsim.model.traction import Locomotive
from corridorsim.model.traffic import Traffic


class Window(Strict):
    """The time that is measured, and the time before it that fills the corridor."""

    start: Day
    """First day that is measured."""
    length: Annotated[Duration, Field(ge=86_400, le=40 * 365 * 86_400)]
    """Time that is measured."""
    warm_up: Annotated[Duration, Field(multiple_of=86_400, le=10 * 365 * 86_400)]
    """Time simulated before it and not measured, in whole days."""
    clock: ToldClock = "Kazakhstan"
    """By whose clock days and hours are, unless something has a clock of its own: a country, an offset such as UTC+8,
    or levels."""

    @property
    def simulation_start(self) -> date:
        """Day on which the simulation begins."""
        return self.start - timedelta(seconds=self.warm_up)

    @property
    def last_day(self) -> date:
        """Last day of which something is measured."""
        return self.start + timedelta(seconds=self.length - 1)

    @property
    def until(self) -> int:
        """Seconds from the simulation's start to the window's end."""
        return self.warm_up + self.length

    def second_of(self, day: date) -> int:
        """Seconds from the simulation's start to a day, negative if it lies before."""
        return (day - self.start).days * 86_400 + self.warm_up

    def spans(self, when: Iterable[Days], clock: ToldClock | None = None) -> Iterator[Span]:
        """Seconds [from, until) of the run for days and hours that are written by a clock; by its own if left out."""
        near = clock_of(self.clock)
        yield from near_spans(when, clock_of(clock or self.clock), near, self.simulation_start, self.until)

    def second_by(self, day: date, at: int, clock: ToldClock | None = None) -> int:
        """Seconds from the simulation's start to a time of a day by a clock; by its own if left out."""
        second = (day - self.simulation_start).days * 86_400 + at
        return simulated(second, clock_of(clock or self.clock), clock_of(self.clock), self.simulation_start)

    def daily(self, at: int, clock: ToldClock | None = None) -> list[int]:
        """The seconds of the run, in order, at which it is this time of day by a clock."""
        days = (self.simulation_start + timedelta(days=n) for n in range(-MARGIN, self.until // 86_400 + MARGIN))
        moments = (self.second_by(day, at, clock) for day in days)
        return [moment for moment in moments if 0 <= moment < self.until]


class Rules(Strict):
    """How trains are worked."""

    start_and_stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Time that a stop costs over passing, standing not counted, all lost as the train sets off; of trains at a plain
    speed. In its place its two parts may be told, start and stop."""
    start: Annotated[Duration, Field(le=86_400)] | None = None
    """Lost by starting from a stand, over passing."""
    stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Lost by stopping, over passing, before the train stands."""
    crossing_interval: Annotated[Duration, Field(le=86_400)]
    """From a train's arrival to the departure of the train that comes the other way over the same section."""
    following_interval: Annotated[Duration, Field(le=86_400)] | None = None
    """From a train's arrival to the departure of its follower (semi-automatic block); as for a crossing if left out."""
    arrival_interval: Annotated[Duration, Field(le=86_400)] = 0
    """Between arrivals at a station of a single line that may not receive from both sides at once."""
    crew_duty: Annotated[Duration, Field(ge=60, le=7 * 86_400)] = 43_200
    """Longest trip of a crew between two of its changes; longer ones are counted, not prevented."""
    keep_free: Annotated[Count, Field(le=10)] = 1
    """Tracks of a place that trains of one exit leave to the others; with 0 trains can lock each other up."""

    @property
    def losses(self) -> tuple[int, int]:
        """Seconds lost by starting and by stopping, of trains at a plain speed."""
        return (self.start or 0, self.stop or 0) if self.start_and_stop is None else (self.start_and_stop, 0)


class Observed(Strict):
    """Published figures of the scenario's year, shown beside what is simulated; nothing is fitted to them here."""

    tonnes: dict[Word, TonnesPerYear] = {}
    """By "total", a crossing's name, a direction (KZ->CN), or both (Dostyk KZ->CN)."""
    trains: dict[Word, TrainsPerDay] = {}
    """Trains a day over the border, by the same names."""
    dwell: dict[Word, Duration] = {}
    """Mean time at a crossing, by its name."""


class Description(Strict):
    """Everything that a run needs to know."""

    format: Literal[1]
    """Version of this file format."""
    name: Word
    """Short name; results go to results/<name>."""
    description: str = ""
    """What the scenario asks."""
    window: Window
    """What time is simulated."""
    replications: Annotated[Count, Field(ge=1, le=10_000)] = 10
    """Runs with different luck, from which means and their intervals come."""
    seed: Seed = 1
    """Where all luck starts from."""
    lines: dict[Word, Line]
    """Railway lines."""
    ends: dict[Word, End]
    """Where the corridor ends and the network beyond begins."""
    crossings: dict[Word, Crossing]
    """Border crossings."""
    consists: dict[Word, Consist]
    """Kinds of freight train."""
    traffic: Traffic
    """What wants to run."""
    rules: Rules
    """How trains are worked."""
    observed: Observed = Observed()
    """Published figures to show beside the results."""
    locomotives: dict[Word, Locomotive] = {}
    """Kinds of locomotive."""
    pools: Pools = Pools()
    """Wagons, locomotives and crews that may be lacking."""
    terminals: dict[Word, Terminal] = {}
    """Dry ports and bases where containers come from or go to."""
    highways: dict[Word, Highway] = {}
    """Roads that take a share of the containers."""
    disruptions: dict[Word, Disruption] = {}
    """What closes something for a time: storms, failures, strikes, inspections, holidays."""
