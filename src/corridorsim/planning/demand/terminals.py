"""Dry ports and bases: the capacity that a train takes there as it departs or arrives, and when it comes back."""

from corridorsim.arrays import DAY
from corridorsim.errors import dotted
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
    puts = [Put(_pool(tracks, name, "handles", round(terminal.handles)), units=containers, after=DAY)]
    if terminal.space is not None:
        puts.append(Put(_pool(tracks, name, "space", round(terminal.space)), units=containers, after=terminal.dwell))
    return puts


def _pool(tracks: Tracks, name: str, what: str, size: int) -> str:
    stage = Stage(f"{name}: {what}", TERMINAL, dotted(("terminals", name, what)))
    called = {"handles": f"{name} TEU in 24 h", "space": f"{name} space"}[what]
    return tracks.thing(called, size, stage, logical=what == "handles")
