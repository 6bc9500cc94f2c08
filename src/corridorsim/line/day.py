"""UIC 406 on a simulated day: its trains compressed, section by section, and how many more would fit.

Blockings come from the engine's outcome: on single track the section, on double track the blocks and the headway before
them. A section between two stations is a part of its own; on double track, each direction of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.formulas import compression
from corridorsim.itineraries import Plan, Role
from corridorsim.itineraries.stages import SECTION
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations import Outcome
from corridorsim.operations.intervals import Intervals, chosen, whole_intervals


@dataclass(frozen=True, eq=False)
class LineDay:
    """A day of a line, by section: what its trains occupy after compression."""

    begin: int  # second of the run
    trains: Ints  # [direction, section], trains that enter it on the day
    occupied: Floats  # share of the day in which the section, or the busier of its two tracks, is occupied
    more: Floats  # additional pairs that fit, up to the recommended occupation

    def pairs(self, most: float) -> float:
        """Pairs of all kinds that the limiting section carries at the recommended occupation.

        The day's pairs and the additional ones that fit; in proportion if the day occupies it for longer, or if nothing
        ran in one direction.
        """
        at = self.limiting
        pairs, occupied, more = float(self.trains[:, at].mean()), float(self.occupied[at]), float(self.more[at])
        if not occupied:
            return float("nan")
        return pairs * most / occupied if occupied > most or np.isnan(more) else pairs + more

    @property
    def limiting(self) -> int:
        """The section with the longest occupation."""
        return int(self.occupied.argmax())


def busiest_day(plan: Plan, outcome: Outcome, line: int, tracks: tuple[date | None, date | None]) -> int:
    """The second at which the day begins, within the measured window, on which most trains run over a line.

    ``tracks`` are the first day with the required tracks and the first day with others: only days in between count, or
    the whole window if it has no such day. Days of a burst of trains that have waited since the start of the run for
    something to open do not count, unless there are no others.
    """
    opened, changed = (None if day is None else (day - plan.layout.start.date()).days * DAY for day in tracks)
    first, last = max(opened or 0, plan.layout.warm_up), plan.program.until if changed is None else changed
    if first >= min(last, plan.program.until):
        first, last = plan.layout.warm_up, plan.program.until
    rows = (plan.layout.steps.section >= 0) & (plan.layout.steps.line == line)
    runs = rows[plan.program.operation_step] & (outcome.started >= first) & (outcome.started < last)
    entries = np.unique(np.stack((outcome.started[runs] // DAY, plan.program.operation_train[runs])), axis=1)
    if not entries.size:
        return first // DAY * DAY
    trains = np.bincount(entries[0])
    settled = trains * ~_burst_days(plan, outcome, rows, len(trains))
    return int((settled if settled.any() else trains).argmax()) * DAY


def _burst_days(plan: Plan, outcome: Outcome, rows: Flags, days: int) -> Flags:
    """Days from something's first opening in the run until the trains that waited for it, or behind those, have run."""
    program, found = plan.program, np.zeros(days, bool)
    runs = rows[program.operation_step] & (outcome.started >= 0)
    entered = np.full(program.trains, program.until)
    np.minimum.at(entered, program.operation_train[runs], outcome.started[runs])
    for resource, opened in _opened(plan):
        takes = program.take_step[program.take_resource == resource]
        users = np.unique(program.operation_train[np.isin(program.operation_step, takes)])
        users = users[(entered[users] < program.until) & ~is_closing(plan)[users]]
        settled = [
            _settled(program.train_ready[alike], entered[alike], opened)
            for stream in np.unique(plan.train_stream[users])
            if len(alike := users[plan.train_stream[users] == stream])
        ]
        if settled and max(settled) > opened:
            found[opened // DAY : max(settled) // DAY + 1] = True
    return found


def _settled(due: Ints, entered: Ints, opened: int) -> int:
    """When the first of some similar trains enters that is due after an opening and waits no longer than most of them.

    The opening itself, if none of them is due before it.
    """
    before, after = due < opened, due >= opened
    if not before.any():
        return opened
    last = int(entered[before].max())
    waits = (entered - due)[after]
    usual = entered[after][waits <= np.median(waits)] if len(waits) else entered[:0]
    return max(last, int(usual.min())) if len(usual) else last


def _opened(plan: Plan) -> Iterator[tuple[int, int]]:
    """Resources of which every unit is closed at the start of the run, and the second at which the first unit opens."""
    program = plan.program
    closings = np.flatnonzero(is_closing(plan) & (program.train_ready == 0))
    first = program.operation_first[closings]
    first = first[np.diff(program.take_first)[program.operation_step[first]] > 0]
    step = program.operation_step[first]
    taken = program.take_resource[program.take_first[step]]
    for resource in np.unique(taken).tolist():
        opened = program.not_before[first[taken == resource] + 1]
        if len(opened) >= program.capacity[resource] > 0:
            yield resource, int(opened.min())


def compressed_day(plan: Plan, outcome: Outcome, line: int, begin: int, most: float) -> LineDay:
    """Compress the trains of the day from ``begin``; ``most`` is the occupation recommended for a day."""
    sections = [row for row, section in enumerate(plan.layout.sections) if section.line == line]
    rows = _blockings(plan, outcome, sections, begin)
    counts = np.zeros((2, len(sections)), np.int64)
    occupied, more = np.zeros(len(sections)), np.full(len(sections), np.nan)
    if rows.train.size:
        found = compression.occupation(compression.compress(rows))
        np.maximum.at(occupied, found.part // 2, found.seconds / DAY)
        keys = np.unique(np.stack((rows.part // 2, rows.direction, rows.train)), axis=1)
        np.add.at(counts, (keys[1], keys[0]), 1)
        more = _more(rows, len(sections), most)
    return LineDay(begin, counts, occupied, more)


def _blockings(plan: Plan, outcome: Outcome, sections: list[int], begin: int) -> compression.Blockings:
    """The blockings of the trains that enter the sections on the day, each until its end.

    Under automatic block, single track is one resource for trains of both directions: followers may be on it together,
    kept apart by the headway; opposing trains may not. What gives each direction its turn blocks nothing.
    """
    held = whole_intervals(plan.program, outcome, begin, begin + DAY)
    number = {plan.layout.sections[row].name: n for n, row in enumerate(sections)}
    of_stage = np.array([number.get(s.section, -1) if s.kind is SECTION else -1 for s in plan.layout.stages])
    section = of_stage[plan.layout.resources.stage[held.resource]]
    double = np.array([_is_double(plan, row, begin) for row in sections])
    trains = plan.layout.resources.have(Role.ONE_WAY)
    is_pool = (plan.program.capacity > 1) | trains
    logical = is_pool & plan.layout.resources.logical
    blocks = (section >= 0) & (held.end > held.begin) & ~is_closing(plan)[held.train]
    blocks &= ~logical[held.resource] & ~(is_pool[held.resource] & double[section])
    held, section = chosen(held, blocks), section[blocks]
    forward = _runs_forward(plan, held, sections, section)
    part = 2 * section + np.where(double[section], ~forward, 0)
    by_group = trains[held.resource]
    resource = np.where(by_group, plan.program.resources + section, held.resource)
    follow = np.where(by_group, held.begin, held.end)
    rows = compression.directed_blockings(held.train, part, resource, ~forward, held.begin, follow, held.end)
    return compression.entering(rows, begin, begin + DAY)


def _is_double(plan: Plan, section: int, moment: int) -> bool:
    since = plan.layout.sections[section].double_from
    return since is not None and since <= moment


def _runs_forward(plan: Plan, held: Intervals, sections: list[int], section: Ints) -> np.ndarray:
    """Whether each interval belongs to a train in the direction of rising kilometres."""
    step = plan.program.operation_step[held.operation]
    while True:
        before = plan.layout.steps.section[step - 1] == plan.layout.steps.section[step]
        if not before.any():
            break
        step = np.where(before, step - 1, step)
    start = np.array([plan.layout.sections[row].start_at for row in sections])[section]
    forward: np.ndarray = plan.layout.steps.at[step] == start
    return forward


def _more(rows: compression.Blockings, sections: int, most: float) -> Floats:
    """Additional pairs like the day's last ones that fit into each section; NaN if nothing ran in one direction."""
    more = np.full(sections, np.nan)
    for number in range(sections):
        here = compression.Blockings._make(column[rows.part // 2 == number] for column in rows)
        last = [here.train[here.direction == way].max(initial=-1) for way in (0, 1)]
        if min(last) < 0:
            continue
        pair = compression.Blockings._make(column[np.isin(here.train, last)] for column in here)
        pair = _apart(pair)
        _, fit = compression.more_paths(here, pair, most * DAY)
        more[number] = fit.min()
    return more


def _apart(pair: compression.Blockings) -> compression.Blockings:
    """Two trains one after the other, so that neither hinders the other; the one that ran last goes last.

    So the first of a pair added behind the day's trains follows one that ran in the other direction, as on the day.
    """
    last = pair.train[pair.begin.argmax()]
    later = np.where(pair.train == last, pair.end.max() - pair.begin.min() + 1.0, 0.0)
    return pair._replace(begin=pair.begin + later, follow=pair.follow + later, end=pair.end + later)
