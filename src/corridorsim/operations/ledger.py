"""The ledger of a run: what every operation took and gave, and when; from it, which trains hold what, and what is free.

It needs only a program and an outcome of either engine, and contains no railway words. What trains hold step by step,
which does not depend on times, is in :mod:`~corridorsim.operations.holdings`; from when to when, in
:mod:`~corridorsim.operations.intervals`.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Column, Flags, Ints
from corridorsim.operations.program import NEVER, Outcome, Program

MOST_TRAINS = 1_000  # whose seconds are added up at once, as 64-bit numbers


class Performed(NamedTuple):
    """Operations that perform some steps, rising, whether they have started or not."""

    operation: Ints
    train: Ints
    step: Ints

    def chosen(self, rows: Flags | Ints) -> "Performed":
        """Some of them."""
        return Performed._make(column[rows] for column in self)


class Entries(NamedTuple):
    """What operations that started took and gave: a row for each of their takes, then one for each of their puts."""

    train: Ints
    resource: Ints
    second: Ints  # of the run; a late put may lie beyond its end
    units: Ints  # given; less than 0 where they were taken


class FreeUnits(NamedTuple):
    """Units of every resource that are free, one entry for each second in which their number changes."""

    moment: Ints  # resource << 32 | second + 1, rising; a resource's first entry is second -1, before the run
    free: Ints  # units free at the end of that second

    def at(self, resource: int, seconds: Ints) -> Ints:
        """Units of a resource that are free at the end of each of the seconds."""
        return self.free[np.searchsorted(self.moment, (resource << 32) + seconds + 1, "right") - 1]

    def changes(self, resource: int, since: int, before: int) -> Ints:
        """The seconds in [since, before) in which the free units of a resource change."""
        lower, upper = np.searchsorted(self.moment, [(resource << 32) + since + 1, (resource << 32) + before + 1])
        return (self.moment[lower:upper] & 0xFFFFFFFF) - 1


def rows_of(first: Column | Ints, wanted: Column | Ints) -> tuple[Ints, Ints]:
    """For each entry of the wanted rows (those of row ``n`` begin at ``first[n]``): the position of its row, and the
    entry."""
    begin, count = first[wanted].astype(np.int64), np.diff(first)[wanted]
    owner = np.repeat(np.arange(len(wanted)), count)
    return owner, np.arange(len(owner)) + np.repeat(begin - np.cumsum(count) + count, count)


def blocks(first: Column, most: int) -> Ints:
    """Bounds of blocks of trains that together have about so many operations, or are one that has more."""
    trains = len(first) - 1
    bounds = np.searchsorted(first[:-1], np.arange(0, first[-1], most, dtype=np.int64))
    return np.unique(np.append(bounds, trains))


def touching(program: Program, wanted: Flags) -> Flags:
    """Per step, whether it takes or gives any of these resources."""
    p, touches = program, np.zeros(program.steps, bool)
    touches[p.take_step[wanted[p.take_resource]]] = True
    touches[p.put_step[wanted[p.put_resource]]] = True
    return touches


def performing(program: Program, wanted: Flags) -> Performed:
    """All operations that perform steps, found by the itineraries: few steps of a long run cost next to nothing."""
    steps = np.flatnonzero(wanted)
    train, row = rows_of(np.searchsorted(steps, program.step_first), program.train_itinerary)
    step = steps[row]
    operation = program.operation_first[train] + (step - program.step_first[program.train_itinerary[train]])
    return Performed(operation, train, step)


def operations_of(program: Program, trains: Ints) -> Performed:
    """All operations of some trains."""
    owner, operation = rows_of(program.operation_first, trains)
    train = trains[owner]
    step = program.step_first[program.train_itinerary[train]] + (operation - program.operation_first[train])
    return Performed(operation, train, step)


def whose(program: Program, operations: Ints) -> Performed:
    """Some operations with their trains and steps: for a few of them, as it touches no column of all."""
    train = np.searchsorted(program.operation_first, operations, "right") - 1
    step = program.step_first[program.train_itinerary[train]] + (operations - program.operation_first[train])
    return Performed(operations, train, step)


def entries_of(program: Program, outcome: Outcome, wanted: Flags, trains: Flags | None = None) -> Entries:
    """What some trains (or all) took and gave of some resources."""
    p, some = program, performing(program, touching(program, wanted))
    begun = outcome.started[some.operation] != NEVER
    some = some.chosen(begun if trains is None else begun & trains[some.train])
    start = outcome.started[some.operation].astype(np.int64)
    taken, take = rows_of(p.take_first, some.step)
    given, put = rows_of(p.put_first, some.step)
    own_take, own_put = wanted[p.take_resource[take]], wanted[p.put_resource[put]]
    taken, take, given, put = taken[own_take], take[own_take], given[own_put], put[own_put]
    return Entries(
        np.concatenate((some.train[taken], some.train[given])),
        np.concatenate((p.take_resource[take], p.put_resource[put])).astype(np.int64),
        np.concatenate((start[taken], start[given] + p.put_after[put])),
        np.concatenate((-p.take_units[take].astype(np.int64), p.put_units[put])),
    )


def free_units(program: Program, outcome: Outcome) -> FreeUnits:
    """Add up what the operations that started have taken and given, second by second."""
    return free_units_of(program, outcome, np.ones(program.resources, bool))


def free_units_of(program: Program, outcome: Outcome, wanted: Flags) -> FreeUnits:
    """The free units of some resources; entries of the others read as if no train took or gave any."""
    told = entries_of(program, outcome, wanted)
    moment = np.concatenate((np.arange(program.resources) << 32, (told.resource << 32) + told.second + 1))
    change = np.concatenate((program.capacity, told.units)).astype(np.int64)
    inside = moment & 0xFFFFFFFF <= program.until
    return _run_up(moment[inside], change[inside])


def _run_up(moment: Ints, change: Ints) -> FreeUnits:
    order = np.argsort(moment, kind="stable")
    moment, change = moment[order], change[order]
    last = np.flatnonzero(np.append(np.diff(moment) > 0, np.ones(min(len(moment), 1), bool)))
    total = np.cumsum(change)[last]
    resource = moment[last] >> 32
    before = np.concatenate(([0], total))[np.searchsorted(resource, resource)]
    return FreeUnits(moment[last], total - before)


def held_by_train(program: Program, outcome: Outcome, resource: int, moment: int) -> Ints:
    """Per train, units of a resource taken and not yet given back at the end of a second; below 0 for gifts."""
    told = entries_of(program, outcome, np.arange(program.resources) == resource)
    done = told.second <= moment
    held: Ints = np.zeros(program.trains, np.int64)
    np.subtract.at(held, told.train[done], told.units[done])
    return held


def seconds_of(program: Program, trains: Ints, steps: Ints) -> Ints:
    """For some trains (rising), the seconds that a number of their first steps take by themselves."""
    if not len(trains):
        return np.zeros(0, np.int64)
    first, sums = program.operation_first[trains].astype(np.int64), np.zeros(len(trains), np.int64)
    bounds = np.stack((first, np.minimum(first + steps, program.operations - 1)), axis=1)
    for rows in np.array_split(np.arange(len(trains)), len(trains) // MOST_TRAINS + 1):
        near = bounds[rows] - bounds[rows[0], 0]
        seconds = program.duration[bounds[rows[0], 0] :][: near.max() + 1].astype(np.int64)
        sums[rows] = np.add.reduceat(seconds, near.ravel())[::2]
    return np.where(steps > 0, sums, 0)


def times_performed(program: Program, done: Ints) -> Ints:
    """Per step, how often it is performed when each train performs so many of its steps."""
    first = program.step_first[program.train_itinerary]
    change = np.bincount(first, minlength=program.steps + 1)
    change -= np.bincount(first + done, minlength=program.steps + 1)
    times: Ints = np.cumsum(change)[:-1]
    return times


def units_left(program: Program, times: Ints) -> Ints:
    """Units free of each resource when every step was performed so many times and all its puts have come."""
    free: Ints = program.capacity.astype(np.int64)
    np.subtract.at(free, program.take_resource, program.take_units * times[program.take_step])
    np.add.at(free, program.put_resource, program.put_units * times[program.put_step])
    return free


def reached(program: Program, moments: Column, before: int) -> Ints:
    """Per train, how many of its operations were ready (or started, by the column given) before a second.

    They come in order, so each train's are looked for by halving; but most trains have not begun, or are through.
    """
    seconds = moments.view(np.uint32)  # in which NEVER, -1, comes after everything
    first, beyond = program.operation_first[:-1], program.operation_first[1:]
    through = seconds[beyond - 1] < before
    found = np.where(through, beyond - first, 0).astype(np.int64)
    trains = np.flatnonzero(~through & (seconds[first] < before))
    low, high = first[trains].astype(np.int64), beyond[trains].astype(np.int64) - 1  # the last has not come
    while (low < high).any():
        middle = (low + high) >> 1
        came = (seconds[middle] < before) & (low < high)
        low, high = np.where(came, middle + 1, low), np.where(came, high, middle)
    found[trains] = low - first[trains]
    return found


def waiting_at_the_end(program: Program, outcome: Outcome) -> Performed:
    """The operations that are ready and do not start before the run is over: one of each train that waits."""
    train = np.arange(program.trains)
    ready, started = (reached(program, column, program.until) for column in (outcome.ready, outcome.started))
    train = train[ready > started]
    number = ready[train] - 1
    step = program.step_first[program.train_itinerary[train]] + number
    return Performed(program.operation_first[train] + number, train, step)
