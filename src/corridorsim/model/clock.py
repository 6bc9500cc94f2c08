"""Local time: how far a country's clocks are ahead of UTC, by date, and what that makes of a time in simulated time.

Simulated time is the near country's. Kazakhstan went from UTC+6 to UTC+5 on 1 March 2024 (decree of the government of
19 January 2024), and is taken to have been at UTC+6 before, as its east has been since 2004; China is at UTC+8. So
the far station's nine o'clock is seven o'clock in a run of 2023, and six in one of 2025. Within a run that holds the
night of the change, simulated time goes on evenly: it is the far country's hours that move.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from corridorsim.errors import CorridorError, did_you_mean, shown
from corridorsim.model.movement import Days, Span
from corridorsim.model.quantities import Day, Strict, Word

HOUR = 3600
DAY = 86_400
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


def ahead(clock: LocalClock, day: date) -> int:
    """Seconds that a clock is ahead of UTC on a day."""
    return clock[max(0, bisect_right([since for since, _ in clock], day) - 1)][1]


def shift(clock: LocalClock, day: date, near: LocalClock = KAZAKHSTAN) -> int:
    """Seconds to add to a time of a day by one clock to have it by another, the near country's."""
    return ahead(near, day) - ahead(clock, day)


def near_spans(
    when: Iterable[Days], clock: LocalClock, start: date, until: int, near: LocalClock = KAZAKHSTAN
) -> Iterator[Span]:
    """Seconds [from, until) of a run for days and hours that are written by a clock of its own.

    The run begins at midnight of ``start`` by the near country's clock and lasts ``until`` seconds.
    """
    early = start - timedelta(days=MARGIN)
    for days in when:
        for span in days.spans(early, until + 2 * MARGIN * DAY):
            begin, end = (
                second + shift(clock, early + timedelta(seconds=second), near) - MARGIN * DAY for second in span
            )
            if end > 0 and begin < until:
                yield max(0, begin), min(end, until)
