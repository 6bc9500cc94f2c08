"""What can never move again at the end of a run, and why, in words.

Checked once, at the end: running trains finish and put back what they hold; then every waiting train whose takes are
free is released in turn, until nothing changes. The remaining trains are in gridlock, unless they lack goods that no
remaining train could bring.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridorsim.operations import Legend, Outcome, Program
from corridorsim.operations.holdings import net_before, net_from
from corridorsim.operations.ledger import Performed, reached, times_performed, units_left, waiting_at_the_end


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
    """Find the trains in gridlock at the end of a run, and those that wait for goods that no train will bring."""
    waiting = waiting_at_the_end(program, outcome)
    free = _free_when_others_finish(program, outcome, waiting)
    stuck = _let_go(program, waiting, free)
    step = dict(zip(waiting.train.tolist(), waiting.step.tolist(), strict=True))
    held_at = {each: _held(program, each) for each in {step[train] for train in stuck}}
    held = {train: held_at[step[train]] for train in stuck}
    holders = _holders(stuck, held)
    locked: list[Stuck] = []
    unfilled: list[Stuck] = []
    for train, operation in stuck.items():
        takes = _takes(program, step[train])
        lacks = [r for r, units in takes.items() if free[r] < units]
        goods = [r for r in lacks if free[r] + sum(holders[r].values()) - held[train].get(r, 0) < takes[r]]
        if goods or held[train]:
            lack = (goods or lacks)[0]
            others = tuple(legend.trains[other] for other in holders[lack] if other != train)
            report = _report(program, outcome, legend, operation, lack, others)
            (unfilled if goods else locked).append(report)
    return Gridlock(tuple(locked), tuple(unfilled))


def _takes(program: Program, step: int) -> dict[int, int]:
    """Units that a step takes, by resource."""
    rows = slice(*program.take_first[[step, step + 1]].tolist())
    return dict(zip(program.take_resource[rows].tolist(), program.take_units[rows].tolist(), strict=True))


def _held(program: Program, step: int) -> dict[int, int]:
    """Units that a train waiting for a step has taken and will not give back by a put under way."""
    return {resource: units for resource, units in net_before(program, step).items() if units > 0}


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


def _free_when_others_finish(program: Program, outcome: Outcome, waiting: Performed) -> list[int]:
    """Units free once every delayed put has come and every train that has begun and does not wait has finished."""
    length = np.diff(program.step_first)[program.train_itinerary]
    done = np.where(reached(program, outcome.started, program.until) > 0, length, 0).astype(np.int64)
    done[waiting.train] = waiting.operation - program.operation_first[waiting.train]
    free: list[int] = units_left(program, times_performed(program, done)).tolist()
    return free


def _let_go(program: Program, waiting: Performed, free: list[int]) -> dict[int, int]:
    """Free every waiting train whose takes are met, let it finish, and repeat; what remains is stuck."""
    stuck: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for operation, train, step in zip(*(column.tolist() for column in waiting), strict=True):
        stuck[step].append((train, operation))
    wishes = {step: (_takes(program, step), net_from(program, step)) for step in stuck}
    moved = True
    while moved:
        moved = False
        for step, alike in stuck.items():
            takes, net = wishes[step]
            while alike and all(free[r] >= units for r, units in takes.items()):
                moved = True
                alike.pop()
                for resource, units in net.items():
                    free[resource] -= units
    return dict(each for alike in stuck.values() for each in alike)
