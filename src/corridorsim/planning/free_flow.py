"""Time by each crossing if no train ever waited, and the choice of crossing that follows from it."""

import numpy as np

from corridorsim.model import Scenario
from corridorsim.planning.choice import Shares, choose, choosing, evenly
from corridorsim.planning.demand import by_crossing, months, onward_of
from corridorsim.planning.freight import loaded_steps, onward_steps
from corridorsim.planning.journey import PlannedStep
from corridorsim.planning.streams import Floats
from corridorsim.planning.tracks import Tracks


def free_flow_shares(scenario: Scenario) -> Shares:
    """What each flow with a choice would choose if no train ever waited."""
    months_of_run = len(months(scenario)[0])
    choices = choosing(scenario)
    return {
        name: choose(choices[name], np.tile(hours, (months_of_run, 1))) for name, hours in free_flow(scenario).items()
    }


def free_flow(scenario: Scenario) -> dict[str, Floats]:
    """By flow with a choice: mean hours of a train that never waits, by each of its alternatives.

    From the origin to the departure beyond the border, or in reverse; the mean is over tonnes. Goods that pass through
    a stack take the hours of both trains, plus their minimum time in the stack.
    """
    tracks = Tracks(scenario, shares=evenly(scenario, len(months(scenario)[0])))
    return {
        name: np.array([_free_hours(tracks, name, crossing) for crossing in choice.alternatives])
        for name, choice in choosing(scenario).items()
    }


def _free_hours(tracks: Tracks, flow: str, crossing: str) -> float:
    demands = list(by_crossing(tracks.scenario, flow, crossing))
    seconds = {demand.stream.name: _alone(loaded_steps(tracks, demand, None)) for demand in demands}
    for onward in onward_of(tracks.scenario, demands):
        for source in onward.sources:
            seconds[source.stream] += onward.dwell + _alone(onward_steps(tracks, onward, None))
    tonnes = [demand.trains * demand.stream.net for demand in demands]
    return float(np.average(list(seconds.values()), weights=tonnes if sum(tonnes) else None)) / 3600


def _alone(steps: list[PlannedStep]) -> float:
    """Mean seconds of steps if no other train hinders."""
    means = ((step.draw.mean if step.draw else step.seconds, step.when.share if step.when else 1.0) for step in steps)
    return sum(seconds * share for seconds, share in means)
