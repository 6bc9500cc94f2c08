"""The resources of a plan in the making, and the closings of their units."""

from dataclasses import dataclass, field, replace

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Closing, Role
from corridorsim.itineraries.stages import CALL, Stage

MOST_CLOSINGS = 1_000_000  # of a unit each, in a run
MOST_PLACES = 5_000_000


def check_closings(number: int, name: str) -> None:
    """Raise CorridorError for more closings than a run can hold."""
    if number > MOST_CLOSINGS:
        raise CorridorError(
            f'"{name}" and what else is closed must be at most {MOST_CLOSINGS:,} closings of one unit in the run: '
            "close fewer units or less often, or run a shorter window"
        )


@dataclass
class Resource:
    """A resource in the making: what it is, and the resources with which it goes together, by name."""

    capacity: int
    asked: int  # its capacity as first asked for: a rule may leave fewer
    stage: Stage
    role: Role
    exit: str = ""  # for trains that go there next
    yard: str = ""  # all tracks of the yard of which it is a part
    stack: str = ""  # the space in which these loads lie


@dataclass(frozen=True)
class Closure:
    """Units of a resource that are closed from one second to another."""

    resource: str
    units: int
    begin: int
    end: int
    why: Closing
    cause: str  # what closes it, in the words of a story


@dataclass(frozen=True)
class CalendarDay:
    """A number of trains of each calendar day: its places by name, how many at most, and when a day changes."""

    places: str
    most: int
    changes: tuple[int, ...]  # seconds of the run

    @property
    def used(self) -> str:
        """The places that trains have used today."""
        return f"{self.places}: used"

    @property
    def gate(self) -> str:
        """Open while the day changes."""
        return f"{self.places}: change of day"


@dataclass
class Resources:
    """All resources that itineraries ask for, made as they ask."""

    closings: int = 0  # of a unit each
    made: dict[str, Resource] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    calendar_days: dict[str, CalendarDay] = field(default_factory=dict)  # by the name of their places

    def thing(
        self, name: str, capacity: int, stage: Stage, role: Role, *, exit: str = "", yard: str = "", stack: str = ""
    ) -> str:
        """A resource of this name, made if it is not there yet.

        Raises CorridorError if the name stands for another thing already, of another capacity or stage: two things of
        the scenario are called alike.
        """
        asked = Resource(capacity, capacity, stage, role, exit, yard, stack)
        known = self.made.setdefault(name, asked)
        if replace(known, capacity=capacity) != asked:
            one, other = (
                f"{each.key or each.name} ({units})" for each, units in ((known.stage, known.asked), (stage, capacity))
            )
            raise CorridorError(
                f'"{name}" would stand for two things, {one} and {other}: give what they are named after other names'
            )
        return name

    def close(self, name: str, units: int, begin: int, end: int, why: Closing, cause: str) -> None:
        """Take units out of service from a second to another; CorridorError for more than a run can hold."""
        if units > 0 and end > max(0, begin):
            self.closings += units
            check_closings(self.closings, name)
            self.closures.append(Closure(name, units, max(0, begin), end, why, cause))

    def limit(self, name: str, levels: list[tuple[int, int]], until: int, stage: Stage, role: Role) -> str:
        """A pool whose size changes by date: (second, units) in order; the first holds from the start."""
        if name in self.made:
            return name
        most = max(units for _, units in levels)
        ends = [*(min(second, until) for second, _ in levels[1:]), until]
        for begin, end, (_, units) in zip([0, *ends[:-1]], ends, levels, strict=True):
            self.close(name, most - units, begin, end, Closing.LEVEL, f"the limit of {units}")
        return self.thing(name, most, stage, role)

    def by_day(self, day: CalendarDay, stage: Stage) -> None:
        """Let a pool of places come back as a calendar day changes."""
        if day.most * len(day.changes) > MOST_PLACES:
            raise CorridorError(
                f"{stage.key}: must be at most {MOST_PLACES:,} places over all days of the run, where a day begins by "
                f"the calendar (got {day.most:,} on {len(day.changes):,} days): fewer trains a day, or a shorter window"
            )
        name, label = (f"{words}, change of day" for words in (stage.name, stage.label))
        of_the_change = replace(stage, name=name, label=label, kind=CALL)
        self.thing(day.used, 0, of_the_change, Role.USED)
        self.thing(day.gate, 0, of_the_change, Role.CHANGE_OF_DAY)
        self.calendar_days[day.places] = day
