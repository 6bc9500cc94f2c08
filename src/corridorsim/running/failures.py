"""Trains that cannot climb a section, or cannot start on it: where, and how much force is lacking."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.running.directed_lines import SectionCells
from corridorsim.running.motion import CRAWL, Stretches
from corridorsim.running.traction import GRAVITY, Train

MOST = 10  # locomotives of a train


@dataclass(frozen=True)
class Failure:
    """A train that cannot go on."""

    what: str  # "start" or "climb"
    cell: int
    speed: float  # m/s, at which it needs and has these forces
    needed: float  # kN
    available: float  # kN


def failures(
    columns: SectionCells, trains: list[Train], stretches: Stretches, passing: Floats, starting: Floats
) -> Iterator[tuple[tuple[int, int], str]]:
    """By train and column, what is said of trains that do not start, or cannot keep their lowest continuous speed.

    A train that starts may be slower than that until it has left a climb which others pass by inertia.
    """
    width = len(columns.cell)
    lowest = np.repeat([train.locomotive.lowest_speed**2 for train in trains], width)
    stuck = (
        _halted(stretches, starting, lowest) | _halted(stretches, passing, lowest) | _fallen(stretches, passing, lowest)
    )
    for run in sorted(stuck):
        row, column = divmod(run, width)
        failure = _climb(columns, stretches, trains[row], run, stuck[run])
        if round(failure.needed, 3) > round(failure.available, 3):  # whole newtons
            yield (row, column), _said(columns, column, trains[row], failure)
    for row, train in enumerate(trains):
        needed = (train.starting_resistance + stretches.slope[0, row * width : (row + 1) * width]) * train.weight
        for column in np.flatnonzero(np.round(needed, 3) > round(train.starting_force, 3)).tolist():
            failure = Failure("start", 0, 0.0, needed[column], train.starting_force)
            yield (row, column), _said(columns, column, train, failure)


def _fallen(stretches: Stretches, squares: Floats, lowest: Floats) -> dict[int, int]:
    """Runs that fall below the lowest speed though more is allowed, and the first cell in which they do."""
    first = np.full(squares.shape[1], -1)
    for cell, (before, after, allowed) in enumerate(zip(squares, squares[1:], stretches.ceiling[1:], strict=False)):
        if after.min() < lowest.max():
            first[(after < lowest) & (allowed >= lowest) & (before >= lowest) & (first < 0)] = cell
    return {run: int(first[run]) for run in np.flatnonzero(first >= 0).tolist()}


def _halted(stretches: Stretches, squares: Floats, lowest: Floats) -> dict[int, int]:
    """Runs that come to a stand, and where; and those that are slower than the lowest speed at their end."""
    slow = (squares[-1] < lowest) & (stretches.ceiling[-1] >= lowest)
    slow = np.flatnonzero(slow | (squares[1:].min(axis=0) <= CRAWL))
    stands = squares[1:, slow] <= CRAWL
    where = np.where(stands.any(axis=0), stands.argmax(axis=0), len(stands) - 1)
    return dict(zip(slow.tolist(), where.tolist(), strict=True))


def _climb(columns: SectionCells, stretches: Stretches, train: Train, run: int, cell: int) -> Failure:
    """What is needed and there in a cell at the lowest continuous speed, or at that allowed there if it is lower."""
    allowed = np.sqrt(stretches.ceiling[cell + 1, run])
    speed = np.array([min(train.locomotive.lowest_speed, allowed)])
    rail = columns.line_of(run % len(columns.cell))[0].rail
    needed = train.resistance(speed, rail) + stretches.slope[cell, run] * train.weight
    return Failure("climb", cell, float(speed[0]), float(needed[0]), float(train.effort(speed)[0]))


def _said(columns: SectionCells, column: int, train: Train, failure: Failure) -> str:
    line, section = columns.line_of(column)
    at = line.at(line.edges[section] + failure.cell * columns.cell[column]) / 1000
    here, there = columns.ends[column]
    return (
        f'lines.{line.line}: "{train.name}" cannot {failure.what} at {at:.1f} km ({here} - {there}): at '
        f"{failure.speed * 3.6:.3g} km/h it needs {failure.needed:.0f} kN and has {failure.available:.0f} kN, "
        f"{failure.needed - failure.available:.0f} kN too little; {_way_out(train, failure)}"
    )


def _way_out(train: Train, failure: Failure) -> str:
    """Another locomotive, less load, or how many locomotives would do."""
    one = failure.available / train.locomotives
    own = failure.needed / train.weight * train.locomotive.mass * GRAVITY
    more = range(train.locomotives + 1, MOST + 1)
    enough = next((n for n in more if n * one >= failure.needed + (n - train.locomotives) * own), None)
    count = f", or `locomotives: {enough}`" if enough else ""
    return f"give it another `locomotive`, less load{count}"
