"""Line capacity in three course texts: every period, the limiting section, available and required pairs.

The numbers stand in line_capacity_1520.json with their sources; minutes there, seconds here.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corridorsim.formulas.line1520 import (
    Reserves,
    available_pairs,
    double_track_period,
    required_pairs,
    reserve_pairs,
    saturated_pairs,
    semi_automatic_following,
)
from corridorsim.formulas.meets import (
    SectionTimes,
    StationIntervals,
    WhoStands,
    agreeing_schemes,
    allowed_stands,
    hardest_section,
    meet_periods,
    own_schemes,
    repeating_schemes,
    scheme_name,
)

MINUTE = 60
CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "line_capacity_1520.json").read_text(encoding="utf-8"))["cases"]
}
UA = CASES["UA-18916"]
# of each section's printed sum the two runs; the rest are losses and intervals
RUNS = {
    "E-p": (15, 16), "p-r": (17, 17), "r-s": (16, 17), "s-t": (21, 20), "t-sh": (16, 18), "sh-shch": (17, 16),
    "shch-K": (16, 17),
}  # fmt: skip
CROSSING = 1  # min, as "1" twice in the sums of p-r and s-t says


def course_line() -> tuple[np.ndarray, np.ndarray]:
    """Runs [direction, section] of the course's line and its table of periods, in minutes."""
    run = np.array([RUNS[section] for section in UA["periods"]], float).T
    times = SectionTimes(run, UA["accel_min"], UA["brake_min"])
    periods = meet_periods(times, StationIntervals(UA["tau_np_min"], CROSSING))
    return run, periods


@pytest.mark.parametrize("section", UA["periods"])
def test_the_runs_are_terms_of_the_printed_sums_and_the_sums_are_right(section: str) -> None:
    printed = UA["periods"][section]
    assert sum(printed["sum"]) == printed["T"]
    assert set(RUNS[section]) <= set(printed["sum"])


def test_every_period_of_the_course_line_by_the_classical_rule() -> None:
    """The hardest section s-t takes scheme II (47), then I, II, I along the line, and at both ends everybody stands."""
    run, periods = course_line()
    line = repeating_schemes(periods, allowed_stands(np.zeros(7, bool)), hardest_section(run))
    assert line.period.tolist() == [printed["T"] for printed in UA["periods"].values()]
    assert [scheme_name(a, b).partition(":")[0] for a, b in zip(line.first, line.last, strict=True)][1:-1] == [
        "II", "I", "II", "I", "II",
    ]  # fmt: skip
    assert line.first[0] == line.last[-1] == WhoStands.BOTH


@pytest.mark.parametrize("schemes", [own_schemes, agreeing_schemes])
def test_the_limiting_section_of_the_course_line_and_its_30_pairs(schemes: Any) -> None:
    _, periods = course_line()
    line = schemes(periods, allowed_stands(np.zeros(7, bool)))
    assert list(UA["periods"])[line.period.argmax()] == UA["limiting"] == "s-t"
    assert np.floor(saturated_pairs(line.period.max() * MINUTE)) == UA["N_max_pairs_per_day_computed_here"]


def test_the_hardest_section_in_the_three_schemes_that_the_course_compares() -> None:
    """47 in scheme II, 49 in III and in IV; in I it would be 51."""
    hardest = course_line()[1][3]
    forward, backward = WhoStands.FORWARD, WhoStands.BACKWARD
    pairs = [(forward, backward), (backward, backward), (forward, forward), (backward, forward)]
    assert [hardest[pair] for pair in pairs] == [47, 49, 49, 51]


def test_double_track_under_semi_automatic_block() -> None:
    """A train every 20 min; 120 min of window and 0.95 leave 62.7 a day, 55.12 are required, the reserve is 8."""
    case = CASES["RU-helpiks-10"]
    run = np.full((2, 1), case["run_min"] * MINUTE)
    period = double_track_period(semi_automatic_following(run, case["following_interval_min"] * MINUTE))
    need = case["required"]
    reserves = Reserves(case["t_window_min"] * MINUTE, case["alpha"], need["K_fill"])
    available = available_pairs(period, reserves, case["k"])
    others, removal = [need["passenger"], need["collecting"]], [need["eps_pass"], need["eps_coll"]]
    required = required_pairs(need["freight"], others, removal, need["uneven"], reserves.load)
    assert period.tolist() == [case["T"] * MINUTE]
    assert available == pytest.approx([case["N_nal_exact"]], rel=1e-12)
    assert required == pytest.approx(need["value_exact"], abs=0.005)
    assert np.rint(required) == need["text"]
    assert reserve_pairs(np.rint(available), np.rint(required)).tolist() == [case["reserve"]]
    assert reserve_pairs(available, required) == pytest.approx([7.58], abs=0.005)


def test_the_two_schemes_of_a_section_and_its_27_pairs() -> None:
    """smekni: 53 in scheme II, 56 in the scheme in which trains of one direction pass both stations."""
    case = CASES["RU-smekni-221402"]
    periods = meet_periods(SectionTimes([[24], [25]], start=1, stop=1), StationIntervals(arrival=4, crossing=1))[0]
    assert periods[WhoStands.FORWARD, WhoStands.BACKWARD] == case["schemes"]["2"]["T"]
    assert periods[WhoStands.FORWARD, WhoStands.FORWARD] == case["schemes"]["4"]["T"]
    assert periods[WhoStands.BACKWARD, WhoStands.BACKWARD] == case["schemes"]["4"]["T"]
    assert np.floor(saturated_pairs(periods[:2, :2].min() * MINUTE)) == case["N_max_pairs_per_day_computed_here"]
