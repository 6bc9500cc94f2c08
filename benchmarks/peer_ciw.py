"""The border station and the tandem as Ciw tells them: queues with servers, and room for so many."""

from importlib.util import find_spec
from math import inf

import numpy as np

from benchmarks.stations import LANES, ROOM, Trains

NEVER_AGAIN = 1e15  # seconds until the train after the last


def is_there() -> bool:
    """Whether Ciw is installed."""
    return find_spec("ciw") is not None


def border_station(trains: Trains) -> np.ndarray:
    """When each train was done."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[_arrivals(trains)],
        service_distributions=[ciw.dists.Sequential(trains.work[0].tolist())],
        number_of_servers=[LANES],
    )
    return _exits(network, len(trains.appear), stage=1)


def tandem(trains: Trains) -> np.ndarray:
    """When each train was done; Ciw keeps a train at its server while the next stage is full."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[_arrivals(trains), None],
        service_distributions=[ciw.dists.Sequential(work.tolist()) for work in trains.work],
        routing=[[0.0, 1.0], [0.0, 0.0]],
        number_of_servers=[1, 1],
        queue_capacities=[inf, ROOM - 1],
    )
    return _exits(network, len(trains.appear), stage=2)


def _arrivals(trains: Trains):  # type: ignore[no-untyped-def]
    import ciw

    return ciw.dists.Sequential([*np.diff(trains.appear, prepend=0).tolist(), NEVER_AGAIN])


def _exits(network, count: int, stage: int) -> np.ndarray:  # type: ignore[no-untyped-def]
    import ciw

    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(count, method="Finish")
    records = simulation.get_all_records()
    return np.sort([record.exit_date for record in records if record.node == stage]).astype(np.int64)
