"""What the pictures of a run show of a line: which line, which day, and which hours of it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Plan
from corridorsim.measures import Result
from corridorsim.measures.dwell import DwellHours, stays_by_route
from corridorsim.model import Scenario
from corridorsim.string_line.views import DayOnLine, HoursOnLine, day_on_line, hours_on_line


class Seen(NamedTuple):
    """All that the pictures of a run show, without the run's columns."""

    day: DayOnLine
    hours: HoursOnLine | None
    stays: dict[str, DwellHours]  # by route


@dataclass(frozen=True)
class Shown:
    """A line and a day for the string-line diagram, and hours of that day for the stairway."""

    day: date
    line: str | None = None  # None for the busiest line of the first replication
    hours: tuple[int, int] | None = None  # seconds of the day, from and to; None for no stairway

    def row(self, plan: Plan) -> int:
        """Row of the line in a plan."""
        return _busiest(plan) if self.line is None else plan.layout.lines.index(self.line)

    def seen_in(self, result: Result) -> Seen:
        """What the pictures show of a run; CorridorError where the day lies outside it."""
        plan, outcome, line = result.plan, result.outcome, self.row(result.plan)
        hours = None if self.hours is None else hours_on_line(plan, outcome, line, self.day, self.hours)
        return Seen(day_on_line(plan, outcome, line, self.day), hours, stays_by_route(result))


def choose_shown(
    scenario: Scenario, line: str | None = None, day: date | None = None, hours: tuple[int, int] | None = None
) -> Shown:
    """What is shown: the busiest line and the day in the middle of the window, if none is chosen.

    Raises CorridorError for a line that the scenario does not have and for a day outside its window.
    """
    if line is not None:
        check_line(scenario, line)
    first, last = scenario.window.start, scenario.window.last_day
    if day is not None and not first <= day <= last:
        raise CorridorError(f"--day {day} must lie in the window, {first} to {last}")
    return Shown(day or first + (last - first) // 2, line, hours)


def check_line(scenario: Scenario, name: str) -> None:
    """Raise CorridorError, with the known names, for a line that the scenario does not have."""
    if name not in scenario.lines:
        there = did_you_mean(name, scenario.lines) or f" (known names: {', '.join(scenario.lines)})"
        raise CorridorError(f'--line "{name}" is not a line of this scenario{there}')


def _busiest(plan: Plan) -> int:
    """Row of the line on which trains perform the most steps."""
    program, line = plan.program, plan.layout.steps.line
    trains = np.bincount(program.train_itinerary, minlength=len(program.step_first) - 1)[program.step_itinerary]
    return int(np.bincount(line[line >= 0], trains[line >= 0], len(plan.layout.lines)).argmax())
