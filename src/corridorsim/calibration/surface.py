"""A response surface: numbers as a smooth function of parameters, fitted to a few runs, and the best point on it."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import chi2

from corridorsim.arrays import Floats

PROFILE_POINTS = 21
WITHIN = float(chi2.ppf(0.95, 1))  # a parameter is inside its 95 % interval up to this rise of the misfit


@dataclass(frozen=True, eq=False)
class Surface:
    """Numbers by a polynomial of the parameters, which are counted in spreads from their priors."""

    coefficients: Floats  # [terms, numbers]
    quadratic: bool
    left: Floats  # [numbers] standard deviation of the runs around the surface

    def at(self, points: Floats) -> Floats:
        """[points, numbers] at [points, parameters]."""
        return np.asarray(_terms(np.atleast_2d(points), self.quadratic) @ self.coefficients, float)


def fit_surface(points: Floats, values: Floats) -> Surface:
    """By least squares: with squares and products of the parameters if there are runs enough, else straight."""
    runs, parameters = points.shape
    quadratic = runs > 1 + parameters + parameters * (parameters + 1) // 2
    terms = _terms(points, quadratic)
    coefficients, *_ = np.linalg.lstsq(terms, values, rcond=None)
    free = max(runs - terms.shape[1], 1)
    left = np.sqrt(((values - terms @ coefficients) ** 2).sum(0) / free)
    return Surface(np.asarray(coefficients, float), quadratic, left)


def _terms(points: Floats, quadratic: bool) -> Floats:
    count = points.shape[1]
    columns = [np.ones(len(points)), *points.T]
    if quadratic:
        columns += [points[:, i] * points[:, j] for i in range(count) for j in range(i, count)]
    return np.column_stack(columns)


@dataclass(frozen=True, eq=False)
class Misfit:
    """How far a point is from the published values and from the priors, as a sum of squares."""

    surface: Surface
    wanted: Floats  # [numbers]
    errors: Floats  # [numbers] standard errors, in the numbers' units
    low: Floats  # [parameters] in spreads from the priors
    high: Floats

    def residuals(self, point: Floats) -> Floats:
        """In standard errors: of the numbers, then of the parameters."""
        errors = np.hypot(self.errors, self.surface.left)
        return np.concatenate([(self.surface.at(point)[0] - self.wanted) / errors, point])

    def best(self, start: Floats, fixed: int | None = None) -> tuple[Floats, float]:
        """The point of least misfit, and that misfit; a ``fixed`` parameter stays as it is at the start."""
        free = [i for i in range(len(start)) if i != fixed]
        if not free:
            return start, float((self.residuals(start) ** 2).sum())

        def seen(values: Floats) -> Floats:
            point = start.copy()
            point[free] = values
            return self.residuals(point)

        inside = np.clip(start, self.low + 1e-9, self.high - 1e-9)
        found = least_squares(seen, inside[free], bounds=(self.low[free], self.high[free]))
        point = start.copy()
        point[free] = found.x
        return point, float(2 * found.cost)

    def profile(self, best: Floats, parameter: int) -> tuple[Floats, Floats]:
        """Values of one parameter over its range, and by how much the misfit rises with the others at their best."""
        _, least = self.best(best)
        values = np.linspace(self.low[parameter], self.high[parameter], PROFILE_POINTS)
        rises = []
        for value in values:
            start = best.copy()
            start[parameter] = value
            rises.append(self.best(start, parameter)[1] - least)
        return values, np.maximum(np.array(rises), 0.0)


def within(values: Floats, rises: Floats) -> tuple[float, float]:
    """The interval of values at which the misfit rises by less than a 95 % interval allows, between the points too."""
    inside = np.flatnonzero(rises <= WITHIN)
    if not len(inside):
        lowest = float(values[int(np.argmin(rises))])
        return lowest, lowest
    first, last = int(inside[0]), int(inside[-1])
    low = values[first] if first == 0 else _crossing(values, rises, first - 1, first)
    high = values[last] if last == len(values) - 1 else _crossing(values, rises, last + 1, last)
    return float(low), float(high)


def _crossing(values: Floats, rises: Floats, outside: int, inside: int) -> float:
    part = (WITHIN - rises[inside]) / (rises[outside] - rises[inside])
    return float(values[inside] + part * (values[outside] - values[inside]))
