"""Station tracks and throats in pairs a day."""

import pytest

from corridorsim.formulas.line1520 import reserve_pairs
from corridorsim.formulas.station import element_load, element_pairs, pair_occupation

MINUTE = 60


def test_four_tracks_held_for_two_hours_by_each_pair_pass_48_pairs() -> None:
    assert element_pairs(tracks=4, occupation=120 * MINUTE) == 48


def test_window_reliability_and_passenger_trains_come_off() -> None:
    """(4 (1440 - 240) 0.9 - 360) / 120 = 33 pairs; with 30 running the reserve is 3 and the load 10/11."""
    pairs = element_pairs(4, 120 * MINUTE, fixed=360 * MINUTE, window=240 * MINUTE, reliability=0.9)
    assert pairs == pytest.approx(33)
    assert reserve_pairs(pairs, 30) == pytest.approx(3)
    assert element_load(30, pairs) == pytest.approx(10 / 11)


def test_a_throat_is_held_by_every_movement_of_a_pair() -> None:
    """Two arrivals of 6 min, two departures of 4, two light engines of 5: 30 min, so 48 pairs over one route."""
    occupation = pair_occupation([2, 2, 2], [6 * MINUTE, 4 * MINUTE, 5 * MINUTE])
    assert occupation == 30 * MINUTE
    assert element_pairs(1, occupation) == 48


def test_tracks_and_throat_side_by_side_and_the_throat_binds() -> None:
    pairs = element_pairs(tracks=[4, 1], occupation=[100.0 * MINUTE, 30.0 * MINUTE])
    assert pairs == pytest.approx([57.6, 48])
    assert element_load(24, pairs).argmax() == 1


def test_where_passenger_trains_leave_nothing_no_pair_passes() -> None:
    assert element_pairs(1, 30 * MINUTE, fixed=90_000) == 0
