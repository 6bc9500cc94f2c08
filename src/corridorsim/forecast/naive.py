"""Forecasts that anybody can make, beside which ours must be good: the last value, the trend, and growth with trade."""

from collections.abc import Mapping

import numpy as np


def last_value(seen: Mapping[int, float]) -> float:
    """The last published value, carried on."""
    return seen[max(seen)]


def trend(seen: Mapping[int, float], year: int, looks_back: int) -> float:
    """The mean growth of the last so many published years, carried on; the last value where only one is known."""
    years = np.array(sorted(seen)[-looks_back:], float)
    if len(years) < 2:
        return last_value(seen)
    slope, level = np.polyfit(years, np.log([seen[int(y)] for y in years]), 1)
    return float(np.exp(level + slope * year))


def with_trade(seen: Mapping[int, float], trade: Mapping[int, float], year: int) -> float:
    """The last value, grown as trade did until the year (an elasticity of 1); NaN where trade is not known."""
    last = max(seen)
    if last not in trade or year not in trade:
        return float("nan")
    return seen[last] * trade[year] / trade[last]


def elasticity(total: Mapping[int, float], trade: Mapping[int, float], step: float) -> tuple[float, float]:
    """Change of the logarithm of tonnes over that of trade, between the first and last year known of both.

    With its standard error from random steps of ``step`` a year; NaN for both with fewer than two years.
    """
    both = sorted(set(total) & set(trade))
    if len(both) < 2:
        return float("nan"), float("nan")
    grown = np.log(trade[both[-1]] / trade[both[0]])
    found = np.log(total[both[-1]] / total[both[0]]) / grown
    return float(found), float(step * np.sqrt(both[-1] - both[0]) / abs(grown))
