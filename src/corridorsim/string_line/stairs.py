"""The blocking-time stairway: which blocks of a line each train blocks for the others, and how long."""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Plan
from corridorsim.itineraries.stages import SECTION
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.intervals import Intervals, chosen, held_at, whole_intervals
from corridorsim.operations.ledger import whose
from corridorsim.string_line.occupation import Passages, things_of, which_run, whole_passages


class Stairs(NamedTuple):
    """Blocks (or whole sections) held by trains, train by train in the order in which they run over them."""

    train: Ints
    section: Ints  # row of plan.layout.sections
    resource: Ints  # the block, NEVER where the section lets several trains in at once
    rising: Flags  # whether the train runs the way the line's kilometres rise
    begin: Ints  # second of the run, not cut
    end: Ints
    from_at: Floats  # metres along the line, where the train reaches it
    to_at: Floats  # metres along the line, where the train leaves it


def blocking_stairway(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> Stairs:
    """The stairs of all trains on a line that block something at some time in [begin, end).

    A stair is a physical resource of which only one unit is open (a block; a section of single track), from the moment
    a train takes it until it is put back, over the metres that the train runs in between. A train that holds the whole
    section blocks it as one, even if it has several blocks. A section that admits several trains and has no blocks is
    one stair for each train: such stairs may overlap, those of one block never do. Stairs still open at the end of the
    run end with it.
    """
    passages = whole_passages(plan, outcome, begin, end)
    own = np.array([section.line == line for section in plan.layout.sections], bool)[passages.section]
    passages = Passages._make(column[own] for column in passages)
    held, row = _blocks(plan, outcome, passages)
    from_at, to_at = _extent(plan, held, passages, row)
    whole = np.abs(to_at - from_at) >= _lengths(plan)[passages.section[row]] - 1
    kept = (from_at != to_at) & _outermost(held, row, whole)
    bare = np.setdiff1d(np.arange(len(passages.train)), row[kept])
    stairs = _joined(
        _of_blocks(chosen(held, kept), passages, row[kept], from_at[kept], to_at[kept]),
        _of_sections(plan, Passages._make(column[bare] for column in passages)),
        np.concatenate((held.operation[kept], passages.first[bare])),
    )
    return Stairs._make(column[(stairs.begin < end) & (stairs.end > begin)] for column in stairs)


def _blocks(plan: Plan, outcome: Outcome, passages: Passages) -> tuple[Intervals, Ints]:
    """The resources of these sections, open to one train at a time, that trains take, and in which passage."""
    p = plan.program
    since, until = int(passages.begin.min(initial=p.until)), int(passages.end.max(initial=0))
    held = whole_intervals(p, outcome, since, until)
    held = chosen(held, things_of(plan, SECTION)[held.resource] & (held.end > held.begin))
    shut = is_closing(plan)[held.train]
    closed, held = chosen(held, shut), chosen(held, ~shut)
    units = p.capacity[held.resource] - held_at(closed, closed.resource, held.resource << 32 | held.begin)
    row = which_run(held.operation, passages.first, passages.last)
    kept = (units == 1) & (row != NEVER)
    return chosen(held, kept), row[kept]


def _extent(plan: Plan, held: Intervals, passages: Passages, row: Ints) -> tuple[Floats, Floats]:
    """From where to where the train runs between taking a block and putting it back, inside the section."""
    steps = plan.layout.steps
    taking, giving = (whose(plan.program, each).step for each in (held.operation, np.maximum(held.given, 0)))
    ends = np.array([(section.start_at, section.end_at) for section in plan.layout.sections]).reshape(-1, 2)
    low, high = ends[passages.section[row]].T
    taken, given = steps.at[taking], steps.at[giving]
    runs_on = (held.given != NEVER) & (steps.section[giving] == passages.section[row])
    given = np.where(runs_on, given, np.where(passages.rising[row], high, low))
    return np.clip(taken, low, high), np.clip(given, low, high)


def _lengths(plan: Plan) -> Floats:
    return np.array([section.end_at - section.start_at for section in plan.layout.sections])


def _outermost(held: Intervals, row: Ints, whole: Flags) -> Flags:
    """For a passage with blocks over the whole section only the one held longest, for others all."""
    order = np.lexsort((held.resource, -held.end, ~whole, row))
    is_first = np.ones(len(row), bool)
    is_first[order] = np.diff(row[order], prepend=NEVER) != 0
    with_whole = np.isin(row, row[whole])
    outermost: Flags = ~with_whole | is_first
    return outermost


def _of_blocks(held: Intervals, passages: Passages, row: Ints, from_at: Floats, to_at: Floats) -> Stairs:
    return Stairs(
        held.train, passages.section[row], held.resource, passages.rising[row], held.begin, held.end, from_at, to_at
    )


def _of_sections(plan: Plan, bare: Passages) -> Stairs:
    """Passages without a block of their own, as one stair over the section."""
    ends = np.array([(section.start_at, section.end_at) for section in plan.layout.sections]).reshape(-1, 2)[
        bare.section
    ]
    from_at, to_at = (np.where(bare.rising, ends[:, i], ends[:, 1 - i]) for i in (0, 1))
    none = np.full(len(bare.train), NEVER, np.int64)
    return Stairs(bare.train, bare.section, none, bare.rising, bare.begin, bare.end, from_at, to_at)


def _joined(one: Stairs, other: Stairs, operation: Ints) -> Stairs:
    """Both in the order of the operations that took them."""
    order = np.argsort(operation, kind="stable")
    return Stairs._make(np.concatenate(pair)[order] for pair in zip(one, other, strict=True))
