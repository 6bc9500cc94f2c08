"""A scenario run many times with different random numbers: each run's numbers, mean tables, and the whole first run."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from math import inf, nan

from corridorsim.engine import Gridlock, load_kernel
from corridorsim.itineraries import Plan
from corridorsim.measures import Result, measure
from corridorsim.measures.advice import Advice, advise
from corridorsim.measures.bottleneck import Bottleneck
from corridorsim.measures.crews import Stretch
from corridorsim.measures.stopped import Stopped
from corridorsim.measures.tables import COUNTED, Table, mean_of, tables_of
from corridorsim.model import Scenario
from corridorsim.planning import Blueprint, fill, most_at_once
from corridorsim.study.choice import Settled, lay_out_settled, settled_choice
from corridorsim.study.estimate import Estimate
from corridorsim.study.limit import Limit, find_limit
from corridorsim.study.outcome import outcome_of


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one run."""

    numbers: dict[str, float]
    tables: dict[str, Table]
    bottleneck: Bottleneck | None
    unfinished: int
    gridlock: Gridlock
    stopped: tuple[Stopped, ...]
    waiting: dict[str, float]  # train-hours that loaded trains waited in the window, by route
    advice: tuple[Advice, ...]  # what would resolve its deadlock; empty if there is none


@dataclass(frozen=True)
class StoppedStudy:
    """What stood still until the end, over the replications in which it did."""

    first: Stopped
    replications: int  # replications in which it did
    trains: Estimate  # trains that wait at the end of these


@dataclass(frozen=True, eq=False)
class Study:
    """A scenario's replications."""

    scenario: Scenario
    engine: str
    replications: tuple[Replication, ...]
    first: Result
    settled: Settled | None = None  # the choice of crossing, if it depends on waiting

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """Every number that some replication observed, by name: mean and interval."""
        return {name: Estimate.of(self.values(name), *bounds(name)) for name in self._names()}

    def values(self, name: str) -> list[float]:
        """A number in each replication; NaN in those that did not observe it (no train, no time at the crossing)."""
        return [r.numbers.get(name, nan) for r in self.replications]

    def _names(self) -> list[str]:
        """Names of the numbers of all replications; a name missing in the first is inserted where the others have
        it."""
        names = list(self.replications[0].numbers)
        known = set(names)
        for replication in self.replications[1:]:
            before = -1
            for name in replication.numbers:
                if name not in known:
                    names.insert(before + 1, name)
                    known.add(name)
                before = names.index(name)
        return names

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables' means over the replications."""
        return {
            name: mean_of([r.tables[name] for r in self.replications], COUNTED.get(name)) for name in self.first_tables
        }

    @property
    def first_tables(self) -> dict[str, Table]:
        """The tables of the first replication."""
        return self.replications[0].tables

    @cached_property
    def bottleneck(self) -> Limit | None:
        """The bottleneck of most replications, with the means of all."""
        return find_limit(
            [r.bottleneck for r in self.replications],
            [r.tables["resources"] for r in self.replications],
            [r.waiting for r in self.replications],
            [r.numbers for r in self.replications],
        )

    @property
    def services(self) -> list[str]:
        """Services by direction, as named in numbers."""
        names: list[str] = self.first_tables["services"]["service"].tolist()
        return names

    @property
    def crew_ways(self) -> list[str]:
        """Stretches between crew changes by direction, as named in numbers."""
        table = self.first_tables["crews"]
        rows = zip(*(table[name].tolist() for name in ("line", "from", "to", "pool")), strict=True)
        return list(dict.fromkeys(Stretch(*row).way for row in rows))

    @property
    def locked(self) -> tuple[Replication, ...]:
        """The replications in which trains deadlocked."""
        return tuple(r for r in self.replications if r.gridlock)

    @property
    def gridlock(self) -> Gridlock | None:
        """The first gridlock found, None if no replication has one."""
        return next((r.gridlock for r in self.locked), None)

    @cached_property
    def stopped(self) -> tuple[StoppedStudy, ...]:
        """What stood still until the end without gridlock, each with the replications in which it did."""
        found: dict[tuple[type, str], list[Stopped]] = {}
        for replication in self.replications:
            for each in replication.stopped:
                found.setdefault((type(each), each.what), []).append(each)
        return tuple(
            StoppedStudy(all_of[0], len(all_of), Estimate.of_amounts([each.trains for each in all_of]))
            for all_of in found.values()
        )

    def always_stopped(self, what: str) -> bool:
        """Whether something stood still until the end in every replication."""
        return any(each.first.what == what and each.replications == len(self.replications) for each in self.stopped)


def bounds(name: str) -> tuple[float, float]:
    """The least and greatest possible value of a number: shares are 0 to 1, and nothing measured is below 0."""
    return (0.0, 1.0) if name.rpartition(" ")[2] == "share" else (0.0, inf)


def replicate(
    scenario: Scenario,
    engine: str = "kernel",
    done: Callable[[], None] = lambda: None,
    settled: Settled | None = None,
) -> Study:
    """Run a scenario's replications, in threads if the engine allows it; ``done`` is called after each.

    If the choice of crossing depends on waiting, it is settled first, unless it is given.
    """
    settled = settled or settled_choice(scenario, engine)
    blueprint = lay_out_settled(scenario, settled)
    if engine == "kernel":
        load_kernel()
    workers = min(scenario.replications, os.cpu_count() or 1, most_at_once(blueprint)) if engine == "kernel" else 1
    pool = ThreadPoolExecutor(workers)
    try:
        runs = pool.map(lambda number: _one(blueprint, engine, number), range(scenario.replications))
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


def _one(blueprint: Blueprint, engine: str, number: int) -> tuple[Replication, Result | None]:
    """One replication; only the first keeps its columns."""
    plan: Plan = fill(blueprint, blueprint.scenario.seed, number)
    result = measure(plan, outcome_of(plan, engine))
    waiting = dict(zip([route.name for route in result.routes], result.waiting.tolist(), strict=True))
    kept = Replication(
        result.numbers, tables_of(result), result.bottleneck, result.unfinished, result.gridlock, result.stopped,
        waiting, advise(plan, result.outcome) if result.gridlock else (),
    )  # fmt: skip
    return kept, result if number == 0 else None
