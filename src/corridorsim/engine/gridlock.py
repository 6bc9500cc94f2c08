"""What can never move again at the end of a run, and why, in words.

Looked for once, at the end: trains that are running are let finish and give back what they hold; then every waiting
train whose takes are free is freed in turn, until nothing changes. What remains is gridlocked, unless what it lacks is
goods that nobody who is left could bring.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridorsim.operations import NEVER, Legend, Outcome, Program


@dataclass(frozen=True)
class Stuck:
    """A train that cannot move: where it stands, what it waits for, since when, and who holds that."""

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
    """The trains that hold each other up for ever, and those that wait for goods nobody brings."""

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
    """Say which trains are gridlocked at the end of a run, and which wait for a store that nobody will fill."""
    waiting = _waiting(program, outcome)
    held = {train: _held(program, train, operation) for train, operation in waiting.items()}
    free = _free_when_others_finish(program, outcome, waiting)
    stuck = _let_go(program, waiting, free)
    holders = _holders(stuck, held)
    locked: list[Stuck] = []
    unfilled: list[Stuck] = []
    for train, operation in stuck.items():
        takes = _takes(program, operation)
        lacks = [r for r, units in takes.items() if free[r] < units]
        goods = [r for r in lacks if free[r] + sum(holders[r].values()) - held[train][r] < takes[r]]
        if goods or held[train]:
            lack = (goods or lacks)[0]
            others = tuple(legend.trains[other] for other in holders[lack] if other != train)
            report = _report(program, outcome, legend, operation, lack, others)
            (unfilled if goods else locked).append(report)
    return Gridlock(tuple(locked), tuple(unfilled))


def _holders(stuck: Iterable[int], held: dict[int, Counter[int]]) -> defaultdict[int, Counter[int]]:
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
    """Operation that each waiting train waits for, by train."""
    operations = np.flatnonzero((outcome.ready != NEVER) & (outcome.started == NEVER))
    return dict(zip(program.operation_train[operations].tolist(), operations.tolist(), strict=True))


def _free_when_others_finish(program: Program, outcome: Outcome, waiting: dict[int, int]) -> list[int]:
    """Units free once every delayed put has come and every train that has begun and does not wait has finished."""
    free = program.capacity.astype(np.int64)
    begun = outcome.started[program.operation_first[:-1]] != NEVER
    takes, puts = _totals_by_itinerary(program)
    gone = begun & ~_has_begun_and_waits(program, outcome)
    counts = np.bincount(program.train_itinerary[gone], minlength=len(program.step_first) - 1)
    free += counts @ (puts - takes)
    for train, operation in waiting.items():
        for step in program.operation_step[program.operation_first[train] : operation]:
            for row in range(program.put_first[step], program.put_first[step + 1]):
                free[program.put_resource[row]] += program.put_units[row]
            for row in range(program.take_first[step], program.take_first[step + 1]):
                free[program.take_resource[row]] -= program.take_units[row]
    return free.tolist()  # type: ignore[no-any-return]


def _has_begun_and_waits(program: Program, outcome: Outcome) -> np.ndarray:
    waits = np.zeros(program.trains, bool)
    waits[program.operation_train[(outcome.ready != NEVER) & (outcome.started == NEVER)]] = True
    return waits


def _totals_by_itinerary(program: Program) -> tuple[np.ndarray, np.ndarray]:
    """(itineraries, resources) units that a whole itinerary takes and puts."""
    totals = []
    itinerary_of = np.repeat(np.arange(len(program.step_first) - 1), np.diff(program.step_first))
    for first, resource, units in (
        (program.take_first, program.take_resource, program.take_units),
        (program.put_first, program.put_resource, program.put_units),
    ):
        table = np.zeros((len(program.step_first) - 1, program.resources), np.int64)
        np.add.at(table, (np.repeat(itinerary_of, np.diff(first)), resource), units)
        totals.append(table)
    return totals[0], totals[1]


def _held(program: Program, train: int, operation: int) -> Counter[int]:
    """Units a waiting train holds: what it took and has not yet given back (nor will by a put under way)."""
    held: Counter[int] = Counter()
    for step in program.operation_step[program.operation_first[train] : operation]:
        for row in range(program.take_first[step], program.take_first[step + 1]):
            held[int(program.take_resource[row])] += int(program.take_units[row])
        for row in range(program.put_first[step], program.put_first[step + 1]):
            held[int(program.put_resource[row])] -= int(program.put_units[row])
    return +held


def _takes(program: Program, operation: int) -> dict[int, int]:
    step = program.operation_step[operation]
    rows = slice(program.take_first[step], program.take_first[step + 1])
    return dict(zip(program.take_resource[rows].tolist(), program.take_units[rows].tolist(), strict=True))


def _let_go(program: Program, waiting: dict[int, int], free: list[int]) -> dict[int, int]:
    """Free every waiting train whose takes are met, let it finish, and repeat; what remains is stuck."""
    stuck = dict(waiting)
    moved = True
    while moved:
        moved = False
        for train, operation in list(stuck.items()):
            if all(free[r] >= units for r, units in _takes(program, operation).items()):
                moved = True
                del stuck[train]
                for r, units in _left_to_give(program, train, operation).items():
                    free[r] += units
    return stuck


def _left_to_give(program: Program, train: int, operation: int) -> Counter[int]:
    """Units that a train still gives, net of what it still takes, from an operation to its end."""
    given: Counter[int] = Counter()
    for step in program.operation_step[operation : program.operation_first[train + 1]]:
        for row in range(program.put_first[step], program.put_first[step + 1]):
            given[int(program.put_resource[row])] += int(program.put_units[row])
        for row in range(program.take_first[step], program.take_first[step + 1]):
            given[int(program.take_resource[row])] -= int(program.take_units[row])
    return given
