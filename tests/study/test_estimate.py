"""Means and their intervals, by the tables of Student's t."""

import pytest

from corridorsim.study.estimate import Estimate


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


def test_one_value_has_no_width() -> None:
    assert Estimate.of([7]) == Estimate(7, 7, 7)


def test_equal_values_have_no_width() -> None:
    assert Estimate.of([7, 7, 7]) == Estimate(7, 7, 7)
