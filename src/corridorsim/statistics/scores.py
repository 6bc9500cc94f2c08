"""How good a forecast was, once the truth is known."""

import numpy as np

from corridorsim.arrays import Floats


def crps(sample: Floats, truth: float) -> float:
    """The continuous ranked probability score of a sample: 0 is perfect; of a single value it is the absolute error.

    E|X - y| - E|X - X'|/2 (Gneiting and Raftery, Strictly proper scoring rules, JASA 2007, equation 21), with all pairs
    of different members (Ferro, Fair scores for ensemble forecasts, 2014), so that a small sample is not favoured.
    """
    values = np.sort(sample[~np.isnan(sample)])
    count = len(values)
    if count == 0:
        return float("nan")
    error = float(np.abs(values - truth).mean())
    if count == 1:
        return error
    ranks = 2 * np.arange(count) - count + 1
    return error - float(ranks @ values) / (count * (count - 1))


def interval(sample: Floats, share: float) -> tuple[float, float]:
    """The middle of a sample that holds this share of it."""
    values = sample[~np.isnan(sample)]
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
