"""Numbers as people read them: digits by size, no sign on a 0, nothing for what was not observed."""

from math import nan

import pytest

from corridorsim.statistics.rounding import interval, leaves_zero_out, number, percent, places, signed, with_interval
from corridorsim.study import Estimate


@pytest.mark.parametrize(
    ("value", "text"), [(-0.0, "0.00"), (-0.004, "0.00"), (99.994, "99.99"), (123.45, "123.5"), (12345.6, "12,346")]
)
def test_digits_go_by_size_and_0_has_no_sign(value: float, text: str) -> None:
    assert number(value) == text


def test_a_difference_that_rounds_to_nothing_is_not_below_nothing() -> None:
    assert (signed(-0.0), signed(-0.004), signed(-0.006)) == ("+0.00", "+0.00", "-0.01")


def test_what_was_not_observed_is_told_by_nothing() -> None:
    nothing, one = Estimate.of([nan]), Estimate.of([3.0])
    assert (number(nan), signed(nan), interval(nothing), percent(nothing)) == ("", "", "", "")
    assert (with_interval(one), interval(one)) == ("3.00", "")


def test_numbers_side_by_side_have_the_digits_of_the_largest() -> None:
    assert (places(1200, 3, 0.5), places(3, nan), places(100)) == (0, 2, 1)


def test_a_mean_is_told_with_its_interval() -> None:
    assert with_interval(Estimate(3.684, 3.1, 4.25, 5)) == "3.68 (3.10 to 4.25)"
    assert percent(Estimate(0.97, 0.96, 0.98, 5)) == "97 % (96 to 98 %)"
    assert percent(Estimate(1, 0.999, 1, 5)) == "100 %"


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [(0.004, 0.04, False), (0.006, 0.04, True), (-0.04, -0.004, False), (-0.04, -0.006, True), (-1, 1, False)],
)
def test_an_interval_leaves_0_out_only_as_it_is_told(low: float, high: float, clear: bool) -> None:
    assert leaves_zero_out(Estimate((low + high) / 2, low, high, 5), 2) is clear


def test_one_observation_leaves_nothing_out() -> None:
    assert not leaves_zero_out(Estimate.of([7.0]), 2)
