"""Temporary speed restrictions: a train runs slowly over a stretch if it comes there while the restriction holds.

When it will come is not known before the run. So the plan is run, every train that was on the stretch in time gets the
longer time, and the plan is run again, until no train comes in or out of the time of a restriction by being slowed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.capacity.running import RunningTimes, running_times
from corridorsim.engine import run
from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.model.movement import Restriction, Span
from corridorsim.operations import NEVER
from corridorsim.planning.journey import PlannedStep
from corridorsim.planning.sections import united

MOST_PASSES = 5


@dataclass(frozen=True, eq=False)
class Slow:
    """A restriction: when it holds, and the seconds more that each step takes meanwhile."""

    spans: list[Span]
    seconds: npt.NDArray[np.int32]  # per step


def restrictions(scenario: Scenario, running: RunningTimes, steps: list[PlannedStep]) -> Iterator[Slow]:
    """The restrictions of a scenario's lines that hold within its run."""
    window = scenario.window
    for name, line in scenario.lines.items():
        for restriction in line.restrictions:
            spans = united(list(restriction.spans(window.simulation_start, window.until)))
            if spans:
                slow = running_times(scenario, {name: [restriction]})  # type: ignore[list-item]
                seconds = [_more(step, name, restriction, running, slow) for step in steps]
                yield Slow(spans, np.array(seconds, np.int32))


def _more(step: PlannedStep, line: str, restriction: Restriction, free: RunningTimes, slow: RunningTimes) -> int:
    """Seconds that a step takes longer under a restriction."""
    if step.ride is None or step.line != line:
        return 0
    train, here, there, part, parts = step.ride
    times = [
        running.over(train, here, there).passing * running.parts(train, here, there, parts)[part]
        for running in (free, slow)
    ]
    return max(0, round(times[1] - times[0]))


def slowed(plan: Plan, slow: tuple[Slow, ...]) -> Plan:
    """The plan with the times of the trains that its restrictions slow."""
    free = plan.program.duration
    for _ in range(MOST_PASSES if slow else 0):
        started = run(plan.program).started
        duration = free + sum(_slowed_by(each, started, plan.program.operation_step) for each in slow)
        if np.array_equal(duration, plan.program.duration):
            break
        plan = replace(plan, program=replace(plan.program, duration=duration.astype(np.int32)))
    return plan


def _slowed_by(slow: Slow, started: npt.NDArray[np.int32], step: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Per operation, seconds more for having started while a restriction holds."""
    edges = np.array(slow.spans).ravel()
    holds = (np.searchsorted(edges, started, side="right") % 2 == 1) & (started != NEVER)
    seconds: npt.NDArray[np.int32] = np.where(holds, slow.seconds[step], 0)
    return seconds
