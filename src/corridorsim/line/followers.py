"""How close trains of one direction follow each other over a line: by its headway, and by its block sections.

A train keeps a block to itself until its tail has cleared it, whatever headway a scenario gives; so no headway is
shorter than that. Where a block is kept for longer than those before it, trains come faster than it lets them through,
wait before it, and enter it from a stand; elsewhere they run through in motion.
"""

from collections.abc import Sequence

import numpy as np

from corridorsim.arrays import Floats, floats
from corridorsim.line.lone_line import LoneLine, Mix
from corridorsim.model.lines.network import Section


def followers(line: LoneLine, times_alone: Floats, double: np.ndarray, single: Floats) -> Floats:
    """Seconds between followers of the mean freight train, [direction, section].

    ``times_alone`` [direction, section] is what a train keeps a single section of semi-automatic block from its
    follower, ``single`` [section] the seconds between trains of one direction that come off a single section.
    """
    found = floats(times_alone).copy()
    for direction, trains in enumerate((line.there, line.back)):
        found[direction] = _one_way(line, trains, direction, found[direction], double, single)
    return found


def _one_way(line: LoneLine, trains: Mix, direction: int, alone: Floats, double: np.ndarray, single: Floats) -> Floats:
    """Along the way of one direction: the longest time so far between two trains decides whether they stand."""
    sections, automatic = line.tracks.sections, line.scenario.lines[line.name].block == "automatic"
    found, order, reached = alone.copy(), list(range(len(line.sections)))[:: 1 - 2 * direction], 0.0
    later = dict.fromkeys(trains, 0.0)  # stop losses that a train pays as it goes on from where it had to wait
    for column in order:
        section = line.sections[column]
        here, there = (section.start, section.end)[:: 1 - 2 * direction]
        if double[column]:
            found[column], reached = _over_blocks(
                line, trains, (section, here, there), reached, later, column == order[0], column == order[-1]
            )
        else:
            found[column] = sections.headway(section, here, there) if automatic else alone[column]
            reached = max(reached, single[column])
        later = {train: line.tracks.running.later(train, here, there) for train in trains}
    return found


def _over_blocks(
    line: LoneLine, trains: Mix, way: tuple[Section, str, str], reached: float, later: Mix, begins: bool, ends: bool
) -> tuple[float, float]:
    """Seconds between followers over a section of double track, and the longest from the line's beginning to its end.

    ``begins`` and ``ends``: whether trains start at the section's beginning, and stop at its end.
    """
    section, here, there = way
    sections, running = line.tracks.sections, line.tracks.running
    gate = sections.gate(section, here, there)
    runs = {train: running.over(train, here, there) for train in trains}
    kept = np.array([sections.kept(section, train, here, there, float(begins)) for train in trains])
    kept[:, -1] += [runs[train].stop * ends for train in trains]
    shares = floats(list(trains.values()))
    waits = _lost_by_waiting(kept.shape[1], [runs[t].start for t in trains], [later[t] for t in trains],
                             [running.later(t, here, there) for t in trains], begins)  # fmt: skip
    longest = 0.0
    for block in range(kept.shape[1]):
        least = gate if block == 0 else 0
        mean = float(shares @ np.maximum(kept[:, block], least))
        if mean > reached and mean > least:
            mean = float(shares @ np.maximum(kept[:, block] + waits[:, block], least))
        longest, reached = max(longest, mean), max(reached, mean)
    return longest, reached


def _lost_by_waiting(
    blocks: int, start: Sequence[float], before: Sequence[float], within: Sequence[float], begins: bool
) -> Floats:
    """Seconds that a train loses where it had to wait before a block: its start and what it pays of its stop.

    [train, block]; none before the first block where all trains start from a stand anyway.
    """
    lost = np.array(start)[:, None] + np.repeat(np.array(within)[:, None], blocks, axis=1)
    lost[:, 0] = 0.0 if begins else np.array(start) + np.array(before)
    return floats(lost)
