"""Goods that give up: when each train's would, and the trains by another crossing that appear then.

Whoever gives up is not known before the run. So trains by the other crossing are planned for everyone who might, and
those for whom nobody gave up do not exist in the end (``engine/patient.py``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from corridorsim.arrays import Ints
from corridorsim.model.demand.gives_way import Patience
from corridorsim.planning.demand.flows import Asked, Demand
from corridorsim.planning.demand.streams import lognormal, uniform


def ways_out(asked: Asked, demands: Iterable[Demand]) -> Iterator[Demand]:
    """For each stream whose goods go by another crossing when they give up, a stream by each distant end there."""
    for demand in demands:
        patience, sender = demand.patience, demand.stream.sender
        if patience is None or patience.by in (None, demand.stream.crossing) or sender is None:
            continue
        for other in asked.by_crossing[sender.flow, patience.by]:
            if other.train == demand.train:
                name = f"{demand.stream.flow}, given up, by {patience.by}"
                stream = replace(
                    other.stream, name=f"{demand.stream.name}, by {other.stream.name}", flow=name, sender=None
                )
                yield replace(
                    other, stream=stream, trains=0.0, profile=(), queue=0, patience=None, instead_of=demand.stream
                )


def gives_up_at(patience: Patience, stream: str, ready: Ints, seed: int, replication: int) -> Ints:
    """The second at which each of a stream's trains gives up if it has not started."""
    if not patience.variation:
        return ready + patience.waits
    draws = lognormal(uniform(seed, replication, stream, "patience", len(ready)), patience.waits, patience.variation)
    seconds: Ints = ready + np.maximum(1, np.rint(draws)).astype(np.int64)
    return seconds


def chosen_end(stream: str, shares: list[float], trains: int, seed: int, replication: int) -> Ints:
    """By which of some distant ends each train would go: a row of them, with these shares."""
    u = uniform(seed, replication, stream, "another way", trains)
    rows: Ints = np.searchsorted(np.cumsum(shares)[:-1], u, "right").astype(np.int64)
    return rows
