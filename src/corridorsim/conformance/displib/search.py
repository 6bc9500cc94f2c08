"""Searches for an order of trains that does not lock, and improves it for as many runs of the engine as allowed.

Trains are put in one after another, each by the earliest course that those before it leave free; whoever stands on a
track when the run begins keeps it until its turn comes. Then, again and again, the order is changed a little: one train
is shifted from some layer on, or a few are taken out, the others move up, and the few are put in again. A change for
the worse is kept now and then, ever more rarely. What counts is always what the engine makes of an order, which is
written into its program as tokens.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import exp, factorial
from typing import NamedTuple

import numpy as np

from corridorsim.conformance.displib.courses import Courses
from corridorsim.conformance.displib.insertion import FOREVER, NONE, PLACES, Pause, Span, insert, spans
from corridorsim.conformance.displib.program import OUT, Rows, program_of, rows_of
from corridorsim.conformance.displib.sequence import order_of_starts
from corridorsim.engine import run
from corridorsim.operations import NEVER, Outcome, Program

EVALUATIONS = 2000
PAUSE = 4  # operations
WORSE = 0.02  # of the best cost: about what a change for the worse may cost at first, and ever less
Starts = Mapping[int, Sequence[int]]  # by train, the moments at which its layers start


@dataclass(frozen=True)
class Dispatch:
    """An order of trains, the program that imposes it, and what the engine made of it."""

    cost: int
    program: Program
    outcome: Outcome
    moments: Starts


class _Line(NamedTuple):
    """What stays as it is while an order is looked for."""

    courses: Courses
    rows: Rows
    units: Mapping[str, int]  # by pool


def free_running_cost(courses: Courses) -> int:
    """What the objective costs if every train runs as if it were alone: no schedule can cost less."""
    alone = ((train, insert(course, {}, _units(courses))) for train, course in enumerate(courses.trains))
    return _cost(courses, {train: moments for train, moments in alone if moments is not None})


def dispatch(
    courses: Courses, evaluations: int = EVALUATIONS, seed: int = 1, done: Callable[[], None] = lambda: None
) -> Dispatch | None:
    """The best order found with so many runs of the engine, or None where no order was found that lets all end.

    None does not prove that no dispatch exists. ``done`` is called once for each run.
    """
    line = _Line(courses, rows_of(courses), _units(courses))
    best = current = _first(line, evaluations, seed)
    if current is None or best is None:
        return None
    bound, luck, runs = free_running_cost(courses), random.Random(seed), 1
    while runs < evaluations and best.cost > bound:
        change, needs = luck.choice(CHANGES)
        for _ in range(needs):
            done()
        runs += needs
        other = change(line, current, luck)
        heat = max(1.0, (1 - runs / evaluations) * WORSE * best.cost)
        if other and (other.cost <= current.cost or luck.random() < exp((current.cost - other.cost) / heat)):
            current = other
            best = min(best, other, key=lambda each: each.cost)
    return best


def _units(courses: Courses) -> dict[str, int]:
    return {pool: len(tracks) for pool, tracks in courses.pools.items()}


def _first(line: _Line, evaluations: int, seed: int) -> Dispatch | None:
    """The first dispatch found by inserting one train after another."""
    for trains in _queues(line.courses, evaluations, seed):
        moments = _put_in(line, {}, trains, {})
        if moments is not None:
            return _evaluated(line, moments)
    return None


def _queues(courses: Courses, most: int, seed: int) -> Iterator[Sequence[int]]:
    """Orders in which trains may be put in: by the timetable, then all of them, or so many at random."""
    early = sorted(range(len(courses.trains)), key=lambda train: [x.start_lb for x in courses.trains[train].layers])
    yield early
    if factorial(len(early)) <= most:
        yield from permutations(early)
    else:
        luck = random.Random(seed)
        yield from (luck.sample(early, len(early)) for _ in range(most))


def _put_in_again(line: _Line, now: Dispatch, luck: random.Random) -> Dispatch | None:
    """Take a few trains out, move the others up, and insert the few again in another order."""
    trains = range(len(line.courses.trains))
    few = luck.sample(trains, min(len(trains), luck.choice((1, 2, 2, 3, 3, 4))))
    rest = {train: moments for train, moments in now.moments.items() if train not in few}
    moved_up = _evaluated(line, rest)
    moments = _put_in(line, moved_up.moments, few, dict(_pauses(line, few, luck))) if moved_up else None
    return None if moments is None else _evaluated(line, moments)


def _shifted(line: _Line, now: Dispatch, luck: random.Random) -> Dispatch | None:
    """A train shifted from somewhere on, earlier or later, so that others come to go before or after it."""
    train = luck.randrange(len(line.courses.trains))
    layer = luck.randrange(len(line.courses.trains[train].layers))
    by = luck.choice((-1, 1)) * int(_exponential(line, luck)) * PLACES
    own = [max(0, start + by) if number >= layer else start for number, start in enumerate(now.moments[train])]
    return _evaluated(line, {**now.moments, train: own})


CHANGES = ((_shifted, 1), (_shifted, 1), (_put_in_again, 2))  # and how often the engine runs for each


def _exponential(line: _Line, luck: random.Random) -> float:
    """Seconds, in the mean as long as PAUSE operations."""
    return luck.expovariate(1.0) * PAUSE * float(line.rows.duration.mean())


def _pauses(line: _Line, trains: Sequence[int], luck: random.Random) -> Iterator[tuple[int, Pause]]:
    """A pause somewhere for about every second train."""
    for train in trains:
        if luck.random() < 0.5:
            layer = luck.randrange(len(line.courses.trains[train].layers))
            yield train, Pause(layer, int(_exponential(line, luck)))


def _put_in(line: _Line, there: Starts, trains: Sequence[int], pauses: Mapping[int, Pause]) -> Starts | None:
    """The moments of all trains when some are put in, one after another; None where one finds no way."""
    courses = line.courses
    held = {train: spans(courses.trains[train], moments) for train, moments in there.items()}
    held |= {train: list(_stands(courses, train)) for train in trains}
    placed = dict(there)
    for train in trains:
        busy: dict[str, list[Span]] = defaultdict(list)
        for other, own in held.items():
            for pool, span in own if other != train else ():
                busy[pool].append(span)
        starts = insert(courses.trains[train], busy, line.units, pauses.get(train, NONE))
        if starts is None:
            return None
        placed[train] = starts
        held[train] = spans(courses.trains[train], starts)
    return placed


def _stands(courses: Courses, train: int) -> Iterator[tuple[str, Span]]:
    """What a train that has to begin in time holds until its turn comes."""
    first = courses.trains[train].layers[0]
    if first.start_ub is not None:
        for pool in first.releases:
            yield pool, Span(first.start_lb * PLACES, FOREVER)


def _evaluated(line: _Line, moments: Starts) -> Dispatch | None:
    """What the engine makes of the order of these moments, None if it locks; trains that have none hold nothing."""
    entry = [
        moments[train][hold.first] if train in moments else OUT
        for train, course in enumerate(line.courses.trains)
        for hold in course.holds
    ]
    program = program_of(line.rows, np.array(entry, np.int64))
    outcome = run(program)
    if np.any(outcome.started == NEVER):
        return None
    new = _moments(line.courses, moments, program, outcome)
    return Dispatch(_cost(line.courses, new), program, outcome, new) if _in_time(line.courses, new) else None


def _in_time(courses: Courses, moments: Starts) -> bool:
    """Whether no layer starts later than it may."""
    return all(
        layer.start_ub is None or start // PLACES <= layer.start_ub
        for train, starts in moments.items()
        for layer, start in zip(courses.trains[train].layers, starts, strict=True)
    )


def _moments(courses: Courses, trains: Iterable[int], program: Program, outcome: Outcome) -> Starts:
    """Starts with their place in the second."""
    place = [0] * program.operations
    started = outcome.started.tolist()
    for number, operation in enumerate(order_of_starts(program, outcome)):
        place[operation] = started[operation] * PLACES + number
    first = program.operation_first.tolist()
    return {train: place[first[train] : first[train] + len(courses.trains[train].layers)] for train in sorted(trains)}


def _cost(courses: Courses, moments: Starts) -> int:
    """What the objective of the problem says."""
    return sum(
        delay.cost(start // PLACES)
        for train, starts in moments.items()
        for layer, start in zip(courses.trains[train].layers, starts, strict=True)
        for delay in layer.delays
    )
