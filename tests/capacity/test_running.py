"""Running times against a table worked by hand, and against what must hold of every train."""

from typing import Any

import pytest

from corridorsim.capacity.running import Run, running_times
from corridorsim.errors import CorridorError
from corridorsim.model import Scenario
from worlds import services, world

LOCOMOTIVE = {
    "source": "invented", "power": "2906 kW", "force": "427 kN", "starting_force": "534 kN", "mass": "138 t",
    "length": "22 m", "speed": "120 km/h", "lowest_speed": "24.5 km/h",
}  # fmt: skip
POINTS = [{"name": "A", "at": "0 km"}, {"name": "B", "at": "25 km"}, {"name": "C", "at": "50 km"}]
BY_HAND = {  # one TE33A and 44 wagons of 77.27 t, 3,400 t in all
    "locomotives": {"L": LOCOMOTIVE},
    "lines.line.points": POINTS,
    "lines.line.speed_limit": "80 km/h",
    "consists.boxes.speed": None,
    "consists.boxes.locomotive": "L",
    "consists.boxes.wagons": 44,
    "consists.boxes.tare": "23 t",
    "consists.boxes.load": "54.2727 t",
}


def powered(changes: dict[str, Any] | None = None) -> Scenario:
    """The world with the train of the table worked by hand, 3,400 t behind one locomotive."""
    return world(BY_HAND | (changes or {}))


def boxes(changes: dict[str, Any] | None = None, here: str = "A", there: str = "B", train: str = "boxes") -> Run:
    return running_times(powered(changes)).over(train, here, there)


def test_25_km_on_the_level_come_out_as_worked_by_hand() -> None:
    """3,400 t, limit 80 km/h: start to stop 22.3 min, pass to pass 18.8, start loss 2.65, stop loss 0.88."""
    run = boxes()
    assert (run.passing + run.start + run.stop) / 60 == pytest.approx(22.3, abs=0.1)
    assert run.passing / 60 == pytest.approx(18.8, abs=0.1)
    assert run.start / 60 == pytest.approx(2.65, abs=0.1)
    assert run.stop / 60 == pytest.approx(0.88, abs=0.1)


def test_a_plain_speed_is_length_over_speed_and_both_losses_at_the_start() -> None:
    """25 km at 60 km/h are 1,500 s; 10 wagons of 14 m clear in 8.4 s; a service has no length."""
    times = running_times(world({"lines.line.points": POINTS} | services(car={
        "kind": "local", "start": "A", "end": "C", "pairs": "1 trains/day", "speed": "50 km/h"
    })))  # fmt: skip
    assert times.over("boxes", "A", "B") == pytest.approx((1500, 180, 0, 8.4))
    assert times.over("boxes, empty", "B", "A") == pytest.approx((1500, 180, 0, 8.4))
    assert times.over("service car", "A", "B") == pytest.approx((1800, 180, 0, 0))
    assert times.parts("boxes", "A", "B", 4) == pytest.approx([0.25] * 4)


def test_what_there_is_not_is_said() -> None:
    times = running_times(powered())
    with pytest.raises(CorridorError, match='there is no train "bokses"'):
        times.over("bokses", "A", "B")
    with pytest.raises(CorridorError, match="there is no section A - C"):
        times.over("boxes", "A", "C")
