"""UIC 406 on a simulated day: its trains pressed together, section by section, and how many more would fit.

What blocks what comes from the engine's outcome: on single track the section, on double track the blocks and the
headway before them. A section between two stations is a part of its own, on double track each direction of it.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.capacity import compression
from corridorsim.capacity.arrays import Floats, Ints
from corridorsim.itineraries import Plan
from corridorsim.measures.intervals import Intervals, blocking_intervals, chosen
from corridorsim.operations import Outcome

DAY = 86_400


@dataclass(frozen=True, eq=False)
class LineDay:
    """A day of a line, by section: what its trains occupy when they are pressed together."""

    begin: int  # second of the run
    trains: Ints  # [direction, section], that enter it on the day
    occupied: Floats  # share of the day for which the section, or the busier of its two tracks, is occupied
    more: Floats  # pairs that fit besides, up to the recommended occupation

    @property
    def limiting(self) -> int:
        """The section that is occupied longest."""
        return int(self.occupied.argmax())


def busiest_day(plan: Plan, outcome: Outcome, line: int) -> int:
    """The second at which the day begins, within the measured window, on which most trains run over a line."""
    rows = (plan.steps.section >= 0) & (plan.steps.line == line)
    started = outcome.started[rows[plan.program.operation_step]]
    day = started[started >= plan.warm_up] // DAY
    return int(np.bincount(day).argmax()) * DAY if day.size else plan.warm_up


def compressed_day(plan: Plan, outcome: Outcome, line: int, begin: int, most: float) -> LineDay:
    """Press the trains of the day from ``begin`` together; ``most`` is the occupation recommended for a day."""
    sections = [row for row, section in enumerate(plan.sections) if section.line == line]
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
    """The blockings of the trains that enter the sections on the day, each until it is over."""
    held = blocking_intervals(plan, outcome, begin, begin + 2 * DAY)
    stage = {s.name: row for row, s in enumerate(plan.stages) if s.kind == "section"}
    place = np.full(len(plan.stages), -1)
    for number, row in enumerate(sections):
        if plan.sections[row].name in stage:
            place[stage[plan.sections[row].name]] = number
    section = place[plan.resources.stage[held.resource]]
    double = np.array([_is_double(plan, row, begin) for row in sections])
    is_pool = plan.program.capacity[held.resource] > 1
    logical = plan.resources.logical[held.resource]
    blocks = (section >= 0) & (held.end > held.begin) & ~(is_pool & (logical | double[section]))
    held, section = chosen(held, blocks), section[blocks]
    forward = _runs_forward(plan, held, sections, section)
    part = 2 * section + np.where(double[section], ~forward, 0)
    rows = compression.blockings(held.train, part, held.resource, held.begin, held.end)
    rows = rows._replace(direction=(~forward).astype(np.int64))
    return compression.entering(rows, begin, begin + DAY)


def _is_double(plan: Plan, section: int, moment: int) -> bool:
    since = plan.sections[section].double_from
    return since is not None and since <= moment


def _runs_forward(plan: Plan, held: Intervals, sections: list[int], section: Ints) -> np.ndarray:
    """Whether each interval belongs to a train that runs with the kilometres."""
    step = plan.program.operation_step[held.operation]
    while True:
        before = plan.steps.section[step - 1] == plan.steps.section[step]
        if not before.any():
            break
        step = np.where(before, step - 1, step)
    start = np.array([plan.sections[row].start_at for row in sections])[section]
    forward: np.ndarray = plan.steps.at[step] == start
    return forward


def _more(rows: compression.Blockings, sections: int, most: float) -> Floats:
    """Pairs like the day's last ones that fit into each section besides; not known where nothing ran one way."""
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
    """Two trains one after the other, so that neither is in the other's way."""
    later = np.where(pair.train == pair.train.max(), pair.end.max() - pair.begin.min() + 1.0, 0.0)
    return pair._replace(begin=pair.begin + later, follow=pair.follow + later, end=pair.end + later)
