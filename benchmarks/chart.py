"""The results as one picture: an operation in every simulator, how its cost grows, and SUMO's line beside ours."""

from collections.abc import Sequence
from math import inf, log
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from corridorsim.paper.style import (
    BLUE,
    COLOURS,
    GREEN,
    ORANGE,
    PURPLE,
    QUIET,
    VERMILLION,
    frame,
    house_style,
    legend,
    save,
    sheet,
)  # fmt: skip

WIDTH, HEIGHT, PANEL = 11.0, 9.4, 1.75  # inches
TOLD = {"bare loop": QUIET, "kernel": BLUE, "reference": VERMILLION, "SimPy": ORANGE, "Ciw": GREEN, "salabim": PURPLE}


def write_chart(found: dict[str, Any], stem: Path) -> tuple[Path, Path]:
    """Draw a results file's contents as SVG and PNG."""
    return save(draw(found), stem)


@house_style()
def draw(found: dict[str, Any]) -> Figure:
    """The whole sheet."""
    machine = found["machine"]
    told = (
        f"{machine['cores']} cores of {machine['processor']}, {machine['load']:.0f} others at work on them, "
        f"{machine['python']}; medians: compare within the sheet only"
    )
    figure = sheet(WIDTH, HEIGHT, "What an operation costs", told)
    marks = [Line2D([], [], marker="o", linestyle="", color=colour, label=name) for name, colour in TOLD.items()]
    legend(figure, marks, columns=6, top=0.75)
    _costs(frame(figure, 1.75, 0.55, 5.15, 1.5), found)
    for number, curve in enumerate(found["curves"]):
        row, right = divmod(number, 2)
        left, margin, top = (9.0, 0.25, 1.5 + 2.6 * row) if right else (6.45, 2.75, 1.5 + 2.6 * row)
        _curve(frame(figure, left, HEIGHT - top - PANEL, margin, top), curve)
    if found["sumo"]:
        _beside_sumo(frame(figure, 6.45, 0.55, 0.25, 6.7), found["sumo"])
    return figure


def _costs(axes: Axes, found: dict[str, Any]) -> None:
    """A row for each program and each peer's model, a dot for each simulator."""
    rows: dict[str, dict[str, float]] = {}
    for r in found["engines"]:
        rows[r["program"].replace("_", " ")] = {
            "bare loop": r["bare_ns"], "kernel": r["kernel_ns"], "reference": r["reference_ns"],
        }  # fmt: skip
    for r in found["peers"]:
        alike = [other for other in found["peers"] if other["model"] == r["model"]]
        largest = max(alike, key=lambda other: other["operations"])  # of small programs the kernel's start tells
        rows.setdefault(r["model"], {"kernel": largest["kernel_ns"]})[r["peer"]] = r["peer_ns"]
    for place, (_, cells) in enumerate(rows.items()):
        axes.plot([min(cells.values()), max(cells.values())], [place, place], color=QUIET, linewidth=0.6, zorder=1)
        for who, cost in cells.items():
            axes.plot(cost, place, "o", color=TOLD[who], markersize=6, zorder=2)
    axes.set_xscale("log")
    _ticks(axes, [10, 100, 1_000, 10_000, 100_000])
    axes.set_yticks(range(len(rows)), list(rows))
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("nanoseconds a started operation")


def _curve(axes: Axes, curve: dict[str, Any]) -> None:
    """Kernel and bare loop over one parameter."""
    axes.plot(curve["values"], curve["kernel_ns"], "o-", color=BLUE, markersize=3.5, linewidth=1.2)
    axes.plot(curve["values"], curve["bare_ns"], "o-", color=QUIET, markersize=3.5, linewidth=1.2)
    axes.set_xscale("log")
    _ticks(axes, curve["values"])
    axes.set_ylim(0, 1.25 * max(*curve["kernel_ns"], *curve["bare_ns"]))
    axes.grid(axis="y")
    axes.set_xlabel(curve["unit"], labelpad=1)
    axes.set_title(f"ns over {curve['parameter']}, exponent {curve['exponent']:.2f}", fontsize=9, loc="left")


def _ticks(axes: Axes, values: Sequence[float]) -> None:
    """Plain numbers on a logarithmic axis, a label left out where it would touch the one before."""
    low, high = log(min(values)), log(max(values))
    labels, last = [], -inf
    for value in values:
        here = (log(value) - low) / (high - low)
        labels.append(_short(value) if here - last > 0.17 else "")
        last = here if labels[-1] else last
    axes.set_xticks(values, labels)
    axes.xaxis.set_minor_locator(NullLocator())


def _short(value: float) -> str:
    """A thousand as 1k."""
    if value < 1000:
        return f"{value:g}"
    return f"{value / 1000:.0f}k" if value >= 10_000 else f"{value / 1000:.2g}k"


def _beside_sumo(axes: Axes, points: list[dict[str, Any]]) -> None:
    """Trains that arrive, of those that left."""
    pairs = [p["pairs"] for p in points]
    axes.plot(pairs, [p["trains"] for p in points], color=QUIET, linewidth=1, linestyle="--", label="left")
    axes.plot(pairs, [p["our_arrived"] for p in points], "o", color=BLUE, markersize=4, label="arrived, corridorsim")
    axes.plot(pairs, [p["sumo_arrived"] for p in points], "s", color=COLOURS[1], markersize=4, label="arrived, SUMO")
    axes.set_ylim(0)
    axes.grid(axis="y")
    axes.set_xlabel("pairs of trains a day")
    axes.set_title("Trains on 108 km of six two-track stations", fontsize=9, loc="left")
    axes.legend(loc="upper left", fontsize=8)
