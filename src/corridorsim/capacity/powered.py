"""Runs of trains with their locomotives over the sections of all lines.

Arrays have a row for each train and a column for each section in one direction.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.capacity.failures import failures
from corridorsim.capacity.motion import Stretches, advance, braking_ceiling, seconds, tabled
from corridorsim.capacity.traction import Floats, Train
from corridorsim.capacity.ways import Columns

SWEEPS = 20  # over the sections of a line, at most, until the speeds at their ends agree
AGREE = 0.01  # m2/s2; squares of speed that differ by less are the same


class Powered(NamedTuple):
    """What runs of some trains come to, (trains, columns)."""

    start: Floats  # seconds lost by starting from a stand at the beginning
    stop: Floats  # seconds lost by stopping at the end
    leaving: Floats  # speed at the end of a train that passes, m/s
    elapsed: Floats  # (trains, columns, cells + 1): seconds since passing the beginning, at equal distances
    failures: dict[tuple[int, int], str]  # what is said of a train that cannot run a column


def run_powered(columns: Columns, trains: list[Train]) -> Powered:
    """All runs of some trains over all columns."""
    shape = len(trains), len(columns.cell)
    stretches = _stretches(columns, trains)
    passing = _passing(stretches, np.add.outer(np.arange(shape[0]) * shape[1], columns.before).ravel())
    starting = advance(stretches, np.zeros(shape[0] * shape[1]))
    spent = seconds(passing, stretches.cell)
    elapsed = np.zeros(passing.shape)
    np.cumsum(spent, axis=0, out=elapsed[1:])
    start = seconds(starting, stretches.cell).sum(axis=0) - elapsed[-1]
    stop = seconds(np.minimum(passing, _to_a_stand(columns, trains)), stretches.cell).sum(axis=0) - elapsed[-1]
    return Powered(
        start.reshape(shape),
        stop.reshape(shape),
        np.sqrt(passing[-1]).reshape(shape),
        np.ascontiguousarray(elapsed.T).reshape(*shape, -1),
        dict(failures(columns, trains, stretches, passing, starting)),
    )


def _stretches(columns: Columns, trains: list[Train]) -> Stretches:
    shape = columns.cells, len(trains), len(columns.cell)
    slope, ceiling = np.empty(shape), np.empty((shape[0] + 1, *shape[1:]))
    rail = np.empty(shape[1:], np.intp)
    rails = sorted({way.rail for way in columns.ways})
    for number, way in enumerate(columns.ways):
        here = columns.of(number)
        nodes = way.nodes(columns.cells)
        middles = (nodes[1:] + nodes[:-1]) / 2
        felt = {length: way.slope(middles, length) for length in {train.length for train in trains}}
        allowed = np.array([way.allowed(nodes, train.length, train.speed) for train in trains])
        kept = braking_ceiling(_at_nodes(allowed) ** 2, np.diff(nodes), np.array([train.braking for train in trains]))
        of_node = np.add.outer(np.arange(columns.cells + 1), columns.cells * np.arange(len(way.edges) - 1))
        ceiling[:, :, here] = np.moveaxis(kept[:, of_node], 0, 1)
        for row, train in enumerate(trains):
            slope[:, row, here] = felt[train.length].reshape(-1, columns.cells).T
        rail[:, here] = rails.index(way.rail)
    pull = tabled([(train, kind) for train in trains for kind in rails], float(np.sqrt(ceiling.max())))
    table = rail + len(rails) * np.arange(len(trains))[:, None]
    cell = np.tile(columns.cell, len(trains))
    return Stretches(pull, cell, slope.reshape(shape[0], -1), ceiling.reshape(shape[0] + 1, -1), table.ravel())


def _at_nodes(allowed: Floats) -> Floats:
    """Speeds allowed at the ends of cells: the lower of the two cells that meet there."""
    nodes = np.empty((len(allowed), allowed.shape[1] + 1))
    nodes[:, :-1], nodes[:, -1] = allowed, allowed[:, -1]
    np.minimum(nodes[:, 1:], allowed, out=nodes[:, 1:])
    return nodes


def _to_a_stand(columns: Columns, trains: list[Train]) -> Floats:
    """Squares of speed from which a train still stops at the end of its column."""
    to_go = np.arange(columns.cells, -1, -1.0)
    braking = np.array([train.braking for train in trains])
    stop: Floats = 2 * to_go[:, None, None] * braking[:, None] * columns.cell
    return stop.reshape(len(to_go), -1)


def _passing(stretches: Stretches, before: npt.NDArray[np.intp]) -> Floats:
    """Squares of speed of trains that pass, sweep after sweep over the runs whose entering speed has changed."""
    entry = stretches.ceiling[0]
    squares = advance(stretches, entry)
    for _ in range(SWEEPS):
        entering = np.minimum(squares[-1][before], stretches.ceiling[0])
        changed = np.flatnonzero(np.abs(entering - entry) > AGREE)
        if not len(changed):
            break
        entry = entering
        squares[:, changed] = advance(stretches.only(changed), entry[changed])
    return squares
