"""The capacity of each part of a line and the demand on it, month by month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from corridorsim.line.calendar import calendar_of
from corridorsim.line.elements import StationElement
from corridorsim.line.formula import LineFormula, line_formula, requirement
from corridorsim.line.lone_line import lone_line
from corridorsim.model import Scenario
from corridorsim.planning.demand.traffic import PlannedTraffic


@dataclass(frozen=True)
class MonthRow:
    """A section or crossing in one direction, or a station's tracks or throat in both, in one month."""

    part: str
    direction: str
    month: str
    asked: float  # trains per day; on sections, other trains count as the freight trains they remove
    available: float  # trains per day within the permitted load

    @property
    def reserve(self) -> float:
        """Trains per day that could still be added."""
        return self.available - self.asked


def by_month(traffic: PlannedTraffic, name: str, stations: Sequence[StationElement] = ()) -> Iterator[MonthRow]:
    """Capacity of and demand on the sections and stations of a line, by month, with its possessions.

    Monthly weights apply to freight: passenger and local trains run by a timetable.
    """
    scenario, known = traffic.scenario, dict[tuple[date, ...], LineFormula]()
    for first, days in _months(scenario):
        opened = tuple(s.opens for s in scenario.lines[name].second_track if s.opens <= first)
        if opened not in known:
            known[opened] = line_formula(lone_line(scenario, name, first, traffic=traffic))
        weight, month = scenario.traffic.weight(first), first.strftime("%Y-%m")
        formula = known[opened]
        formula = replace(formula, line=replace(formula.line, calendar=calendar_of(scenario, name, first, days)))
        yield from _sections(scenario, formula, weight, month)
        for each in stations:
            trains = each.trains_of_a_pair
            can = trains * each.pairs * each.permitted
            yield MonthRow(each.name, each.direction, month, trains * each.asked(weight), can)


def _sections(scenario: Scenario, formula: LineFormula, weight: float, month: str) -> Iterator[MonthRow]:
    need = requirement(formula, scenario)
    asked = need.freight * weight + need.removed
    can = formula.available * np.broadcast_to(formula.reserves.load, formula.available.shape)
    for number, section in enumerate(formula.line.sections):
        for way, end in enumerate((section.end, section.start)):
            yield MonthRow(section.name, f"to {end}", month, float(asked[way, number]), float(can[number]))


def _months(scenario: Scenario) -> Iterator[tuple[date, int]]:
    """The first day of each month, or of the window in it, and its number of days in the window."""
    day = scenario.window.start
    last = day + timedelta(seconds=scenario.window.length - 1)
    while day <= last:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield day, (min(following, last + timedelta(days=1)) - day).days
        day = following
