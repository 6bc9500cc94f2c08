"""Means over replications."""

import numpy as np
import pytest

from corridorsim.study.means import mean_of, mean_over


def test_a_replication_without_a_train_is_no_0_in_the_mean() -> None:
    """26.4 and 26.2 min in two of three replications: 26.3, and that only two stand behind it."""
    tables = [
        {"section": np.array(["A - B", "B - C"]), "alone_min": np.array([of, np.nan])} for of in (26.4, np.nan, 26.2)
    ]
    mean = mean_of(tables, {"replications": "alone_min"})
    assert mean["alone_min"][0] == pytest.approx(26.3)
    assert np.isnan(mean["alone_min"][1])
    assert mean["replications"].tolist() == [2, 0]


def test_the_mean_of_tables_averages_numbers_and_keeps_names() -> None:
    first = {"place": np.array(["A", "B"]), "waits": np.array([1.0, 2.0])}
    second = {"place": np.array(["A", "B"]), "waits": np.array([3.0, 6.0])}
    mean = mean_of([first, second])
    assert mean["place"].tolist() == ["A", "B"]
    assert mean["waits"].tolist() == [2.0, 4.0]


def test_what_no_replication_observed_has_no_mean() -> None:
    mean = mean_over([[1, np.nan, np.nan], [3, 5, np.nan]])
    assert mean[:2].tolist() == [2, 5]
    assert np.isnan(mean[2])
