"""Driving up to signals, worked out by hand: gain and loss of 1 m/s2, at most 10 m/s."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.conformance.driving import Kinetics, Signal, drive, passes
from corridorsim.running.kinematics import constant_acceleration_time

TRAIN = Kinetics(speed=10, acceleration=1, braking=1)


def test_from_a_stand_to_a_stand() -> None:
    """50 m and 10 s to gather speed, as much to lose it, 100 m at 10 m/s between."""
    pieces = drive(TRAIN, 0, 200, departs=5)
    assert [passes(pieces, at) for at in (0, 50, 150, 200)] == pytest.approx([5, 15, 25, 35])


def test_a_short_way_does_not_reach_full_speed() -> None:
    """16 m: 8 m to 4 m/s and 8 m to a stand."""
    assert passes(drive(TRAIN, 0, 16, departs=0), 16) == pytest.approx(8)


def test_a_signal_that_clears_before_the_brakes_are_needed_costs_nothing() -> None:
    """A train at 10 m/s brakes 50 m before a signal at 100 m, at the moment 10."""
    assert passes(drive(TRAIN, 0, 200, 0, [Signal(100, 10)]), 200) == pytest.approx(30)


def test_a_train_that_stands_at_a_signal_starts_when_it_clears() -> None:
    """It stands at 100 m at 20, and goes at 50: 100 m from stand to stand take 20 s."""
    pieces = drive(TRAIN, 0, 200, 0, [Signal(100, 50)])
    assert passes(pieces, 99.99) == pytest.approx(20, abs=0.2)
    assert passes(pieces, 100) == 50
    assert passes(pieces, 200) == pytest.approx(70)


def test_a_train_that_still_brakes_gathers_speed_again() -> None:
    """At 14 it has 6 m/s and is at 82 m; 4 s to 10 m/s at 114 m, 3.6 s to 150 m, 10 s to the stand: 14 + 17.6."""
    assert passes(drive(TRAIN, 0, 200, 0, [Signal(100, 14)]), 200) == pytest.approx(31.6)


def test_a_second_signal_behind_the_first() -> None:
    """Released at 50 from the signal at 100 m, it finds that at 116 m shut until 80: stands there at 58."""
    pieces = drive(TRAIN, 0, 200, 0, [Signal(100, 50), Signal(116, 80)])
    assert passes(pieces, 115.99) == pytest.approx(58, abs=0.2)
    assert passes(pieces, 116) == 80
    assert passes(pieces, 200) == pytest.approx(80 + 2 * 84**0.5)


def test_signals_at_the_start_and_the_goal_do_not_count() -> None:
    """Setting out is the engine's to allow, and who arrives has arrived."""
    assert passes(drive(TRAIN, 0, 200, 0, [Signal(0, 99), Signal(200, 99)]), 200) == pytest.approx(30)


@given(st.floats(1, 5000), st.floats(1, 60), st.floats(0.05, 2), st.floats(0.05, 2))
def test_without_signals_it_is_the_formula_of_constant_acceleration(
    way: float, speed: float, gain: float, loss: float
) -> None:
    ours = passes(drive(Kinetics(speed, gain, loss), 0, way, departs=0), way)
    (formula,) = constant_acceleration_time([way], [1e3], speed=speed, acceleration=gain, braking=loss)
    assert ours == pytest.approx(formula, rel=1e-6)


@given(st.lists(st.tuples(st.floats(10, 990), st.floats(0, 300)), max_size=4))
def test_no_signal_is_passed_before_it_clears(told: list[tuple[float, float]]) -> None:
    signals = [Signal(*each) for each in told]
    pieces = drive(TRAIN, 0, 1000, 0, signals)
    assert all(passes(pieces, signal.position + 0.01) >= signal.clears for signal in signals)
    assert max(piece.speed for piece in pieces) <= 10 + 1e-9
