"""Running times (stand-in)."""

from typing import NamedTuple

from corridorsim.model import Scenario


class Run(NamedTuple):
    """Seconds."""

    passing: float
    start: float
    stop: float
    clearing: float


class RunningTimes:
    """Stand-in."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def over(self, train: str, here: str, there: str) -> Run:
        section = self.scenario.network.between[frozenset((here, there))]
        line = self.scenario.lines[section.line]
        if train.startswith("service "):
            speed, length = self.scenario.traffic.services[train.removeprefix("service ")].speed, 0.0
        else:
            consist = self.scenario.consists[train.removesuffix(", empty")]
            speed, length = consist.speed, consist.length
        speed = min(speed, line.speed_limit)
        return Run(section.length / speed, self.scenario.rules.start_and_stop, 0, length / speed)

    def parts(self, train: str, here: str, there: str, count: int) -> list[float]:
        return [1 / count] * count


def running_times(scenario: Scenario) -> RunningTimes:
    """Stand-in."""
    return RunningTimes(scenario)
