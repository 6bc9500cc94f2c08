"""The months of a run: when each begins, and how much of the year's freight a day of it has.

A month in which a flow begins or ends is cut there, so that demand is even within each part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.demand.traffic import day_weight

DAY = 86_400
YEAR = 365 * DAY


@dataclass(frozen=True, eq=False)
class Months:
    """The months of a run, the first and the last as far as it has them; parts of months if flows begin or end."""

    first_days: tuple[date, ...]  # the run's own of the first
    edges: Floats  # their boundaries in seconds of the run, one more than there are months
    demand: Floats  # freight of a day of each over that of the mean day of a year

    def __len__(self) -> int:
        return len(self.first_days)

    def expected(
        self, trains_a_year: float, profile: Sequence[float] = (), monthly: Sequence[float] | None = None
    ) -> Floats:
        """Trains expected up to each boundary; ``profile`` multiplies the months, ``monthly`` is its own season."""
        rate = self._demand(monthly) * trains_a_year / YEAR
        if len(profile):
            rate = rate * profile
        total: Floats = np.concatenate(([0.0], np.cumsum(np.diff(self.edges) * rate)))
        return total

    @property
    def weight(self) -> Floats:
        """Each month's part of what the run asks for, together 1; all 0 where nothing is asked for."""
        return self.weight_of(None)

    def weight_of(self, monthly: Sequence[float] | None) -> Floats:
        """The same of freight with shares of the months of its own; without them, of all freight."""
        expected = self.expected(1.0, monthly=monthly)
        weight: Floats = np.diff(expected) / (expected[-1] or 1.0)
        return weight

    def _demand(self, monthly: Sequence[float] | None) -> Floats:
        if monthly is None:
            return self.demand
        return np.array([day_weight(monthly, day) for day in self.first_days])


def months_of(scenario: Scenario) -> Months:
    """The months of a scenario's run, warm-up included."""
    window = scenario.window
    last = window.simulation_start + timedelta(days=-(-window.until // DAY))
    cuts = (day for flow in scenario.traffic.flows.values() for day in (flow.since, flow.until) if day is not None)
    inside = {day for day in cuts if window.simulation_start < day < last}
    days = (window.simulation_start, *sorted({*_month_starts(window.simulation_start, last), *inside}))
    edges = np.array([*(window.second_of(day) for day in days), window.until], float)
    return Months(days, edges, np.array([scenario.traffic.weight(day) for day in days]))


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while True:
        day = (day + timedelta(days=32)).replace(day=1)
        if day >= last:
            return
        yield day
