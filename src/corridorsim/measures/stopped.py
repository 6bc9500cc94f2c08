"""What stood still though nothing is locked: a direction on which no train passes, trains before what stays closed.

Trains that each wait for what a stream of others uses in turn are not locked, for it comes free again and again; they
may wait for ever all the same. And what is closed to the end of the run lets nobody pass, whom it may.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Plan, Role
from corridorsim.measures.advice import KEEP_FREE, Advice, Waiting, full
from corridorsim.measures.columns import DAY, Columns, Flags, Ints
from corridorsim.measures.intervals import is_closing
from corridorsim.measures.traffic import Route, handed_over, route_of_stream
from corridorsim.operations import NEVER

LONG = 7 * int(DAY)  # seconds without a train, or closed, that are worth a word; half a window of less than two weeks


@dataclass(frozen=True)
class Stopped:
    """A route on which nothing passes, or a thing that stays closed, to the end of one run."""

    what: str
    since: str  # in words
    trains: int  # that wait at the end
    reason: Advice  # what they lack, and who holds that; nothing where it is the closing itself

    def __str__(self) -> str:
        return " ".join(filter(None, [self.told(f"{self.trains}", self.trains == 1), str(self.reason)]))

    def told(self, trains: str, is_one: bool) -> str:
        """What stopped and how many trains wait, in a sentence, with any words for their number."""
        raise NotImplementedError


class StoppedRoute(Stopped):
    """A route on which no train passes."""

    def told(self, trains: str, is_one: bool) -> str:
        """Such as "No train passed Dostyk KZ->CN in the window, though 3 wait."."""
        return f"No train passed {self.what} {self.since}, though {trains} wait{'s' if is_one else ''}."


class StaysClosed(Stopped):
    """A thing that is closed, while trains wait for it."""

    def told(self, trains: str, is_one: bool) -> str:
        """Such as "1 train waits for Dostyk X-ray lanes, which is closed since ..."."""
        many = f"{trains} train waits" if is_one else f"{trains} trains wait"
        return f"{many} for {self.what}, which {self.since}."


def find_stopped(columns: Columns, routes: tuple[Route, ...]) -> tuple[Stopped, ...]:
    """Each route on which nothing passes to the end of the run, and each thing that stays closed till then.

    A route counts if no loaded train was handed over for the last seven days and more, or the whole window, though
    some have waited for so long (for half of it in a window of less than two weeks). What is closed counts if all its
    units have been for as long, and trains wait for it.
    """
    closed = _closed(columns)
    found = tuple(_routes(columns, routes, closed))
    return (
        *found,
        *(
            each
            for each in _before_closed(columns, closed)
            if not any(f"{each.what} {each.since}" in a.reason.why for a in found)
        ),
    )


def _routes(columns: Columns, routes: tuple[Route, ...], closed: dict[int, str]) -> Iterator[Stopped]:
    plan, begin, end = columns.plan, columns.begin, columns.end
    handed, route = handed_over(columns), route_of_stream(plan, routes)[plan.train_stream]
    ready = plan.program.train_ready
    for n, each in enumerate(routes):
        passed, waiting = (route == n) & (handed < end), (route == n) & (handed == end)
        last = int(handed[passed].max(initial=-1))
        due = int(ready[waiting].min(initial=end))
        rows = _waiting_rows(columns, waiting)
        if len(rows) and end - max(last, due) >= _long(columns):
            when = (
                "in the window" if last < begin else f"after {plan.moment(last):%Y-%m-%d %H:%M}, to the end of the run"
            )
            trains = int(np.sum(waiting & (ready < end)))
            yield StoppedRoute(each.name, when, trains, _reason(columns, rows, closed))


def _long(columns: Columns) -> int:
    return min(LONG, (columns.end - columns.begin) // 2)


def _waiting_rows(columns: Columns, trains: Flags) -> Ints:
    """Operations for which some of these trains wait at the end."""
    outcome = columns.outcome
    rows: Ints = np.flatnonzero((outcome.ready != NEVER) & (outcome.started == NEVER) & trains[columns.train])
    return rows


def _reason(columns: Columns, rows: Ints, closed: dict[int, str]) -> Advice:
    """From what most of the waiting trains lack on to who holds it, what those lack, and so on."""
    plan, book = columns.plan, Waiting(columns.plan.program, columns.outcome, columns.plan.legend)
    lacked = Counter[int]()
    for step, trains in Counter(columns.step[rows].tolist()).items():
        lacked.update(dict.fromkeys(book.lacks(step), trains))
    if not lacked:
        ((step, trains),) = Counter(columns.step[rows].tolist()).most_common(1)
        return Advice(f'{trains} of them wait to "{plan.legend.steps[step]}".', "", ())
    chain = book.trail(lacked.most_common(1)[0][0])
    last = chain[-1].lacks
    shut = [f"{plan.legend.resources[last]} {closed[last]}"] if last in closed else []
    words = "; ".join([*(full(plan.program, plan.legend, link) for link in chain), *shut])
    stages = [plan.layout.stages[plan.layout.resources.stage[link.lacks]] for link in (chain[-1:] if shut else chain)]
    if _keeps_none_free(plan):
        rule = "What prevents it: let the trains of each exit of a place leave one of its tracks to the others."
        return Advice(f"{words[0].upper()}{words[1:]}.", rule, (KEEP_FREE,))
    return Advice(f"{words[0].upper()}{words[1:]}.", "", tuple(dict.fromkeys(s.key for s in stages if s.key)))


def _keeps_none_free(plan: Plan) -> bool:
    """Whether trains of one exit may take all tracks of some yard that has other exits too."""
    capacity, resources = plan.program.capacity, plan.layout.resources
    for yard in np.flatnonzero(resources.have(Role.TRACKS, Role.YARD)).tolist():
        exits = np.flatnonzero(resources.have(Role.EXIT) & (resources.yard == yard))
        if len(exits) > 1 and max(capacity[exits]) >= max(capacity[yard], 2):
            return True
    return False


def _closed(columns: Columns) -> dict[int, str]:
    """By resource, of those closed whole and for long to the end of the run: by what, and since when."""
    plan, program, outcome = columns.plan, columns.plan.program, columns.outcome
    since = _long(columns)
    units, first, causes = Counter[int](), dict[int, int](), dict[int, str]()
    for train in np.flatnonzero(is_closing(plan)).tolist():
        shut = int(program.operation_first[train])
        begun, step = int(outcome.started[shut]), program.operation_step[shut]
        if begun == NEVER or columns.end - begun < since or program.not_before[shut + 1] < columns.end:
            continue
        for take in range(program.take_first[step], program.take_first[step + 1]):
            row = int(program.take_resource[take])
            units[row] += int(program.take_units[take])
            first[row] = max(first.get(row, 0), begun)
            causes[row] = plan.streams[plan.train_stream[train]].cause
    return {
        row: f"is closed since {plan.moment(first[row]):%Y-%m-%d %H:%M}, to the end of the run: {causes[row]}"
        for row, number in units.items()
        if number >= program.capacity[row] > 0
    }


def _before_closed(columns: Columns, closed: dict[int, str]) -> Iterator[Stopped]:
    """What stays closed while trains wait for it at the end."""
    plan, program = columns.plan, columns.plan.program
    waiting = Counter(columns.step[_waiting_rows(columns, ~is_closing(plan))].tolist())
    for row, words in closed.items():
        takes = np.flatnonzero(program.take_resource == row)
        steps = set((np.searchsorted(program.take_first, takes, "right") - 1).tolist())
        trains = sum(number for step, number in waiting.items() if step in steps)
        if trains:
            yield StaysClosed(plan.legend.resources[row], words, trains, Advice("", "", ()))
