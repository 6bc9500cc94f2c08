"""A closing of a crossing and what comes of it: the same replication with and without, hour by hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.measures.columns import Columns, Ints
from corridorsim.measures.conservation import QUANTITIES, take_account
from corridorsim.measures.recovery import Census, Peak, drained, find_peak, routes_over, take_census
from corridorsim.model import Scenario
from corridorsim.model.disruption import Disruption
from corridorsim.planning import fill
from corridorsim.planning.demand import freight
from corridorsim.planning.free_flow import free_flow_shares
from corridorsim.study.choice import Settled, lay_out_settled, settled_choice
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
    closed: Census  # moments are whole hours of the run, from a day before what is told
    open: Census
    drained: int | None  # second from which the queue is as without the closing, None if not within the run
    lost: int  # trains that the account of either run misses: none, or this program is wrong
    settled: Settled | None = None  # the choice of crossing, where it depends on the waiting: as without the closing

    @property
    def told_from(self) -> int:
        """Second from which it is told."""
        return max(0, self.begin - BEFORE * DAY)

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


def recover(
    scenario: Scenario, crossing: str, begin: date, days: int, replication: int = 0,
    said: Callable[[str], None] = lambda text: None,
) -> Recovery:  # fmt: skip
    """Close a crossing for some days and run one replication with that and without: the trains share their luck.

    What closes the crossing at random in the scenario is left out of both, so that it is this closing that is seen; all
    other disruptions stay in both. Goods keep the crossings that they have without the closing, of which nobody knew.
    Where that choice depends on the waiting it is settled first, and ``said`` hears of every round. Raises what
    ``closed_for`` raises.
    """
    changed, quiet = closed_for(scenario, crossing, begin, days), _without_its_luck(scenario, crossing)
    first = scenario.window.second_of(begin)
    last = first + days * DAY
    hours = np.arange(max(0, first - (BEFORE + 1) * DAY), scenario.window.until, HOUR)
    settled = settled_choice(quiet, said=said)
    (closed, lost), (free, more) = (_counted(each, settled, crossing, hours, replication) for each in (changed, quiet))
    return Recovery(changed, crossing, first, last, closed, free, drained(closed, free, last), lost + more, settled)


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
    """The scenario without what closes the crossing at random; what else that closes is still closed by it."""
    said = scenario.document.data.get("disruptions", {})
    elsewhere = {name: _elsewhere(each, scenario.disruptions[name], crossing) for name, each in said.items()}
    kept = {name: each for name, each in elsewhere.items() if each is not None}
    return scenario.change({"disruptions": kept}) if kept != said else scenario


def _elsewhere(said: dict[str, Any], disruption: Disruption, crossing: str) -> dict[str, Any] | None:
    """A disruption as the file says it, without the crossing if it comes at random; None if that was all it closes."""
    there = [closed.crossing == crossing for closed in disruption.closes]
    if disruption.dated or not any(there):
        return said
    closes = said["closes"] if isinstance(said["closes"], list) else [said["closes"]]
    rest = [closed for closed, at_crossing in zip(closes, there, strict=True) if not at_crossing]
    return said | {"closes": rest} if rest else None


def _closing(crossing: str, begin: date, days: int) -> dict[str, object]:
    name = f"{crossing} closed for {days} days from {begin}"
    dated = {"since": begin.isoformat(), "until": (begin + timedelta(days)).isoformat()}
    return {name: {"closes": {"crossing": crossing}, "dated": dated}}


def _counted(
    scenario: Scenario, settled: Settled | None, crossing: str, moments: Ints, replication: int
) -> tuple[Census, int]:
    """The census of a run, and how many trains are lost in it (or are there twice), over any crossing."""
    planned = fill(lay_out_settled(scenario, settled), scenario.seed, replication)
    outcome = outcome_of(planned)
    account = take_account(Columns(planned, outcome))
    lost = int(np.abs(account.lost[:, QUANTITIES.index("trains")]).sum())
    return take_census(planned, outcome, routes_over(planned, crossing), moments), lost
