"""How long an itinerary's trains hold each resource if they never wait, as a linear function of their durations.

A train that never waits starts each step when the previous one ends. The unit-seconds for which it holds a resource are
then the times of its puts less those of its takes, each times its units.

Some trains pass on what they hold: wagons that came loaded return with an empty train, which starts after a call of the
loaded one. A train that never waits starts at the call, so how long it then holds them follows from its own durations.
A load made up of what several trains brought is complete when the last of them arrives, which the plan does not
determine: each of them calls a part of a train, and what it passes on is held for at least so long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.operations import Program
from corridorsim.operations.worked_once import once_for_its_steps


@dataclass(frozen=True, eq=False)
class Holding:
    """What the trains of an itinerary hold, by resource (columns)."""

    weight: Floats  # (steps, resources) units put less units taken at each step's start
    late: Floats  # (resources,) unit-seconds added by puts that are due after their step's start
    at_once: Ints  # (resources,) most units that one of its steps takes

    @property
    def kept(self) -> Floats:
        """(resources,) units that its trains take and do not put back; negative for units of others that they put
        back."""
        kept: Floats = -self.weight.sum(axis=0).round(6)  # shares of units may not add up exactly
        return kept

    def unit_seconds(self, duration: np.ndarray) -> Floats:
        """(trains, resources) from the durations (trains, steps) of some trains."""
        starts = np.zeros(duration.shape)
        np.cumsum(duration[:, :-1], axis=1, out=starts[:, 1:])
        held: Floats = starts @ self.weight + self.late
        return held


class Call(NamedTuple):
    """A train of one itinerary lets one train of another start, or brings a share of what lets it start."""

    giver: int  # itinerary
    given: int  # its step, counted from its first
    after: int  # seconds after that step's start
    taker: int  # itinerary
    taken: int  # its step, counted from its first
    share: float = 1.0  # units given over units taken


def read_holdings(program: Program, resources: Ints) -> list[Holding]:
    """What the trains of each itinerary hold of some resources."""
    column = np.full(program.resources, -1)
    column[resources] = np.arange(len(resources))
    return [_holding(program, first, last, column, len(resources)) for first, last in pairwise(program.step_first)]


def _holding(program: Program, first: int, last: int, column: Ints, columns: int) -> Holding:
    weight, late = np.zeros((last - first, columns)), np.zeros(columns)
    at_once = np.zeros(columns, np.int64)
    takes, puts = (slice(*f[[first, last]].tolist()) for f in (program.take_first, program.put_first))
    step_of_take, step_of_put = (
        np.repeat(np.arange(last - first), np.diff(entry[first : last + 1]))
        for entry in (program.take_first, program.put_first)
    )
    taken, given = column[program.take_resource[takes]], column[program.put_resource[puts]]
    take, give = taken >= 0, given >= 0
    taken, given = taken[take], given[give]
    taken_units, given_units = program.take_units[takes][take], program.put_units[puts][give]
    np.add.at(weight, (step_of_take[take], taken), -taken_units.astype(float))
    np.add.at(weight, (step_of_put[give], given), given_units.astype(float))
    np.add.at(late, given, given_units * program.put_after[puts][give].astype(float))
    np.maximum.at(at_once, taken, taken_units)
    return Holding(weight, late, at_once)


@once_for_its_steps
def read_calls(program: Program, counts: tuple[int, ...] = ()) -> list[Call]:
    """Every step with which a train lets another start, or contributes to it; only one step takes what was put.

    ``counts`` are resources that count what has passed: trains take what they, or others, put, and nobody is called.
    """
    itinerary, step_of_take, step_of_put = program.step_itinerary, program.take_step, program.put_step
    calls = []
    for resource in sorted(set(np.flatnonzero(program.capacity == 0).tolist()) - set(counts)):
        takes, puts = (
            np.flatnonzero(program.take_resource == resource),
            np.flatnonzero(program.put_resource == resource),
        )
        if len(takes) != 1:
            continue
        taken = int(step_of_take[takes[0]])
        taker = int(itinerary[taken])
        for put in puts.tolist():
            given = int(step_of_put[put])
            giver, after = int(itinerary[given]), int(program.put_after[put])
            first, beyond = program.step_first[[giver, taker]].tolist()
            share = float(program.put_units[put] / program.take_units[takes[0]])
            calls.append(Call(giver, given - first, after, taker, taken - beyond, share))
    return calls


class Passed(NamedTuple):
    """Holdings in which what is passed on with a call counts until the call with the giver, then with the taker."""

    holdings: list[Holding]
    for_others: list[Flags]  # per itinerary, (resources,) whether its trains hold it for the trains that called them
    at_least: Flags  # (resources,) whether it is held longer than given here, until a load is full


def pass_on(holdings: Sequence[Holding], calls: Sequence[Call]) -> Passed:
    """The same holdings including everything that is passed on."""
    weight, late = ([getattr(each, name).copy() for each in holdings] for name in ("weight", "late"))
    for_others = [np.zeros(len(each.late), bool) for each in holdings]
    at_least = np.zeros(len(holdings[0].late), bool)
    for call in calls:
        passed = np.maximum(-holdings[call.taker].kept, 0) * call.share
        weight[call.giver][call.given] += passed
        late[call.giver] += call.after * passed
        for_others[call.taker] |= passed > 0
        at_least |= (passed > 0) & (call.share != 1)
    for taker, taken in {(call.taker, call.taken) for call in calls}:
        weight[taker][taken] -= np.maximum(-holdings[taker].kept, 0)
    settled = [Holding(w, s, each.at_once) for w, s, each in zip(weight, late, holdings, strict=True)]
    return Passed(settled, for_others, at_least)
