"""What can never move again at the end of a run, and why, in words.

Checked once, at the end: running trains finish and put back what they hold; then every waiting train whose takes are
free is released in turn, until nothing changes. The remaining trains are in gridlock, unless they lack goods that no
remaining train could bring.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridorsim.operations import NEVER, Legend, Outcome, Program


@dataclass(frozen=True)
class Stuck:
    """A train that cannot move: where it stands, what it waits for, since when, and which trains hold that."""

    train: str
    after: str  # the step it performed last, "" if it has not begun
    waits_for: str  # the step it waits to start
    since: int  # second of the run
    lacks: str  # the resource
    held_by: tuple[str, ...]

    def __str__(self) -> str:
        where = f'after "{self.after}"' if self.after else "before its first step"
        who = f"held by {_some(self.held_by)}" if self.held_by else "which nobody holds or brings"
        return f'{self.train}, {where}, waits for "{self.waits_for}": it lacks {self.lacks}, {who}'


@dataclass(frozen=True)
class Gridlock:
    """The trains that block each other forever, and those that wait for goods that no train brings."""

    locked: tuple[Stuck, ...]
    unfilled: tuple[Stuck, ...]

    def __bool__(self) -> bool:
        return bool(self.locked)

    def __str__(self) -> str:
        lines = [f"Gridlock: {len(self.locked)} trains wait for each other"] if self.locked else []
        lines += [f"  {stuck}" for stuck in self.locked[:12]]
        if len(self.locked) > 12:
            lines.append(f"  ... and {len(self.locked) - 12} more")
        stores = Counter(stuck.lacks for stuck in self.unfilled)
        for store, count in stores.most_common():
            lines.append(f"{count} {'trains wait' if count > 1 else 'train waits'} for {store}, which nobody fills")
        return "\n".join(lines) or "No gridlock"


def find_gridlock(program: Program, outcome: Outcome, legend: Legend) -> Gridlock:
    """Report which trains are in gridlock at the end of a run, and which wait for a store that no train will fill."""
    book = _Book(program)
    waiting = _waiting(program, outcome)
    free = _free_when_others_finish(program, outcome, waiting, book)
    stuck = _let_go(program, waiting, free, book)
    held = {train: book.held(int(program.operation_step[operation])) for train, operation in stuck.items()}
    holders = _holders(stuck, held)
    locked: list[Stuck] = []
    unfilled: list[Stuck] = []
    for train, operation in stuck.items():
        takes = book.takes(int(program.operation_step[operation]))
        lacks = [r for r, units in takes.items() if free[r] < units]
        goods = [r for r in lacks if free[r] + sum(holders[r].values()) - held[train].get(r, 0) < takes[r]]
        if goods or held[train]:
            lack = (goods or lacks)[0]
            others = tuple(legend.trains[other] for other in holders[lack] if other != train)
            report = _report(program, outcome, legend, operation, lack, others)
            (unfilled if goods else locked).append(report)
    return Gridlock(tuple(locked), tuple(unfilled))


class _Book:
    """What a train that waits for a step holds, takes and has still to put: the same for all that wait for it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._takes = _rows(program.take_first, program.take_resource, program.take_units)
        self._puts = _rows(program.put_first, program.put_resource, program.put_units)
        self._itinerary = program.step_itinerary
        self._net: dict[tuple[int, int], dict[int, int]] = {}

    def takes(self, step: int) -> dict[int, int]:
        """Units that the step takes, by resource."""
        return dict(self._takes[step])

    def held(self, step: int) -> dict[int, int]:
        """Units taken before the step and not put back (nor due from a put under way)."""
        first = int(self.program.step_first[self._itinerary[step]])
        return {r: units for r, units in self.net(first, step).items() if units > 0}

    def left_to_give(self, step: int) -> dict[int, int]:
        """Units still to be put from the step to the end, less those still to be taken; negative if more are taken."""
        last = int(self.program.step_first[self._itinerary[step] + 1])
        return {r: -units for r, units in self.net(step, last).items()}

    def net(self, first: int, last: int) -> dict[int, int]:
        """Units taken less units put over some steps, by resource."""
        if (first, last) not in self._net:
            total: Counter[int] = Counter()
            for step in range(first, last):
                for resource, units in self._takes[step]:
                    total[resource] += units
                for resource, units in self._puts[step]:
                    total[resource] -= units
            self._net[first, last] = {r: units for r, units in total.items() if units}
        return self._net[first, last]


def _rows(first: np.ndarray, resource: np.ndarray, units: np.ndarray) -> list[list[tuple[int, int]]]:
    """(resource, units) of each step."""
    pairs = list(zip(resource.tolist(), units.tolist(), strict=True))
    return [pairs[a:b] for a, b in pairwise(first.tolist())]


def _holders(stuck: Iterable[int], held: dict[int, dict[int, int]]) -> defaultdict[int, Counter[int]]:
    """By resource, the stuck trains that hold units of it, and how many."""
    holders: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for train in stuck:
        for resource, units in held[train].items():
            holders[resource][train] = units
    return holders


def _report(
    program: Program, outcome: Outcome, legend: Legend, operation: int, lack: int, holders: tuple[str, ...]
) -> Stuck:
    train, step = int(program.operation_train[operation]), int(program.operation_step[operation])
    return Stuck(
        train=legend.trains[train],
        after=legend.steps[step - 1] if operation > program.operation_first[train] else "",
        waits_for=legend.steps[step],
        since=int(outcome.ready[operation]),
        lacks=legend.resources[lack],
        held_by=holders,
    )


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _waiting(program: Program, outcome: Outcome) -> dict[int, int]:
    """Operation for which each waiting train waits, by train."""
    operations = np.flatnonzero((outcome.ready != NEVER) & (outcome.started == NEVER))
    return dict(zip(program.operation_train[operations].tolist(), operations.tolist(), strict=True))


def _free_when_others_finish(program: Program, outcome: Outcome, waiting: dict[int, int], book: _Book) -> list[int]:
    """Units free once every delayed put has come and every train that has begun and does not wait has finished."""
    free: list[int] = program.capacity.tolist()
    begun = outcome.started[program.operation_first[:-1]] != NEVER
    gone = begun & ~_has_begun_and_waits(program, outcome)
    counts = np.bincount(program.train_itinerary[gone], minlength=len(program.step_first) - 1)
    for count, (first, last) in zip(counts.tolist(), pairwise(program.step_first.tolist()), strict=True):
        for resource, units in book.net(first, last).items() if count else ():
            free[resource] -= count * units
    for train, operation in waiting.items():
        step = int(program.operation_step[operation])
        first = step - (operation - int(program.operation_first[train]))
        for resource, units in book.net(first, step).items():
            free[resource] -= units
    return free


def _has_begun_and_waits(program: Program, outcome: Outcome) -> np.ndarray:
    waits = np.zeros(program.trains, bool)
    waits[program.operation_train[(outcome.ready != NEVER) & (outcome.started == NEVER)]] = True
    return waits


def _let_go(program: Program, waiting: dict[int, int], free: list[int], book: _Book) -> dict[int, int]:
    """Release every waiting train whose takes are met, let it finish, and repeat; the rest is stuck."""
    stuck: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for train, operation in waiting.items():
        stuck[int(program.operation_step[operation])].append((train, operation))
    moved = True
    while moved:
        moved = False
        for step, alike in stuck.items():
            takes, gives = book.takes(step), book.left_to_give(step)
            while alike and all(free[r] >= units for r, units in takes.items()):
                moved = True
                alike.pop()
                for resource, units in gives.items():
                    free[resource] += units
    return dict(each for alike in stuck.values() for each in alike)
