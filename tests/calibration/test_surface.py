"""A response surface, its best point and what it leaves open."""

import numpy as np
import pytest

from corridorsim.calibration.surface import WITHIN, Misfit, fit_surface, within


def design(count: int, parameters: int, reach: float = 2) -> np.ndarray:
    return np.random.default_rng(1).uniform(-reach, reach, (count, parameters))


def quadratic(points: np.ndarray) -> np.ndarray:
    x, y = points.T
    return np.column_stack([3 + 2 * x - y + 0.5 * x * y + x**2, 1 - x])


def test_a_quadratic_is_found_exactly() -> None:
    points = design(12, 2)
    surface = fit_surface(points, quadratic(points))
    assert surface.quadratic
    other = design(5, 2, 1)
    assert surface.at(other) == pytest.approx(quadratic(other))
    assert surface.left == pytest.approx([0, 0], abs=1e-12)


def test_few_runs_give_a_straight_surface() -> None:
    points = design(5, 2)
    surface = fit_surface(points, points @ np.array([[1.0], [2.0]]) + 4)
    assert not surface.quadratic
    assert surface.at(np.array([1.0, 1.0])) == pytest.approx(np.array([[7.0]]))


def linear(slope: float, error: float, wanted: float) -> Misfit:
    """One number, ``slope`` times the parameter; published as ``wanted``."""
    points = np.linspace(-3, 3, 9)[:, None]
    told = (np.array([wanted]), np.array([error]), np.array([-3.0]), np.array([3.0]))
    return Misfit(fit_surface(points, slope * points), *told)


def test_prior_and_figure_meet_by_their_precision() -> None:
    """Prior 0 with error 1, figure 1 with error 1/2: the mean weighted by 1 and 4 is 0.8, with variance 1/5."""
    misfit = linear(1, 0.5, 1)
    best, least = misfit.best(np.zeros(1))
    assert best == pytest.approx([0.8], abs=1e-4)
    assert least == pytest.approx(0.2**2 / 0.25 + 0.8**2, abs=1e-4)
    low, high = within(*misfit.profile(best, 0))
    assert (high - low) / 2 == pytest.approx(np.sqrt(WITHIN / 5), rel=0.1)


def test_a_figure_that_says_nothing_leaves_the_prior_open() -> None:
    misfit = linear(0, 1, 0)
    low, high = within(*misfit.profile(np.zeros(1), 0))
    assert (low, high) == pytest.approx((-1.96, 1.96), abs=0.05)


def test_two_parameters_of_which_only_the_sum_is_known_trade_off() -> None:
    """A figure of x + y = 1 with error 0.01, priors 0: best at a half each; either may go far, if the other follows."""
    points = design(12, 2)
    surface = fit_surface(points, points.sum(1)[:, None])
    misfit = Misfit(surface, np.array([1.0]), np.array([0.01]), np.full(2, -3.0), np.full(2, 3.0))
    best, _ = misfit.best(np.zeros(2))
    assert best == pytest.approx([0.5, 0.5], abs=1e-3)
    low, high = within(*misfit.profile(best, 0))
    assert (high - low) / 2 == pytest.approx(1.96 / np.sqrt(2), rel=0.05)  # x and 1 - x both near 0, error 1 each


def test_a_bound_is_kept() -> None:
    best, _ = linear(1, 0.01, 10).best(np.zeros(1))
    assert best == pytest.approx([3.0], abs=1e-3)
