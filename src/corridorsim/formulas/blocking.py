"""Blocking times: how long a train keeps a block section from others, and how closely two trains can follow.

A block is kept from the moment its route is set for the train until it is released behind the train's tail: setting the
route, seeing the signal that announces it, running from that signal to the block, running through it, clearing it with
the whole length, releasing it. Times are seconds from when the train's head enters the first block. The last axis is
the block; the axis before it the type of train where there are several; leading axes broadcast.

Source: the blocking time of Happel (1959) as in Pachl, Railway Operation and Control, and UIC 406.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, floats


class Signalling(NamedTuple):
    """What is added to the run of a block, seconds; each broadcasts over blocks."""

    setting: npt.ArrayLike  # to set the route and clear the signal
    sight: npt.ArrayLike  # before the announcing signal, in which the driver sees it
    release: npt.ArrayLike  # to release the block once it is clear


class Stairway(NamedTuple):
    """How long each block is kept, seconds from entering the first block [..., block]."""

    begin: Floats
    end: Floats


def block_runs(run: npt.ArrayLike, share: npt.ArrayLike) -> Floats:
    """Seconds in each block, from the run over the section and the share of it in each block (their sum is 1)."""
    return floats(floats(run)[..., None] * floats(share))


def approaches(runs: Floats, first: npt.ArrayLike) -> Floats:
    """Seconds from the announcing signal to each block where the block before it announces it.

    ``first`` is that of the first block: 0 for a train that starts there.
    """
    before = np.broadcast_to(floats(first)[..., None], (*runs.shape[:-1], 1))
    return np.concatenate((before, runs[..., :-1]), axis=-1)


def stairway(runs: Floats, approach: npt.ArrayLike, clearing: npt.ArrayLike, signalling: Signalling) -> Stairway:
    """When each block is kept for a train; ``clearing`` is the time in which its length leaves each block."""
    entered = np.cumsum(runs, axis=-1) - runs
    setting, sight, release = (floats(each) for each in signalling)
    begin = entered - floats(approach) - sight - setting
    return Stairway(begin, entered + runs + floats(clearing) + release)


def minimum_headways(stairways: Stairway) -> Floats:
    """Least seconds between two trains at the first block, [..., type ahead, type behind].

    The types are on the axis before the blocks. No block may be kept for both: the greatest overlap counts.
    """
    overlap = stairways.end[..., :, None, :] - stairways.begin[..., None, :, :]
    return floats(overlap.max(axis=-1))
