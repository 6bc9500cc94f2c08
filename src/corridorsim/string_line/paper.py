"""The frame of a string-line diagram: hours across, kilometres down, stations, and the tracks beside them.

The strip beside the stations shows single and double track as on that day.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MultipleLocator

from corridorsim.arrays import Floats
from corridorsim.itineraries import Plan
from corridorsim.paper import style
from corridorsim.string_line.pieces import Stations
from corridorsim.string_line.views import DayOnLine, HoursOnLine

RULES = ((2, 1 / 6, 1 / 60), (8, 1 / 2, 1 / 6), (24, 1, 1 / 2))  # hours: up to so many, a rule and a finer one every
FINE = 0.6  # above the closings, below the trains
NAME = 1.35  # inches for the name of a station
SMALLEST_GAP = 0.0135  # between two names, as a share of the diagram's height


def draw_paper(axes: Axes, stations: Stations, hours: tuple[float, float]) -> None:
    """Hours of the day and stations as thin lines; kilometres run down from the first station."""
    km = [at / 1000 for _, at in stations]
    margin = (km[-1] - km[0]) * 0.013
    axes.set(xlim=hours, ylim=(km[-1] + margin, km[0] - margin), xlabel="Time of day (hours:minutes)")
    major, minor = next(rules for longest, *rules in RULES if hours[1] - hours[0] <= longest)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MultipleLocator(major))
    axes.xaxis.set_major_formatter(lambda hour, _: "{:02}:{:02}".format(*divmod(round(hour * 60), 60)))
    axes.grid(axis="x", which="major", linewidth=0.6)
    fine = np.arange(hours[0], hours[1] + minor / 2, minor)
    axes.vlines(fine, *axes.get_ylim(), colors=style.GRID, linewidth=0.3, zorder=FINE)
    axes.hlines(km, *hours, colors=style.GRID, linewidth=0.6, zorder=1)
    axes.tick_params(top=True, labeltop=True, length=0)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def draw_tracks(strip: Axes, axes: Axes, view: DayOnLine | HoursOnLine) -> None:
    """One rule beside a single-track section, two beside a double-track one, a dot at each station."""
    strip.set(xlim=(-1, 1), ylim=axes.get_ylim(), xticks=[])
    strip.spines[["left", "bottom"]].set_visible(False)
    for section in (s for s in view.plan.layout.sections if s.line == view.line):
        double = section.double_from is not None and section.double_from <= view.begin
        for x in (-0.45, 0.45) if double else (0,):
            strip.plot([x, x], [section.start_at / 1000, section.end_at / 1000], color=style.INK, linewidth=1.3)
    km = [at / 1000 for _, at in view.stations]
    strip.plot([0] * len(km), km, "o", color=style.INK, markerfacecolor=style.PAPER, markersize=4.5, clip_on=False)


def name_stations(strip: Axes, right: Axes, view: DayOnLine | HoursOnLine) -> None:
    """Names at the left, kilometres at the right of all, without those that would overlap."""
    stations = view.stations
    named = [stations[i] for i in _names_with_room(stations, _station_tracks(view.plan))]
    km = [at / 1000 for _, at in named]
    strip.set_yticks(km, [style.fitting(name, NAME) for name, _ in named])
    strip.tick_params(axis="y", length=0, pad=4)
    right.yaxis.tick_right()
    right.set_yticks(km, [f"{x:.0f}" for x in km])
    right.tick_params(axis="y", length=0)
    right.yaxis.set_label_position("right")
    right.set_ylabel("Distance (km)", rotation=270, labelpad=14)


def _station_tracks(plan: Plan) -> dict[str, int]:
    """Number of tracks by station."""
    return {place: int(plan.program.capacity[row]) for place, row in plan.layout.station_tracks.items()}


def _names_with_room(stations: Stations, tracks: dict[str, int]) -> list[int]:
    """Stations to name, in order: the ends first, then those of most tracks, as long as there is room."""
    ends = (0, len(stations) - 1)
    gap = SMALLEST_GAP * (stations[-1][1] - stations[0][1])
    chosen: list[int] = []
    for i in sorted(range(len(stations)), key=lambda i: (i not in ends, -tracks.get(stations[i][0], 0), i)):
        if all(abs(stations[i][1] - stations[j][1]) >= gap for j in chosen):
            chosen.append(i)
    return sorted(chosen)


def draw_rectangles(
    axes: Axes, across: tuple[Floats, Floats], down: tuple[Floats, ...], colour: str, zorder: float, edge: str = ""
) -> None:
    """Rectangles of one colour (from left to right, from top to bottom) as one shape, which keeps the SVG small."""
    (left, right), (top, bottom) = across, down
    if not len(left):
        return
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    codes = np.tile([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], len(left))
    shape = Path(corners.transpose(2, 0, 1).reshape(-1, 2), codes)
    lined: dict[str, Any] = {"edgecolor": edge, "linewidth": 0.6} if edge else {"linewidth": 0}
    axes.add_artist(PathPatch(shape, facecolor=colour, zorder=zorder, **lined))  # limits are set: none to look for
