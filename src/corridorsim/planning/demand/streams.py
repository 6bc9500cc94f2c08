"""Random numbers that depend on the seed, the replication, the stream of trains and the purpose, and on nothing else.

Train ``i`` of a stream always has draw ``i``, whatever other flows exist, so two scenarios that are compared share
their random numbers. They are Philox bits (Salmon et al., SC11), turned into values by inverse distribution functions.
"""

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from corridorsim.arrays import Floats


def uniform(seed: int, replication: int, stream: str, purpose: str, count: int) -> Floats:
    """The first ``count`` draws, each strictly between 0 and 1."""
    name = f"{seed}\n{replication}\n{stream}\n{purpose}".encode()
    key = np.frombuffer(hashlib.blake2b(name, digest_size=16).digest(), np.uint64)
    bits: npt.NDArray[np.uint64] = np.random.Philox(key=key).random_raw(count)
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def lognormal(u: Floats, mean: float, variation: float) -> Floats:
    """Draws of a lognormal distribution with this mean and coefficient of variation."""
    sigma = np.sqrt(np.log1p(variation**2))
    values: Floats = mean * np.exp(sigma * ndtri(u) - sigma**2 / 2)
    return values


def exponential(u: Floats) -> Floats:
    """Draws of an exponential distribution with mean 1."""
    values: Floats = -np.log(u)
    return values


def numbered_apart(names: Iterable[str]) -> list[str]:
    """Names, with a number where another has the name: streams of one name would share their luck."""
    given: dict[str, None] = {}
    for name in names:
        own, number = name, 1
        while own in given:
            number += 1
            own = f"{name} ({number})"
        given[own] = None
    return list(given)
