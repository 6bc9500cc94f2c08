"""A crossing as a flow of stages, one picture: for each direction its boxes from left to right, as a train passes them.

The strip of a box is filled as far as its stage is used; the arrow into it carries the trains that wait for it. Where
trains part, the lanes lie above each other, each with the share of the trains that takes it, and a thin line below
stands for those that pass by.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from corridorsim.paper import style

IN_A_ROW = 5
WIDTH, HEAD = 10.0, 1.15  # inches
BOX, GAP, TALL = 1.4, 0.48, 1.06  # inches
LABEL, BYPASS, APART = 0.24, 0.3, 0.34  # inches above a lane, below a block, between two rows
GAUGE = 0.13  # inches, the strip that is filled as far as a stage is used
LEFT = 0.2 + GAP
FORK = 0.04  # inches from a box to where the way parts
NEARLY_FULL = 0.85
ALL = 0.995  # share of the trains that is as good as all


class Box(NamedTuple):
    """A stage as it is drawn."""

    name: str
    capacity: float  # trains a day by formula, NaN for none
    use: float  # share of 0 to 1
    queue: float  # trains
    wait: float  # hours, NaN where none passed
    least: bool  # whether it carries least by itself
    share: float = 1.0  # of the direction's trains that pass it


class Block(NamedTuple):
    """Stages between two points at which all trains meet: lanes of which a train takes one, or passes by."""

    lanes: Sequence[Sequence[Box]]
    passes_by: float = 0.0  # share of the trains
    begins: str = ""  # whose stages begin here

    @property
    def columns(self) -> int:
        """Boxes of its longest lane."""
        return max(len(lane) for lane in self.lanes)

    @property
    def parts(self) -> bool:
        """Whether there is more than one way through it."""
        return len(self.lanes) > 1 or self.passes_by > 1 - ALL

    @property
    def above(self) -> float:
        """Inches from its middle to its upper edge."""
        count = len(self.lanes)
        return (count * TALL + (count - 1) * LABEL) / 2 + LABEL * (self.parts + bool(self.begins))

    @property
    def below(self) -> float:
        """Inches from its middle to its lower edge."""
        count = len(self.lanes)
        return (count * TALL + (count - 1) * LABEL) / 2 + (BYPASS if self.passes_by > 1 - ALL else 0)


Row = list[tuple[Block, int]]  # blocks with the column in which each begins


@style.house_style()
def draw_flow(directions: Sequence[tuple[str, Sequence[Block]]], title: str, subtitle: str) -> Figure:
    """Draw a band of blocks for each direction, under a heading that sums it up."""
    bands = [(heading, list(_rows(blocks))) for heading, blocks in directions]
    height = HEAD + sum(0.45 + _tall(rows) for _, rows in bands)
    figure = style.sheet(WIDTH, height, title, subtitle)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, height))
    axes.axis("off")
    top = height - HEAD
    for heading, rows in bands:
        axes.text(
            0.2, top, style.fitting(heading, WIDTH - 0.4, 10 * style.BOLD), fontsize=10, fontweight="bold", va="center"
        )
        _band(axes, rows, top - 0.25)
        top -= 0.45 + _tall(rows)
    return figure


def _rows(blocks: Sequence[Block]) -> Iterator[Row]:
    """Blocks set in rows; a lane too long for a row is continued in the next."""
    row: Row = []
    column = 0
    for whole in blocks:
        crossing_stages = [Block([[box]]) for lane in whole.lanes for box in lane]
        crossing_stages[0] = crossing_stages[0]._replace(begins=whole.begins)
        for block in [whole] if whole.columns <= IN_A_ROW else crossing_stages:
            if column + block.columns > IN_A_ROW:
                yield row
                row, column = [], 0
            row.append((block, column))
            column += block.columns
    if row:
        yield row


def _tall(rows: Sequence[Row]) -> float:
    return sum(_above(row) + _below(row) + APART for row in rows) if rows else TALL + APART


def _above(row: Row) -> float:
    return max(block.above for block, _ in row)


def _below(row: Row) -> float:
    return max(block.below for block, _ in row)


def _band(axes: Axes, rows: Sequence[Row], top: float) -> None:
    came_from: tuple[float, float, float] | None = None
    for row in rows:
        middle = top - _above(row)
        if came_from is not None:
            _turn(axes, came_from, top, middle)
        for block, column in row:
            _block(axes, block, LEFT + column * (BOX + GAP), middle)
        last, column = row[-1]
        top = middle - _below(row)
        came_from = (LEFT + (column + last.columns) * (BOX + GAP) - GAP + FORK * last.parts, middle, top)
        top -= APART
    if not rows:
        axes.text(LEFT, top - TALL / 2, "No train passes", color=style.QUIET, va="center")


def _block(axes: Axes, block: Block, left: float, middle: float) -> None:
    """The lanes above each other about the middle, with the lines at which they part and meet."""
    fork = left - GAP + (FORK if left > LEFT else 0)
    join = left + block.columns * (BOX + GAP) - GAP + FORK
    count = len(block.lanes)
    levels = [middle + ((count - 1) / 2 - n) * (TALL + LABEL) for n in range(count)]
    for lane, level in zip(block.lanes, levels, strict=True):
        shown = 1.0
        for column, box in enumerate(lane):
            at = left + column * (BOX + GAP)
            _box(axes, box, at, level - TALL / 2)
            _arrow(axes, box, at, level, begin=fork if block.parts and not column else at - GAP + FORK)
            if abs(box.share - shown) > 1 - ALL:
                _say(axes, f"{100 * box.share:.0f} % of trains", at, level + TALL / 2 + 0.03)
            shown = box.share
        if block.parts:
            _line(axes, [left + len(lane) * (BOX + GAP) - GAP, join], [level, level])
    if block.begins:
        _say(axes, style.fitting(block.begins, BOX + GAP, 7.5), left, levels[0] + TALL / 2 + 0.03 + LABEL * block.parts)
    if block.parts:
        if block.passes_by > 1 - ALL:
            levels.append(levels[-1] - TALL / 2 - BYPASS * 0.7)
            _line(axes, [fork, join], [levels[-1]] * 2)
            _say(axes, f"{100 * block.passes_by:.0f} % pass by", left, levels[-1] + 0.02)
        for x in (fork, join):
            _line(axes, [x, x], [max(middle, levels[0]), min(middle, levels[-1])])
        _line(axes, [fork - FORK, fork], [middle, middle])


def _line(axes: Axes, x: Sequence[float], y: Sequence[float]) -> None:
    axes.plot(x, y, color=style.QUIET, linewidth=0.8, solid_capstyle="projecting")


def _say(axes: Axes, words: str, left: float, bottom: float) -> None:
    axes.text(left, bottom, words, fontsize=7.5, color=style.QUIET, ha="left", va="bottom")


def _box(axes: Axes, box: Box, left: float, bottom: float) -> None:
    colour = style.VERMILLION if box.use >= NEARLY_FULL else style.SKY
    axes.add_patch(Rectangle((left, bottom), BOX, GAUGE, facecolor="#e9edf2", linewidth=0))
    axes.add_patch(Rectangle((left, bottom), BOX * min(box.use, 1), GAUGE, facecolor=colour, linewidth=0))
    edge, width = (style.VERMILLION, 2.2) if box.least else (style.QUIET, 0.8)
    axes.add_patch(Rectangle((left, bottom), BOX, TALL, fill=False, edgecolor=edge, linewidth=width))
    middle = left + BOX / 2
    whole = style.label(box.name)
    name = "\n".join(style.wrapped(whole, BOX - 0.1, 8 * style.BOLD)[:3])
    axes.text(middle, bottom + TALL - 0.08, name, fontsize=8, fontweight="bold", ha="center", va="top", linespacing=1.1)
    says = f"carries {box.capacity:,.0f}/day" if box.capacity >= 100 else f"carries {box.capacity:.1f}/day"
    lines = ([says] if isfinite(box.capacity) else []) + [f"works {100 * box.use:.0f} %"]
    words = "\n".join(lines)
    axes.text(middle, bottom + GAUGE + 0.06, words, fontsize=8, ha="center", va="bottom", linespacing=1.2)


def _arrow(axes: Axes, box: Box, left: float, level: float, begin: float) -> None:
    """The arrow into a box: trains that wait above it, hours that each waits below."""
    waits = box.queue >= 0.05
    colour = style.VERMILLION if waits else style.QUIET
    width = 1.2 + min(box.queue, 20) * 0.12
    axes.add_patch(
        FancyArrowPatch(
            (begin, level),
            (left - 0.01, level),
            arrowstyle="-|>",
            mutation_scale=9 + width,
            color=colour,
            linewidth=width,
            shrinkA=0,
            shrinkB=0,
        )
    )
    if waits:
        centre = (begin + left) / 2 - 0.01
        axes.text(centre, level + 0.1, f"{box.queue:.1f}", fontsize=8, ha="center", va="bottom", color=colour)
        hours = f"{box.wait:.0f} h" if box.wait >= 10 else f"{box.wait:.1f} h"
        axes.text(
            centre, level - 0.11, hours if box.wait == box.wait else "", fontsize=8, ha="center", va="top", color=colour
        )


def _turn(axes: Axes, came_from: tuple[float, float, float], top: float, middle: float) -> None:
    """A thin line from the end of a row (where it ends, its middle, its lower edge) to the beginning of the next."""
    right, start, bottom = came_from
    level = (bottom + top) / 2
    x = [right, right + 0.1, right + 0.1, LEFT - GAP, LEFT - GAP, LEFT - GAP + FORK]
    axes.plot(x, [start, start, level, level, middle, middle], color=style.QUIET, linewidth=0.8)
