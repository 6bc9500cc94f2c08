"""The time within which a share of trains pass, by two definitions that published tables use; which where: decision
0115.

``within`` is the least value that was observed within which, with itself, the share lies (the inverted distribution
function). ``between`` lies between the two observed values on either side of the share.
"""

import numpy as np

from corridorsim.arrays import Floats, Ints

P95 = 0.95


def between(values: Floats | Ints, share: float = P95) -> float:
    """Interpolated between the neighbours; NaN without values."""
    return float(np.quantile(values, share)) if len(values) else np.nan


def within(values: Floats, weights: Floats, share: float = P95) -> Floats:
    """Per column of values (rows of a weight each), the least value within which the share lies; NaN without rows."""
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    order = np.argsort(values, axis=0, kind="stable")
    total = np.cumsum(weights[order], axis=0)
    at = np.argmax(total >= share * weights.sum() * (1 - 1e-12), axis=0)
    found: Floats = np.take_along_axis(np.take_along_axis(values, order, axis=0), at[np.newaxis], axis=0)[0]
    return found


def within_by_group(seconds: Ints, beyond: Ints, listed: Ints, count: Ints, share: float) -> Floats:
    """Per group, the least value within which the share lies; NaN for an empty group.

    ``seconds`` are the values of all groups, rising within each. Those of a group end at ``beyond``; ``listed`` of its
    ``count`` values are given, and the others are 0.
    """
    at = np.maximum(np.ceil(share * count).astype(np.int64) - 1, 0) - (count - listed)  # below 0 among those not given
    row = np.where((count > 0) & (at >= 0), beyond - listed + at, 0)
    found = np.where(at < 0, 0, seconds[row]) if len(seconds) else np.zeros(len(count), np.int64)
    values: Floats = np.where(count > 0, found, np.nan)
    return values
