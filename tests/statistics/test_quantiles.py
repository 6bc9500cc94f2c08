"""The 95th percentile in both tellings, by hand."""

import numpy as np

from corridorsim.statistics.quantiles import between, within, within_by_group


def test_19_of_20_trains_are_within_the_19th_value_or_a_twentieth_of_the_way_on() -> None:
    values = np.arange(1.0, 21.0)
    assert within(values[:, np.newaxis], np.ones(20)).tolist() == [19]
    assert between(values) == 1 + 0.95 * 19


def test_a_train_weighs_as_much_as_it_carries() -> None:
    """Of 100 containers 90 come within an hour and 10 in two."""
    assert within(np.array([[1.0], [2.0]]), np.array([90.0, 10.0])).tolist() == [2]
    assert within(np.array([[1.0], [2.0]]), np.array([96.0, 4.0])).tolist() == [1]


def test_the_times_of_a_group_that_are_not_told_are_0() -> None:
    """Two groups, of 4 and 2 values, and one of none: told are 5, 9 of the first, and 7 of the second."""
    seconds, beyond = np.array([5, 9, 7]), np.array([2, 3, 3])
    told, count = np.array([2, 1, 0]), np.array([4, 2, 0])
    assert within_by_group(seconds, beyond, told, count, 0.5).tolist()[:2] == [0, 0]
    assert within_by_group(seconds, beyond, told, count, 0.75).tolist()[:2] == [5, 7]
    assert within_by_group(seconds, beyond, told, count, 1).tolist()[:2] == [9, 7]
    assert np.isnan(within_by_group(seconds, beyond, told, count, 0.5)[2])


def test_of_nobody_there_is_no_percentile() -> None:
    assert np.isnan(between(np.zeros(0)))
    assert np.isnan(within(np.zeros((0, 1)), np.zeros(0))).all()
