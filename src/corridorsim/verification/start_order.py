"""Whether the trains that started within one second did so in the order of the rule.

What was due in a second came before its first choice, so the level before that choice follows from the level at the end
of the second. From there the starts of the second are repeated one by one: each must be the best of the trains that can
start, and no train left waiting may have been better and able. Every second with a choice is replayed by itself.
"""

from array import array
from bisect import bisect_right, insort
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from corridorsim.arrays import Flags, Ints
from corridorsim.operations import NEVER, Legend, Outcome, Program
from corridorsim.operations.ledger import FreeUnits

Units = tuple[tuple[int, int], ...]


class Wishes:
    """The different takes of a program's steps: trains with the same wish can start at the same moments."""

    def __init__(self, program: Program) -> None:
        p = program
        known: dict[Units, int] = {}
        bounds = p.take_first.tolist()
        pairs = list(zip(p.take_resource.tolist(), p.take_units.tolist(), strict=True))
        takes = [tuple(sorted(pairs[a:b])) for a, b in pairwise(bounds)]
        self.of_step = np.array([known.setdefault(wish, len(known)) for wish in takes], np.int64)
        self.takes: list[Units] = list(known)

    def watchers(self) -> dict[int, set[int]]:
        """For each resource, the wishes that include it."""
        watchers: dict[int, set[int]] = {}
        for wish, takes in enumerate(self.takes):
            for resource, _ in takes:
                watchers.setdefault(resource, set()).add(wish)
        return watchers


def find_wrong_starts(program: Program, outcome: Outcome, legend: Legend, left: FreeUnits) -> Iterator[str]:
    """For each second whose starts do not follow the rule, report which train was passed over.

    The columns' times must be consistent; levels are those of the outcome.
    """
    replay = _RepeatedStarts(program, outcome, legend, left)
    chosen = np.flatnonzero(replay.asks & (outcome.started != NEVER))
    chosen = chosen[np.argsort(outcome.started[chosen], kind="stable")]
    bounds = np.flatnonzero(np.diff(outcome.started[chosen], prepend=-2, append=-2)).tolist()
    operations = chosen.tolist()
    for first, last in pairwise(bounds):
        yield from replay.second(operations[first:last])


class _RepeatedStarts:
    """The columns as lists, and the waiting trains by wish, as the replay reaches their seconds."""

    def __init__(self, program: Program, outcome: Outcome, legend: Legend, left: FreeUnits) -> None:
        p = program
        wishes = Wishes(p)
        self.program, self.legend = p, legend
        self.takes, self.watchers = wishes.takes, wishes.watchers()
        self.step: list[int] = p.operation_step.tolist()
        self.wish: list[int] = wishes.of_step[p.operation_step].tolist()
        self.ready: list[int] = outcome.ready.tolist()
        self.started: list[int] = outcome.started.tolist()
        self.leaves: list[int] = np.where(outcome.started == NEVER, p.until, outcome.started).tolist()
        self.asks = np.diff(p.take_first)[p.operation_step] > 0
        self.asking: list[bool] = self.asks.tolist()
        self.gifts = _gifts_at_once(p)
        self.moment, self.free = array("q", left.moment.tobytes()), left.free
        order = np.lexsort((p.operation_train, outcome.ready, p.train_rank[p.operation_train]))
        self.by_turn: list[int] = order.tolist()
        self.turn: list[int] = np.argsort(order).tolist()
        late = _comes_after_a_choice(p, outcome, self.asks)
        self.late: list[bool] = late.tolist()
        waits = np.flatnonzero(self.asks & ~late & (outcome.ready != NEVER) & (outcome.ready != outcome.started))
        self.comers = waits[np.argsort(-outcome.ready[waits], kind="stable")].tolist()
        self.waiting: list[list[int]] = [[] for _ in self.takes]
        self.waited_for: set[int] = set()

    def second(self, starters: list[int]) -> Iterator[str]:
        """Repeat the starts of one second."""
        now = self.started[starters[0]]
        self.let_come(now)
        rivals = self.rivals(starters, now)
        free = self.free_before(starters, now)
        able = [self.turn[x] for x in starters if not (self.late[x] and self.ready[x] == now)]
        heapify(able)
        left = set(starters)
        while able:
            x = self.choose(able, free, now)
            if x < 0:
                break
            yield from self.wronged(x, rivals, free, now)
            left.remove(x)
            follower = self.start(x, free, now)
            if follower in left:
                heappush(able, self.turn[follower])
            elif follower >= 0:
                self.let_wait(follower)
                insort(rivals, self.turn[follower])
        yield from (f"{self.name(x)} at second {now}, although it could not" for x in sorted(left))

    def let_come(self, now: int) -> None:
        """Let the trains wait that are ready by now without a choice of this second."""
        while self.comers and self.ready[self.comers[-1]] <= now:
            self.let_wait(self.comers.pop())

    def let_wait(self, x: int) -> None:
        heappush(self.waiting[self.wish[x]], self.turn[x])
        self.waited_for.add(self.wish[x])

    def rivals(self, starters: list[int], now: int) -> list[int]:
        """Turns of the best train of each wish that still waits after this second and may lack what is taken in it."""
        taken = {resource for x in starters for resource, _ in self.takes[self.wish[x]]}
        best = []
        for wish in set().union(*(self.watchers[resource] & self.waited_for for resource in taken)):
            heap = self.waiting[wish]
            while heap and self.leaves[self.by_turn[heap[0]]] <= now:
                heappop(heap)
            if heap:
                best.append(heap[0])
            else:
                self.waited_for.discard(wish)
        return sorted(best)

    def free_before(self, starters: list[int], now: int) -> "_Free":
        """Units free before the first choice of the second."""
        free = _Free(self.moment, self.free, now)
        for x in starters:
            for resource, units in self.takes[self.wish[x]]:
                free[resource] += units
            for operation in self.at_once(x, now):
                for resource, units in self.gifts[self.step[operation]]:
                    free[resource] -= units
        return free

    def choose(self, able: list[int], free: "_Free", now: int) -> int:
        """Remove the best train that can start; -1 if none can."""
        aside, chosen = [], -1
        while able and chosen < 0:
            turn = heappop(able)
            if self.can_start(self.by_turn[turn], free):
                chosen = self.by_turn[turn]
            else:
                aside.append(turn)
        for turn in aside:
            heappush(able, turn)
        return chosen

    def can_start(self, x: int, free: "_Free") -> bool:
        return all(free[resource] >= units for resource, units in self.takes[self.wish[x]])

    def wronged(self, x: int, rivals: list[int], free: "_Free", now: int) -> Iterator[str]:
        """Report a train that keeps waiting although it is able to start and better than the one that starts."""
        for turn in rivals:
            if turn > self.turn[x]:
                return
            if self.can_start(self.by_turn[turn], free):
                yield f"{self.name(x)} at second {now}, although {self.waiter(self.by_turn[turn])} and goes first"

    def start(self, x: int, free: "_Free", now: int) -> int:
        """Take and put; return the operation for which the train is ready in the same second, -1 if none."""
        for resource, units in self.takes[self.wish[x]]:
            free[resource] -= units
        last = x
        for last in self.at_once(x, now):
            for resource, units in self.gifts[self.step[last]]:
                free[resource] += units
        comes = last + 1 < len(self.late) and self.late[last + 1] and self.ready[last + 1] == now
        return last + 1 if comes else -1

    def at_once(self, x: int, now: int) -> Iterator[int]:
        """An operation and those after it that start in the same second because they take nothing."""
        yield x
        while self.goes_on(x + 1, now):
            x += 1
            yield x

    def goes_on(self, x: int, now: int) -> bool:
        return x < len(self.late) and self.late[x] and self.started[x] == now and not self.asking[x]

    def name(self, x: int) -> str:
        return f'{self.legend.trains[self.program.operation_train[x]]} started "{self.legend.steps[self.step[x]]}"'

    def waiter(self, x: int) -> str:
        train = self.legend.trains[self.program.operation_train[x]]
        return f'{train} could have started "{self.legend.steps[self.step[x]]}"'


class _Free(dict[int, int]):
    """Units free in the second that is replayed; initially those at its end."""

    def __init__(self, moment: "array[int]", free: Ints, now: int) -> None:
        self._moment, self._free, self._now = moment, free, now

    def __missing__(self, resource: int) -> int:
        units = int(self._free[bisect_right(self._moment, (resource << 32) + self._now + 1) - 1])
        self[resource] = units
        return units


def _gifts_at_once(program: Program) -> list[Units]:
    """By step, the units it puts in the second in which it starts."""
    p = program
    rows = list(zip(p.put_resource.tolist(), p.put_units.tolist(), p.put_after.tolist(), strict=True))
    bounds = p.put_first.tolist()
    return [tuple((r, u) for r, u, after in rows[a:b] if not after) for a, b in pairwise(bounds)]


def _comes_after_a_choice(program: Program, outcome: Outcome, asks: Flags) -> Flags:
    """Per operation, whether it became ready in the second of a choice, as a consequence of it."""
    row = np.arange(program.operations)
    first = np.zeros(program.operations, bool)
    first[program.operation_first[:-1]] = True
    follows = ~first & (outcome.ready != NEVER) & (outcome.ready == np.roll(outcome.started, 1))
    # operations in one second; the last that takes something is the choice on which the others depend
    run = np.maximum.accumulate(np.where(follows & (outcome.ready == outcome.started), 0, row))
    choice = np.maximum.accumulate(np.where(asks & (outcome.started != NEVER), row, -1))
    hangs: Flags = choice >= run
    return np.asarray(follows & np.roll(hangs, 1))
