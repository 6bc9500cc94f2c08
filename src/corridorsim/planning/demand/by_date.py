"""Tonnes of a flow by date: growth, tables by year, a first and a last day; worked out by period of the run."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.demand.traffic import Flow
from corridorsim.planning.demand.months import Months


class TonnesByPeriod(NamedTuple):
    """The tonnes of a flow: per year as a mean over the run, and by period divided by that mean."""

    tonnes: float  # before scaling
    profile: tuple[float, ...] = ()  # empty if all periods are alike


def tonnes_by_period(scenario: Scenario, flow: Flow, months: Months) -> TonnesByPeriod:
    """A flow's tonnes over the run; a flow that does not vary has its given tonnes."""
    growth, first = scenario.traffic.growth, scenario.window.start.year
    if not (flow.varies or growth):
        return TonnesByPeriod(flow.tonnes)
    tonnes = np.array(
        [flow.tonnes_in(day.year, first, growth) if flow.sends_on(day) else 0.0 for day in months.first_days]
    )
    mean = float(tonnes @ months.weight_of(flow.monthly))
    return TonnesByPeriod(mean, tuple((tonnes / mean).tolist())) if mean else TonnesByPeriod(0.0)


def weight_of(months: Months, profile: tuple[float, ...], monthly: Sequence[float] | None) -> Floats:
    """Share of each period in what a flow with this profile and season asks for in the run; they add up to 1."""
    weight = months.weight_of(monthly)
    return weight * np.array(profile) if profile else weight
