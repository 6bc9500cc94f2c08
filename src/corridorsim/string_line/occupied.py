"""What lies under the trains of a string-line diagram: when each section is occupied, and how full each station is.

A section has a tinted band for as long as it is occupied, over its length; on double track the upper half is the track
of the trains that run up the page, the lower half of those that run down. A station has a strip, the darker the more of
its tracks are in use, and in a colour of its own where all are. Beside the diagram the same as shares of the day.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from corridorsim.arrays import HOUR, Floats
from corridorsim.itineraries import Plan
from corridorsim.paper import style
from corridorsim.string_line.occupation import FALLING_TRACK, ONLY_TRACK, RISING_TRACK, TrackCounts
from corridorsim.string_line.paper import draw_rectangles
from corridorsim.string_line.pieces import Stations
from corridorsim.string_line.views import DayOnLine

STRIP = 0.0068  # the height of a station's strip, as a share of the diagram's
BARS = 0.62  # the height of a section's bar, as a share of the section's length
HALVES = {ONLY_TRACK: (0.0, 1.0), FALLING_TRACK: (0.0, 0.46), RISING_TRACK: (0.54, 1.0)}  # of the section's length
SHADES = ((0.0, "#ccd4df"), (1 / 3, "#aab5c5"), (2 / 3, "#7f8ca1"), (1.0, style.FULL))  # from which share of the tracks


def draw_occupied(axes: Axes, view: DayOnLine) -> None:
    """Bands along the sections and strips along the stations, by the hours of the day."""
    spans, counts, midnight = view.occupied.spans, view.occupied.counts, view.midnight
    start, length = _places(view.plan)
    low, high = (np.array([HALVES[track][side] for track in range(3)])[spans.track] for side in (0, 1))
    km = (start[spans.section] + length[spans.section] * low, start[spans.section] + length[spans.section] * high)
    draw_rectangles(axes, ((spans.begin - midnight) / HOUR, (spans.end - midnight) / HOUR), km, style.OCCUPIED, 0.3)
    middle = np.array([at / 1000 for _, at in view.stations])
    half = _half_strips(view.stations)
    for rows, colour in _shaded(counts):
        at, reach = middle[counts.station[rows]], half[counts.station[rows]]
        hours = ((counts.begin[rows] - midnight) / HOUR, (counts.end[rows] - midnight) / HOUR)
        draw_rectangles(axes, hours, (at - reach, at + reach), colour, 1.5)


def draw_shares(axes: Axes, view: DayOnLine) -> None:
    """Shares of the time as bars along the kilometres: sections, tracks in use, all tracks in use."""
    share = view.occupied.section_share
    start, length = _places(view.plan)
    rows = [i for i, section in enumerate(view.plan.layout.sections) if section.line == view.line]
    for track, halves in HALVES.items():
        own = [row for row in rows if share[row, track] > 0]
        km = tuple(start[own] + length[own] * ((1 - BARS) / 2 + BARS * half) for half in halves)
        draw_rectangles(axes, (0 * share[own, track], 100 * share[own, track]), km, style.SHARE, 2)
    at, half = np.array([at / 1000 for _, at in view.stations]), _half_strips(view.stations)
    in_use = ((view.occupied.in_use_share, style.IN_USE), (view.occupied.full_share, style.FULL))
    for number, (part, colour) in enumerate(in_use):
        some = part > 0  # not where tracks are not counted
        draw_rectangles(
            axes, (0 * part[some], 100 * part[some]), ((at - half)[some], (at + half)[some]), colour, 3 + number
        )
    axes.set(xlim=(0, 100), xlabel="Occupied (% of the day)", xticks=(0, 25, 50, 75, 100))
    axes.set_xticklabels(["0", "", "50", "", "100"])
    axes.grid(axis="x", linewidth=0.6)
    axes.tick_params(top=True, labeltop=True, length=0)
    axes.spines["bottom"].set_visible(False)
    _name_fullest(axes, share.max(axis=1), start + length / 2, rows)


def _name_fullest(axes: Axes, share: Floats, middle: Floats, rows: list[int]) -> None:
    """Label the section that is occupied longest with its share."""
    fullest = max(rows, key=lambda row: share[row])
    if share[fullest] > 0:
        text = f"{100 * share[fullest]:.0f} %"
        axes.text(100 * share[fullest] + 3, middle[fullest], text, va="center", fontsize=8, fontweight="bold")


def _places(plan: Plan) -> tuple[Floats, Floats]:
    """Per section, the kilometre where it begins, and its length."""
    start = np.array([section.start_at / 1000 for section in plan.layout.sections])
    return start, np.array([section.end_at / 1000 for section in plan.layout.sections]) - start


def _half_strips(stations: Stations) -> Floats:
    """Half the height of each station's strip in kilometres: less where the next station is near."""
    at = np.array([metres / 1000 for _, metres in stations])
    gap = np.diff(at, prepend=-np.inf, append=np.inf)
    half: Floats = np.minimum(STRIP * (at[-1] - at[0]), 0.8 * np.minimum(gap[:-1], gap[1:])) / 2
    return half


def _shaded(counts: TrackCounts) -> Iterator[tuple[npt.NDArray[np.bool_], str]]:
    """Which rows have which colour; those without a train have none."""
    share = counts.used / np.maximum(counts.open, 1)
    shade = np.searchsorted([least for least, _ in SHADES], share, "right") - 1
    for number, (_, colour) in enumerate(SHADES):
        yield (shade == number) & (counts.used > 0), colour
