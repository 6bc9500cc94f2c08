"""The possessions of a line over a period: how long which tracks are closed, and days that stand for all of them.

What a line can carry is its mean over the period, days with a possession and days without. A formula takes it from how
long each state of the tracks lasts. A simulation of a few days takes it from days on which possessions begin as often
as in the period, in an order that spreads them evenly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from typing import Any

import numpy as np

from corridorsim.capacity.arrays import Bools, Floats
from corridorsim.model import Scenario
from corridorsim.model.movement import Possession
from corridorsim.model.network import Section

DAY = 86_400
FOUR_WEEKS = 28  # days that stand for a period in which possessions do not begin every day
GOLDEN = 0.618  # of the days, by which the next one is apart: neighbours are as unlike as can be


@dataclass(frozen=True, eq=False)
class Calendar:
    """States of a line's tracks, how long each lasts, and on how many days of the period some track is closed."""

    first: date
    days: int
    days_with: int  # on which a track is closed at some time
    share: Floats  # of the period, per state
    share_with: Floats  # of those days, per state; zeros where there is no such day
    one: Bools  # per state and section, whether one of its tracks is closed
    closed: Bools  # per state and section, whether all are
    spell: Floats  # per state, seconds that it lasts at a time on the mean

    @property
    def last(self) -> date:
        """The period's last day."""
        return self.first + timedelta(days=self.days - 1)


def calendar_of(scenario: Scenario, name: str, first: date, days: int) -> Calendar:
    """The possessions of a line over so many days from one on."""
    sections, possessions = scenario.network.sections_of(name), scenario.lines[name].possessions
    spans = [list(possession.spans(first, days * DAY)) for possession in possessions]
    midnights = [day * DAY for day in range(days + 1)]
    edges = np.unique([*midnights, *(edge for own in spans for span in own for edge in span)])
    lasts = np.array([_inside(own, edges[:-1]) for own in spans], bool).reshape(len(spans), len(edges) - 1)
    reached = np.array([[_reaches(scenario, p, s) for s in sections] for p in possessions], bool)
    reached = reached.reshape(len(possessions), len(sections))
    takes_all = np.array([possession.tracks == "all" for possession in possessions], bool)[:, None]
    some, every = (lasts.T @ (reached & which) for which in (~takes_all, takes_all))
    states, state = np.unique(np.concatenate((some & ~every, every), axis=1), axis=0, return_inverse=True)
    seconds, day = np.diff(edges), edges[:-1] // DAY
    with_one = np.unique(day[lasts.any(axis=0)])
    share, share_with = (
        np.bincount(state.ravel()[rows], seconds[rows], len(states)) / max(count * DAY, 1)
        for rows, count in ((slice(None), days), (np.isin(day, with_one), len(with_one)))
    )
    one, closed = np.split(states, 2, axis=1)
    spells = np.bincount(state.ravel()[np.diff(state.ravel(), prepend=-1) != 0], minlength=len(states))
    spell = share * days * DAY / spells
    return Calendar(first, days, len(with_one), share, share_with, one, closed, spell)


def _inside(spans: Sequence[tuple[int, int]], moments: np.ndarray) -> np.ndarray:
    begins, ends = np.array(spans, np.int64).reshape(-1, 2).T
    inside: np.ndarray = np.searchsorted(begins, moments, "right") > np.searchsorted(ends, moments, "right")
    return inside


def _reaches(scenario: Scenario, possession: Possession, section: Section) -> bool:
    at = {point.name: point.at for point in scenario.lines[section.line].points}
    return at[possession.start] < section.end_at and section.start_at < at[possession.end]


def days_that_stand_for(scenario: Scenario, name: str, first: date, days: int, count: int) -> list[frozenset[int]]:
    """Which possessions of a line begin on each of ``count`` days: each as often as over the ``days`` from one on."""
    possessions = scenario.lines[name].possessions
    kinds = [
        frozenset(number for number, each in enumerate(possessions) if each.begins_on(first + timedelta(days=day)))
        for day in range(days)
    ]
    kinds.sort(key=sorted)
    drawn = [kinds[int((day + 0.5) * days / count)] for day in range(count)]
    step = next(n for n in range(max(1, round(GOLDEN * count)), count + 2) if gcd(n, count) == 1)
    return [drawn[day * step % count] for day in range(count)]


def begin_every_day(scenario: Scenario, name: str, first: date, days: int) -> bool:
    """Whether the same possessions of a line begin on every one of some days; so where it has none."""
    return all(
        len({possession.begins_on(first + timedelta(days=day)) for day in range(days)}) == 1
        for possession in scenario.lines[name].possessions
    )


def written_out(scenario: Scenario, name: str, begins: Sequence[frozenset[int]], first: date) -> list[dict[str, Any]]:
    """The possessions of a line as a scenario writes them, for a run from ``first`` with what begins on each day."""
    told = scenario.document.data["lines"][name].get("possessions", [])
    return [each for number, written in enumerate(told) for each in _dated(written, number, begins, first)]


def _dated(
    written: dict[str, Any], number: int, begins: Sequence[frozenset[int]], first: date
) -> Iterator[dict[str, Any]]:
    undated = {key: value for key, value in written.items() if key not in ("since", "until", "days")}
    on = [day for day, kinds in enumerate(begins) if number in kinds]
    if len(on) == len(begins):
        yield undated
        return
    for day in on:
        since, until = (first + timedelta(days=each) for each in (day, day + 1))
        yield undated | {"since": since.isoformat(), "until": until.isoformat()}
