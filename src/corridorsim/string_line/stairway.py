"""The blocking-time stairway: a few hours of a line, and for each train the blocks it holds, step by step.

A step is as wide as the block is held and as high as the block is long; the train's path leads through it. Two steps of
one block never overlap; on double track each direction has blocks of its own, so steps of the two may cross.
"""

from os import PathLike

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from corridorsim.arrays import HOUR
from corridorsim.paper import style
from corridorsim.string_line.closing_marks import draw_closings
from corridorsim.string_line.legend import closed_sign, track_signs, train_signs
from corridorsim.string_line.names import name_trains
from corridorsim.string_line.paper import NAME, draw_paper, draw_rectangles, draw_tracks, name_stations
from corridorsim.string_line.trains import draw_trains
from corridorsim.string_line.views import HoursOnLine

SIGNS = "A step is a block held by a train: as wide as the time from taking it to giving it back, as high as it is long"


@style.house_style()
def draw_stairway(view: HoursOnLine, path_stem: str | PathLike[str] | None = None) -> Figure:
    """Draw the blocking-time stairway of some hours of a line, and save it if a path is given."""
    first, last = view.begin - view.midnight, view.end - view.midnight
    span = f"{view.plan.moment(view.begin):%Y-%m-%d, %H:%M} to {last // HOUR:02}:{last % HOUR // 60:02}"
    figure = style.sheet(16, 11.3, f"{style.label(view.name)}, {span}", SIGNS)
    axes = style.frame(figure, left=1.75, bottom=0.62, right=0.75, top=1.15)
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.15)
    draw_paper(axes, view.stations, (first / HOUR, last / HOUR))
    draw_closings(axes, view.closings, view.midnight)
    _draw_stairs(axes, view)
    pens = list(draw_trains(axes, view))
    if not pens:
        style.nothing_to_show(axes, "No train was on this line in these hours")
    name_trains(axes, view.plan, view.pieces, view.midnight)
    draw_tracks(strip, axes, view)
    name_stations(strip, axes, view)
    style.legend(figure, train_signs(pens))
    style.legend(figure, [*track_signs(), *_step_signs(view), *closed_sign(view.closings)], top=0.46)
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure


def _draw_stairs(axes: Axes, view: HoursOnLine) -> None:
    stairs = view.stairs
    begin, end = ((np.clip(at, view.begin, view.end) - view.midnight) / HOUR for at in (stairs.begin, stairs.end))
    for own, (tint, edge) in zip((stairs.rising, ~stairs.rising), style.DIRECTIONS, strict=True):
        km = (stairs.from_at[own] / 1000, stairs.to_at[own] / 1000)
        draw_rectangles(axes, (begin[own], end[own]), km, tint, 1.2, edge)


def _step_signs(view: HoursOnLine) -> list[Patch]:
    ends = (view.stations[-1][0], view.stations[0][0])
    return [
        Patch(facecolor=tint, edgecolor=edge, linewidth=0.6, label=f"Held by a train to {style.fitting(end, NAME)}")
        for end, (tint, edge) in zip(ends, style.DIRECTIONS, strict=True)
    ]
