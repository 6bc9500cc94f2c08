"""A scenario run many times with different random numbers: each run's numbers, and the means of its tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, nan
from numbers import Real
from typing import NamedTuple

import numpy as np

from corridorsim.engine import Gridlock
from corridorsim.errors import CorridorError
from corridorsim.itineraries import Plan
from corridorsim.measures import Result, measure
from corridorsim.measures.advice import Advice, advise
from corridorsim.measures.bottleneck import Bottleneck
from corridorsim.measures.crews import Stretch
from corridorsim.measures.numbers import Number, Numbers, OfCrews, OfService, Route, What
from corridorsim.measures.stopped import Stopped
from corridorsim.measures.tables import COUNTED, Table, tables_of, unfinished
from corridorsim.model import Scenario
from corridorsim.operations import Outcome
from corridorsim.planning import plan_replication
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.choice import Settled, laid_out, lay_out_settled
from corridorsim.study.limit import LimitingStage, find_limit
from corridorsim.study.means import mean_of
from corridorsim.study.outcome import outcome_of
from corridorsim.study.runner import nothing_to_do, run_each

Measure = Callable[[Plan, Outcome], float]
Look = Callable[[Result], Callable[[], None]]


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one run."""

    numbers: Numbers[float]
    tables: dict[str, Table]
    bottleneck: Bottleneck | None
    unfinished: int
    gridlock: Gridlock
    stopped: tuple[Stopped, ...]
    waiting: dict[Route, float]  # train-hours that loaded trains waited in the window, by route
    advice: tuple[Advice, ...]  # what would undo its lock-up; nothing where none locked


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
    unfinished: Table  # trains of the first replication that were under way at its end
    settled: Settled | None = None  # the choice of crossing, if it depends on waiting

    def __repr__(self) -> str:
        runs = f"{len(self.replications)} replications, {len(self.estimates)} numbers"
        return f'<Study of "{self.scenario.name}": {runs}>'

    @cached_property
    def estimates(self) -> Numbers[Estimate]:
        """Every number that some replication observed, with its mean and interval; also by its printed name."""
        return Numbers({each: Estimate.of(self.values(each), *bounds(each)) for each in self._observed()})

    def values(self, number: Number | str) -> list[float]:
        """A number, or one by its printed name, in each replication.

        NaN in those that did not observe it (no train, no time at the crossing).
        """
        known = number if isinstance(number, Number) else self.estimates.number(number)
        return [r.numbers.by_number.get(known, nan) for r in self.replications]

    @cached_property
    def first(self) -> Result:
        """All that was measured in the first replication, which runs once more for whoever asks for it.

        Its plan and outcome take as much memory as all numbers of hundreds of replications.
        """
        plan = plan_replication(lay_out_settled(self.scenario, self.settled), self.scenario.seed, 0)
        return replace(measure(plan, outcome_of(plan)), numbers=self.replications[0].numbers)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Crossings and directions that have loaded trains."""
        return tuple(self.replications[0].waiting)

    @property
    def own(self) -> list[Number]:
        """The numbers of the user's own measures."""
        return [number for number in self.estimates.by_number if number.what.is_own]

    def _observed(self) -> list[Number]:
        """The numbers of all replications; one that the first lacks stands where the others have it."""
        found = list(self.replications[0].numbers.by_number)
        known = set(found)
        for replication in self.replications[1:]:
            if replication.numbers.by_number.keys() <= known:
                continue
            before = -1
            for number in replication.numbers.by_number:
                if number not in known:
                    found.insert(before + 1, number)
                    known.add(number)
                before = found.index(number)
        return found

    @cached_property
    def mean_tables(self) -> dict[str, Table]:
        """The tables' means over the replications."""
        return {
            name: mean_of([r.tables[name] for r in self.replications], COUNTED.get(name)) for name in self.first_tables
        }

    @property
    def first_tables(self) -> dict[str, Table]:
        """The tables of the first replication."""
        return self.replications[0].tables

    @cached_property
    def bottleneck(self) -> LimitingStage | None:
        """The bottleneck of most replications, with the means of all."""
        return find_limit(
            [r.bottleneck for r in self.replications],
            [r.tables["resources"] for r in self.replications],
            [r.waiting for r in self.replications],
            [r.numbers for r in self.replications],
        )

    @property
    def services(self) -> list[OfService]:
        """Services, each way."""
        return [OfService(name) for name in self.first_tables["services"]["service"].tolist()]

    @property
    def crew_ways(self) -> list[OfCrews]:
        """Stretches between changes of crews, each way."""
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
        """What stood still to the end though nothing locked, each with the replications in which it did."""
        found: dict[Route | str, list[Stopped]] = {}
        for replication in self.replications:
            for each in replication.stopped:
                found.setdefault(each.what, []).append(each)
        return tuple(
            StoppedStudy(all_of[0], len(all_of), Estimate.of_amounts([each.trains for each in all_of]))
            for all_of in found.values()
        )

    def always_stopped(self, what: Route | str) -> bool:
        """Whether a route, or a thing by its name, stood still to the end in every replication."""
        return any(each.first.what == what and each.replications == len(self.replications) for each in self.stopped)


def bounds(number: Number) -> tuple[float, float]:
    """The least and the most that a number can be: shares are 0 to 1, and nothing that we measure is below 0."""
    return number.what.least, number.what.most


class _OfTheFirst(NamedTuple):
    """What is wanted of the first replication alone."""

    unfinished: Table
    rest: Callable[[], None]


def replicate(
    scenario: Scenario,
    engine: str = "kernel",
    done: Callable[[], None] = nothing_to_do,
    settled: Settled | None = None,
    workers: int | None = None,
    first: Look = lambda result: nothing_to_do,
    *,
    measures: Mapping[str | tuple[str, str], Measure] | None = None,
) -> Study:
    """Run a scenario's replications, in threads if the engine allows it; ``done`` is called after each.

    ``workers`` is how many run at once, at most; as many as there are cores if left out. ``first`` looks at the first
    replication as soon as it is measured, before its columns are gone, and returns what remains to be done with what it
    saw: that is done in the caller's thread while the others run.
    ``measures`` are numbers of the user's own: a name, or a name and its unit, and a function of a replication's plan
    and outcome. Where the choice of crossing depends on the waiting it is settled first, unless it is given.

    Raises CorridorError if a measure returns no number.
    """
    own = {_own(name): measure for name, measure in (measures or {}).items()}
    blueprint, settled = laid_out(scenario, engine, settled=settled, workers=workers)

    def look(number: int, plan: Plan, outcome: Outcome) -> tuple[Replication, _OfTheFirst | None]:
        kept, result = _looked_at(plan, outcome, own)
        return kept, None if number else _OfTheFirst(unfinished(result), first(result))

    kept = list[Replication]()
    under_way: Table = {}
    for replication, of_the_first in run_each(blueprint, look, engine=engine, done=done, workers=workers):
        kept.append(_sharing(kept[0], replication) if kept else replication)
        if of_the_first is not None:
            under_way = of_the_first.unfinished
            of_the_first.rest()
    return Study(scenario, engine, tuple(kept), under_way, settled)


def _sharing(first: Replication, other: Replication) -> Replication:
    """A replication whose names are those of the first: most columns of text are the same in all."""
    tables = {
        name: {column: _same(first.tables[name].get(column), values) for column, values in table.items()}
        for name, table in other.tables.items()
    }
    return replace(other, tables=tables)


def _same(known: np.ndarray | None, values: np.ndarray) -> np.ndarray:
    return known if known is not None and np.array_equal(known, values) else values


def _own(name: str | tuple[str, str]) -> Number:
    called, unit = (name, "") if isinstance(name, str) else name
    return Number(What(called, unit, least=-inf, is_own=True))


def _looked_at(plan: Plan, outcome: Outcome, own: Mapping[Number, Measure]) -> tuple[Replication, Result]:
    """What is kept of a run, and all that was measured in it."""
    result = measure(plan, outcome)
    own_values = {number: _number(number, function(plan, outcome)) for number, function in own.items()}
    result = replace(result, numbers=Numbers(result.numbers.by_number | own_values)) if own else result
    return kept_of(result), result


def kept_of(result: Result) -> Replication:
    """What is kept of a run that is measured."""
    waiting = dict(zip(result.routes, result.waiting.tolist(), strict=True))
    return Replication(
        result.numbers,
        tables_of(result),
        result.bottleneck,
        result.unfinished,
        result.gridlock,
        result.stopped,
        waiting,
        advise(result.plan, result.outcome) if result.gridlock else (),
    )


def _number(number: Number, value: object) -> float:
    found = float(value) if isinstance(value, Real) else inf
    if abs(found) == inf:
        raise CorridorError(f'measures: "{number.what.name}" must return a number, or NaN (got {value!r})')
    return found
