"""A random walk with drift after a few observations."""

import numpy as np
import pytest
from scipy.stats import norm

from corridorsim.errors import CorridorError
from corridorsim.statistics.random_walk import fit_walk


def years(*values: int) -> np.ndarray:
    return np.array(values, float)


def test_one_observation_leaves_the_prior_as_it_was() -> None:
    walk = fit_walk(years(2018), np.array([2.0]), np.array([0.01]), (0.05, 0.1), 0.2)
    assert walk.drift == pytest.approx((0.05, 0.1), rel=2e-3)
    mean, _ = walk.step
    assert mean == pytest.approx(0.2 * np.sqrt(2 / np.pi), rel=0.02)  # of a half-normal


def test_a_steady_growth_is_found_and_carried_on() -> None:
    """Ten years that grow by exactly a tenth: the steps are small, and the eleventh year is another tenth higher."""
    times = np.arange(2010.0, 2020.0)
    walk = fit_walk(times, 0.1 * (times - 2010), np.full(10, 1e-3), (0.0, 0.2), 0.2)
    assert walk.drift[0] == pytest.approx(0.1, abs=0.005)
    assert walk.step[0] < 0.02
    paths = walk.draw(years(2020), 2000, np.random.default_rng(1))
    assert np.median(paths) == pytest.approx(1.0, abs=0.01)


def test_a_damped_drift_comes_to_rest() -> None:
    """Growth by a tenth a year, half of it left each year later: 0.05 + 0.025 + 0.0125 after three years."""
    times = np.arange(2010.0, 2020.0)
    walk = fit_walk(times, 0.1 * (times - 2010), np.full(10, 1e-4), (0.1, 1e-4), 0.01, damping=0.5)
    paths = walk.draw(years(2019, 2022, 2060), 2000, np.random.default_rng(1))
    assert np.median(paths[:, 1] - paths[:, 0]) == pytest.approx(0.0875, abs=0.003)
    assert np.median(paths[:, 2] - paths[:, 0]) == pytest.approx(0.1, abs=0.005)


def test_the_spread_grows_as_the_root_of_the_years() -> None:
    """With a drift that is known (almost) and steps of one size, the variance is a year's times the years."""
    walk = fit_walk(years(2000), np.array([0.0]), np.array([1e-6]), (0.0, 1e-6), 0.2)
    paths = walk.draw(years(2001, 2004, 2009), 20_000, np.random.default_rng(2))
    spread = paths.std(0)
    assert spread[1] / spread[0] == pytest.approx(2, rel=0.03)
    assert spread[2] / spread[0] == pytest.approx(3, rel=0.03)


def test_between_two_observations_the_walk_is_a_bridge() -> None:
    walk = fit_walk(years(2000, 2010), np.array([0.0, 1.0]), np.array([1e-4, 1e-4]), (0.0, 0.5), 0.3)
    paths = walk.draw(years(2000, 2005, 2010), 4000, np.random.default_rng(3))
    assert paths[:, 0] == pytest.approx(np.zeros(4000), abs=1e-3)
    assert paths[:, 2] == pytest.approx(np.ones(4000), abs=1e-3)
    assert paths[:, 1].mean() == pytest.approx(0.5, abs=0.02)
    assert paths[:, 1].std() > 0.05


def test_a_year_in_which_demand_was_held_back_lifts_the_years_after_it() -> None:
    told = (years(2018, 2019), np.array([0.0, 0.0]), np.array([0.01, 0.01]), (0.0, 0.05), 0.1)
    free = fit_walk(*told).draw(years(2021), 3000, np.random.default_rng(4))
    held = fit_walk(*told, {2020: 0.1}).draw(years(2020, 2021), 3000, np.random.default_rng(4))
    assert held[:, 0].min() >= 0.1
    assert held[:, 1].mean() > free.mean() + 0.08


def test_the_weights_are_those_of_the_normal_density() -> None:
    """Two observations a year apart, drift known: the density of the second, given the step, is normal."""
    walk = fit_walk(years(2000, 2001), np.array([0.0, 0.3]), np.array([1e-6, 1e-6]), (0.0, 1e-6), 0.2)
    by_step = walk.weights.sum(1)
    wanted = norm.pdf(0.3, scale=walk.steps) * np.exp(-0.5 * (walk.steps / 0.2) ** 2)
    assert by_step == pytest.approx(wanted / wanted.sum(), rel=1e-3, abs=1e-6)


def test_a_least_that_no_walk_reaches_is_said() -> None:
    walk = fit_walk(years(2000), np.array([0.0]), np.array([1e-3]), (0.0, 0.01), 0.01, {2001: 5.0})
    with pytest.raises(CorridorError, match=r"hardly any path .* least in 2001"):
        walk.draw(years(2002), 10, np.random.default_rng(5))


def test_a_series_without_figures_is_said() -> None:
    with pytest.raises(CorridorError, match=r"needs one year"):
        fit_walk(years(), np.array([]), np.array([]), (0.0, 0.1), 0.1)
