"""What stood still without gridlock: directions in which no train passes, and trains that wait at something closed.

Trains that each wait for something that a stream of others uses in turn are not in gridlock, because it becomes free
again and again; they may wait forever all the same. And what is closed until the end of the run lets no train pass.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import DAY, Flags, Ints
from corridorsim.itineraries import Plan, Role
from corridorsim.measures.advice import KEEP_FREE, Advice, WaitingTrains, full
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.intervals import closing_intervals
from corridorsim.measures.traffic import Route, handed_over, route_of_stream
from corridorsim.operations.intervals import chosen

LONG = 7 * DAY  # seconds without a train, or closed, that are worth a word; half a window of less than two weeks


@dataclass(frozen=True)
class Stopped:
    """A route on which nothing passes, or a resource that stays closed, until the end of one run."""

    what: Route | str  # a route, or the name of a thing
    since: str  # in words
    trains: int  # number of trains that wait at the end
    reason: Advice  # what they lack, and which trains hold it; empty if it is the closing itself

    def __str__(self) -> str:
        return " ".join(filter(None, [self.sentence(f"{self.trains}", self.trains == 1), str(self.reason)]))

    def sentence(self, trains: str, is_one: bool) -> str:
        """What stopped and how many trains wait, in a sentence, with any words for their number."""
        raise NotImplementedError


class StoppedRoute(Stopped):
    """A route on which no train passes."""

    def sentence(self, trains: str, is_one: bool) -> str:
        """Sentence such as "No train passed Dostyk KZ->CN in the window, though 3 wait."."""
        return f"No train passed {self.what} {self.since}, though {trains} wait{'s' if is_one else ''}."


class StaysClosed(Stopped):
    """A resource that is closed while trains wait for it."""

    def sentence(self, trains: str, is_one: bool) -> str:
        """Sentence such as "1 train waits for Dostyk X-ray lanes, which is closed since ..."."""
        many = f"{trains} train waits" if is_one else f"{trains} trains wait"
        return f"{many} for {self.what}, which {self.since}."


def find_stopped(columns: Columns, routes: tuple[Route, ...]) -> tuple[Stopped, ...]:
    """Each route on which nothing passes until the end of the run, and each resource that stays closed until then.

    A route counts if no loaded train was handed over for the last seven days or more, or the whole window, although
    some have waited for so long (for half of it in a window of less than two weeks). A resource counts if all its units
    have been closed for as long, and trains wait for it.
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
        steps = _waited_for(columns, waiting)
        if len(steps) and end - max(last, due) >= _long(columns):
            when = (
                "in the window" if last < begin else f"after {plan.moment(last):%Y-%m-%d %H:%M}, to the end of the run"
            )
            trains = int(np.sum(waiting & (ready < end)))
            yield StoppedRoute(each, when, trains, _reason(columns, steps, closed))


def _long(columns: Columns) -> int:
    return min(LONG, (columns.end - columns.begin) // 2)


def _waited_for(columns: Columns, trains: Flags) -> Ints:
    """The steps for which some of these trains wait at the end, one for each."""
    return columns.waiting.step[trains[columns.waiting.train]]


def _reason(columns: Columns, steps: Ints, closed: dict[int, str]) -> Advice:
    """The reason: what most of the waiting trains lack, which trains hold it, what those lack, and so on."""
    plan, book = columns.plan, WaitingTrains(columns.plan.program, columns.outcome, columns.plan.legend)
    lacked = Counter[int]()
    for step, trains in Counter(steps.tolist()).items():
        lacked.update(dict.fromkeys(book.lacks(step), trains))
    if not lacked:
        ((step, trains),) = Counter(steps.tolist()).most_common(1)
        return Advice(f'{trains} of them wait to "{plan.legend.steps[step]}".', "", ())
    chain = book.trail(lacked.most_common(1)[0][0])
    last = chain[-1].lacks
    shut = [f"{plan.legend.resources[last]} {closed[last]}"] if last in closed else []
    words = "; ".join([*(full(plan.program, plan.legend, link) for link in chain), *shut])
    stages = [plan.layout.stages[plan.layout.resources.stage[link.lacks]] for link in (chain[-1:] if shut else chain)]
    if _keeps_none_free(plan):
        rule = "To prevent it, let the trains of each exit of a place leave one of its tracks free for the others."
        return Advice(f"{words[0].upper()}{words[1:]}.", rule, (KEEP_FREE,))
    return Advice(f"{words[0].upper()}{words[1:]}.", "", tuple(dict.fromkeys(s.key for s in stages if s.key)))


def _keeps_none_free(plan: Plan) -> bool:
    """Whether trains of one exit may take all tracks of a yard that also has other exits."""
    capacity, resources = plan.program.capacity, plan.layout.resources
    for yard in np.flatnonzero(resources.have(Role.TRACKS, Role.YARD)).tolist():
        exits = np.flatnonzero(resources.have(Role.EXIT) & (resources.yard == yard))
        if len(exits) > 1 and max(capacity[exits]) >= max(capacity[yard], 2):
            return True
    return False


def _closed(columns: Columns) -> dict[int, str]:
    """By resource that is closed entirely, for long and to the end of the run: the cause and the beginning."""
    plan, program = columns.plan, columns.plan.program
    held = closing_intervals(plan, columns.outcome, columns.end - 1, columns.end)
    for_long = columns.end - held.begin >= _long(columns)
    held = chosen(held, for_long & (program.not_before[held.operation + 1] >= columns.end))
    held = chosen(held, np.argsort(held.train, kind="stable"))
    units, first, causes = Counter[int](), dict[int, int](), dict[int, str]()
    for train, row, number, begun in zip(*(column.tolist() for column in held[:4]), strict=True):
        units[row] += number
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
    waiting = Counter(_waited_for(columns, columns.is_train).tolist())
    for row, words in closed.items():
        steps = set(program.take_step[program.take_resource == row].tolist())
        trains = sum(number for step, number in waiting.items() if step in steps)
        if trains:
            yield StaysClosed(plan.legend.resources[row], words, trains, Advice("", "", ()))
