"""Local time: how far a country's clocks are ahead of UTC, by date, and conversion from local to simulated time.

Simulated time follows one clock, that of the near country (``window.clock``). Kazakhstan went from UTC+6 to UTC+5 on
1 March 2024 (decree of the government of 19 January 2024); before that the model takes UTC+6, as its east has had
since 2004. China is at UTC+8. So nine o'clock at the far station is seven o'clock in a run of 2023, and six o'clock in
a run of 2025. In a run that includes the night of the change, simulated time runs on evenly and repeats no hour: the
far country's hours move instead. Both its 02:00 and its 03:00 of 1 March 2024 are simulated midnight; the hour between
them is skipped.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from corridorsim.arrays import DAY, HOUR
from corridorsim.errors import CorridorError, Path, did_you_mean, shown
from corridorsim.model.lines.movement import Days, Span
from corridorsim.model.quantities import Day, Strict, Word

MARGIN = 2  # days: more than two clocks can differ by, a whole day's span included
LocalClock = tuple[tuple[date, int], ...]  # from a day on, seconds ahead of UTC; the first holds from the beginning

KAZAKHSTAN: LocalClock = ((date.min, 6 * HOUR), (date(2024, 3, 1), 5 * HOUR))
CHINA: LocalClock = ((date.min, 8 * HOUR),)
CLOCKS = {"Kazakhstan": KAZAKHSTAN, "China": CHINA}


class ClockOffset(Strict):
    """How far clocks are ahead of UTC from a given day."""

    since: Day | None = None
    """First day on which it holds; the first offset holds from the start, whatever its date."""
    offset: Word
    """Offset such as UTC+8, UTC+5:30 or UTC-3."""


ClockKey = Word | Annotated[list[ClockOffset], Field(min_length=1)]
"""A country's name, an offset such as UTC+8, or offsets by date."""


def clock_of(said: str | Sequence[ClockOffset]) -> LocalClock:
    """The clock meant by a country's name, an offset such as "UTC+8" or a list of offsets.

    Raises CorridorError for an unknown name, an invalid offset, or offsets that are not in order of date.
    """
    if not isinstance(said, str):
        days = [date.min, *(offset.since or date.min for offset in said[1:])]
        if any(later <= before for before, later in itertools.pairwise(days)):
            raise CorridorError("each offset after the first must begin after the one before it (since: 2024-03-01)")
        return tuple((day, _offset(each.offset)) for day, each in zip(days, said, strict=True))
    return CLOCKS[said] if said in CLOCKS else ((date.min, _offset(said)),)


def _offset(text: str) -> int:
    found = re.fullmatch(r"UTC(?:([+-])([0-9]{1,2})(?::([0-5][0-9]))?)?", text)
    seconds = int(found[2] or 0) * HOUR + int(found[3] or 0) * 60 if found else DAY
    if found is None or seconds > 14 * HOUR:
        there = did_you_mean(text, CLOCKS) or f" (countries: {', '.join(CLOCKS)})"
        raise CorridorError(f"must be a country or an offset such as UTC+8 (got {shown(text)}){there}")
    return -seconds if found[1] == "-" else seconds


def find_clock_problems(path: Path, said: ClockKey | None) -> Iterator[tuple[Path, str]]:
    """What is wrong with a clock, at its key; nothing if no clock is given."""
    if said is None:
        return
    try:
        clock_of(said)
    except CorridorError as error:
        yield path, str(error)


def simulated(second: int, clock: LocalClock, near: LocalClock, start: date) -> int:
    """Second of simulated time at which a clock shows a time; each in seconds from its own midnight of ``start``.

    A time that a clock skips when it is put forward maps to the moment of the change. A time that simulated time would
    skip when a clock is put back maps to midnight of the change. By the near clock every time maps to itself.
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
    """What a clock shows, evened out so that it never goes back."""
    told = utc + clock[0][1]
    for (_, before), (since, offset) in itertools.pairwise(clock):
        midnight = (since - start).days * DAY
        if utc + before >= midnight:
            told = max(utc + offset, midnight)
    return told


def near_spans(when: Iterable[Days], clock: LocalClock, near: LocalClock, start: date, until: int) -> Iterator[Span]:
    """Seconds [from, until) of a run for days and hours that are written in the time of some clock.

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
