"""Charts: throughput, time at the crossings, occupation, and the differences between scenarios.

Each takes plain names and numbers, so that whoever measures them decides what they are. A chart without data says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corridorsim.arrays import Floats
from corridorsim.measures.dwell import DwellHours
from corridorsim.paper import style

Days = npt.NDArray[np.datetime64]

WIDTH = 10.0  # inches
LONGEST_TAIL = 99.5  # percentile: what stands longer is counted in words
BINS = 60
MOST_ROWS = 15
REMARK = 2.6  # inches, what is written in place of a difference
SMALLEST_SHOWN = 0.005  # what is less is nothing in a table of two decimals


class DrawnDifference(NamedTuple):
    """By how much a scenario differs from the first in one number, with its confidence interval."""

    name: str
    unit: str
    scenario: str
    mean: float
    low: float
    high: float
    remark: str = ""  # what is written in place of a difference where there is none


class OccupiedBar(NamedTuple):
    """How long something was occupied, and how long of that it worked; shares of the time, 0 to 1."""

    name: str
    occupied: float
    work: float


@style.house_style()
def draw_throughput(
    series: Mapping[str, tuple[Days, Floats]], unit: str, title: str = "Throughput", subtitle: str = ""
) -> Figure:
    """Draw the throughput of each day, a line for each crossing and direction; the axis shows the unit."""
    figure = style.sheet(WIDTH, 5.2, title, subtitle)
    drawn = {name: (days, values) for name, (days, values) in series.items() if len(values)}
    wide = style.room_for(map(style.label, drawn)) + 0.55
    columns = min(4, max(1, int((WIDTH - 0.3) / wide)), max(1, len(drawn)))
    beside_title = wide * columns < WIDTH - 3.5 or len(drawn) <= columns == 1
    legend_top, rows = 0.2 if beside_title else 0.7, -(-len(drawn) // columns)
    axes = style.frame(figure, left=0.75, bottom=0.45, right=0.3, top=max(0.95, legend_top + 0.15 + 0.2 * rows))
    handles: list[Artist] = []
    for n, (name, (days, values)) in enumerate(drawn.items()):
        colour, dashes = style.COLOURS[n % len(style.COLOURS)], ("-", "--", "-.")[n // len(style.COLOURS) % 3]
        handles += axes.plot(days, values, dashes, color=colour, linewidth=1.4, label=style.label(name))
    axes.set(ylabel=style.label(unit))
    axes.grid(axis="y")
    if drawn:
        axes.set_ylim(bottom=0)
        axes.margins(x=0.01)
        _date_axis(axes)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        style.legend(figure, handles, columns, legend_top)
    else:
        _empty(axes, "Nothing passed")
    return figure


@style.house_style()
def draw_dwell(stays: Mapping[str, DwellHours], title: str = "Time at the crossing", subtitle: str = "") -> Figure:
    """Draw how long trains stayed, a row for each crossing and direction, with the mean and the 95th percentile."""
    names = list(stays) or [""]
    figure = style.sheet(WIDTH, 1.4 + 0.85 * len(names), title, subtitle or "Distribution over the trains")
    axes = style.frame(figure, left=style.room_for(map(style.label, names)), bottom=0.55, right=1.75, top=0.8)
    everything = np.concatenate([np.zeros(0), *(each.hours for each in stays.values())])
    longest = (float(np.percentile(everything, LONGEST_TAIL)) if len(everything) else 0.0) or 1.0
    axes.set(xlim=(0, longest), ylim=(len(names), -0.1), xlabel="Time at the crossing (hours)")
    axes.set_yticks(np.arange(len(names)) + 0.75, [style.label(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    for row, each in enumerate(stays.values()):
        _draw_ridge(axes, row + 0.95, each, longest)
    if len(everything):
        style.legend(figure, [_MEAN, _P95])
    else:
        _empty(axes, "No train passed")
    return figure


_P95_STYLE: dict[str, Any] = {"color": style.VERMILLION, "linewidth": 1.6, "linestyle": (0, (3, 1.5))}
_MEAN = Line2D([], [], color=style.INK, linewidth=1.6, label="Mean")
_P95 = Line2D([], [], label="95 % of the trains stayed shorter", **_P95_STYLE)


@style.house_style()
def draw_comparison(differences: Sequence[DrawnDifference], first: str, title: str = "", subtitle: str = "") -> Figure:
    """Draw the differences of scenarios from the first: dots with intervals, in a panel for each unit."""
    scenarios = list(dict.fromkeys(row.scenario for row in differences))
    units = dict.fromkeys(row.unit for row in differences)
    panels = [[row for row in differences if row.unit == unit] for unit in units]
    heights = [(0.2 + 0.16 * len(scenarios)) * len({row.name for row in panel}) for panel in panels]
    columns = max(1, int((WIDTH - 0.3) / (style.room_for(map(style.label, scenarios)) + 0.55)))
    top = 0.85 + 0.2 * -(-len(scenarios) // columns)
    figure = style.sheet(
        WIDTH,
        top + (sum(heights) + 0.8 * len(heights) or 1.5),
        title or f"Difference from {first}",
        subtitle or "Runs with the same random numbers compared in pairs: mean and confidence interval",
    )
    left = style.room_for(style.label(row.name) for row in differences)
    for panel, height in zip(panels, heights, strict=True):
        bottom = figure.get_figheight() - top - height
        axes = style.frame(figure, left=left, bottom=bottom, right=0.4, top=top)
        _draw_differences(axes, panel, scenarios)
        axes.set_xlabel(f"Difference from {style.label(first)} ({panel[0].unit})")
        top += height + 0.8
    if differences:
        style.legend(figure, [_dot(n, style.label(name)) for n, name in enumerate(scenarios)], columns, top=0.7)
    else:
        _empty(style.frame(figure, left=0.3, bottom=0.3, right=0.3, top=1), "No other scenario to compare")
    return figure


@style.house_style()
def draw_occupation(rows: Iterable[OccupiedBar], title: str = "Most occupied", subtitle: str = "") -> Figure:
    """Draw what was occupied most, in % of the time: working, and held by trains that only waited there."""
    shown = sorted((OccupiedBar(*row) for row in rows), key=lambda row: -row.occupied)[:MOST_ROWS]
    names, room = [style.label(row.name) for row in shown], max(3, len(shown))
    figure = style.sheet(WIDTH, 1.4 + 0.28 * room, title, subtitle or "Working, or held by a train that waits")
    axes = style.frame(figure, left=style.room_for(names), bottom=0.55, right=0.6, top=0.8)
    axes.set(xlim=(0, 100), ylim=(room - 0.4, -0.6), xlabel="Share of the time (%)")
    axes.set_yticks(range(len(shown)), names)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    if not shown:
        _empty(axes, "Nothing was occupied")
        return figure
    occupied, work = (100 * np.array(share) for share in ([r.occupied for r in shown], [r.work for r in shown]))
    axes.barh(range(len(shown)), work, height=0.62, color=style.BLUE)
    axes.barh(range(len(shown)), occupied - work, left=work, height=0.62, **_WAITING)
    for row, share in enumerate(occupied.tolist()):
        axes.annotate(f"{share:.0f} %", (share, row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    style.legend(figure, [Patch(color=style.BLUE, label="Working"), Patch(label="Waiting", **_WAITING)])
    return figure


_WAITING: dict[str, Any] = {"facecolor": "#f3c9a8", "edgecolor": style.VERMILLION, "hatch": "////", "linewidth": 0}


def _empty(axes: Axes, text: str) -> None:
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")
    axes.spines[:].set_visible(False)
    style.nothing_to_show(axes, text)


def _date_axis(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=4, maxticks=13)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def _draw_ridge(axes: Axes, base: float, stays: DwellHours, longest: float) -> None:
    """One distribution standing on its base line, its numbers in words at the right."""
    axes.axhline(base, color=style.GRID, linewidth=0.6)
    if not len(stays.hours):
        axes.annotate("no train", (longest, base - 0.2), (8, 0), textcoords="offset points", color=style.QUIET)
        return
    count, edges = np.histogram(stays.hours, BINS, (0, longest))
    height = 0.75 * count / max(1, count.max())
    axes.stairs(base - height, edges, baseline=base, fill=True, color=style.SKY, linewidth=0)
    mean, p95, beyond = stays.mean, stays.p95, int((stays.hours > longest).sum())
    axes.plot([mean, mean], [base, base - 0.8], color=style.INK, linewidth=1.6)
    axes.plot([p95, p95], [base, base - 0.8], **_P95_STYLE)
    words = f"mean {mean:.1f} h\n95 % below {p95:.1f} h" + (f"\n{beyond} beyond the edge" if beyond else "")
    axes.annotate(words, (longest, base - 0.4), (8, 0), textcoords="offset points", va="center", fontsize=8)


def _draw_differences(axes: Axes, panel: list[DrawnDifference], scenarios: list[str]) -> None:
    names = list(dict.fromkeys(row.name for row in panel))
    axes.axvline(0, color=style.INK, linewidth=0.9)
    for row in panel:
        scenario = scenarios.index(row.scenario)
        y = names.index(row.name) + (scenario - (len(scenarios) - 1) / 2) * 0.7 / len(scenarios)
        colour, marker = _sign(scenario)
        axes.plot([row.low, row.high], [y, y], "-", color=colour, linewidth=1.6)
        axes.plot([row.mean], [y], marker=marker, color=colour, markersize=5.5, linestyle="")
        if row.remark:
            words = style.fitting(row.remark, REMARK, 8)
            axes.annotate(words, (0, y), (6, 0), textcoords="offset points", va="center", fontsize=8, color=colour)
    for n in range(1, len(names)):
        axes.axhline(n - 0.5, color=style.GRID, linewidth=0.6)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), [style.label(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    sizes = np.abs([(row.mean, row.low, row.high) for row in panel])
    widest = float(np.max(sizes, where=np.isfinite(sizes), initial=0))
    widest = widest if widest >= SMALLEST_SHOWN else 1.0
    axes.set_xlim(-1.08 * widest, 1.08 * widest)  # zero is in the middle of every panel


def _sign(scenario: int) -> tuple[str, str]:
    """Colour and shape of a scenario's dots; both differ between scenarios."""
    return style.COLOURS[scenario % len(style.COLOURS)], "osD^vPX"[scenario % 7]


def _dot(scenario: int, name: str) -> Line2D:
    colour, marker = _sign(scenario)
    return Line2D([], [], color=colour, marker=marker, markersize=5.5, linewidth=1.6, label=name)
