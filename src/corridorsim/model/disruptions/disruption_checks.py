"""Checks of disruptions themselves; planning checks stage names, which are known once the corridor is laid out."""

from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.clock import find_clock_problems
from corridorsim.model.description import Description
from corridorsim.model.disruptions.disruption import ClosedPart, Disruption, Lengths
from corridorsim.model.lines.traction_checks import known

WHEN = ("dated", "random", "failures")


def find_disruption_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in when disruptions occur, and in the crossings and lines that they name."""
    for name, disruption in scenario.disruptions.items():
        path: Path = ("disruptions", name)
        yield from _when(path, disruption)
        for i, closed in enumerate(disruption.closes):
            yield from _closed((*path, "closes", i), closed, scenario)


def _when(path: Path, disruption: Disruption) -> Iterator[Said]:
    said = [key for key in WHEN if getattr(disruption, key)]
    if len(said) != 1:
        yield path, f"must give exactly one of {', '.join(WHEN)} (got {' and '.join(said) or 'none'})"
    for i, days in enumerate(disruption.dated):
        if days.since is not None and days.until is not None and days.since >= days.until:
            rule = f"must be after {days.since}, its first day: until is the day after the last"
            yield (*path, "dated", i, "until"), f"{rule} (got {days.until})"
    if disruption.leaves is not None and "units" in disruption.model_fields_set:
        yield (*path, "leaves"), "must be omitted if units says how many are closed"
    if disruption.clock is not None:
        if not disruption.dated:
            yield (*path, "clock"), "must be omitted: a clock is for dates, and this disruption is random"
        yield from find_clock_problems((*path, "clock"), disruption.clock)
    for key in ("random", "failures"):
        lengths: Lengths | None = getattr(disruption, key)
        if lengths is not None and lengths.distribution == "exponential" and lengths.variation is not None:
            yield (*path, key, "variation"), "must be omitted: the variation of an exponential length is always 1"


def _closed(path: Path, closed: ClosedPart, scenario: Description) -> Iterator[Said]:
    said = [key for key in ("stage", "crossing", "line") if getattr(closed, key) is not None]
    if len(said) != 1:
        yield path, f"must name exactly one of stage, crossing and line (got {' and '.join(said) or 'none'})"
    if closed.crossing is not None:
        yield from known((*path, "crossing"), closed.crossing, scenario.crossings, "crossing")
    if closed.line is None:
        if closed.start is not None or closed.end is not None:
            yield path, "must give the line to which start and end belong"
        return
    yield from known((*path, "line"), closed.line, scenario.lines, "line")
    if closed.line in scenario.lines:
        yield from _stretch(path, closed, [point.name for point in scenario.lines[closed.line].points])


def _stretch(path: Path, closed: ClosedPart, points: list[str]) -> Iterator[Said]:
    if closed.start is None or closed.end is None:
        yield path, f'must give start and end, two points of the line "{closed.line}"'
        return
    yield from known((*path, "start"), closed.start, points, "point of this line")
    yield from known((*path, "end"), closed.end, points, "point of this line")
    if {closed.start, closed.end} <= set(points) and points.index(closed.start) >= points.index(closed.end):
        yield path, f'must run in order of kilometres: "{closed.start}" is not before "{closed.end}"'
