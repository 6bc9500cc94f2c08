"""The resources of a plan that is being built, and the closings of their units."""

from dataclasses import dataclass, field, replace

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Reason, Role
from corridorsim.itineraries.stages import CALL, Stage
from corridorsim.model.border.acceptance import Counted

MOST_CLOSINGS = 1_000_000  # of one unit each, in a run
MOST_PLACES = 5_000_000


def check_closings(number: int, name: str) -> None:
    """Raise CorridorError for more closings than a run can hold."""
    if number > MOST_CLOSINGS:
        raise CorridorError(
            f'"{name}" and all other closings must make at most {MOST_CLOSINGS:,} closings of one unit in the run: '
            "close fewer units or less often, or run a shorter window"
        )


@dataclass
class Resource:
    """A resource that is being built: what it is, and the names of the resources that it goes together with."""

    capacity: int
    asked: int  # its capacity as first requested; a rule may reduce it
    stage: Stage
    role: Role
    exit: str = ""  # where its trains go next
    yard: str = ""  # all tracks of the yard that it is a part of
    stack: str = ""  # the space in which these loads lie


@dataclass(frozen=True)
class Closure:
    """Units of a resource that are closed from one second to another."""

    resource: str
    units: int
    begin: int
    end: int
    reason: Reason
    cause: str  # what closes it, as named in a train's story


@dataclass(frozen=True)
class CalendarDay:
    """A number of trains per calendar day: the name of its places, their greatest number, and the changes of day."""

    places: str
    most: int
    changes: tuple[int, ...]  # seconds of the run

    @property
    def used(self) -> str:
        """The places that trains have used today."""
        return f"{self.places}: used"

    @property
    def gate(self) -> str:
        """Open during the change of day."""
        return f"{self.places}: change of day"


@dataclass(frozen=True)
class Accepted:
    """The trains to which a pool of places applies, what it counts, and what was agreed."""

    crossing: str
    direction: str
    kind: str  # of the trains; empty for all
    counted: Counted
    agreed: tuple[tuple[int, int], ...]  # second of the run, units a day from then on; empty if not given


@dataclass(frozen=True)
class Turn:
    """How a direction of a single-track section makes way for the other; all but numbers are names of resources."""

    way: str  # the direction
    own: str  # its trains on the section
    other: str  # those of the other direction
    most: int  # units of each
    door: str  # through which it enters
    other_door: str
    begun: str  # a unit for every train of it that has entered
    asked: str  # a unit for every train of the other direction that asks for the section
    watch: str  # one turn at a time
    seconds: int  # how long trains may follow once they are asked for the section
    later: int  # seconds after the section is clear, when they are asked again


@dataclass(frozen=True)
class PlannedLoadingStop:
    """A rule that stops loading; everything except the numbers is a name, of the rule or of a resource."""

    name: str
    gate: str  # through which trains are loaded
    trains: str  # a unit for every train that counts
    room: str  # a unit less for every train that counts
    watch: str  # one stop at a time
    many: int  # units of the trains at which a stop is announced
    few: int  # units of the room at which loading begins again
    notice: int  # seconds from the announcement to the stop
    between: int  # least number of trains that are loaded between two stops
    counts_waiting: bool  # whether only trains count that wait to depart or have reached the crossing


@dataclass
class Resources:
    """All resources that itineraries request, built on request."""

    closings: int = 0  # of a unit each
    made: dict[str, Resource] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    calendar_days: dict[str, CalendarDay] = field(default_factory=dict)  # by the name of their places
    accepted: dict[str, Accepted] = field(default_factory=dict)  # by the name of their places
    turns: list[Turn] = field(default_factory=list)
    loading_stops: dict[str, PlannedLoadingStop] = field(default_factory=dict)  # by the name of the rule

    def thing(
        self, name: str, capacity: int, stage: Stage, role: Role, *, exit: str = "", yard: str = "", stack: str = ""
    ) -> str:
        """A resource of this name, built if it does not exist yet.

        Raises CorridorError if the name already stands for something else, with another capacity or stage: two things
        of the scenario have the same name.
        """
        asked = Resource(capacity, capacity, stage, role, exit, yard, stack)
        known = self.made.setdefault(name, asked)
        if replace(known, capacity=capacity) != asked:
            one, other = (
                f"{each.key or each.name} ({units})" for each, units in ((known.stage, known.asked), (stage, capacity))
            )
            raise CorridorError(
                f'"{name}" would stand for two things, {one} and {other}: rename the things that they are named after'
            )
        return name

    def close(self, name: str, units: int, begin: int, end: int, reason: Reason, cause: str) -> None:
        """Take units out of service from one second to another; CorridorError for more than a run can hold."""
        if units > 0 and end > (begin := max(0, begin)):
            self.closings += units
            check_closings(self.closings, name)
            self.closures.append(Closure(name, units, begin, end, reason, cause))

    def limit(self, name: str, levels: list[tuple[int, int]], until: int, stage: Stage, role: Role) -> str:
        """A pool whose size changes by date: (second, units) in order; the first holds from the start."""
        most, is_new = max(units for _, units in levels), name not in self.made
        self.thing(name, most, stage, role)
        if not is_new:
            return name
        ends = [*(min(second, until) for second, _ in levels[1:]), until]
        for begin, end, (_, units) in zip([0, *ends[:-1]], ends, levels, strict=True):
            self.close(name, most - units, begin, end, Reason.LEVEL, f"the limit of {units}")
        return name

    def by_day(self, day: CalendarDay, stage: Stage) -> None:
        """Let a pool of places come back at each change of day."""
        if day.most * len(day.changes) > MOST_PLACES:
            raise CorridorError(
                f"{stage.key}: must be at most {MOST_PLACES:,} places over all days of the run if it is a number per "
                f"calendar day (got {day.most:,} on {len(day.changes):,} days): use fewer trains or a shorter window"
            )
        name, label = (f"{words}, change of day" for words in (stage.name, stage.label))
        of_the_change = replace(stage, name=name, label=label, kind=CALL)
        self.thing(day.used, 0, of_the_change, Role.USED)
        self.thing(day.gate, 0, of_the_change, Role.CHANGE_OF_DAY)
        self.calendar_days[day.places] = day
