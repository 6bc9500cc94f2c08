"""Scenarios side by side: what differs in their inputs, and what that changes, with paired intervals.

The scenarios share their luck (common random numbers), so a difference is measured replication by replication and its
interval is that of the differences, much narrower than that of the two means.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridorsim.errors import dotted
from corridorsim.model import Scenario
from corridorsim.study.estimate import Estimate
from corridorsim.study.numbers import headline
from corridorsim.study.replication import Study, bounds, replicate
from corridorsim.study.rounding import leaves_zero_out, places

SET_ASIDE = {"name", "description", "observed", "seed", "replications"}  # keys that change no run, or are shared


@dataclass(frozen=True)
class InputDifference:
    """A key whose value is not the same in all scenarios; None where a scenario has no such key."""

    key: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class Difference:
    """One number of one scenario against the first: both means and the paired difference, over the replications in
    which both have observed it.
    """

    number: str
    scenario: str
    base: Estimate
    other: Estimate
    change: Estimate

    @property
    def places(self) -> int:
        """Decimals with which its numbers are told side by side."""
        return places(self.base.mean, self.other.mean, self.change.mean)

    @property
    def is_clear(self) -> bool | None:
        """Whether the interval of the difference, rounded as it is told, leaves zero out; None without an interval."""
        return leaves_zero_out(self.change, self.places) if self.change.has_interval else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two or more scenarios, the first being what the others are held against."""

    asked: tuple[Scenario, ...]  # as they were given, before they shared seed and replications
    studies: tuple[Study, ...]
    inputs: tuple[InputDifference, ...]
    differences: tuple[Difference, ...]


def compare(scenarios: Sequence[Scenario], done: Callable[[], None] = lambda: None) -> Comparison:
    """Run scenarios with the seed and the replications of the first, and hold them against it."""
    base = scenarios[0]
    shared = {"seed": base.seed, "replications": base.replications}
    studies = tuple(replicate(scenario.change(shared), done=done) for scenario in scenarios)
    return Comparison(tuple(scenarios), studies, tuple(input_differences(scenarios)), tuple(_differences(studies)))


def input_differences(scenarios: Sequence[Scenario]) -> Iterator[InputDifference]:
    """Keys at which the scenarios' inputs differ, figures and assumptions filled in."""
    leaves = [dict(_leaves(scenario.document.data, ())) for scenario in scenarios]
    for path in dict.fromkeys(path for each in leaves for path in each):
        values = tuple(each.get(path) for each in leaves)
        if path[0] not in SET_ASIDE and any(value != values[0] for value in values):
            yield InputDifference(dotted(path), values)


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for i, below in enumerate(value):
            yield from _leaves(below, (*path, i))
    else:
        yield path, value


def _differences(studies: Sequence[Study]) -> Iterator[Difference]:
    base, *others = studies
    for name in headline(base):
        for study in others:
            told = _paired(base, study, name)
            if told.change.observed:
                yield told


def _paired(base: Study, other: Study, name: str) -> Difference:
    """A number over the replications in which both scenarios have observed it."""
    least, most = bounds(name)
    mine, theirs = (np.array(study.values(name)) for study in (base, other))
    there = ~np.isnan(mine) & ~np.isnan(theirs)
    return Difference(
        name, other.scenario.name,
        Estimate.of(mine[there].tolist(), least, most), Estimate.of(theirs[there].tolist(), least, most),
        Estimate.of((theirs - mine)[there].tolist(), least - most, most - least),
    )  # fmt: skip
