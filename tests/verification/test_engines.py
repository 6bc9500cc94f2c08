"""Both engines held against each other and against the rule, on a scenario."""

import pytest

from corridorsim.operations import Outcome
from corridorsim.planning import plan_replication
from corridorsim.study.choice import lay_out_settled, settled_choice
from corridorsim.verification import engines as verification
from corridorsim.verification.engines import verify
from two_crossings import crowded
from worlds import into, out, world

BUSY = world({"traffic.empties": "balanced"}, out=out(12), back=into(6))


def test_a_run_passes_its_verification() -> None:
    said: list[str] = []
    verdict = verify(BUSY, said.append)
    assert verdict.is_good
    assert verdict.operations > 500
    assert len(said) == 3


def test_an_outcome_that_is_a_second_off_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's first start is said to be one second later."""
    right = verification.run

    def wrong(program, engine="kernel"):  # type: ignore[no-untyped-def]
        outcome = right(program, engine)
        started = outcome.started.copy()
        started[0] += engine == "kernel"
        return Outcome(outcome.ready, started)

    monkeypatch.setattr(verification, "run", wrong)
    verdict = verify(BUSY)
    assert not verdict.is_good
    assert len(verdict.differences) == 1
    assert verdict.violations


def test_what_is_verified_is_the_replication_that_is_run_also_where_the_choice_of_crossing_has_to_settle() -> None:
    scenario = crowded()
    settled = plan_replication(lay_out_settled(scenario, settled_choice(scenario)), scenario.seed, 0)
    free = plan_replication(lay_out_settled(scenario, None), scenario.seed, 0)
    said: list[str] = []
    verdict = verify(scenario, said.append)
    assert verdict.is_good
    assert verdict.operations == settled.program.operations != free.program.operations
    assert said[0].startswith("choice of crossing, round 1")
