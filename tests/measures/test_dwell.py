"""Stays at a crossing."""

from math import isnan

import numpy as np

from corridorsim.measures.dwell import DwellHours


def test_mean_and_percentile_of_a_hundred_and_one_stays() -> None:
    stays = DwellHours(np.arange(101.0))
    assert (stays.mean, stays.p95) == (50, 95)


def test_of_no_stay_there_is_neither() -> None:
    stays = DwellHours(np.zeros(0))
    assert isnan(stays.mean)
    assert isnan(stays.p95)
