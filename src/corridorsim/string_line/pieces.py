"""Where the trains of a line were: straight pieces in time and place."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, Ints
from corridorsim.itineraries import Activity, Plan
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.ledger import Performed, operations_of, whose

Mask = npt.NDArray[np.bool_]
Stations = tuple[tuple[str, float], ...]  # names and metres along the line


class Pieces(NamedTuple):
    """Where trains were: straight pieces in time and place, train by train, in the order of time."""

    train: Ints
    begin: Floats  # second of the run
    end: Floats
    begin_at: Floats  # metres along the line
    end_at: Floats


def pieces_between(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> Pieces:
    """Where trains were on a line between two seconds of the run."""
    return _cut(_pieces(plan, outcome, line, begin, end), begin, end)


def _pieces(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> Pieces:
    """All pieces on a line of the trains that were on their way at some time between two seconds."""
    found = operations_of(plan.program, _under_way(plan, outcome, begin, end))
    found = found.chosen(plan.layout.steps.line[found.step] == line)
    row = found.operation
    found = found.chosen((outcome.ready[row] != NEVER) | (outcome.started[row - 1] != NEVER))
    row = found.operation
    times = np.column_stack(_stays(plan, outcome, found)).ravel()
    at = np.repeat(plan.layout.steps.at[found.step], 2)
    train = np.repeat(found.train, 2)
    goes_on = np.repeat(np.diff(row, append=NEVER) == 1, 2)
    goes_on[::2] = True
    kept = np.flatnonzero((goes_on & (train == np.roll(train, -1)))[:-1] & (np.diff(times) > 0))
    return Pieces(train[kept], times[kept], times[kept + 1], at[kept], at[kept + 1])


def _under_way(plan: Plan, outcome: Outcome, begin: int, end: int) -> Ints:
    """The trains that were there at some time between two seconds."""
    first, beyond = plan.program.operation_first[:-1], plan.program.operation_first[1:]
    came, gone = outcome.started[first], outcome.started[beyond - 1]
    there = (came != NEVER) & (came < end) & ((gone == NEVER) | (gone >= begin))
    trains: Ints = np.flatnonzero(there)
    return trains


def _stays(plan: Plan, outcome: Outcome, found: Performed) -> tuple[Floats, Floats]:
    """When the trains came to where these operations begin, and when they moved on from there."""
    p, ready, started, row = plan.program, outcome.ready, outcome.started, found.operation
    restart = np.where(started[row - 1] > ready[row - 1], p.restart[whose(p, np.maximum(row - 1, 0)).step], 0)
    after_the_run = started[row - 1].astype(float) + p.duration[row - 1] + restart
    came = np.where(ready[row] != NEVER, ready[row], after_the_run)
    # what follows an arrival but another run is done while the train stands; the run tells its own waiting
    off = (plan.layout.steps.activity[found.step] == Activity.ARRIVE) & (np.diff(row, append=NEVER) != 1)
    moved = started[np.where(off, row + 1, row)].astype(float)
    return came, np.where(moved == NEVER, float(p.until), moved)


def _cut(pieces: Pieces, begin: float, end: float) -> Pieces:
    """The parts of the pieces between two seconds."""
    train, first, last, first_at, last_at = some(pieces, (pieces.end > begin) & (pieces.begin < end))
    speed = (last_at - first_at) / (last - first)
    cut_first, cut_last = np.maximum(first, begin), np.minimum(last, end)
    return Pieces(
        train,
        cut_first,
        cut_last,
        np.where(cut_first > first, first_at + speed * (begin - first), first_at),
        np.where(cut_last < last, first_at + speed * (end - first), last_at),
    )


def ends_a_line(pieces: Pieces) -> Mask:
    """Whether a train's unbroken line ends with this piece."""
    broken = (pieces.train[1:] != pieces.train[:-1]) | (pieces.begin[1:] != pieces.end[:-1])
    return np.append(broken, True)[: len(pieces.train)]


def corners(pieces: Pieces) -> tuple[Ints, Floats, Floats]:
    """Train, second and metres of each corner of the lines."""
    kept = np.column_stack((np.ones(len(pieces.train), bool), ends_a_line(pieces)))
    seconds = np.column_stack((pieces.begin, pieces.end))
    at = np.column_stack((pieces.begin_at, pieces.end_at))
    return np.column_stack((pieces.train, pieces.train))[kept], seconds[kept], at[kept]


def nearest(stations: Stations, at: Floats) -> Ints:
    """Row of the station nearest to each of these metres."""
    rows: Ints = np.abs(at[:, None] - np.array([metres for _, metres in stations])).argmin(axis=1)
    return rows


def some(pieces: Pieces, chosen: Mask) -> Pieces:
    """Those of the pieces that are chosen."""
    return Pieces._make(column[chosen] for column in pieces)
