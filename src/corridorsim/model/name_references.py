"""Names that would stand for two things: the program makes names of its own from those of a scenario.

Trains, itineraries and numbers are told apart by such names. Here is every one that two things could share; a name that
makes them is refused, with another one to take.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corridorsim.errors import Path
from corridorsim.model.description import Description
from corridorsim.model.network import stops_of

Said = tuple[Path, str]

OF_A_FLOW = {
    "": "the trains", " empties": "the empty trains",
    " onward": "the onward trains", " onward empties": "the empty onward trains",
}  # fmt: skip


class Made(NamedTuple):
    """A name that the program uses, for what, and the key of the scenario's name in it that another could replace."""

    name: str
    stands_for: str
    path: Path


def find_name_problems(scenario: Description) -> Iterator[Said]:
    """Every name of the scenario that makes a name of the program stand for two things."""
    for made in (_numbers, _trains, _departures, _on_one_line, _itineraries, _sections):
        yield from _twice(made(scenario))
    yield from _parts_of_names(scenario)
    yield from _homes(scenario)


def _twice(made: Iterator[Made]) -> Iterator[Said]:
    known: dict[str, Made] = {}
    for each in made:
        first = known.setdefault(each.name, each)
        if first.stands_for != each.stands_for:
            yield (
                each.path,
                f'must be another name: "{each.name}" would stand for {each.stands_for} and for {first.stands_for}; '
                f"{_other(each.path)}",
            )


NOUNS = {"crossings": "crossing", "consists": "train", "flows": "goods", "services": "service", "ends": "network"}


def _other(path: Path, instead: str = "") -> str:
    """Which name to take."""
    name = str(path[-1])
    noun = next((NOUNS[str(part)] for part in reversed(path[:-1]) if str(part) in NOUNS), "2")
    return f'take a name such as "{instead or f"{name} {noun}"}"'


# what is called by names that are made ------------------------------------------------------------------------------


def _numbers(scenario: Description) -> Iterator[Made]:
    """Whose numbers are measured: all, a crossing, a direction, a crossing in one direction."""
    yield Made("total", "all crossings together", ())
    for name, crossing in scenario.crossings.items():
        for direction in crossing.directions:
            yield Made(direction, f"the direction {direction}", ("crossings", name))
    for name, crossing in scenario.crossings.items():
        for direction in crossing.directions:
            what = f'the crossing "{name}" in the direction {direction}'
            yield Made(f"{name} {direction}", what, ("crossings", name))
    for name in scenario.crossings:
        yield Made(name, f'the crossing "{name}"', ("crossings", name))


def _trains(scenario: Description) -> Iterator[Made]:
    """Whose running times are worked out: consists, their empty trains, services."""
    for name in scenario.consists:
        yield Made(name, f'the consist "{name}"', ("consists", name))
    for name in scenario.consists:
        yield Made(f"{name}, empty", f'the empty trains of "{name}"', ("consists", name))
    for name in scenario.traffic.services:
        yield Made(f"service {name}", f'the service "{name}"', ("traffic", "services", name))


def _departures(scenario: Description) -> Iterator[Made]:
    """By what trains are numbered: those of flows, with what follows or carries on, and those of services."""
    for name, flow in scenario.traffic.flows.items():
        path: Path = ("traffic", "flows", name)
        for crossing in flow.crossings:
            own = name if crossing == flow.crossing else f"{name} by {crossing}"
            for more, trains in OF_A_FLOW.items():
                yield Made(f"{own}{more}", f'{trains} of the flow "{own}"', path)
    for name, service in scenario.traffic.services.items():
        for end in (service.start, service.end):
            path = ("traffic", "services", name)
            yield Made(f"{name} to {end}", f'the service "{name}" to {end}', path)


def _on_one_line(scenario: Description) -> Iterator[Made]:
    """By what they are numbered where a line is looked at by itself."""
    places = [stop.name for line in scenario.lines.values() for stop in (stops_of(line)[0], stops_of(line)[-1])]
    for place in dict.fromkeys(places):
        for name in scenario.consists:
            yield Made(f"{name} to {place}", f'trains "{name}" to {place}', ("consists", name))
        for name in scenario.traffic.services:
            yield Made(f"{name} to {place}", f'the service "{name}" to {place}', ("traffic", "services", name))


def _itineraries(scenario: Description) -> Iterator[Made]:
    """What trains do, by crossing, direction, consist and distant end."""
    for flow in scenario.traffic.flows.values():
        for crossing in flow.crossings:
            for consist in flow.consists:
                for end in flow.inland_by(crossing):
                    what = f'trains "{consist}" between "{crossing}" and "{end}"'
                    yield Made(f"{crossing} {flow.direction} {consist} {end}", what, ("consists", consist))


def _sections(scenario: Description) -> Iterator[Made]:
    """Sections by their two ends."""
    for name, line in scenario.lines.items():
        at = {point.name: i for i, point in enumerate(line.points)}
        for here, there in pairwise(stops_of(line)):
            path: Path = ("lines", name, "points", at.get(there.name, 0), "name")
            yield Made(f"{here.name} - {there.name}", f'the section from "{here.name}" to "{there.name}"', path)


# parts of names by which things are told apart ------------------------------------------------------------------------


def _parts_of_names(scenario: Description) -> Iterator[Said]:
    for name in scenario.consists:
        if name.endswith(", empty"):
            yield (
                ("consists", name),
                'must not end with ", empty": so the empty trains of a consist are called; '
                f"{_other(('consists', name), name.replace(', empty', ' without load'))}",
            )
    for kind in ("flows", "services"):
        for name in getattr(scenario.traffic, kind):
            if name.startswith("closing of "):
                path: Path = ("traffic", kind, name)
                other = _other(path, name.replace("closing of ", "closing "))
                yield path, f'must not begin with "closing of ": so closings are called; {other}'
    for name, crossing in scenario.crossings.items():
        for key, side in (("near", crossing.near), ("far", crossing.far)):
            if "->" in side.country:
                path = ("crossings", name, key, "country")
                yield path, f'must not hold "->", which parts the countries of a direction (got "{side.country}")'
    for name in scenario.ends:
        longer = next((end for end in scenario.ends if end.startswith((f"{name}, ", f"{name}; "))), None)
        if longer is not None:
            other = _other(("ends", longer), longer.replace(", ", " ").replace("; ", " "))
            yield ("ends", longer), f'must not begin with "{name}" and go on after a comma or semicolon; {other}'


def _homes(scenario: Description) -> Iterator[Said]:
    """Distant ends called as the station of a crossing elsewhere, with wagons that are at home at one of them."""
    stations = {side.station for crossing in scenario.crossings.values() for side in (crossing.near, crossing.far)}
    for pool, wagons in scenario.pools.wagons.items():
        for home in wagons.homes:
            if home in stations and home in scenario.ends and scenario.ends[home].at != home:
                path: Path = ("ends", home)
                other = _other(path, f"{home} and beyond")
                yield (
                    path,
                    f'must be another name: wagons "{pool}" are at home there or at the station "{home}"; {other}',
                )
