"""A scenario's first replication run by both engines, and the outcome checked against every rule of the contract."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corridorsim.engine import run
from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.operations import Outcome
from corridorsim.planning import plan_replication
from corridorsim.study.choice import laid_out
from corridorsim.verification.checker import find_violations


@dataclass(frozen=True)
class Verdict:
    """The findings of a verification; empty if all is well."""

    operations: int
    differences: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether the engines agree and every rule holds."""
        return not self.differences and not self.violations


def verify(scenario: Scenario, said: Callable[[str], None] = lambda text: None) -> Verdict:
    """Run both engines on the first replication and check the outcome; ``said`` is called with progress messages.

    If the choice of crossing depends on waiting, it is settled first: the replication is the first one of ``run``.
    """
    blueprint, _ = laid_out(scenario, said=said)
    planned = plan_replication(blueprint, scenario.seed, 0)
    program, legend = planned.program, planned.legend
    said("running the kernel")
    kernel = run(program)
    said(f"running the SimPy reference on {program.operations:,} operations")
    reference = run(program, "simpy")
    said("checking every rule of the contract")
    violations = find_violations(program, kernel, legend)
    return Verdict(program.operations, tuple(_differences(kernel, reference, planned)), tuple(violations))


def _differences(kernel: Outcome, reference: Outcome, planned: Plan) -> list[str]:
    program, legend = planned.program, planned.legend
    rows = np.flatnonzero((kernel.ready != reference.ready) | (kernel.started != reference.started))
    return [
        f"{legend.trains[program.operation_train[row]]} at {legend.steps[program.operation_step[row]]}: "
        f"kernel ready {kernel.ready[row]}, started {kernel.started[row]}; "
        f"reference ready {reference.ready[row]}, started {reference.started[row]}"
        for row in rows[:20]
    ]
