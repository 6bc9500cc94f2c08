"""Checks of crews: the places where they change, and the stretches of their pools."""

from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.corridor import Line
from corridorsim.model.demand.pools import CrewPool
from corridorsim.model.description import Description
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction_checks import known


def find_crew_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in crew changes and crew pools, except the number of tracks there."""
    for name, line in scenario.lines.items():
        points = [point.name for point in line.points]
        for i, place in enumerate(line.crew_changes):
            yield from known(("lines", name, "crew_changes", i), place, points, "point of this line")
    taken: dict[tuple[str, str, str], str] = {}
    for name, pool in scenario.pools.crews.items():
        path: Path = ("pools", "crews", name)
        yield from known((*path, "line"), pool.line, scenario.lines, "line")
        if pool.line in scenario.lines:
            yield from _stretch(path, scenario, pool, scenario.lines[pool.line])
        if (other := taken.setdefault((pool.line, pool.start, pool.end), name)) != name:
            yield path, f'uses a stretch that already has crews ("{other}"); put them in one pool'
        if pool.size < 2:
            yield (*path, "size"), f"must be at least 2: half of the crews work each direction (got {pool.size})"


def _stretch(path: Path, scenario: Description, pool: CrewPool, line: Line) -> Iterator[Said]:
    """Mistakes in the two places between which a pool's crews work."""
    points = [point.name for point in line.points]
    for key, place in (("start", pool.start), ("end", pool.end)):
        yield from known((*path, key), place, points, "point of this line")
        if place in points and place not in _ends_of_trips(scenario, pool.line, line):
            rule = "crews do not change there, and no train joins or leaves the line"
            yield (*path, key), f'must be a place where trips begin and end: {rule} (add "{place}" to crew_changes)'
    if pool.start not in points or pool.end not in points:
        return
    first, last = points.index(pool.start), points.index(pool.end)
    if first >= last:
        yield path, f'must run in order of kilometres: "{pool.start}" is not before "{pool.end}"'
    for place in points[first + 1 : last]:
        if place in line.crew_changes:
            yield path, f'must be split into one pool per stretch: crews change at "{place}", between its start and end'


def _ends_of_trips(scenario: Description, name: str, line: Line) -> set[str]:
    """Points of a line where crews change, or where trains may join or leave it."""
    others = {point.name for other, told in scenario.lines.items() if other != name for point in told.points}
    ends = {end.at for end in scenario.ends.values()}
    near = {crossing.near.station for crossing in scenario.crossings.values()}
    return {line.points[0].name, line.points[-1].name, *line.crew_changes} | others | ends | near


def find_crews_without_a_stop(scenario: Description, network: Network) -> Iterator[Said]:
    """Ends of a pool's stretch at which no train can stand until a crew arrives."""
    for name, pool in scenario.pools.crews.items():
        points = [point.name for point in scenario.lines[pool.line].points] if pool.line in scenario.lines else []
        for key, place in (("start", pool.start), ("end", pool.end)):
            if place in points and place not in network.places:
                yield (
                    ("pools", "crews", name, key),
                    f'"{place}" must have at least 2 tracks: trains wait there for a crew',
                )
