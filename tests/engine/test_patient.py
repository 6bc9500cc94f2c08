"""Trains that give up: those who have not started in time leave, and the others go on as if they had never been."""

from dataclasses import replace

import numpy as np
import pytest

from corridorsim.engine import Dates, TrainPatience, run, run_patient
from corridorsim.operations import NEVER, Builder, Program, Step
from engine.programs import batch

NOBODY = NEVER


def queue(trains: int) -> Program:
    """Trains that all appear at once before a section of 100 s."""
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("enter", ["section"]), Step("leave", puts=["section"])])
    for number in range(trains):
        builder.train(f"train {number}", "over", durations=[100])
    return builder.build(until=1000)[0]


def patience(gives_up: list[int], instead: list[int] | None = None) -> TrainPatience:
    return TrainPatience(np.array(gives_up, np.int32), np.array(instead or [NOBODY] * len(gives_up), np.int32))


def test_who_has_not_started_in_time_gives_up_and_the_next_has_its_turn() -> None:
    """The second would start at 100, and leaves at 50; the third starts in its place."""
    kept = run_patient(queue(3), patience([NEVER, 50, 500]))
    assert (kept.gave_up.tolist(), kept.trains.tolist()) == ([1], [True, False, True])
    assert kept.outcome.started.tolist() == [0, 100, 100, 200]


def test_who_would_start_at_the_very_second_has_waited_long_enough() -> None:
    assert run_patient(queue(2), patience([NEVER, 100])).gave_up.tolist() == [1]
    assert run_patient(queue(2), patience([NEVER, 101])).gave_up.tolist() == []


def test_another_appears_as_one_gives_up_and_not_otherwise() -> None:
    """The third stands for the second, the fourth for the first, who starts at once."""
    kept = run_patient(queue(4), patience([5, 50, NEVER, NEVER], [3, 2, NOBODY, NOBODY]))
    assert kept.trains.tolist() == [True, False, True, False]
    assert kept.program.train_ready.tolist() == [0, 50]
    assert kept.outcome.started.tolist() == [0, 100, 100, 200]


def test_who_may_not_appear_before_that_second_gives_up_too() -> None:
    program = queue(2)
    late = replace(program, not_before=np.array([0, 0, 80, 0], np.int32))
    kept = run_patient(late, patience([NEVER, 50]))
    assert (kept.gave_up.tolist(), kept.outcome.started.tolist()) == ([1], [0, 100])


def one_by_one(program: Program, patience: TrainPatience) -> list[int]:
    """Who gives up, found by running again without whoever is the first to."""
    there, gone = np.arange(program.trains), list[int]()
    while True:
        rows = np.isin(program.operation_train, there)
        part = replace(
            program, train_itinerary=program.train_itinerary[there], train_ready=program.train_ready[there],
            train_rank=program.train_rank[there], duration=program.duration[rows], not_before=program.not_before[rows],
        )  # fmt: skip
        started = run(part, "simpy").started[part.operation_first[:-1]]
        until = patience.gives_up[there]
        tired = (until != NEVER) & (until < program.until) & ((started == NEVER) | (started >= until))
        if not tired.any():
            return gone
        first = min(np.flatnonzero(tired).tolist(), key=lambda row: until[row])
        gone.append(int(there[first]))
        there = np.delete(there, first)


@pytest.mark.parametrize("seed", range(4))
def test_who_gives_up_is_who_is_found_one_by_one_and_either_engine_makes_the_same_of_the_rest(seed: int) -> None:
    """Forty programs; each train waits 0 to 20 seconds, or for ever."""
    rng, gave_up = np.random.default_rng(seed), 0
    for program, _ in batch(8000 + seed, size=40):
        until = program.train_ready + rng.integers(0, 21, program.trains)
        until[rng.random(program.trains) < 0.3] = NEVER
        patient = TrainPatience(until.astype(np.int32), np.full(program.trains, NOBODY, np.int32))
        kept = run_patient(program, patient)
        assert sorted(kept.gave_up.tolist()) == sorted(one_by_one(program, patient))
        assert run(kept.program).same_as(kept.outcome)
        assert run(kept.program, "simpy").same_as(kept.outcome)
        gave_up += len(kept.gave_up)
    assert gave_up > 40


@pytest.mark.parametrize("seed", range(3))
def test_durations_by_date_and_trains_that_appear_instead_go_together(seed: int) -> None:
    """Half of the trains stand for the other half; steps last longer from a date on."""
    rng, appeared = np.random.default_rng(seed), 0
    for program, _ in batch(9000 + seed, size=40):
        half = program.trains // 2
        until, instead = np.full((2, program.trains), NEVER, np.int32)
        until[:half] = program.train_ready[:half] + rng.integers(0, 10, half)
        instead[:half] = half + np.arange(half)
        more = np.array([np.zeros(program.steps), rng.integers(0, 9, program.steps)], np.int32)
        kept = run_patient(
            program, TrainPatience(until, instead), Dates(np.array([program.until // 3], np.int32), more)
        )
        assert run(kept.program).same_as(kept.outcome)
        assert run(kept.program, "simpy").same_as(kept.outcome)
        assert kept.trains.sum() == program.trains - half
        appeared += len(kept.gave_up)
    assert appeared > 20
