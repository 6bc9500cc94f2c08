"""How trains may move on a line: possessions, speed restrictions, station throats, and when each of them holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from corridorsim.arrays import DAY
from corridorsim.model.quantities import Clock, Closable, Day, Duration, Length, Speed, Strict, TrainsPerDay, Word

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Span = tuple[int, int]  # seconds of the run, from and until


class Throat(Strict):
    """The points and crossings at the ends of a station, over which every train enters and leaves."""

    routes: Closable
    """Number of movements that can take place at the same time."""
    time: Annotated[Duration, Field(ge=1, le=86_400)]
    """Time for which a movement occupies its route: setting, running, clearing."""


class Days(Strict):
    """When something holds: from one day to another, on some days of the week, all day or for some hours."""

    since: Day | None = None
    """First day; if omitted, from the start."""
    until: Day | None = None
    """Day after the last day; if omitted, to the end."""
    days: Annotated[list[Weekday], Field(min_length=1)] = list(WEEKDAYS)
    """Days of the week on which it begins."""
    at: Clock = 0
    """Time of day at which it begins."""
    length: Annotated[Duration, Field(ge=60, le=86_400)] = DAY
    """How long it lasts; if omitted, 24 hours."""

    @property
    def at_a_stretch(self) -> bool:
        """Whether it holds without a break from a day to another, rather than again and again."""
        return self.length == DAY and len(set(self.days)) == len(WEEKDAYS)

    def spans(self, start: date, until: int) -> Iterator[Span]:
        """Seconds [from, until) of a run that begins at midnight of ``start`` and lasts ``until`` seconds; in order.

        Adjoining spans are joined: a possession of a week is one span, not seven.
        """
        begin = end = -1
        for first, last in self._single(start, until):
            if first > end:
                if end > begin:
                    yield begin, end
                begin = first
            end = last
        if end > begin:
            yield begin, end

    def begins_on(self, day: date) -> bool:
        """Whether it begins on a day."""
        inside = (self.since is None or self.since <= day) and (self.until is None or day < self.until)
        return inside and WEEKDAYS[day.weekday()] in self.days

    def _single(self, start: date, until: int) -> Iterator[Span]:
        for number in range(-1, -(-until // DAY)):
            day = start + timedelta(days=number)
            if self.begins_on(day):
                begin = number * DAY + self.at
                span = max(0, begin), min(begin + self.length, until)
                if span[0] < span[1]:
                    yield span


class Possession(Days):
    """Track taken out of service for work: occasionally, or as a window every day."""

    start: Word
    """Point of the line where it begins."""
    end: Word
    """Point of the line where it ends."""
    tracks: Literal["one", "all"] = "all"
    """All tracks; or one of two, and trains of both directions use the other (wrong-track working)."""
    reason: str = ""
    """Purpose of the work."""


class Cut(Strict):
    """A stretch over which only a number of trains may run a day: locomotives or current are short, or by order."""

    start: Word
    """Point of the line where it begins."""
    end: Word
    """Point of the line where it ends."""
    trains: TrainsPerDay | None = None
    """Trains in any 24 hours, both directions together, passenger trains included."""
    pairs: TrainsPerDay | None = None
    """Alternatively: trains in any 24 hours in each direction."""
    since: Day | None = None
    """First day; if omitted, from the start."""
    until: Day | None = None
    """Day after the last day; if omitted, to the end."""
    reason: str = ""
    """Why."""

    @property
    def counted(self) -> Literal["trains", "pairs"]:
        """What its number counts, which is the key that gives it."""
        return "trains" if self.pairs is None else "pairs"

    @property
    def in_pairs(self) -> float:
        """Trains a day in each direction, if both directions run as many."""
        return (self.trains or 0.0) / 2 if self.pairs is None else self.pairs

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Restriction(Days):
    """A stretch with a temporary speed limit."""

    start: Length
    """Distance from the line's first point where it begins."""
    end: Length
    """Distance at which it ends."""
    speed: Speed
    """Speed that no part of a train exceeds there."""
    reason: str = ""
    """Why."""
