"""The string-line diagram: one line of the railway for one day, hours across, kilometres down, a line for each train.

A train that runs is a slope, a train that stands is a thick level piece at its station: two trains meet where one
stands while the other passes. The strip beside the stations tells single from double track as it is on that day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from os import PathLike
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import MultipleLocator

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Activity, DrawnSection, Kind, Plan, Stream
from corridorsim.operations import NEVER, Outcome
from corridorsim.report import style

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Stations = tuple[tuple[str, float], ...]  # names and metres along the line

DAY = 86_400
HOUR = 3600
SMALLEST_GAP = 0.0135  # between two names, as a share of the diagram's height
LANE = 0.0034  # between two trains that stand side by side, as such a share
MOST_LANES = 7
STANDING = 1.9  # points, the width of a train that stands


class Pieces(NamedTuple):
    """Where trains were: straight pieces in time and place, train by train, in the order of time."""

    train: Ints
    begin: Floats  # second of the run
    end: Floats
    begin_at: Floats  # metres along the line
    end_at: Floats


class Pen(NamedTuple):
    """How a class of trains is drawn."""

    label: str
    colour: str
    width: float
    dashes: Literal["-", "--", "-."] = "-"


class Closing(NamedTuple):
    """A section of which a track was closed for a time (seconds of the run)."""

    section: DrawnSection
    begin: float
    end: float


@style.house_style()
def draw_string_line(
    plan: Plan, outcome: Outcome, line: int, day: date | int, path_stem: str | PathLike[str] | None = None
) -> Figure:
    """Draw the string-line diagram of a line (its row in the plan) for a day, and save it if told where.

    A day is a date, or a number that counts the days of the run from 0, warm-up included.
    """
    begin = _second_of(plan, day)
    pieces = _day(plan, outcome, line, begin)
    closings = list(_closings(plan, outcome, line, begin))
    title = f"{plan.lines[line]}, {plan.moment(begin):%Y-%m-%d}"
    figure = style.sheet(16, 11.3, title, _subtitle(plan, begin))
    axes = style.frame(figure, left=1.75, bottom=0.62, right=0.75, top=1.05)
    _draw_paper(axes, plan.stations[line])
    _draw_closings(axes, closings, begin)
    pens = list(_draw_trains(axes, plan, line, pieces, begin))
    if not pens:
        style.nothing_to_show(axes, "No train was on this line on this day")
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.05)
    _draw_tracks(strip, axes, plan, line, begin)
    _name_stations(strip, axes, plan, line)
    style.legend(figure, list(_handles(pens, closings)))
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure


def string_line_rows(plan: Plan, outcome: Outcome, line: int, day: date | int) -> dict[str, npt.NDArray[Any]]:
    """The points of the diagram as columns: train, class, direction, station ("" between stations), at_km, time.

    A train's points are in the order of time; between two of them it runs evenly, or stands. At midnight a train that
    is on the line has a point.
    """
    train, second, at = _points(_day(plan, outcome, line, _second_of(plan, day)))
    stream = plan.train_stream[train]
    kinds, directions = ([s.kind.name.lower() for s in plan.streams], [s.direction for s in plan.streams])
    rows, row = np.unique(train, return_inverse=True)
    return {
        "train": np.array([plan.legend.trains[i] for i in rows.tolist()], dtype=str)[row],
        "class": np.array(kinds, dtype=str)[stream],
        "direction": np.array(directions, dtype=str)[stream],
        "station": _stations_at(plan.stations[line], at),
        "at_km": at / 1000,
        "time": np.datetime64(plan.start, "s") + np.round(second).astype("timedelta64[s]"),
    }


def _second_of(plan: Plan, day: date | int) -> int:
    """Second of the run at which a day begins."""
    wanted = day if isinstance(day, int) else (datetime.combine(day, time()) - plan.start) // timedelta(seconds=DAY)
    last = (plan.program.until - 1) // DAY
    if not 0 <= wanted <= last:
        first, final = plan.moment(0).date(), plan.moment(last * DAY).date()
        raise CorridorError(f"day must lie within the run, {first} to {final} or 0 to {last} (got {day})")
    return wanted * DAY


def _subtitle(plan: Plan, begin: int) -> str:
    signs = "A slope is a train that runs, a thick level piece one that stands; where several stand they are stacked"
    return f"{signs}; the run is still warming up" if begin < plan.warm_up else signs


def _day(plan: Plan, outcome: Outcome, line: int, begin: int) -> Pieces:
    """What happened on a line on the day that begins at this second."""
    end = min(begin + DAY, plan.program.until)
    return _cut(_pieces(plan, outcome, line, begin, end), begin, end)


def _pieces(plan: Plan, outcome: Outcome, line: int, begin: int, end: int) -> Pieces:
    """All pieces on a line of the trains that were on their way at some time between two seconds."""
    p = plan.program
    row = _operations_under_way(plan, outcome, begin, end)
    row = row[plan.steps.line[p.operation_step[row]] == line]
    row = row[(outcome.ready[row] != NEVER) | (outcome.started[row - 1] != NEVER)]
    times = np.column_stack(_stays(plan, outcome, row)).ravel()
    at = np.repeat(plan.steps.at[p.operation_step[row]], 2)
    train = np.repeat(p.operation_train[row].astype(np.int64), 2)
    goes_on = np.repeat(np.diff(row, append=NEVER) == 1, 2)
    goes_on[::2] = True
    kept = np.flatnonzero((goes_on & (train == np.roll(train, -1)))[:-1] & (np.diff(times) > 0))
    return Pieces(train[kept], times[kept], times[kept + 1], at[kept], at[kept + 1])


def _operations_under_way(plan: Plan, outcome: Outcome, begin: int, end: int) -> Ints:
    """Operations, in order, of the trains that were there at some time between two seconds."""
    first, beyond = plan.program.operation_first[:-1], plan.program.operation_first[1:]
    came, gone = outcome.started[first], outcome.started[beyond - 1]
    there = (came != NEVER) & (came < end) & ((gone == NEVER) | (gone >= begin))
    count = (beyond - first)[there].astype(np.int64)
    rows: Ints = np.arange(count.sum()) + np.repeat(first[there] - (np.cumsum(count) - count), count)
    return rows


def _stays(plan: Plan, outcome: Outcome, row: Ints) -> tuple[Floats, Floats]:
    """When the trains came to where these operations begin, and when they moved on from there."""
    p, ready, started = plan.program, outcome.ready, outcome.started
    restart = np.where(started[row - 1] > ready[row - 1], p.restart[p.operation_step[row - 1]], 0)
    after_the_run = started[row - 1].astype(float) + p.duration[row - 1] + restart
    came = np.where(ready[row] != NEVER, ready[row], after_the_run)
    # what follows an arrival but another run is done while the train stands; the run tells its own waiting
    off = (plan.steps.activity[p.operation_step[row]] == Activity.ARRIVE) & (np.diff(row, append=NEVER) != 1)
    moved = started[np.where(off, row + 1, row)].astype(float)
    return came, np.where(moved == NEVER, float(p.until), moved)


def _cut(pieces: Pieces, begin: float, end: float) -> Pieces:
    """What of the pieces lies between two seconds."""
    train, first, last, first_at, last_at = _some(pieces, (pieces.end > begin) & (pieces.begin < end))
    speed = (last_at - first_at) / (last - first)
    cut_first, cut_last = np.maximum(first, begin), np.minimum(last, end)
    return Pieces(
        train, cut_first, cut_last,
        np.where(cut_first > first, first_at + speed * (begin - first), first_at),
        np.where(cut_last < last, first_at + speed * (end - first), last_at),
    )  # fmt: skip


def _last_of_chain(pieces: Pieces) -> Mask:
    """Whether a train's unbroken line ends with this piece."""
    broken = (pieces.train[1:] != pieces.train[:-1]) | (pieces.begin[1:] != pieces.end[:-1])
    return np.append(broken, True)[: len(pieces.train)]


def _points(pieces: Pieces) -> tuple[Ints, Floats, Floats]:
    """Train, second and metres of each corner of the lines."""
    kept = np.column_stack((np.ones(len(pieces.train), bool), _last_of_chain(pieces)))
    seconds = np.column_stack((pieces.begin, pieces.end))
    at = np.column_stack((pieces.begin_at, pieces.end_at))
    return np.column_stack((pieces.train, pieces.train))[kept], seconds[kept], at[kept]


def _polyline(pieces: Pieces, begin: int) -> tuple[Floats, Floats]:
    """Hours of the day and kilometres, the trains' lines one after another with NaN between them."""
    gap, both = np.full(len(pieces.train), np.nan), np.ones(len(pieces.train), bool)
    kept = np.column_stack((both, both, _last_of_chain(pieces)))
    hours = np.column_stack((pieces.begin, pieces.end, gap))[kept]
    return (hours - begin) / HOUR, np.column_stack((pieces.begin_at, pieces.end_at, gap))[kept] / 1000


def _stations_at(stations: Stations, at: Floats) -> npt.NDArray[np.str_]:
    """Name of the station at these metres, "" between stations."""
    nearest = _nearest(stations, at)
    away = np.abs(at - np.array([metres for _, metres in stations])[nearest])
    return np.where(away < 1, np.array([name for name, _ in stations], dtype=str)[nearest], "")


def _nearest(stations: Stations, at: Floats) -> Ints:
    rows: Ints = np.abs(at[:, None] - np.array([metres for _, metres in stations])).argmin(axis=1)
    return rows


def _closings(plan: Plan, outcome: Outcome, line: int, begin: int) -> Iterator[Closing]:
    """Sections that had a track closed on a day: all units of it taken by closings."""
    p, end = plan.program, begin + DAY
    kind = np.array([stream.kind for stream in plan.streams])
    row = p.operation_first[:-1][kind[plan.train_stream] == Kind.CLOSURE]
    row = row[outcome.started[row] != NEVER]
    until = np.where(outcome.started[row + 1] == NEVER, p.until, outcome.started[row + 1])
    row, until = row[until > begin], until[until > begin]
    resource = p.take_resource[p.take_first[p.operation_step[row]]]
    drawn = {section.name: section for section in plan.sections if section.line == line}
    told = set()
    for closed in np.unique(resource).tolist():
        stage, own = plan.stages[plan.resources.stage[closed]], resource == closed
        if stage.kind == "section" and stage.name in drawn:
            spans = _shut(outcome.started[row[own]], until[own], int(p.capacity[closed]))
            told |= {(stage.name, a, b) for a, b in spans if a < end and b > begin}
    for name, a, b in sorted(told):
        yield Closing(drawn[name], max(a, begin), min(b, end))


def _shut(begin: npt.NDArray[Any], end: npt.NDArray[Any], units: int) -> Iterator[tuple[float, float]]:
    """When as many closings as there are units overlap."""
    moments = np.unique(np.concatenate((begin, end)))
    overlapping = ((begin <= moments[:, None]) & (end > moments[:, None])).sum(axis=1)
    for n in np.flatnonzero(overlapping >= units).tolist():
        yield float(moments[n]), float(moments[n + 1])


def _pen(stream: Stream, directions: list[str]) -> Pen:
    """A pen of its own for each class, for loaded freight also by direction; strokes differ as well as colours."""
    if stream.kind == Kind.EMPTY:
        return Pen("Empty wagons", style.QUIET, 0.9, "--")
    if stream.kind == Kind.PASSENGER:
        return Pen("Passenger", style.INK, 1.6)
    if stream.kind == Kind.LOCAL:
        return Pen("Local freight", style.GREEN, 1.1, "-.")
    colour = style.COLOURS[directions.index(stream.direction) % len(style.COLOURS)]
    return Pen(f"Freight {style.arrows(stream.direction)}".strip(), colour, 1.0)


def _draw_trains(axes: Axes, plan: Plan, line: int, pieces: Pieces, begin: int) -> Iterator[Pen]:
    """Draw all trains, a class at a time, and tell the pens used: freight first, then by kind."""
    directions = list(dict.fromkeys(s.direction for s in plan.streams if s.kind == Kind.FREIGHT))
    stream = plan.train_stream[pieces.train]
    rows = sorted(np.unique(stream).tolist(), key=lambda row: plan.streams[row].kind)
    pens = {row: _pen(plan.streams[row], directions) for row in rows}
    stacked = _stacked(plan.stations[line], pieces)
    for pen in dict.fromkeys(pens.values()):
        drawn = np.isin(stream, [row for row in rows if pens[row] == pen])
        _draw_class(axes, _some(stacked, drawn), pen, begin)
        yield pen


def _draw_class(axes: Axes, pieces: Pieces, pen: Pen, begin: int) -> None:
    standing = _some(pieces, pieces.begin_at == pieces.end_at)
    axes.plot(*_polyline(pieces, begin), pen.dashes, color=pen.colour, linewidth=pen.width, zorder=2 + pen.width)
    axes.plot(*_polyline(standing, begin), "-", color=pen.colour, linewidth=STANDING, zorder=5)


def _stacked(stations: Stations, pieces: Pieces) -> Pieces:
    """The level pieces set off lane by lane, as far as there is room: trains side by side do not hide each other."""
    level = pieces.begin_at == pieces.end_at
    number = np.zeros(len(level), np.int64)
    number[level] = _lanes(_some(pieces, level))
    at = np.array([metres for _, metres in stations])
    gap = np.diff(at, prepend=-np.inf, append=np.inf)
    width = LANE * (at[-1] - at[0])
    room = np.minimum(np.minimum(gap[:-1], gap[1:]) / 2 // width, MOST_LANES // 2)[_nearest(stations, pieces.begin_at)]
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


def _some(pieces: Pieces, chosen: Mask) -> Pieces:
    return Pieces._make(column[chosen] for column in pieces)


def _draw_paper(axes: Axes, stations: Stations) -> None:
    """Hours and stations as thin lines; kilometres run down from the first station."""
    km = [at / 1000 for _, at in stations]
    margin = (km[-1] - km[0]) * 0.013
    axes.set(xlim=(0, 24), ylim=(km[-1] + margin, km[0] - margin), xlabel="Time of day (hours:minutes)")
    axes.xaxis.set_major_locator(MultipleLocator(1))
    axes.xaxis.set_minor_locator(MultipleLocator(0.5))
    axes.xaxis.set_major_formatter(lambda hour, _: f"{hour:02.0f}:00")
    axes.grid(axis="x", which="major", linewidth=0.6)
    axes.grid(axis="x", which="minor", linewidth=0.3)
    axes.hlines(km, 0, 24, colors=style.GRID, linewidth=0.6, zorder=1)
    axes.tick_params(top=True, labeltop=True, length=0, which="both")
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def _draw_closings(axes: Axes, closings: list[Closing], begin: float) -> None:
    for section, since, until in closings:
        corner = ((since - begin) / HOUR, section.start_at / 1000)
        width, height = (until - since) / HOUR, (section.end_at - section.start_at) / 1000
        axes.add_patch(Rectangle(corner, width, height, zorder=0.5, **_CLOSED))


_CLOSED: dict[str, Any] = {"facecolor": "#f1f2f4", "edgecolor": "#a9afb8", "hatch": "////", "linewidth": 0}


def _draw_tracks(strip: Axes, axes: Axes, plan: Plan, line: int, begin: int) -> None:
    """One rule beside a single-track section, two beside a double-track one, a dot at each station."""
    strip.set(xlim=(-1, 1), ylim=axes.get_ylim(), xticks=[])
    strip.spines[["left", "bottom"]].set_visible(False)
    for section in (s for s in plan.sections if s.line == line):
        double = section.double_from is not None and section.double_from <= begin
        for x in (-0.45, 0.45) if double else (0,):
            strip.plot([x, x], [section.start_at / 1000, section.end_at / 1000], color=style.INK, linewidth=1.3)
    km = [at / 1000 for _, at in plan.stations[line]]
    strip.plot([0] * len(km), km, "o", color=style.INK, markerfacecolor=style.PAPER, markersize=4.5, clip_on=False)


def _name_stations(strip: Axes, axes: Axes, plan: Plan, line: int) -> None:
    """Names at the left, kilometres at the right, without those that would overlap."""
    stations = plan.stations[line]
    named = [stations[i] for i in _names_with_room(stations, _station_tracks(plan))]
    km = [at / 1000 for _, at in named]
    strip.set_yticks(km, [name for name, _ in named])
    strip.tick_params(axis="y", length=0, pad=4)
    axes.yaxis.tick_right()
    axes.set_yticks(km, [f"{x:.0f}" for x in km])
    axes.yaxis.set_label_position("right")
    axes.set_ylabel("Distance (km)", rotation=270, labelpad=14)


def _station_tracks(plan: Plan) -> dict[str, int]:
    """Number of tracks by name of the pool, such as "Aktogay tracks"."""
    stages = [plan.stages[i] for i in plan.resources.stage.tolist()]
    things = zip(stages, plan.program.capacity.tolist(), plan.resources.logical.tolist(), strict=True)
    return {stage.name: units for stage, units, logical in things if stage.kind == "tracks" and not logical}


def _names_with_room(stations: Stations, tracks: dict[str, int]) -> list[int]:
    """Stations to name, in order: the ends first, then those of most tracks, as long as there is room."""
    ends = (0, len(stations) - 1)
    gap = SMALLEST_GAP * (stations[-1][1] - stations[0][1])
    chosen: list[int] = []
    for i in sorted(range(len(stations)), key=lambda i: (i not in ends, -tracks.get(f"{stations[i][0]} tracks", 0), i)):
        if all(abs(stations[i][1] - stations[j][1]) >= gap for j in chosen):
            chosen.append(i)
    return sorted(chosen)


def _handles(pens: list[Pen], closings: list[Closing]) -> Iterator[Artist]:
    """What the legend shows: the classes on the line this day, and the signs of the tracks."""
    for pen in pens:
        yield Line2D([], [], color=pen.colour, linewidth=pen.width + 0.6, linestyle=pen.dashes, label=pen.label)
    for label, rules in (("Single track", Path([(0, -1), (0, 1)])), ("Double track", _TWO_RULES)):
        yield Line2D([], [], linestyle="", marker=rules, markersize=11, mew=1.3, color=style.INK, label=label)
    if closings:
        yield Patch(label="Track closed", **_CLOSED)


_TWO_RULES = Path([(-0.35, -1), (-0.35, 1), (0.35, -1), (0.35, 1)], [Path.MOVETO, Path.LINETO] * 2)
