"""Trains that give up if they have not started in time, and trains that appear in their place.

A train that waits for its first start holds nothing and delays no other train. So a run is paused in the second in
which a train would give up, and if the train has not started, it leaves its queue. The result is an ordinary program,
in which the trains that gave up do not exist, and its outcome, which either engine reproduces.
"""

from dataclasses import dataclass, replace

import numpy as np

from corridorsim.arrays import Column, Flags
from corridorsim.engine.dated import DatedRun, Dates
from corridorsim.operations import NEVER, Outcome, Program


@dataclass(frozen=True, eq=False)
class TrainPatience:
    """When trains give up, and which trains appear then; these do not appear otherwise."""

    gives_up: Column  # per train, the second in which it gives up if it has not started before; NEVER if it does not
    instead: Column  # per train, the row of the one that appears in that second; NEVER for none


@dataclass(frozen=True, eq=False)
class Kept:
    """The program without the trains that gave up and the replacements that were not needed, and its outcome."""

    program: Program
    outcome: Outcome
    trains: Flags  # per train of the given program, whether it is in this one
    gave_up: Column  # rows in the given program of the trains that gave up, in the order in which they did


def run_patient(program: Program, patience: TrainPatience, dates: Dates | None = None) -> Kept:
    """Run a program with the kernel; trains that have waited too long give up.

    With ``dates`` durations depend on the period, as in ``run_dated``. Raises :class:`ProgramError` as ``run`` does.
    """
    instead = patience.instead[patience.instead != NEVER]
    ready = program.train_ready.copy()
    ready[instead] = program.until  # after the run, unless a train gives up for them
    run = DatedRun(replace(program, train_ready=ready), dates)
    first, kept = program.operation_first[:-1], np.ones(program.trains, bool)
    kept[instead] = False
    gave_up = list[int]()
    started = run.outcome.started
    for train in _in_order(program, patience).tolist():
        if started[first[train]] != NEVER:
            continue
        second = int(patience.gives_up[train])
        run.go_on(second)
        if started[first[train]] != NEVER:
            continue
        if run.outcome.ready[first[train]] == NEVER:
            run.appear(train, program.until)  # it has not even appeared, and never does
        else:
            run.give_up(train)
        kept[train] = False
        gave_up.append(train)
        other = int(patience.instead[train])
        if other != NEVER:
            run.appear(other, max(second, int(program.not_before[first[other]])))
            kept[other], ready[other] = True, second
    run.go_on(program.until)
    own, outcome = some_of(replace(run.program, train_ready=ready), run.outcome, kept)
    return Kept(own, outcome, kept, np.array(gave_up, np.int32))


def some_of(program: Program, outcome: Outcome, trains: Flags) -> tuple[Program, Outcome]:
    """A program and its outcome with some of its trains; the other trains must not have held or given anything."""
    rows = np.repeat(trains, np.diff(program.operation_first))
    part = replace(
        program,
        train_itinerary=program.train_itinerary[trains],
        train_ready=program.train_ready[trains],
        train_rank=program.train_rank[trains],
        duration=program.duration[rows],
        not_before=program.not_before[rows],
    )
    return part, Outcome(outcome.ready[rows], outcome.started[rows])


def _in_order(program: Program, patience: TrainPatience) -> Column:
    """The trains that may give up within the run, in the order of the seconds in which they would."""
    may = np.flatnonzero((patience.gives_up != NEVER) & (patience.gives_up < program.until))
    order: Column = may[np.argsort(patience.gives_up[may], kind="stable")].astype(np.int32)
    return order
