"""Goods that give up: when those of each train would, and the trains by another crossing that appear then.

Which goods give up is not known before the run. So a train by the other crossing is planned for every train whose goods
might, and the trains that are not needed do not exist in the end (``engine/patient.py``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from corridorsim.arrays import Ints
from corridorsim.model.demand.gives_way import Patience
from corridorsim.planning.demand.flows import Asked, Demand
from corridorsim.planning.demand.streams import lognormal, uniform


def ways_out(asked: Asked, demands: Iterable[Demand]) -> Iterator[Demand]:
    """For each stream whose goods use another crossing when they give up, a stream to each distant end there."""
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
    """The second in which each of a stream's trains gives up if it has not started."""
    if not patience.variation:
        return ready + patience.waits
    draws = lognormal(uniform(seed, replication, stream, "patience", len(ready)), patience.waits, patience.variation)
    seconds: Ints = ready + np.maximum(1, np.rint(draws)).astype(np.int64)
    return seconds


def chosen_end(stream: str, shares: list[float], trains: int, seed: int, replication: int) -> Ints:
    """The distant end that each train would use: a row of some ends with these shares."""
    u = uniform(seed, replication, stream, "another way", trains)
    rows: Ints = np.searchsorted(np.cumsum(shares)[:-1], u, "right").astype(np.int64)
    return rows
