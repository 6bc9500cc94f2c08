"""What each crossing would take if no train ever waited, and which a flow would choose then."""

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.planning.choice import Shares, choose, choosing, evenly
from corridorsim.planning.demand import by_crossing, months, onward_of
from corridorsim.planning.freight import loaded_steps, onward_steps
from corridorsim.planning.journey import PlannedStep
from corridorsim.planning.tracks import Tracks


def free_flow_shares(scenario: Scenario) -> Shares:
    """What each flow with a choice would choose if no train ever waited."""
    months_of_run = len(months(scenario)[0])
    choices = choosing(scenario)
    return {
        name: choose(choices[name], np.tile(hours, (months_of_run, 1))) for name, hours in free_flow(scenario).items()
    }


def free_flow(scenario: Scenario) -> dict[str, Floats]:
    """By flow that has a choice: mean hours of a train that never waits, by each of its alternatives.

    From the origin to the departure beyond the border, or the other way round; a mean over the tonnes. Goods that go on
    through a stack take the hours of both trains, and those that they must lie there.
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
    """Mean seconds of steps that nobody else hinders."""
    means = ((step.draw.mean if step.draw else step.seconds, step.when.share if step.when else 1.0) for step in steps)
    return sum(seconds * share for seconds, share in means)
