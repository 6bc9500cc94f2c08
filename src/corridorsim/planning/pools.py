"""Wagons and locomotives of which there are so many: what a train takes of them, and when they are there again.

A train takes them with a track, never while it waits for them and nothing else on one that others need: at its origin
with its first slot, at the gauge break with the front and the track of the train that goes on. They come back by
themselves, or by an empty train, which is nowhere until it is called.
"""

from collections.abc import Sequence
from typing import Literal

from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import LOCOMOTIVES, WAGONS, Stage
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.tracks import Tracks

Way = Literal["to the border", "from the border"]


def wagons(tracks: Tracks, consist: Consist, home: str) -> list[Put]:
    """The wagons of a train that is made up at a place, as it gives them back; none where they are never lacking."""
    for name, pool in tracks.scenario.pools.wagons.items():
        if pool.wagon_kind == consist.wagon_kind and home in pool.homes:
            stage = Stage(f"{name} wagons", WAGONS, dotted(("pools", "wagons", name, "size")))
            return [
                Put(
                    tracks.thing(f"{name} wagons", pool.size, stage, Role.WAGONS), units=consist.wagons, after=pool.turn
                )
            ]
    return []


def locomotives(tracks: Tracks, consist: Consist, end: str, way: Way) -> list[Put]:
    """The locomotives of a train between a distant end and the border station, as it gives them back.

    Those that came with a train go back with one, so half of them (rounded down) are for each way: a queue of trains
    one way does not keep all of them from the other.
    """
    for name, pool in tracks.scenario.pools.locomotives.items():
        if pool.locomotive == consist.locomotive and end in pool.ends:
            stage = Stage(f"{name} {way}", LOCOMOTIVES, dotted(("pools", "locomotives", name, "size")))
            resource = tracks.thing(f"{name} locomotives {way}", pool.size // 2, stage, Role.LOCOMOTIVES)
            return [Put(resource, units=consist.locomotives, after=pool.turn)]
    return []


def taken(puts: Sequence[Put]) -> list[str | tuple[str, int]]:
    """What must be taken for some puts to be given back."""
    return [(put.resource, put.units) for put in puts]


def at_once(puts: Sequence[Put]) -> list[Put]:
    """The same puts without their time away: it has gone by already."""
    return [Put(put.resource, units=put.units) for put in puts]


def passed_on(own: Sequence[Put], call: str | None, away: int = 0) -> list[Put]:
    """What becomes of a train's wagons at its end: an empty one takes them over, or they come back by themselves."""
    return [Put(call, after=away)] if call and own else list(own)
