"""Running times against a table worked by hand, and against what must hold of every train."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.errors import CorridorError
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation, empty, loaded, service
from corridorsim.model.lines.traction import SpeedLimit
from corridorsim.running.times import Run, running_times
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


BOXES = loaded("boxes")


def powered(changes: dict[str, Any] | None = None) -> Scenario:
    """The world with the train of the table worked by hand, 3,400 t behind one locomotive."""
    return world(BY_HAND | (changes or {}))


def boxes(changes: dict[str, Any] | None = None, here: str = "A", there: str = "B", train: Formation = BOXES) -> Run:
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
    assert times.over(loaded("boxes"), "A", "B") == pytest.approx((1500, 180, 0, 8.4))
    assert times.over(empty("boxes"), "B", "A") == pytest.approx((1500, 180, 0, 8.4))
    assert times.over(service("car"), "A", "B") == pytest.approx((1800, 180, 0, 0))
    assert times.parts(loaded("boxes"), "A", "B", 4) == pytest.approx([0.25] * 4)


def test_what_there_is_not_is_said() -> None:
    times = running_times(powered())
    with pytest.raises(CorridorError, match='there is no train "bokses"'):
        times.over(loaded("bokses"), "A", "B")
    with pytest.raises(CorridorError, match="there is no section A - C"):
        times.over(loaded("boxes"), "A", "C")


def test_the_tail_clears_a_section_as_long_after_the_head_as_the_train_is() -> None:
    """44 wagons of 14 m and 22 m of locomotive at 80 km/h."""
    assert boxes().clearing == pytest.approx(638 / (80 / 3.6))


def test_empty_wagons_are_lighter_and_may_have_another_limit() -> None:
    """25 km at 90 km/h are 1,000 s; the loaded train keeps to 80."""
    changes = {"lines.line.speed_limit": "90 km/h", "consists.boxes.loaded_limit": "80 km/h"}
    assert boxes(changes).passing == pytest.approx(1125)
    assert boxes(changes, train=empty("boxes")).passing == pytest.approx(1000)
    assert boxes(changes, train=empty("boxes")).start < boxes(changes).start / 2


def test_a_service_may_run_as_a_consist() -> None:
    car = {"kind": "local", "start": "A", "end": "C", "pairs": "1 trains/day", "consist": "boxes"}
    times = running_times(powered(services(car=car)))
    assert times.over(service("car"), "B", "C") == times.over(loaded("boxes"), "B", "C")


def test_a_table_goes_before_the_physics() -> None:
    """The losses stay those of the train; the other direction is not in the table; its climb no longer matters."""
    told = {"consists.boxes.running_times": {"A - B": "25 min"}}
    assert boxes(told).passing == pytest.approx(1500)
    assert boxes(told).start == boxes().start
    assert boxes(told).clearing == pytest.approx(638 * 1500 / 25_000)
    assert boxes(told, "B", "A").passing == pytest.approx(1125)
    steep = {"lines.line.profile": [{"at": "5 km", "gradient": "12 permille"}]}
    assert boxes(told | steep).passing == pytest.approx(1500)


def test_a_plain_speed_goes_before_the_physics() -> None:
    assert boxes({"consists.boxes.speed": "50 km/h"})[:3] == pytest.approx((1800, 180, 0))


def test_a_train_that_passes_enters_with_the_speed_it_left_the_section_before_with() -> None:
    """From B on it climbs 6 per mille; toward B it has climbed them too, and so it is slow from the beginning."""
    both = {"lines.line.profile": [{"at": "0 km", "gradient": "6 permille"}]}
    second = {"lines.line.profile": [{"at": "25 km", "gradient": "6 permille"}]}
    held = 25_000 / (41.0 / 3.6)
    assert boxes(both, "B", "C").passing == pytest.approx(held, rel=0.01)
    assert boxes(second, "B", "C").passing < held - 60


def test_a_limit_ahead_is_braked_for_in_the_section_before() -> None:
    """From 80 to 40 km/h at 0.2 m/s2 are 926 m: they take 55.6 s and not 41.7."""
    slow = {"lines.line.speed_limits": [{"start": "25 km", "end": "30 km", "speed": "40 km/h"}]}
    assert boxes(slow).passing - boxes().passing == pytest.approx(55.6 - 41.7, abs=2)


def test_shares_of_the_time_in_equal_lengths() -> None:
    """A climb of 6 per mille over the second half is slower than the level first half."""
    times = running_times(powered({"lines.line.profile": [{"at": "12.5 km", "gradient": "6 permille"}]}))
    halves = times.parts(loaded("boxes"), "A", "B", 2)
    assert sum(halves) == pytest.approx(1)
    assert halves[0] * times.over(loaded("boxes"), "A", "B").passing == pytest.approx(12_500 / (80 / 3.6), abs=1)


def test_restrictions_come_on_top_for_a_plain_speed_too() -> None:
    """10 km at 30 km/h in place of 60, and 140 m until the tail is out: 10,140 m cost 120 s a km and not 60."""
    limits = {"line": [SpeedLimit(start="5 km", end="15 km", speed="30 km/h")]}
    plain = world({"lines.line.points": POINTS})
    lost = running_times(plain, limits).over(loaded("boxes"), "A", "B").passing - 1500
    assert lost == pytest.approx(10.14 * 60, abs=6)
    assert running_times(powered(), limits).over(loaded("boxes"), "A", "B").passing > 1125 + 600


def test_a_second_track_brings_its_limit_from_its_day_on() -> None:
    """60 km/h, and 80 between A and B from 2025 on, but not until the tail has left what lies before."""
    second = {"start": "A", "end": "B", "opens": "2025-01-01", "speed_limit": "80 km/h"}
    scenario = powered({"lines.line.second_track": [second], "lines.line.speed_limit": "60 km/h"})
    for day, seconds in ((None, 1500), (date(2024, 12, 31), 1500), (date(2025, 1, 1), 1125)):
        passing = running_times(scenario, on=day).over(loaded("boxes"), "A", "B").passing
        assert passing == pytest.approx(seconds, abs=45)
        assert running_times(scenario, on=day).over(loaded("boxes"), "B", "C").passing == pytest.approx(1500, abs=1)


def test_welded_rail_runs_easier_and_curves_and_their_allowance_harder() -> None:
    """A curve of 350 m over the whole line is 2 kgf a tonne, as an allowance of so much, and as 2 per mille."""
    climb = {"lines.line.profile": [{"at": "0 km", "gradient": "6 permille"}]}
    assert boxes(climb | {"lines.line.rail": "welded"}).passing < boxes(climb).passing
    curved = boxes({"lines.line.curves": [{"start": "0 km", "end": "50 km", "radius": "350 m"}]}, "C", "B")
    assert boxes({"lines.line.curves": "2 kgf/t"}, "C", "B") == pytest.approx(curved)
    assert boxes({"lines.line.profile": [{"at": "0 km", "gradient": "-2 permille"}]}, "B", "A").start > boxes().start


def test_a_train_that_cannot_climb_is_an_error_only_for_who_asks() -> None:
    times = running_times(powered({"lines.line.profile": [{"at": "5 km", "gradient": "12 permille"}]}))
    with pytest.raises(CorridorError, match=r'^lines.line: "boxes" cannot climb at \d+.\d km .A - B.: at 24.5 km/h'):
        times.over(loaded("boxes"), "A", "B")
    assert times.over(loaded("boxes"), "B", "A").passing < 1200
    assert times.over(empty("boxes"), "A", "B").passing > 1125


gradients = st.lists(st.integers(-60, 60), min_size=5, max_size=5)


@settings(max_examples=12, deadline=None)
@given(gradients)
def test_a_mirrored_line_is_the_same_line_the_other_way(tenths: list[int]) -> None:
    """Heights read from the other end, and runs from there: as long to the second."""
    there = [{"at": f"{10 * n} km", "gradient": f"{slope / 10} permille"} for n, slope in enumerate(tenths)]
    mirrored = [{"at": f"{10 * n} km", "gradient": f"{-s / 10} permille"} for n, s in enumerate(tenths[::-1])]
    one = running_times(powered({"lines.line.profile": there}))
    other = running_times(powered({"lines.line.profile": mirrored}))
    for here, onward in (("A", "B"), ("B", "C")):
        swapped = ({"A": "C", "B": "B", "C": "A"}[name] for name in (here, onward))
        assert one.over(loaded("boxes"), here, onward) == pytest.approx(other.over(loaded("boxes"), *swapped), abs=0.01)
