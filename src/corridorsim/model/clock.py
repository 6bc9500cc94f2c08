"""Local time: how far a country's clocks are ahead of UTC, by date, and what that makes of a time in simulated time.

Simulated time is by one clock, the near country's (``window.clock``). Kazakhstan went from UTC+6 to UTC+5 on 1 March
2024 (decree of the government of 19 January 2024), and is taken to have been at UTC+6 before, as its east has been
since 2004; China is at UTC+8. So the far station's nine o'clock is seven o'clock in a run of 2023, and six in one of
2025. Within a run that holds the night of the change, simulated time goes on evenly and has no hour twice: it is the
far country's hours that move. Its 02:00 of 1 March 2024 is simulated midnight, and so is its 03:00; what it would do
between them is left out.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from corridorsim.arrays import DAY, HOUR
from corridorsim.errors import CorridorError, Path, did_you_mean, shown
from corridorsim.model.movement import Days, Span
from corridorsim.model.quantities import Day, Strict, Word

MARGIN = 2  # days: more than two clocks can differ by, a whole day's span included
LocalClock = tuple[tuple[date, int], ...]  # from a day on, seconds ahead of UTC; the first holds from the beginning

KAZAKHSTAN: LocalClock = ((date.min, 6 * HOUR), (date(2024, 3, 1), 5 * HOUR))
CHINA: LocalClock = ((date.min, 8 * HOUR),)
CLOCKS = {"Kazakhstan": KAZAKHSTAN, "China": CHINA}


class ClockLevel(Strict):
    """How far clocks are ahead of UTC from a day on."""

    since: Day | None = None
    """First day it holds; the first level holds from the beginning, whatever it says."""
    offset: Word
    """Such as UTC+8, UTC+5:30 or UTC-3."""


ToldClock = Word | Annotated[list[ClockLevel], Field(min_length=1)]
"""A country's name, an offset such as UTC+8, or levels by date."""


def clock_of(said: str | Sequence[ClockLevel]) -> LocalClock:
    """The clock that a country's name, an offset such as "UTC+8" or a list of levels means.

    Raises CorridorError for another name, for an offset that is none, and for levels that do not follow each other.
    """
    if not isinstance(said, str):
        days = [date.min, *(level.since or date.min for level in said[1:])]
        if any(later <= before for before, later in itertools.pairwise(days)):
            raise CorridorError("must begin, from the second on, after the level before it (since: 2024-03-01)")
        return tuple((day, _offset(level.offset)) for day, level in zip(days, said, strict=True))
    return CLOCKS[said] if said in CLOCKS else ((date.min, _offset(said)),)


def _offset(text: str) -> int:
    found = re.fullmatch(r"UTC(?:([+-])([0-9]{1,2})(?::([0-5][0-9]))?)?", text)
    seconds = int(found[2] or 0) * HOUR + int(found[3] or 0) * 60 if found else DAY
    if found is None or seconds > 14 * HOUR:
        there = did_you_mean(text, CLOCKS) or f" (countries: {', '.join(CLOCKS)})"
        raise CorridorError(f"must be a country or an offset such as UTC+8 (got {shown(text)}){there}")
    return -seconds if found[1] == "-" else seconds


def find_clock_problems(path: Path, said: ToldClock | None) -> Iterator[tuple[Path, str]]:
    """What is wrong with a clock, at its key; nothing where none is told."""
    if said is None:
        return
    try:
        clock_of(said)
    except CorridorError as error:
        yield path, str(error)


def simulated(second: int, clock: LocalClock, near: LocalClock, start: date) -> int:
    """Second of simulated time at which a clock shows a time, each told in seconds from its own midnight of ``start``.

    What a clock leaves out as it is put forward is the moment at which it is; what simulated time leaves out as it is
    put back is the midnight at which it is. By simulated time's own clock (``near``) every time is itself.
    """
    return second if clock == near else _shown(_utc(second, clock, start), near, start)


def _utc(second: int, clock: LocalClock, start: date) -> int:
    utc = second - clock[0][1]
    for (_, before), (since, offset) in itertools.pairwise(clock):
        midnight = (since - start).days * DAY
        if second >= midnight:
            utc = max(second - offset, midnight - before)
    return utc


def _shown(utc: int, clock: LocalClock, start: date) -> int:
    """What an even clock shows that never goes back."""
    told = utc + clock[0][1]
    for (_, before), (since, offset) in itertools.pairwise(clock):
        midnight = (since - start).days * DAY
        if utc + before >= midnight:
            told = max(utc + offset, midnight)
    return told


def near_spans(when: Iterable[Days], clock: LocalClock, near: LocalClock, start: date, until: int) -> Iterator[Span]:
    """Seconds [from, until) of a run for days and hours that are written by a clock of its own.

    The run begins at midnight of ``start`` by the near country's clock and lasts ``until`` seconds. Spans come in the
    order of ``when``.
    """
    early = start - timedelta(days=MARGIN)
    for days in when:
        for span in days.spans(early, until + 2 * MARGIN * DAY):
            begin, end = (simulated(second - MARGIN * DAY, clock, near, start) for second in span)
            begin, end = max(0, begin), min(end, until)
            if begin < end:
                yield begin, end
