"""The outcome of a plan, which planning may already have computed."""

from corridorsim.engine import run
from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome


def outcome_of(plan: Plan, engine: str = "kernel") -> Outcome:
    """The outcome of a plan's program; the kernel does not repeat a run that planning has done."""
    if engine == "kernel" and plan.outcome is not None:
        return plan.outcome
    return run(plan.program, engine)
