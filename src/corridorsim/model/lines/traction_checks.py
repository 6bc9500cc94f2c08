"""Checks between trains, their locomotives and the profiles of lines."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from corridorsim.errors import Path, Said, UnknownName
from corridorsim.model.corridor import Consist, Line
from corridorsim.model.description import Description
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction import Curve, Locomotive, SpeedLimit


def known(path: Path, name: str, names: Iterable[str], what: str) -> Iterator[Said]:
    """The message about an unknown name; nothing if the name is known."""
    names = names if isinstance(names, Collection) else list(names)
    if name not in names:
        yield path, UnknownName(f'names "{name}", which is not a {what}', name, names)


def find_traction_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in locomotives, in what hauls consists and services, and along lines."""
    for name, locomotive in scenario.locomotives.items():
        yield from _locomotive(("locomotives", name), locomotive)
    for name, consist in scenario.consists.items():
        path: Path = ("consists", name)
        if consist.locomotive is not None:
            yield from known((*path, "locomotive"), consist.locomotive, scenario.locomotives, "locomotive")
            if consist.tare is None:
                yield path, "must give tare (the mass of an empty wagon), because it has a locomotive"
        elif consist.speed is None and not consist.running_times:
            yield path, "must have a locomotive, a plain speed, or running_times for every section that it uses"
    for name, service in scenario.traffic.services.items():
        path = ("traffic", "services", name)
        if (service.speed is None) == (service.consist is None):
            yield path, "must have either a speed or a consist"
        if service.consist is not None:
            yield from known((*path, "consist"), service.consist, scenario.consists, "consist")
    for name, line in scenario.lines.items():
        yield from _along(("lines", name), line)


def find_timed_sections(scenario: Description, network: Network) -> Iterator[Said]:
    """Running times given for a name that is not a section."""
    names = dict.fromkeys(" - ".join(ends) for s in network.sections for ends in ((s.start, s.end), (s.end, s.start)))
    for consist, told in scenario.consists.items():
        for name in told.running_times:
            yield from known(("consists", consist, "running_times", name), name, names, "section, from place to place")


def find_untimed_sections(scenario: Description, network: Network) -> Iterator[Said]:
    """Sections without a running time for a train: it has no locomotive, no speed and no running time there."""
    missing = {
        (consist, f"{here} - {there}"): None
        for consist, way in _runs(scenario, network)
        for here, there in pairwise(way)
        if not _is_timed(scenario.consists.get(consist), f"{here} - {there}")
    }
    for consist, section in missing:
        yield (
            ("consists", consist, "running_times"),
            f'must include "{section}", a section that it uses, because it has neither a locomotive nor a plain speed',
        )


def _is_timed(consist: Consist | None, section: str) -> bool:
    """Whether a consist has a running time over a section; also true if the consist itself is reported elsewhere."""
    if consist is None or not consist.running_times:
        return True
    return consist.locomotive is not None or consist.speed is not None or section in consist.running_times


def _runs(scenario: Description, network: Network) -> Iterator[tuple[str, list[str]]]:
    """Consists of loaded trains and of services, and the places that they pass, if a route exists."""
    for flow in scenario.traffic.flows.values():
        for name in flow.crossings:
            crossing = scenario.crossings.get(name)
            if crossing is None:
                continue
            for at in (scenario.ends[end].at for end in flow.inland_by(name) if end in scenario.ends):
                way = network.way(at, crossing.near.station) or []
                out = flow.direction == crossing.directions[0]
                for consist in flow.consists:
                    told = scenario.consists.get(consist)
                    other = None if told is None else told.brought_by if out else told.onward
                    yield other or consist, way if out else way[::-1]
    for service in scenario.traffic.services.values():
        if service.speed is None and service.consist is not None:
            way = network.way(service.start, service.end) or []
            yield from ((service.consist, each) for each in (way, way[::-1]))


def _locomotive(path: Path, locomotive: Locomotive) -> Iterator[Said]:
    numbers = [locomotive.power, locomotive.force].count(None)
    if (locomotive.effort and numbers < 2) or (not locomotive.effort and numbers):
        yield path, "must have either power and force or effort (points of its tractive-effort curve)"
    for i, (before, point) in enumerate(pairwise(locomotive.effort), 1):
        if point.speed <= before.speed:
            yield (*path, "effort", i, "speed"), "must be more than the speed of the previous point"
    if locomotive.starting_force and locomotive.force and locomotive.starting_force < locomotive.force:
        yield (*path, "starting_force"), f"must not be less than its continuous force, {locomotive.force:g} kN"
    if locomotive.lowest_speed >= locomotive.speed:
        yield (*path, "lowest_speed"), "must be less than its speed"


def _along(path: Path, line: Line) -> Iterator[Said]:
    """Slopes, curves and limits lie on the line and are in order of kilometres."""
    first, last = line.points[0].at, line.points[-1].at
    slopes = line.profile if isinstance(line.profile, list) else []
    for i, slope in enumerate(slopes):
        if not first <= slope.at <= last:
            yield (*path, "profile", i, "at"), _off(slope.at, first, last)
    for i, (before, slope) in enumerate(pairwise(slopes), 1):
        if slope.at <= before.at:
            yield (*path, "profile", i, "at"), "must increase from slope to slope"
    yield from _stretches((*path, "curves"), line.curves if isinstance(line.curves, list) else [], first, last)
    yield from _stretches((*path, "speed_limits"), line.speed_limits, first, last)


def _stretches(path: Path, stretches: Sequence[Curve | SpeedLimit], first: float, last: float) -> Iterator[Said]:
    for i, stretch in enumerate(stretches):
        for end, at in (("start", stretch.start), ("end", stretch.end)):
            if not first <= at <= last:
                yield (*path, i, end), _off(at, first, last)
        if stretch.end <= stretch.start:
            yield (*path, i, "end"), "must be beyond its start"


def _off(at: float, first: float, last: float) -> str:
    return f"must lie on the line, from {first / 1000:g} km to {last / 1000:g} km (got {at / 1000:g} km)"
