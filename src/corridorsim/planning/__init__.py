"""Turn a scenario and a seed into a plan: every train's itinerary, packed into a program."""

from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.planning.blueprint import Blueprint, lay_out
from corridorsim.planning.fleet import fill
from corridorsim.planning.size import WHOLE_COLUMNS, check_size, most_at_once, size_sentence

__all__ = ["WHOLE_COLUMNS", "Blueprint", "check_size", "fill", "lay_out", "most_at_once", "plan", "size_sentence"]


def plan(scenario: Scenario, seed: int | None = None, replication: int = 0) -> Plan:
    """Plan every train of a scenario with the random numbers of one seed (default: the scenario's own) and
    replication."""
    return fill(lay_out(scenario), scenario.seed if seed is None else seed, replication)
