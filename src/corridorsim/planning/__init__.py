"""Turn a scenario and a seed into a plan: every train's itinerary, packed into a program."""

from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.planning.blueprint import Blueprint, lay_out
from corridorsim.planning.demand.fleet import plan_replication
from corridorsim.planning.size import WHOLE_COLUMNS, check_size, most_at_once, size_sentence

__all__ = [
    "WHOLE_COLUMNS",
    "Blueprint",
    "check_size",
    "lay_out",
    "most_at_once",
    "plan",
    "plan_replication",
    "size_sentence",
]


def plan(scenario: Scenario, seed: int | None = None, replication: int = 0) -> Plan:
    """Plan every train of a scenario with the random numbers of one seed (default: the scenario's own) and
    replication."""
    return plan_replication(lay_out(scenario), scenario.seed if seed is None else seed, replication)
