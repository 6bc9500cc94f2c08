"""Wagons and locomotives of limited number: what a train takes of them, and when they are available again.

A train takes them together with a track, never while it waits on a track that others need: at its origin with its first
slot, at the gauge break with the front and the track of the departing train. They come back by themselves, or with an
empty train, which does not exist anywhere until it is called.
"""

from collections.abc import Sequence
from typing import Literal

from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import LOCOMOTIVES, WAGONS, Stage
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.track.tracks import Tracks

Heading = Literal["to the border", "from the border"]


def wagons(tracks: Tracks, consist: Consist, home: str) -> list[Put]:
    """The put of the wagons of a train that is formed at a place; empty if they are not limited."""
    for name, pool in tracks.scenario.pools.wagons.items():
        if pool.wagon_kind == consist.wagon_kind and home in pool.homes:
            stage = Stage(f"{name} wagons", WAGONS, dotted(("pools", "wagons", name, "size")))
            return [
                Put(
                    tracks.thing(f"{name} wagons", pool.size, stage, Role.WAGONS), units=consist.wagons, after=pool.turn
                )
            ]
    return []


def locomotives(tracks: Tracks, consist: Consist, end: str, heading: Heading) -> list[Put]:
    """The put of the locomotives of a train between a distant end and the border station.

    Locomotives that arrive with a train go back with another, so half of them (rounded down) are for each direction: a
    queue of trains in one direction does not keep all of them from the other.
    """
    for name, pool in tracks.scenario.pools.locomotives.items():
        if pool.locomotive == consist.locomotive and end in pool.ends:
            stage = Stage(f"{name} {heading}", LOCOMOTIVES, dotted(("pools", "locomotives", name, "size")))
            resource = tracks.thing(f"{name} locomotives {heading}", pool.size // 2, stage, Role.LOCOMOTIVES)
            return [Put(resource, units=consist.locomotives, after=pool.turn)]
    return []


def taken(puts: Sequence[Put]) -> list[str | tuple[str, int]]:
    """What must be taken for some puts to be given back."""
    return [(put.resource, put.units) for put in puts]


def at_once(puts: Sequence[Put]) -> list[Put]:
    """The same puts without their time away, which has already passed."""
    return [Put(put.resource, units=put.units) for put in puts]


def passed_on(own: Sequence[Put], call: str | None, away: int = 0) -> list[Put]:
    """What happens to a train's wagons at its end: an empty train takes them over, or they come back by themselves."""
    return [Put(call, after=away)] if call and own else list(own)
