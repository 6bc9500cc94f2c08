"""Means and their intervals, by the tables of Student's t."""

from math import isnan, nan

import pytest

from corridorsim.statistics.estimate import Estimate


def test_the_interval_is_that_of_the_textbook() -> None:
    """1 to 5: mean 3, standard deviation 1.5811, t of 4 degrees 2.7764: half of 1.9632."""
    estimate = Estimate.of([1, 2, 3, 4, 5])
    assert (estimate.mean, estimate.low, estimate.high) == (
        3,
        pytest.approx(1.0368, abs=1e-4),
        pytest.approx(4.9632, abs=1e-4),
    )


def test_ten_values_use_t_of_nine_degrees() -> None:
    """Five times 0 and five times 2: mean 1, standard deviation sqrt(10/9), t 2.2622: half of 0.7541."""
    estimate = Estimate.of([0, 2] * 5)
    assert estimate.high - estimate.mean == pytest.approx(2.26216 * (10 / 9) ** 0.5 / 10**0.5, rel=1e-5)


def test_two_values_have_the_wide_interval_of_one_degree() -> None:
    """t 12.706: half of 12.706 * sqrt(2) / 2 * sqrt(2) / sqrt(2)."""
    estimate = Estimate.of([0, 2])
    assert estimate.high - estimate.mean == pytest.approx(12.7062, rel=1e-5)


def test_one_value_has_a_mean_and_no_interval() -> None:
    estimate = Estimate.of([7])
    assert (estimate.mean, estimate.observed, estimate.has_interval) == (7, 1, False)
    assert isnan(estimate.low)
    assert isnan(estimate.high)


def test_one_observation_of_five_replications_has_no_interval_either() -> None:
    estimate = Estimate.of([nan, nan, 7, nan, nan])
    assert (estimate.mean, estimate.observed, estimate.has_interval) == (7, 1, False)


def test_what_no_replication_observed_is_nothing() -> None:
    estimate = Estimate.of([nan, nan])
    assert isnan(estimate.mean)
    assert estimate.observed == 0


def test_what_was_not_observed_is_no_0() -> None:
    assert Estimate.of([1, nan, 2, 3, nan, 4, 5]) == Estimate.of([1, 2, 3, 4, 5])


def test_equal_values_have_an_interval_without_width() -> None:
    assert Estimate.of([7, 7, 7]) == Estimate(7, 7, 7, 3)


def test_a_count_is_never_below_0() -> None:
    """0 and 170: mean 85, half of 12.706 * 85."""
    assert (Estimate.of_amounts([0, 170]).low, Estimate.of([0, 170]).low) == (0, pytest.approx(85 - 12.7062 * 85))
    assert Estimate.of_amounts([0, 170]).high == Estimate.of([0, 170]).high


def test_a_share_stays_between_0_and_1() -> None:
    assert (Estimate.of_shares([0.9, 1.0]).high, Estimate.of_shares([0.0, 0.1]).low) == (1, 0)
    assert Estimate.of_shares([0.9, 1.0]).low == Estimate.of([0.9, 1.0]).low
