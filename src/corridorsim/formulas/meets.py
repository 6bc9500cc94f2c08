"""Meets on a single track: the period of the timetable under every meet scheme, and schemes that agree along a line.

In the 1520 mm method a single-track section is worked by one train forward, one back, and so on; its period is the time
from one forward train to the next. At each of its stations the two directions meet, and one of them stands (or both):
who stands at the first station and who at the last is the section's scheme, and each has its own starting and stopping
losses and station intervals. Neighbouring sections share a station, so their schemes must agree about who stands there.

The four classic schemes are I both directions enter the section without a stop; II both leave it without a stop; III
forward trains pass both stations; IV backward trains do. Course texts add stations where both stand (the ends of a
line), and beside double track those where neither does.

Forward is the direction in which the sections are numbered. Times are seconds. The last axis is the section (or the
station, one more of them), the axis before it the direction, forward first; leading axes are cases, and broadcast.
Sources: the timetable theory of the 1520 mm railways as course texts give it (docs/line-capacity.md).
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Flags, Floats, Ints, floats
from corridorsim.errors import CorridorError


class WhoStands(IntEnum):
    """Which trains stand at a station where the two directions meet; the others pass."""

    FORWARD = 0
    BACKWARD = 1
    BOTH = 2
    NEITHER = 3


STANDS: Flags = np.array([[True, False, True, False], [False, True, True, False]])
"""Whether a train of a direction (row) stands, by who stands at the station (column)."""

SCHEMES = {
    (WhoStands.BACKWARD, WhoStands.FORWARD): "I: both directions enter without a stop",
    (WhoStands.FORWARD, WhoStands.BACKWARD): "II: both directions leave without a stop",
    (WhoStands.BACKWARD, WhoStands.BACKWARD): "III: forward trains pass both stations",
    (WhoStands.FORWARD, WhoStands.FORWARD): "IV: backward trains pass both stations",
}
"""The classic schemes by who stands at the section's first and last station."""


class SectionTimes(NamedTuple):
    """How long trains of one type take over the sections, seconds."""

    run: npt.ArrayLike  # from passing one station to passing the next [..., direction, section]
    start: npt.ArrayLike  # lost by starting from a stand; broadcasts with run
    stop: npt.ArrayLike  # lost by stopping at the end; broadcasts with run


class StationIntervals(NamedTuple):
    """Intervals that a station needs between two trains that meet there, seconds; each broadcasts over stations."""

    arrival: npt.ArrayLike  # one has arrived, the opposing one arrives or passes (non-simultaneous arrival)
    crossing: npt.ArrayLike  # one has arrived or passed, the opposing one departs


class Schemes(NamedTuple):
    """The scheme of every section and its period."""

    first: Ints  # who stands at the section's first station [..., section]
    last: Ints  # who stands at its last station
    period: Floats  # seconds


def scheme_name(first: int, last: int) -> str:
    """The scheme in words; those beside the four classic ones say who stands where."""
    other = f"{WhoStands(first).name.lower()} at the first station, {WhoStands(last).name.lower()} at the last"
    return SCHEMES.get((WhoStands(first), WhoStands(last)), f"standing: {other}")


def meet_periods(running: SectionTimes, intervals: StationIntervals) -> Floats:
    """Seconds from a forward train to the next, by section and by who stands at its two stations.

    Shape [..., section, who stands at the first station, who stands at the last]. A period is both runs, the losses of
    those that start or stop, and at each station the interval from the arriving train to the opposing one that enters
    the section: the crossing interval if that one departs from a stand, non-simultaneous arrival if it comes in motion.
    """
    run, start, stop = np.broadcast_arrays(*(floats(each) for each in running))
    stations = (run.shape[-1] + 1,)
    arrival, crossing = (np.broadcast_to(each, np.broadcast_shapes(np.shape(each), stations)) for each in intervals)
    here, beyond = slice(None, -1), slice(1, None)
    first = _entered(start[..., 0, :], arrival[..., here], crossing[..., here], STANDS[0])
    first = first + stop[..., 1, :, None] * STANDS[1]
    last = _entered(start[..., 1, :], arrival[..., beyond], crossing[..., beyond], STANDS[1])
    last = last + stop[..., 0, :, None] * STANDS[0]
    return floats(run.sum(axis=-2)[..., None, None] + first[..., :, None] + last[..., None, :])


def _entered(start: Floats, arrival: Floats, crossing: Floats, stands: Flags) -> Floats:
    """From one train's arrival to the opposing one's entry with its starting loss, [..., section, who stands]."""
    return np.where(stands, (start + crossing)[..., None], arrival[..., None])


def with_groups(periods: Floats, following: npt.ArrayLike, group: npt.ArrayLike) -> Floats:
    """The same table in seconds a pair where ``group`` trains of each direction follow each other.

    ``following`` [..., direction, section]: seconds between followers, losses included. ``group`` broadcasts over
    sections.
    """
    more = (floats(group) - 1) * floats(following).sum(axis=-2)
    return floats((periods + more[..., None, None]) / floats(group)[..., None, None])


def with_double_track(periods: Floats, double: npt.ArrayLike, period: npt.ArrayLike) -> Floats:
    """The same table where some sections have two tracks: there a pair takes the same time in every scheme.

    ``double`` and ``period`` (seconds a pair, see ``double_track_period``) are by section.
    """
    return np.where(np.asarray(double)[..., None, None], floats(period)[..., None, None], periods)


def allowed_stands(double: npt.ArrayLike) -> Flags:
    """Who may stand at each station of a line, [..., station, who stands].

    At the ends both directions stand. Within the line one of them stands or both; neither where a section of two tracks
    begins, since there a train can pass another in motion.
    """
    is_double = np.asarray(double, bool)
    allowed = np.ones((*is_double.shape[:-1], is_double.shape[-1] + 1, len(WhoStands)), bool)
    allowed[..., 1:-1, WhoStands.NEITHER] = is_double[..., :-1] | is_double[..., 1:]
    allowed[..., [0, -1], :] = np.arange(len(WhoStands)) == WhoStands.BOTH
    return allowed


def where_trains_fit(allowed: Flags, fits: npt.ArrayLike) -> Flags:
    """The same without the stands of trains longer than the loop; ``fits`` is [..., direction, station]."""
    fit = np.asarray(fits, bool)
    return np.asarray(allowed & (fit[..., 0, :, None] | ~STANDS[0]) & (fit[..., 1, :, None] | ~STANDS[1]), np.bool_)


def own_schemes(periods: Floats, allowed: Flags) -> Schemes:
    """Each section's shortest scheme, regardless of its neighbours: no timetable has shorter periods."""
    cost = _permitted(periods, allowed)
    best = cost.reshape(*cost.shape[:-2], -1).argmin(axis=-1)
    first, last = best // len(WhoStands), best % len(WhoStands)
    return Schemes(first, last, _by_scheme(cost, first, last))


def agreeing_schemes(periods: Floats, allowed: Flags) -> Schemes:
    """Schemes that agree at every station, with the smallest possible greatest period along the line; this is the
    quoted one.

    If there are several, it takes one with the least sum of periods. CorridorError where no schemes agree.
    """
    cost = _permitted(periods, allowed)
    greatest = cost[..., 0, :, :].min(axis=-2)
    for section in range(1, cost.shape[-3]):
        greatest = np.maximum(greatest[..., :, None], cost[..., section, :, :]).min(axis=-2)
    bound = greatest.min(axis=-1)
    if np.isinf(bound).any():
        raise CorridorError("trains of two directions cannot meet along this line: a station lets none of them stand")
    stands = _cheapest_path(np.where(cost > bound[..., None, None, None], np.inf, cost))
    return schemes_of(cost, stands)


def _cheapest_path(cost: Floats) -> Ints:
    """Who stands at each station on the way of least total cost; a dynamic programme over stations."""
    total = np.zeros(cost.shape[:-3] + cost.shape[-1:])
    before = []
    for section in range(cost.shape[-3]):
        reached = total[..., :, None] + cost[..., section, :, :]
        before.append(reached.argmin(axis=-2))
        total = reached.min(axis=-2)
    stands = [total.argmin(axis=-1)]
    for step in reversed(before):
        stands.append(np.take_along_axis(step, stands[-1][..., None], axis=-1)[..., 0])
    return np.stack(stands[::-1], axis=-1)


def repeating_schemes(periods: Floats, allowed: Flags, hardest: npt.ArrayLike) -> Schemes:
    """The classical rule: the hardest section takes its shortest classic scheme, the others repeat who stands in turn.

    ``hardest`` is its number (see ``hardest_section``), one for each case. After scheme I come II, I, II, ...; after
    III or IV the same all along. Where a station does not allow its turn, both stand there.
    """
    hard = np.asarray(hardest, np.int64)[..., None]
    classic = periods[..., :2, :2].reshape(*periods.shape[:-2], 4)
    best = np.take_along_axis(classic, hard[..., None], axis=-2)[..., 0, :].argmin(axis=-1)[..., None]
    station = np.arange(periods.shape[-3] + 1)
    turn = np.where((station - hard) % 2 == 0, best // 2, best % 2)
    may = np.take_along_axis(np.broadcast_to(allowed, (*turn.shape, len(WhoStands))), turn[..., None], axis=-1)[..., 0]
    return schemes_of(periods, np.where(may, turn, WhoStands.BOTH))


def hardest_section(run: npt.ArrayLike) -> Ints:
    """The section with the longest runs of both directions together; ``run`` as in ``SectionTimes``."""
    return np.asarray(floats(run).sum(axis=-2).argmax(axis=-1))


def schemes_of(periods: Floats, stands: npt.ArrayLike) -> Schemes:
    """The schemes and periods that follow from who stands at each station, [..., station]."""
    who = np.asarray(stands, np.int64)
    return Schemes(who[..., :-1], who[..., 1:], _by_scheme(periods, who[..., :-1], who[..., 1:]))


def _permitted(periods: Floats, allowed: Flags) -> Floats:
    """The periods; infinite where a station does not allow the scheme."""
    may = allowed[..., :-1, :, None] & allowed[..., 1:, None, :]
    return np.where(may, periods, np.inf)


def _by_scheme(periods: Floats, first: Ints, last: Ints) -> Floats:
    """The period of one scheme for each section."""
    table = periods.reshape(*periods.shape[:-2], -1)
    choice = np.broadcast_to(first * len(WhoStands) + last, table.shape[:-1])
    return np.take_along_axis(table, choice[..., None], axis=-1)[..., 0]
