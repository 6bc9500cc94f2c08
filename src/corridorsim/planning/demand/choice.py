"""Shares of crossings from their costs and times: fixed, all by the cheapest, or a multinomial logit (McFadden 1974).

share of k = exp(-G_k / spread) / sum over j of exp(-G_j / spread),    G_k = cost_k + value of time x hours_k
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.demand.choice import Choice

Shares = Mapping[str, Floats]
"""By flow with a choice: (months of the run, alternatives in the order of the file); each month adds up to 1."""
NO_CHOICE: Shares = MappingProxyType({})
"""The shares of a scenario in which no flow has a choice."""


def choose(choice: Choice, hours: Floats) -> Floats:
    """Shares of the alternatives (last axis), given the hours that a train takes by each.

    If several cost the same, the rule "cheapest" takes the first.
    """
    if choice.rule == "shares":
        fixed = np.array([alternative.share or 0.0 for alternative in choice.alternatives.values()])
        return np.broadcast_to(fixed, hours.shape).copy()
    cost = generalised_cost(choice, hours)
    if choice.rule == "cheapest":
        cheapest: Floats = np.eye(cost.shape[-1])[cost.argmin(-1)]
        return cheapest
    weight = np.exp((cost.min(-1, keepdims=True) - cost) / (choice.spread or 1.0))
    shares: Floats = weight / weight.sum(-1, keepdims=True)
    return shares


def generalised_cost(choice: Choice, hours: Floats) -> Floats:
    """USD per tonne: the cost by an alternative, plus the cost of its time."""
    cost = np.array([alternative.cost for alternative in choice.alternatives.values()])
    total: Floats = cost + (choice.value_of_time or 0.0) * hours
    return total


def evenly(scenario: Scenario, months: int) -> Shares:
    """Equal shares of all alternatives, for a number of months."""
    counts = {name: len(choice.alternatives) for name, choice in choosing(scenario).items()}
    return {name: np.full((months, count), 1 / count) for name, count in counts.items()}


def choosing(scenario: Scenario) -> dict[str, Choice]:
    """The flows that have a choice."""
    return {name: flow.choice for name, flow in scenario.traffic.flows.items() if flow.choice is not None}
