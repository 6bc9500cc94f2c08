"""Names that two things would share: the program builds some names from those of a scenario.

Departures and sections are distinguished by such names; numbers and trains are not. Here is every one that two things
could share; a name that makes them is refused, with another one to take.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corridorsim.errors import Path, Said
from corridorsim.model.description import Description
from corridorsim.model.lines.network import stops_of

OF_A_FLOW = {
    "": "the trains", " empties": "the empty trains",
    " onward": "the onward trains", " onward empties": "the empty onward trains",
}  # fmt: skip


class Made(NamedTuple):
    """A name used by the program, what it stands for, and the key of the scenario's name that could be replaced."""

    name: str
    stands_for: str
    path: Path


def find_name_problems(scenario: Description) -> Iterator[Said]:
    """Every name of the scenario that gives two things the same name in the program."""
    for made in (_handovers, _departures, _sections):
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
    """Which other name to use."""
    name = str(path[-1])
    noun = next((NOUNS[str(part)] for part in reversed(path[:-1]) if str(part) in NOUNS), "2")
    return f'use a name such as "{instead or f"{name} {noun}"}"'


# what the built names stand for ---------------------------------------------------------------------------------------


def _handovers(scenario: Description) -> Iterator[Made]:
    """What is handed over each way at a crossing: agreed numbers are called by the crossing and the direction."""
    for name, crossing in scenario.crossings.items():
        for direction in crossing.directions:
            what = f'the crossing "{name}" in the direction {direction}'
            yield Made(f"{name} {direction}", what, ("crossings", name))


def _departures(scenario: Description) -> Iterator[Made]:
    """Names by which trains are numbered: those of flows, with their empty and onward trains, and those of services."""
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


def _sections(scenario: Description) -> Iterator[Made]:
    """Sections by their two ends."""
    for name, line in scenario.lines.items():
        at = {point.name: i for i, point in enumerate(line.points)}
        for here, there in pairwise(stops_of(line)):
            path: Path = ("lines", name, "points", at.get(there.name, 0), "name")
            yield Made(f"{here.name} - {there.name}", f'the section from "{here.name}" to "{there.name}"', path)


# parts of names with a meaning of their own -------------------------------------------------------------------------


def _parts_of_names(scenario: Description) -> Iterator[Said]:
    for name, crossing in scenario.crossings.items():
        for key, side in (("near", crossing.near), ("far", crossing.far)):
            if "->" in side.country:
                path = ("crossings", name, key, "country")
                yield path, f'must not contain "->", which joins the countries of a direction (got "{side.country}")'


def _homes(scenario: Description) -> Iterator[Said]:
    """Distant ends named like the station of a crossing elsewhere, if wagons are at home at one of the two."""
    stations = {side.station for crossing in scenario.crossings.values() for side in (crossing.near, crossing.far)}
    for pool, wagons in scenario.pools.wagons.items():
        for home in wagons.homes:
            if home in stations and home in scenario.ends and scenario.ends[home].at != home:
                path: Path = ("ends", home)
                told = f'wagons "{pool}" are at home there or at the station "{home}"'
                yield path, f"must be another name: {told}; {_other(path, f'{home} and beyond')}"
