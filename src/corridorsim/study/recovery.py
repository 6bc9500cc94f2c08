"""A closing of a crossing and what comes of it: the same replication with and without, hour by hour."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.measures.columns import Ints
from corridorsim.measures.recovery import Census, Peak, drained, find_peak, routes_over, take_census
from corridorsim.model import Scenario
from corridorsim.planning import plan
from corridorsim.planning.demand import freight
from corridorsim.planning.free_flow import free_flow_shares
from corridorsim.study.outcome import outcome_of

HOUR, DAY = 3600, 86_400
BEFORE = 2  # days told before the closing
AFTER = 3  # days told after the queue is gone
UNDRAINED = 14  # days after the reopening that are told, and looked at for the peak, where the queue is not gone


@dataclass(frozen=True, eq=False)
class Recovery:
    """The queue before a crossing through a closing and after it, with it and without it."""

    scenario: Scenario  # with the closing
    crossing: str
    begin: int  # seconds of the run, in which it is closed
    end: int
    closed: Census  # moments are whole hours of the run
    open: Census
    drained: int | None  # second from which the queue is as without the closing, None if not within the run

    @property
    def told_until(self) -> int:
        """Second up to which it is worth telling."""
        return self.end + UNDRAINED * DAY if self.drained is None else self.drained + AFTER * DAY

    @property
    def peak(self) -> Peak:
        """The longest queue from the closing until it is drained, or for so many days: later ones have other causes."""
        last = self.end + UNDRAINED * DAY
        return find_peak(self.closed, self.begin, last if self.drained is None else min(self.drained, last))

    @property
    def days_to_drain(self) -> float | None:
        """Days from the reopening until the queue is as it is without the closing."""
        return None if self.drained is None else (self.drained - self.end) / DAY


def recover(scenario: Scenario, crossing: str, begin: date, days: int, replication: int = 0) -> Recovery:
    """Close a crossing for some days and run one replication with that and without: the trains share their luck.

    What closes the crossing at random in the scenario is left out of both, so that it is this closing that is seen; all
    other disruptions stay in both. Raises what ``closed_for`` raises.
    """
    changed, quiet = closed_for(scenario, crossing, begin, days), _without_its_luck(scenario, crossing)
    first = scenario.window.second_of(begin)
    last = first + days * DAY
    hours = np.arange(first - BEFORE * DAY if first >= BEFORE * DAY else 0, scenario.window.until, HOUR)
    closed, free = (_census(each, crossing, hours, replication) for each in (changed, quiet))
    return Recovery(changed, crossing, first, last, closed, free, drained(closed, free, last))


def closed_for(scenario: Scenario, crossing: str, begin: date, days: int) -> Scenario:
    """The scenario with a crossing closed for some days, and without what closes it at random.

    Raises CorridorError for a crossing that has no loaded trains, and for days that do not lie in the window.
    """
    window = scenario.window
    first, last = window.second_of(begin), window.second_of(begin) + days * DAY
    if first < window.warm_up or last > window.until:
        ends = window.start + timedelta(seconds=window.length)
        got = f"got {days} days from {begin}"
        raise CorridorError(f"the closing must lie in the window, from {window.start} to before {ends} ({got})")
    _check_crossing(scenario, crossing)
    quiet = _without_its_luck(scenario, crossing)
    there = quiet.document.data.get("disruptions", {})
    return quiet.change({"disruptions": there | _closing(crossing, begin, days)})


def _check_crossing(scenario: Scenario, crossing: str) -> None:
    demands = freight(scenario, free_flow_shares(scenario))
    used = list(dict.fromkeys(demand.stream.crossing for demand in demands if demand.trains))
    if crossing not in used:
        there = did_you_mean(crossing, used) or f" (there are: {', '.join(used) or 'none'})"
        raise CorridorError(f'"{crossing}" is no crossing that trains go over in this scenario{there}')


def _without_its_luck(scenario: Scenario, crossing: str) -> Scenario:
    """The scenario without what closes the crossing at random."""
    closing = {
        name
        for name, disruption in scenario.disruptions.items()
        if not disruption.dated and crossing in [closed.crossing for closed in disruption.closes]
    }
    said = scenario.document.data.get("disruptions", {})
    kept = {name: each for name, each in said.items() if name not in closing}
    return scenario.change({"disruptions": kept}) if closing else scenario


def _closing(crossing: str, begin: date, days: int) -> dict[str, object]:
    name = f"{crossing} closed for {days} days from {begin}"
    dated = {"since": begin.isoformat(), "until": (begin + timedelta(days)).isoformat()}
    return {name: {"closes": {"crossing": crossing}, "dated": dated}}


def _census(scenario: Scenario, crossing: str, moments: Ints, replication: int) -> Census:
    planned = plan(scenario, replication=replication)
    return take_census(planned, outcome_of(planned), routes_over(planned, crossing), moments)
