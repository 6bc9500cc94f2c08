"""A back-test: demand fitted to some years, simulated in later ones, and compared with what was published of them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.forecast.assumed import Range, assumed_ranges, drawn
from corridorsim.forecast.demand import Fitted, fit
from corridorsim.forecast.futures import Future, flow_changes
from corridorsim.forecast.naive import last_value, trend, with_trade
from corridorsim.measures import measure
from corridorsim.model import Scenario, read
from corridorsim.model.forecast.backtest import Backtest, Compared, Fold
from corridorsim.planning import plan
from corridorsim.statistics.scores import crps, interval
from corridorsim.study.answers import by_label, wanted_number
from corridorsim.study.outcome import outcome_of
from corridorsim.study.runner import each_replication, nothing_to_do

SHARES = (0.5, 0.9)  # of the futures, in the two intervals


@dataclass(frozen=True)
class Prediction:
    """What is said of one number in one year, and what came."""

    fold: str
    year: int
    outcome: str
    unit: str
    sample: tuple[float, ...]  # one value for each future
    truth: float  # NaN where nothing is published, or not yet
    naive: Mapping[str, float]  # by kind; NaN where that forecast cannot be made

    @property
    def median(self) -> float:
        """The middle of the futures."""
        return float(np.median(self.sample))

    def interval(self, share: float) -> tuple[float, float]:
        """The middle of the futures that holds this share of them."""
        return interval(np.array(self.sample), share)

    @property
    def error(self) -> float:
        """Median over truth, less 1; NaN without a truth."""
        return self.median / self.truth - 1

    def covers(self, share: float) -> bool:
        """Whether the truth lies in that interval."""
        low, high = self.interval(share)
        return low <= self.truth <= high

    @property
    def crps(self) -> float:
        """The score of the futures, in the number's unit; NaN without a truth."""
        return crps(np.array(self.sample), self.truth)


@dataclass(frozen=True, eq=False)
class Predictions:
    """All that a back-test says."""

    backtest: Backtest
    fitted: dict[str, Fitted]  # by fold
    each: tuple[Prediction, ...]

    @property
    def scored(self) -> tuple[Prediction, ...]:
        """Those whose truth is published."""
        return tuple(each for each in self.each if not np.isnan(each.truth))


def run_backtest(
    backtest: Backtest, folds: Sequence[str] = (), draws: int | None = None,
    done: Callable[[], None] = nothing_to_do, workers: int | None = None,
) -> Predictions:  # fmt: skip
    """Fit, draw, simulate and compare: the named folds, or all; ``done`` is called after each simulated year.

    Raises CorridorError for an unknown fold, and for a number that the simulation does not have.
    """
    chosen = {name: _fold(backtest, name) for name in folds or backtest.folds}
    count = draws or backtest.draws
    fitted = {name: fit(backtest, fold.fit_to) for name, fold in chosen.items()}
    paths = {backtest.beside(named) for fold in chosen.values() for named in fold.scenarios.values()}
    scenarios = {path: read(path) for path in sorted(paths)}
    ranges = {path: assumed_ranges(scenario, backtest.vary) for path, scenario in scenarios.items()}
    each: list[Prediction] = []
    for name, fold in chosen.items():
        amounts = fitted[name].draw([*fold.years], count)
        for column, (year, named) in enumerate(fold.years.items()):
            path, futures = backtest.beside(named), [*_futures(amounts, column, year)]
            sample = _sample(backtest, scenarios[path], ranges[path], futures, done, workers)
            each += _predictions(backtest, name, fold, year, sample)
    return Predictions(backtest, fitted, tuple(each))


def _futures(drawn_amounts: Mapping[str, Floats], column: int, year: int) -> Iterator[Future]:
    """The futures of one year, draw by draw."""
    for amounts in zip(*(amounts[:, column].tolist() for amounts in drawn_amounts.values()), strict=True):
        yield Future(dict(zip(drawn_amounts, amounts, strict=True)), year)


def _sample(
    backtest: Backtest, scenario: Scenario, ranges: Mapping[str, Range], futures: Sequence[Future],
    done: Callable[[], None], workers: int | None,
) -> list[Mapping[str, float]]:  # fmt: skip
    """The outcomes' numbers in each future of one year."""

    def one(draw: int) -> Mapping[str, float]:
        return _simulated(backtest, scenario, ranges, futures[draw], draw)

    return [*each_replication(one, len(futures), done=done, workers=workers)]


def inputs_sha256(backtest: Backtest) -> str:
    """Hash of everything that the predictions depend on: the file of the back-test, and its scenarios."""
    named = dict.fromkeys(backtest.beside(path) for fold in backtest.folds.values() for path in fold.scenarios.values())
    parts = [backtest.document.sha256(), *(read(path).sha256 for path in named)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def years_simulated(backtest: Backtest, folds: Sequence[str] = (), draws: int | None = None) -> int:
    """How many years a back-test simulates."""
    chosen = [_fold(backtest, name) for name in folds or backtest.folds]
    return sum(len(fold.scenarios) for fold in chosen) * (draws or backtest.draws)


def _fold(backtest: Backtest, name: str) -> Fold:
    if name not in backtest.folds:
        raise CorridorError(f'"{name}" is not a fold of {backtest.name}{did_you_mean(name, backtest.folds)}')
    return backtest.folds[name]


def _simulated(
    backtest: Backtest, scenario: Scenario, ranges: Mapping[str, Range], future: Future, draw: int
) -> Mapping[str, float]:
    """One future of one year: the outcomes' numbers by name."""
    random = np.random.default_rng([backtest.seed, future.year, draw])
    changes = flow_changes(scenario, backtest.demand, future) | drawn(ranges, random)
    start = scenario.window.start
    if future.year != start.year:
        changes["window.start"] = start.replace(year=future.year)
    planned = plan(scenario.change(changes), backtest.seed, draw)
    numbers = by_label(measure(planned, outcome_of(planned)).numbers)
    return {
        name: each.factor * wanted_number(numbers, each.number, "outcomes:", scenario.name)
        for name, each in backtest.outcomes.items()
    }


def _predictions(
    backtest: Backtest, fold_name: str, fold: Fold, year: int, sample: Sequence[Mapping[str, float]]
) -> list[Prediction]:
    return [
        Prediction(
            fold_name, year, name, outcome.unit, tuple(values[name] for values in sample),
            outcome.known.get(year, nan), _naive(backtest, outcome, fold, year),
        )
        for name, outcome in backtest.outcomes.items()
    ]  # fmt: skip


def _naive(backtest: Backtest, outcome: Compared, fold: Fold, year: int) -> dict[str, float]:
    """The forecasts that anybody can make from what was published up to the same year."""
    seen = {known: value for known, value in outcome.known.items() if known <= fold.fit_to}
    if not seen:
        return {}
    trade = {int(known): value for known, value in backtest.trade.values.items()} if backtest.trade else {}
    return {
        "last value": last_value(seen),
        "trend": trend(seen, year, outcome.trend),
        "with trade": with_trade(seen, trade, year),
    }


def fans(fitted: Fitted, last: int, count: int = 2000) -> dict[str, tuple[list[int], Floats]]:
    """Quantiles 5, 25, 50, 75 and 95 % of each series by year, up to ``last``: years, and [5, years]."""
    found = {}
    for name, walk in fitted.walks.items():
        years = [*range(int(walk.times[0]), last + 1)]
        paths = fitted.draw(years, count)[name]
        found[name] = (years, np.quantile(paths, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0))
    return found
