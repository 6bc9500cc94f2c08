"""Customers that circulate between stations: wagon sets, locomotives, crews.

Exact, by convolution (Buzen 1973; with many servers: Bolch, Greiner, de Meer, Trivedi: Queueing Networks and Markov
Chains, 2nd ed., section 8.1). Mean value analysis gives the same for few customers, but with many servers it loses its
digits as they grow in number: it subtracts, and convolution only adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError


@dataclass(frozen=True)
class Circulation:
    """A closed network in its steady state, by station."""

    present: Floats  # mean number there, in service or waiting
    throughput: Floats  # visits in a unit of time
    stay: Floats  # mean time of one visit, NaN if there are no visits


def circulate(
    customers: int, service: Sequence[float], servers: Sequence[float], visits: Sequence[float]
) -> Circulation:
    """Exponential service of mean ``service`` at each station by ``servers`` equal servers (``inf``: no waiting).

    At each station there is room for all: who has been served leaves its server at once, and waits at the next.
    ``visits`` are how often a customer comes to each station in one round. CorridorError for numbers out of range.
    """
    seconds, units, ratio = (np.asarray(each, float) for each in (service, servers, visits))
    if customers < 1 or seconds.min() < 0 or units.min() < 1 or ratio.min() < 0 or not (seconds * ratio).any():
        raise CorridorError(
            "a closed network must have a customer, a server at each station, some service, and no negative numbers"
        )
    number = np.arange(1, customers + 1)
    with np.errstate(divide="ignore"):
        steps = np.log(seconds * ratio)[:, None] - np.log(np.minimum(number, units[:, None]))
    weight = np.hstack((np.zeros((len(seconds), 1)), np.cumsum(steps, axis=1)))  # logarithms, by customers there
    whole = _together(weight)
    throughput = np.exp(whole[customers - 1] - whole[customers]) * ratio
    others = np.array([_together(np.delete(weight, station, axis=0))[::-1] for station in range(len(weight))])
    present = np.exp(weight + others - whole[customers])[:, 1:] @ number
    with np.errstate(invalid="ignore"):
        return Circulation(present, throughput, present / throughput)


def _together(weights: Floats) -> Floats:
    """Logarithms of the weights of stations taken together, by the number of customers there."""
    nobody = np.append(0.0, np.full(weights.shape[1] - 1, -np.inf))
    return reduce(_convolved, weights, nobody)


def _convolved(one: Floats, other: Floats) -> Floats:
    sums = [np.logaddexp.reduce(one[: n + 1] + other[n::-1]) for n in range(len(one))]
    return np.array(sums)
