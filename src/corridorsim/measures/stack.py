"""Goods that one train brings and another carries on: which units go from which train to which, first in, first out.

Units are counted, not followed. For each destination and onward consist a stack hands out what came first: the running
totals of units brought and units carried on are cut at every point at which either total has the end of a train. What
lies between two cuts came by one train and leaves by one.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Column, Floats, Ints
from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.chain import Chain
from corridorsim.measures.columns import Columns
from corridorsim.operations import Program


class Lots(NamedTuple):
    """Units that the same train brought and the same train carries on, one row each."""

    brought: Ints  # train
    carried: Ints  # train
    share: Floats  # of the units that the first train brought
    dwell: Ints  # their minimum seconds in the stack


NO_LOTS = Lots(*(np.zeros(0, np.int64),) * 2, np.zeros(0), np.zeros(0, np.int64))


def measure_lots(columns: Columns, stores: Ints) -> Lots:
    """What onward trains have taken from some stores in the run, and which trains brought it."""
    lots = [_lots(columns, store) for store in stores.tolist()]
    return Lots(*(np.concatenate(column) for column in zip(NO_LOTS, *lots, strict=True)))


def stores_at(plan: Plan, chain: Chain) -> Ints:
    """Resources that onward trains of a crossing take with their first step: loads for one destination and consist."""
    onward = np.flatnonzero(chain.carries & (chain.first >= 0) & (chain.crosses < 0))
    taken = [_taken_by(plan.program, step) for step in chain.first[onward].tolist()]
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
    """Per lot, its row among the trains that bring and among those that carry on, and its units; both in order of time.

    Goods that are brought and not carried on are in no lot.
    """
    came, went = np.cumsum(brought), np.cumsum(carried)
    both = min(came[-1], went[-1]) if len(came) and len(went) else 0
    cuts = np.unique(np.concatenate([came, went]))
    cuts = cuts[(cuts > 0) & (cuts <= both)]
    return np.searchsorted(came, cuts), np.searchsorted(went, cuts), np.diff(cuts, prepend=0)


def _lots(columns: Columns, store: int) -> Lots:
    program = columns.plan.program
    bringer, brought, _, dwell = _in_order(columns, program.put_first, program.put_resource == store,
                                              program.put_units, program.put_after)  # fmt: skip
    at_once = np.zeros_like(program.take_units)
    carrier, carried, _, _ = _in_order(columns, program.take_first, program.take_resource == store,
                                       program.take_units, at_once)  # fmt: skip
    row_in, row_out, units = first_in_first_out(brought, carried)
    return Lots(bringer[row_in], carrier[row_out], units / brought[row_in], dwell[row_in])


def _in_order(
    columns: Columns, first: np.ndarray, entries: np.ndarray, units: np.ndarray, after: np.ndarray
) -> tuple[Ints, Ints, Ints, Ints]:
    """Trains that started a step with one of these takes or puts: train, units, second, delay; in order of time."""
    found, program = [np.zeros((4, 0), np.int64)], columns.plan.program
    for entry in np.flatnonzero(entries).tolist():
        step = int(np.searchsorted(first, entry, "right")) - 1
        rows = columns.begun(np.arange(program.steps) == step)
        second = columns.outcome.started[rows.operation].astype(np.int64) + after[entry]
        same = np.ones(len(second), np.int64)
        found.append(np.stack([rows.train, same * units[entry], second, same * after[entry]]))
    table = np.hstack(found)
    train, count, second, delay = table[:, np.lexsort((table[0], table[2]))]
    return train, count, second, delay
