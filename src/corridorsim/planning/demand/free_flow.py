"""Time by each crossing if no train ever waited, and the choice of crossing that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries import Role
from corridorsim.model import Scenario
from corridorsim.operations.builder import puts_of, takes_of
from corridorsim.planning.demand.choice import NO_CHOICE, Shares, choose, choosing, evenly
from corridorsim.planning.demand.feeder import feeder_steps
from corridorsim.planning.demand.flows import Asked, onward_of
from corridorsim.planning.demand.freight import loaded_steps, onward_steps
from corridorsim.planning.demand.traffic import PlannedTraffic, share_out
from corridorsim.planning.track.journey import PlannedStep, unhindered
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
    return share_out(asked, _without_waiting(asked) if shares is None else shares)


def _without_waiting(asked: Asked) -> Shares:
    """The shares of free flow; where all are fixed, no hour of any train has to be worked out for them."""
    choices, months = choosing(asked.scenario), len(asked.months)
    if all(choice.rule == "shares" for choice in choices.values()):
        return {name: choose(each, np.zeros((months, len(each.alternatives)))) for name, each in choices.items()}
    return free_flow(asked).shares


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
    cleared = {demand.stream: dict[str, float]() for demand in demands}
    seconds = {
        demand.stream: _unhindered(tracks, loaded_steps(tracks, demand, None), 0.0, cleared[demand.stream])
        for demand in demands
    }
    for demand in demands:
        if demand.feeder:
            seconds[demand.stream] += unhindered(feeder_steps(tracks, demand, demand.feeder))
    for onward in onward_of(asked.scenario, demands):
        for source in onward.sources:
            loaded = seconds[source.stream] + onward.dwell
            steps = onward_steps(tracks, onward, None)
            seconds[source.stream] = _unhindered(tracks, steps, loaded, cleared[source.stream])
    tonnes = [demand.trains * demand.stream.net for demand in demands]
    return float(np.average(list(seconds.values()), weights=tonnes if sum(tonnes) else None)) / 3600


def _unhindered(tracks: Tracks, steps: list[PlannedStep], second: float, cleared: dict[str, float]) -> float:
    """Mean second at which steps that begin at a second are done if no other train hinders.

    ``cleared`` gives the seconds at which goods are cleared, by their count; those that the steps clear are added.
    """
    for step in steps:
        second = max([second, *(cleared.get(name, 0.0) for name in takes_of(step.step))])
        for put in puts_of(step.step):
            if tracks.resources.made[put.resource].role is Role.CLEARED:
                cleared[put.resource] = second + put.after
        share = step.when.share if step.when else 1.0
        second += share * (step.draw.mean if step.draw else step.seconds)
    return second
