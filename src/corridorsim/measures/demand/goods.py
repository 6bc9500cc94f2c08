"""What passed of each commodity: tonnes, wagons, containers and trains, at all crossings, by crossing and direction."""

from collections.abc import Iterator, Mapping

import numpy as np

from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.numbers import BOXES, CONTAINER_TRAINS, TONNES, TRAINS, WAGONS, Number, OfGoods, Whom
from corridorsim.measures.traffic import Handovers, Route

YEAR = 365.0


def goods_numbers(
    plan: Plan, handovers: Handovers, groups: Mapping[Whom, np.ndarray], days: float
) -> Iterator[tuple[Number, float]]:
    """The figures of each commodity at each of the groups of routes where trains carry it.

    ``groups`` gives, for a crossing, a direction or both, which routes belong to it. Containers and container trains
    exist only for commodities that go in containers.
    """
    for row, goods in enumerate(handovers.commodities):
        streams = [s for s in plan.streams if s.kind == Kind.FREIGHT and s.goods == goods]
        boxed, own = any(s.is_of_containers for s in streams), handovers.goods == row
        there = np.isin(
            np.arange(len(handovers.routes)),
            [handovers.routes.index(Route(stream.crossing, stream.direction)) for stream in streams],
        )
        for whom, inside in groups.items():
            if (inside & there).any():
                yield from _of(handovers, OfGoods(goods, whom), inside[handovers.route] & own, days, boxed)


def _of(
    handovers: Handovers, whom: OfGoods, rows: np.ndarray, days: float, boxed: bool
) -> Iterator[tuple[Number, float]]:
    per_year = YEAR / days
    yield Number(TONNES, whom), float(handovers.net[rows].sum()) / 1e6 * per_year
    yield Number(WAGONS, whom), float(handovers.wagons[rows].sum()) * per_year
    if boxed:
        yield Number(BOXES, whom), float(handovers.teu[rows].sum()) * per_year
        yield Number(CONTAINER_TRAINS, whom), float(handovers.boxed[rows].sum()) * per_year
    yield Number(TRAINS, whom), float(rows.sum()) / days
