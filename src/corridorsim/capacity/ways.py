"""Lines as a train meets them in one direction: distances run, heights and curves, limits.

A way's distances begin with 0 at the end where trains come from. What a train feels of gradients and curves is their
mean over its length, and a limit holds it until its tail has left the limit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corridorsim.capacity.traction import Floats, curve_resistance
from corridorsim.model import Scenario
from corridorsim.model.corridor import Line
from corridorsim.model.traction import SawTooth, SpeedLimit

Restrictions = Mapping[str, Sequence[SpeedLimit]]


@dataclass(frozen=True)
class Way:
    """A line in one direction."""

    line: str
    rail: str
    places: tuple[str, ...]  # in the order of running
    edges: Floats  # distance run at each place, m
    speed_limit: float  # m/s, everywhere
    limits: Floats  # (limits, 3): from, to, m/s
    known_at: Floats  # distances run at which `climbed` is known
    climbed: Floats  # height gained and curve resistance overcome so far, metres of height
    origin: float  # kilometre of the line, in metres, where distances begin
    sign: int  # of the kilometres in the direction of running

    def at(self, distance: float) -> float:
        """The place on the line, metres, where this distance is run."""
        return self.origin + self.sign * distance

    def nodes(self, cells: int) -> Floats:
        """Distances of the cells' ends, all sections in a row."""
        inner = np.linspace(self.edges[:-1], self.edges[1:], cells, endpoint=False, axis=1)
        return np.append(inner.ravel(), self.edges[-1])

    def slope(self, heads: Floats, length: float) -> Floats:
        """Gradient and curves, a fraction of the weight, mean over a train with its head at some distances.

        Beyond the way's ends it is level.
        """
        behind = max(length, 1.0)
        climbed = np.interp(heads, self.known_at, self.climbed) - np.interp(heads - behind, self.known_at, self.climbed)
        return climbed / behind

    def allowed(self, nodes: Floats, length: float, speed: float) -> Floats:
        """Greatest speed in each cell between some distances, in order, for a train of this length and own speed."""
        allowed = np.full(len(nodes) - 1, min(speed, self.speed_limit))
        for start, end, limit in self.limits:
            first = np.searchsorted(nodes[1:], start, "right")
            beyond = np.searchsorted(nodes[:-1], end + length, "left")
            np.minimum(allowed[first:beyond], limit, out=allowed[first:beyond])
        return allowed


def ways(scenario: Scenario, restrictions: Restrictions) -> Iterator[Way]:
    """Every line with the kilometres, then against them; restrictions are limits by line, beside its own."""
    for name, line in scenario.lines.items():
        sections = [section for section in scenario.network.sections if section.line == name]
        places = (sections[0].start, *(section.end for section in sections))
        at = np.array([sections[0].start_at, *(section.end_at for section in sections)])
        limits = [*line.speed_limits, *restrictions.get(name, ())]
        told = np.array([(limit.start, limit.end, limit.speed) for limit in limits]).reshape(-1, 3)
        known, height, curves = _heights_and_curves(line, at[0], at[-1])
        rest = (line.rail, line.speed_limit)
        there, back = at - at[0], (at[-1] - at)[::-1]
        yield Way(
            name, rest[0], places, there, rest[1], told - [at[0], at[0], 0], known - at[0], height + curves, at[0], 1
        )
        told = np.stack([at[-1] - told[:, 1], at[-1] - told[:, 0], told[:, 2]], axis=1)
        climbed = (height - curves)[::-1]
        yield Way(name, rest[0], places[::-1], back, rest[1], told, (at[-1] - known)[::-1], climbed, at[-1], -1)


@dataclass(frozen=True, eq=False)
class Columns:
    """The sections of some ways side by side, each cut into the same number of cells."""

    ways: list[Way]
    cells: int
    cell: Floats  # per column, length of its cells, m
    before: npt.NDArray[np.intp]  # per column, that of the section before it in the direction of running, or itself
    ends: list[tuple[str, str]]  # per column, the places in the direction of running

    def of(self, number: int) -> slice:
        """The columns of the way of this number."""
        first = sum(len(way.edges) - 1 for way in self.ways[:number])
        return slice(first, first + len(self.ways[number].edges) - 1)

    def way_of(self, column: int) -> tuple[Way, int]:
        """The way of a column, and which of its sections the column is."""
        number = next(n for n in range(len(self.ways)) if column < self.of(n).stop)
        return self.ways[number], column - self.of(number).start


def columns_of(ways: list[Way], longest: float) -> Columns:
    """The sections of some ways, cut into cells of at most a length in metres."""
    lengths = np.concatenate([np.diff(way.edges) for way in ways])
    cells = max(1, int(np.ceil(lengths.max() / longest)))
    before = np.arange(len(lengths)) - 1
    firsts = np.cumsum([0, *(len(way.edges) - 1 for way in ways[:-1])])
    before[firsts] = firsts
    return Columns(ways, cells, lengths / cells, before, [pair for way in ways for pair in pairwise(way.places)])


def _heights_and_curves(line: Line, start: float, end: float) -> tuple[Floats, Floats, Floats]:
    """Where either changes, the height there, and the curve resistance overcome from the line's start to there."""
    at, height = _heights(line, start, end)
    curves = line.curves if isinstance(line.curves, list) else []
    turns = [place for curve in curves for place in (curve.start, curve.end)]
    known = np.unique(np.clip([start, end, *at, *turns], start, end))
    overcome = np.zeros(len(known)) if isinstance(line.curves, list) else line.curves * (known - start)
    for curve in curves:
        overcome += curve_resistance(curve.radius) * np.clip(known - curve.start, 0.0, curve.end - curve.start)
    return known, np.interp(known, at, height), overcome


def _heights(line: Line, start: float, end: float) -> tuple[Floats, Floats]:
    """Places where the gradient changes, and the height there."""
    slopes = list(_saw_tooth(line.profile, start, end)) if isinstance(line.profile, SawTooth) else [
        (slope.at, slope.gradient) for slope in line.profile
    ]  # fmt: skip
    slopes = [(start, 0.0), *slopes, (max(end, slopes[-1][0] if slopes else end), 0.0)]
    height = [0.0]
    for (here, gradient), (there, _) in pairwise(slopes):
        height.append(height[-1] + gradient * (there - here))
    return np.array([at for at, _ in slopes]), np.array(height)


def _saw_tooth(tooth: SawTooth, start: float, end: float) -> Iterator[tuple[float, float]]:
    while start < end:
        yield start, tooth.gradient
        yield start + tooth.up, -tooth.gradient * tooth.up / tooth.down
        start += tooth.up + tooth.down
