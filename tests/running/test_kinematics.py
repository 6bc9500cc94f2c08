"""Trains of constant acceleration: the railsim cases of MATSim (numbers only), and what can be worked out by hand."""

import pytest

from corridorsim.errors import CorridorError
from corridorsim.running.kinematics import constant_acceleration_time

LINE = {"lengths": [1000, 2500, 1500, 400, 2000], "limits": [100] * 5}
REGIO = {"speed": 44, "acceleration": 0.5, "braking": 0.5, "length": 500}
CARGO = {"speed": 33, "acceleration": 0.2, "braking": 0.2, "length": 1000}


def test_railsim_1_a_train_from_rest_to_rest() -> None:
    """6,400 m at 44 m/s and twice half of 88 s: 145.45 + 88 s; 44 m/s are reached after 88 s and 1,936 m."""
    times = constant_acceleration_time(**LINE, **REGIO, start=1000, end=7400)
    assert times[-1] == pytest.approx(233.45, abs=0.01)
    assert times[0] == pytest.approx(88 + (2500 - 1936) / 44)
    assert len(times) == 4


def test_railsim_2_the_goods_train() -> None:
    assert constant_acceleration_time(**LINE, **CARGO, start=1000, end=7400)[-1] == pytest.approx(358.94, abs=0.01)


@pytest.mark.parametrize(("metres", "seconds"), [(9000, 292.5), (9400, 301.6)])
def test_railsim_3_both_trains_unimpeded(metres: float, seconds: float) -> None:
    links = {"lengths": [1000, 2500, 1500, 400, 2000, 2000, 600], "limits": [100] * 7}
    times = constant_acceleration_time(**links, **REGIO, start=0, end=metres)
    assert times[-1] == pytest.approx(seconds, abs=0.06)


def test_railsim_6_limits_hold_for_the_whole_train() -> None:
    """10 km/h until its 100 m have left the station, 50 km/h over 50 km, 10 km/h into the next station of 200 m.

    5.556 + 33.22 + 22.22 + 3566.1 + 22.22 + 69.22 + 5.556 = 3724.1 s
    """
    times = constant_acceleration_time(
        [200, 50_000, 200], [10 / 3.6, 50 / 3.6, 10 / 3.6],
        speed=100 / 3.6, acceleration=0.5, braking=0.5, length=100, start=200,
    )  # fmt: skip
    assert times[-1] == pytest.approx(3724.1, abs=0.05)
    assert times[-1] - times[0] == pytest.approx(69.22 + 5.556, abs=0.01)


def test_a_short_way_is_half_acceleration_and_half_braking() -> None:
    """100 m at 1 m/s2 each way: 10 s to 10 m/s and 10 s back."""
    assert constant_acceleration_time([100], [50], speed=50, acceleration=1, braking=1).tolist() == [20.0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"limits": [1]}, "each link must have a limit"),
        ({"speed": 0}, "must be more than 0"),
        ({"end": 9999}, "must go forward on the links, 0 to 7400 m"),
    ],
)
def test_what_is_no_train_or_no_way_is_refused(wrong: dict, said: str) -> None:
    with pytest.raises(CorridorError, match=said):
        constant_acceleration_time(**(LINE | REGIO | wrong))
