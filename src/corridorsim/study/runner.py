"""Replications run side by side: as many at once as the machine and its memory allow, returned in their order."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from corridorsim.engine import load_kernel
from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome
from corridorsim.planning import Blueprint, most_at_once, plan_replication
from corridorsim.study.outcome import outcome_of

Kept = TypeVar("Kept")


def nothing_to_do() -> None:
    """Called after a replication if no progress is shown."""


def each_replication(
    one: Callable[[int], Kept],
    replications: int,
    most: int | None = None,
    engine: str = "kernel",
    done: Callable[[], None] = nothing_to_do,
    workers: int | None = None,
) -> Iterator[Kept]:
    """What ``one`` keeps of each replication, in order; ``done`` is called after each.

    The compiled kernel runs them in threads, at most ``most`` at once and ``workers`` (as many as
    there are cores if left out); the SimPy reference one after another. If one
    fails, those not begun are not run.
    """
    if engine == "kernel":
        load_kernel()
    at_once = min(replications, workers or os.cpu_count() or 1, most or replications) if engine == "kernel" else 1
    pool = ThreadPoolExecutor(at_once)
    try:
        for kept in pool.map(one, range(replications)):
            done()
            yield kept
    finally:
        pool.shutdown(cancel_futures=True)


def run_each(
    blueprint: Blueprint,
    look: Callable[[int, Plan, Outcome], Kept],
    replications: int | None = None,
    engine: str = "kernel",
    done: Callable[[], None] = nothing_to_do,
    workers: int | None = None,
) -> Iterator[Kept]:
    """What ``look`` (number, plan, outcome) keeps of each replication of a scenario that is laid out.

    As many as the scenario asks for, or the first ``replications`` of them.
    """
    scenario = blueprint.scenario

    def one(number: int) -> Kept:
        plan = plan_replication(blueprint, scenario.seed, number)
        return look(number, plan, outcome_of(plan, engine))

    count = scenario.replications if replications is None else min(replications, scenario.replications)
    yield from each_replication(one, count, most_at_once(blueprint), engine, done, workers)
