"""Speed limits for part of the run: a train runs slowly over a stretch if it arrives there while they are in force.

When it will arrive is not known before the run. So the run is paused at each date at which a restriction begins or
ends, and continues with the running times that apply from then on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corridorsim.engine import Dates, run_dated
from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.model.lines.movement import Span
from corridorsim.model.lines.network import kilometres
from corridorsim.planning.track.journey import PlannedStep, Ride
from corridorsim.planning.track.sections import united
from corridorsim.planning.track.tracks import running_at_last
from corridorsim.running.directed_lines import ExtraLimit
from corridorsim.running.times import RunningTimes


@dataclass(frozen=True, eq=False)
class Slow:
    """A restriction: when it is in force, and the additional seconds of each step meanwhile."""

    spans: list[Span]
    seconds: npt.NDArray[np.int32]  # per step


def restrictions(scenario: Scenario, running: RunningTimes, steps: list[PlannedStep]) -> Iterator[Slow]:
    """What slows trains for part of the run, line by line: each set of limits in force at the same time."""
    for name in scenario.lines:
        limits = [*_temporary(scenario, name), *_until_rebuilt(scenario, name)]
        for together, spans in _at_once(limits).items():
            slow = running_at_last(scenario, {name: [limits[number][1] for number in together]})
            more = _more([s.ride for s in steps if s.ride is not None and s.line == name], running, slow)
            yield Slow(spans, np.array([0 if s.ride is None else more.get(s.ride, 0) for s in steps], np.int32))


Told = tuple[list[Span], ExtraLimit]


def _at_once(limits: list[Told]) -> dict[tuple[int, ...], list[Span]]:
    """The indices of limits in force at the same time, and when exactly these are."""
    edges = sorted({edge for spans, _ in limits for span in spans for edge in span})
    together: dict[tuple[int, ...], list[Span]] = {}
    for begin, end in pairwise(edges):
        held = tuple(
            number for number, (spans, _) in enumerate(limits) if any(a <= begin and end <= b for a, b in spans)
        )
        if held:
            together.setdefault(held, []).append((begin, end))
    return {held: united(spans) for held, spans in together.items()}


def _temporary(scenario: Scenario, name: str) -> Iterator[Told]:
    window = scenario.window
    for each in scenario.lines[name].restrictions:
        spans = united(list(each.spans(window.simulation_start, window.until)))
        yield spans, ExtraLimit(each.start, each.end, each.speed)


def _until_rebuilt(scenario: Scenario, name: str) -> Iterator[Told]:
    """The line's own limit until a second track with another limit opens within the run."""
    window, line = scenario.window, scenario.lines[name]
    at = kilometres(line)
    for second in line.second_track:
        opens = min(window.second_of(second.opens), window.until)
        if second.speed_limit is not None and 0 < opens < window.until:
            yield [(0, opens)], ExtraLimit(at[second.start], at[second.end], line.speed_limit)


def _more(rides: Iterable[Ride], free: RunningTimes, slow: RunningTimes) -> dict[Ride, int]:
    """Additional seconds of each run over a part of a section at lower limits, of those that take any."""
    more = {}
    takes_more = (slow.elapsed != free.elapsed).any(axis=0)
    for train, here, there, cuts in dict.fromkeys((ride.train, ride.here, ride.there, ride.cuts) for ride in rides):
        if not takes_more[slow.types[train], slow.sections[here, there]]:
            continue
        at_free, at_slow = (
            running.over(train, here, there).passing * np.array(running.parts(train, here, there, cuts))
            for running in (free, slow)
        )
        for part, seconds in enumerate((at_slow - at_free).tolist()):
            more[Ride(train, here, there, part, cuts)] = max(0, round(seconds))
    return more


def slowed(plan: Plan, slow: tuple[Slow, ...]) -> Plan:
    """The plan with the running times of trains that its restrictions slow, and the kernel's outcome."""
    if not slow:
        return plan
    program, outcome = run_dated(plan.program, dates_of(slow))
    return replace(plan, program=program, outcome=outcome)


def dates_of(slow: tuple[Slow, ...]) -> Dates:
    """Periods in which the same restrictions are in force: none before the first edge, and none after the last."""
    edges = np.unique(np.array([edge for each in slow for span in each.spans for edge in span], np.int32))
    more = np.zeros((len(edges) + 1, len(slow[0].seconds)), np.int32)
    for each in slow:
        for first, end in np.searchsorted(edges, np.array(each.spans, np.int32)):
            more[first + 1 : end + 1] += each.seconds
    return Dates(edges, more)
