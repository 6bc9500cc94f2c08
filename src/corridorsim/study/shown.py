"""What the pictures of a run show of a line: which line, which day, and which hours of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Plan
from corridorsim.model import Scenario


@dataclass(frozen=True)
class Shown:
    """A line and a day for the string-line diagram, and hours of that day for the stairway."""

    day: date
    line: str | None = None  # None for the busiest line of the first replication
    hours: tuple[int, int] | None = None  # seconds of the day, from and to; None for no stairway

    def row(self, plan: Plan) -> int:
        """Row of the line in a plan."""
        return _busiest(plan) if self.line is None else plan.layout.lines.index(self.line)


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
    used = plan.layout.steps.line[plan.program.operation_step]
    return int(np.bincount(used[used >= 0], minlength=len(plan.layout.lines)).argmax())
