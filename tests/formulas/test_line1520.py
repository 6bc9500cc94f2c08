"""Pairs a day from the period of the timetable."""

import numpy as np
import pytest

from corridorsim.formulas.line1520 import (
    DOUBLE_TRACK,
    SINGLE_TRACK,
    Reserves,
    available_pairs,
    double_track_period,
    double_track_removal,
    grouped_period,
    partly_grouped_time,
    required_pairs,
    reserve_pairs,
    saturated_pairs,
    semi_automatic_following,
    single_track_removal,
    unpaired_time,
    usual_reserves,
)

MINUTE = 60


def test_a_period_of_48_minutes_passes_30_pairs_a_day() -> None:
    assert saturated_pairs(48 * MINUTE) == 30


def test_the_window_and_the_reliability_come_off() -> None:
    """(1440 - 60) 0.9 / 46 = 27 on single track, (1440 - 120) 0.95 / 10 = 125.4 on double track."""
    assert available_pairs(46 * MINUTE, SINGLE_TRACK) == pytest.approx(27, rel=1e-12)
    assert available_pairs(10 * MINUTE, DOUBLE_TRACK) == pytest.approx(125.4, rel=1e-12)


def test_a_line_with_a_second_track_in_part_has_the_reserves_of_each_section() -> None:
    pairs = available_pairs(np.array([46, 10]) * MINUTE, usual_reserves([False, True]))
    assert pairs == pytest.approx([27, 125.4], rel=1e-12)
    assert np.array_equal(usual_reserves([False, True]).load, [0.85, 0.91])


def test_groups_of_two_share_one_change_of_direction() -> None:
    """T = 40, followers at 10 and 12: two pairs in 62 min are 46.45 a day instead of 36."""
    period = grouped_period([40.0], [[10.0], [12.0]], group=2)
    assert period.tolist() == [62]
    assert saturated_pairs(period * MINUTE, group=2) == pytest.approx([2 * 1440 / 62])
    assert grouped_period([40.0], [[10.0], [12.0]], group=1).tolist() == [40]


def test_partly_in_groups_of_two_as_the_texts_write_it() -> None:
    """((2 - a) T + a (I' + I'')) / 2 with a = 0.5, T = 40 and I' + I'' = 22: 35.5 min a pair."""
    assert partly_grouped_time([40.0], [[10.0], [12.0]], group=2, share=0.5).tolist() == [35.5]
    assert partly_grouped_time([40.0], [[10.0], [12.0]], group=2, share=[[0.0], [1.0]]).tolist() == [[40], [31]]


def test_with_half_as_many_back_every_other_train_follows_its_own_direction() -> None:
    """Of two forward trains one is a pair of 40, one a follower of 24: 32 min a forward train."""
    assert unpaired_time(40.0, 24.0, ratio=0.5) == 32
    assert unpaired_time(40.0, 24.0, ratio=[0, 1]).tolist() == [24, 40]


def test_followers_under_semi_automatic_block_and_the_slower_direction_of_double_track() -> None:
    following = semi_automatic_following([[16.0, 20], [18, 19]], 4.0)
    assert double_track_period(following).tolist() == [22, 24]


def test_what_traffic_requires() -> None:
    """(20 + 2 x 1.5 + 1 x 2) x 1.2 / 0.8 = 37.5 pairs; of 40 available 2.5 remain, of 30 none and 7.5 are missing."""
    required = required_pairs(20, [2, 1], [1.5, 2.0], uneven=1.2, load=0.8)
    assert required == pytest.approx(37.5)
    assert reserve_pairs([40, 30], required) == pytest.approx([2.5, -7.5])


def test_many_cases_of_traffic_at_once() -> None:
    required = required_pairs([10, 20], [[1, 0], [0, 1]], [2.0, 3.0], uneven=1, load=[1.0, 0.5])
    assert required.tolist() == [12, 46]


def test_a_train_as_fast_as_freight_removes_one_freight_train_on_double_track() -> None:
    assert double_track_removal(60.0, 60.0, 8.0, 8.0, headway=8.0) == 1


def test_a_faster_train_removes_what_its_gap_would_have_carried() -> None:
    """Freight 60 min, passenger 40, 6 min before and 4 after, every 10: freight at 0 arrives at 60, the passenger train
    may be there at 66 and so leaves at 26, the next freight at 30. In 30 min three would have left; it and one did not
    count: it removes 2. A slower one of 80 min costs the same.
    """
    assert double_track_removal(60.0, [40.0, 80.0], 6.0, 4.0, headway=10.0).tolist() == [2, 2]


def test_a_passenger_pair_on_single_track_removes_its_share_of_the_period_and_more() -> None:
    assert single_track_removal([36.0], [40.0], 0.4) == pytest.approx([1.3])


def test_a_section_that_is_closed_all_day_has_no_capacity() -> None:
    assert available_pairs(40 * MINUTE, Reserves(86_400, 0.9, 0.85)) == 0
