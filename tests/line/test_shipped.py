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
    """At a limit of 70 km/h, 62 with 4,900 t of ore; 64 with the 3,586 t of other goods, which is near the 3,400 t of
    which 64 was worked out before."""
    times = running_times(scenario)
    assert mean_speed(scenario, times, "ore and concentrate", "Dostyk-Moiynty") == pytest.approx(62, abs=1)
    assert mean_speed(scenario, times, "other goods", "Dostyk-Moiynty") == pytest.approx(64, abs=1)


def test_an_electric_holds_the_limit(scenario: Scenario) -> None:
    electric = scenario.change({"consists.coal.locomotive": "KZ8A"})
    times = running_times(electric)
    assert mean_speed(electric, times, "coal", "Dostyk-Moiynty") == pytest.approx(70, abs=0.1)
    before = running_times(scenario)
    assert times.start.mean() < before.start.mean()
