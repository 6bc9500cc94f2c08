"""Scenarios side by side: the differences of their inputs, and their effects, with paired intervals.

The scenarios share their random numbers (common random numbers), so a difference is measured replication by
replication, and its interval is that of the differences, much narrower than that of the two means. A number that only
one of two scenarios has (a crossing that the other lacks) is reported too, without a difference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corridorsim.comparison.inputs import InputDifference, input_differences, merged
from corridorsim.measures.numbers import Number, PrintedNames
from corridorsim.model import Scenario
from corridorsim.statistics.estimate import Estimate
from corridorsim.statistics.rounding import leaves_zero_out, places
from corridorsim.study.numbers import headline
from corridorsim.study.replication import Study, bounds, replicate


@dataclass(frozen=True)
class Difference:
    """One number of one scenario against the first: both means and the paired difference, None if there is none.

    All three are over the replications in which both observed it; if only one has it, over all of its own.
    """

    number: Number
    scenario: str  # as the comparison labels it
    base: Estimate | None
    other: Estimate | None
    change: Estimate | None

    @property
    def pairs(self) -> int:
        """Replications in which both have the number."""
        return self.change.observed if self.change else 0

    @property
    def only_estimate(self) -> Estimate | None:
        """The estimate of the only scenario that has the number; None if both have it."""
        return None if self.base and self.other else self.base or self.other

    def only_in(self, first: str) -> str:
        """The label of the only one of the two scenarios that has the number; empty if both have it."""
        if self.only_estimate is None:
            return ""
        return first if self.base else self.scenario

    @property
    def places(self) -> int:
        """Decimals with which its numbers are shown side by side."""
        return places(*(one.mean for one in (self.base, self.other, self.change) if one))

    @property
    def is_clear(self) -> bool | None:
        """Whether the interval of the difference, rounded as shown, excludes zero; None without an interval."""
        return leaves_zero_out(self.change, self.places) if self.change and self.change.has_interval else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two or more scenarios; the others are compared with the first."""

    asked: tuple[Scenario, ...]  # as given, before they shared seed and replications
    studies: tuple[Study, ...]
    labels: tuple[str, ...]  # of the scenarios: their names, made distinct if two are the same
    inputs: tuple[InputDifference, ...]
    differences: tuple[Difference, ...]  # of all numbers

    def __repr__(self) -> str:
        names = ", ".join(f'"{label}"' for label in self.labels)
        return f"<Comparison of {names}: {len({each.number for each in self.differences})} numbers>"

    @property
    def headline(self) -> tuple[Difference, ...]:
        """The differences of the numbers that a planner reads first, in any of the scenarios."""
        first = merged([headline(study) for study in self.studies])
        return tuple(difference for difference in self.differences if difference.number in first)

    @cached_property
    def named(self) -> PrintedNames:
        """How the numbers of all scenarios are printed."""
        return PrintedNames(difference.number for difference in self.differences)


def compare(
    scenarios: Sequence[Scenario], done: Callable[[], None] = lambda: None, workers: int | None = None
) -> Comparison:
    """Run scenarios with the seed and the replications of the first, and compare them with it.

    ``workers`` is how many replications run at once, at most; as many as there are cores if left out.
    """
    base = scenarios[0]
    shared = {"seed": base.seed, "replications": base.replications}
    studies = tuple(replicate(scenario.change(shared), done=done, workers=workers) for scenario in scenarios)
    labels = tuple(_labels([scenario.name for scenario in scenarios]))
    inputs = tuple(input_differences(scenarios))
    return Comparison(tuple(scenarios), studies, labels, inputs, tuple(_differences(studies, labels)))


def _labels(names: Sequence[str]) -> Iterator[str]:
    """Names of the scenarios; the second of two with the same name is marked."""
    given: set[str] = set()
    for name in names:
        others = (f"{name} ({number})" for number in range(2, len(names) + 2))
        label = name if name not in given else next(other for other in others if other not in given)
        given.add(label)
        yield label


def _differences(studies: Sequence[Study], labels: Sequence[str]) -> Iterator[Difference]:
    """Every number of any of the scenarios; those that planners read first come first."""
    base, *others = studies
    told = merged([headline(study) for study in studies])
    rest = merged([list(study.estimates.by_number) for study in studies])
    for number in dict.fromkeys([*told, *rest]):
        for study, label in zip(others, labels[1:], strict=True):
            if number in base.estimates.by_number or number in study.estimates.by_number:
                yield _paired(base, study, number, label)


def _paired(base: Study, other: Study, number: Number, label: str) -> Difference:
    """A number over the replications in which both scenarios have observed it, or else as each has it."""
    least, most = bounds(number)
    mine, theirs = (np.array(study.values(number)) for study in (base, other))
    there = ~np.isnan(mine) & ~np.isnan(theirs)
    if not there.any():
        return Difference(number, label, _if_observed(mine, least, most), _if_observed(theirs, least, most), None)
    return Difference(
        number,
        label,
        Estimate.of(mine[there].tolist(), least, most),
        Estimate.of(theirs[there].tolist(), least, most),
        Estimate.of((theirs - mine)[there].tolist(), least - most, most - least),
    )


def _if_observed(values: np.ndarray, least: float, most: float) -> Estimate | None:
    estimate = Estimate.of(values.tolist(), least, most)
    return estimate if estimate.observed else None
