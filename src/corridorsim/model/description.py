"""What a scenario file contains, key by key: which corridor, year, traffic and rules to simulate."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.border.crossing import Crossing
from corridorsim.model.clock import MARGIN, ClockKey, clock_of, near_spans, simulated
from corridorsim.model.corridor import Consist, End, Line
from corridorsim.model.counting import TrainCount
from corridorsim.model.demand.pools import Pools
from corridorsim.model.demand.terminals import Highway, Terminal
from corridorsim.model.demand.traffic import Traffic
from corridorsim.model.disruptions.disruption import Disruption
from corridorsim.model.lines.movement import Days, Span
from corridorsim.model.lines.traction import Locomotive
from corridorsim.model.observed import Observed
from corridorsim.model.quantities import Count, Day, Duration, Seed, Strict, Word


class Window(Strict):
    """The period that is measured, and the warm-up before it that fills the corridor."""

    start: Day
    """First day that is measured."""
    length: Annotated[Duration, Field(ge=86_400, le=40 * 365 * 86_400)]
    """Length of the measured period."""
    warm_up: Annotated[Duration, Field(multiple_of=86_400, le=10 * 365 * 86_400)]
    """Length of the simulated but unmeasured period before it, in whole days."""
    clock: ClockKey = "Kazakhstan"
    """Clock of all days and hours, unless something has its own clock: a country, an offset such as UTC+8, or
    offsets by date."""

    @property
    def simulation_start(self) -> date:
        """First day of the simulation."""
        return self.start - timedelta(seconds=self.warm_up)

    @property
    def last_day(self) -> date:
        """Last day that is measured."""
        return self.start + timedelta(seconds=self.length - 1)

    @property
    def until(self) -> int:
        """Seconds from the start of the simulation to the end of the window."""
        return self.warm_up + self.length

    def second_of(self, day: date) -> int:
        """Seconds from the start of the simulation to a day; negative if the day is earlier."""
        return (day - self.start).days * 86_400 + self.warm_up

    def spans(self, when: Iterable[Days], clock: ClockKey | None = None) -> Iterator[Span]:
        """Seconds [from, until) of the run for days and hours by a clock; if omitted, by the window's clock."""
        near = clock_of(self.clock)
        yield from near_spans(when, clock_of(clock or self.clock), near, self.simulation_start, self.until)

    def second_by(self, day: date, at: int, clock: ClockKey | None = None) -> int:
        """Seconds from the start of the simulation to a time of a day by a clock; if omitted, by the window's clock."""
        second = (day - self.simulation_start).days * 86_400 + at
        return simulated(second, clock_of(clock or self.clock), clock_of(self.clock), self.simulation_start)

    def daily(self, at: int, clock: ClockKey | None = None) -> list[int]:
        """The seconds of the run, in order, at which a clock shows this time of day."""
        days = (self.simulation_start + timedelta(days=n) for n in range(-MARGIN, self.until // 86_400 + MARGIN))
        moments = (self.second_by(day, at, clock) for day in days)
        return [moment for moment in moments if 0 <= moment < self.until]


class Rules(Strict):
    """Operating rules of trains."""

    start_and_stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Time that a stop adds to passing, not counting the stand itself, all added as the train starts; for trains with a
    plain speed. Its two parts, start and stop, may be given instead."""
    start: Annotated[Duration, Field(le=86_400)] | None = None
    """Time added by starting from a stand, compared with passing."""
    stop: Annotated[Duration, Field(le=86_400)] | None = None
    """Time added by stopping, compared with passing, before the train stands."""
    crossing_interval: Annotated[Duration, Field(le=86_400)]
    """Time from a train's arrival to the departure of the opposing train over the same section."""
    following_interval: Annotated[Duration, Field(le=86_400)] | None = None
    """Time from a train's arrival to the departure of its follower (semi-automatic block); if omitted, the crossing
    interval."""
    arrival_interval: Annotated[Duration, Field(le=86_400)] = 0
    """Time between arrivals at a station of a single line that may not receive trains from both sides at once."""
    crew_duty: Annotated[Duration, Field(ge=60, le=7 * 86_400)] = 43_200
    """Longest trip of a crew between two crew changes; longer trips are counted, not prevented."""
    keep_free: Annotated[Count, Field(le=10)] = 1
    """Tracks of a place that trains of one exit leave free for the others; with 0, trains can deadlock."""

    @property
    def losses(self) -> tuple[int, int]:
        """Seconds lost by starting and by stopping, for trains with a plain speed."""
        return (self.start or 0, self.stop or 0) if self.start_and_stop is None else (self.start_and_stop, 0)


class Description(Strict):
    """Everything that a run needs."""

    format: Literal[1]
    """Version of this file format."""
    name: Word
    """Short name; results go to results/<name>."""
    description: str = ""
    """The question that the scenario asks."""
    as_of: Day | None = None
    """Day on which it could have been written: a figure that became known later is refused, unless it is marked with
    `hindsight: true`."""
    window: Window
    """The period that is simulated."""
    replications: Annotated[Count, Field(ge=1, le=10_000)] = 10
    """Number of runs with different random numbers, from which means and their intervals are computed."""
    seed: Seed = 1
    """Seed of the random numbers."""
    lines: dict[Word, Line]
    """Railway lines."""
    ends: dict[Word, End]
    """Distant ends, where the corridor ends and the network beyond begins."""
    crossings: dict[Word, Crossing]
    """Border crossings."""
    consists: dict[Word, Consist]
    """Kinds of freight train."""
    traffic: Traffic
    """Traffic demand."""
    rules: Rules
    """Operating rules of trains."""
    observed: Observed = Observed()
    """Published figures, shown beside the results."""
    counts: dict[Word, TrainCount] = {}
    """Places on the lines at which trains are counted."""
    locomotives: dict[Word, Locomotive] = {}
    """Kinds of locomotive."""
    pools: Pools = Pools()
    """Wagons, locomotives and crews that may be in short supply."""
    terminals: dict[Word, Terminal] = {}
    """Dry ports and bases where containers come from or go to."""
    highways: dict[Word, Highway] = {}
    """Roads that take a share of the containers."""
    disruptions: dict[Word, Disruption] = {}
    """Temporary closings: storms, failures, strikes, inspections, holidays."""
