"""Means with their intervals from replications, and paired differences under common random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its 95 % confidence interval (Student's t); one replication has no width."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Estimate":
        """The estimate from one value per replication."""
        sample = np.asarray(values, float)
        mean, count = float(sample.mean()), len(sample)
        if count < 2:
            return cls(mean, mean, mean)
        half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * float(sample.std(ddof=1)) / sqrt(count)
        return cls(mean, mean - half, mean + half)
