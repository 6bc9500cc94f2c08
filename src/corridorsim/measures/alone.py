"""How long each train holds each resource if it never waits: read from the plan, before anything runs.

A train that waits for nothing starts each step when the one before is over. The unit-seconds for which it holds a
resource are then the times of its puts less those of its takes, each times its units: linear in the durations.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.accounts import accounted
from corridorsim.measures.columns import DAY, Flags, Floats, Ints
from corridorsim.measures.levels import entries


@dataclass(frozen=True, eq=False)
class Alone:
    """By group of trains (rows) and resource (columns)."""

    rate: Floats  # (groups, resources): trains a day that use it
    mean: Floats  # (groups, resources): unit-seconds a train that uses it; 0 where none does
    square: Floats  # (groups, resources): mean of their squares
    uses: Flags  # (itineraries, resources): whether it is held and given back


def measure_alone(plan: Plan, group: Ints, groups: int, resources: Ints) -> Alone:
    """Unit-seconds that trains due in the window hold resources, by group of trains (-1: not told).

    What an itinerary takes without giving it back (or gives without taking) has no time of its own and is left out.
    """
    plan = accounted(plan)
    program = plan.program
    due = (program.train_ready >= plan.warm_up) & (group >= 0)
    uses = np.zeros((len(program.step_first) - 1, len(resources)), bool)
    count, total, square = (np.zeros((groups, len(resources))) for _ in range(3))
    for itinerary, (first, last) in enumerate(pairwise(program.step_first.tolist())):
        trains = np.flatnonzero(due & (program.train_itinerary == itinerary))
        weight, more, used = _holding(plan, first, last, resources)
        uses[itinerary] = used
        if not len(trains) or not used.any():
            continue
        operations = program.operation_first[trains][:, np.newaxis] + np.arange(last - first)
        held = _starts(program.duration[operations]) @ weight + more
        for n in range(groups):
            own = held[group[trains] == n]
            count[n, used] += len(own)
            total[n] += own.sum(axis=0)
            square[n] += (own**2).sum(axis=0)
    days = (program.until - plan.warm_up) / DAY
    shares = np.maximum(count, 1)
    return Alone(count / days, total / shares, square / shares, uses)


def _starts(duration: np.ndarray) -> Floats:
    """(trains, steps): seconds from a train's first start to each start."""
    starts = np.zeros(duration.shape)
    np.cumsum(duration[:, :-1], axis=1, out=starts[:, 1:])
    return starts


def _holding(plan: Plan, first: int, last: int, resources: Ints) -> tuple[Floats, Floats, np.ndarray]:
    """Of some steps, (steps, resources) units given less taken; seconds added by late puts; whether it is balanced."""
    program = plan.program
    column = np.full(program.resources, -1)
    column[resources] = np.arange(len(resources))
    weight, more = np.zeros((last - first, len(resources))), np.zeros(len(resources))
    touched = np.zeros(len(resources), bool)
    takes, puts = (np.arange(*f[[first, last]].tolist()) for f in (program.take_first, program.put_first))
    step_of_take = np.repeat(np.arange(last - first), np.diff(program.take_first[first : last + 1]))
    step_of_put = np.repeat(np.arange(last - first), np.diff(program.put_first[first : last + 1]))
    taken, given = column[program.take_resource[takes]], column[program.put_resource[puts]]
    take, give = taken >= 0, given >= 0
    np.add.at(weight, (step_of_take[take], taken[take]), -program.take_units[takes[take]].astype(float))
    units = program.put_units[puts[give]].astype(float)
    np.add.at(weight, (step_of_put[give], given[give]), units)
    np.add.at(more, given[give], units * program.put_after[puts[give]])
    touched[taken[take]] = True
    used = touched & (weight.sum(axis=0) == 0)
    return weight * used, more * used, used


@dataclass(frozen=True, eq=False)
class Opening:
    """How many units of each resource are open, and for how long a day."""

    units: Floats  # mean number, without those closed for a day and longer
    share: Floats  # part of the day that closings shorter than a day leave open


def measure_opening(plan: Plan, resources: Ints) -> Opening:
    """What the plan leaves open of some resources in the window: dated levels apart from daily hours."""
    plan = accounted(plan)
    program = plan.program
    kind = np.array([stream.kind for stream in plan.streams])[plan.train_stream]
    closings = np.flatnonzero(kind == Kind.CLOSURE)
    begin = program.train_ready[closings].astype(np.int64)
    end = program.not_before[program.operation_first[closings] + 1].astype(np.int64)
    seconds = np.maximum(np.clip(end, plan.warm_up, program.until) - np.clip(begin, plan.warm_up, program.until), 0)
    step = program.step_first[program.train_itinerary[closings]]
    closed = np.zeros((2, program.resources))
    owner, take = entries(program.take_first, step)
    is_long = (end - begin >= DAY).astype(int)
    np.add.at(closed, (is_long[owner], program.take_resource[take]), program.take_units[take] * seconds[owner])
    short, long = closed[:, resources] / (program.until - plan.warm_up)
    units = program.capacity[resources] - long
    with np.errstate(divide="ignore", invalid="ignore"):
        return Opening(units, np.where(units > 0, 1 - short / units, 0.0))


def arrival_variation(plan: Plan, alone: Alone) -> Floats:
    """Per resource, the squared variation of the times between trains that are due and will use it; NaN for few."""
    program = plan.program
    due = np.flatnonzero(program.train_ready >= plan.warm_up)
    due = due[np.argsort(program.train_ready[due], kind="stable")]
    found = np.full(alone.uses.shape[1], np.nan)
    for column in range(len(found)):
        times = program.train_ready[due[alone.uses[program.train_itinerary[due], column]]].astype(float)
        if len(times) > 2 and times[-1] > times[0]:
            between = np.diff(times)
            found[column] = between.var() / between.mean() ** 2
    return found
