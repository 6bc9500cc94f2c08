"""How long each train holds each resource if it never waits: read from the plan, before anything runs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.accounts import accounted
from corridorsim.measures.columns import DAY, Flags, Floats, Ints
from corridorsim.measures.holding import Call, Holding, pass_on, read_calls, read_holdings
from corridorsim.measures.levels import entries


@dataclass(frozen=True, eq=False)
class Alone:
    """By group of trains (rows) and resource (columns)."""

    rate: Floats  # (groups, resources): trains a day that use it
    mean: Floats  # (groups, resources): unit-seconds a train that uses it; 0 where none does
    square: Floats  # (groups, resources): mean of their squares
    units: Floats  # (groups, resources): units that a train that uses it takes at once, on the mean
    uses: Flags  # (itineraries, resources): whether it is held and given back, by the train or by one that it calls
    alike: Flags  # (resources,): whether all trains take the same number at once
    known: Flags  # (resources,): whether all that is taken of it is given back at a time that the plan tells


def measure_alone(plan: Plan, group: Ints, groups: int, resources: Ints) -> Alone:
    """Unit-seconds that trains due in the window hold resources, by group of trains (-1: not told).

    What a train passes on to one that it calls counts as its own until that one gives it back.
    """
    plan = accounted(plan)
    program = plan.program
    calls = read_calls(program)
    holdings, for_others = pass_on(read_holdings(program, resources), calls)
    due = (program.train_ready >= plan.warm_up) & (group >= 0)
    uses = np.zeros((len(holdings), len(resources)), bool)
    count, total, square, units = (np.zeros((groups, len(resources))) for _ in range(4))
    known = np.ones(len(resources), bool)
    least, most = np.full(len(resources), np.iinfo(np.int64).max), np.zeros(len(resources), np.int64)
    for itinerary, holding in enumerate(holdings):
        performs = program.train_itinerary == itinerary
        if not performs.any():
            continue
        known &= holding.kept == 0
        uses[itinerary] = used = (holding.at_once > 0) & ~for_others[itinerary] & (holding.kept == 0)
        trains = np.flatnonzero(due & performs)
        if not len(trains) or not used.any():
            continue
        held = holding.unit_seconds(_durations(plan, itinerary, trains)) * used
        later, spread = _held_by_called(plan, itinerary, holdings, for_others, calls)
        own = np.bincount(group[trains], minlength=groups)[:, np.newaxis] * used
        count += own
        units += own * holding.at_once
        for n in np.flatnonzero(own.any(axis=1)).tolist():
            both = (held[group[trains] == n] + later) * used
            total[n] += both.sum(axis=0)
            square[n] += (both**2 + spread * used).sum(axis=0)
        least[used] = np.minimum(least, holding.at_once)[used]
        most[used] = np.maximum(most, holding.at_once)[used]
    days, shares = (program.until - plan.warm_up) / DAY, np.maximum(count, 1)
    return Alone(count / days, total / shares, square / shares, units / shares, uses, least >= most, known)


def _durations(plan: Plan, itinerary: int, trains: Ints) -> np.ndarray:
    """(trains, steps) seconds of some trains of an itinerary."""
    program = plan.program
    steps = program.step_first[itinerary + 1] - program.step_first[itinerary]
    durations: np.ndarray = program.duration[program.operation_first[trains][:, np.newaxis] + np.arange(steps)]
    return durations


def _held_by_called(
    plan: Plan, itinerary: int, holdings: list[Holding], for_others: list[Flags], calls: list[Call]
) -> tuple[Floats, Floats]:
    """(resources,) unit-seconds for which those that an itinerary's train calls hold what it passes on: mean, variance.

    Which of them comes for which train is not told: each is taken for the mean one, independent of who called it.
    """
    none = np.zeros(len(for_others[itinerary]))
    mean, spread = none, none
    for taker in [call.taker for call in calls if call.giver == itinerary]:
        trains = np.flatnonzero(plan.program.train_itinerary == taker)
        if len(trains):
            held = holdings[taker].unit_seconds(_durations(plan, taker, trains)) * for_others[taker]
            mean, spread = mean + held.mean(axis=0), spread + held.var(axis=0)
    return mean, spread


@dataclass(frozen=True, eq=False)
class Opening:
    """How many units of each resource are open, and for how long a day."""

    units: Floats  # mean number, without those closed for a day and longer
    share: Floats  # part of the day that closings shorter than a day leave open


class Day(NamedTuple):
    """A day whose dated levels count."""

    begin: int  # second of the run
    disruptions: Collection[str]  # what comes and goes: a storm on the day is no level of it


def measure_opening(plan: Plan, resources: Ints, day: Day | None = None) -> Opening:
    """What the plan leaves open of some resources: dated levels apart from daily hours.

    Levels are those of a day, or the window's mean ones; hours and disruptions are means of the window.
    """
    plan = accounted(plan)
    program = plan.program
    kind = np.array([stream.kind for stream in plan.streams])[plan.train_stream]
    closings = np.flatnonzero(kind == Kind.CLOSURE)
    begin = program.train_ready[closings].astype(np.int64)
    end = program.not_before[program.operation_first[closings] + 1].astype(np.int64)
    step = program.step_first[program.train_itinerary[closings]]
    owner, take = entries(program.take_first, step)
    window = (plan.warm_up, program.until)

    def closed(chosen: Flags, first: int, last: int) -> Floats:
        """Mean number of units that some closings take from a second to another."""
        seconds = np.maximum(np.clip(end, first, last) - np.clip(begin, first, last), 0) * chosen
        units = np.bincount(program.take_resource[take], program.take_units[take] * seconds[owner], program.resources)
        return units[resources] / (last - first)

    is_long = end - begin >= DAY
    short = closed(~is_long, *window)
    long = closed(is_long, *window)
    if day is not None:
        comes_and_goes = np.isin([stream.cause for stream in plan.streams], list(day.disruptions))
        passing = is_long & comes_and_goes[plan.train_stream[closings]]
        long = closed(passing, *window) + closed(is_long & ~passing, day.begin, day.begin + int(DAY))
    units = program.capacity[resources] - long
    with np.errstate(divide="ignore", invalid="ignore"):
        return Opening(units, np.where(units > 0, np.maximum(1 - short / units, 0.0), 0.0))


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
