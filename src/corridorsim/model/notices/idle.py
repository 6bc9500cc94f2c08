"""Keys without effect: a value equal to the one it replaces, a limit above another, units that no train can use.

Only certain cases are reported: another number of the scenario makes it impossible that this one affects any train.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from corridorsim.errors import Path, Said
from corridorsim.model.border.acceptance import EMPTY
from corridorsim.model.border.control import Control, FurtherControl
from corridorsim.model.border.crossing import Crossing, Side
from corridorsim.model.border.gauge_break import GaugeBreak
from corridorsim.model.corridor import Consist, Line
from corridorsim.model.description import Description
from corridorsim.model.timing import Timing
from corridorsim.units import written

OF_A_LOCOMOTIVE = ("locomotives", "braking", "axles", "loaded_limit", "empty_limit")


def find_idle(scenario: Description) -> Iterator[Said]:
    """Every key that has no effect in this scenario."""
    for name, crossing in scenario.crossings.items():
        yield from _crossing(("crossings", name), crossing)
        for key, side in (("near", crossing.near), ("far", crossing.far)):
            yield from _controls(("crossings", name, key, "control"), side)
            yield from _units(("crossings", name, key), scenario, key, side)
            for place, at in side.gauge_break.items():
                yield from _machines(("crossings", name, key, "gauge_break", place), at, side)
    for name, consist in scenario.consists.items():
        yield from _consist(("consists", name), consist, scenario)
    for name, line in scenario.lines.items():
        yield from _line(("lines", name), line)
    rules = scenario.rules
    if rules.following_interval is not None and rules.following_interval == rules.crossing_interval:
        yield ("rules", "following_interval"), "changes nothing: it equals the crossing interval, the default"
    for name, highway in scenario.highways.items():
        for flow, share in highway.share.items():
            if share == 0:
                yield ("highways", name, "share", flow), "is 0: none of its containers go by this road"


# control ------------------------------------------------------------------------------------------------------------


def _controls(path: Path, side: Side) -> Iterator[Said]:
    stages: list[tuple[Path, Control | FurtherControl]] = [(path, side.control)]
    stages += [((*path, "further", i), each) for i, each in enumerate(side.control.further)]
    for here, stage in stages:
        yield from _declared_ahead((*here, "declared_ahead"), stage)
        yield from _by_commodity((*here, "by_commodity"), stage)
        if (
            isinstance(stage, FurtherControl)
            and stage.share == 0
            and not any(each.share for each in stage.by_commodity.values())
        ):
            yield (*here, "share"), "is 0, for every commodity too: no train goes through this control"


def _declared_ahead(path: Path, stage: Control | FurtherControl) -> Iterator[Said]:
    """Times of trains declared ahead that equal those of other trains: their share has no effect."""
    ahead = stage.declared_ahead
    if ahead is None:
        return
    told = {key: time for key in ("leaving", "entering") if (time := getattr(ahead, key)) is not None}
    same = [key for key, time in told.items() if all(time == each for each in _times(stage, key))]
    for key in same:
        yield (
            (*path, key),
            f"changes nothing: it equals the time of the other trains, {_time(told[key])}"
            + ("; the share of trains declared ahead has no effect" if len(same) == len(told) else ""),
        )
    if not told:
        yield path, "changes nothing: it gives no time, neither leaving nor entering"


def _times(stage: Control | FurtherControl, key: str) -> Iterator[Timing]:
    """The times that a declaration in advance would replace."""
    times = [getattr(stage, key), *(getattr(own, key) or getattr(stage, key) for own in stage.by_commodity.values())]
    yield from (time for time in times if time is not None)


def _by_commodity(path: Path, stage: Control | FurtherControl) -> Iterator[Said]:
    for commodity, own in stage.by_commodity.items():
        for key in ("leaving", "entering"):
            if getattr(own, key) is not None and getattr(own, key) == getattr(stage, key):
                yield (*path, commodity, key), "changes nothing: it equals the time of all trains"
        share = getattr(own, "share", None)
        if isinstance(stage, FurtherControl) and share is not None and share == stage.share:
            yield (*path, commodity, "share"), "changes nothing: it equals the share of all trains"


def _time(timing: Timing) -> str:
    varies = f" with a variation of {timing.variation:g}" if timing.variation else ""
    return f"{written(timing.mean, 'time')}{varies}"


# units that no train can use ------------------------------------------------------------------------------------------


def _machines(path: Path, at: GaugeBreak, side: Side) -> Iterator[Said]:
    """More machines than the trains at the fronts can use; more fronts than there are tracks."""
    used = min(at.fronts, at.machines // at.per_train) * at.per_train
    if at.machines > used:
        fronts = f"{at.fronts} front{'s' if at.fronts > 1 else ''}"
        yield (
            (*path, "machines"),
            f"{at.machines - used} of {at.machines} can never work: {fronts} with {at.per_train} per train use {used}",
        )
    yield from _more(path, "fronts", at.fronts, side.other_tracks, "a train there occupies one of the other_tracks")


def _units(path: Path, scenario: Description, key: str, side: Side) -> Iterator[Said]:
    """Units of a station that stay free even when all of its tracks are full."""
    yield from _more(path, "fronts", side.fronts, side.other_tracks, "a train there occupies one of the other_tracks")
    own = _own_tracks(scenario, key, side)
    if own is None:
        return
    every = own + side.other_tracks
    rule = "each needs a train on one of the station's tracks"
    yield from _more((*path, "control"), "lanes", side.control.lanes, every, rule)
    for i, stage in enumerate(side.control.further):
        yield from _more((*path, "control", "further", i), "lanes", stage.lanes, every, rule)
    if side.shunting is not None:
        yield from _more((*path, "shunting"), "engines", side.shunting.engines, every, rule)
    if side.inspection is not None:
        yield from _more((*path, "inspection"), "gangs", side.inspection.gangs, every, rule)
    if side.paper_work is not None:
        yield from _more((*path, "paper_work"), "desks", side.paper_work.desks, every, rule)


def _own_tracks(scenario: Description, key: str, side: Side) -> int | None:
    """Tracks of a station's own gauge, including those beside the line's; None if the line has no such point."""
    beside = sum(tracks or 0 for tracks in (side.reception, side.waiting, side.departure))
    if key == "far":
        return None if side.own_tracks is None else side.own_tracks + beside
    points = [
        point.tracks or (line.tracks.station if point.kind == "station" else line.tracks.siding)
        for line in scenario.lines.values()
        for point in line.points
        if point.name == side.station
    ]
    return max(points) + beside if points else None


def _more(path: Path, key: str, told: int, most: int, rule: str) -> Iterator[Said]:
    if told > most:
        yield (*path, key), f"{told - most} of {told} can never be used: {rule}, and there are {most}"


def _crossing(path: Path, crossing: Crossing) -> Iterator[Said]:
    for key, tracks, side, beyond in (
        ("near_tracks", crossing.border.near_tracks, crossing.far, "far"),
        ("far_tracks", crossing.border.far_tracks, crossing.near, "near"),
    ):
        yield from _more(
            (*path, "border"), key, tracks, side.other_tracks, f"a train on one needs one of the {beyond} other_tracks"
        )
    yield from _accepted(path, crossing)
    for direction, limits in crossing.accepts.items():
        if limits[0].counted == "wagons":
            continue
        most, lot = max(limit.units for limit in limits), crossing.lots.get(direction)
        if lot is not None and lot.trains >= most and direction not in crossing.day_begins:
            yield (
                (*path, "lots", direction, "trains"),
                f"changes nothing: at most {most:g} trains are accepted in 24 hours (got {lot.trains})",
            )
    yield from _refusals((*path, "refused"), crossing)


def _accepted(path: Path, crossing: Crossing) -> Iterator[Said]:
    """Limits equal to those before them, and kinds that the number of all trains limits first."""
    told = [((*path, "accepts", direction), limits) for direction, limits in crossing.accepts.items()]
    for direction, kinds in crossing.kinds.items():
        told += [
            ((*path, "kinds", direction, name, "accepts"), kind.accepts) for name, kind in kinds.items() if kind.accepts
        ]
        of_all = crossing.limit(direction)
        most = max((limit.units for limit in of_all), default=0)
        for name, kind in kinds.items():
            alike = of_all and kind.limits[0].counted == of_all[0].counted and name != EMPTY
            if alike and min(limit.units for limit in kind.limits) >= most:
                message = f"changes nothing: at most {most:g} {of_all[0].counted} of all kinds are accepted a day"
                yield (*path, "kinds", direction, name), message
    for at, limits in told:
        for i, (before, limit) in enumerate(pairwise(limits), 1):
            if limit.units == before.units:
                yield (*at, i), "changes nothing: the number accepted stays the same"


def _refusals(path: Path, crossing: Crossing) -> Iterator[Said]:
    for direction, refused in crossing.refused.items():
        if refused.share == 0:
            yield (*path, direction, "share"), "is 0: no train is refused"


# trains and lines -----------------------------------------------------------------------------------------------------


def _consist(path: Path, consist: Consist, scenario: Description) -> Iterator[Said]:
    if consist.locomotive is None or consist.speed is not None:
        why = "it has no locomotive" if consist.locomotive is None else "its plain speed overrides the locomotive"
        for key in OF_A_LOCOMOTIVE:
            if key in consist.model_fields_set:
                yield (*path, key), f"changes nothing: {why}"
        return
    locomotive = scenario.locomotives[consist.locomotive]
    limits: Mapping[str, float | None] = {"loaded_limit": consist.loaded_limit, "empty_limit": consist.empty_limit}
    for key, limit in limits.items():
        if limit is not None and limit >= locomotive.speed:
            yield (*path, key), f"changes nothing: its locomotive is limited to {_speed(locomotive.speed)}"


def _line(path: Path, line: Line) -> Iterator[Said]:
    if "group" in line.model_fields_set and line.block != "automatic":
        yield (*path, "group"), "changes nothing: trains follow each other in groups only under automatic block"
    rebuilt = [second.speed_limit for second in line.second_track if second.speed_limit is not None]
    fastest = max(line.speed_limit, *rebuilt) if rebuilt else line.speed_limit
    for key in ("speed_limits", "restrictions"):
        for i, limit in enumerate(getattr(line, key)):
            if limit.speed >= fastest:
                yield (*path, key, i, "speed"), f"changes nothing: the line is limited to {_speed(fastest)}"
    for i, second in enumerate(line.second_track):
        if second.speed_limit is not None and second.speed_limit == line.speed_limit:
            yield (*path, "second_track", i, "speed_limit"), "changes nothing: it equals the line's limit"


def _speed(speed: float) -> str:
    return f"{speed * 3.6:g} km/h"
