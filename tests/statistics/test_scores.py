"""Scores of forecasts, by hand."""

import numpy as np
import pytest
from scipy.stats import norm

from corridorsim.statistics.scores import crps, interval


def test_one_value_scores_its_error() -> None:
    assert crps(np.array([3.0]), 5.0) == 2.0


def test_two_values_by_hand() -> None:
    """Values 0 and 2, truth 1: mean error 1; the mean distance of the two different members is 2, half of it 1."""
    assert crps(np.array([0.0, 2.0]), 1.0) == 0.0
    assert crps(np.array([0.0, 2.0]), 4.0) == 2.0


def test_a_large_normal_sample_scores_as_the_normal_does() -> None:
    """Gneiting and Raftery 2007, equation 5: sigma (1/sqrt(pi) - 2 pdf(z) - z (2 cdf(z) - 1)), with its sign."""
    sample = np.random.default_rng(1).standard_normal(200_000)
    z = 0.7
    exact = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)
    assert crps(sample, z) == pytest.approx(exact, abs=0.005)


def test_nothing_scores_nothing() -> None:
    assert np.isnan(crps(np.array([np.nan]), 1.0))


def test_the_middle_of_a_sample() -> None:
    assert interval(np.arange(101.0), 0.9) == pytest.approx((5.0, 95.0))
    assert interval(np.arange(101.0), 0.5) == (25.0, 75.0)
