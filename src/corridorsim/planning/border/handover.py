"""The handover: what the receiving railway accepts and refuses, the tracks over the border, the embargo's permits."""

from datetime import date
from typing import NamedTuple

from corridorsim.arrays import DAY
from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import ACCEPTANCE, BORDER_TRACK, EMBARGO, HOURS, Stage, StageKind
from corridorsim.operations import Put
from corridorsim.planning.border.station import Station
from corridorsim.planning.demand.chances import When, until_rare
from corridorsim.planning.resources import CalendarDay
from corridorsim.planning.track.journey import Journey
from corridorsim.planning.track.tracks import Tracks


def token(tracks: Tracks, name: str, direction: str) -> list[str]:
    """The permit that a train takes to depart where loading is limited, and returns beyond the border."""
    most = tracks.scenario.crossings[name].under_way.get(direction)
    if most is None:
        return []
    stage = _of_direction(name, direction, "trains under way", "under_way", EMBARGO)
    return [tracks.thing(f"{name} {direction} under way", most, stage, Role.UNDER_WAY)]


def cross(here: Station, there: Station, journey: Journey, direction: str, calls: list[str], back: int) -> None:
    """Cross the border: take one of the day's trains, a border track of this gauge, and a track beyond, all together.

    ``back``: seconds for which the returning rake holds the border track again.
    """
    accepted = _accepted(here, there, direction)
    _refusals(here, journey, direction, accepted)
    track, border, slot = _border_track(here), here.crossing.border, there.foreign()
    gives = [*journey.let_go(), *accepted.gives]
    takes = [*accepted.takes, track, *slot]
    journey.step(f"{here.place} - {there.place}", Activity.CROSS, here.place, takes, gives, seconds=border.run)
    journey.hold(*slot)
    tokens = token(here.tracks, here.crossing_name, direction)
    gives = [Put(track, after=back), *map(Put, [*tokens, *calls])]
    journey.step(f"handed over at {there.place}", Activity.HANDOVER, there.place, gives=gives)


class _Accepted(NamedTuple):
    """What a train uses up when it is handed over, and what it puts in exchange."""

    takes: list[str]
    gives: list[Put]


def _accepted(here: Station, there: Station, direction: str) -> _Accepted:
    """One of the day's number, of a lot, and of the gate of a handover with hours; each comes back by itself."""
    crossing, tracks = here.crossing, here.tracks
    places, comes_back = _day_places(here, there, direction)
    puts = []
    if direction in crossing.lots:
        lot, stage = crossing.lots[direction], _of_direction(here.crossing_name, direction, "lots", "lots")
        pool = tracks.thing(f"{here.crossing_name} {direction} in a lot", lot.trains, stage, Role.LOT)
        puts.append(Put(pool, after=lot.span))
    if crossing.closed.get(direction):
        stage = _of_direction(here.crossing_name, direction, "hours", "closed", HOURS)
        name = f"{here.crossing_name} {direction} open"
        gate = there.pool(name, 1, stage, crossing.closed[direction], Role.GATE)
        puts.append(Put(gate))
    return _Accepted([places, *(put.resource for put in puts)], [comes_back, *puts])


def _day_places(here: Station, there: Station, direction: str) -> tuple[str, Put]:
    """The agreed number, by date, and how a used place comes back: after 24 hours, or at the change of day."""
    window, resources, crossing = here.tracks.scenario.window, here.tracks.resources, here.crossing
    begins, clock = crossing.day_begins.get(direction), there.side.clock

    def second(since: date) -> int:
        return window.second_of(since) if begins is None else window.second_by(since, begins, clock)

    told = crossing.accepts[direction]
    levels = [(0 if level.since is None else second(level.since), round(level.trains)) for level in told]
    stage = _of_direction(here.crossing_name, direction, "acceptance", "accepts")
    name = f"{here.crossing_name} {direction} accepted in {'24 h' if begins is None else 'a day'}"
    places = resources.limit(name, levels, window.until, stage, Role.ACCEPTED)
    if begins is None:
        return places, Put(places, after=DAY)
    if places not in resources.calendar_days:
        changes = tuple(window.daily(begins, clock))
        resources.by_day(CalendarDay(places, resources.made[places].capacity, changes), stage)
    return places, Put(resources.calendar_days[places].used)


def _of_direction(crossing: str, direction: str, what: str, key: str, kind: StageKind = ACCEPTANCE) -> Stage:
    """What is agreed for one direction of a crossing."""
    dotted_key = dotted(("crossings", crossing, key, direction))
    name = f"{crossing} {direction}: {what}"
    return Stage(name, kind, dotted_key, crossing=crossing, direction=direction, label=what)


def _border_track(here: Station) -> str:
    gauge, border = here.side.gauge, here.crossing.border
    key = dotted(("crossings", here.crossing_name, "border"))
    stage = Stage(f"{here.place} - {here.beyond.station} {gauge} mm", BORDER_TRACK, key, crossing=here.crossing_name)
    tracks = border.near_tracks if here.which == "near" else border.far_tracks
    return here.tracks.thing(f"{here.crossing_name} border track {gauge} mm", tracks, stage, Role.BORDER_TRACK)


def _refusals(here: Station, journey: Journey, direction: str, accepted: _Accepted) -> None:
    """A train may be refused when it is its turn, and again later: a refusal uses up nothing of the day's number."""
    refused = here.crossing.refused.get(direction)
    if refused is None or refused.share == 0:
        return
    chance = until_rare(f"{here.crossing_name} {direction} refused", refused.share)
    takes, gives = accepted.takes, [*map(Put, accepted.takes)]
    for nth in range(1, chance.most + 1):
        again = "" if nth == 1 else f" (time {nth})"
        name = f"refused at {here.place}{again}"
        when = When(chance, nth)
        journey.step(name, Activity.REFUSE, here.place, takes, gives, seconds=refused.again, when=when)
