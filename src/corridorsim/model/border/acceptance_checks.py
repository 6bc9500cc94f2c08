"""Checks of what a crossing accepts: limits in order of date, kinds that some train is of, limits that let it pass."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from corridorsim.errors import Path, Said, shown
from corridorsim.model.border.acceptance import EMPTY, REST, AcceptedKind, DatedLimit, kind_of_empties, kinds_of
from corridorsim.model.border.crossing import Crossing
from corridorsim.model.corridor import Consist
from corridorsim.model.description import Description
from corridorsim.model.lines.traction_checks import known

BY_DIRECTION = ("accepts", "agreed", "kinds")


class _Train(NamedTuple):
    """A consist of a flow that may use the crossing, in one direction."""

    flow: str
    name: str
    consist: Consist


def find_acceptance_problems(scenario: Description, name: str) -> Iterator[Said]:
    """Mistakes in what one crossing accepts."""
    crossing, path = scenario.crossings[name], ("crossings", name)
    for key in BY_DIRECTION:
        for direction in getattr(crossing, key):
            yield from known((*path, key, direction), direction, crossing.directions, "direction of this crossing")
    for i, direction in enumerate(crossing.count_empties):
        yield from known((*path, "count_empties", i), direction, crossing.directions, "direction of this crossing")
    for direction in crossing.directions:
        yield from _direction(scenario, path, name, direction)


def _direction(scenario: Description, path: Path, name: str, direction: str) -> Iterator[Said]:
    crossing = scenario.crossings[name]
    kinds = crossing.kinds.get(direction, {})
    if not crossing.limit(direction) and not kinds:
        yield (*path, "accepts"), f'must give the trains accepted in the direction "{direction}"'
    for key in ("accepts", "agreed"):
        if direction in getattr(crossing, key):
            yield from _dated_limits((*path, key, direction), getattr(crossing, key)[direction])
    limit, key = crossing.limit(direction), "accepts" if direction in crossing.accepts else "agreed"
    if limit and max(limit.units for limit in limit) < 1:
        yield (*path, key, direction), "must accept a train on some day; to close a crossing, remove its flows"
    yield from _counted_alike(
        (*path, "agreed", direction), crossing.agreed.get(direction), crossing.accepts.get(direction)
    )
    trains = [*_trains(scenario, name, direction)]
    back = [*_rakes(crossing, _trains(scenario, name, _other(crossing, direction)), direction)]
    crosses = [each for each in trains if limit] + (back if direction in crossing.count_empties else [])
    yield from _long_enough((*path, key, direction), limit, crosses)
    for kind, told in kinds.items():
        yield from _kind((*path, "kinds", direction, kind), kind, told)
    yield from _kinds(scenario, (*path, "kinds", direction), kinds, trains)
    yield from _passes((*path, "kinds", direction), kinds, trains, back)
    if kinds and not limit and REST not in kinds:
        yield from _unlisted((*path, "kinds", direction), kinds, trains)
    if direction in crossing.count_empties and not limit and kind_of_empties(kinds) is None:
        yield (
            (*path, "count_empties", crossing.count_empties.index(direction)),
            f'"{direction}" has neither a limit of all trains nor the kind {REST} or {EMPTY} to count empties',
        )


def _dated_limits(path: Path, limits: Sequence[DatedLimit]) -> Iterator[Said]:
    """Each counts trains or wagons, all the same, in whole numbers; they begin one after the other."""
    for i, (before, limit) in enumerate(pairwise(limits), 1):
        if limit.since is None or (before.since is not None and limit.since <= before.since):
            yield (*path, i), "must begin after the previous limit (since: 2025-07-01)"
    for i, limit in enumerate(limits):
        if (limit.trains is None) == (limit.wagons is None):
            told = "neither" if limit.trains is None else "both"
            yield (*path, i), f"must give either trains or wagons (got {told})"
        elif limit.counted != limits[0].counted:
            yield (*path, i), f"must count {limits[0].counted}, as the first limit does (got {limit.counted})"
        if limit.units != round(limit.units):
            yield (*path, i), f"must be a whole number of {limit.counted} in 24 hours (got {limit.units:g})"


def _counted_alike(
    path: Path, agreed: Sequence[DatedLimit] | None, accepts: Sequence[DatedLimit] | None
) -> Iterator[Said]:
    """What was agreed is compared with what is accepted, so both count the same."""
    if agreed and accepts and agreed[0].counted != accepts[0].counted:
        yield path, f"must count {accepts[0].counted}, as what is in fact accepted (got {agreed[0].counted})"


def _kind(path: Path, name: str, kind: AcceptedKind) -> Iterator[Said]:
    if not kind.limits:
        yield path, "must give accepts or agreed: the trains or wagons a day of this kind"
    for key in ("accepts", "agreed"):
        if getattr(kind, key):
            yield from _dated_limits((*path, key), getattr(kind, key))
    yield from _counted_alike((*path, "agreed"), kind.agreed, kind.accepts)
    for key in ("commodities", "classes") if name in (REST, EMPTY) else ():
        if getattr(kind, key):
            counts = "all trains of no other kind" if name == REST else "empty rakes on their way back"
            yield (*path, key), f'must be omitted: "{name}" counts {counts}'


def _kinds(
    scenario: Description, path: Path, kinds: Mapping[str, AcceptedKind], trains: Sequence[_Train]
) -> Iterator[Said]:
    """Every kind is one that some train is of, and no train is of two."""
    commodities = {each.commodity for each in scenario.consists.values() if each.commodity is not None}
    for name, kind in kinds.items():
        for i, commodity in enumerate(kind.commodities):
            yield from known((*path, name, "commodities", i), commodity, commodities, "commodity of a consist")
        if name in (REST, EMPTY) or not set(kind.commodities) <= commodities:
            continue
        if not any(kind.counts(name, each.consist) for each in trains):
            carried = ", ".join(dict.fromkeys(each.consist.commodity or each.consist.goes_as for each in trains))
            yield (
                (*path, name),
                f'counts no train: no flow over this crossing in this direction has trains of the kind "{name}" '
                f"(their kinds: {carried or 'none'}); if it stands for several, give commodities or classes",
            )
    for each in {each.name: each for each in trains}.values():
        if len(own := kinds_of(dict(kinds), each.consist)) > 1:
            yield (
                (*path, own[1]),
                f'must not count the trains of consist "{each.name}", which the kind "{own[0]}" already counts',
            )


def _unlisted(path: Path, kinds: Mapping[str, AcceptedKind], trains: Sequence[_Train]) -> Iterator[Said]:
    for each in {each.name: each for each in trains}.values():
        if not kinds_of(dict(kinds), each.consist):
            yield (
                path,
                f'must give {REST}, the number of trains of all other kinds: flow "{each.flow}" has trains of consist '
                f'"{each.name}", which no kind counts',
            )
            return


def _passes(
    path: Path, kinds: Mapping[str, AcceptedKind], trains: Sequence[_Train], back: Sequence[_Train]
) -> Iterator[Said]:
    """A kind with trains accepts one on some day."""
    for name, kind in kinds.items():
        own = [each for each in trains if name in kinds_of(dict(kinds), each.consist)]
        own += back if kind_of_empties(dict(kinds)) == name else []
        key = "accepts" if kind.accepts else "agreed"
        most = max((limit.units for limit in kind.limits), default=1)
        if own and most < 1:
            yield (
                (*path, name, key),
                f'must accept a train on some day, as flow "{own[0].flow}" has trains of this kind (got {most:g})',
            )
        else:
            yield from _long_enough((*path, name, key), kind.limits, own)


def _long_enough(path: Path, limits: Sequence[DatedLimit], trains: Sequence[_Train]) -> Iterator[Said]:
    """A number of wagons is enough for the longest train, or it would wait for ever."""
    if not limits or limits[0].counted == "trains" or not trains:
        return
    most, longest = max(limit.units for limit in limits), max(trains, key=lambda each: each.consist.wagons)
    if 1 <= most < longest.consist.wagons:
        yield (
            path,
            f'must be at least {longest.consist.wagons} wagons/day, the wagons of a train of consist "{longest.name}": '
            f"none would ever be accepted (got {shown(f'{most:g} wagons/day')})",
        )


def _trains(scenario: Description, crossing: str, direction: str) -> Iterator[_Train]:
    for name, flow in scenario.traffic.flows.items():
        if crossing in flow.crossings and flow.direction == direction:
            yield from (
                _Train(name, each, scenario.consists[each]) for each in flow.consists if each in scenario.consists
            )


def _rakes(crossing: Crossing, trains: Iterator[_Train], direction: str) -> Iterator[_Train]:
    """Trains of the other direction whose rakes come back empty in this one, if these count."""
    if direction in crossing.count_empties or EMPTY in crossing.kinds.get(direction, {}):
        other = _other(crossing, direction)
        yield from (each for each in trains if not crossing.wagons_go_on(other, each.consist.commodity))


def _other(crossing: Crossing, direction: str) -> str:
    return next((each for each in crossing.directions if each != direction), direction)
