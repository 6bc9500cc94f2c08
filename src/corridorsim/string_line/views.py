"""A line between two moments: everything that a diagram of it shows, worked out once for the picture and the table."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import DAY, Floats
from corridorsim.errors import CorridorError
from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome
from corridorsim.string_line.closing_rows import ClosedSection, closings_on
from corridorsim.string_line.occupation import (
    Spans,
    TrackCounts,
    section_occupation,
    section_shares,
    station_shares,
    track_counts,
)
from corridorsim.string_line.pieces import Pieces, Stations, pieces_between
from corridorsim.string_line.stairs import Stairs, blocking_stairway


class LineOccupation(NamedTuple):
    """The occupied parts of a line between two moments, and the shares of that time."""

    spans: Spans  # of the line's sections
    counts: TrackCounts  # of the line's stations
    section_share: Floats  # [sections of the layout, tracks]
    in_use_share: Floats  # per station, of its open tracks' time; NaN where tracks are not counted
    full_share: Floats  # per station, of the time, with all its tracks in use; NaN where tracks are not counted


@dataclass(frozen=True, eq=False)
class OnLine:
    """A line between two moments: the trains on it, and its closed tracks."""

    plan: Plan  # without operations: a view does not keep a run's columns
    line: int  # row of plan.layout.lines
    midnight: int  # second of the run at which the day begins
    begin: int  # second of the run
    end: int
    pieces: Pieces
    closings: tuple[ClosedSection, ...]

    @property
    def name(self) -> str:
        """The line's name."""
        return self.plan.layout.lines[self.line]

    @property
    def stations(self) -> Stations:
        """The line's stations with their metres, in order."""
        return self.plan.layout.stations[self.line]

    @property
    def is_warming_up(self) -> bool:
        """Whether it begins before the measured window."""
        return self.begin < self.plan.layout.warm_up


@dataclass(frozen=True, eq=False)
class DayOnLine(OnLine):
    """A whole day, with what the trains occupy."""

    occupied: LineOccupation


@dataclass(frozen=True, eq=False)
class HoursOnLine(OnLine):
    """Some hours of a day, with the blocks that trains hold."""

    stairs: Stairs


def day_on_line(plan: Plan, outcome: Outcome, line: int, day: date | int) -> DayOnLine:
    """A line (its row in the plan) for a day.

    A day is a date, or a number that counts the days of the run from 0, warm-up included. Raises CorridorError where it
    lies outside the run.
    """
    begin, end = _day(plan, day)
    pieces = pieces_between(plan, outcome, line, begin, end)
    closings = tuple(closings_on(plan, outcome, line, begin, end))
    occupied = _occupied(plan, outcome, line, begin, end)
    return DayOnLine(plan.without_operations(), line, begin, begin, end, pieces, closings, occupied)


def hours_on_line(plan: Plan, outcome: Outcome, line: int, day: date | int, hours: tuple[int, int]) -> HoursOnLine:
    """A line for some hours of a day, from and to in seconds of the day; raises what :func:`day_on_line` raises."""
    midnight, _ = _day(plan, day)
    begin, end = (midnight + second for second in hours)
    pieces = pieces_between(plan, outcome, line, begin, end)
    closings = tuple(closings_on(plan, outcome, line, begin, end))
    stairs = blocking_stairway(plan, outcome, line, begin, end)
    return HoursOnLine(plan.without_operations(), line, midnight, begin, end, pieces, closings, stairs)


def _day(plan: Plan, day: date | int) -> tuple[int, int]:
    """The seconds of the run at which a day begins and ends."""
    wanted = (
        day if isinstance(day, int) else (datetime.combine(day, time()) - plan.layout.start) // timedelta(seconds=DAY)
    )
    last = (plan.program.until - 1) // DAY
    if not 0 <= wanted <= last:
        first, final = plan.moment(0).date(), plan.moment(last * DAY).date()
        raise CorridorError(f"day must lie within the run, {first} to {final} or 0 to {last} (got {day})")
    return wanted * DAY, min((wanted + 1) * DAY, plan.program.until)


def _occupied(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> LineOccupation:
    sections = plan.layout.sections
    spans = section_occupation(plan, outcome, begin, end)
    own = np.array([section.line == line for section in sections], bool)[spans.section]
    spans = Spans._make(column[own] for column in spans)
    counts = track_counts(plan, outcome, line, begin, end)
    shares = station_shares(counts, len(plan.layout.stations[line]), begin, end)
    return LineOccupation(spans, counts, section_shares(spans, len(sections), begin, end), *shares)
