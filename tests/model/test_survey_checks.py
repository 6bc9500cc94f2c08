"""Counts and observed figures name what is there."""

from typing import Any

import pytest

from worlds import problems, world

TOLD = [
    ({"counts": {"x": {"point": "A", "toward": "Z"}}}, "counts.x.toward",
     'names "Z", which is not a point of a line (known names: A, B, C)'),
    ({"counts": {"x": {"point": "A", "toward": "A"}}}, "counts.x.toward", "must differ from point"),
    ({"observed": {"wagons": {"Gat": "1 wagons/year"}}}, "observed.wagons.Gat",
     'names "Gat", which is not a crossing, direction, goods or "total" (did you mean "Gate"?)'),
    ({"observed": {"tonnes": {"Gate": "9 wagons/year"}}}, "observed.tonnes.Gate",
     'must be a mass a year such as "33.4 Mt/year" (got "9 wagons/year", which is a number of wagons a day)'),
    ({"observed": {"speed": {"lin": "9 km/h"}}}, "observed.speed.lin",
     'names "lin", which is not a line (did you mean "line"?)'),
    ({"observed": {"passing": {"x": "9 trains/day"}}}, "observed.passing.x", None),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), TOLD)
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str | None) -> None:
    told = problems(changes)
    assert list(told) == [key]
    assert message is None or told[key] == message


def test_any_number_at_the_border_may_be_observed_and_that_of_goods_and_counts() -> None:
    scenario = world(
        {
            "consists.boxes.commodity": "boxes",
            "counts": {"here": {"point": "B", "toward": "C"}},
            "observed": {
                "wagons": {"boxes, Gate HERE->THERE": "3650 wagons/year"}, "boxes": {"total": "7300 TEU/year"},
                "container_trains": {"Gate": "365 trains/year"}, "waiting": {"total": "1 h"}, "backlog": {"total": 2},
                "dwell_p95": {"Gate": "9 h"}, "speed": {"line": "30 km/h"},
                "passing": {"here": "2 trains/day", "here, loaded, to C": "1 trains/day"},
            },
        }
    )  # fmt: skip
    assert scenario.observed.wagons == {"boxes, Gate HERE->THERE": 10}
    assert scenario.observed.container_trains == {"Gate": 1}
