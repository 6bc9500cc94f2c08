"""Blocking times and how close trains can follow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.formulas.blocking import (
    SignalTimes,
    Stairway,
    approaches,
    block_runs,
    minimum_headways,
    stairway,
)
from corridorsim.formulas.waiting import mixed_service

NOTHING = SignalTimes(0, 0, 0)


def test_a_block_is_kept_from_setting_its_route_to_its_release() -> None:
    """Two blocks of 300 s: the second is announced 300 s before it, its signal is seen 12 s and set 10 s earlier; the
    train leaves it with its length in 40 s and it is released after 5.
    """
    runs = block_runs(600.0, [0.5, 0.5])
    kept = stairway(runs, approaches(runs, 200.0), 40.0, SignalTimes(setting=10, sight=12, release=5))
    assert kept.begin.tolist() == [-222, -22]
    assert kept.end.tolist() == [345, 645]


def test_like_trains_follow_at_the_longest_blocking_time() -> None:
    """Blocks of 100, 300 and 200 s, each announced by the one before: kept for 100, 400 and 500 s."""
    runs = block_runs([600.0], [1 / 6, 1 / 2, 1 / 3])
    kept = stairway(runs, approaches(runs, 0.0), 0.0, NOTHING)
    assert (kept.end - kept.begin)[0] == pytest.approx([100, 400, 500])
    assert minimum_headways(kept) == pytest.approx(np.array([[500.0]]))


def test_a_fast_train_behind_a_slow_one_must_wait_for_the_last_block() -> None:
    """Two blocks, the slow train 300 s in each, the fast one 100, announced by the block before.

    Slow keeps [0, 300], [0, 600]; fast [0, 100], [0, 200]. Fast behind slow: 600; slow behind fast: 200; the first
    blocks alone would allow 300 and 100.
    """
    runs = block_runs([600.0, 200.0], [0.5, 0.5])
    headways = minimum_headways(stairway(runs, approaches(runs, 0.0), 0.0, NOTHING))
    assert headways.tolist() == [[600, 600], [200, 200]]
    assert mixed_service(headways, [0.5, 0.5]).mean == 400


def test_sections_and_cases_in_front_broadcast() -> None:
    runs = block_runs(np.array([[600.0, 200.0], [900.0, 300.0]]), [0.5, 0.5])
    headways = minimum_headways(stairway(runs, approaches(runs, 0.0), 0.0, NOTHING))
    assert headways.shape == (2, 2, 2)
    assert headways[1].tolist() == [[900, 900], [300, 300]]


def test_more_blocks_bring_trains_closer() -> None:
    """A section of 1200 s in n equal blocks, two of them kept at a time: 2400 / n, but not with one block."""

    def headway(n: int) -> float:
        runs = block_runs([1200.0], np.full(n, 1 / n))
        return float(minimum_headways(stairway(runs, approaches(runs, runs[:, 0]), 0.0, NOTHING))[0, 0])

    assert [headway(n) for n in (2, 4, 8)] == pytest.approx([1200, 600, 300])


seconds = st.integers(0, 50)


@given(st.data(), st.integers(1, 4))
def test_at_the_least_headway_no_block_is_kept_twice_and_one_changes_hands_at_once(data: st.DataObject, n: int) -> None:
    """Told block by block, for a train of any kind behind one of any other."""

    def train() -> tuple[list[int], list[int]]:
        begin = data.draw(st.lists(seconds, min_size=n, max_size=n))
        return begin, [b + data.draw(seconds) for b in begin]

    (begin_a, end_a), (begin_b, end_b) = train(), train()
    both = Stairway(np.array([begin_a, begin_b], float), np.array([end_a, end_b], float))
    behind = minimum_headways(both)[0, 1]
    gaps = [begin_b[block] + behind - end_a[block] for block in range(n)]
    assert min(gaps) == 0
