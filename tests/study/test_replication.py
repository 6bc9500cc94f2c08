"""Replications: the same seed the same numbers, however they are run."""

import gc
import os
from collections.abc import Callable
from threading import get_ident
from typing import Any
from weakref import ref

import numpy as np
import pytest

from corridorsim.engine import run
from corridorsim.itineraries import Plan
from corridorsim.measures import Result, measure
from corridorsim.measures.tables import unfinished
from corridorsim.operations import Outcome
from corridorsim.planning import plan
from corridorsim.study import Study, replicate
from worlds import CLOSED, into, out, world

VARIED: dict[str, Any] = {
    "consists.boxes.transshipment.variation": 0.5,
    "crossings.Gate.far.control.entering.variation": 0.5,
    "traffic.departures": "Poisson",
    "window": {"start": "2025-01-01", "length": "6 days", "warm_up": "1 days"},
    "replications": 4,
}
FLOWS = {"out": out(9), "back": into(6)}


def study(**changes: Any) -> Study:
    return replicate(world(VARIED | changes, **FLOWS))


def numbers(done: Study) -> list[dict[str, float]]:
    return [replication.numbers for replication in done.replications]


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert numbers(study()) == numbers(study())


def test_another_seed_gives_other_numbers() -> None:
    assert numbers(study()) != numbers(study(seed=2))


def test_no_two_replications_are_alike() -> None:
    told = numbers(study())
    assert all(a != b for i, a in enumerate(told) for b in told[:i])


def test_more_replications_begin_with_the_same_ones() -> None:
    assert numbers(study(replications=6))[:4] == numbers(study())


def test_a_replication_alone_has_the_numbers_it_has_among_others() -> None:
    planned: Plan = plan(world(VARIED, **FLOWS), replication=2)
    assert measure(planned, run(planned.program)).numbers == numbers(study())[2]


def test_two_workers_and_one_give_the_same_numbers() -> None:
    scenario = world(VARIED, **FLOWS)
    assert numbers(replicate(scenario, workers=1)) == numbers(replicate(scenario, workers=2))


def test_the_first_replication_is_looked_at_once_and_the_rest_is_done_by_the_caller() -> None:
    told: list[tuple[str, object]] = []

    def look(result: Result) -> Callable[[], None]:
        told.append(("looked at", result.numbers))
        return lambda: told.append(("done by", get_ident()))

    done = replicate(world(VARIED, **FLOWS), first=look)
    assert told == [("looked at", numbers(done)[0]), ("done by", get_ident())]


def test_the_first_replication_runs_once_more_for_whoever_asks_for_it() -> None:
    """With its numbers, those of the user's own measures included, and the same unfinished trains."""
    done = replicate(world(VARIED, **FLOWS), measures={"trains": lambda planned, outcome: planned.program.trains})
    assert done.first.numbers == numbers(done)[0]
    assert done.unfinished["train"].tolist() == unfinished(done.first)["train"].tolist()


def test_text_that_is_the_same_in_all_replications_is_kept_once() -> None:
    one, *others = (each.tables["resources"]["resource"] for each in study().replications)
    assert all(each is one for each in others)


def test_threads_give_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    many = study()
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    one = study()
    assert numbers(many) == numbers(one)
    for a, b in zip(many.replications, one.replications, strict=True):
        for name, table in a.tables.items():
            for column, values in table.items():
                np.testing.assert_array_equal(values, b.tables[name][column])


def test_both_engines_give_the_same() -> None:
    scenario = world(VARIED | {"replications": 2}, **FLOWS)
    assert numbers(replicate(scenario, "simpy")) == numbers(replicate(scenario))


def test_every_replication_is_counted_as_it_is_done() -> None:
    done: list[int] = []
    replicate(world(VARIED, **FLOWS), done=lambda: done.append(1))
    assert len(done) == 4


def test_estimates_and_tables_are_means_over_the_replications() -> None:
    told = study()
    name = "tonnes.total Mt/year"
    assert told.estimates[name].mean == pytest.approx(np.mean([each[name] for each in numbers(told)]))
    waits = [replication.tables["places"]["waits"] for replication in told.replications]
    assert told.mean_tables["places"]["waits"].tolist() == np.mean(waits, axis=0).tolist()


def test_the_bottleneck_is_that_of_most_replications() -> None:
    told = replicate(world(VARIED | {"crossings.Gate.accepts.HERE->THERE": "2 trains/day"}, **FLOWS))
    assert told.bottleneck is not None
    assert told.bottleneck.resource == "Gate HERE->THERE: acceptance"


def test_trains_that_wait_for_an_acceptance_that_never_comes_are_no_gridlock() -> None:
    assert replicate(world(VARIED | CLOSED, **FLOWS)).gridlock is None


def test_of_a_replication_only_its_numbers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its plan and columns are gone as soon as it is measured, without waiting for the garbage collector."""
    seen: list[ref[Result]] = []

    def measured(planned: Plan, outcome: Outcome) -> Result:
        result = measure(planned, outcome)
        seen.append(ref(result))
        return result

    monkeypatch.setattr("corridorsim.study.replication.measure", measured)
    gc.disable()
    try:
        study(replications=3)
        alive = [each() for each in seen]
    finally:
        gc.enable()
    assert alive == [None] * 3
