"""A closing of a crossing and its effects: replications with and without it, hour by hour."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from corridorsim.arrays import DAY, HOUR, Floats, Ints
from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.conservation import QUANTITIES, take_account
from corridorsim.model import Scenario
from corridorsim.model.disruptions.disruption import Disruption
from corridorsim.planning import WHOLE_COLUMNS, Blueprint, check_size, lay_out, most_at_once, plan_replication
from corridorsim.planning.demand.free_flow import traffic_of
from corridorsim.recovery.census import (
    Census,
    HandoverTimes,
    Peak,
    Where,
    drained,
    find_peak,
    routes_over,
    take_census,
    take_handovers,
    tonnes_late,
    tonnes_missing,
)
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.choice import Settled, laid_out, settled_choice
from corridorsim.study.means import mean_over
from corridorsim.study.outcome import outcome_of
from corridorsim.study.runner import each_replication, nothing_to_do

BEFORE = 2  # days shown before the closing
AFTER = 3  # days shown after the queue is gone
UNDRAINED = 14  # days after the reopening that are looked at for the peak, where the queue is not gone
SERIES = ("queue", "not_yet_entered", "under_way", "handed_over")


@dataclass(frozen=True, eq=False)
class Recovered:
    """What is kept of one replication: hours by name, with the closing and (``_without``) without."""

    hours: dict[str, Ints]
    peak: Peak  # from the closing until the queue has cleared, or for UNDRAINED days: later peaks have other causes
    without: int  # trains that wait at the hour of the peak without the closing
    drained: int | None  # second from which the queue is as without the closing, None if not within the run
    late: float  # tonnes handed over half a day or more later than without the closing
    missing: float  # tonnes handed over by the end of the run without the closing less those with it
    lost: int  # trains missing in the account of either run: 0, or this program is wrong


@dataclass(frozen=True, eq=False)
class Recovery:
    """The queue at a crossing during and after a closing, with and without it, over replications."""

    scenario: Scenario  # with the closing
    crossing: str
    begin: int  # seconds of the run between which it is closed
    end: int
    moments: Ints  # whole hours of the run, from a day before those shown
    runs: tuple[Recovered, ...]
    places: tuple[str, ...]
    waiting: Floats  # (places, moments), mean: entered, and waiting there, with the closing
    outside: Floats  # (places, moments), mean: waiting to enter there
    settled: Settled | None = None  # the choice of crossing, if it depends on waiting: as without the closing
    to: int | None = None  # trains a day still accepted in each direction; None if it is closed

    @property
    def noun(self) -> str:
        """What happens to the crossing, in a word."""
        return "closing" if self.to is None else "cut"

    @property
    def is_over(self) -> str:
        """What ends it."""
        return "reopening" if self.to is None else "end of the cut"

    @property
    def state(self) -> str:
        """How the crossing is meanwhile."""
        return "closed" if self.to is None else cut_to(self.to)

    @property
    def shown_from(self) -> int:
        """First second shown."""
        return max(0, self.begin - BEFORE * DAY)

    @property
    def shown_until(self) -> int:
        """Last second worth showing: until the last queue has cleared, or the end of the run."""
        gone = [run.drained for run in self.runs if run.drained is not None]
        over = int(self.moments[-1])
        return over if self.not_back else min(over, max(gone) + AFTER * DAY)

    @property
    def days_left(self) -> float:
        """Days from the reopening to the end of the run."""
        return (self.scenario.window.until - self.end) / DAY

    @property
    def not_back(self) -> int:
        """Replications in which the queue does not clear before the end of the run."""
        return sum(run.drained is None for run in self.runs)

    @property
    def days_to_drain(self) -> list[float]:
        """Days from the reopening until the queue is as without the closing, if within the run."""
        return [(run.drained - self.end) / DAY for run in self.runs if run.drained is not None]

    @property
    def least_days(self) -> float:
        """Lower limit of the mean days to clear: if a queue does not clear, the days left in the run.

        Less one: it takes a day to see that a queue has cleared.
        """
        return float(mean_over([*self.days_to_drain, *[max(self.days_left - 1, 0.0)] * self.not_back]))

    @property
    def lost(self) -> int:
        """Trains missing in the accounts."""
        return sum(run.lost for run in self.runs)

    @cached_property
    def standing(self) -> dict[Where, float]:
        """Where trains wait at the peak of each replication, as a mean, most first."""
        places = dict.fromkeys(place for run in self.runs for place in run.peak.standing)
        means = {place: float(mean_over([run.peak.standing.get(place, 0) for run in self.runs])) for place in places}
        return dict(sorted(means.items(), key=lambda item: -item[1]))

    @cached_property
    def hours(self) -> dict[str, Floats]:
        """By name and hour: the mean over the replications."""
        return {name: mean_over([run.hours[name] for run in self.runs]) for name in self.runs[0].hours}

    @property
    def shown(self) -> Ints:
        """Indices of the hours worth showing."""
        rows: Ints = np.flatnonzero((self.moments >= self.shown_from) & (self.moments <= self.shown_until))
        return rows

    def more(self, hour: int) -> Estimate:
        """Additional trains that wait at an hour (given by its index), compared with no closing."""
        return Estimate.of([float(run.hours["queue"][hour] - run.hours["queue_without"][hour]) for run in self.runs])

    def spread(self, name: str) -> Floats:
        """(3, moments): the minimum, median and maximum over the replications."""
        every = np.array([run.hours[name] for run in self.runs])
        return np.array([every.min(axis=0), np.median(every, axis=0), every.max(axis=0)])


def cut_to(trains: int) -> str:
    """Such as "cut to 4 trains a day"."""
    return f"cut to {trains} train{'' if trains == 1 else 's'} a day"


def amount(values: list[float]) -> Estimate:
    """The estimate of an amount that is never below 0."""
    estimate = Estimate.of(values)
    return replace(estimate, low=max(estimate.low, 0.0))


def recover(
    scenario: Scenario,
    crossing: str,
    begin: date,
    days: int,
    settled: Settled | None = None,
    done: Callable[[], None] = nothing_to_do,
    workers: int | None = None,
    to: int | None = None,
) -> Recovery:
    """Close a crossing for some days, or cut it to ``to`` trains a day in each direction: every replication with it and
    without, with the same random numbers.

    What closes the crossing at random in the scenario is left out of both, so that it is this closing that is seen; all
    other disruptions stay in both. Goods keep the crossings that they have without the closing, which was not foreseen:
    where that choice depends on the waiting it is settled first, unless it is given (``settled_without``). ``done`` is
    called after each replication; ``workers`` is how many run at once, at most, as many as there are cores if left out.
    Raises what ``closed_for`` raises.
    """
    changed, quiet = closed_for(scenario, crossing, begin, days, to), _without_its_luck(scenario, crossing)
    blueprint, settled = laid_out(quiet, settled=settled, workers=workers)
    first = scenario.window.second_of(begin)
    hours = np.arange(max(0, first - (BEFORE + 1) * DAY), scenario.window.until, HOUR)
    closed = lay_out(changed, blueprint.traffic.shares)
    closing = _Closing(closed, blueprint, crossing, first, first + days * DAY, hours)
    runs, waiting, outside, places = list[Recovered](), np.zeros(()), np.zeros(()), tuple[str, ...]()
    check_size(closing.changed, WHOLE_COLUMNS)
    most = min(most_at_once(each, WHOLE_COLUMNS) for each in (closing.changed, closing.quiet))
    for run, census in each_replication(closing.run, scenario.replications, most, done=done, workers=workers):
        runs.append(run)
        waiting, outside, places = waiting + census.waiting, outside + census.outside, census.places
    return Recovery(
        changed,
        crossing,
        first,
        closing.end,
        hours,
        tuple(runs),
        places,
        waiting / len(runs),
        outside / len(runs),
        settled,
        to,
    )


def settled_without(
    scenario: Scenario, crossing: str, said: Callable[[str], None] = lambda text: None, workers: int | None = None
) -> Settled | None:
    """The choice of crossing as it settles without the closing; ``said`` hears of every round. None if it need not."""
    return settled_choice(_without_its_luck(scenario, crossing), said=said, workers=workers)


@dataclass(frozen=True, eq=False)
class _Closing:
    """A scenario laid out with a closing and without."""

    changed: Blueprint
    quiet: Blueprint
    crossing: str
    begin: int
    end: int
    hours: Ints

    def run(self, replication: int) -> tuple[Recovered, Census]:
        """One replication; the census is that with the closing."""
        closed, handed, lost = _counted(self.changed, self.crossing, self.hours, replication)
        free, handed_free, more = _counted(self.quiet, self.crossing, self.hours, replication)
        gone, last = drained(closed, free, self.end), self.end + UNDRAINED * DAY
        peak = find_peak(closed, self.begin, last if gone is None else min(gone, last))
        found = Recovered(
            _hours_of(closed) | {f"{name}_without": hours for name, hours in _hours_of(free).items()},
            peak,
            int(free.queue[np.searchsorted(free.moments, peak.second)]),
            gone,
            tonnes_late(handed, handed_free),
            tonnes_missing(handed, handed_free),
            lost + more,
        )
        return found, closed


def _hours_of(census: Census) -> dict[str, Ints]:
    return dict(
        zip(SERIES, (census.queue, census.outside.sum(axis=0), census.under_way, census.handed_over), strict=True)
    )


def closed_for(scenario: Scenario, crossing: str, begin: date, days: int, to: int | None = None) -> Scenario:
    """The scenario with a crossing closed for some days (or cut to some trains a day), without its random closings.

    Raises CorridorError for a crossing without loaded trains, for days outside the window, and for a cut to as many
    trains as are accepted without it.
    """
    window = scenario.window
    first, last = window.second_of(begin), window.second_of(begin) + days * DAY
    if first < window.warm_up or last > window.until:
        ends = window.start + timedelta(seconds=window.length)
        got = f"got {days} days from {begin}"
        raise CorridorError(f"the closing must lie in the window, from {window.start} to before {ends} ({got})")
    _check_crossing(scenario, crossing)
    _check_cut(scenario, crossing, to)
    quiet = _without_its_luck(scenario, crossing)
    there = quiet.document.data.get("disruptions", {})
    name = f"{crossing} {'closed' if to is None else cut_to(to)} for {days} days from {begin}"
    while name in there:
        name = f"the {'closing' if to is None else 'cut'}: {name}"
    return quiet.change({"disruptions": there | {name: _closing(crossing, begin, days, to)}})


def _check_crossing(scenario: Scenario, crossing: str) -> None:
    used = list(dict.fromkeys(demand.stream.crossing for demand in traffic_of(scenario).demands if demand.trains))
    if crossing not in used:
        there = did_you_mean(crossing, used) or f" (known names: {', '.join(used) or 'none'})"
        raise CorridorError(f'no loaded train uses a crossing "{crossing}" in this scenario{there}')


def _check_cut(scenario: Scenario, crossing: str, to: int | None) -> None:
    """A cut is to fewer trains than are accepted without it, in one direction at least."""
    sides = scenario.crossings[crossing]
    limits = [sides.limit(direction) for direction in sides.directions]
    in_trains = [max(each.units for each in dated) for dated in limits if dated and dated[0].counted == "trains"]
    if to is not None and len(in_trains) == len(limits) and to >= max(in_trains):
        raise CorridorError(
            f"a cut must be to fewer trains a day than {crossing} accepts without it, {max(in_trains):g} (got {to})"
        )


def _without_its_luck(scenario: Scenario, crossing: str) -> Scenario:
    """The scenario without random closings of the crossing; such disruptions still close everything else."""
    said = scenario.document.data.get("disruptions", {})
    elsewhere = {name: _elsewhere(each, scenario.disruptions[name], crossing) for name, each in said.items()}
    kept = {name: each for name, each in elsewhere.items() if each is not None}
    return scenario.change({"disruptions": kept}) if kept != said else scenario


def _elsewhere(said: dict[str, Any], disruption: Disruption, crossing: str) -> dict[str, Any] | None:
    """A disruption as written in the file, without the crossing if it is random; None if that was all it closes."""
    there = [closed.crossing == crossing for closed in disruption.closes]
    if disruption.dated or not any(there):
        return said
    closes = said["closes"] if isinstance(said["closes"], list) else [said["closes"]]
    rest = [closed for closed, at_crossing in zip(closes, there, strict=True) if not at_crossing]
    return said | {"closes": rest} if rest else None


def _closing(crossing: str, begin: date, days: int, to: int | None) -> dict[str, object]:
    left: dict[str, object] = {} if to is None else {"leaves": to}
    dated = {"since": begin.isoformat(), "until": (begin + timedelta(days)).isoformat()}
    return {"closes": {"crossing": crossing}, "dated": dated} | left


def _counted(blueprint: Blueprint, crossing: str, moments: Ints, replication: int) -> tuple[Census, HandoverTimes, int]:
    """The census of a run, its handovers, and the number of trains that it loses (or duplicates), over any crossing."""
    planned = plan_replication(blueprint, blueprint.scenario.seed, replication)
    outcome = outcome_of(planned)
    account = take_account(Columns(planned, outcome))
    lost = int(np.abs(account.lost[:, QUANTITIES.index("trains")]).sum())
    routes = routes_over(planned, crossing)
    return take_census(planned, outcome, routes, moments), take_handovers(planned, outcome, routes), lost
