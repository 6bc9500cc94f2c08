"""Checks between the parts of a scenario: unknown names, lines that do not connect, shares."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import inf

from corridorsim.errors import Path, Said
from corridorsim.model.border.crossing_checks import find_crossing_problems, find_near_station_problems
from corridorsim.model.border.load_checks import find_load_problems
from corridorsim.model.border.worked_checks import find_worked_problems, on_lines
from corridorsim.model.corridor import Line
from corridorsim.model.demand.choice_checks import find_choice_problems
from corridorsim.model.demand.crews_checks import find_crew_problems, find_crews_without_a_stop
from corridorsim.model.demand.gives_way_checks import find_demand_problems
from corridorsim.model.demand.pools_checks import find_pool_problems
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description
from corridorsim.model.disruptions.disruption_checks import find_disruption_problems
from corridorsim.model.lines.movement_checks import find_movement_problems
from corridorsim.model.lines.network import Network, filled, join, kilometres
from corridorsim.model.lines.traction_checks import find_timed_sections, find_traction_problems, find_untimed_sections
from corridorsim.model.lines.traction_checks import known as _known
from corridorsim.model.name_references import find_name_problems
from corridorsim.model.size_references import find_size_problems, find_window_problems
from corridorsim.model.survey_checks import find_count_problems, find_observed_problems
from corridorsim.units import whole

MILLIMETRE = 0.001  # the smallest distance between two positions


def find_problems(scenario: Description) -> Iterator[Said]:
    """All mistakes between the parts; what needs valid lines is checked only if the lines are valid."""
    of_lines = [said for name, line in scenario.lines.items() for said in _line(("lines", name), line)]
    of_lines += _fills(scenario.lines)
    yield from find_window_problems(scenario.window)
    yield from of_lines
    yield from find_traction_problems(scenario)
    yield from find_load_problems(scenario)
    yield from find_crossing_problems(scenario)
    yield from find_worked_problems(scenario)
    yield from find_pool_problems(scenario)
    yield from find_crew_problems(scenario)
    yield from find_disruption_problems(scenario)
    yield from find_size_problems(scenario)
    yield from find_name_problems(scenario)
    if of_lines:
        return
    network = join(scenario.lines)
    if network.ring is not None:
        two = f'two routes between "{network.ring.start}" and "{network.ring.end}" could deadlock'
        yield ("lines",), f"must form a tree: {two}. Remove one line"
    yield from _tracks(scenario, network)
    yield from find_near_station_problems(scenario, network)
    yield from find_movement_problems(scenario, network)
    yield from find_crews_without_a_stop(scenario, network)
    yield from _ends(scenario, network)
    yield from _flows(scenario, network)
    yield from find_choice_problems(scenario)
    yield from find_demand_problems(scenario)
    yield from _services(scenario, network)
    yield from find_timed_sections(scenario, network)
    yield from find_untimed_sections(scenario, network)
    yield from find_count_problems(scenario.counts, network)
    yield from find_observed_problems(scenario)


def _line(path: Path, line: Line) -> Iterator[Said]:
    names: dict[str, int] = {}
    for i, point in enumerate(line.points):
        names.setdefault(point.name, i)
    for i, (before, point) in enumerate(pairwise(line.points), 1):
        if whole(point.at - before.at, "length") <= 0:
            yield (
                (*path, "points", i, "at"),
                f'must rise along the line: "{point.name}" at {point.at / 1000:g} km is not beyond '
                f'"{before.name}" at {before.at / 1000:g} km',
            )
        if names[point.name] < i:
            yield (*path, "points", i, "name"), f'"{point.name}" appears twice on this line'
    but_last = dict.fromkeys(point.name for point in line.points[:-1])
    for i, fill in enumerate(line.fill):
        yield from _known((*path, "fill", i, "after"), fill.after, but_last, "point of this line with another after it")
    at = kilometres(line)
    for i, second in enumerate(line.second_track):
        here: Path = (*path, "second_track", i)
        yield from _known((*here, "start"), second.start, at, "point of this line")
        yield from _known((*here, "end"), second.end, at, "point of this line")
        if second.start in at and second.end in at and at[second.start] >= at[second.end]:
            yield here, f'must run in order of kilometres: "{second.start}" is not before "{second.end}"'


def _fills(lines: Mapping[str, Line]) -> Iterator[Said]:
    """Sidings that would get the name of another point: places with the same name are the same place."""
    seen = {point.name for line in lines.values() for point in line.points}
    for name, line in lines.items():
        for i, fill in enumerate(line.fill):
            names = set(filled(fill))
            gap = next((b.at - a.at for a, b in pairwise(line.points) if a.name == fill.after), inf)
            if gap / (fill.count + 1) < MILLIMETRE:
                yield ("lines", name, "fill", i, "count"), f"must leave a millimetre between sidings (got {fill.count})"
            for twice in sorted(names & seen)[:1]:
                yield ("lines", name, "fill", i), f'would create a second point "{twice}"; list its sidings as points'
            seen |= names


def _tracks(scenario: Description, network: Network) -> Iterator[Said]:
    for name, line in scenario.lines.items():
        for i in (0, len(line.points) - 1):
            point = line.points[i].name
            if network.places[point].tracks < 2:
                yield ("lines", name, "points", i), f'"{point}" must have at least 2 tracks: trains start or end there'
        for i, second in enumerate(line.second_track):
            for key in ("start", "end"):
                if (point := getattr(second, key)) not in network.places:
                    rule = "a second track begins and ends where trains can stand"
                    yield ("lines", name, "second_track", i, key), f'"{point}" must have at least 2 tracks: {rule}'


def _ends(scenario: Description, network: Network) -> Iterator[Said]:
    far = [crossing.far.station for crossing in scenario.crossings.values()]
    places = dict.fromkeys([*network.places, *far])
    for name, end in scenario.ends.items():
        yield from _known(("ends", name, "at"), end.at, places, "point of a line or far station")
    for station in far:
        behind = [name for name, end in scenario.ends.items() if end.at == station]
        for name in behind[1:]:
            yield ("ends", name, "at"), f'"{station}" already has an end ("{behind[0]}"); a far station has only one'
    served = {end.at for end in scenario.ends.values()}
    for name, crossing in scenario.crossings.items():
        if crossing.far.station not in served:
            yield (
                ("crossings", name, "far", "station"),
                f'"{crossing.far.station}" must have an end (ends: ... at: {crossing.far.station})',
            )


def _flows(scenario: Description, network: Network) -> Iterator[Said]:
    if scenario.traffic.monthly is not None and sum(scenario.traffic.monthly) == 0:
        yield ("traffic", "monthly"), "must not be 0 in every month"
    if not scenario.traffic.flows and not scenario.traffic.services:
        yield ("traffic",), "must have a flow or a service: nothing would run"
    for name, flow in scenario.traffic.flows.items():
        path: Path = ("traffic", "flows", name)
        for consist in flow.consists:
            yield from _known((*path, "consists", consist), consist, scenario.consists, "consist")
        yield from _shares((*path, "consists"), flow.consists)
        yield from _by_crossing(scenario, network, (*path, "crossing"), flow, flow.crossing, (*path, "inland"))
        for crossing, alternative in (flow.choice.alternatives if flow.choice else {}).items():
            if crossing != flow.crossing:
                here: Path = (*path, "choice", "alternatives", crossing)
                inland = (*here, "inland") if alternative.inland else (*path, "inland")
                yield from _by_crossing(scenario, network, here, flow, crossing, inland)


def _by_crossing(
    scenario: Description, network: Network, path: Path, flow: Flow, name: str, inland: Path
) -> Iterator[Said]:
    """Checks of a flow over one of its crossings: the crossing exists, and a line leads from it to the distant ends."""
    ends = flow.inland_by(name)
    yield from _shares(inland, ends)
    for end in ends:
        yield from _known((*inland, end), end, scenario.ends, "distant end")
    crossing = scenario.crossings.get(name)
    if crossing is None:
        yield from _known(path, name, scenario.crossings, "crossing")
        return
    yield from _known((*path[:3], "direction"), flow.direction, crossing.directions, f"direction of {name}")
    far = {crossing.far.station for crossing in scenario.crossings.values()}
    for end in sorted(set(ends) & set(scenario.ends)):
        here: Path = (*inland, end)
        at, near = scenario.ends[end].at, crossing.near.station
        if at in far | {near}:
            yield here, f'must lie at a point of a line other than "{near}", where the flow begins or ends'
        yield from _reach(here, scenario, network, at, near, on_lines(scenario, flow, name))


def _shares(path: Path, shares: Mapping[str, float]) -> Iterator[Said]:
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        yield path, f"must add up to 100 % (got {100 * total:g} %)"


def _reach(
    path: Path, scenario: Description, network: Network, start: str, end: str, consists: Iterable[str]
) -> Iterator[Said]:
    if start not in network.places or end not in network.places:
        return
    way = network.way(start, end)
    if way is None:
        yield path, f'no line leads from "{start}" to "{end}"'
        return
    window = scenario.window
    closing = window.second_of(window.start) + window.length
    for section in network.sections_on(way):
        if section.opens and window.second_of(section.opens) >= closing:
            yield path, f'uses the line "{section.line}", which opens on {section.opens}, after the window'
            return
    for name in sorted(set(consists) & set(scenario.consists)):
        train = scenario.consists[name].length
        short = [place for place in (start, end) if train > network.places[place].useful_length]
        if short:
            yield (
                ("consists", name, "wagons"),
                f'a train of {train:.9g} m does not fit the tracks of "{short[0]}", where it starts or ends: '
                f"{network.places[short[0]].useful_length:.9g} m (useful_length of the point or its line)",
            )


def _services(scenario: Description, network: Network) -> Iterator[Said]:
    for name, service in scenario.traffic.services.items():
        path: Path = ("traffic", "services", name)
        yield from _known((*path, "start"), service.start, network.places, "point of a line")
        yield from _known((*path, "end"), service.end, network.places, "point of a line")
        if service.start == service.end:
            yield (*path, "end"), "must differ from start"
        yield from _reach(path, scenario, network, service.start, service.end, ())
