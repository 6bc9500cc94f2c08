"""How long each train holds each resource if it never waits, from the plan alone."""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.itineraries import Plan, Role
from corridorsim.measures.occupation.accounts import accounted
from corridorsim.measures.occupation.holdings import Call, Holding, pass_on, read_calls, read_holdings
from corridorsim.measures.occupation.intervals import is_closing


@dataclass(frozen=True, eq=False)
class Unhindered:
    """By group of trains (rows) and resource (columns)."""

    rate: Floats  # (groups, resources): trains per day that use it
    mean: Floats  # (groups, resources): unit-seconds per train that uses it; 0 if none does
    square: Floats  # (groups, resources): mean of their squares
    units: Floats  # (groups, resources): mean units that a train that uses it takes at once
    uses: Flags  # (itineraries, resources): whether it is held and put back, by the train or one that it calls
    known: Flags  # (resources,): whether everything taken is put back at a time known from the plan
    at_least: Flags  # (resources,): whether it is held longer than given here, until a load is full

    @property
    def held(self) -> Floats:
        """(resources,) mean seconds for which a unit is held, over all groups; 0 if never."""
        units = (self.rate * self.units).sum(axis=0)
        seconds: Floats = (self.rate * self.mean).sum(axis=0) / np.maximum(units, 1e-9)
        return seconds


def measure_unhindered(plan: Plan, group: Ints, groups: int, resources: Ints) -> Unhindered:
    """Unit-seconds that trains due in the window hold resources, by group of trains (-1: not told).

    What a train passes on to one that it calls counts as its own until that train puts it back. Closings are not
    trains.
    """
    plan = accounted(plan)
    program = plan.program
    counts = plan.layout.resources.have(Role.CLEARED)
    calls = read_calls(program, tuple(np.flatnonzero(counts).tolist()))
    holdings, for_others, at_least = pass_on(read_holdings(program, resources), calls)
    due = (program.train_ready >= plan.layout.warm_up) & (group >= 0)
    is_train = ~is_closing(plan)
    uses = np.zeros((len(holdings), len(resources)), bool)
    count, total, square, units = (np.zeros((groups, len(resources))) for _ in range(4))
    known = ~counts[resources]  # what is taken there was put before, by this train or another
    for itinerary, holding in enumerate(holdings):
        performs = (program.train_itinerary == itinerary) & is_train
        if not performs.any():
            continue
        known &= holding.kept == 0
        used = (holding.at_once > 0) & ~for_others[itinerary] & (holding.kept == 0) & ~counts[resources]
        uses[itinerary] = used
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
    days, shares = (program.until - plan.layout.warm_up) / DAY, np.maximum(count, 1)
    return Unhindered(count / days, total / shares, square / shares, units / shares, uses, known, at_least)


def _durations(plan: Plan, itinerary: int, trains: Ints) -> np.ndarray:
    """(trains, steps) seconds of some trains of an itinerary."""
    program = plan.program
    steps = program.step_first[itinerary + 1] - program.step_first[itinerary]
    durations: np.ndarray = program.duration[program.operation_first[trains][:, np.newaxis] + np.arange(steps)]
    return durations


def _held_by_called(
    plan: Plan, itinerary: int, holdings: list[Holding], for_others: list[Flags], calls: list[Call]
) -> tuple[Floats, Floats]:
    """(resources,) mean and variance of the unit-seconds for which called trains hold what an itinerary's train passes
    on.

    Which called train serves which caller is unknown: each is treated as an average one, independent of its caller.
    """
    none = np.zeros(len(for_others[itinerary]))
    mean, spread = none, none
    for call in [call for call in calls if call.giver == itinerary]:
        trains = np.flatnonzero(plan.program.train_itinerary == call.taker)
        if len(trains):
            held = holdings[call.taker].unit_seconds(_durations(plan, call.taker, trains)) * for_others[call.taker]
            held = held * call.share
            mean, spread = mean + held.mean(axis=0), spread + held.var(axis=0)
    return mean, spread


def arrival_variation(plan: Plan, unhindered: Unhindered) -> Floats:
    """Per resource, the squared variation of the times between trains that are due and will use it; NaN for few."""
    program = plan.program
    due = np.flatnonzero(program.train_ready >= plan.layout.warm_up)
    due = due[np.argsort(program.train_ready[due], kind="stable")]
    found = np.full(unhindered.uses.shape[1], np.nan)
    for column in range(len(found)):
        times = program.train_ready[due[unhindered.uses[program.train_itinerary[due], column]]].astype(float)
        if len(times) > 2 and times[-1] > times[0]:
            between = np.diff(times)
            found[column] = between.var() / between.mean() ** 2
    return found
