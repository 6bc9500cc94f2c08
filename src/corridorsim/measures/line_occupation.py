"""What of a line is occupied, and when: sections by the trains that run over them, stations by their tracks in use."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries import Activity, Plan
from corridorsim.measures.intervals import (
    Intervals,
    Mask,
    blocking_intervals,
    chosen,
    held_intervals,
    is_closing,
)
from corridorsim.operations import NEVER, Outcome

Ints = npt.NDArray[np.int64]

LOW = 0xFFFFFFFF  # the second of a moment
ONLY_TRACK, RISING_TRACK, FALLING_TRACK = 0, 1, 2  # single track; double track by the way the kilometres go


class Passages(NamedTuple):
    """Trains over sections, in the order of the operations: each from its first run there until all is given back."""

    train: Ints
    section: Ints  # row of plan.sections
    rising: Mask  # whether it ran the way the line's kilometres rise
    begin: Ints  # second of the run
    end: Ints


class Spans(NamedTuple):
    """When a track of a section is occupied: spans that neither overlap nor touch, by section, track and time."""

    section: Ints
    track: Ints  # ONLY_TRACK, RISING_TRACK or FALLING_TRACK
    begin: Ints
    end: Ints


class TrackCounts(NamedTuple):
    """How many tracks of the stations of a line are in use: a row for each time that does not change, by station."""

    station: Ints  # row of plan.stations[line]
    begin: Ints
    end: Ints
    used: Ints  # tracks held by trains, also by one that has not come to its track yet
    open: Ints  # tracks not closed


def section_passages(plan: Plan, outcome: Outcome, begin: int, end: int) -> Passages:
    """Every train over every section, as far as it lies in the window [begin, end).

    A train occupies a section from the start of its first run there until the last thing of the section that it took
    is given back (the way to its exit, and the time until another may follow or come against it), and at least until
    it has arrived.
    """
    p, end = plan.program, min(end, plan.program.until)
    section, rising = plan.steps.section[p.operation_step], _rising(plan)[p.operation_step]
    runs = plan.steps.activity[p.operation_step] == Activity.RUN
    row = np.flatnonzero(runs & (section >= 0) & (outcome.started != NEVER))
    same = (np.diff(row) == 1) & (np.diff(section[row]) == 0) & (np.diff(p.operation_train[row]) == 0)
    is_first = np.append(np.ones(min(len(row), 1), bool), ~same)
    first, last = row[is_first], row[np.roll(is_first, -1)]
    arrived = np.where(outcome.started[last + 1] == NEVER, end, outcome.started[last + 1])
    until = np.maximum(arrived, _given_back(blocking_intervals(plan, outcome, begin, end), plan, first, last))
    since = outcome.started[first].astype(np.int64)
    passages = Passages(
        p.operation_train[first].astype(np.int64), section[first].astype(np.int64), rising[first],
        np.maximum(since, begin), np.minimum(until, end),
    )  # fmt: skip
    return Passages._make(column[(since < end) & (until > begin)] for column in passages)


def section_occupation(plan: Plan, outcome: Outcome, begin: int, end: int) -> Spans:
    """When each section is occupied in the window [begin, end), by track.

    Single track is one track for both directions; from the day its second track opens, a section has a track for each.
    """
    trains = section_passages(plan, outcome, begin, end)
    doubled = np.array([plan.program.until if s.double_from is None else s.double_from for s in plan.sections])
    own = np.where(trains.rising, RISING_TRACK, FALLING_TRACK)
    track = np.where(trains.begin >= doubled[trains.section], own, ONLY_TRACK)
    group, since, until = union(trains.section * 3 + track, trains.begin, trains.end)
    return Spans(group // 3, group % 3, since, until)


def union(group: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """The union of intervals, group by group: disjoint, sorted by group and begin; those that touch become one."""
    order = np.lexsort((begin, group))
    group, begin, end = group[order], begin[order], end[order]
    base = group << 32  # keeps what came before in one group from reaching into the next
    reach = np.maximum.accumulate(base + end)
    is_first = np.append(np.ones(min(len(group), 1), bool), (base + begin)[1:] > reach[:-1])
    is_last = np.roll(is_first, -1)
    return group[is_first], begin[is_first], (reach - base)[is_last]


def track_counts(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> TrackCounts:
    """Tracks in use and tracks open at each station of a line over the window [begin, end).

    Only stations whose tracks are counted (a resource "NAME tracks") have rows.
    """
    end = min(end, plan.program.until)
    resource = _track_resources(plan, line)
    station = np.full(plan.program.resources, NEVER, np.int64)
    station[resource[resource != NEVER]] = np.flatnonzero(resource != NEVER)
    held = held_intervals(plan.program, outcome, begin, end)
    held = chosen(held, (station[held.resource] != NEVER) & (held.end > held.begin))
    place = station[held.resource] << 32
    begins = (np.flatnonzero(resource != NEVER) << 32) | begin
    every = np.unique(np.concatenate((begins, place | held.begin, place | held.end)))
    every = every[every & LOW < end]
    closing = is_closing(plan)[held.train]
    used = _running(every, chosen(held, ~closing), place[~closing])
    shut = _running(every, chosen(held, closing), place[closing])
    goes_on = np.append(np.diff(every >> 32) == 0, np.zeros(min(len(every), 1), bool))
    until = np.where(goes_on, np.roll(every, -1) & LOW, end)
    tracks = plan.program.capacity[resource[every >> 32]]
    return TrackCounts(every >> 32, every & LOW, until, used, tracks - shut)


def _running(every: Ints, held: Intervals, place: Ints) -> Ints:
    """Units held from each of the moments on; a moment is a station << 32 | second."""
    size = len(every) + 1  # what lasts to the window's end is taken off where the next station begins
    taken = np.bincount(np.searchsorted(every, place | held.begin), held.units, size)
    given = np.bincount(np.searchsorted(every, place | held.end), held.units, size)
    running: Ints = np.cumsum(taken - given)[:-1].astype(np.int64)
    return running


def _track_resources(plan: Plan, line: int) -> Ints:
    """Per station of a line, the resource that counts its tracks, NEVER where none does."""
    rows = {name: row for row, name in enumerate(plan.legend.resources)}
    return np.array([rows.get(f"{name} tracks", NEVER) for name, _ in plan.stations[line]], np.int64)


def _rising(plan: Plan) -> Mask:
    """Per step, whether a run goes the way the kilometres rise: by where the next step begins."""
    at = plan.steps.at
    with np.errstate(invalid="ignore"):
        rising: Mask = np.roll(at, -1) > at
    return rising


def _given_back(held: Intervals, plan: Plan, first: Ints, last: Ints) -> Ints:
    """When the last thing of the section taken by each of these rows of operations is given back, NEVER for nothing."""
    held = chosen(held, things_of(plan, "section")[held.resource])
    row = np.searchsorted(first, held.operation, "right") - 1
    inside = held.operation <= np.append(last, NEVER)[row]
    until = np.full(len(first), NEVER, np.int64)
    np.maximum.at(until, row[inside], held.end[inside])
    return until


def things_of(plan: Plan, kind: str) -> Mask:
    """Per resource, whether it is a thing (no permit, token or test) of a stage of this kind."""
    own = np.array([stage.kind == kind for stage in plan.stages], bool)[plan.resources.stage]
    things: Mask = own & ~plan.resources.logical
    return things
