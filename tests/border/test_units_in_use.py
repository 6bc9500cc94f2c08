"""How much of a thing is in use, hour by hour."""

import numpy as np
import pytest

from border_world import border
from corridorsim.border.units_in_use import by_hour_of_day, hourly_edges, measure_units_in_use
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.shares import measure_occupation
from corridorsim.operations.ledger import free_units, free_units_of
from worlds import into, out, ran, world


def in_use(columns: Columns, *names: str) -> np.ndarray:
    resources = list(columns.plan.legend.resources)
    return measure_units_in_use(columns, np.array([resources.index(name) for name in names]), hourly_edges(columns))


def test_a_front_is_in_use_from_the_unloading_to_the_departure() -> None:
    """From 1,100 s to 2,100: 1,000 of the first hour's 3,600 s; the lane for 600; P's track until 900."""
    front, lane, track = in_use(border([0]), "fronts", "lanes", "P tracks")
    assert front[:2].tolist() == [1000 / 3600, 0]
    assert lane[0] == 600 / 3600
    assert track[0] == 900 / 3600


def test_use_over_an_hour_s_end_is_told_in_both() -> None:
    """At the front from 4,000 to 5,000 s where the train comes at 2,900."""
    (front,) = in_use(border([2400]), "fronts")
    assert front[:2].tolist() == [100 / 3600, 900 / 3600]


def test_what_was_taken_before_the_window_is_in_use_at_its_start() -> None:
    columns = ran(world({"window.warm_up": "1 days", "consists.boxes.transshipment.mean": "2 days"}, out=out(0.4)),
                  {"out 1": 0}).columns  # fmt: skip
    (front,) = in_use(columns, "D transshipment fronts")
    assert front[0] == 1


def test_closings_are_not_in_use() -> None:
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}]}
    (section,) = in_use(ran(world(second, out=out(0.5)), {"out 1": 0}).columns, "A - B")
    assert section[0] == pytest.approx(840 / 3600)
    assert section[1:].sum() == 0


def test_over_the_window_the_mean_in_use_is_the_occupation() -> None:
    columns = ran(world({"traffic.empties": "balanced"}, out=out(25), back=into(15))).columns
    names = ["C tracks", "D tracks", "D transshipment fronts", "C control lanes", "Gate border track 1520 mm"]
    occupied = measure_occupation(columns)
    rows = [list(columns.plan.legend.resources).index(name) for name in names]
    assert in_use(columns, *names).mean(axis=1) == pytest.approx((occupied.occupied * occupied.open_units)[rows])


def test_the_level_of_some_resources_is_that_of_all() -> None:
    columns = ran(world(out=out(25), back=into(15))).columns
    program, outcome = columns.plan.program, columns.outcome
    wanted = np.arange(program.resources) % 3 == 0
    every, some = free_units(program, outcome), free_units_of(program, outcome, wanted)
    mine = wanted[every.moment >> 32]
    assert every.moment[mine].tolist() == some.moment[wanted[some.moment >> 32]].tolist()
    assert every.free[mine].tolist() == some.free[wanted[some.moment >> 32]].tolist()


def test_the_mean_by_hour_of_day_is_over_the_days() -> None:
    columns = ran(world(out=out())).columns
    values = np.arange(48.0)[np.newaxis]
    assert by_hour_of_day(columns, values).tolist() == [[12.0 + hour for hour in range(24)]]
