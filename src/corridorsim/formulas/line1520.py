"""From the period of a timetable to pairs of trains a day, as the 1520 mm railways count them.

A section passes so many pairs in every period. Trains run in the share of the day that the technological window and the
reliability coefficient leave. What traffic requires is counted in freight pairs: a passenger or collecting train
removes more than one of them, and of the available pairs only a permitted part may be used.

Times are seconds, numbers of trains are pairs a day (on double track: trains a day in each direction), not rounded.
Arrays in, arrays out: the last axis is the section, the axis before it where there is one the direction, forward
first; leading axes are cases, and broadcast. Sources: the course texts in docs/line-capacity.md.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats, floats


class Reserves(NamedTuple):
    """The reserves of a line's capacity, for all its sections or by section."""

    window: npt.ArrayLike  # seconds a day without trains, for work on the track
    reliability: npt.ArrayLike  # share of the rest that remains in spite of failures
    load: npt.ArrayLike  # share of the available capacity that may be used


SINGLE_TRACK = Reserves(window=3600.0, reliability=0.90, load=0.85)
DOUBLE_TRACK = Reserves(window=7200.0, reliability=0.95, load=0.91)
"""Values of the course texts; the window ranges 60 to 120 and 120 to 150 min, reliability 0.90 to 0.96, load on single
track 0.85 to 0.87."""


def usual_reserves(double: npt.ArrayLike) -> Reserves:
    """The reserves of the course texts by section, where some have two tracks."""
    pairs = zip(DOUBLE_TRACK, SINGLE_TRACK, strict=True)
    window, reliability, load = (np.where(double, two, one) for two, one in pairs)
    return Reserves(window, reliability, load)


def semi_automatic_following(run: npt.ArrayLike, following: npt.ArrayLike) -> Floats:
    """Seconds between trains of one direction where one train may be between stations: its run and the interval."""
    return floats(floats(run) + floats(following))


def double_track_period(following: npt.ArrayLike) -> Floats:
    """Seconds a pair of trains takes on double track: the longer of the two directions' intervals between followers.

    ``following`` [..., direction, section]: the headway under automatic block, else ``semi_automatic_following``.
    """
    return floats(floats(following).max(axis=-2))


def grouped_period(period: npt.ArrayLike, following: npt.ArrayLike, group: npt.ArrayLike) -> Floats:
    """Period in which ``group`` trains follow each other in each direction; it passes as many pairs.

    ``following`` [..., direction, section].
    """
    return floats(floats(period) + (np.asarray(group) - 1) * floats(following).sum(axis=-2))


def partly_grouped_time(
    period: npt.ArrayLike, following: npt.ArrayLike, group: npt.ArrayLike, share: npt.ArrayLike
) -> Floats:
    """Seconds a pair where only a share of the trains runs in groups.

    For groups of two this is ((2 - share) T + share (I' + I'')) / 2.
    """
    in_group, part = grouped_period(period, following, group) / np.asarray(group), floats(share)
    return floats((1 - part) * floats(period) + part * in_group)


def unpaired_time(period: npt.ArrayLike, following: npt.ArrayLike, ratio: npt.ArrayLike) -> Floats:
    """Seconds a train of the heavier direction where the other has only ``ratio`` (0 to 1) as many.

    ``following`` [..., section]: the interval between followers of the heavier direction, losses included.
    """
    part = floats(ratio)
    return floats(part * floats(period) + (1 - part) * floats(following))


def saturated_pairs(period: npt.ArrayLike, group: npt.ArrayLike = 1) -> Floats:
    """The most that passes without window and failures: 1440 k / T in the textbooks.

    A simulation under unlimited demand is compared with this, never with ``available_pairs``, which includes reserves.
    """
    return floats(DAY * floats(group) / floats(period))


def available_pairs(period: npt.ArrayLike, reserves: Reserves, group: npt.ArrayLike = 1) -> Floats:
    """Available capacity: (1440 - window) reliability k / T in the textbooks."""
    return floats(saturated_pairs(period, group) * (1 - floats(reserves.window) / DAY) * floats(reserves.reliability))


def required_pairs(
    freight: npt.ArrayLike, others: npt.ArrayLike, removal: npt.ArrayLike, uneven: npt.ArrayLike, load: npt.ArrayLike
) -> Floats:
    """Capacity that traffic requires: (freight + sum of removal times other trains) uneven / load.

    ``others`` and ``removal`` have the kinds of other trains on their last axis; ``uneven`` is the busiest month over
    the mean.
    """
    equal = floats(freight) + (floats(others) * floats(removal)).sum(axis=-1)
    return floats(equal * floats(uneven) / floats(load))


def reserve_pairs(available: npt.ArrayLike, required: npt.ArrayLike) -> Floats:
    """Pairs a day that could still be added; negative where pairs are missing."""
    return floats(floats(available) - floats(required))


def double_track_removal(
    freight: npt.ArrayLike, other: npt.ArrayLike, before: npt.ArrayLike, after: npt.ArrayLike, headway: npt.ArrayLike
) -> Floats:
    """Freight trains that one faster or slower train removes on double track, between two stations of overtaking.

    ``freight`` and ``other`` are the times of the two kinds of train between those stations; ``before`` and ``after``
    the intervals from the freight train ahead, and to the one behind, where the two come closest; ``headway`` that of
    freight trains. The gap that the train opens in a stream of freight, over their headway, less the one gap that was
    there: (|t_freight - t_other| + before + after) / J - 1. One as fast as freight removes one. This is the basic
    removal of the texts; what they add for gaps too short for a freight train is the caller's.
    """
    apart = np.abs(floats(freight) - floats(other))
    return floats((apart + floats(before) + floats(after)) / floats(headway) - 1)


def single_track_removal(period: npt.ArrayLike, freight_period: npt.ArrayLike, additional: npt.ArrayLike) -> Floats:
    """Freight pairs that one pair of other trains removes on single track.

    ``period`` is the section's while a pair of the others passes, ``freight_period`` with freight alone; their ratio is
    the basic removal. ``additional`` is what remains unused around a train that the others make way for, from
    experience.
    """
    return floats(floats(period) / floats(freight_period) + floats(additional))
