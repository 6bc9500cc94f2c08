"""What holds the corridor back: of each route the stage nearest its limit, of the routes the one that waits most.

A stage's use is the work share of the resource in it that works most (occupation without the time its holders wait for
something else). What only passes a queue on is never named: permits to load (embargoes), calls for empties, the right
of a long train to a stretch, the interval between arrivals.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries.stages import Stage
from corridorsim.measures.columns import Columns, Floats
from corridorsim.measures.occupation import Occupation
from corridorsim.measures.traffic import Backlog, Route, route_of_stream

AT_ITS_LIMIT = 0.85
ALIKE = 0.97


@dataclass(frozen=True)
class Bottleneck:
    """The limiting stage, how much of it is used, and why it is named."""

    resource: str
    kind: str
    use: float  # share of its limit, work alone
    occupation: float  # share of its limit, with the holders' waiting
    route: str
    why: str
    key: str  # the scenario's key that changes it


def find_bottleneck(
    columns: Columns, occupation: Occupation, routes: tuple[Route, ...], waiting: Floats, backlog: Backlog
) -> Bottleneck | None:
    """The limiting stage of the route whose trains wait longest; None where no loaded train runs."""
    use = stage_share(columns, occupation.work)
    limits = {route: limit for route in range(len(routes)) if (limit := _limit(columns, use, routes, route))}
    if not limits:
        return None
    pressed = {i: waiting[i] if share >= AT_ITS_LIMIT else -1.0 for i, (_, share) in limits.items()}
    saturated = max(pressed.values()) > 0
    chosen = max(limits, key=lambda i: pressed[i] if saturated else limits[i][1])
    stage, share = limits[chosen]
    return Bottleneck(
        stage.name,
        stage.kind.name,
        share,
        float(stage_share(columns, occupation.occupied)[columns.plan.stages.index(stage)]),
        routes[chosen].name,
        _why(stage, share) + _what_waits(routes[chosen], waiting[chosen], backlog.growth(chosen), stage)
        if saturated
        else f"nothing is at its limit; this is used most: {_why(stage, share)}",
        stage.key,
    )


def stage_share(columns: Columns, share: Floats) -> Floats:
    """Per stage, the highest share among its resources."""
    stages, stage = columns.plan.stages, columns.plan.resources.stage
    highest = np.zeros(len(stages))
    np.maximum.at(highest, stage, share)
    return highest


def _limit(columns: Columns, use: Floats, routes: tuple[Route, ...], route: int) -> tuple[Stage, float] | None:
    """The most used stage on the way of a route's loaded trains (if any); of several used alike, the one all pass.

    A gate comes before what it keeps trains from, which is used as much.
    """
    stages = columns.plan.stages
    passing = {s: n for s, n in _passing(columns, routes, route).items() if stages[s].kind.limits}
    most = max((use[s] for s in passing), default=0.0)
    alike = [s for s in passing if use[s] >= ALIKE * most]
    chosen = max(alike, key=lambda s: (passing[s], use[s], -s), default=None)
    return None if chosen is None else (stages[chosen], float(use[chosen]))


def _passing(columns: Columns, routes: tuple[Route, ...], route: int) -> Counter[int]:
    """How many of a route's loaded trains pass each stage on their way."""
    plan, program = columns.plan, columns.plan.program
    on_route = route_of_stream(plan, routes)[plan.train_stream] == route
    passing: Counter[int] = Counter()
    for itinerary, trains in zip(*np.unique(program.train_itinerary[on_route], return_counts=True), strict=True):
        first, last = program.take_first[program.step_first[[itinerary, itinerary + 1]]]
        for stage in set(plan.resources.stage[program.take_resource[first:last]].tolist()):
            passing[stage] += int(trains)
    return passing


def _why(stage: Stage, share: float) -> str:
    """How much of the stage is used, in its own words."""
    return f"{100 * share:.0f} % {stage.kind.used}"


def _what_waits(route: Route, waiting: float, growth: int, stage: Stage) -> str:
    """What a stage at its limit costs its route, and which key changes it."""
    queue = f"{growth:,} more of them wait at the end than at the start" if growth > 0 else "all had passed by its end"
    return f": loaded trains {route.name} wait {waiting:,.0f} train-hours in the window, {queue} (change {stage.key})"
