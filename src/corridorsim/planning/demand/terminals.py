"""Dry ports and bases: the capacity that a train takes there as it departs or arrives, and when it comes back."""

from corridorsim.arrays import DAY
from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import TERMINAL, Stage
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.track.tracks import Tracks


def handled(tracks: Tracks, name: str | None, consist: Consist) -> list[Put]:
    """What a train's containers use at a terminal, each with the time after which it is available again."""
    containers = round(consist.boxes)
    if name is None or containers == 0:
        return []
    terminal = tracks.scenario.terminals[name]
    handles = _stage(name, "handles")
    pool = tracks.thing(f"{name} TEU in 24 h", round(terminal.handles), handles, Role.HANDLED)
    puts = [Put(pool, units=containers, after=DAY)]
    if terminal.space is not None:
        pool = tracks.thing(f"{name} space", round(terminal.space), _stage(name, "space"), Role.SPACE)
        puts.append(Put(pool, units=containers, after=terminal.dwell))
    return puts


def _stage(name: str, what: str) -> Stage:
    return Stage(f"{name}: {what}", TERMINAL, dotted(("terminals", name, what)))
