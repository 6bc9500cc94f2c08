"""What a train uses up when it is handed over: of the number of all trains, of that of its kind, and for its rake.

An empty rake that counts takes its place in the other direction as its train crosses: it is on its way back as soon as
that is unloaded. All of it comes back by itself: after 24 hours, or as the calendar day changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from corridorsim.arrays import DAY
from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import ACCEPTANCE, NEXT, WAGONS_ACCEPTED, Stage, StageKind
from corridorsim.model.border.acceptance import EMPTY, REST, DatedLimit, kind_of_empties, kinds_of
from corridorsim.model.border.crossing import Crossing
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.resources import Accepted, CalendarDay
from corridorsim.planning.track.tracks import Tracks

ALL = ""  # the kind of a limit of all trains
EVERY_KIND = "trains of all kinds"  # of the limit that a cut needs where there is none


class AcceptanceLimit(NamedTuple):
    """What is accepted of some trains of a direction, and what was agreed."""

    kind: str
    dated: Sequence[DatedLimit]
    agreed: Sequence[DatedLimit]
    key: str  # of the scenario


class Uses(NamedTuple):
    """What a train takes as it is handed over, how it comes back, and the permits to be the next in line."""

    takes: list[str | tuple[str, int]]
    gives: list[Put]
    next_in_line: list[str]


def used(tracks: Tracks, crossing: str, direction: str, consist: Consist) -> Uses:
    """What a loaded train of a consist uses up, with its rake on the way back if that counts."""
    counts = [(direction, limit) for limit in _limits(tracks, crossing, direction, consist)]
    told = tracks.scenario.crossings[crossing]
    if not told.wagons_go_on(direction, consist.commodity):
        other = next(each for each in told.directions if each != direction)
        counts += [(other, limit) for limit in _limits_of_rakes(tracks, crossing, other)]
    uses = Uses([], [], [])
    for way, limit in counts:
        units = consist.wagons if _in_wagons(limit) else 1
        places, comes_back = _places(tracks, crossing, way, limit, units)
        uses.takes.append((places, units) if _in_wagons(limit) else places)
        uses.gives.append(comes_back)
    own = [limit for way, limit in counts if way == direction][-1:]
    uses.next_in_line.extend(_next(tracks, crossing, direction, each) for each in own if _in_wagons(each))
    return uses


def _in_wagons(limit: AcceptanceLimit) -> bool:
    return limit.dated[0].counted == "wagons"


def trains_accepted(tracks: Tracks, crossing: str, direction: str) -> str | None:
    """The pool of all trains accepted a day, which a cut to a number of trains reduces; None if no train uses it."""
    limits = [*_of_all(tracks, crossing, direction), *_cut(tracks, crossing, direction)]
    trains = next(limit for limit in limits if not _in_wagons(limit))
    name = _name(tracks, crossing, direction, trains)
    return name if name in tracks.resources.made else None


def _limits(tracks: Tracks, crossing: str, direction: str, consist: Consist) -> Iterator[AcceptanceLimit]:
    kinds = tracks.scenario.crossings[crossing].kinds.get(direction, {})
    yield from _of_all(tracks, crossing, direction)
    yield from _cut(tracks, crossing, direction)
    for name in kinds_of(kinds, consist):
        yield _of_kind(tracks, crossing, direction, name)


def _limits_of_rakes(tracks: Tracks, crossing: str, direction: str) -> Iterator[AcceptanceLimit]:
    told = tracks.scenario.crossings[crossing]
    kind, counts = kind_of_empties(told.kinds.get(direction, {})), direction in told.count_empties
    if counts:
        yield from _of_all(tracks, crossing, direction)
        yield from _cut(tracks, crossing, direction)
    if kind is not None and (counts or kind == EMPTY):
        yield _of_kind(tracks, crossing, direction, kind)


def _of_all(tracks: Tracks, crossing: str, direction: str) -> Iterator[AcceptanceLimit]:
    told = tracks.scenario.crossings[crossing]
    if dated := told.limit(direction):
        key = dotted(("crossings", crossing, "accepts" if direction in told.accepts else "agreed", direction))
        yield AcceptanceLimit(ALL, dated, told.agreed.get(direction, ()), key)


def _of_kind(tracks: Tracks, crossing: str, direction: str, name: str) -> AcceptanceLimit:
    kind = tracks.scenario.crossings[crossing].kinds[direction][name]
    key = dotted(("crossings", crossing, "kinds", direction, name, "accepts" if kind.accepts else "agreed"))
    return AcceptanceLimit(name, kind.limits, kind.agreed or (), key)


def _cut(tracks: Tracks, crossing: str, direction: str) -> Iterator[AcceptanceLimit]:
    """Where a disruption cuts a crossing to a number of trains that has no limit of all trains: one never reached."""
    scenario = tracks.scenario
    told = scenario.crossings[crossing]
    dated = told.limit(direction)
    is_cut = any(
        closed.crossing == crossing and each.leaves is not None
        for each in scenario.disruptions.values()
        for closed in each.closes
    )
    if is_cut and (not dated or dated[0].counted == "wagons"):
        kinds = [dated] if dated else [kind.limits for kind in told.kinds[direction].values()]
        most = sum(max(limit.units for limit in each) for each in kinds)
        key = dotted(("crossings", crossing, "accepts", direction))
        yield AcceptanceLimit(EVERY_KIND, [DatedLimit.model_construct(trains=most)], (), key)


def _places(tracks: Tracks, crossing: str, direction: str, limit: AcceptanceLimit, units: int) -> tuple[str, Put]:
    """The pool of a limit, by date, and how what is used of it comes back: after 24 hours, or at the change of day."""
    resources, told = tracks.resources, tracks.scenario.crossings[crossing]
    begins, clock = told.day_begins.get(direction), told.import_side(direction).clock
    window, name = tracks.scenario.window, _name(tracks, crossing, direction, limit)
    stage = _stage(crossing, direction, "acceptance", limit, WAGONS_ACCEPTED if _in_wagons(limit) else ACCEPTANCE)
    dated = _dated(tracks, told, direction, limit.dated)
    places = resources.limit(name, dated, window.until, stage, Role.ACCEPTED)
    kinds = told.kinds.get(direction, {})
    if limit.kind in kinds or (limit.kind == ALL and (kinds or direction in told.agreed)):
        agreed = tuple(_dated(tracks, told, direction, limit.agreed))
        resources.accepted[places] = Accepted(crossing, direction, limit.kind, limit.dated[0].counted, agreed)
    if begins is None:
        return places, Put(places, units=units, after=DAY)
    if places not in resources.calendar_days:
        changes = tuple(window.daily(begins, clock))
        resources.by_day(CalendarDay(places, resources.made[places].capacity, changes), stage)
    return places, Put(resources.calendar_days[places].used, units=units)


def _name(tracks: Tracks, crossing: str, direction: str, limit: AcceptanceLimit) -> str:
    by_day = direction in tracks.scenario.crossings[crossing].day_begins
    whose = " ".join(filter(None, (crossing, direction, limit.kind)))
    return f"{whose} accepted in {'a day' if by_day else '24 h'}"


def _stage(crossing: str, direction: str, what: str, limit: AcceptanceLimit, kind: StageKind) -> Stage:
    """What is agreed for the trains of a limit."""
    words = {ALL: "", REST: " of the rest", EMPTY: " of empty rakes"}
    label = f"{what}{words.get(limit.kind, f' of {limit.kind}')}"
    name = f"{crossing} {direction}: {label}"
    return Stage(name, kind, limit.key, crossing=crossing, direction=direction, label=label)


def _dated(tracks: Tracks, told: Crossing, direction: str, limits: Sequence[DatedLimit]) -> list[tuple[int, int]]:
    """Each limit with the second of the run from which it holds."""
    window, begins, clock = tracks.scenario.window, told.day_begins.get(direction), told.import_side(direction).clock

    def second(since: date) -> int:
        return window.second_of(since) if begins is None else window.second_by(since, begins, clock)

    return [(0 if limit.since is None else second(limit.since), round(limit.units)) for limit in limits]


def _next(tracks: Tracks, crossing: str, direction: str, limit: AcceptanceLimit) -> str:
    """The first train of a kind is next; otherwise short trains would use up the wagons that a long one waits for."""
    whose = " ".join(filter(None, (crossing, direction, limit.kind)))
    stage = _stage(crossing, direction, "next", limit, NEXT)
    return tracks.thing(f"{whose} next in line", 1, stage, Role.NEXT_IN_LINE)
