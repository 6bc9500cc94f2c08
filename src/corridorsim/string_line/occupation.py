"""When a line is occupied: sections by the trains that run over them, stations by their tracks in use."""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Activity, Plan
from corridorsim.itineraries.stages import SECTION, StageKind
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.intervals import (
    Intervals,
    chosen,
    held_at,
    held_intervals,
    kept_for_good,
    under_way,
    whole_intervals,
)
from corridorsim.operations.ledger import operations_of, performing

LOW = 0xFFFFFFFF  # the second of a moment
ONLY_TRACK, RISING_TRACK, FALLING_TRACK = 0, 1, 2  # single track; double track by direction of kilometres


class Passages(NamedTuple):
    """Trains over sections, in the order of operations: each from its first run there until everything is released."""

    train: Ints
    section: Ints  # row of plan.layout.sections
    rising: Flags  # whether it ran the way the line's kilometres rise
    begin: Ints  # second of the run
    end: Ints
    first: Ints  # operations: its first run there
    last: Ints  # operations: its last run there


class Spans(NamedTuple):
    """When a track of a section is occupied: spans that neither overlap nor touch, by section, track and time."""

    section: Ints
    track: Ints  # ONLY_TRACK, RISING_TRACK or FALLING_TRACK
    begin: Ints
    end: Ints


class TrackCounts(NamedTuple):
    """Tracks in use at the stations of a line: one row for each time without a change, by station."""

    station: Ints  # row of plan.layout.stations[line]
    begin: Ints
    end: Ints
    used: Ints  # tracks held by trains, including trains that have not reached their track yet
    open: Ints  # tracks not closed


def section_passages(plan: Plan, outcome: Outcome, begin: int, end: int) -> Passages:
    """Every train over every section, as far as it lies in the window [begin, end).

    A train occupies a section from the start of its first run there until the last thing of the section that it took is
    released (the path to its exit, and the time until another train may follow or oppose it), and at least until it has
    arrived.
    """
    passages, end = whole_passages(plan, outcome, begin, end), min(end, plan.program.until)
    return passages._replace(begin=np.maximum(passages.begin, begin), end=np.minimum(passages.end, end))


def whole_passages(plan: Plan, outcome: Outcome, begin: int, end: int) -> Passages:
    """The passages that reach into the window, cut only at the end of the run."""
    p, steps = plan.program, plan.layout.steps
    trains = under_way(p, outcome, begin, end)
    trains[performing(p, kept_for_good(p, things_of(plan, SECTION))).train] = True
    runs = operations_of(p, np.flatnonzero(trains))
    runs = runs.chosen(((steps.activity == Activity.RUN) & (steps.section != NEVER))[runs.step])
    runs = runs.chosen(outcome.started[runs.operation] != NEVER)
    same = (np.diff(runs.operation) == 1) & (np.diff(steps.section[runs.step]) == 0) & (np.diff(runs.train) == 0)
    is_first = np.append(np.ones(min(len(runs.operation), 1), bool), ~same)
    first, last = runs.chosen(is_first), runs.operation[np.roll(is_first, -1)]
    began = outcome.started[first.operation].astype(np.int64)
    first, last, began = first.chosen(began < end), last[began < end], began[began < end]
    arrived = np.where(outcome.started[last + 1] == NEVER, p.until, outcome.started[last + 1])
    held = whole_intervals(p, outcome, begin, int(arrived.max(initial=end)), trains)
    until = np.maximum(arrived, _given_back(plan, held, first.operation, last))
    passages = Passages(
        first.train, steps.section[first.step].astype(np.int64), _rising(plan)[first.step], began, until,
        first.operation, last,
    )  # fmt: skip
    return Passages._make(column[until > begin] for column in passages)


def section_occupation(plan: Plan, outcome: Outcome, begin: int, end: int) -> Spans:
    """When each section is occupied in the window [begin, end), by track.

    Single track is one track for both directions; from the day its second track opens, a section has one for each.
    """
    trains = section_passages(plan, outcome, begin, end)
    doubled = np.array([plan.program.until if s.double_from is None else s.double_from for s in plan.layout.sections])
    own = np.where(trains.rising, RISING_TRACK, FALLING_TRACK)
    track = np.where(trains.begin >= doubled[trains.section], own, ONLY_TRACK)
    group, since, until = union(trains.section * 3 + track, trains.begin, trains.end)
    return Spans(group // 3, group % 3, since, until)


def union(group: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """The union of intervals, group by group: disjoint, sorted by group and begin; touching ones are joined."""
    order = np.lexsort((begin, group))
    group, begin, end = group[order], begin[order], end[order]
    base = group << 32  # keeps intervals of one group from reaching into the next
    reach = np.maximum.accumulate(base + end)
    is_first = np.append(np.ones(min(len(group), 1), bool), (base + begin)[1:] > reach[:-1])
    is_last = np.roll(is_first, -1)
    return group[is_first], begin[is_first], (reach - base)[is_last]


def track_counts(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> TrackCounts:
    """Tracks in use and tracks open at each station of a line over the window [begin, end).

    Only stations whose tracks are counted have rows.
    """
    end = min(end, plan.program.until)
    resource = _track_resources(plan, line)
    station = np.full(plan.program.resources, NEVER, np.int64)
    station[resource[resource != NEVER]] = np.flatnonzero(resource != NEVER)
    held = held_intervals(plan.program, outcome, begin, end)
    held = chosen(held, (station[held.resource] != NEVER) & (held.end > held.begin))
    place = station[held.resource]
    begins = (np.flatnonzero(resource != NEVER) << 32) | begin
    every = np.unique(np.concatenate((begins, place << 32 | held.begin, place << 32 | held.end)))
    every = every[every & LOW < end]
    closing = is_closing(plan)[held.train]
    used, shut = (held_at(chosen(held, own), place[own], every) for own in (~closing, closing))
    goes_on = np.append(np.diff(every >> 32) == 0, np.zeros(min(len(every), 1), bool))
    until = np.where(goes_on, np.roll(every, -1) & LOW, end)
    tracks = plan.program.capacity[resource[every >> 32]]
    return TrackCounts(every >> 32, every & LOW, until, used, tracks - shut)


def section_shares(spans: Spans, sections: int, begin: int, end: int) -> Floats:
    """Share of the window [begin, end) in which each track of each section is occupied: [sections, tracks]."""
    seconds = np.bincount(spans.section * 3 + spans.track, spans.end - spans.begin, sections * 3)
    return seconds.reshape(-1, 3) / (end - begin)


def station_shares(counts: TrackCounts, stations: int, begin: int, end: int) -> tuple[Floats, Floats]:
    """Per station, the share of its open track time that is in use, and the share of the window with all tracks in use.

    NaN if tracks are not counted; a station that is closed has none in use.
    """
    length = (counts.end - counts.begin).astype(float)
    used, opened = (np.bincount(counts.station, length * units, stations) for units in (counts.used, counts.open))
    full = np.bincount(counts.station, length * ((counts.used >= counts.open) & (counts.used > 0)), stations)
    counted = np.bincount(counts.station, minlength=stations) > 0
    share = used / np.maximum(opened, 1)
    return np.where(counted, share, np.nan), np.where(counted, full / (end - begin), np.nan)


def _track_resources(plan: Plan, line: int) -> Ints:
    """Per station of a line, the resource that counts its tracks, NEVER if none does."""
    rows = plan.layout.station_tracks
    return np.array([rows.get(name, NEVER) for name, _ in plan.layout.stations[line]], np.int64)


def _rising(plan: Plan) -> Flags:
    """Per step, whether a run goes the way the kilometres rise: by where the next step begins."""
    at = plan.layout.steps.at
    with np.errstate(invalid="ignore"):
        rising: Flags = np.roll(at, -1) > at
    return rising


def _given_back(plan: Plan, held: Intervals, first: Ints, last: Ints) -> Ints:
    """When the last section resource taken by each of these rows of operations is put back; NEVER if none."""
    held = chosen(held, things_of(plan, SECTION)[held.resource])
    row = which_run(held.operation, first, last)
    until = np.full(len(first) + 1, NEVER, np.int64)  # one more for resources taken elsewhere
    np.maximum.at(until, row, held.end)
    return until[:-1]


def which_run(operation: Ints, first: Ints, last: Ints) -> Ints:
    """The run (first and last operation, rising) to which an operation belongs, NEVER for none."""
    row = np.searchsorted(first, operation, "right") - 1
    rows: Ints = np.where(operation <= np.append(last, NEVER)[row], row, NEVER)
    return rows


def things_of(plan: Plan, kind: StageKind) -> Flags:
    """Per resource, whether it is a thing (no permit, token or test) of a stage of this kind."""
    own = np.array([stage.kind is kind for stage in plan.layout.stages], bool)[plan.layout.resources.stage]
    things: Flags = own & ~plan.layout.resources.logical
    return things
