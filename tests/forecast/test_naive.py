"""Forecasts that anybody can make."""

from math import isnan

import pytest

from corridorsim.forecast.naive import elasticity, last_value, trend, with_trade

SEEN = {2016: 8.0, 2017: 10.0, 2018: 12.5}


def test_the_last_value_is_carried_on() -> None:
    assert last_value(SEEN) == 12.5


def test_growth_by_a_quarter_each_year_is_carried_on() -> None:
    assert trend(SEEN, 2019, 3) == pytest.approx(15.625)
    assert trend(SEEN, 2020, 2) == pytest.approx(12.5 * 1.25**2)


def test_one_year_has_no_trend() -> None:
    assert trend({2018: 14.0}, 2019, 3) == 14.0


def test_tonnes_grow_with_trade_where_trade_is_known() -> None:
    assert with_trade(SEEN, {2018: 20.0, 2019: 25.0}, 2019) == pytest.approx(12.5 * 1.25)
    assert isnan(with_trade(SEEN, {2018: 20.0}, 2019))


def test_an_elasticity_of_two() -> None:
    found, error = elasticity({2010: 1.0, 2014: 4.0}, {2010: 1.0, 2014: 2.0}, 0.1)
    assert found == pytest.approx(2)
    assert error == pytest.approx(0.2 / 0.6931, rel=1e-3)  # 0.1 a year over four years, over the logarithm of 2
    assert isnan(elasticity({2010: 1.0}, {2011: 1.0}, 0.1)[0])
