"""A crossing as a flow of stages, one picture: for each direction its boxes from left to right, as a train passes them.

The strip of a box is filled as far as its stage is used; the arrow into it carries the trains that wait for it.
"""

from collections.abc import Sequence
from math import isfinite
from textwrap import wrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from corridorsim.report import style

IN_A_ROW = 5
BOX, GAP, TALL, APART = 1.4, 0.48, 1.06, 0.34  # inches
GAUGE = 0.13  # inches, the strip that is filled as far as a stage is used
LEFT = 0.2 + GAP
NEARLY_FULL = 0.85


class Box(NamedTuple):
    """A stage as it is drawn."""

    name: str
    capacity: float  # trains a day by formula, NaN for none
    use: float  # share of 0 to 1
    queue: float  # trains
    wait: float  # hours, NaN where none passed
    least: bool  # whether it carries least by itself


@style.house_style()
def draw_flow(directions: Sequence[tuple[str, Sequence[Box]]], title: str, subtitle: str) -> Figure:
    """Draw a band of boxes for each direction, given with a line that says how it does."""
    rows = [max(1, -(-len(boxes) // IN_A_ROW)) for _, boxes in directions]
    height = 1.0 + sum(0.45 + count * (TALL + APART) for count in rows)
    figure = style.sheet(10.0, height, title, subtitle)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10.0), ylim=(0, height))
    axes.axis("off")
    top = height - 1.0
    for (heading, boxes), count in zip(directions, rows, strict=True):
        axes.text(0.2, top, style.arrows(heading), fontsize=10, fontweight="bold", va="center")
        _band(axes, boxes, top - 0.25)
        top -= 0.45 + count * (TALL + APART)
    return figure


def _band(axes: Axes, boxes: Sequence[Box], top: float) -> None:
    for n, box in enumerate(boxes):
        row, column = divmod(n, IN_A_ROW)
        left, bottom = LEFT + column * (BOX + GAP), top - row * (TALL + APART) - TALL
        _box(axes, box, left, bottom)
        _arrow(axes, box, left, bottom + TALL / 2)
        if n and column == 0:
            _turn(axes, bottom + TALL)
    if not boxes:
        axes.text(LEFT, top - TALL / 2, "No train passes", color=style.QUIET, va="center")


def _box(axes: Axes, box: Box, left: float, bottom: float) -> None:
    colour = style.VERMILLION if box.use >= NEARLY_FULL else style.SKY
    axes.add_patch(Rectangle((left, bottom), BOX, GAUGE, facecolor="#e9edf2", linewidth=0))
    axes.add_patch(Rectangle((left, bottom), BOX * min(box.use, 1), GAUGE, facecolor=colour, linewidth=0))
    edge, width = (style.VERMILLION, 2.2) if box.least else (style.QUIET, 0.8)
    axes.add_patch(Rectangle((left, bottom), BOX, TALL, fill=False, edgecolor=edge, linewidth=width))
    middle = left + BOX / 2
    name = "\n".join(wrap(style.arrows(box.name), 17)[:3])
    axes.text(middle, bottom + TALL - 0.08, name, fontsize=8, fontweight="bold", ha="center", va="top", linespacing=1.1)
    says = f"{box.capacity:,.0f} trains/day" if box.capacity >= 100 else f"{box.capacity:.1f} trains/day"
    lines = ([says] if isfinite(box.capacity) else []) + [f"in use {100 * box.use:.0f} %"]
    words = "\n".join(lines)
    axes.text(middle, bottom + GAUGE + 0.06, words, fontsize=8, ha="center", va="bottom", linespacing=1.2)


def _arrow(axes: Axes, box: Box, left: float, middle: float) -> None:
    """The arrow into a box: trains that wait above it, hours that each waits below."""
    waits = box.queue >= 0.05
    colour = style.VERMILLION if waits else style.QUIET
    width = 1.2 + min(box.queue, 20) * 0.12
    axes.add_patch(
        FancyArrowPatch((left - GAP + 0.03, middle), (left - 0.01, middle), arrowstyle="-|>", mutation_scale=9 + width,
                        color=colour, linewidth=width, shrinkA=0, shrinkB=0)
    )  # fmt: skip
    if waits:
        centre = left - GAP / 2 - 0.02
        axes.text(centre, middle + 0.1, f"{box.queue:.1f}", fontsize=8, ha="center", va="bottom", color=colour)
        hours = f"{box.wait:.0f} h" if box.wait >= 10 else f"{box.wait:.1f} h"
        axes.text(centre, middle - 0.11, hours if box.wait == box.wait else "", fontsize=8, ha="center", va="top",
                  color=colour)  # fmt: skip


def _turn(axes: Axes, top: float) -> None:
    """A thin line from the end of a row to the beginning of the next."""
    right, level = LEFT + IN_A_ROW * (BOX + GAP) - GAP, top + APART / 2
    start, end = top + APART + TALL / 2, top - TALL / 2
    x = [right, right + 0.1, right + 0.1, LEFT - GAP, LEFT - GAP, LEFT - GAP + 0.05]
    axes.plot(x, [start, start, level, level, end, end], color=style.QUIET, linewidth=0.8)
