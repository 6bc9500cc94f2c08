"""Durations by the date of an operation's start: the run is halted, and goes on as if nothing had happened."""

from random import Random

import numpy as np
import pytest

from corridorsim.engine import Dates, run, run_dated
from corridorsim.operations import NEVER, Builder, Program, Step
from engine.programs import batch


def two_trains() -> Program:
    """A section of 100 s: the first train is on it from 0, the second from 100."""
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("enter", ["section"]), Step("leave", puts=["section"])])
    for name in ("first", "second"):
        builder.train(name, "over", durations=[100])
    return builder.build(until=1000)[0]


def test_an_operation_lasts_as_its_period_says_whenever_it_ends() -> None:
    """Fifty seconds more from second 90 on: not for the first, though it is on the section, but for the second."""
    dates = Dates(np.array([90], np.int32), np.array([[0, 0], [50, 0]], np.int32))
    program, outcome = run_dated(two_trains(), dates)
    assert program.duration.tolist() == [100, 0, 150, 0]
    assert outcome.started.tolist() == [0, 100, 100, 250]


def test_the_second_of_the_date_belongs_to_the_later_period() -> None:
    dates = Dates(np.array([100], np.int32), np.array([[0, 0], [50, 0]], np.int32))
    assert run_dated(two_trains(), dates)[1].started.tolist() == [0, 100, 100, 250]


@pytest.mark.parametrize("seed", range(4))
def test_either_engine_makes_the_same_of_the_program_that_comes_out(seed: int) -> None:
    """Two hundred programs, each halted at up to five dates, every step longer by a number of each period's own."""
    rng = np.random.default_rng(seed)
    for program, _ in batch(7000 + seed, size=50):
        edges = np.unique(rng.integers(0, program.until + 2, Random(seed).randint(0, 5))).astype(np.int32)
        more = rng.integers(0, 30, (len(edges) + 1, program.steps)).astype(np.int32)
        dated, outcome = run_dated(program, Dates(edges, more))
        assert run(dated).same_as(outcome)
        assert run(dated, "simpy").same_as(outcome)
        did = outcome.started != NEVER
        period = np.searchsorted(edges, outcome.started[did], side="right")
        assert np.array_equal((dated.duration - program.duration)[did], more[period, program.operation_step[did]])
