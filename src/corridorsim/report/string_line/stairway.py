"""The blocking-time stairway: a few hours of a line, and for each train the blocks it holds, step by step.

A step is as wide as the block is held and as high as the block is long; the train's path leads through it. Two steps of
one block never overlap; on double track each direction has blocks of its own, so steps of the two may cross.
"""

from datetime import date
from os import PathLike
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from corridorsim.arrays import HOUR
from corridorsim.itineraries import Plan
from corridorsim.measures.stairway import blocking_stairway
from corridorsim.operations import NEVER, Outcome
from corridorsim.report import style
from corridorsim.report.string_line.closings import closings_on, draw_closings
from corridorsim.report.string_line.legend import closed_sign, track_signs, train_signs
from corridorsim.report.string_line.names import name_trains
from corridorsim.report.string_line.paper import NAME, draw_paper, draw_tracks, fill, name_stations
from corridorsim.report.string_line.pieces import clock, day_of, named, pieces_between
from corridorsim.report.string_line.trains import draw_trains

Hours = tuple[int, int]  # from and to, seconds of the day
SIGNS = "A step is a block held by a train: as wide as the time from taking it to giving it back, as high as it is long"


@style.house_style()
def draw_stairway(
    plan: Plan, outcome: Outcome, line: int, day: date | int, hours: Hours, path_stem: str | PathLike[str] | None = None
) -> Figure:
    """Draw the blocking-time stairway of a line (its row in the plan) for some hours of a day; save it if told where.

    ``hours`` are seconds of the day, from and to.
    """
    midnight, _ = day_of(plan, day)
    begin, end = (midnight + second for second in hours)
    span = f"{plan.moment(begin):%Y-%m-%d, %H:%M} to {hours[1] // HOUR:02}:{hours[1] % HOUR // 60:02}"
    figure = style.sheet(16, 11.3, f"{style.label(plan.layout.lines[line])}, {span}", SIGNS)
    axes = style.frame(figure, left=1.75, bottom=0.62, right=0.75, top=1.15)
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.15)
    draw_paper(axes, plan.layout.stations[line], (hours[0] / HOUR, hours[1] / HOUR))
    closings = list(closings_on(plan, outcome, line, begin, end))
    draw_closings(axes, closings, midnight)
    _draw_stairs(axes, plan, outcome, line, midnight, hours)
    pieces = pieces_between(plan, outcome, line, begin, end)
    pens = list(draw_trains(axes, plan, line, pieces, midnight))
    if not pens:
        style.nothing_to_show(axes, "No train was on this line in these hours")
    name_trains(axes, plan, pieces, midnight)
    draw_tracks(strip, axes, plan, line, begin)
    name_stations(strip, axes, plan, line)
    style.legend(figure, train_signs(pens))
    style.legend(figure, [*track_signs(), *_step_signs(plan, line), *closed_sign(closings)], top=0.46)
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure


def stairway_rows(
    plan: Plan, outcome: Outcome, line: int, day: date | int, hours: Hours
) -> dict[str, npt.NDArray[Any]]:
    """The steps as columns: train, class, direction, section, block, begin, end, from_km, to_km, blocking_s.

    Every step that reaches into the hours, whole. ``block`` is empty where a section without blocks lets in several
    trains.
    """
    midnight, _ = day_of(plan, day)
    stairs = blocking_stairway(plan, outcome, line, midnight + hours[0], midnight + hours[1])
    blocks = ["" if row == NEVER else plan.legend.resources[row] for row in stairs.resource.tolist()]
    return named(plan, stairs.train) | {
        "section": np.array([plan.layout.sections[row].name for row in stairs.section.tolist()], dtype=str),
        "block": np.array(blocks, dtype=str),
        "begin": clock(plan, stairs.begin),
        "end": clock(plan, stairs.end),
        "from_km": stairs.from_at / 1000,
        "to_km": stairs.to_at / 1000,
        "blocking_s": stairs.end - stairs.begin,
    }


def _draw_stairs(axes: Axes, plan: Plan, outcome: Outcome, line: int, midnight: int, hours: Hours) -> None:
    stairs = blocking_stairway(plan, outcome, line, midnight + hours[0], midnight + hours[1])
    begin, end = (np.clip(second - midnight, *hours) / HOUR for second in (stairs.begin, stairs.end))
    for own, (tint, edge) in zip((stairs.rising, ~stairs.rising), style.DIRECTIONS, strict=True):
        km = (stairs.from_at[own] / 1000, stairs.to_at[own] / 1000)
        fill(axes, (begin[own], end[own]), km, tint, 1.2, edge)


def _step_signs(plan: Plan, line: int) -> list[Patch]:
    ends = (plan.layout.stations[line][-1][0], plan.layout.stations[line][0][0])
    return [
        Patch(facecolor=tint, edgecolor=edge, linewidth=0.6, label=f"Held by a train to {style.fitting(end, NAME)}")
        for end, (tint, edge) in zip(ends, style.DIRECTIONS, strict=True)
    ]
