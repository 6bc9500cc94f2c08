"""What holds the corridor back: for each route the stage nearest its limit; among routes, the one that waits most.

A stage's use is the highest work share among its resources (occupation without the time in which holders wait for
something else). Resources that merely pass a queue on are never named: permits to load (embargoes), calls for empties,
the permit of a long train for a stretch, the interval between arrivals.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries.stages import Stage, StageKind
from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.backlog import Backlog
from corridorsim.measures.occupation.shares import Occupation
from corridorsim.measures.traffic import Route, route_of_stream

AT_ITS_LIMIT = 0.85
ALIKE = 0.97


@dataclass(frozen=True)
class Bottleneck:
    """The limiting stage of one run, its use, and the waiting on its route."""

    resource: str
    kind: StageKind
    use: float  # share of its limit, work alone
    occupation: float  # share of its limit, with the holders' waiting
    route: Route
    key: str  # the scenario's key that changes it
    is_at_limit: bool
    waiting: float  # train-hours of waiting of the route's loaded trains in the window
    at_begin: int  # loaded trains of the route, due and not arrived when the window begins
    at_end: int  # the same when it ends

    @property
    def why(self) -> str:
        """Its use and the waiting that it causes, in words, for this one run."""
        used = f"{100 * self.use:.0f} % {self.kind.used}"
        if not self.is_at_limit:
            return f"no stage is at its limit; the most used is this one: {used}"
        more = self.at_end - self.at_begin
        queue = f"{more:,} more of them wait at the end than at the start" if more > 0 else self._no_more()
        waits = f"loaded trains {self.route} wait {self.waiting:,.0f} train-hours in the window"
        return f"{used}: {waits}, {queue} (change {self.key})"

    def _no_more(self) -> str:
        return f"{self.at_end:,} wait or are under way at its end" if self.at_end else "all had arrived by its end"


def find_bottleneck(
    columns: Columns, occupation: Occupation, routes: tuple[Route, ...], waiting: Floats, backlog: Backlog
) -> Bottleneck | None:
    """The limiting stage of the route whose trains wait longest; None if no loaded train runs."""
    use = stage_share(columns, occupation.work)
    limits = {route: limit for route in range(len(routes)) if (limit := _limit(columns, use, routes, route))}
    if not limits:
        return None
    pressed = {i: waiting[i] if share >= AT_ITS_LIMIT else -1.0 for i, (_, share) in limits.items()}
    saturated = max(pressed.values()) > 0
    chosen = max(limits, key=lambda i: pressed[i] if saturated else limits[i][1])
    stage, share = limits[chosen]
    occupied = float(stage_share(columns, occupation.occupied)[columns.plan.layout.stages.index(stage)])
    return Bottleneck(
        stage.name, stage.kind, share, occupied, routes[chosen], stage.key, saturated,
        float(waiting[chosen]), int(backlog.at_begin[chosen]), int(backlog.at_end[chosen]),
    )  # fmt: skip


def stage_share(columns: Columns, share: Floats) -> Floats:
    """Per stage, the highest share among its resources."""
    stages, stage = columns.plan.layout.stages, columns.plan.layout.resources.stage
    highest = np.zeros(len(stages))
    np.maximum.at(highest, stage, share)
    return highest


def _limit(columns: Columns, use: Floats, routes: tuple[Route, ...], route: int) -> tuple[Stage, float] | None:
    """The most used stage on the way of a route's loaded trains (if any); if several are equal, one that all pass.

    A gate comes before the resources behind it, which have the same use.
    """
    stages = columns.plan.layout.stages
    passing = {s: n for s, n in _passing(columns, routes, route).items() if stages[s].kind.limits}
    most = max((use[s] for s in passing), default=0.0)
    alike = [s for s in passing if use[s] >= ALIKE * most]
    chosen = max(alike, key=lambda s: (passing[s], use[s], -s), default=None)
    return None if chosen is None else (stages[chosen], float(use[chosen]))


def _passing(columns: Columns, routes: tuple[Route, ...], route: int) -> Counter[int]:
    """Number of a route's loaded trains that pass each stage."""
    plan, program = columns.plan, columns.plan.program
    on_route = route_of_stream(plan, routes)[plan.train_stream] == route
    passing: Counter[int] = Counter()
    for itinerary, trains in zip(*np.unique(program.train_itinerary[on_route], return_counts=True), strict=True):
        first, last = program.take_first[program.step_first[[itinerary, itinerary + 1]]]
        for stage in set(plan.layout.resources.stage[program.take_resource[first:last]].tolist()):
            passing[stage] += int(trains)
    return passing
