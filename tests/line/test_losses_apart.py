"""What starting and stopping lose, told apart: by the rules, by a table, in the formula and in the simulation."""

import numpy as np
import pytest

from corridorsim.errors import CorridorError
from corridorsim.formulas.line1520 import saturated_pairs
from corridorsim.formulas.meets import SectionTimes, StationIntervals, WhoStands, meet_periods
from corridorsim.itineraries import Activity
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import empty, loaded
from corridorsim.operations import NEVER
from corridorsim.running.times import running_times
from worlds import Run, out, problems, ran, service, services, world, written

MINUTE, DAY = 60, 86_400
APART = {"rules.start_and_stop": None, "rules.start": "2 min", "rules.stop": "1 min"}
LINE = """
format: 1
name: four schemes
window: {{start: 2025-01-01, length: 2 days, warm_up: 0 s}}
lines:
  line:
    source: a published table of schemes
    gauge: 1520 mm
    points:
      - {{name: P, at: 0 km, kind: station}}
      - {{name: A, at: 10 km, kind: station}}
      - {{name: B, at: 34 km, kind: station}}
      - {{name: Q, at: 44 km, kind: station}}
    tracks: {{siding: 9, station: 9}}
    useful_length: 850 m
    speed_limit: 60 km/h
    headway: 10 min
ends: {{}}
crossings: {{}}
consists:
  train:
    wagons: 10
    wagon_kind: flats
    load: 60 t
    wagon_length: 14 m
    transshipment: {{mean: 1 h}}
    running_times: {{P - A: 10 min, A - P: 10 min, A - B: 24 min, B - A: 25 min, B - Q: 10 min, Q - B: 10 min}}
traffic:
  flows: {{}}
  services:
    forward: {{kind: local, start: {forward[0]}, end: {forward[1]}, pairs: 12 trains/day, consist: train}}
    back: {{kind: local, start: {back[0]}, end: {back[1]}, pairs: 12 trains/day, consist: train}}
rules: {{start: 2 min, stop: 1 min, crossing_interval: 1 min, arrival_interval: 4 min}}
"""
# by scheme: who stands at A and at B, the published period in minutes, and the runs of the trains forward and back
SCHEMES = {
    "I": (WhoStands.BACKWARD, WhoStands.FORWARD, 59, "PB", "QA"),
    "II": (WhoStands.FORWARD, WhoStands.BACKWARD, 55, "AQ", "BP"),
    "III": (WhoStands.BACKWARD, WhoStands.BACKWARD, 57, "PQ", "BA"),
    "IV": (WhoStands.FORWARD, WhoStands.FORWARD, 57, "AB", "QP"),
}


def line(forward: str, back: str) -> Scenario:
    return written({"line": LINE.format(forward=forward, back=back)})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_published_periods_of_the_four_schemes_by_formula(scheme: str) -> None:
    """24 and 25 min, 2 lost by a start, 1 by a stop, crossing interval 1, non-simultaneous arrival 4."""
    first, last, period, *_ = SCHEMES[scheme]
    times = running_times(line("PQ", "QP"))
    there, back = times.over(loaded("train"), "A", "B"), times.over(loaded("train"), "B", "A")
    running = SectionTimes(
        *(np.array([[getattr(run, key)] for run in (there, back)]) for key in ("passing", "start", "stop"))
    )
    periods = meet_periods(running, StationIntervals(4 * MINUTE, MINUTE))[0]
    assert periods[first, last] == period * MINUTE


def at_period(scheme: str, minutes: int) -> Run:
    """A timetable of the scheme's trains, so many minutes from one forward train to the next; others never come.

    The train back is due where the forward one lets it enter the section at once.
    """
    *_, forward, back = SCHEMES[scheme]
    before = 12 if forward[0] == "P" else 0  # start and 10 min to A
    over = before + 24 + 2 * (forward[0] == "A") + (forward[1] == "B")
    due_back = over + (1 if back[0] == "B" else 4 - 12)
    due = {}
    for n in range(1, 13):
        due |= {
            f"forward to {forward[1]} {n}": (n * minutes) * MINUTE, f"forward to {forward[0]} {n}": 2 * DAY,
            f"back to {back[1]} {n}": (n * minutes + due_back) * MINUTE, f"back to {back[0]} {n}": 2 * DAY,
        }  # fmt: skip
    planned = ran(line(forward, back))
    rest = {name: 2 * DAY for name in planned.plan.legend.trains if int(name.rsplit(" ", 1)[1]) > 12}
    return ran(line(forward, back), due | rest)


def waited(run: Run) -> int:
    """Seconds that trains waited in all, but for the end of their stand."""
    outcome = run.outcome
    rows = (outcome.started != NEVER) & (
        run.plan.layout.steps.activity[run.plan.program.operation_step] != Activity.END
    )
    return int((outcome.started - outcome.ready)[rows].sum())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_timetable_of_the_published_period_runs_and_one_a_minute_shorter_does_not(scheme: str) -> None:
    period = SCHEMES[scheme][2]
    assert waited(at_period(scheme, period)) == 0
    assert waited(at_period(scheme, period - 1)) > 0


def test_a_train_that_starts_pays_the_start_one_that_stops_the_stop_one_that_passes_neither() -> None:
    """A - B 600 s from a stand, B - C 1,200 s to a stop."""
    run = ran(world(APART | services(car=service("A", "C"))), {"car to A 1": 50_000})
    times = run.times("car to C 1")
    assert (times["arrive at B"], times["arrive at C"]) == (600 + 120, 600 + 120 + 1200 + 60)


def test_a_train_that_had_to_wait_pays_its_start_for_the_wait_covers_its_stop() -> None:
    """Two opposing trains at B: the one that waited runs 120 s longer; where told in one, all 180."""
    meeting = {"car to C 1": 0, "car to A 1": 0}
    apart, together = (ran(world(rules | services(car=service("A", "C"))), meeting) for rules in (APART, {}))
    for run, loss in ((apart, 120), (together, 180)):
        times = run.times("car to C 1")
        assert times["B - C"] > times["arrive at B"]
        assert times["arrive at C"] - times["B - C"] == 1200 + loss + (60 if run is apart else 0)


def test_a_saturated_line_passes_what_scheme_ii_of_its_limiting_section_says() -> None:
    """Section A - B of the four schemes between trains that all run from P to Q: 55 min a pair, as by formula."""
    scenario = line("PQ", "QP").change(
        {"traffic.services.forward.pairs": "90 trains/day", "traffic.services.back.pairs": "90 trains/day",
         "window.length": "6 days", "rules.arrival_interval": "1 min"}
    )  # fmt: skip
    run = ran(scenario)
    done = run.plan.layout.steps.activity[run.plan.program.operation_step] == Activity.STAND
    pairs = float(np.sum(done & (run.outcome.started >= DAY)) / 2 / 5)
    assert pairs == pytest.approx(float(saturated_pairs(55 * MINUTE)), rel=0.02)


def test_a_table_tells_its_own_losses() -> None:
    table = {"A - B": {"passing": "25 min", "start": "3 min", "stop": "90 s"}, "B - A": "20 min"}
    times = running_times(world({"consists.boxes.running_times": table}))
    assert times.over(loaded("boxes"), "A", "B")[:3] == (1500, 180, 90)
    assert times.over(loaded("boxes"), "B", "A")[:3] == (1200, 180, 0)
    assert times.over(empty("boxes"), "A", "B")[:3] == (1500, 180, 90)


def test_losses_are_told_together_or_apart_and_not_both() -> None:
    assert problems({"rules.start": "2 min"})["rules.start"].startswith("cannot be combined with start_and_stop")
    assert problems({"rules.start_and_stop": None})["rules"] == "must give start and stop, or start_and_stop"
    assert problems({"rules.start_and_stop": None, "rules.stop": "1 min"})["rules"] == "must give start"
    assert problems(APART) == {}


# a table alone


EVERYWHERE = {"A - B": "12 min", "B - C": "22 min"}


def test_a_table_of_every_section_needs_no_locomotive_and_no_speed() -> None:
    run = ran(
        world({"consists.boxes.speed": None, "consists.boxes.running_times": EVERYWHERE}, out=out(1)), {"out 1": 0}
    )
    assert run.times("out 1")["arrive at C"] == 34 * MINUTE + 180


def test_a_section_that_it_lacks_is_named() -> None:
    told = problems({"consists.boxes.speed": None, "consists.boxes.running_times": {"A - B": "12 min"}}, out=out(1))
    assert list(told) == ["consists.boxes.running_times"]
    assert told["consists.boxes.running_times"].startswith('must include "B - C", a section that it uses')


def test_so_is_one_that_only_its_empty_trains_need() -> None:
    changes = {"consists.boxes.speed": None, "consists.boxes.running_times": EVERYWHERE, "traffic.empties": "balanced"}
    with pytest.raises(CorridorError, match=r'"boxes, empty" has neither .* do not tell "C - B"'):
        ran(world(changes, out=out(1)))


def test_a_service_runs_by_a_table_alone() -> None:
    told = {"consists.boxes.speed": None, "consists.boxes.running_times": EVERYWHERE}
    car = {"kind": "local", "start": "A", "end": "C", "pairs": "1 trains/day", "consist": "boxes"}
    lacking = problems(told | services(car=car), out=out(1))
    assert lacking["consists.boxes.running_times"].startswith('must include "C - B"')
