"""Series of published figures, fitted up to a year, and drawn into the future."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError
from corridorsim.model.forecast.backtest import Backtest
from corridorsim.model.forecast.series import Series
from corridorsim.statistics.random_walk import Walk, fit_walk


@dataclass(frozen=True, eq=False)
class Fitted:
    """The series of a back-test, fitted to figures up to a year."""

    backtest: Backtest
    fit_to: int
    walks: dict[str, Walk]

    def draw(self, years: Sequence[int], count: int) -> dict[str, Floats]:
        """Futures by series: [count, years], in the unit of the series; the same for the same seed."""
        return {name: self._drawn(name, walk, years, count) for name, walk in self.walks.items()}

    def _drawn(self, name: str, walk: Walk, years: Sequence[int], count: int) -> Floats:
        random = np.random.default_rng([self.backtest.seed, self.fit_to, crc32(name.encode())])
        paths = walk.draw(np.asarray(years, float), count, random)
        return np.exp(paths) if self.backtest.series[name].scale == "log" else 1 / (1 + np.exp(-paths))


def fit(backtest: Backtest, fit_to: int) -> Fitted:
    """All series, each fitted to what was published of the years up to ``fit_to``.

    Raises CorridorError, with the name of the series, where one has no figure by then.
    """
    return Fitted(backtest, fit_to, {name: _walk(name, told, fit_to) for name, told in backtest.series.items()})


def _walk(name: str, series: Series, fit_to: int) -> Walk:
    seen = {year: each for year, each in series.years.items() if year <= fit_to}
    known = {year: each for year, each in seen.items() if year not in series.at_least}
    times = np.array([*known], float)
    values = np.array([series.scaled(each.amount) for each in known.values()])
    errors = np.array([_error(series, each.amount, each.error) for each in known.values()])
    least = {
        year: series.scaled(each.amount) - _error(series, each.amount, each.error)
        for year, each in seen.items()
        if year in series.at_least
    }
    try:
        return fit_walk(
            times, values, errors, (series.growth, series.growth_spread), series.step, least, series.damping
        )
    except CorridorError as error:
        raise CorridorError(f"series {name}, up to {fit_to}: {error}") from None


def _error(series: Series, amount: float, error: float | None) -> float:
    """Standard error on the scale of the walk, of an error relative to the amount."""
    relative = series.error if error is None else error
    return relative if series.scale == "log" else relative / (1 - amount)
