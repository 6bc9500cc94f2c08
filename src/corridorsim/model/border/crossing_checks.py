"""Checks of a single crossing: directions, limits by date, stations, control, places of the gauge break."""

from collections.abc import Iterator, Mapping, Sequence

from corridorsim.errors import Path, Said, shown
from corridorsim.model.border.acceptance_checks import find_acceptance_problems
from corridorsim.model.border.control import ClosedHours, CommodityTimes, ControlStage, FurtherControl
from corridorsim.model.border.crossing import Crossing, Side
from corridorsim.model.clock import find_clock_problems
from corridorsim.model.corridor import Line
from corridorsim.model.description import Description
from corridorsim.model.lines.movement import Days
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction_checks import known

OWN_NAMES = (  # of a station's stages in the results, after the station's name
    "control", "transshipment", "inspection", "paper work", "goods cleared", "shunting", "throat", "arrivals",
    "tracks", "reception tracks", "waiting tracks", "departure tracks",
)  # fmt: skip


def find_crossing_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in the crossings that do not depend on the lines."""
    commodities = {consist.commodity for consist in scenario.consists.values() if consist.commodity is not None}
    at: dict[str, str] = {}
    for name, crossing in scenario.crossings.items():
        path: Path = ("crossings", name)
        for key, side in (("near", crossing.near), ("far", crossing.far)):
            if (other := at.setdefault(side.station, name)) != name:
                yield (
                    (*path, key, "station"),
                    f'"{side.station}" is already a station of crossing "{other}"; a station belongs to one crossing: '
                    "give this one another name, or join the two crossings",
                )
        yield from find_acceptance_problems(scenario, name)
        yield from _agreed(path, crossing)
        yield from _stations(path, crossing)
        for key, side in (("near", crossing.near), ("far", crossing.far)):
            yield from find_clock_problems((*path, key, "clock"), side.clock)
            yield from _control((*path, key, "control"), side, commodities)
            yield from _gauge_breaks((*path, key, "gauge_break"), side, commodities)
            yield from _names((*path, key), side, crossing)
            if side.inspection is not None:
                yield from _closed((*path, key, "inspection"), side.inspection.closed)
                yield from _units((*path, key, "inspection"), side.inspection.closed, side.inspection.gangs, "gangs")
            if (work := side.paper_work) is not None:
                yield from _closed((*path, key, "paper_work"), work.closed)
                yield from _units((*path, key, "paper_work"), work.closed, work.desks, "desks")


def find_near_station_problems(scenario: Description, network: Network) -> Iterator[Said]:
    """Crossings that do not fit the lines on which they stand."""
    for name, crossing in scenario.crossings.items():
        yield from _near_station(("crossings", name, "near"), crossing, scenario.lines, network)
        if crossing.far.station in network.places:
            yield ("crossings", name, "far", "station"), f'"{crossing.far.station}" must not be a point of a line'


def _agreed(path: Path, crossing: Crossing) -> Iterator[Said]:
    """What is spread, refused and limited by direction."""
    for key in ("day_begins", "under_way", "lots", "refused", "closed", "locomotives", "away"):
        for name in getattr(crossing, key):
            yield from known((*path, key, name), name, crossing.directions, "direction of this crossing")
    for name, closed in crossing.closed.items():
        yield from _closed((*path, "closed"), closed, name)


def _stations(path: Path, crossing: Crossing) -> Iterator[Said]:
    if crossing.near.country == crossing.far.country:
        yield (*path, "far", "country"), f'must differ from the near station\'s (got "{crossing.far.country}")'
    if crossing.near.gauge == crossing.far.gauge:
        yield (
            (*path, "far", "gauge"),
            f"must differ from the near station's: a crossing is a break of gauge (got {crossing.far.gauge} mm)",
        )
    if crossing.near.own_tracks is not None:
        yield (
            (*path, "near", "own_tracks"),
            f'must be omitted: the line gives the tracks of "{crossing.near.station}"',
        )
    if crossing.far.own_tracks is None:
        yield (*path, "far"), "must give own_tracks: the far station is not on a line of this corridor"


def _near_station(path: Path, crossing: Crossing, lines: Mapping[str, Line], network: Network) -> Iterator[Said]:
    yield from known((*path, "station"), crossing.near.station, network.places, "point of a line")
    gauges = {line.gauge for line in lines.values() if crossing.near.station in {point.name for point in line.points}}
    if gauges - {crossing.near.gauge}:
        other = (gauges - {crossing.near.gauge}).pop()
        yield (*path, "gauge"), f"must be the gauge of its line, {other} mm (got {crossing.near.gauge} mm)"


def _control(path: Path, side: Side, commodities: set[str]) -> Iterator[Said]:
    stages: list[tuple[Path, ControlStage, list[str]]] = [(path, side.control, list(side.control.by_commodity))]
    for i, further in enumerate(side.control.further):
        stages.append(((*path, "further", i), further, list(further.by_commodity)))
        times: list[CommodityTimes | FurtherControl] = [further, *further.by_commodity.values()]
        if not any(each.leaving or each.entering for each in times):
            yield (*path, "further", i), "must give leaving, entering, or both: the control time of these trains"
    for here, stage, told in stages:
        for commodity in told:
            yield from known((*here, "by_commodity", commodity), commodity, commodities, "commodity of a consist")
        yield from _closed(here, stage.closed)
        yield from _units(here, stage.closed, stage.lanes, "lanes")


def _names(path: Path, side: Side, crossing: Crossing) -> Iterator[Said]:
    """Controls and places of the gauge break whose name another stage of the station would have."""
    told: list[tuple[Path, str, tuple[str, ...]]] = [
        ((*path, "control", "further", i, "name"), further.name, ("",))
        for i, further in enumerate(side.control.further)
    ]
    told += [
        ((*path, "gauge_break", name), name, ("", " machines", " stack", " loads", " fronts", " cleared"))
        for name in side.gauge_break
    ]
    seen = {*OWN_NAMES, *(f"{each.gauge} mm tracks" for each in (crossing.near, crossing.far))}
    for here, name, more in told:
        names = [name + each for each in more]
        twice = next((each for each in names if each in seen), None)
        if twice is not None:
            yield (
                here,
                f'must be another name: "{side.station}" already has a stage "{twice}" (got {shown(name)})',
            )
        seen.update(names)


def _gauge_breaks(path: Path, side: Side, commodities: set[str]) -> Iterator[Said]:
    seen: dict[str, str] = {}
    for name, place in side.gauge_break.items():
        for i, commodity in enumerate(place.commodities):
            here: Path = (*path, name, "commodities", i)
            yield from known(here, commodity, commodities, "commodity of a consist")
            if commodity in seen:
                yield here, f'"{commodity}" is already handled by "{seen[commodity]}"; list it once per station'
            seen.setdefault(commodity, name)
        if place.per_train > place.machines:
            yield (
                (*path, name, "per_train"),
                f"must be at most its machines, {place.machines} (got {place.per_train}): no train could be worked",
            )
        yield from _closed((*path, name), place.closed)
        yield from _units((*path, name), place.closed, place.machines, "machines", place.per_train)


def _closed(path: Path, closed: Sequence[Days], key: str = "closed") -> Iterator[Said]:
    for i, each in enumerate(closed):
        if each.since is not None and each.until is not None and each.since >= each.until:
            yield (
                (*path, key, i, "until"),
                f"must be after {each.since}, its first day: until is the day after the last (got {each.until})",
            )


def _units(path: Path, closed: Sequence[ClosedHours], most: int, what: str, least: int = 1) -> Iterator[Said]:
    """Closed units must exist, and the units left must be enough for a train, or none."""
    for i, each in enumerate(closed):
        here: Path = (*path, "closed", i, "units")
        units = most if each.units is None else each.units
        if units > most:
            yield here, f"must be at most {most}, its number of {what} (got {units})"
        elif 0 < most - units < least:
            some = f"at most {most - least} of its {most} {what}" if most > least else f"none of its {most} {what}"
            yield here, f"must be {some}, or all: {least} work a train together (got {units})"
