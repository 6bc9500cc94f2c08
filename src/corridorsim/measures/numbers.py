"""The numbers of a run: each is identified by what it measures and what it belongs to; its printed name is for people.

To add one, describe it here as a ``What``, put it into a run's numbers in the measure that makes it, and say in
``docs/results.md`` what it means. Files, screens and comparisons follow.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any, Generic, TypeVar

from corridorsim.errors import did_you_mean
from corridorsim.model.whom import (
    AlongLine,
    AtPlace,
    OfCount,
    OfCrews,
    OfCrossing,
    OfDirection,
    OfFlow,
    OfGoods,
    OfKind,
    OfLine,
    OfLoadingStop,
    OfMovement,
    OfService,
    OfStation,
    Outside,
    Route,
    Total,
    Whom,
    distinguished,
)

__all__ = [
    "AlongLine",
    "AtPlace",
    "Number",
    "Numbers",
    "OfCount",
    "OfCrews",
    "OfCrossing",
    "OfDirection",
    "OfFlow",
    "OfGoods",
    "OfKind",
    "OfLine",
    "OfLoadingStop",
    "OfMovement",
    "OfService",
    "OfStation",
    "Outside",
    "PrintedNames",
    "Route",
    "Total",
    "What",
    "Whom",
]

Value = TypeVar("Value")
Other = TypeVar("Other")

TOTAL = Total()
WITHIN = (5, 15, 60)  # minutes by which a service is late at most, for the shares on time


@dataclass(frozen=True)
class What:
    """What is measured: its name in files, its unit, its words in tables for people, and its least possible value."""

    name: str
    unit: str
    words: str = ""
    least: float = 0.0
    most: float = inf
    is_own: bool = False  # a measure of the user's own, for the whole run


TONNES = What("tonnes", "Mt/year", "net tonnes")
BOXES = What("boxes", "TEU/year", "containers")
WAGONS = What("wagons", "wagons/year", "wagons handed over")
CONTAINER_TRAINS = What("container trains", "trains/year", "container trains handed over")
PASSING = What("passing", "trains/day", "trains past")
TRAINS = What("trains", "trains/day", "trains handed over")
DUE = What("due", "trains/day", "trains due to leave")
ARRIVED = What("arrived", "trains/day", "trains that arrived")
DWELL = What("dwell", "h", "time at the crossing, mean")
DWELL_P95 = What("dwell p95", "h", "time at the crossing, 95 %")
WAITING = What("waiting", "h/train", "waiting of a loaded train")
BACKLOG = What("backlog", "trains", "due and not arrived at the end")
BACKLOG_AT_START = What("backlog at start", "trains", "due and not arrived at the start")
OUTSIDE = What("outside", "trains")
OUTSIDE_AT_START = What("outside at start", "trains")
BEYOND = What("handed over, not arrived", "trains", "of these handed over, at the end")
BEYOND_AT_START = What("handed over, not arrived at start", "trains")
STATION_TIME = What("station time", "h", "time at the border station, mean")
STATION_TIME_P95 = What("station time p95", "h", "time at the border station, 95 %")
STATION_TIME_BOXES = What("station time of containers", "h", "time of containers at the border station, mean")
LINE_WAIT = What("line wait", "h/train", "waiting on the line before the border station")
ORIGIN_WAIT = What("origin wait", "h/train", "waiting at the origin before the border station")
QUEUE_TRAINS = What("queue", "trains", "freight trains that wait, mean")
QUEUE_WAGONS = What("queue", "wagons", "wagons of the freight trains that wait, mean")
SPEED = What("speed", "km/h", "freight speed with stops")
UNDER_WAY = What("under way", "trains")
EMPTIES_OUTSIDE = What("empties outside", "trains")

ASKED = What("asked", "Mt/year", "goods that are due")
PASSED = What("passed", "Mt/year", "goods that passed")
NOT_SENT = What("not sent", "Mt/year", "goods that gave up and were not sent")
BY_ANOTHER_WAY = What("by another way", "Mt/year", "goods that went by another way")
GOODS_AT_START = What("goods waiting at start", "kt", "goods that wait at the start")
GOODS_AT_END = What("goods waiting", "kt", "goods that wait at the end")
LOADING_STOPS = What("loading stops", "stops/year", "loading stops")
LOADING_STOPPED = What("loading stopped", "days/year", "time in which loading is stopped")
NOT_LOADED = What("not loaded", "trains", "trains not loaded at the end because loading is stopped")
ACCEPTED = {each: What("accepted", f"{each}/day", f"{each} accepted a day") for each in ("trains", "wagons")}
AGREED = {each: What("agreed", f"{each}/day", f"{each} agreed a day") for each in ("trains", "wagons")}
ACCEPTED_USED = What("accepted used", "share", "share used of what is in fact accepted")
AGREED_USED = What("agreed used", "share", "share used of what was agreed")
REFUSED = What("refused", "refusals/day", "refusals a day")
WAIT_TO_CROSS = What("wait to cross", "h/train", "waiting to be handed over, of a train")
WAITING_TO_CROSS = What("waiting to cross", "trains", "waiting to be handed over at the end")

SERVICE_TRAINS = What("service trains", "trains/day")
SERVICE_BOOKED = What("service booked time", "h")
SERVICE_RUNNING = What("service running time", "h")
SERVICE_LATENESS = What("service lateness", "h")
SERVICE_ARRIVED = What("service arrived", "share", most=1.0)
SERVICE_WITHIN = {minutes: What(f"service within {minutes} min", "share", most=1.0) for minutes in WITHIN}
SERVICE_BACKLOG = What("service backlog", "trains", "services due and not arrived at the end")
SERVICE_BACKLOG_AT_START = What("service backlog at start", "trains", "services due and not arrived at the start")
SERVICE_OUTSIDE = What("service outside", "trains")
SERVICE_OUTSIDE_AT_START = What("service outside at start", "trains")

CREW_TRIPS = What("crew trips", "trips/day")
CREW_TRIPS_OVER = What("crew trips over the limit", "trips/day")
CREW_SHARE_OVER = What("crew trips over the limit", "share", most=1.0)


@dataclass(frozen=True)
class Number:
    """One number of a run: what it measures, and the part of the corridor to which it belongs."""

    what: What
    whom: Whom = TOTAL

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.what.unit


class PrintedNames:
    """How numbers are printed, each by a name of its own."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        whoms: dict[What, list[Whom]] = {}
        there = list(dict.fromkeys(numbers))
        for number in there:
            whoms.setdefault(number.what, []).append(number.whom)
        border = distinguished(whom for each in whoms.values() for whom in each if _is_of_the_border(whom))
        others = {
            what: distinguished((w for w in each if w not in border), [border[w] for w in each if w in border])
            for what, each in whoms.items()
        }
        self._whom = {number: (border | others[number.what])[number.whom] for number in there}
        ours = {self._ours(number) for number in there if not number.what.is_own}
        self._own = {n: self._apart(n, ours) for n in there if n.what.is_own}

    def label(self, number: Number) -> str:
        """What it measures and where, such as "tonnes.Dostyk KZ->CN"."""
        return self._own[number] if number.what.is_own else self._ours(number)

    def name(self, number: Number) -> str:
        """The same with its unit, such as "tonnes.Dostyk KZ->CN Mt/year"."""
        return " ".join(filter(None, (self.label(number), number.unit)))

    def words(self, number: Number) -> str:
        """Its words in tables for people, such as "net tonnes, Dostyk KZ->CN"."""
        if number.what.is_own:
            return self._own[number]
        name = self._whom[number]
        whose = number.whom.words if name == number.whom.name else name
        return f"{number.what.words or number.what.name}, {whose}"

    def _ours(self, number: Number) -> str:
        return f"{number.what.name}.{self._whom[number]}"

    @staticmethod
    def _apart(number: Number, ours: set[str]) -> str:
        name = number.what.name
        while name in ours:
            name = f"measure {name}"
        return name


def _is_of_the_border(whom: Whom) -> bool:
    """Whether most numbers exist for it; all of these use the same printed name."""
    return isinstance(whom, Total | OfDirection | Route | OfCrossing | OfGoods)


class Numbers(Mapping[str, Value], Generic[Value]):
    """Values by number, in the order in which a planner reads them; also by printed name, as a mapping of these."""

    def __init__(self, by_number: Mapping[Number, Value]) -> None:
        self.by_number = dict(by_number)

    @cached_property
    def named(self) -> PrintedNames:
        """How they are printed."""
        return PrintedNames(self.by_number)

    @cached_property
    def _by_name(self) -> dict[str, Number]:
        return {self.named.name(number): number for number in self.by_number}

    def __getitem__(self, number: str | Number) -> Value:
        return self.by_number[self.number(number)]

    def get(self, number: str | Number, default: Any = None) -> Any:
        """The value of a number, given itself or by its printed name; the default if there is none."""
        known = number if isinstance(number, Number) else self._by_name.get(number)
        return default if known is None else self.by_number.get(known, default)

    def __contains__(self, number: object) -> bool:
        return number in self.by_number if isinstance(number, Number) else number in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self.by_number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Numbers) and self.by_number == other.by_number

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} numbers, such as {next(iter(self), 'none')!r}>"

    def number(self, number: str | Number) -> Number:
        """The number with a printed name, or the number itself. Raises KeyError for an unknown name."""
        if isinstance(number, Number):
            return number
        if number not in self._by_name:
            raise KeyError(f"{number!r} is not a number of this run{did_you_mean(number, self._by_name)}")
        return self._by_name[number]
