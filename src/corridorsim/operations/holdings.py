"""What trains hold step by step: it follows from the steps, whatever the times.

If a train holds units of one resource, it gives back first those that it took first. Units that a train gives without
having taken any (goods, a call) are gifts, which no train holds.
"""

from collections import Counter, defaultdict, deque
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Column, Ints
from corridorsim.operations.program import NEVER, Program
from corridorsim.operations.worked_once import once_for_its_steps


class Held(NamedTuple):
    """What a train holds while it waits for each step, sorted by step: a row for each step and resource."""

    step: Ints
    resource: Ints
    units: Ints


class Matched(NamedTuple):
    """What the steps of a program take, and which later step of the same itinerary gives it back."""

    first: Column  # per step (and one more), where its holdings begin
    resource: Ints
    units: Ints
    steps_on: Ints  # from the step that takes to the one that gives back, NEVER if none does
    after: Ints  # seconds from the start of that step


def net(program: Program, first: int, beyond: int) -> dict[int, int]:
    """Units taken less units given, by resource, over the steps of an itinerary from one to before another."""
    total: Counter[int] = Counter()
    takes, puts = (slice(*column[[first, beyond]].tolist()) for column in (program.take_first, program.put_first))
    for resource, units in zip(program.take_resource[takes].tolist(), program.take_units[takes].tolist(), strict=True):
        total[resource] += units
    for resource, units in zip(program.put_resource[puts].tolist(), program.put_units[puts].tolist(), strict=True):
        total[resource] -= units
    return {resource: units for resource, units in total.items() if units}


def net_before(program: Program, step: int) -> dict[int, int]:
    """The same over the steps before one: what a train that waits for it has taken and not given back."""
    return net(program, int(program.step_first[program.step_itinerary[step]]), step)


@once_for_its_steps
def net_from(program: Program, step: int) -> dict[int, int]:
    """The same from a step on to the train's end."""
    return net(program, step, int(program.step_first[program.step_itinerary[step] + 1]))


@once_for_its_steps
def held_before(program: Program) -> Held:
    """What a train holds while it waits for each step."""
    rows: list[tuple[int, int, int]] = []
    for first, beyond in pairwise(program.step_first.tolist()):
        held: dict[int, int] = {}
        for step in range(first, beyond):
            rows.extend((step, resource, units) for resource, units in held.items() if units > 0)
            for resource, units in net(program, step, step + 1).items():
                held[resource] = held.get(resource, 0) + units
                if not held[resource]:
                    del held[resource]
    return Held(*np.array(rows, np.int64).reshape(-1, 3).T.copy())


@once_for_its_steps
def match_puts(program: Program) -> Matched:
    """Pair what each step takes with the puts that give it back, itinerary by itinerary; sorted by step."""
    rows = [row for first, last in pairwise(program.step_first.tolist()) for row in _matched(program, first, last)]
    table = np.array(sorted(rows), np.int64).reshape(-1, 5)
    first = np.searchsorted(table[:, 0], np.arange(program.steps + 1)).astype(np.int32)
    return Matched(first, *table[:, 1:].T)


class _Match(NamedTuple):
    """Units that one step of an itinerary takes and one later step gives back."""

    step: int
    resource: int
    units: int
    steps_on: int
    after: int


def _matched(program: Program, first: int, last: int) -> list[_Match]:
    rows = []
    held: defaultdict[int, deque[list[int]]] = defaultdict(deque)  # by resource: taken at which step, how many units
    for step in range(first, last):
        for take in range(program.take_first[step], program.take_first[step + 1]):
            held[int(program.take_resource[take])].append([step, int(program.take_units[take])])
        puts = slice(program.put_first[step], program.put_first[step + 1])
        columns = (program.put_after[puts], program.put_resource[puts], program.put_units[puts])
        for after, resource, units in sorted(zip(*map(np.ndarray.tolist, columns), strict=True)):
            for taken, given in _first_taken(held[resource], units):
                rows.append(_Match(taken, resource, given, step - taken, after))
    kept = ((step, resource, units) for resource, queue in held.items() for step, units in queue)
    return [*rows, *(_Match(step, resource, units, NEVER, 0) for step, resource, units in kept)]


def _first_taken(queue: deque[list[int]], units: int) -> list[tuple[int, int]]:
    """Give back so many units, those first that were taken first: (step that took them, how many)."""
    given = []
    while units and queue:
        step, held = queue[0]
        part = min(held, units)
        given.append((step, part))
        units -= part
        queue[0][1] -= part
        if not queue[0][1]:
            queue.popleft()
    return given
