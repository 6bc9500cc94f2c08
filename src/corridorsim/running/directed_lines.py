"""Lines in one direction, as a train meets them: distances run, heights and curves, limits.

Distances begin with 0 at the end where trains come from. What a train feels of gradients and curves is their mean over
its length, and a limit holds it until its tail has left the limit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.corridor import Line
from corridorsim.model.lines.traction import SawTooth, SpeedLimit
from corridorsim.running.traction import curve_resistance
from corridorsim.units import rounded_up

MARKS = 40  # equal parts of a section at whose ends the time is kept


class ExtraLimit(NamedTuple):
    """A speed limit in addition to the line's own."""

    start: float  # metres along the line
    end: float
    speed: float  # m/s


Restrictions = Mapping[str, Sequence[ExtraLimit]]


@dataclass(frozen=True)
class DirectedLine:
    """A line in one direction."""

    line: str
    rail: str
    places: tuple[str, ...]  # in the order of running
    edges: Floats  # distance run at each place, m
    speed_limit: float  # m/s
    rebuilt: Floats  # (parts, 3): from, to, m/s that holds there in place of the line's limit
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

        Beyond the line's ends it is level.
        """
        behind = max(length, 1.0)
        climbed = np.interp(heads, self.known_at, self.climbed) - np.interp(heads - behind, self.known_at, self.climbed)
        slope: Floats = climbed / behind
        return slope

    def allowed(self, nodes: Floats, length: float, speed: float) -> Floats:
        """Greatest speed in each cell between some distances, in order, for a train of this length and own speed.

        A limit holds in the cells whose middle lies in it, and in one at least.
        """
        middles = (nodes[1:] + nodes[:-1]) / 2
        allowed = np.full(len(middles), self.speed_limit)
        for start, end, limit in self.rebuilt:
            allowed[_cell(middles, start + length) : _cell(middles, end)] = limit
        starts = np.minimum(_cell(middles, self.limits[:, 0]), len(middles) - 1)
        ends = np.maximum(_cell(middles, self.limits[:, 1] + length), starts + 1)
        for first, beyond, limit in zip(starts, ends, self.limits[:, 2], strict=True):
            np.minimum(allowed[first:beyond], limit, out=allowed[first:beyond])
        kept: Floats = np.minimum(allowed, speed)
        return kept


def _cell(middles: Floats, distance: Floats | float) -> npt.NDArray[np.intp]:
    """The first cell whose middle does not lie before a distance, to the millimetre."""
    return np.searchsorted(np.round(middles, 3), np.round(distance, 3))


def directed_lines(scenario: Scenario, restrictions: Restrictions, on: date | None) -> Iterator[DirectedLine]:
    """Every line with the kilometres, then against them; restrictions are limits by line, beside its own.

    Second tracks that are open `on` a day, if one is given, bring their own speed limit.
    """
    for name, line in scenario.lines.items():
        sections = scenario.network.sections_of(name)
        places = (sections[0].start, *(section.end for section in sections))
        at = np.array([sections[0].start_at, *(section.end_at for section in sections)])
        lasting: list[SpeedLimit | ExtraLimit] = [*line.speed_limits, *restrictions.get(name, ())]
        limits = _stretches((limit.start, limit.end, limit.speed) for limit in lasting)
        rebuilt = _stretches(_rebuilt(line, on))
        known, height, curves = _heights_and_curves(line, at[0], at[-1])
        yield DirectedLine(
            name,
            line.rail,
            places,
            np.round(at - at[0], 3),
            line.speed_limit,
            rebuilt - [at[0], at[0], 0],
            limits - [at[0], at[0], 0],
            known - at[0],
            height + curves,
            at[0],
            1,
        )
        yield DirectedLine(
            name,
            line.rail,
            places[::-1],
            np.round(at[-1] - at, 3)[::-1],
            line.speed_limit,
            _reversed(rebuilt, at[-1]),
            _reversed(limits, at[-1]),
            (at[-1] - known)[::-1],
            (height - curves)[::-1],
            at[-1],
            -1,
        )


def _rebuilt(line: Line, on: date | None) -> Iterator[tuple[float, float, float]]:
    """Parts of a line with a second track that has a limit of its own and is open on a day."""
    place = {point.name: point.at for point in line.points}
    for second in line.second_track:
        if second.speed_limit is not None and on is not None and second.opens <= on:
            yield place[second.start], place[second.end], second.speed_limit


def _stretches(told: Iterable[tuple[float, float, float]]) -> Floats:
    return np.array(list(told), float).reshape(-1, 3)


def _reversed(stretches: Floats, end: float) -> Floats:
    """From, to and speed in distances run from the line's end."""
    return np.stack([end - stretches[:, 1], end - stretches[:, 0], stretches[:, 2]], axis=1)


@dataclass(frozen=True, eq=False)
class SectionCells:
    """The sections of some directed lines side by side, each cut into the same number of cells, a multiple of the
    marks."""

    lines: list[DirectedLine]
    cells: int
    cell: Floats  # per column, length of its cells, m
    before: npt.NDArray[np.intp]  # per column, that of the section before it in the direction of running; -1 for none
    ends: list[tuple[str, str]]  # per column, the places in the direction of running

    def of(self, number: int) -> slice:
        """The columns of the line of this number."""
        first = sum(len(line.edges) - 1 for line in self.lines[:number])
        return slice(first, first + len(self.lines[number].edges) - 1)

    def line_of(self, column: int) -> tuple[DirectedLine, int]:
        """The line of a column, and which of its sections the column is."""
        number = next(n for n in range(len(self.lines)) if column < self.of(n).stop)
        return self.lines[number], column - self.of(number).start


def columns_of(lines: list[DirectedLine], longest: float) -> SectionCells:
    """The sections of some directed lines, cut into cells of at most a length in metres."""
    lengths = np.round(np.concatenate([np.diff(line.edges) for line in lines]), 3)
    cells = MARKS * rounded_up(lengths.max() / longest / MARKS)
    before = np.arange(len(lengths)) - 1
    firsts = np.cumsum([0, *(len(line.edges) - 1 for line in lines[:-1])])
    before[firsts] = -1
    return SectionCells(
        lines, cells, lengths / cells, before, [pair for line in lines for pair in pairwise(line.places)]
    )


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
    slopes = (
        list(_saw_tooth(line.profile, start, end))
        if isinstance(line.profile, SawTooth)
        else [(slope.at, slope.gradient) for slope in line.profile]
    )
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
