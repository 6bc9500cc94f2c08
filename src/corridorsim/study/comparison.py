"""Scenarios side by side: what differs in their inputs, and what that changes, with paired intervals.

The scenarios share their luck (common random numbers), so a difference is measured replication by replication and its
interval is that of the differences, much narrower than that of the two means. What only one of two scenarios has (a
crossing that the other lacks) is told as well, without a difference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corridorsim.model import Scenario
from corridorsim.study.estimate import Estimate
from corridorsim.study.inputs import InputDifference, input_differences, merged
from corridorsim.study.numbers import headline
from corridorsim.study.replication import Study, replicate


@dataclass(frozen=True)
class Difference:
    """One number of one scenario against the first: both means and the paired difference, None where there is none."""

    number: str
    scenario: str  # as the comparison labels it
    base: Estimate | None
    other: Estimate | None
    change: Estimate | None
    pairs: int  # replications in which both have the number

    def only_in(self, first: str) -> str:
        """The only one of the two scenarios that has the number, by its label; nothing if both have it."""
        if self.base and self.other:
            return ""
        return first if self.base else self.scenario

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the difference leaves zero out."""
        return self.change is not None and (self.change.low > 0 or self.change.high < 0)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two or more scenarios, the first being what the others are held against."""

    asked: tuple[Scenario, ...]  # as they were given, before they shared seed and replications
    studies: tuple[Study, ...]
    labels: tuple[str, ...]  # of the scenarios: their names, told apart where two have the same
    inputs: tuple[InputDifference, ...]
    differences: tuple[Difference, ...]  # of all numbers

    @property
    def headline(self) -> tuple[Difference, ...]:
        """The differences of the numbers that a planner reads first, in any of the scenarios."""
        names = merged([headline(study) for study in self.studies])
        return tuple(difference for difference in self.differences if difference.number in names)


def compare(scenarios: Sequence[Scenario], done: Callable[[], None] = lambda: None) -> Comparison:
    """Run scenarios with the seed and the replications of the first, and hold them against it."""
    base = scenarios[0]
    shared = {"seed": base.seed, "replications": base.replications}
    studies = tuple(replicate(scenario.change(shared), done=done) for scenario in scenarios)
    labels = tuple(_labels([scenario.name for scenario in scenarios]))
    inputs = tuple(input_differences(scenarios))
    return Comparison(tuple(scenarios), studies, labels, inputs, tuple(_differences(studies, labels)))


def _labels(names: Sequence[str]) -> Iterator[str]:
    """Names of the scenarios; the second of two with the same name is told as such."""
    given: set[str] = set()
    for name in names:
        others = (f"{name} ({number})" for number in range(2, len(names) + 2))
        label = name if name not in given else next(other for other in others if other not in given)
        given.add(label)
        yield label


def _differences(studies: Sequence[Study], labels: Sequence[str]) -> Iterator[Difference]:
    """Every number that any of the scenarios has, those read first at the beginning."""
    base, *others = studies
    told = merged([headline(study) for study in studies])
    rest = merged([_names(study) for study in studies])
    for name in dict.fromkeys([*told, *rest]):
        for study, label in zip(others, labels[1:], strict=True):
            mine, theirs = (_estimate(each.values(name)) for each in (base, study))
            pairs = [
                b.numbers[name] - a.numbers[name]
                for a, b in zip(base.replications, study.replications, strict=True)
                if name in a.numbers and name in b.numbers
            ]
            if mine or theirs:
                yield Difference(name, label, mine, theirs, _estimate(pairs), len(pairs))


def _names(study: Study) -> list[str]:
    return list(dict.fromkeys(name for replication in study.replications for name in replication.numbers))


def _estimate(values: Sequence[float]) -> Estimate | None:
    return Estimate.of(values) if values else None
