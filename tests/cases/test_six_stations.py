"""A single line of six two-track stations, 20 km apart, with even departures from both ends for three days.

SUMO 1.28 brings every train over it up to 40 pairs a day, with a mean run of 89 to 107 minutes, and locks above. A
simulator that is right agrees below saturation, and above it goes on at its capacity.
"""

from pathlib import Path

import numpy as np
import pytest

from corridorsim import find_gridlock, read, run
from corridorsim.itineraries import Activity, Plan
from corridorsim.operations import Outcome
from corridorsim.planning import plan

HOURS = 72
LINE = """
format: 1
name: six stations
window: {{start: 2025-01-01, length: {hours} h, warm_up: 0 s}}
lines:
  line:
    source: SUMO's line
    gauge: 1435 mm
    points: [{points}]
    tracks: {{siding: 2, station: 2}}
    useful_length: 850 m
    speed_limit: 22 m/s
    headway: 10 min
ends: {{}}
crossings: {{}}
consists: {{}}
traffic:
  flows: {{}}
  services:
    trains: {{kind: local, start: S0, end: S5, pairs: {pairs} trains/day, speed: 22 m/s}}
rules: {{start_and_stop: 138 s, crossing_interval: 0 s}}
"""
LOSS = 22 / 2 / 0.1 + 22 / 2 / 0.4  # s: starting at 0.1 and stopping at 0.4 m/s2, over running through


def simulated(folder: Path, pairs: int) -> tuple[Plan, Outcome]:
    tracks = [6, 2, 2, 2, 2, 6]  # at the ends trains stand for half an hour, which SUMO's do not
    points = ", ".join(f"{{name: S{n}, at: {20 * n} km, tracks: {tracks[n]}}}" for n in range(6))
    file = folder / "six.yaml"
    file.write_text(LINE.format(hours=HOURS + 24, points=points, pairs=pairs), encoding="utf-8")
    planned = plan(read(file))
    return planned, run(planned.program)


def runs(planned: Plan, outcome: Outcome) -> np.ndarray:
    """Minutes from the wish to leave to the arrival at the far end, of the trains of the first three days."""
    program = planned.program
    arrivals = np.flatnonzero(planned.layout.steps.activity[program.operation_step] == Activity.STAND)
    due = program.train_ready[program.operation_train[arrivals]]
    there = (outcome.started[arrivals] >= 0) & (due < HOURS * 3600)
    return (outcome.started[arrivals] - due)[there] / 60


def test_the_loss_of_a_stop_is_that_of_sumos_trains() -> None:
    assert pytest.approx(138, abs=1) == LOSS


@pytest.mark.parametrize("pairs", [20, 30, 40])
def test_below_saturation_every_train_arrives_about_as_soon_as_in_sumo(tmp_path: Path, pairs: int) -> None:
    """SUMO's mean run lies between 89 and 107 minutes; a tenth is allowed for its braking before signals."""
    minutes = runs(*simulated(tmp_path, pairs))
    assert len(minutes) == 2 * 3 * pairs
    assert 0.9 * 89 <= minutes.mean() <= 1.1 * 107


def test_above_saturation_the_line_goes_on_at_its_capacity(tmp_path: Path) -> None:
    """A pair needs the limiting section for two runs and two starts: 1440 / (2 x (909 + 138) s) = 41 pairs a day.

    Trains that pass a station without stopping are quicker, so 47 (no stop at all) is the bound.
    """
    passed = {}
    for pairs in (44, 48, 60, 90):
        planned, outcome = simulated(tmp_path, pairs)
        assert not find_gridlock(planned.program, outcome, planned.legend)
        done = planned.layout.steps.activity[planned.program.operation_step] == Activity.STAND
        inside = (outcome.started >= 24 * 3600) & (outcome.started < 96 * 3600)
        passed[pairs] = np.sum(done & inside) / 2 / 3
    assert all(38 <= count <= 48 for count in passed.values()), passed
    assert passed[90] >= 0.98 * passed[60]
