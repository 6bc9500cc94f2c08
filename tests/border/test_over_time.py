"""Queues and yards over the window, worked out by hand."""

import numpy as np

from corridorsim.border.over_time import queues_and_yards

START = np.datetime64("2025-01-01T00")


def hours(count: int) -> np.ndarray:
    return START + np.arange(count).astype("timedelta64[h]")


def test_three_weeks_are_told_hour_by_hour_and_a_day_more_day_by_day() -> None:
    assert not queues_and_yards(hours(21 * 24), {}, {}).is_by_day
    assert queues_and_yards(hours(22 * 24), {}, {}).moments.tolist() == hours(22 * 24)[::24].tolist()


def test_of_a_day_its_least_its_mean_and_its_most_are_told() -> None:
    (yard,) = queues_and_yards(hours(22 * 24), {}, {"C tracks": (24, np.tile(np.arange(24.0), 22))}).yards
    assert (yard.least[3], yard.usual[3], yard.most[3], yard.mean, yard.units) == (0, 11.5, 23, 11.5, 24)


def test_the_five_longest_queues_are_told_in_their_order_and_no_empty_one() -> None:
    queues = {name: np.full(24, length) for name, length in zip("abcdefg", (1.0, 6, 0.5, 5, 4, 3, 2), strict=True)}
    told = queues_and_yards(hours(24), queues | {"none": np.zeros(24)}, {}).queues
    assert [queue.name for queue in told] == ["b", "d", "e", "f", "g"]
    assert queues_and_yards(hours(24), {"none": np.zeros(24)}, {}).queues == ()
