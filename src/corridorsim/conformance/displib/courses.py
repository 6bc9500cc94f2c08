"""What a train does, whichever of equal parallel tracks it gets: its operations in layers, one after another.

A layer is one operation, or one for each of k equal tracks: alternatives that differ only in the track they hold. Equal
tracks become one pool of k units. A file with any other alternatives is refused with a message.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corridorsim.conformance.displib.problem import Delay, DisplibProblem, Operation
from corridorsim.errors import CorridorError


@dataclass(frozen=True)
class Layer:
    """One operation of a course: ``alternatives`` are its indices in the file, by track where there is a choice."""

    start_lb: int
    start_ub: int | None
    min_duration: int
    releases: Mapping[str, int]  # release time by pool
    alternatives: Mapping[str, int]  # operation by track; a single entry "" if there is no choice
    delays: tuple[Delay, ...]


@dataclass(frozen=True)
class Hold:
    """A pool's unit held from the start of layer ``first`` to the start of layer ``end``, and its release time more."""

    pool: str
    first: int
    end: int  # the number of layers for one that is never given back
    release: int


@dataclass(frozen=True)
class Course:
    """The layers of one train, and what it holds over them."""

    layers: tuple[Layer, ...]
    holds: tuple[Hold, ...]


@dataclass(frozen=True)
class Courses:
    """All trains of a problem; ``pools`` are the equal tracks by the pool's name."""

    pools: Mapping[str, tuple[str, ...]]
    trains: tuple[Course, ...]


def course_of(layers: Sequence[Layer]) -> Course:
    """The course of some layers, one after another."""
    return Course(tuple(layers), tuple(_holds(layers)))


def courses_of(problem: DisplibProblem) -> Courses:
    """The courses of a problem. CorridorError (train, operation, why) unless alternatives are equal parallel tracks."""
    layers = [_layers(problem, train) for train in range(len(problem.trains))]
    pools = _pools(problem, layers)
    pool_of = {track: pool for pool, tracks in pools.items() for track in tracks}
    return Courses(pools, tuple(_course(problem, train, rows, pool_of) for train, rows in enumerate(layers)))


def _layers(problem: DisplibProblem, train: int) -> list[tuple[int, ...]]:
    """The operations of a train in layers, from its first to its last."""
    operations = problem.trains[train]
    layers: list[tuple[int, ...]] = [(0,)]
    while onward := sorted({s for index in layers[-1] for s in operations[index].successors}):
        if len(layers) == len(operations):
            raise CorridorError(f"{problem.name}: train {train}: its operations lead back to where they came from")
        layers.append(tuple(onward))
        _check_alike(problem, train, layers[-1])
    for here, there in pairwise(layers):
        _check_links(problem, train, here, there)
    return layers


def _refuse(problem: DisplibProblem, train: int, layer: Sequence[int], why: str) -> CorridorError:
    named = " and ".join(map(str, layer)) if len(layer) < 4 else f"{layer[0]} to {layer[-1]}"
    return CorridorError(
        f"{problem.name}: train {train}, operation{'s' if len(layer) > 1 else ''} {named}: {why}. "
        "Only alternatives that are equal parallel tracks can be read."
    )


def _check_alike(problem: DisplibProblem, train: int, layer: tuple[int, ...]) -> None:
    """Raise CorridorError for alternatives that differ in more than their track."""
    operations = problem.trains[train]
    first = operations[layer[0]]
    for index in layer[1:]:
        for what, this, other in _differences(problem, train, layer[0], index):
            raise _refuse(problem, train, (layer[0], index), f"they differ in {what} ({this} and {other})")
    if len(layer) == 1:
        return
    shared = set.intersection(*(set(operations[index].resources) for index in layer))
    own = [set(operations[index].resources) - shared for index in layer]
    if any(len(tracks) != 1 for tracks in own) or len(set.union(*own)) < len(layer):
        told = "; ".join(", ".join(operations[index].resources) or "nothing" for index in layer[:4])
        raise _refuse(problem, train, layer, f"each must hold one track of its own (they hold {told})")
    times = {operations[index].resources[track] for index, tracks in zip(layer, own, strict=True) for track in tracks}
    if len(times) > 1 or any(operations[i].resources[r] != first.resources[r] for i in layer for r in shared):
        raise _refuse(problem, train, layer, "they differ in release_time")


def _differences(problem: DisplibProblem, train: int, one: int, two: int) -> Iterator[tuple[str, object, object]]:
    a, b = problem.trains[train][one], problem.trains[train][two]
    for what in ("min_duration", "start_lb", "start_ub"):
        if getattr(a, what) != getattr(b, what):
            yield what, getattr(a, what), getattr(b, what)
    if not a.successors or not b.successors:
        yield "successors", list(a.successors), list(b.successors)
    costs = [sorted((d.threshold, d.coeff, d.increment) for d in _delays(problem, train, i)) for i in (one, two)]
    if costs[0] != costs[1]:
        yield "what they cost", costs[0] or "nothing", costs[1] or "nothing"


def _delays(problem: DisplibProblem, train: int, operation: int) -> tuple[Delay, ...]:
    return tuple(part for part in problem.objective if (part.train, part.operation) == (train, operation))


def _check_links(problem: DisplibProblem, train: int, here: tuple[int, ...], there: tuple[int, ...]) -> None:
    """Every alternative may be followed by all of the next layer, or goes on with the track that it has."""
    operations = problem.trains[train]
    if all(sorted(operations[index].successors) == list(there) for index in here):
        return
    for index in here:
        onward = operations[index].successors
        own = set(operations[index].resources)
        if len(onward) != 1 or len(here) != len(there) or set(operations[onward[0]].resources) != own:
            why = f"the choice ties what comes next (operation {index} is followed by {list(onward)})"
            raise _refuse(problem, train, here, why)


def _own_tracks(operations: Sequence[Operation], layer: tuple[int, ...]) -> dict[str, int]:
    """Operation by the track that only it holds; a single entry "" if there is no choice."""
    if len(layer) == 1:
        return {"": layer[0]}
    shared = set.intersection(*(set(operations[index].resources) for index in layer))
    return {track: index for index in layer for track in operations[index].resources if track not in shared}


def _pools(problem: DisplibProblem, layers: list[list[tuple[int, ...]]]) -> dict[str, tuple[str, ...]]:
    """Equal tracks by the name of their pool; a resource without equals is a pool of one."""
    pool_of: dict[str, tuple[str, ...]] = {}
    for train, rows in enumerate(layers):
        operations = problem.trains[train]
        for layer in rows:
            own = tuple(sorted(track for track in _own_tracks(operations, layer) if track))
            shared = {resource for index in layer for resource in operations[index].resources} - set(own)
            for group in ([own] if own else []) + [(resource,) for resource in sorted(shared)]:
                for track in group:
                    known = pool_of.setdefault(track, group)
                    if known != group:
                        here, there = " or ".join(group), " or ".join(known)
                        raise _refuse(problem, train, layer, f"needs {here}, but elsewhere the choice is {there}")
    return {group[0] if len(group) == 1 else "|".join(group): group for group in dict.fromkeys(pool_of.values())}


def _course(problem: DisplibProblem, train: int, rows: list[tuple[int, ...]], pool_of: Mapping[str, str]) -> Course:
    operations = problem.trains[train]
    layers = tuple(_layer(problem, train, layer, operations[layer[0]], pool_of) for layer in rows)
    return course_of(layers)


def _layer(
    problem: DisplibProblem, train: int, layer: tuple[int, ...], first: Operation, pool_of: Mapping[str, str]
) -> Layer:
    return Layer(
        start_lb=first.start_lb,
        start_ub=first.start_ub,
        min_duration=first.min_duration,
        releases={pool_of[track]: release for track, release in first.resources.items()},
        alternatives=_own_tracks(problem.trains[train], layer),
        delays=_delays(problem, train, layer[0]),
    )


def _holds(layers: Sequence[Layer]) -> Iterator[Hold]:
    """What is held, a pool that the next operation needs too without giving it back between.

    Where such operations have different release times the longest counts from the last: longer than DISPLIB asks.
    """
    for first, layer in enumerate(layers):
        for pool in layer.releases:
            if first and pool in layers[first - 1].releases:
                continue
            end = next((k for k in range(first, len(layers)) if pool not in layers[k].releases), len(layers))
            yield Hold(pool, first, end, max(layers[k].releases[pool] for k in range(first, end)))
