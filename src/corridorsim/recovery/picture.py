"""The picture of a closing: the queue over time with it and without it, and where the trains stand at the peak."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from corridorsim.paper import style
from corridorsim.recovery.study import Recovery, amount
from corridorsim.recovery.tables import QueueOverTime, moments, queue_over_time

MOST_PLACES = 12
WIDTH, HEIGHT = 12.0, 5.4  # inches


@style.house_style()
def draw_recovery(recovery: Recovery) -> Figure:
    """Draw the queue over time with the closing and without, and where its trains stand when it is longest."""
    count = len(recovery.runs)
    runs = "one replication" if count == 1 else f"median of {count} replications, shaded from the least to the most"
    queue = queue_over_time(recovery)
    runs += ", day by day" if queue.is_by_day else ""
    figure = style.sheet(
        WIDTH,
        HEIGHT,
        f"{recovery.crossing} {recovery.state}: the queue and how it drains",
        f"{recovery.scenario.name}: loaded trains of both directions that wait before the border; {runs}",
    )
    names = _standing(recovery)
    right, room = 2.9 + 0.25, style.room_for(style.label(name) for name, _ in names)
    axes = style.frame(figure, left=0.65, bottom=0.45, right=right + room + 0.25, top=1.05)
    _draw_queue(figure, axes, recovery, queue)
    places = style.frame(figure, left=WIDTH - right, bottom=0.45, right=0.55, top=1.05)
    _draw_places(places, names, count)
    return figure


def _draw_queue(figure: Figure, axes: Axes, recovery: Recovery, queue: QueueOverTime) -> None:
    time, closed, free = _moments(recovery, queue.second), queue.closed, queue.free
    begin, end = _moments(recovery, np.array([recovery.begin, recovery.end]))
    for colour, (least, _, most) in ((style.VERMILLION, closed), (style.BLUE, free)):
        axes.fill_between(time, least, most, color=colour, alpha=0.2, linewidth=0)
    handles: list[Artist] = [
        *axes.plot(time, closed[1], color=style.VERMILLION, linewidth=1.8, label=f"With the {recovery.noun}"),
        *axes.plot(time, free[1], color=style.BLUE, linewidth=1.4, label="Without it"),
        axes.axvspan(begin, end, color=style.GRID, linewidth=0, zorder=0, label=recovery.state.capitalize()),
    ]
    axes.set(ylim=(0, 1.18 * max(float(closed.max()), float(free.max()), 1)), ylabel="Trains waiting")
    axes.grid(axis="y")
    axes.margins(x=0)
    _draw_peak(axes, recovery)
    _draw_end(axes, recovery)
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    place = (0.65 / WIDTH, 1 - 0.7 / HEIGHT)
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=place, ncols=3, handlelength=2.2)


def _draw_peak(axes: Axes, recovery: Recovery) -> None:
    """The mean of the longest queues, written at the median of their moments."""
    trains = float(np.mean([run.peak.trains for run in recovery.runs]))
    [moment] = _moments(recovery, np.array([int(np.median([run.peak.second for run in recovery.runs]))]))
    text = f"{trains:.0f}" if len(recovery.runs) == 1 else f"mean {trains:.1f}"
    top = max(run.peak.trains for run in recovery.runs)
    side, aside = ("left", -3) if _is_left(axes, float(moment)) else ("right", 3)
    axes.annotate(text, (moment, top), (aside, 5), textcoords="offset points", ha=side, fontweight="bold")


def _draw_end(axes: Axes, recovery: Recovery) -> None:
    """Mark when the queue is gone, or say that it is not."""
    text: dict[str, Any] = {
        "xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "right", "va": "top",
        "color": style.GREEN,
    }  # fmt: skip
    count = len(recovery.runs)
    if recovery.not_back:
        [last] = _moments(recovery, np.array([recovery.shown_until]))
        words = "not gone before" if count == 1 else f"in {recovery.not_back} of {count} not gone before"
        axes.annotate(f"{words}\nthe run ends", (last, 0.98), (-5, 0), **text | {"color": style.VERMILLION})
        return
    days = recovery.days_to_drain
    gone = _moments(recovery, np.array([recovery.end]))[0] + np.array([min(days), np.median(days), max(days)])
    axes.axvspan(gone[0], gone[2], color=style.GREEN, alpha=0.15, linewidth=0, zorder=0)
    axes.axvline(gone[1], color=style.GREEN, linewidth=1.2, linestyle=(0, (3, 2)))
    words = f"{days[0]:.1f}" if count == 1 else f"{min(days):.1f} to {max(days):.1f}"
    mean = "" if count == 1 else f"\n{amount(days).mean:.1f} on average"
    after = "reopening" if recovery.to is None else "the end of the cut"
    words = f"gone {words} days\nafter {after}{mean}"
    if _is_left(axes, float(gone[1])):
        axes.annotate(words, (gone[2], 0.98), (5, 0), **text | {"ha": "left"})
    else:
        axes.annotate(words, (gone[0], 0.98), (-5, 0), **text)


def _is_left(axes: Axes, moment: float) -> bool:
    """Whether a moment is in the left half of what is shown."""
    first, last = axes.dataLim.intervalx
    return bool(moment < (first + last) / 2)


def _moments(recovery: Recovery, seconds: np.ndarray) -> Any:
    """Seconds of the run as matplotlib counts days."""
    return date2num(moments(recovery, seconds))  # type: ignore[no-untyped-call]


def _standing(recovery: Recovery) -> list[tuple[str, float]]:
    """Places and their trains at the peak, the rest added up."""
    standing = [(str(where), trains) for where, trains in recovery.standing.items()]
    more = sum(trains for _, trains in standing[MOST_PLACES:])
    return [*standing[:MOST_PLACES], *([("elsewhere", more)] if more else [])]


def _draw_places(axes: Axes, trains: list[tuple[str, float]], count: int) -> None:
    title = "Where they stand at the peak" + ("" if count == 1 else ", mean")
    axes.set_title(title, fontsize=9, loc="left", color=style.QUIET)
    if not trains:
        axes.set(xticks=[], yticks=[])
        style.nothing_to_show(axes, "No train waits")
        return
    axes.barh(range(len(trains)), [number for _, number in trains], height=0.62, color=style.VERMILLION)
    axes.set_yticks(range(len(trains)), [style.label(place) for place, _ in trains])
    axes.set_ylim(max(len(trains), 4) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for row, (_, number) in enumerate(trains):
        text = f"{number:.0f}" if count == 1 else f"{number:.1f}"
        axes.annotate(text, (number, row), (4, 0), textcoords="offset points", va="center")
