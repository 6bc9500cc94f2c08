"""The handover: what the receiving railway accepts and refuses, the tracks over the border, the embargo's permits."""

from collections.abc import Sequence
from typing import NamedTuple

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import (
    ACCEPTANCE,
    BORDER_LOCOMOTIVES,
    BORDER_TRACK,
    EMBARGO,
    HOURS,
    Stage,
    StageKind,
)
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.border.acceptance import used
from corridorsim.planning.border.station import Station
from corridorsim.planning.demand.chances import When, until_rare
from corridorsim.planning.track.journey import Journey
from corridorsim.planning.track.tracks import Tracks


def token(tracks: Tracks, name: str, direction: str) -> list[str]:
    """The permit that a train takes to depart where loading is limited, and returns beyond the border."""
    most = tracks.scenario.crossings[name].under_way.get(direction)
    if most is None:
        return []
    stage = _of_direction(name, direction, "trains under way", "under_way", EMBARGO)
    return [tracks.thing(f"{name} {direction} under way", most, stage, Role.UNDER_WAY)]


def cross(
    here: Station, there: Station, journey: Journey, direction: str, train: Consist, also: list[Put], back: int
) -> None:
    """Cross the border: take one of the day's trains, a border track of this gauge, and a track beyond, all together.

    ``also`` is put as well when the train is handed over. ``back``: seconds for which the returning rake holds the
    border track again.
    """
    accepted, engines = _accepted(here, there, direction, train), _locomotives(here, direction)
    _refusals(here, journey, direction, accepted)
    _next_in_line(here, journey, accepted)
    track, border, slot = _border_track(here), here.crossing.border, there.foreign()
    gives = [*journey.let_go(), *accepted.gives, *engines]
    takes = [*accepted.takes, *(put.resource for put in engines), track, *slot]
    journey.step(f"{here.place} - {there.place}", Activity.CROSS, here.place, takes, gives, seconds=border.run)
    journey.hold(*slot)
    gives = [Put(track, after=back), *also]
    journey.step(f"handed over at {there.place}", Activity.HANDOVER, there.place, gives=gives)


class _Accepted(NamedTuple):
    """What a train uses up when it is handed over, and what it puts in exchange."""

    takes: list[str | tuple[str, int]]
    gives: list[Put]
    next_in_line: list[str]  # held until then


def _accepted(here: Station, there: Station, direction: str, train: Consist) -> _Accepted:
    """One of the day's number, of a lot, and of the gate of a handover with hours; each comes back by itself."""
    crossing, tracks = here.crossing, here.tracks
    uses = used(tracks, here.crossing_name, direction, train)
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
    served = [Put(name) for name in uses.next_in_line]
    return _Accepted([*uses.takes, *(put.resource for put in puts)], [*uses.gives, *puts, *served], uses.next_in_line)


def _next_in_line(here: Station, journey: Journey, accepted: _Accepted, when: When | None = None) -> None:
    """Where wagons are counted the next train is the one that came first, however long."""
    if accepted.next_in_line:
        journey.step(f"next at {here.place}", Activity.STAND, here.place, accepted.next_in_line, when=when)


def _locomotives(here: Station, direction: str) -> list[Put]:
    """The put of the locomotive that hauls a train over the border; empty if there is always one."""
    engines = here.crossing.locomotives.get(direction)
    if engines is None:
        return []
    stage = _of_direction(here.crossing_name, direction, "locomotives", "locomotives", BORDER_LOCOMOTIVES)
    name = f"{here.crossing_name} {direction} locomotives"
    pool = here.tracks.thing(name, engines.number, stage, Role.BORDER_LOCOMOTIVES)
    return [Put(pool, after=engines.turn)]


def _of_direction(crossing: str, direction: str, what: str, key: str, kind: StageKind = ACCEPTANCE) -> Stage:
    """What is agreed for one direction of a crossing, or serves it."""
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
    takes, gives = accepted.takes, [*_again(accepted.takes), *map(Put, accepted.next_in_line)]
    for nth in range(1, chance.most + 1):
        again = "" if nth == 1 else f" (time {nth})"
        name = f"refused at {here.place}{again}"
        when = When(chance, nth)
        _next_in_line(here, journey, accepted, when)
        journey.step(name, Activity.REFUSE, here.place, takes, gives, seconds=refused.again, when=when)


def _again(takes: Sequence[str | tuple[str, int]]) -> list[Put]:
    """What is taken, put back at once."""
    return [Put(take) if isinstance(take, str) else Put(take[0], units=take[1]) for take in takes]
