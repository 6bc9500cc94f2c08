"""A random walk with drift, fitted to a few observations: what its drift and its steps may be, and where it may go.

    x(t) = x(0) + g t + w(t),  w a Wiener process of variance s^2 a year,  y_i = x(t_i) + e_i,  e_i ~ N(0, error_i^2)

After the last observation the drift may be damped: g + g d + g d^2 + ... (Gardner and McKenzie, Forecasting trends in
time series, Management Science 1985; damped trends did best in the M3 competition of forecasts). ``g`` has a normal
prior, ``s`` a half-normal one, ``x(0)`` none to speak of. Given g and s all is normal, so that both are kept on a
grid and nothing is approximated beside it (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006,
equations 2.23, 2.24 and 2.30).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.linalg import cho_solve, cholesky
from scipy.stats import halfnorm, norm

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError

DRIFTS, STEPS = 81, 60  # points of the grid
WIDE = 10.0  # standard deviation of the first value: any
BATCH, BATCHES = 400, 250


@dataclass(frozen=True, eq=False)
class Walk:
    """What a random walk may be after the observations."""

    times: Floats  # [observations] years of the observations
    values: Floats  # [observations]
    errors: Floats  # [observations] standard errors
    drifts: Floats  # [drifts] a year
    steps: Floats  # [steps] standard deviation a year
    weights: Floats  # [steps, drifts], adding up to 1
    least: Mapping[int, float]  # by year: the walk is not below this
    damping: float = 1.0  # what is left of the drift a year later, after the last observation

    @property
    def drift(self) -> tuple[float, float]:
        """Mean and standard deviation of the drift a year."""
        return _moments(self.drifts, self.weights.sum(0))

    @property
    def step(self) -> tuple[float, float]:
        """Mean and standard deviation of the size of a year's step."""
        return _moments(self.steps, self.weights.sum(1))

    def draw(self, years: Floats, count: int, random: Generator) -> Floats:
        """Futures (and pasts): [count, years]. Years must rise.

        Raises CorridorError where hardly any walk keeps above what is known to be its least.
        """
        known = sorted(self.least)
        every = np.unique(np.concatenate([years, known]))
        least = np.array([self.least.get(int(year), -np.inf) for year in every])
        kept: list[Floats] = []
        found = 0
        for _ in range(BATCHES):
            paths = self._batch(every, random)
            paths = paths[(paths >= least).all(1)]
            kept.append(paths)
            found += len(paths)
            if found >= count:
                return np.concatenate(kept)[:count][:, np.isin(every, years)]
        raise CorridorError(
            f"hardly any path of the series lies above what was published as its least in {_list(known)}; "
            f"raise its `step` or `growth_spread`, or leave these years out of `at_least`"
        )

    def _batch(self, years: Floats, random: Generator) -> Floats:
        """Paths over years, whatever the least."""
        cells = random.choice(self.weights.size, BATCH, p=self.weights.ravel())
        step_at, drift_at = np.divmod(cells, len(self.drifts))
        paths = np.empty((BATCH, len(years)))
        for step in np.unique(step_at):
            rows = np.flatnonzero(step_at == step)
            gain, root = self._given(self.steps[step], years)
            drift = self.drifts[drift_at[rows]][:, None]
            start = self.times[0]
            seen = self.values - drift * (self.times - start)
            noise = random.standard_normal((len(rows), len(years)))
            paths[rows] = (
                drift * self._passed(years) + (seen - self.values[0]) @ gain.T + self.values[0] + noise @ root.T
            )
        return paths

    def _passed(self, years: Floats) -> Floats:
        """Years of drift between the first observation and others, damped after the last observation."""
        first, last = self.times[0], self.times[-1]
        after = np.maximum(years - last, 0.0)
        if self.damping < 1:
            after = self.damping * (1 - self.damping**after) / (1 - self.damping)
        return np.asarray(np.minimum(years, last) - first + after, float)

    def _given(self, step: float, years: Floats) -> tuple[Floats, Floats]:
        """Given the size of steps: what the observations say of the years (gain), and the root of what is left open."""
        known = _covariance(self.times, self.times, self.times[0], step) + np.diag(self.errors**2)
        across = _covariance(years, self.times, self.times[0], step)
        root = cholesky(known, lower=True)
        gain = cho_solve((root, True), across.T).T
        left = _covariance(years, years, self.times[0], step) - gain @ across.T
        return gain, cholesky(left + 1e-9 * np.eye(len(years)), lower=True)


def fit_walk(
    times: Floats, values: Floats, errors: Floats, growth: tuple[float, float], step: float,
    least: Mapping[int, float] | None = None, damping: float = 1.0,
) -> Walk:  # fmt: skip
    """The walk after observations at ``times`` (years, rising) with standard ``errors``.

    ``growth`` is the mean and the standard deviation of the drift's prior, ``step`` the scale of the steps' prior;
    ``least`` says, by year, what the walk is not below; ``damping`` what is left of the drift from one year to the next
    after the last observation. Raises CorridorError without any observation.
    """
    if len(times) == 0:
        raise CorridorError("a series needs one year, at least, of which its amount is known")
    drifts = growth[0] + np.linspace(-4, 4, DRIFTS) * growth[1]
    steps = step * np.linspace(0.02, 3.5, STEPS)
    passed = (times - times[0])[:, None] * drifts
    log_weight = np.empty((STEPS, DRIFTS))
    for row, size in enumerate(steps):
        root = cholesky(_covariance(times, times, times[0], size) + np.diag(errors**2), lower=True)
        left = (values - values[0])[:, None] - passed
        whitened = cho_solve((root, True), left)
        log_weight[row] = -0.5 * (left * whitened).sum(0) - np.log(np.diag(root)).sum()
    log_weight += norm.logpdf(drifts, growth[0], growth[1]) + halfnorm.logpdf(steps, scale=step)[:, None]
    weights = np.exp(log_weight - log_weight.max())
    return Walk(times, values, errors, drifts, steps, weights / weights.sum(), dict(least or {}), damping)


def _covariance(one: Floats, other: Floats, start: float, step: float) -> Floats:
    """Of the walk at some years with itself at others, both counted from its first observation, either way."""
    a, b = (one - start)[:, None], (other - start)[None, :]
    same_side = np.sign(a) * np.sign(b) > 0
    return WIDE**2 + step**2 * np.where(same_side, np.minimum(np.abs(a), np.abs(b)), 0.0)


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    mean = float(values @ weights)
    return mean, float(np.sqrt(((values - mean) ** 2) @ weights))


def _list(years: list[int]) -> str:
    return ", ".join(map(str, years))
