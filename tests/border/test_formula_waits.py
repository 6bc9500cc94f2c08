"""How long trains wait by formula: one stage alone, with the hours at which it is open, against the simulation."""

from typing import Any

import numpy as np
import pytest

from border.test_study import AMPLE
from corridorsim.border.study import study_border
from worlds import out, world

NIGHT = {"at": "22:00", "length": "8 h"}


def waits(closed: list[dict[str, Any]], per_day: float = 20, days: int = 140, **keys: Any) -> tuple[float, float]:
    """Hours that trains wait for C's lanes of an hour, by formula and simulated; they come about evenly."""
    control = {"lanes": 3, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}, "closed": closed} | keys
    change = {"window.length": f"{days} days", "window.warm_up": "7 days", "crossings.Gate.near.control": control}
    table = study_border(world(AMPLE | change, out=out(per_day)), "Gate").stages
    (row,) = np.flatnonzero(table["stage"] == "C control")
    return float(table["waiting_by_formula_h"][row]), float(table["waiting_mean_h"][row])


def test_a_stage_closed_at_night_makes_trains_wait_for_the_morning() -> None:
    """By hand: 8 h of 24 squared, over 2 (1 - 20 h / 72 h): 1.85 h, a little less for what is finished after hours."""
    formula, simulated = waits([NIGHT])
    assert formula == pytest.approx(24 * (8 / 24) ** 2 / (2 * (1 - 20 / 72)), rel=0.06)
    assert 0.9 <= simulated / formula <= 1.02  # it says too much rather than too little


def test_a_stage_closed_at_the_weekend_makes_trains_wait_for_monday() -> None:
    """By hand: 168 h, 2 of 7 days squared, over 2 (1 - 20 h / 72 h): 9.5 h."""
    formula, simulated = waits([{"days": ["Sat", "Sun"]}])
    assert formula == pytest.approx(168 * (2 / 7) ** 2 / (2 * (1 - 20 / 72)), rel=0.03)
    assert simulated == pytest.approx(formula, rel=0.05)


def test_fewer_lanes_at_night_are_waited_for_as_if_there_were_never_more_in_that_time() -> None:
    """Two thirds of the day as with three lanes, a third as with two."""
    (two, _), (three, _) = (waits([], per_day=30, lanes=lanes) for lanes in (2, 3))
    formula, simulated = waits([NIGHT | {"units": 1}], per_day=30)
    assert formula == pytest.approx(2 / 3 * three + 1 / 3 * two)
    assert two > 3 * three
    assert simulated < two


@pytest.mark.parametrize(
    "closed",
    [
        [NIGHT, {"days": ["Sun"]}],  # closings of different length
        [NIGHT, {"at": "06:00", "length": "4 h", "units": 1}],  # whole, and in part
        [NIGHT | {"units": 2}],  # by night one lane for 30 trains a day
        [{"since": "2025-02-01", "until": "2025-02-08"}],  # once
    ],
)
def test_other_hours_have_no_formula(closed: list[dict[str, Any]]) -> None:
    formula, _ = waits(closed, per_day=30, days=42)
    assert np.isnan(formula)


def test_what_does_not_suffice_waits_without_end_whatever_its_hours() -> None:
    formula, _ = waits([NIGHT, {"days": ["Sun"]}], per_day=45, days=21)
    assert formula == np.inf


def test_the_wait_for_a_gate_is_told_of_the_gate() -> None:
    """A train every 2.4 h for a track of half an hour behind a gate: 8 h of 24 squared, over 2 (1 - 5 / 24)."""
    change = {
        "window.length": "60 days", "crossings.Gate.closed": {"HERE->THERE": [NIGHT]},
        "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 1},
    }  # fmt: skip
    table = study_border(world(AMPLE | change, out=out(10)), "Gate").stages
    told = dict(zip(table["stage"].tolist(), table["waiting_by_formula_h"].tolist(), strict=True))
    simulated = dict(zip(table["stage"].tolist(), table["waiting_mean_h"].tolist(), strict=True))
    by_hand = 24 * (8 / 24) ** 2 / (2 * (1 - 5 / 24))
    assert told["Gate HERE->THERE: hours"] == pytest.approx(by_hand, rel=0.06)
    assert np.isnan(told["C - D 1520 mm"])
    waited = simulated["Gate HERE->THERE: hours"] + simulated["C - D 1520 mm"]
    assert waited == pytest.approx(by_hand, rel=0.1)
