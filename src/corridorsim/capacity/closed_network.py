"""Customers that go round between stations for ever: wagon sets, locomotives, crews.

Exact mean value analysis of a closed network of one class (Reiser and Lavenberg 1980), with many servers by their
marginal probabilities (Bolch, Greiner, de Meer, Trivedi: Queueing Networks and Markov Chains, 2nd ed., section 8.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridorsim.errors import CorridorError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Circulation:
    """A closed network in its steady state, by station."""

    present: Floats  # mean number there, in service or waiting
    throughput: Floats  # visits in a unit of time
    stay: Floats  # mean time of one visit


def mva(customers: int, service: Sequence[float], servers: Sequence[float], visits: Sequence[float]) -> Circulation:
    """Exponential service of mean ``service`` at each station by ``servers`` equal servers (``inf``: no waiting).

    ``visits`` are how often a customer comes to each station in one round. CorridorError for numbers out of range.
    """
    if customers < 1 or min(service) < 0 or min(servers) < 1 or min(visits) < 0:
        raise CorridorError("a closed network must have a customer, a server at each station, and no negative numbers")
    seconds, ratio = np.asarray(service, float), np.asarray(visits, float)
    most = np.minimum(np.asarray(servers, float), customers).astype(int)
    # share of time with 0, 1, ... customers at a station, as far as some of its servers are idle
    idle = np.zeros((len(seconds), int(most.max())))
    idle[:, 0] = 1
    number = np.arange(idle.shape[1])
    idle_servers = np.maximum(most[:, None] - 1 - number, 0)
    present = np.zeros(len(seconds))
    for population in range(1, customers + 1):
        stay = seconds / most * (1 + present + (idle_servers * idle).sum(axis=1))
        throughput = population / (ratio * stay).sum() * ratio
        present = throughput * stay
        load = throughput * seconds
        shifted = load[:, None] / np.maximum(number[1:], 1) * idle[:, :-1]
        busy = load + ((most[:, None] - number[1:]).clip(0) * shifted).sum(axis=1)
        idle[:, 1:] = shifted
        idle[:, 0] = 1 - busy / most
    return Circulation(present, throughput, stay)
