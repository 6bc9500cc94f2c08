"""The other pictures of a crossing: a train's day stage by stage, queues and yards over the window, use by hour."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from corridorsim.arrays import Floats
from corridorsim.border.over_time import OverTime, QueuesAndYards
from corridorsim.paper import style

WIDTH = 10.0  # inches
APART = 1.2  # inches from panel to panel
PANEL = (WIDTH - 0.55 - 0.35 - 0.6) / 2  # inches, the width of a panel
WORK: dict[str, Any] = {"color": style.BLUE, "linewidth": 0}
WAITING: dict[str, Any] = {"facecolor": "#f3c9a8", "edgecolor": style.VERMILLION, "hatch": "////", "linewidth": 0}
SLOW_WORK: dict[str, Any] = {"color": "#8fbfdd", "linewidth": 0}
SLOW_WAITING: dict[str, Any] = WAITING | {"facecolor": "#fbe9dc"}


class Segment(NamedTuple):
    """A part of a train's visit: hours of the mean train, and of the trains near the 95th percentile."""

    name: str
    waiting: float
    work: float
    slow_waiting: float
    slow_work: float


@style.house_style()
def draw_day(days: Mapping[str, Sequence[Segment]], title: str, subtitle: str) -> Figure:
    """Draw steps from arrival to departure under each heading, a row for each part; waiting hatched, work solid."""
    shown = {name: [s for s in segments if sum(s[1:]) >= 0.02] for name, segments in days.items()}
    heights = [0.33 * max(1, len(segments)) + 0.1 for segments in shown.values()]
    top = 1.35
    figure = style.sheet(WIDTH, top + sum(heights) + 0.95 * len(heights), title, subtitle)
    left = style.room_for((style.label(s.name) for segments in shown.values() for s in segments), 8.5) + 0.1
    longest = max((max(_hours(segments)) for segments in shown.values()), default=1.0) or 1.0
    for (name, segments), height in zip(shown.items(), heights, strict=True):
        top += 0.3
        axes = style.frame(figure, left, figure.get_figheight() - top - height, right=1.25, top=top)
        axes.set_title(
            style.fitting(name, WIDTH - left - 1.3, 10 * style.BOLD), fontsize=10, fontweight="bold", loc="left"
        )
        axes.set_xlim(0, longest * 1.01)
        _steps(axes, segments)
        top += height + 0.65
    handles: list[Any] = [
        Patch(label="Mean: work", **WORK), Patch(label="waiting", **WAITING),
        Patch(label="Slow: work", **SLOW_WORK), Patch(label="waiting", **SLOW_WAITING),
    ]  # fmt: skip
    style.legend(figure, handles, columns=4, top=1.1)
    return figure


def _hours(segments: Sequence[Segment]) -> tuple[float, float]:
    """The whole time of the mean train and of a slow one."""
    return sum(s.waiting + s.work for s in segments), sum(s.slow_waiting + s.slow_work for s in segments)


def _steps(axes: Axes, segments: Sequence[Segment]) -> None:
    axes.set_ylim(max(len(segments), 1) - 0.4, -0.6)
    axes.set_yticks(range(len(segments)), [style.label(segment.name) for segment in segments], fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xlabel("Hours after arrival at the first station")
    if not segments:
        style.nothing_to_show(axes, "No train passed")
        return
    mean = slow = 0.0
    for row, segment in enumerate(segments):
        axes.barh(row - 0.14, segment.waiting, 0.38, left=mean, **WAITING)
        axes.barh(row - 0.14, segment.work, 0.38, left=mean + segment.waiting, **WORK)
        axes.barh(row + 0.19, segment.slow_waiting, 0.2, left=slow, **SLOW_WAITING)
        axes.barh(row + 0.19, segment.slow_work, 0.2, left=slow + segment.slow_waiting, **SLOW_WORK)
        mean, slow = mean + segment.waiting + segment.work, slow + segment.slow_waiting + segment.slow_work
        _beside(
            axes, row, f"{segment.waiting + segment.work:.1f} h", f"{segment.slow_waiting + segment.slow_work:.1f} h"
        )
    _beside(axes, -0.85, "mean", "slow")


def _beside(axes: Axes, row: float, mean: str, slow: str) -> None:
    """Two words at the right edge, in columns."""
    edge = axes.get_yaxis_transform()
    for text, offset, colour in ((mean, 38, style.INK), (slow, 76, style.QUIET)):
        axes.annotate(
            text,
            (1, row),
            (offset, 0),
            edge,
            "offset points",
            fontsize=8,
            color=colour,
            ha="right",
            va="center",
            annotation_clip=False,
        )


@style.house_style()
def draw_queues_and_yards(pictured: QueuesAndYards, title: str, subtitle: str) -> Figure:
    """Draw the longest queues at the left, and the occupied tracks of each yard at the right."""
    rows = max(1, len(pictured.queues), len(pictured.yards))
    figure = style.sheet(WIDTH, 1.5 + rows * APART, title, subtitle)
    for row, queue in enumerate(pictured.queues):
        last = row == len(pictured.queues) - 1
        axes = _panel(figure, row, 0, last)
        _over_time(axes, pictured, queue, style.VERMILLION)
        _finish(axes, pictured, queue.name, f"{queue.mean:.1f} trains wait on average", last)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=2))
        axes.set_ylim(bottom=0)
    for row, yard in enumerate(pictured.yards):
        last = row == len(pictured.yards) - 1
        axes = _panel(figure, row, 1, last)
        _over_time(axes, pictured, yard, style.BLUE)
        axes.axhline(yard.units, color=style.INK, linewidth=1, linestyle=(0, (3, 1.5)))
        _finish(axes, pictured, yard.name, f"{yard.mean:.1f} of {yard.units} occupied on average", last)
        axes.set(ylim=(0, yard.units * 1.1), yticks=[0, yard.units])
    if not pictured.queues:
        style.nothing_to_show(_panel(figure, 0, 0, last=False), "No train waited")
    return figure


def _panel(figure: Figure, row: int, column: int, last: bool) -> Axes:
    """One of the small panels; only the last of a column has its dates written."""
    top = 1.15 + row * APART
    left = 0.55 + column * (PANEL + 0.6)
    axes = style.frame(figure, left, figure.get_figheight() - top - 0.78, WIDTH - left - PANEL, top)
    axes.tick_params(axis="x", labelbottom=last)
    return axes


def _finish(axes: Axes, pictured: QueuesAndYards, name: str, said: str, last: bool) -> None:
    axes.set_title(f"{style.fitting(name, PANEL + 0.4 - style.inches(said))}: {said}", fontsize=9, loc="left", pad=4)
    axes.grid(axis="y")
    axes.margins(x=0.005)
    if len(pictured.moments):
        locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator, show_offset=last)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)


def _over_time(axes: Axes, pictured: QueuesAndYards, what: OverTime, colour: str) -> None:
    """A line, and where it is drawn day by day the band from each day's least to its most."""
    if pictured.is_by_day:
        axes.fill_between(pictured.moments, what.least, what.most, color=colour, alpha=0.18, linewidth=0)
    axes.plot(pictured.moments, what.usual, color=colour, linewidth=1.3)


@style.house_style()
def draw_hours(shares: Mapping[str, Floats], capacity: Mapping[str, int], title: str, subtitle: str) -> Figure:
    """Draw how much of each thing that works on trains is occupied by hour of day, a panel each; shares of 0 to 1."""
    columns = 2
    rows = max(1, -(-len(shares) // columns))
    figure = style.sheet(WIDTH, 1.0 + rows * 1.75, title, subtitle)
    wide = (WIDTH - 0.75 - 0.45 - 0.75) / columns
    for n, (name, share) in enumerate(shares.items()):
        row, column = divmod(n, columns)
        left, top = 0.75 + column * (wide + 0.75), 1.05 + row * 1.75
        axes = style.frame(figure, left, figure.get_figheight() - top - 1.1, WIDTH - left - wide, top)
        axes.bar(np.arange(24) + 0.5, 100 * share, 0.86, color=style.BLUE)
        axes.set(xlim=(0, 24), ylim=(0, 100))
        axes.set_xticks(range(0, 25, 4), [f"{hour:02d}:00" for hour in range(0, 25, 4)])
        axes.set_yticks([0, 50, 100])
        axes.grid(axis="y")
        axes.set_title(f"{style.fitting(name, wide - 0.4)} ({capacity[name]})", fontsize=9, loc="left", pad=4)
        if column == 0:
            axes.set_ylabel("Occupied (%)")
    if not shares:
        style.nothing_to_show(style.frame(figure, 0.3, 0.3, 0.3, 1), "Nothing works on trains here")
    return figure
