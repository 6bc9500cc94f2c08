"""Time by each crossing if no train ever waited, and the choice of crossing that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.planning.demand.choice import NO_CHOICE, Shares, choose, choosing, evenly
from corridorsim.planning.demand.flows import Asked, onward_of
from corridorsim.planning.demand.freight import loaded_steps, onward_steps
from corridorsim.planning.demand.traffic import PlannedTraffic, share_out
from corridorsim.planning.track.journey import PlannedStep
from corridorsim.planning.track.tracks import Tracks


@dataclass(frozen=True, eq=False)
class FreeFlow:
    """The ways of flows that have a choice, if no train ever waited."""

    hours: Mapping[str, Floats]  # by flow: mean hours of a train by each of its alternatives
    shares: Shares  # what each would choose then


NOTHING_CHOSEN = FreeFlow(MappingProxyType({}), NO_CHOICE)


def traffic_of(scenario: Scenario, shares: Shares | None = None) -> PlannedTraffic:
    """The traffic of a scenario at some shares of the crossings; at those of free flow if they are left out."""
    asked = Asked(scenario)
    return share_out(asked, free_flow(asked).shares if shares is None else shares)


def free_flow(asked: Asked) -> FreeFlow:
    """Hours of a train that never waits, and the shares that they lead to.

    From the origin to the departure beyond the border, or in reverse; the mean is over tonnes. Goods that pass through
    a stack take the hours of both trains, plus their minimum time in the stack.
    """
    choices, months = choosing(asked.scenario), len(asked.months)
    if not choices:
        return NOTHING_CHOSEN
    everywhere = share_out(asked, evenly(asked.scenario, months))
    tracks = Tracks(asked.scenario, users=everywhere.trains_over)
    hours = {
        name: np.array([_free_hours(tracks, asked, name, crossing) for crossing in choice.alternatives])
        for name, choice in choices.items()
    }
    shares = {name: choose(choice, np.tile(hours[name], (months, 1))) for name, choice in choices.items()}
    return FreeFlow(hours, shares)


def _free_hours(tracks: Tracks, asked: Asked, flow: str, crossing: str) -> float:
    demands = asked.by_crossing[flow, crossing]
    seconds = {demand.stream: _unhindered(loaded_steps(tracks, demand, None)) for demand in demands}
    for onward in onward_of(asked.scenario, demands):
        for source in onward.sources:
            seconds[source.stream] += onward.dwell + _unhindered(onward_steps(tracks, onward, None))
    tonnes = [demand.trains * demand.stream.net for demand in demands]
    return float(np.average(list(seconds.values()), weights=tonnes if sum(tonnes) else None)) / 3600


def _unhindered(steps: list[PlannedStep]) -> float:
    """Mean seconds of steps if no other train hinders."""
    means = ((step.draw.mean if step.draw else step.seconds, step.when.share if step.when else 1.0) for step in steps)
    return sum(seconds * share for seconds, share in means)
