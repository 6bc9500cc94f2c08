"""A number of a calendar day as it is accounted: places taken over places of the day."""

from dataclasses import replace

import numpy as np
import pytest

from corridorsim.border.study import study_border
from corridorsim.measures.occupation.accounts import accounted
from corridorsim.measures.occupation.availability import measure_availability
from corridorsim.measures.occupation.unhindered import measure_unhindered
from corridorsim.operations.holdings import held_before
from worlds import Run, out, ran, resources, world

OUT = "HERE->THERE"
PLACES = f"Gate {OUT} accepted in a day"
AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}


def changes(number: int, begins: str = "00:00", days: int = 4) -> dict[str, object]:
    return {
        "window.length": f"{days} days", f"crossings.Gate.accepts.{OUT}": f"{number} trains/day",
        "crossings.Gate.day_begins": {OUT: begins},
    }  # fmt: skip


def four(number: int, begins: str = "00:00", days: int = 4) -> Run:
    return ran(world(changes(number, begins, days), out=out(4 / days)), AT_ONCE)


def use(run: Run) -> float:
    row = [*resources(run.plan)].index(PLACES)
    occupation = run.result.occupation
    assert occupation.work[row] == occupation.occupied[row]
    assert occupation.open_units[row] == run.plan.program.capacity[row]
    return float(occupation.work[row])


@pytest.mark.parametrize(("number", "share"), [(1, 1), (2, 0.5), (4, 0.25)])
def test_use_is_places_taken_over_places_of_the_days(number: int, share: float) -> None:
    """Four trains in four days, however early in its day each of them crosses."""
    assert use(four(number)) == share


def test_a_day_of_which_the_window_has_a_part_counts_by_that_part() -> None:
    """Two days from midnight, the day begins at 18:00: two trains of 18 h, two of 24 h, of 2 x 48 h."""
    assert use(four(2, "18:00", days=2)) == (2 * 18 + 2 * 24) / 96


def test_what_a_date_leaves_open_is_what_there_is() -> None:
    """Two places for a day, then one for three: a train on each day of one, and two on the first, of five in all."""
    levels = [{"trains": "2 trains/day"}, {"since": "2025-01-02", "trains": "1 trains/day"}]
    run = ran(world(changes(1) | {f"crossings.Gate.accepts.{OUT}": levels}, out=out()), AT_ONCE)
    row = [*resources(run.plan)].index(PLACES)
    assert run.result.occupation.open_units[row] == 5 / 4
    assert run.result.occupation.work[row] == 4 / 5


def test_without_such_a_number_the_plan_is_itself() -> None:
    plan = ran(world(out=out())).plan
    assert accounted(plan) is plan


def test_what_follows_from_its_steps_is_worked_out_once_for_all_replications() -> None:
    plan = four(3).plan
    other = replace(plan, program=replace(plan.program, train_ready=plan.program.train_ready.copy()))
    assert held_before(accounted(plan).program) is held_before(accounted(other).program)
    assert held_before(accounted(plan).program) is not held_before(plan.program)


def test_a_place_is_held_for_24_hours_of_as_many_as_the_day_has() -> None:
    plan = four(3).plan
    row = np.array([[*resources(plan)].index(PLACES)])
    group = np.zeros(plan.program.trains, int)
    assert measure_unhindered(plan, group, 1, row).mean[0, 0] == 86_400
    opening = measure_availability(plan, row)
    assert (opening.units[0], opening.share[0]) == (3, 1)


def test_the_border_study_says_the_days_number_and_its_use() -> None:
    """Six a day come, two pass on each of ten days."""
    study = study_border(world(changes(2, days=10), out=out(6)), "Gate")
    table = study.stages
    row = table["stage"].tolist().index(f"Gate {OUT}: acceptance")
    told = {
        name: float(table[name][row]) for name in ("servers", "capacity_trains_per_day", "use_share", "work_mean_h")
    }
    assert told == {"servers": 2, "capacity_trains_per_day": 2, "use_share": 1, "work_mean_h": 24}
    assert table["trains_per_day"][row] == 2
    assert study.limiting(OUT) == row
    assert not any("change of day" in stage for stage in table["stage"].tolist())
    bottleneck = ran(world(changes(2, days=10), out=out(6))).result.bottleneck
    assert bottleneck is not None
    assert (bottleneck.resource, bottleneck.use) == (f"Gate {OUT}: acceptance", 1)
