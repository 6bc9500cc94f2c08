"""A scenario run many times with different luck: the numbers of each run, the tables' means, the first run whole."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from corridorsim.engine import Gridlock, load_kernel
from corridorsim.itineraries import Plan
from corridorsim.measures import Result, measure
from corridorsim.measures.advice import Advice
from corridorsim.measures.bottleneck import Bottleneck
from corridorsim.measures.tables import Table, mean_of, tables_of
from corridorsim.model import Scenario
from corridorsim.planning import Layout, fill, most_at_once
from corridorsim.study.choice import Settled, lay_out_settled, settled_choice
from corridorsim.study.estimate import Estimate
from corridorsim.study.outcome import outcome_of


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one run."""

    numbers: dict[str, float]
    tables: dict[str, Table]
    bottleneck: Bottleneck | None
    unfinished: int
    gridlock: Gridlock
    stopped: tuple[Advice, ...] = ()


@dataclass(frozen=True, eq=False)
class Study:
    """A scenario's replications."""

    scenario: Scenario
    engine: str
    replications: tuple[Replication, ...]
    first: Result
    settled: Settled | None = None  # the choice of crossing, where it depends on the waiting

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """Every number by name: mean and interval."""
        return {name: Estimate.of(self.values(name)) for name in self.first.numbers}

    def values(self, name: str) -> list[float]:
        """A number in each replication (those that have it: no train, no time at the crossing)."""
        return [r.numbers[name] for r in self.replications if name in r.numbers]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables' means over the replications."""
        return {name: mean_of([r.tables[name] for r in self.replications]) for name in self.first_tables}

    @property
    def first_tables(self) -> dict[str, Table]:
        """The tables of the first replication."""
        return self.replications[0].tables

    @property
    def bottleneck(self) -> Bottleneck | None:
        """The bottleneck of most replications, as the first of them tells it."""
        named = [r.bottleneck for r in self.replications if r.bottleneck]
        if not named:
            return None
        most = Counter(bottleneck.resource for bottleneck in named).most_common(1)[0][0]
        return next(bottleneck for bottleneck in named if bottleneck.resource == most)

    @property
    def gridlock(self) -> Gridlock | None:
        """The first gridlock found, None if no replication locked."""
        return next((r.gridlock for r in self.replications if r.gridlock), None)

    @property
    def stopped(self) -> tuple[Advice, ...]:
        """What stood still to the end though nothing locked: of the first replication in which something did."""
        return next((r.stopped for r in self.replications if r.stopped), ())


def replicate(
    scenario: Scenario,
    engine: str = "kernel",
    done: Callable[[], None] = lambda: None,
    settled: Settled | None = None,
) -> Study:
    """Run a scenario's replications, in threads where the engine allows it; ``done`` is called after each.

    Where the choice of crossing depends on the waiting it is settled first, unless it is given.
    """
    settled = settled or settled_choice(scenario, engine)
    layout = lay_out_settled(scenario, settled)
    if engine == "kernel":
        load_kernel()
    workers = min(scenario.replications, os.cpu_count() or 1, most_at_once(layout)) if engine == "kernel" else 1
    pool = ThreadPoolExecutor(workers)
    try:
        runs = pool.map(lambda number: _one(layout, engine, number), range(scenario.replications))
        kept = list(_counted(runs, done))
    finally:
        pool.shutdown(cancel_futures=True)
    first = kept[0][1]
    assert first is not None
    return Study(scenario, engine, tuple(replication for replication, _ in kept), first, settled)


def _counted(
    runs: Iterator[tuple[Replication, Result | None]], done: Callable[[], None]
) -> Iterator[tuple[Replication, Result | None]]:
    for each in runs:
        done()
        yield each


def _one(layout: Layout, engine: str, number: int) -> tuple[Replication, Result | None]:
    """One replication; only the first keeps its columns."""
    plan: Plan = fill(layout, layout.scenario.seed, number)
    result = measure(plan, outcome_of(plan, engine))
    kept = Replication(
        result.numbers, tables_of(result), result.bottleneck, result.unfinished, result.gridlock, result.stopped
    )
    return kept, result if number == 0 else None
