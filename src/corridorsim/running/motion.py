"""How fast trains can be, place by place: many runs at once, each over its own stretch cut into equal cells.

Speeds are kept as their squares, which change evenly with distance under an even acceleration. A run never exceeds its
ceiling, the greatest speed at each place from which every limit ahead can still be kept; below the ceiling it pulls
with full power, at the ceiling with as much as holds it. Arrays have one row a cell (or a cell's end) and one column a
run.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats
from corridorsim.running.traction import GRAVITY, ROTATING, Train

SPACING = 0.5  # m2/s2 between the squared speeds at which accelerations are tabled
CRAWL = 0.01  # m2/s2; a train that has come to a stand is kept at this square, and is found by it


class Pull(NamedTuple):
    """Acceleration on level track over the square of speed, tabled for several trains one after another."""

    value: Floats  # m/s2 at each entry
    change: Floats  # to the next entry
    entries: int  # of each train


def tabled(trains: list[tuple[Train, str]], fastest: float) -> Pull:
    """The table of some trains, each on a kind of rail, up to a speed in m/s."""
    squares = np.arange(0.0, fastest**2 + 2 * SPACING, SPACING)
    value = np.array([train.level_acceleration(np.sqrt(squares), rail) for train, rail in trains])
    change = np.diff(value, axis=1, append=value[:, -1:])
    return Pull(value.ravel(), change.ravel(), len(squares))


class Stretches(NamedTuple):
    """Where runs take place: one column each."""

    pull: Pull
    cell: Floats  # length of a cell, m
    slope: Floats  # (cells, runs): mean over the train of gradient and curve resistance, fraction of the weight
    ceiling: Floats  # (cells + 1, runs): greatest square of speed, m2/s2
    train: npt.NDArray[np.intp]  # which of the tabled trains runs

    def only(self, runs: npt.NDArray[np.intp]) -> "Stretches":
        """Some of the runs."""
        return Stretches(self.pull, self.cell[runs], self.slope[:, runs], self.ceiling[:, runs], self.train[runs])


def braking_ceiling(limits: Floats, at: Floats, braking: float) -> Floats:
    """Squares of speed from which all limits ahead can be kept, where `limits` are squares at some distances."""
    gained = 2 * braking * at
    kept: Floats = np.minimum.accumulate((limits + gained)[::-1])[::-1] - gained
    return kept


def advance(stretches: Stretches, entry: Floats) -> Floats:
    """Squares of speed at every cell's end, (cells + 1, runs), for runs that begin with `entry`.

    The pull in a cell is carried on from the cells before it (Adams and Bashforth's second-order rule), in the first
    from a guess of where it leads; gradients and curves are those at the cell's middle.
    """
    squares = np.empty_like(stretches.ceiling)
    squares[0] = np.minimum(entry, stretches.ceiling[0])
    first = stretches.train * stretches.pull.entries
    step = 2 * stretches.cell
    weight = step * (GRAVITY / ROTATING)
    begin = _pull(stretches.pull, first, squares[0])
    guess = np.clip(squares[0] + step * begin - weight * stretches.slope[0], 0.0, stretches.ceiling[1])
    before = 2 * begin - _pull(stretches.pull, first, guess)
    for k, slope in enumerate(stretches.slope):
        now = _pull(stretches.pull, first, squares[k])
        before -= now
        before *= -0.5
        before += now
        before *= step
        before -= weight * slope
        before += squares[k]
        np.maximum(before, CRAWL, out=before)
        np.minimum(before, stretches.ceiling[k + 1], out=squares[k + 1])
        before = now
    return squares


def _pull(pull: Pull, first: npt.NDArray[np.intp], squares: Floats) -> Floats:
    """Accelerations on level track at some squares of speed, between the table's entries in proportion."""
    place = squares * (1 / SPACING)
    entry = place.astype(np.intp)
    place -= entry
    entry += first
    place *= pull.change.take(entry)
    place += pull.value.take(entry)
    return place


def elapsed_of(squares: Floats, cell: Floats, marks: int) -> Floats:
    """Seconds since a run's beginning at so many equal distances and there itself, (marks + 1, runs)."""
    every = (len(squares) - 1) // marks
    elapsed = np.zeros((marks + 1, squares.shape[1]))
    for mark in range(marks):
        between = squares[mark * every : (mark + 1) * every + 1]
        elapsed[mark + 1] = elapsed[mark] + duration(between, cell)
    return elapsed


def duration(squares: Floats, cell: Floats) -> Floats:
    """Seconds of runs with these squares of speed at their cells' ends."""
    slowness = np.zeros_like(cell)
    before = np.sqrt(squares[0])
    for square in squares[1:]:
        after = np.sqrt(square)
        slowness += 1 / (before + after)
        before = after
    return 2 * cell * slowness
