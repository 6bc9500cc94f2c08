"""The border station and the tandem as salabim tells them: components that request and hold."""

from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.stations import LANES, ROOM, Trains


def is_there() -> bool:
    """Whether salabim is installed."""
    return find_spec("salabim") is not None


def border_station(trains: Trains) -> np.ndarray:
    """When each train was done."""
    import salabim

    class Train(salabim.Component):
        def process(self, works):  # type: ignore[no-untyped-def]
            yield self.request(lanes)
            yield self.hold(works[0])
            self.release(lanes)
            done.append(environment.now())

    done: list[float] = []
    environment = salabim.Environment(trace=False, yieldless=False)
    lanes = salabim.Resource("lanes", LANES)
    return _exits(environment, Train, trains, done)


def tandem(trains: Trains) -> np.ndarray:
    """When each train was done; it keeps the first server until there is room at the second."""
    import salabim

    class Train(salabim.Component):
        def process(self, works):  # type: ignore[no-untyped-def]
            yield self.request(first)
            yield self.hold(works[0])
            yield self.request(room)
            self.release(first)
            yield self.request(second)
            yield self.hold(works[1])
            self.release(second, room)
            done.append(environment.now())

    done: list[float] = []
    environment = salabim.Environment(trace=False, yieldless=False)
    first, room, second = (salabim.Resource(name, n) for name, n in (("first", 1), ("room", ROOM), ("second", 1)))
    return _exits(environment, Train, trains, done)


def _exits(environment: Any, kind: Any, trains: Trains, done: list[float]) -> np.ndarray:
    """Make each train when it comes, as salabim's own examples do, and run until all are gone."""
    import salabim

    class Source(salabim.Component):
        def process(self):  # type: ignore[no-untyped-def]
            for appears, works in zip(trains.appear.tolist(), trains.work.T.tolist(), strict=True):
                yield self.hold(till=appears)
                kind(works=works)

    Source()
    environment.run()
    return np.sort(done).astype(np.int64)
