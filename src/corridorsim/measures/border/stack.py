"""Goods that one train brings and another carries on: which units go from which train to which, first in, first out.

Units are counted, not followed. For each destination and onward consist a stack hands out what came first: the running
totals of units brought and units carried on are cut at every point at which either total has the end of a train. What
lies between two cuts came by one train and leaves by one.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Column, Floats, Ints
from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.border.crossing_stages import CrossingStages
from corridorsim.measures.columns import Columns
from corridorsim.operations import Program


class Transfers(NamedTuple):
    """Units that the same train brought and the same train carries on, one row each."""

    brought: Ints  # train
    carried: Ints  # train
    share: Floats  # of the units that the first train brought
    dwell: Ints  # their minimum seconds in the stack


NO_TRANSFERS = Transfers(*(np.zeros(0, np.int64),) * 2, np.zeros(0), np.zeros(0, np.int64))


def measure_transfers(columns: Columns, stores: Ints) -> Transfers:
    """What onward trains have taken from some stores in the run, and which trains brought it."""
    lots = [_transfers(columns, store) for store in stores.tolist()]
    return Transfers(*(np.concatenate(column) for column in zip(NO_TRANSFERS, *lots, strict=True)))


def stores_at(plan: Plan, crossing_stages: CrossingStages) -> Ints:
    """Resources that onward trains of a crossing take with their first step: loads for one destination and consist."""
    onward = np.flatnonzero(crossing_stages.carries & (crossing_stages.first >= 0) & (crossing_stages.crosses < 0))
    taken = [_taken_by(plan.program, step) for step in crossing_stages.first[onward].tolist()]
    found: Ints = np.unique(np.concatenate([np.zeros(0, np.int64), *taken]))
    return found


def store_of_stream(plan: Plan) -> Ints:
    """Per stream of onward trains, the resource of the loads that its trains take first; -1 for others."""
    found = np.full(len(plan.streams), -1, np.int64)
    for row, stream in enumerate(plan.streams):
        if stream.kind == Kind.ONWARD:
            itinerary = plan.layout.itineraries.index(stream.itinerary)
            [found[row]] = _taken_by(plan.program, int(plan.program.step_first[itinerary]))
    return found


def leaves_goods(plan: Plan, stores: Ints) -> Ints:
    """Per itinerary, the program's put with which its trains leave their goods to others; -1 if they do not."""
    program = plan.program
    entries = np.flatnonzero(np.isin(program.put_resource, stores))
    step = np.searchsorted(program.put_first, entries, "right") - 1
    found = np.full(len(program.step_first) - 1, -1, np.int64)
    found[np.searchsorted(program.step_first, step, "right") - 1] = entries
    return found


def _taken_by(program: Program, step: int) -> Column:
    return program.take_resource[program.take_first[step] : program.take_first[step + 1]]


def first_in_first_out(brought: Ints, carried: Ints) -> tuple[Ints, Ints, Ints]:
    """Per transfer, its row among the trains that bring and among those that carry on, and its units; in order of time.

    Goods that are brought and not carried on are in no transfer.
    """
    came, went = np.cumsum(brought), np.cumsum(carried)
    both = min(came[-1], went[-1]) if len(came) and len(went) else 0
    cuts = np.unique(np.concatenate([came, went]))
    cuts = cuts[(cuts > 0) & (cuts <= both)]
    return np.searchsorted(came, cuts), np.searchsorted(went, cuts), np.diff(cuts, prepend=0)


def _transfers(columns: Columns, store: int) -> Transfers:
    p = columns.plan.program
    came = _in_order(columns, p.put_first, p.put_resource == store, p.put_units, p.put_after)
    went = _in_order(columns, p.take_first, p.take_resource == store, p.take_units, np.zeros_like(p.take_units))
    row_in, row_out, units = first_in_first_out(came.units, went.units)
    return Transfers(came.train[row_in], went.train[row_out], units / came.units[row_in], came.delay[row_in])


class _Moved(NamedTuple):
    """Units that trains put or take, in order of time."""

    train: Ints
    units: Ints
    second: Ints  # of the run
    delay: Ints  # seconds from the start of the step


def _in_order(columns: Columns, first: np.ndarray, entries: np.ndarray, units: np.ndarray, after: np.ndarray) -> _Moved:
    """The units of trains that started a step with one of these takes or puts."""
    found, program = [np.zeros((4, 0), np.int64)], columns.plan.program
    for entry in np.flatnonzero(entries).tolist():
        step = int(np.searchsorted(first, entry, "right")) - 1
        rows = columns.begun(np.arange(program.steps) == step)
        second = columns.outcome.started[rows.operation].astype(np.int64) + after[entry]
        same = np.ones(len(second), np.int64)
        found.append(np.stack([rows.train, same * units[entry], second, same * after[entry]]))
    table = np.hstack(found)
    return _Moved(*table[:, np.lexsort((table[0], table[2]))])
