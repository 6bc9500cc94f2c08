"""Sums over every operation of a run: time held and waited, runs over the lines, stands at places."""

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.engine import load_compiled
from corridorsim.itineraries import Activity, Kind, StepTable
from corridorsim.operations import Outcome, Program

Window = tuple[int, int]


class Use(NamedTuple):
    """Seconds of the window."""

    held: Ints  # per resource, unit-seconds for which trains that count hold it: from each take, less from each put
    step_waited: Ints  # per step, waited before it by all trains
    train_waited: Ints  # per train


class Runs(NamedTuple):
    """Operations that run over a line or stand on the way, begun inside the window and ended.

    Each is (steps, kinds and fast freight).
    """

    times: Ints
    seconds: Ints  # until the next operation starts
    unhindered: Ints  # that they take by themselves
    over: Flags  # (trains, lines): whether some run on the line was begun inside the window, ended or not


class Stands(NamedTuple):
    """Seconds that trains stand at places, each a key: place << 32 | seconds, in no order."""

    asked: Ints  # per place, operations there that take something and started inside the window
    waits: Ints  # of these, each that waited
    stays: Ints  # each visit that ended inside the window


def sum_use(program: Program, outcome: Outcome, window: Window, counts: Flags) -> Use:
    """What trains hold and wait for; ``counts`` says of each train whether what it holds does."""
    p = program
    step_waited, after_start, within = (np.zeros(p.steps, np.int64) for _ in range(3))
    train_waited, edge = np.zeros(p.trains, np.int64), np.zeros(len(p.put_units), np.int64)
    _sweeps().use(
        *_trains(p, window), counts, int(p.put_after.max(initial=0)), p.put_first, p.put_after,
        outcome.ready, outcome.started, step_waited, train_waited, after_start, within, edge,
    )  # fmt: skip
    # a put within the window takes away what is left after its step's start, but for each second that it comes later
    after_put = after_start[p.put_step] - p.put_after * within[p.put_step] - edge
    held = np.zeros(p.resources, np.int64)
    np.add.at(held, p.take_resource, p.take_units * after_start[p.take_step])
    np.subtract.at(held, p.put_resource, p.put_units * after_put)
    return Use(held, step_waited, train_waited)


def sum_runs(
    program: Program, outcome: Outcome, window: Window, steps: StepTable, group: npt.NDArray[np.int8], lines: int
) -> Runs:
    """What runs over the lines; ``group`` is of each train: its kind, or one more for fast freight."""
    sweeps = _sweeps()
    runs = (steps.activity == Activity.RUN) & (steps.line >= 0)
    stands = (steps.activity == Activity.ARRIVE) & (steps.line >= 0) & np.append(runs[1:], False)
    what = (runs * sweeps.RUNS + stands * sweeps.STANDS).astype(np.int8)
    times, seconds, unhindered = np.zeros((3, program.steps, len(Kind) + 1), np.int64)
    found = Runs(times, seconds, unhindered, np.zeros((program.trains, lines), bool))
    sweeps.run(*_trains(program, window), group, what, steps.line, program.duration, outcome.started, *found)
    return found


def sum_stands(
    program: Program, outcome: Outcome, window: Window, steps: StepTable, counts: Flags, places: int, bounds: Ints
) -> Stands:
    """How long trains that count stand at places; not where an empty train waits, nowhere yet, for wagons to carry.

    They are listed block by block of trains (``bounds``): those of a long run at once would be much memory.
    """
    sweeps, activity = _sweeps(), steps.activity
    leaves = np.isin(activity, (Activity.RUN, Activity.CROSS, Activity.END))
    what = (leaves * sweeps.LEAVES + (activity == Activity.CALL) * sweeps.NOT_HERE).astype(np.int8)
    asks = np.diff(program.take_first) > 0
    count = np.zeros(places + 2, np.int64)
    room = int(np.diff(program.operation_first[bounds]).max(initial=0))
    waits, stays = np.empty((2, room), np.int64)
    found: list[tuple[Ints, Ints]] = [(waits[:0], stays[:0])]
    for some in pairwise(bounds.tolist()):
        sweeps.stand(
            *_trains(program, window), *some, counts, what, asks, steps.place, steps.section, outcome.ready,
            outcome.started, count, waits, stays,
        )  # fmt: skip
        found.append((waits[: count[-2]].copy(), stays[: count[-1]].copy()))
    return Stands(count[:-2], *map(np.concatenate, zip(*found, strict=True)))


def _trains(p: Program, window: Window) -> tuple[Any, ...]:
    return (*window, p.operation_first, p.train_itinerary, p.step_first)


@cache
def _sweeps() -> Any:
    """The compiled module, which is not imported before something is measured."""
    return load_compiled("corridorsim.measures.sweeps")


def summed(row: npt.NDArray[Any], weights: npt.NDArray[Any], size: int) -> Floats:
    """Sum of the weights that belong to each row."""
    return np.bincount(row, weights=weights, minlength=size).astype(np.float64, copy=False)
