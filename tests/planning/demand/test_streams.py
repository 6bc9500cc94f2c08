"""Luck depends on its key and on nothing else, and has the distribution that is asked of it."""

import numpy as np
import pytest

from corridorsim.planning.demand.streams import exponential, lognormal, uniform

KEY = (1, 0, "out/boxes/West", "departure")


def test_the_same_key_draws_the_same() -> None:
    assert uniform(*KEY, 5).tolist() == uniform(*KEY, 5).tolist()


def test_a_train_keeps_its_draw_however_many_follow() -> None:
    assert uniform(*KEY, 1000)[:5].tolist() == uniform(*KEY, 5).tolist()


@pytest.mark.parametrize(
    "other",
    [
        (2, 0, "out/boxes/West", "departure"),
        (1, 1, "out/boxes/West", "departure"),
        (1, 0, "out/boxes/East", "departure"),
        (1, 0, "out/boxes/West", "C control leaving"),
        (11, 0, "ut/boxes/West", "departure"),
    ],
    ids=["seed", "replication", "stream", "purpose", "the border between them"],
)
def test_every_part_of_the_key_counts(other: tuple[int, int, str, str]) -> None:
    assert not set(uniform(*KEY, 100)) & set(uniform(*other, 100))


def test_the_draws_never_change() -> None:
    """Values of this version, written down: results of old runs stay what they were."""
    assert uniform(*KEY, 3).tolist() == [0.5334752700978569, 0.7318103300638992, 0.6369245406250263]
    assert uniform(7, 3, "Dostyk in", "forming", 2).tolist() == [0.22414167719533334, 0.30371626007631386]


def test_draws_lie_strictly_between_0_and_1_and_spread_evenly() -> None:
    u = uniform(*KEY, 100_000)
    assert 0 < u.min() < u.max() < 1
    # a tenth of the draws in each tenth: 10,000 with a standard deviation of 95
    assert np.all(np.abs(np.histogram(u, 10, (0, 1))[0] - 10_000) < 4 * 95)


def test_two_purposes_of_a_train_have_nothing_to_do_with_each_other() -> None:
    a, b = uniform(*KEY, 10_000), uniform(*KEY[:3], "forming", 10_000)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.04  # 4 standard deviations


@pytest.mark.parametrize("variation", [0.1, 0.5, 1.0])
def test_lognormal_times_have_the_mean_and_the_variation_asked_for(variation: float) -> None:
    """On an even grid of a million draws, whose ends cut off a little of the longest."""
    u = (np.arange(1_000_000) + 0.5) / 1_000_000
    times = lognormal(u, 7200, variation)
    assert times.mean() == pytest.approx(7200, rel=1e-4)
    assert times.std() / times.mean() == pytest.approx(variation, rel=5e-3)


def test_the_median_of_a_lognormal_time_lies_below_its_mean() -> None:
    """mean / sqrt(1 + variation^2): 7200 / sqrt(1.25)."""
    assert lognormal(np.array([0.5]), 7200, 0.5)[0] == pytest.approx(6439.876, abs=1e-3)


def test_a_time_without_variation_is_its_mean() -> None:
    assert lognormal(uniform(*KEY, 10), 7200, 0).tolist() == [7200.0] * 10


def test_exponential_times_have_a_mean_of_1() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    assert exponential(u).mean() == pytest.approx(1, rel=1e-4)
    assert exponential(np.array([np.exp(-2)]))[0] == pytest.approx(2)
