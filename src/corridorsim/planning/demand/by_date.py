"""Tonnes of a flow by date: growth, tables by year, a first and a last day; worked out by period of the run."""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.demand.traffic import Flow
from corridorsim.planning.demand.months import Months


class Course(NamedTuple):
    """The tonnes of a flow: per year on the mean day of the run, and by period divided by that mean."""

    tonnes: float  # before scaling
    profile: tuple[float, ...] = ()  # empty where all periods are alike


def course_of(scenario: Scenario, flow: Flow, months: Months) -> Course:
    """A flow's tonnes over the run; a flow that does not vary has its tonnes, as they are told."""
    growth, first = scenario.traffic.growth, scenario.window.start.year
    if not (flow.varies or growth):
        return Course(flow.tonnes)
    tonnes = np.array(
        [flow.tonnes_in(day.year, first, growth) if flow.sends_on(day) else 0.0 for day in months.first_days]
    )
    mean = float(tonnes @ months.weight)
    return Course(mean, tuple((tonnes / mean).tolist())) if mean else Course(0.0)


def weight_of(months: Months, profile: tuple[float, ...]) -> Floats:
    """Each period's part of what a flow with this profile asks for in the run, together 1."""
    return months.weight * np.array(profile) if profile else months.weight
