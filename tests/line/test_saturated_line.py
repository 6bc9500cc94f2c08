"""Formula and simulation are two tellings of one line: what passes a saturated line is 1440 k / T."""

from pathlib import Path

import numpy as np
import pytest

from corridorsim import find_gridlock, read, run
from corridorsim.formulas.line1520 import saturated_pairs
from corridorsim.formulas.meets import (
    SectionTimes,
    StationIntervals,
    WhoStands,
    allowed_stands,
    meet_periods,
    own_schemes,
)
from corridorsim.itineraries import Activity
from corridorsim.planning import plan

DAYS = 6  # a day to fill the line, five that count
LINE = """
format: 1
name: saturated line
window: {{start: 2025-01-01, length: {days} days, warm_up: 0 s}}
lines:
  line:
    source: a line for a test
    gauge: 1520 mm
    points: [{points}]
    tracks: {{siding: 3, station: 3}}
    useful_length: 850 m
    speed_limit: 20 m/s
    headway: 10 min
ends: {{}}
crossings: {{}}
consists: {{}}
traffic:
  flows: {{}}
  services:
    trains: {{kind: local, start: S0, end: S{last}, pairs: 90 trains/day, speed: 20 m/s}}
rules: {{start_and_stop: 150 s, crossing_interval: 60 s}}
"""


def passed(folder: Path, kilometres: list[int]) -> float:
    """Pairs a day that reach their ends over a single track whose trains are more than it carries."""
    at = np.cumsum([0, *kilometres]).tolist()
    tracks = [8, *[3] * (len(at) - 2), 8]
    points = ", ".join(f"{{name: S{n}, at: {km} km, tracks: {tracks[n]}}}" for n, km in enumerate(at))
    file = folder / "line.yaml"
    file.write_text(LINE.format(days=DAYS, points=points, last=len(at) - 1), encoding="utf-8")
    planned = plan(read(file))
    outcome = run(planned.program)
    assert not find_gridlock(planned.program, outcome, planned.legend)
    done = planned.layout.steps.activity[planned.program.operation_step] == Activity.STAND
    return float(np.sum(done & (outcome.started >= 86_400)) / 2 / (DAYS - 1))


@pytest.mark.parametrize("kilometres", [[22], [20] * 5, [18, 25, 15, 28, 20, 12], [30, 10, 10, 10, 30]])
def test_a_saturated_line_passes_what_scheme_ii_of_its_hardest_section_says(
    tmp_path: Path, kilometres: list[int]
) -> None:
    """Before the limiting section trains wait on both sides, so all enter it from a stand; no scheme passes more.

    The model charges both losses to a train that has waited, when it starts: here a stop costs nothing. A train that
    has not waited enters after the crossing interval too.
    """
    running = SectionTimes(np.array([kilometres, kilometres]) * 50.0, start=150, stop=0)
    table = meet_periods(running, StationIntervals(arrival=60, crossing=60))
    from_a_stand = saturated_pairs(table[:, WhoStands.FORWARD, WhoStands.BACKWARD].max())
    most = saturated_pairs(own_schemes(table, allowed_stands(np.zeros(len(kilometres), bool))).period.max())
    pairs = passed(tmp_path, kilometres)
    assert 0.98 * from_a_stand < pairs < 1.02 * from_a_stand
    assert pairs < 1.02 * most
