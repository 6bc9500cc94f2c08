"""How long the trains of each route stood at their crossing, for the picture of one run."""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.measures.result import Result


@dataclass(frozen=True, eq=False)
class DwellHours:
    """Hours that trains stood at a crossing."""

    hours: Floats

    @property
    def mean(self) -> float:
        """Mean in hours; NaN if no train stood."""
        return float(self.hours.mean()) if len(self.hours) else float("nan")

    @property
    def p95(self) -> float:
        """95th percentile in hours, the same as the number "dwell p95"; NaN if no train stood."""
        return float(np.quantile(self.hours, 0.95)) if len(self.hours) else float("nan")


def stays_by_route(result: Result) -> dict[str, DwellHours]:
    """By route: the hours of its loaded trains that left the crossing inside the window."""
    hours, route = result.dwell
    return {each.name: DwellHours(hours[route == row]) for row, each in enumerate(result.routes)}
