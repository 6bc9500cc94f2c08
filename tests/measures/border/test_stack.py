"""Units brought by some trains and carried on by others, first in, first out, by hand and against a plain queue."""

from collections import deque

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from border_world import border
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.measures.border.stack import first_in_first_out, measure_transfers, store_of_stream, stores_at
from worlds import IN, ran, world

FEW = st.lists(st.integers(1, 9), max_size=12)


def lots(brought: list[int], carried: list[int]) -> list[tuple[int, int, int]]:
    columns = first_in_first_out(np.array(brought, np.int64), np.array(carried, np.int64))
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_three_trains_of_four_fill_two_of_six() -> None:
    assert lots([4, 4, 4], [6, 6]) == [(0, 0, 4), (1, 0, 2), (1, 1, 2), (2, 1, 4)]


def test_what_is_not_carried_on_is_in_no_lot() -> None:
    assert lots([4, 4], [6]) == [(0, 0, 4), (1, 0, 2)]
    assert lots([4], []) == lots([], []) == []


@given(FEW, FEW)
def test_the_count_is_that_of_a_queue(brought: list[int], carried: list[int]) -> None:
    queue = deque(train for train, units in enumerate(brought) for _ in range(units))
    pairs = [(queue.popleft(), train) for train, units in enumerate(carried) for _ in range(units) if queue]
    assert [(came, went) for came, went, units in lots(brought, carried) for _ in range(units)] == pairs


def test_loads_of_one_train_each_go_by_one() -> None:
    columns = border([0, 0], onward=2)
    found = measure_transfers(columns, stores_at(columns.plan, read_crossing_stages(columns.plan, "Gap")))
    assert (found.brought.tolist(), found.carried.tolist(), found.share.tolist()) == ([0, 1], [2, 3], [1, 1])


def test_each_destination_has_its_own_queue() -> None:
    """Trains to both ends; whoever is carried on to South came for South."""
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4}
    run = ran(
        world(
            {
                "window.length": "20 days",
                "consists.small": boxes | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"},
                "consists.large": boxes | {"wagons": 6, "boxes": "12 TEU"},
                "crossings.Gate.near.gauge_break": {"yard": yard | {"stack": {"units": 30, "dwell": "2 h"}}},
                "ends.South": {"at": "B", "accepts": "24 trains/day"}, "lines.line.points[1].tracks": 4,
            },
            back=IN | {"tonnes": "438 kt/year", "consists": {"small": 1}, "inland": {"West": 0.5, "South": 0.5}},
        )
    )  # fmt: skip
    found = measure_transfers(run.columns, stores_at(run.plan, read_crossing_stages(run.plan, "Gate")))
    to_south = np.array(["South" in stream.name for stream in run.plan.streams])[run.plan.train_stream]
    assert len(found.share) > 20
    own = [int(run.plan.legend.resources.index(f"C yard for large to {end}")) for end in ("South", "West")]
    onward = [row for row in store_of_stream(run.plan).tolist() if row >= 0]
    assert sorted(onward) == sorted(own)
    assert (to_south[found.brought] == to_south[found.carried]).all()
    assert set(found.dwell.tolist()) == {7200}
    assert 0 < to_south[found.brought].sum() < len(found.share)
