"""What began the evening before the run is there as it begins, whatever it is: closed until the morning."""

from typing import Any

import pytest

from corridorsim.planning import lay_out, plan
from worlds import closings, out, world

DAY, HOUR = 86_400, 3600
NIGHT = {"at": "22:00", "length": "8 h"}
NIGHTS = [(0, 6 * HOUR), (22 * HOUR, 30 * HOUR), (46 * HOUR, 48 * HOUR)]
YARD = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 10, "closed": [NIGHT]}


@pytest.mark.parametrize(
    ("changes", "resource"),
    [
        ({"crossings.Gate.closed": {"HERE->THERE": [NIGHT]}}, "Gate HERE->THERE open"),
        ({"crossings.Gate.near.control.closed": [NIGHT]}, "C control lanes"),
        ({"crossings.Gate.far.gauge_break": {"y": YARD}, "consists.boxes.commodity": "boxes"}, "D y machines"),
        ({"lines.line.possessions": [{"start": "A", "end": "B"} | NIGHT]}, "A - B"),
        ({"disruptions": {"works": {"closes": "D transshipment", "dated": NIGHT}}}, "D transshipment fronts"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_closes_every_evening_is_closed_in_the_first_night(changes: dict[str, Any], resource: str) -> None:
    closed = closings(plan(world(changes, out=out(1))))[resource]
    assert sorted(set(closed)) == NIGHTS


def test_so_is_what_is_slow_at_night() -> None:
    slow = {"start": "0 km", "end": "10 km", "speed": "10 km/h"}
    [only] = lay_out(world({"lines.line.restrictions": [slow | NIGHT]}, out=out(1))).slow
    assert only.spans == NIGHTS
