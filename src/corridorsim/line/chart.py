"""The picture of a line's capacity: how near each section is to its limit, and how waiting grows with the load."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corridorsim.line.capacity import LineCapacity
from corridorsim.paper import style
from corridorsim.paper.style import house_style
from corridorsim.statistics.estimate import Estimate
from corridorsim.statistics.rounding import in_percent

WIDTH, HEIGHT = 10.0, 7.4
MOST_WAITING = 2.5  # of the tolerated, that the picture shows at least
SEEN = 1.2  # times the waiting at a middling load, which the picture shows in any case


@house_style()
def draw_capacity(capacity: LineCapacity) -> Figure:
    """Occupation along the line above, waiting over the load below."""
    title = f"{capacity.name}: what the line can carry"
    subtitle = (
        f"Plan with {capacity.recommended.pairs:.1f} freight pairs a day, as on {capacity.day}. Limiting section: "
        f"{capacity.limiting}. Busiest simulated day: {capacity.uic_date}."
    )
    figure = style.sheet(WIDTH, HEIGHT, title, subtitle)
    _draw_sections(style.frame(figure, 0.75, 4.15, 0.25, 1.0), capacity)
    _draw_loads(style.frame(figure, 0.75, 0.55, 0.25, 4.05), capacity)
    return figure


def _draw_sections(axes: Axes, capacity: LineCapacity) -> None:
    sections = capacity.formula.line.sections
    edges = np.array([sections[0].start_at, *(section.end_at for section in sections)]) / 1000
    load = 100 * capacity.load
    occupied = 100 * capacity.uic.occupied
    widths = np.diff(edges)
    axes.bar(edges[:-1], load, widths, align="edge", color=style.SKY, edgecolor=style.PAPER, linewidth=0.6)
    axes.stairs(occupied, edges, color=style.VERMILLION, linewidth=1.6)
    axes.axhline(100, color=style.INK, linewidth=0.8)
    axes.axhline(100 * capacity.most_occupied, color=style.VERMILLION, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set(xlim=(edges[0], edges[-1]), ylim=(0, max(115.0, 1.12 * load.max(), 1.12 * occupied.max())))
    axes.set_ylabel("% of the limit, % of the day")
    axes.set_xlabel("Distance (km)")
    axes.grid(axis="y")
    handles = [
        Patch(color=style.SKY, label="Required over available pairs (1520 mm method; limit 100 %)"),
        Line2D([], [], color=style.VERMILLION, linewidth=1.6, label="Occupation of the busiest day (UIC 406)"),
        Line2D([], [], color=style.VERMILLION, linewidth=0.8, linestyle=(0, (4, 3)),
               label=f"Recommended occupation: {in_percent(capacity.most_occupied)}"),
    ]  # fmt: skip
    _legend(axes, handles)


def _draw_loads(axes: Axes, capacity: LineCapacity) -> None:
    tolerable = capacity.saturation.tolerable.mean
    points = [(point.pairs, *_band(point.waiting)) for point in capacity.saturation.curve]
    if points[0][0] < tolerable and not capacity.saturation.never_too_long:
        most_waiting = capacity.most_waiting
        points.append((tolerable, most_waiting, most_waiting, most_waiting))
    pairs, waiting, low, high = np.array(sorted(points)).T
    top = 100 * max(MOST_WAITING * capacity.most_waiting, SEEN * points[len(points) // 2 - 1][1])
    axes.fill_between(pairs, 100 * low, 100 * high, color=style.BLUE, alpha=0.18, linewidth=0)
    axes.plot(pairs, 100 * waiting, color=style.BLUE, linewidth=1.8)
    axes.plot(
        capacity.queue.pairs, 100 * capacity.queue.waiting, color=style.PURPLE, linewidth=1.4, linestyle=(0, (5, 2))
    )
    axes.axhline(100 * capacity.most_waiting, color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    most = 1.22 * max(capacity.formula.bound, 1.0)
    _mark_numbers(axes, capacity, most, top)
    axes.set(xlim=(0, most), ylim=(0, top))
    axes.set_xlabel("Freight pairs a day asked for")
    axes.set_ylabel("Waiting, % of the running time")
    axes.grid(axis="y")
    handles = [
        Line2D([], [], color=style.BLUE, linewidth=1.8, label="Simulated, with its 95 % interval"),
        Line2D([], [], color=style.PURPLE, linewidth=1.4, linestyle=(0, (5, 2)), label="Queueing estimate"),
        Line2D([], [], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)),
               label=f"Tolerated: {in_percent(capacity.most_waiting)}"),
    ]  # fmt: skip
    _legend(axes, handles)


def _mark_numbers(axes: Axes, capacity: LineCapacity, most: float, top: float) -> None:
    """The numbers to compare as upright lines; the tolerable load only where it is not that of saturation."""
    tolerable, saturated = capacity.saturation.tolerable.mean, capacity.saturation.saturated.mean
    marks = [(capacity.recommended.pairs, "plan with", style.GREEN), (saturated, "saturated", style.INK)]
    if tolerable < saturated:
        marks.append((tolerable, "tolerable", style.BLUE))
    for place, (x, label, colour) in enumerate(sorted(marks)):
        axes.axvline(x, color=colour, linewidth=1.1)
        beside, towards = (4, "left") if place == len(marks) - 1 or x < most / 8 else (-4, "right")
        axes.annotate(
            f"{label} {x:.1f}",
            (x, top * (0.02 + 0.08 * place)),
            (beside, 0),
            textcoords="offset points",
            color=colour,
            va="bottom",
            ha=towards,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5},
        )


def _band(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high


def _legend(axes: Axes, handles: list[Any]) -> None:
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.01), ncols=3, columnspacing=1.6, fontsize=8)
