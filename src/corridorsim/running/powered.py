"""Runs of trains with their locomotives over the sections of all lines.

Arrays have a row for each train and a column for each section in one direction.
"""

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats
from corridorsim.running.directed_lines import MARKS, DirectedLine, SectionCells
from corridorsim.running.failures import failures
from corridorsim.running.motion import Stretches, advance, braking_ceiling, duration, elapsed_of, tabled
from corridorsim.running.traction import Train

SWEEPS = 20  # over the sections of a line, at most, until the speeds at their ends agree
AGREE = 0.01  # m2/s2; squares of speed that differ by less are the same


class Powered(NamedTuple):
    """What runs of some trains come to, (trains, columns)."""

    start: Floats  # seconds lost by starting from a stand at the beginning
    stop: Floats  # seconds lost by stopping at the end
    leaving: Floats  # speed at the end of a train that passes, m/s
    elapsed: Floats  # (marks + 1, trains, columns): seconds since passing the beginning, at equal distances
    failures: dict[tuple[int, int], str]  # what is said of a train that cannot run a column


def run_powered(columns: SectionCells, trains: list[Train]) -> Powered:
    """All runs of some trains over all columns."""
    shape = len(trains), len(columns.cell)
    stretches = stretches_of(columns, trains)
    passing = _passing(stretches, _runs_before(columns, len(trains)))
    starting = advance(stretches, np.zeros(shape[0] * shape[1]))
    elapsed = elapsed_of(passing, stretches.cell, MARKS)
    start = duration(starting, stretches.cell) - elapsed[-1]
    return Powered(
        start.reshape(shape),
        _stop_loss(columns, trains, passing).reshape(shape),
        np.sqrt(passing[-1]).reshape(shape),
        elapsed.reshape(-1, *shape),
        dict(failures(columns, trains, stretches, passing, starting)),
    )


def stretches_of(columns: SectionCells, trains: list[Train]) -> Stretches:
    """Where the runs take place: train after train, each over all columns."""
    shape = columns.cells, len(trains), len(columns.cell)
    slope, ceiling = np.empty(shape), np.empty((shape[0] + 1, *shape[1:]))
    rail = np.empty(shape[1:], np.intp)
    rails = sorted({line.rail for line in columns.lines})
    for number, line in enumerate(columns.lines):
        here = columns.of(number)
        rail[:, here] = rails.index(line.rail)
        nodes = line.nodes(columns.cells)
        slopes = cache(partial(line.slope, (nodes[1:] + nodes[:-1]) / 2))
        ceilings = cache(partial(_ceiling, line, nodes))
        for row, train in enumerate(trains):
            kept = ceilings(train.length, train.speed, train.braking)
            ceiling[:-1, row, here] = kept[:-1].reshape(-1, columns.cells).T
            ceiling[-1, row, here] = kept[columns.cells :: columns.cells]
            slope[:, row, here] = slopes(train.length).reshape(-1, columns.cells).T
    pull = tabled([(train, kind) for train in trains for kind in rails], float(np.sqrt(ceiling.max())))
    table = rail + len(rails) * np.arange(len(trains))[:, None]
    cell = np.tile(columns.cell, len(trains))
    return Stretches(pull, cell, slope.reshape(shape[0], -1), ceiling.reshape(shape[0] + 1, -1), table.ravel())


def _ceiling(line: DirectedLine, nodes: Floats, length: float, speed: float, braking: float) -> Floats:
    """Squares of the greatest speeds at some distances of a line: the lower of the two cells', and room to brake."""
    allowed = line.allowed(nodes, length, speed)
    limits = np.append(allowed, allowed[-1])
    np.minimum(limits[1:], allowed, out=limits[1:])
    return braking_ceiling(limits**2, nodes, braking)


def _stop_loss(columns: SectionCells, trains: list[Train], passing: Floats) -> Floats:
    """Seconds lost by stopping at the end: braking begins where a train that passes could still stop."""
    braking = np.repeat([train.braking for train in trains], len(columns.cell))
    cell = np.tile(columns.cell, len(trains))
    longest = passing.max() / (2 * braking.min() * cell.min())
    last = passing[-2 - min(int(longest) + 1, columns.cells - 1) :]
    to_go = np.arange(len(last) - 1, -1, -1.0)[:, None]
    lost: Floats = duration(np.minimum(last, 2 * to_go * braking * cell), cell) - duration(last, cell)
    return lost


def _runs_before(columns: SectionCells, trains: int) -> npt.NDArray[np.intp]:
    """Per run, that of the same train over the section before; -1 for none."""
    first_run = len(columns.before) * np.arange(trains)[:, None]
    return np.where(columns.before < 0, -1, columns.before + first_run).ravel()


def _passing(stretches: Stretches, before: npt.NDArray[np.intp]) -> Floats:
    """Squares of speed of trains that pass, sweep after sweep over the runs whose entering speed has changed."""
    entry = stretches.ceiling[0]
    squares = advance(stretches, entry)
    for _ in range(SWEEPS):
        entering = np.where(before < 0, entry, np.minimum(squares[-1][before], stretches.ceiling[0]))
        changed = np.flatnonzero(np.abs(entering - entry) > AGREE)
        if not len(changed):
            break
        entry = entering
        squares[:, changed] = advance(stretches.only(changed), entry[changed])
    return squares
