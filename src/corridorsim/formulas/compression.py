"""UIC 406: a timetable compressed, to find how long its trains occupy each part of a line.

Every train keeps its run and its stops; it is moved to the left as a whole, no train overtakes another on any resource,
until the blocking times touch. What is then occupied, over the time looked at, is the occupation of the line part; its
limiting section is the resource that is occupied longest. The parts of a line are pressed on their own: on single track
the section between two stations is a part, on double track the tracks of one direction between two points where trains
overtake, begin or end (docs/line-capacity.md says why).

This is a longest path: a train's shift is the greatest sum of overlaps along a chain of trains that follow each other
on some resource (max-plus), counted from the first train of its part. Two trains that meet on single track bound each
other both ways, so the chains may close; they never gain, since the timetable given already fits.

Source: UIC Code 406 Capacity, 2nd edition 2013 (compression, occupancy time rate). Times are seconds.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.errors import CorridorError

TOLERANCE = 1e-6  # seconds: what is pressed already must not move again by rounding


class Limits(NamedTuple):
    """Occupation that UIC 406 recommends not to exceed, by kind of line; a share."""

    peak_hour: float
    day: float


MIXED = Limits(0.75, 0.60)
HIGH_SPEED = Limits(0.75, 0.60)
SUBURBAN = Limits(0.85, 0.70)


class Blockings(NamedTuple):
    """How long each train keeps each resource; one row for each blocking, in any order."""

    train: Ints  # which train; a train that comes back to a part is another train
    part: Ints  # part of the line that is pressed on its own
    resource: Ints  # section, block or track, each with a number of its own in all parts
    direction: Ints  # of the train; the same for all where only one train may be
    begin: Floats  # seconds
    follow: Floats  # until when it is kept from trains of the same direction, not before begin
    end: Floats  # until when it is kept from opposing trains, not before follow


class PartOccupation(NamedTuple):
    """How long the trains of each part occupy it, parts in order of their numbers."""

    part: Ints
    seconds: Floats  # from the first train on the limiting resource until the next day's first could follow
    limiting: Ints  # that resource
    trains: Ints  # trains in the part


def blockings(
    train: npt.ArrayLike, part: npt.ArrayLike, resource: npt.ArrayLike, begin: npt.ArrayLike, end: npt.ArrayLike
) -> Blockings:
    """Blockings for one train at a time; arguments broadcast, so that a single part may be given as 0."""
    return directed_blockings(train, part, resource, 0, begin, end, end)


def directed_blockings(
    train: npt.ArrayLike,
    part: npt.ArrayLike,
    resource: npt.ArrayLike,
    direction: npt.ArrayLike,
    begin: npt.ArrayLike,
    follow: npt.ArrayLike,
    end: npt.ArrayLike,
) -> Blockings:
    """Blockings of single track that trains of one direction may follow each other into, by automatic block."""
    given = (train, part, resource, direction, begin, follow, end)
    columns = np.broadcast_arrays(*(np.asarray(each) for each in given))
    whole = [each.astype(np.int64) for each in columns[:4]]
    times = [each.astype(np.float64) for each in columns[4:]]
    return Blockings(whole[0], whole[1], whole[2], whole[3], times[0], times[1], times[2])


def entering(rows: Blockings, begin: float, end: float) -> Blockings:
    """The trains of each part whose first blocking there begins in [begin, end), with all their blockings there."""
    row_train, first, _ = _trains(rows)
    return _chosen(rows, ((begin <= first) & (first < end))[row_train])


def _chosen(rows: Blockings, which: Flags) -> Blockings:
    """Some of the rows."""
    chosen: Blockings = Blockings._make([column[which] for column in rows])
    return chosen


def compress(rows: Blockings) -> Blockings:
    """The same trains in the same order on every resource, each as early as those before it let it.

    None begins before the first train of its part did. The order on a resource is that of the beginnings. CorridorError
    where trains cannot be kept in order at any times, which a timetable without conflicts never is.
    """
    row_train, first, part = _trains(rows)
    shift = _earliest(rows.begin, first, part) - first
    ahead, behind, overlap = _successions(rows)
    for _ in range(len(shift) + 1):
        moved = shift.copy()
        np.maximum.at(moved, row_train[behind], shift[row_train[ahead]] + overlap)
        if (moved - shift <= TOLERANCE).all():
            by = shift[row_train]
            return rows._replace(begin=rows.begin + by, follow=rows.follow + by, end=rows.end + by)
        shift = moved
    raise CorridorError("trains block the same resources at the same time: this is no timetable to compress")


def _successions(rows: Blockings) -> tuple[Ints, Ints, Floats]:
    """Rows that follow each other on a resource, and the seconds by which the one ahead overlaps the one behind.

    A train follows the one before it of its own direction; the first after a change of direction follows all those that
    ran the other way since the change before. These imply all other pairs that must not overlap.
    """
    order = np.lexsort((rows.train, rows.end, rows.begin, rows.resource, rows.part))
    if not order.size:
        return order, order, rows.begin
    resource = np.stack((rows.part, rows.resource))[:, order]
    changes = (np.diff(resource) != 0).any(axis=0)
    turns = changes | (np.diff(rows.direction[order]) != 0)
    opens = np.flatnonzero(np.append(True, turns))
    stream = np.cumsum(np.append(False, turns))
    next_open = np.append(opens[1:], 0)[stream]
    met = (next_open > 0) & (resource == resource[:, next_open]).all(axis=0)
    followers = np.flatnonzero(~turns)
    ahead, behind = order[np.append(followers, np.flatnonzero(met))], order[np.append(followers + 1, next_open[met])]
    kept = np.append(rows.follow[order[followers]], rows.end[order[met]])
    return ahead, behind, kept - rows.begin[behind]


def _trains(rows: Blockings) -> tuple[Ints, Floats, Ints]:
    """The train-in-a-part of each row; of each of those the first beginning and the part's place in their order."""
    codes, row_train = np.unique(np.stack((rows.part, rows.train)), axis=1, return_inverse=True)
    first = np.full(codes.shape[1], np.inf)
    np.minimum.at(first, row_train, rows.begin)
    return row_train, first, np.unique(codes[0], return_inverse=True)[1]


def _earliest(begin: Floats, first: Floats, part: Ints) -> Floats:
    """When the first train of its part begins, for each train-in-a-part."""
    earliest = np.full(part.max(initial=-1) + 1, np.inf)
    np.minimum.at(earliest, part, first)
    return earliest[part]


def occupation(compressed: Blockings) -> PartOccupation:
    """How long each part is occupied by trains that are already compressed.

    On each resource from its first beginning to its last end: then the first train of the next period could follow,
    whatever its direction. The resource with the longest such time limits.
    """
    keys, seconds = _spans(compressed)
    order = np.lexsort((-keys[1], seconds, keys[0]))
    last = np.flatnonzero(np.append(np.diff(keys[0][order]), 1)) if order.size else order
    part = _trains(compressed)[2]
    best = order[last]
    return PartOccupation(keys[0][best], seconds[best], keys[1][best], np.bincount(part, minlength=best.size))


def _spans(rows: Blockings) -> tuple[Ints, Floats]:
    """Part and resource of everything that is used, and the seconds from its first beginning to its last end."""
    keys, place = np.unique(np.stack((rows.part, rows.resource)), axis=1, return_inverse=True)
    begin, end = np.full(keys.shape[1], np.inf), np.full(keys.shape[1], -np.inf)
    np.minimum.at(begin, place, rows.begin)
    np.maximum.at(end, place, rows.end)
    return keys, end - begin


def more_paths(rows: Blockings, path: Blockings, room: float) -> tuple[Ints, Ints]:
    """How many more of a path fit into each part until its trains occupy it for ``room`` seconds.

    ``path`` holds the blockings of one more train (or pair of trains, or any bundle) in the parts that it uses. Copies
    of it are added behind the last train and pressed to it. Returns the parts of the path and a number for each; 0
    where the trains there now already occupy the part for longer.
    """
    part, place = np.unique(path.part, return_inverse=True)
    longest = np.zeros(part.size)
    np.maximum.at(longest, place, path.follow - path.begin)
    if not (longest > 0).all():
        raise CorridorError("a path must block something for more than 0 s in each part that it uses")
    copies = int(np.floor(room / longest).max(initial=0)) + 1
    used = _chosen(rows, np.isin(rows.part, part))
    grown = compress(_behind(used, path, copies))
    copy = np.concatenate((np.zeros(used.train.size, np.int64), np.repeat(np.arange(1, copies + 1), path.train.size)))
    occupied = _occupied_by_copies(grown, copy, copies)
    return part, np.maximum((occupied <= room).sum(axis=1) - 1, 0)


def _behind(rows: Blockings, path: Blockings, copies: int) -> Blockings:
    """The rows and, far behind each other, copies of a path, whose trains get numbers of their own."""
    span = np.ptp(np.concatenate((path.begin, path.end))) + 1
    away = rows.end.max(initial=0.0) - path.begin.min() + span * np.arange(copies)
    names, number = np.unique(path.train, return_inverse=True)
    first = rows.train.max(initial=-1) + 1 + names.size * np.arange(copies)
    later = Blockings(
        train=(first[:, None] + number).ravel(),
        part=np.tile(path.part, copies),
        resource=np.tile(path.resource, copies),
        direction=np.tile(path.direction, copies),
        begin=(away[:, None] + path.begin).ravel(),
        follow=(away[:, None] + path.follow).ravel(),
        end=(away[:, None] + path.end).ravel(),
    )
    return Blockings._make([np.concatenate(pair) for pair in zip(rows, later, strict=True)])


def _occupied_by_copies(rows: Blockings, copy: Ints, copies: int) -> Floats:
    """Seconds for which each part is occupied by the rows of copy 0, by those up to copy 1, and so on."""
    keys, place = np.unique(np.stack((rows.part, rows.resource)), axis=1, return_inverse=True)
    begin, end = np.full((keys.shape[1], copies + 1), np.inf), np.full((keys.shape[1], copies + 1), -np.inf)
    np.minimum.at(begin, (place, copy), rows.begin)
    np.maximum.at(end, (place, copy), rows.end)
    begin, end = np.minimum.accumulate(begin, axis=1), np.maximum.accumulate(end, axis=1)
    span = np.where(end > begin, end - begin, 0.0)
    parts = np.flatnonzero(np.append(True, np.diff(keys[0]) != 0))
    return np.asarray(np.maximum.reduceat(span, parts, axis=0))
