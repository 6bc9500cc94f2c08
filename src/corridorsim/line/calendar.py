"""The possessions of a line over a period: how long which tracks are closed, and days that represent the period.

Dated disruptions that close a stretch of the line count as possessions of all its tracks; random ones do not. The
capacity of a line is its mean over the period, on days with and without a possession. A formula calculates it from how
long each state of the tracks lasts. A simulation of a few days uses days on which each possession begins as often as
in the period, in an order that spreads them evenly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd
from typing import Any

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats
from corridorsim.model import Scenario
from corridorsim.model.clock import ClockKey
from corridorsim.model.disruptions.disruption import ClosedPart, Disruption
from corridorsim.model.lines.movement import WEEKDAYS, Days, Span
from corridorsim.model.lines.network import Section

FOUR_WEEKS = 28  # days that stand for a period in which possessions do not begin every day
GOLDEN = 0.618  # of the days, by which the next one is apart: neighbours are as unlike as can be


@dataclass(frozen=True, eq=False)
class Calendar:
    """States of a line's tracks, how long each lasts, and on how many days of the period a track is closed."""

    first: date
    days: int
    days_with: int  # on which a track is closed at some time
    share: Floats  # of the period, per state
    share_with: Floats  # of those days, per state; zeros where there is no such day
    one: Flags  # per state and section, whether one of its tracks is closed
    closed: Flags  # per state and section, whether all are
    spell: Floats  # per state, seconds that it lasts at a time on the mean

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.first + timedelta(days=self.days - 1)


@dataclass(frozen=True, eq=False)
class DatedClosing:
    """A dated closing of tracks of a line: a possession, or one date of a disruption."""

    when: Days
    reached: Flags  # per section
    all_tracks: bool
    possession: int | None = None  # its index among the line's possessions
    disruption: str = ""
    clock: ClockKey | None = None
    closes: list[ClosedPart] = field(default_factory=list)  # the parts of a disruption that lie on the line

    def spans(self, scenario: Scenario, first: date, days: int) -> list[Span]:
        """Seconds [from, until) of so many days from midnight of the first."""
        window = scenario.window.model_copy(update={"start": first, "warm_up": 0, "length": days * DAY})
        return list(self.when.spans(first, days * DAY) if self.clock is None else window.spans([self.when], self.clock))


def closings_on(scenario: Scenario, name: str) -> list[DatedClosing]:
    """Everything that closes tracks of a line by the calendar."""
    possessions = [
        DatedClosing(each, _reaches(scenario, name, each.start, each.end), each.tracks == "all", possession=number)
        for number, each in enumerate(scenario.lines[name].possessions)
    ]
    return possessions + [
        DatedClosing(when, reached, True, None, word, told.clock, closes)
        for word, told in scenario.disruptions.items()
        for closes, reached in [_on_the_line(scenario, name, told)]
        for when in (told.dated if closes else ())
    ]


def _on_the_line(scenario: Scenario, name: str, told: Disruption) -> tuple[list[ClosedPart], Flags]:
    """The parts of a disruption that lie on a line, and the sections that they close."""
    sections = scenario.network.sections_of(name)
    reached, closes = np.zeros(len(sections), bool), []
    for closed in told.closes:
        here = np.array([section.name == closed.stage for section in sections])
        if closed.line == name:
            here = _reaches(scenario, name, closed.start or "", closed.end or "")
        if here.any():
            reached |= here
            closes.append(closed)
    return closes, reached


def _reaches(scenario: Scenario, name: str, start: str, end: str) -> Flags:
    at = {point.name: point.at for point in scenario.lines[name].points}

    def between(section: Section) -> bool:
        return at[start] < section.end_at and section.start_at < at[end]

    return np.array([between(section) for section in scenario.network.sections_of(name)])


def calendar_of(scenario: Scenario, name: str, first: date, days: int) -> Calendar:
    """The possessions of a line for a number of days from a given one."""
    closings, sections = closings_on(scenario, name), len(scenario.network.sections_of(name))
    spans = [closing.spans(scenario, first, days) for closing in closings]
    midnights = [day * DAY for day in range(days + 1)]
    edges = np.unique([*midnights, *(edge for own in spans for span in own for edge in span)])
    lasts = np.array([_inside(own, edges[:-1]) for own in spans], bool).reshape(len(spans), len(edges) - 1)
    reached = np.array([closing.reached for closing in closings], bool).reshape(len(closings), sections)
    takes_all = np.array([closing.all_tracks for closing in closings], bool)[:, None]
    some, every = (lasts.T @ (reached & which) for which in (~takes_all, takes_all))
    states, state = np.unique(np.concatenate((some & ~every, every), axis=1), axis=0, return_inverse=True)
    state, seconds, day = state.ravel(), np.diff(edges), edges[:-1] // DAY
    with_one = np.unique(day[lasts.any(axis=0)])
    share, share_with = (
        np.bincount(state[rows], seconds[rows], len(states)) / max(count * DAY, 1)
        for rows, count in ((slice(None), days), (np.isin(day, with_one), len(with_one)))
    )
    one, closed = np.split(states, 2, axis=1)
    spell = share * days * DAY / np.bincount(state[np.diff(state, prepend=-1) != 0], minlength=len(states))
    return Calendar(first, days, len(with_one), share, share_with, one, closed, spell)


def _inside(spans: Sequence[Span], moments: np.ndarray) -> np.ndarray:
    begins, ends = np.array(spans, np.int64).reshape(-1, 2).T
    inside: np.ndarray = np.searchsorted(begins, moments, "right") > np.searchsorted(ends, moments, "right")
    return inside


def days_that_stand_for(closings: Sequence[DatedClosing], first: date, days: int, count: int) -> list[frozenset[int]]:
    """The closings of a line that begin on each of ``count`` days, each as often as over the ``days`` from a given
    one."""
    kinds = [
        frozenset(number for number, each in enumerate(closings) if each.when.begins_on(first + timedelta(days=day)))
        for day in range(days)
    ]
    kinds.sort(key=sorted)
    drawn = [kinds[int((day + 0.5) * days / count)] for day in range(count)]
    step = next(n for n in range(max(1, round(GOLDEN * count)), count + 2) if gcd(n, count) == 1)
    return [drawn[day * step % count] for day in range(count)]


def begin_every_day(closings: Sequence[DatedClosing], first: date, days: int) -> bool:
    """Whether the same closings of a line begin on every one of some days; also true if it has none."""
    return all(len({each.when.begins_on(first + timedelta(days=day)) for day in range(days)}) == 1 for each in closings)


def possessions_of(
    scenario: Scenario, name: str, closings: Sequence[DatedClosing], begins: Sequence[frozenset[int]], first: date
) -> list[dict[str, Any]]:
    """The possessions of a line as a scenario writes them, for a run from ``first`` with what begins on each day."""
    written = scenario.document.data["lines"][name].get("possessions", [])
    found = []
    for number, closing in enumerate(closings):
        if closing.possession is not None:
            undated = {k: v for k, v in written[closing.possession].items() if k not in ("since", "until", "days")}
            dates = ({k: day.isoformat() for k, day in each.items()} for each in _dates(number, begins, first))
            found += [undated | each for each in dates]
    return found


def disruptions_of(
    closings: Sequence[DatedClosing], begins: Sequence[frozenset[int]], first: date
) -> dict[str, Disruption]:
    """The disruptions that close sections of a line by the calendar, for the same run; each date by itself."""
    found = {}
    for number, closing in enumerate(closings):
        if closing.possession is None:
            undated = closing.when.model_dump() | {"since": None, "until": None, "days": list(WEEKDAYS)}
            dated = [Days.model_construct(**undated | each) for each in _dates(number, begins, first)]
            if dated:
                told = Disruption.model_construct(closes=closing.closes, dated=dated, clock=closing.clock)
                found[f"{closing.disruption} {number}"] = told
    return found


def _dates(number: int, begins: Sequence[frozenset[int]], first: date) -> Iterator[dict[str, date]]:
    """From which day until which a closing is written; neither if it begins every day."""
    on = [day for day, kinds in enumerate(begins) if number in kinds]
    if len(on) == len(begins):
        yield {}
        return
    for day in on:
        yield {"since": first + timedelta(days=day), "until": first + timedelta(days=day + 1)}
