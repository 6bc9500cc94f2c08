"""Where the trains of a direction split up and join again: which stages are alternatives, and which trains pass which.

Stages of which no train can pass two (plain fronts and the container yard) are parallel lanes between the stages before
and after them. A stage without an alternative that some trains omit is bypassed.
"""

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Plan
from corridorsim.measures.border.crossing_stages import CrossingStages
from corridorsim.measures.tables import Table


def find_alternatives(plan: Plan, crossing_stages: CrossingStages) -> Table:
    """A row for each direction and stage, in the order of ``crossing_stages.rows``.

    ``share_that_uses_it``: share of the trains due in the window that take from the stage. ``block``: stages with the
    same number are parallel, in the order of passing. ``lane``: stages of a block with the same number follow each
    other. ``passes_by_share``: share of the trains that take from none of the block.
    """
    due = np.bincount(
        plan.program.train_itinerary[plan.program.train_ready >= plan.layout.warm_up], minlength=_itineraries(plan)
    )
    over = crossing_stages.crosses >= 0
    parts = []
    for route, both in enumerate(zip(crossing_stages.stages, crossing_stages.onward_stages, strict=True)):
        for onward, stages in zip((False, True), both, strict=True):
            own = crossing_stages.carries & (crossing_stages.route == route) & (over != onward)
            uses = (
                np.stack([uses_stage(plan, stage)[own] for stage in stages])
                if len(stages)
                else np.zeros((0, own.sum()), bool)
            )
            parts.append(_rows(uses, due[own]))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _itineraries(plan: Plan) -> int:
    return len(plan.program.step_first) - 1


def uses_stage(plan: Plan, stage: int) -> Flags:
    """Per itinerary, whether it takes from a stage."""
    program = plan.program
    uses = np.zeros(_itineraries(plan), bool)
    uses[program.step_itinerary[program.take_step[plan.layout.resources.stage[program.take_resource] == stage]]] = True
    return uses


def _rows(uses: Flags, due: Ints) -> Table:
    """The rows of some stages, (stages, itineraries) in order, given the number of trains per itinerary."""
    trains = max(int(due.sum()), 1)
    block, lane = find_parallel_stages(uses)
    passed = np.stack([uses[block == each].any(axis=0) for each in block]) if len(uses) else uses
    return {
        "share_that_uses_it": _share(uses, due, trains), "block": block, "lane": lane,
        "passes_by_share": 1 - _share(passed, due, trains),
    }  # fmt: skip


def _share(uses: Flags, due: Ints, trains: int) -> Floats:
    share: Floats = uses @ due.astype(float) / trains
    return share


def find_parallel_stages(uses: Flags) -> tuple[Ints, Ints]:
    """Per stage its block and its lane in it, from which itineraries use it (stages, itineraries), stages in order.

    Only consecutive stages that some itineraries omit share a block.
    """
    together: Flags = np.asarray(uses.astype(int) @ uses.T.astype(int) > 0)
    everybody: Flags = np.all(uses, axis=1)
    run = np.cumsum(everybody | np.append(True, everybody[:-1])[: len(uses)])  # consecutive stages that some omit
    apart = ~together & (run[:, np.newaxis] == run) & ~everybody & ~everybody[:, np.newaxis]
    block = _in_order(_connected(apart))
    lane = np.zeros(len(uses), np.int64)
    for each in np.unique(block):
        own = np.flatnonzero(block == each)
        lane[own] = _in_order(_connected(together[np.ix_(own, own)]))
    return block, lane


def _connected(linked: Flags) -> Ints:
    """Per row a number shared by all rows that are linked, directly or through others."""
    from scipy.sparse.csgraph import connected_components

    found: Ints = connected_components(linked, directed=False)[1].astype(np.int64)
    return found


def _in_order(number: Ints) -> Ints:
    """The same groups, numbered in order of first appearance."""
    _, first, group = np.unique(number, return_index=True, return_inverse=True)
    place: Ints = np.argsort(np.argsort(first))[group]
    return place
