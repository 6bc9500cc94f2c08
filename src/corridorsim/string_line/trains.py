"""The trains of a string-line diagram: a slope is one that runs, a thick level piece one that stands."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from corridorsim.arrays import HOUR, Floats, Ints
from corridorsim.itineraries import Kind, Stream
from corridorsim.model.train_class import TrainClass
from corridorsim.paper import style
from corridorsim.string_line.pieces import Pieces, Stations, ends_a_line, nearest, some
from corridorsim.string_line.views import DayOnLine, HoursOnLine

LANE = 0.0034  # between two trains that stand side by side, as a share of the diagram's height
MOST_LANES = 7
STANDING = 1.9  # points, the width of a train that stands


class Pen(NamedTuple):
    """How a class of trains is drawn."""

    label: str
    colour: str
    width: float
    dashes: Literal["-", "--", "-."] = "-"


def draw_trains(axes: Axes, view: DayOnLine | HoursOnLine) -> Iterator[Pen]:
    """Draw all trains, a class at a time, and yield the pens used: freight first, then by kind."""
    plan, pieces = view.plan, view.pieces
    directions = list(dict.fromkeys(s.direction for s in plan.streams if s.kind == Kind.FREIGHT))
    stream = plan.train_stream[pieces.train]
    rows = sorted(np.unique(stream).tolist(), key=lambda row: plan.streams[row].kind)
    pens = {row: _pen(plan.streams[row], directions) for row in rows}
    stacked = _stacked(view.stations, pieces)
    for pen in dict.fromkeys(pens.values()):
        drawn = np.isin(stream, [row for row in rows if pens[row] == pen])
        _draw_class(axes, some(stacked, drawn), pen, view.midnight)
        yield pen


def _pen(stream: Stream, directions: list[str]) -> Pen:
    """A pen of its own for each class, for loaded freight also by direction; strokes differ as well as colours."""
    if stream.kind == Kind.EMPTY:
        return Pen("Empty wagons", style.QUIET, 0.9, "--")
    if stream.kind == Kind.PASSENGER:
        return Pen("Passenger", style.INK, 1.6)
    if stream.kind == Kind.LOCAL:
        return Pen("Local freight", style.GREEN, 1.1, "-.")
    colour = style.COLOURS[directions.index(stream.direction) % len(style.COLOURS)]
    fast = stream.itinerary.train_class is TrainClass.FAST_FREIGHT
    words, width = ("Fast freight", 1.6) if fast else ("Freight", 1.0)
    return Pen(f"{words} {style.fitting(stream.direction, 2)}".strip(), colour, width)


def _draw_class(axes: Axes, pieces: Pieces, pen: Pen, midnight: int) -> None:
    standing = some(pieces, pieces.begin_at == pieces.end_at)
    axes.plot(*_polyline(pieces, midnight), pen.dashes, color=pen.colour, linewidth=pen.width, zorder=2 + pen.width)
    axes.plot(*_polyline(standing, midnight), "-", color=pen.colour, linewidth=STANDING, zorder=5)


def _polyline(pieces: Pieces, midnight: int) -> tuple[Floats, Floats]:
    """Hours of the day and kilometres: the trains' lines one after another, with NaN between them."""
    gap, both = np.full(len(pieces.train), np.nan), np.ones(len(pieces.train), bool)
    kept = np.column_stack((both, both, ends_a_line(pieces)))
    hours = np.column_stack((pieces.begin, pieces.end, gap))[kept]
    return (hours - midnight) / HOUR, np.column_stack((pieces.begin_at, pieces.end_at, gap))[kept] / 1000


def _stacked(stations: Stations, pieces: Pieces) -> Pieces:
    """The level pieces set off lane by lane, as far as there is room: trains side by side do not hide each other."""
    level = pieces.begin_at == pieces.end_at
    number = np.zeros(len(level), np.int64)
    number[level] = _lanes(some(pieces, level))
    at = np.array([metres for _, metres in stations])
    gap = np.diff(at, prepend=-np.inf, append=np.inf)
    width = LANE * (at[-1] - at[0])
    room = np.minimum(np.minimum(gap[:-1], gap[1:]) / 2 // width, MOST_LANES // 2)[nearest(stations, pieces.begin_at)]
    shift = width * np.where(number % 2, 1, -1) * np.minimum((number + 1) // 2, room)
    return pieces._replace(begin_at=pieces.begin_at + shift, end_at=pieces.end_at + shift)


def _lanes(standing: Pieces) -> Ints:
    """For each train that stands, the first lane at its place that is free when it comes."""
    lane = np.zeros(len(standing.train), np.int64)
    free_from: defaultdict[float, list[float]] = defaultdict(list)  # by place, each lane
    for i in np.argsort(standing.begin, kind="stable").tolist():
        lanes = free_from[standing.begin_at[i]]
        lane[i] = next((n for n, second in enumerate(lanes) if second <= standing.begin[i]), len(lanes))
        lanes[lane[i] : lane[i] + 1] = [standing.end[i]]
    return lane
