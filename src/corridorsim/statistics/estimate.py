"""Means with their intervals from replications, and paired differences under common random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its 95 % confidence interval (Student's t), within the possible range.

    One observation has no interval: ``low`` and ``high`` are NaN. Without any, the mean is NaN too.
    """

    mean: float
    low: float
    high: float
    observed: int  # number of replications that observed it

    @classmethod
    def of(cls, values: Sequence[float], least: float = -inf, most: float = inf) -> "Estimate":
        """The estimate from one value per replication; NaN if a replication has not observed it.

        ``least`` and ``most`` are the limits of the quantity. The interval is cut there, which does not reduce its
        confidence, because the true mean lies within the limits too.
        """
        sample = np.asarray(values, float)
        sample = sample[~np.isnan(sample)]
        count = len(sample)
        if count == 0:
            return cls(nan, nan, nan, 0)
        mean = float(sample.mean())
        if count == 1:
            return cls(mean, nan, nan, 1)
        half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * float(sample.std(ddof=1)) / sqrt(count)
        return cls(mean, max(mean - half, least), min(mean + half, most), count)

    @classmethod
    def of_amounts(cls, values: Sequence[float]) -> "Estimate":
        """The same for amounts that are never below 0: trains, tonnes, hours."""
        return cls.of(values, 0)

    @classmethod
    def of_shares(cls, values: Sequence[float]) -> "Estimate":
        """The same for shares of a whole, 0 to 1."""
        return cls.of(values, 0, 1)

    @property
    def has_interval(self) -> bool:
        """Whether more than one replication observed it."""
        return self.observed > 1
