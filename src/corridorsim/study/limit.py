"""What holds the corridor back over all replications: the stage that most of them name, with the study's means.

Its numbers and the waiting of its route are those of every replication, including those that name another stage.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries.stages import StageKind
from corridorsim.measures.bottleneck import Bottleneck
from corridorsim.measures.numbers import BACKLOG, BACKLOG_AT_START, Number, Numbers, Route
from corridorsim.measures.tables import Table
from corridorsim.statistics.estimate import Estimate


@dataclass(frozen=True)
class LimitingStage:
    """The limiting stage over the replications."""

    resource: str
    kind: StageKind
    route: Route
    key: str  # the scenario's key that changes it
    is_at_limit: bool  # in most of the replications that name it
    named: int  # replications that name it
    replications: int
    use: Estimate  # share of its limit, work only
    occupation: Estimate  # share of its limit, including the holders' waiting
    waiting: Estimate  # train-hours that the route's loaded trains waited in the window
    at_begin: Estimate  # loaded trains of the route, due and not arrived when the window begins
    at_end: Estimate  # the same when it ends
    growth: Estimate  # growth of these, replication by replication


def find_limit(
    named: Sequence[Bottleneck | None],
    resources: Sequence[Table],
    waiting: Sequence[dict[Route, float]],
    numbers: Sequence[Numbers[float]],
) -> LimitingStage | None:
    """The limit, from each replication's bottleneck, its table of resources, train-hours by route, and numbers.

    None if no replication names one.
    """
    there = [each for each in named if each is not None]
    if not there:
        return None
    most, key = Counter((each.resource, each.key) for each in there).most_common(1)[0][0]
    ours = [each for each in there if (each.resource, each.key) == (most, key)]
    first = ours[0]
    route = Counter(each.route for each in ours).most_common(1)[0][0]
    begin, end = (
        [each.by_number.get(Number(what, route), np.nan) for each in numbers] for what in (BACKLOG_AT_START, BACKLOG)
    )
    use, occupation = (
        [_share(table, most, key, name) for table in resources] for name in ("work_share", "occupied_share")
    )
    return LimitingStage(
        most,
        first.kind,
        route,
        key,
        2 * sum(each.is_at_limit for each in ours) > len(ours),
        len(ours),
        len(named),
        Estimate.of_shares(use),
        Estimate.of_shares(occupation),
        Estimate.of_amounts([each.get(route, np.nan) for each in waiting]),
        Estimate.of_amounts(begin),
        Estimate.of_amounts(end),
        Estimate.of([b - a for a, b in zip(begin, end, strict=True)]),
    )


def _share(table: Table, stage: str, key: str, share: str) -> float:
    """The highest share among the resources of a stage; two stages of one name have different keys."""
    own = (table["stage"] == stage) & (table["change"] == key)
    return float(np.max(table[share], where=own, initial=0.0))
