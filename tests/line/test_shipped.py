"""The shipped lines and trains: what was worked out for them beforehand, and an electric for a what-if."""

import pytest

from corridorsim.model import Scenario, read
from corridorsim.model.demand.formation import loaded
from corridorsim.running.times import RunningTimes, running_times
from worlds import SHIPPED


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read(SHIPPED / "2018.yaml")


def mean_speed(scenario: Scenario, times: RunningTimes, train: str, line: str) -> float:
    """Kilometres an hour of a train that passes every station of a line."""
    sections = [section for section in scenario.network.sections if section.line == line]
    seconds = sum(times.over(loaded(train), section.start, section.end).passing for section in sections)
    return sum(section.length for section in sections) / seconds * 3.6


def test_every_train_can_run_every_section(scenario: Scenario) -> None:
    assert running_times(scenario).failures == {}


def test_one_locomotive_on_the_assumed_saw_tooth(scenario: Scenario) -> None:
    """Worked out before: at a limit of 70 km/h 64 km/h with the loads out and 66 with those in."""
    times = running_times(scenario)
    assert mean_speed(scenario, times, "goods out", "Dostyk-Moiynty") == pytest.approx(64, abs=1)
    assert mean_speed(scenario, times, "goods in", "Dostyk-Moiynty") == pytest.approx(66, abs=1)


def test_an_electric_holds_the_limit(scenario: Scenario) -> None:
    electric = scenario.change({'consists."goods out".locomotive': "KZ8A"})
    times = running_times(electric)
    assert mean_speed(electric, times, "goods out", "Dostyk-Moiynty") == pytest.approx(70, abs=0.1)
    before = running_times(scenario)
    assert times.start.mean() < before.start.mean()
