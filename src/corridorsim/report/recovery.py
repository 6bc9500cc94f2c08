"""A closing of a crossing told: the queue day by day as a table, its picture, and the hours behind it as CSV."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from rich.table import Table

from corridorsim.model import Scenario
from corridorsim.report import style
from corridorsim.report.folder import SUMMARY, Place, choose_folder, own_folder, write_csv, write_json, written_whole
from corridorsim.report.summary import choice
from corridorsim.study.recovery import Recovery

HOUR, DAY = 3600, 86_400
MOST_PLACES = 12
DAILY, WEEK = 31, 7  # rows of the table: every day for so long, then every so many days
WIDTH, HEIGHT = 12.0, 5.4  # inches


def recovery_folder(scenario: Scenario, crossing: str, out: Path | None) -> Place:
    """Where the recovery of a scenario with its closing goes; never over that of other inputs."""
    if out is not None:
        return own_folder(out, scenario.sha256)
    name = f"{scenario.name}-recovery-{crossing}"
    return choose_folder(Path("results"), name, scenario.sha256, changed=False)


def write_recovery(recovery: Recovery, folder: Place | Path) -> Path:
    """Write summary.json, queue.csv, places.csv and the picture, whole or not at all; the folder they are in."""
    peak = recovery.peak
    with written_whole(folder) as (draft, written):
        write_json(
            draft / SUMMARY,
            {
                "scenario_sha256": recovery.scenario.sha256, "scenario": recovery.scenario.name,
                "crossing": recovery.crossing, "closed_from": _clock(recovery, recovery.begin),
                "open_from": _clock(recovery, recovery.end), "peak_trains": peak.trains,
                "peak_at": _clock(recovery, peak.second), "standing_at_peak": peak.standing,
                "days_to_drain": recovery.days_to_drain, "lost_trains": recovery.lost,
            } | ({} if recovery.settled is None else {"choice": choice(recovery.settled)}),
        )  # fmt: skip
        write_csv(draft / "queue.csv", queue_table(recovery))
        write_csv(draft / "places.csv", places_table(recovery))
        style.save(draw_recovery(recovery), draft / "recovery")
    return written


def queue_table(recovery: Recovery, every: int = HOUR) -> dict[str, np.ndarray]:
    """The queue with the closing and without: a row every so many seconds of the time shown."""
    closed, free = recovery.closed, recovery.open
    rows = _shown(recovery)
    rows = rows[(closed.moments[rows] - recovery.begin) % every == 0]
    return {
        "time": np.array([_clock(recovery, second) for second in closed.moments[rows].tolist()]),
        "queue": closed.queue[rows],
        "queue_without": free.queue[rows],
        "not_yet_entered": closed.outside.sum(axis=0)[rows],
        "under_way": closed.under_way[rows],
        "handed_over": closed.handed_over[rows],
        "handed_over_without": free.handed_over[rows],
    }


def places_table(recovery: Recovery) -> dict[str, np.ndarray]:
    """Where trains wait, hour by hour: a row for each place at which any does."""
    census = recovery.closed
    trains = census.outside + census.waiting
    rows = _shown(recovery)
    hour, place = np.nonzero(trains[:, rows].T)
    moment = rows[hour]
    return {
        "time": np.array([_clock(recovery, second) for second in census.moments[moment].tolist()]),
        "place": np.array(census.places)[place],
        "waiting": census.waiting[place, moment],
        "not_yet_entered": census.outside[place, moment],
    }


def sentences(recovery: Recovery) -> Iterator[str]:
    """What came of it, in words."""
    peak = recovery.peak
    where = ", ".join(f"{place} {trains}" for place, trains in [*peak.standing.items()][:MOST_PLACES])
    more = sum([*peak.standing.values()][MOST_PLACES:])
    without = int(recovery.open.queue[np.searchsorted(recovery.open.moments, peak.second)])
    yield f"Peak: {peak.trains} trains wait on {_clock(recovery, peak.second)} ({without} without the closing)."
    yield f"They stand at: {where}{f', elsewhere {more}' if more else ''}."
    days = recovery.days_to_drain
    if days is None:
        yield "The queue is not back to what it is without the closing before the run ends."
    else:
        yield f"The queue is back to what it is without the closing {days:.1f} days after the reopening."
    yield f"Of all trains that appeared in both runs {_lost(recovery)}."


def recovery_table(recovery: Recovery) -> Table:
    """The queue at every midnight, with the closing and without; of long ones, after a month, once a week."""
    told = queue_table(recovery, every=DAY)
    table = Table(title=f"Trains that wait before the border at {recovery.crossing}, at midnight", title_justify="left")
    table.add_column("day")
    for heading in ("with", "without", "more", "not yet entered", "handed over the day before"):
        table.add_column(heading, justify="right")
    days = zip(*(told[name].tolist() for name in ("time", "queue", "queue_without", "not_yet_entered")), strict=True)
    each = zip(days, _handed_over_the_day_before(recovery), strict=True)
    for number, ((time, queue, without, outside), passed) in enumerate(each):
        if number > DAILY and number % WEEK and number < len(told["time"]) - 1:
            continue
        table.add_row(time[:10], f"{queue}", f"{without}", f"{queue - without:+}", f"{outside}", passed)
    return table


def _handed_over_the_day_before(recovery: Recovery) -> Iterator[str]:
    """For every midnight told; nothing where the run had not begun a day before."""
    by_then = dict(zip(recovery.closed.moments.tolist(), recovery.closed.handed_over.tolist(), strict=True))
    for second in recovery.closed.moments[_shown(recovery)].tolist():
        if (second - recovery.begin) % DAY == 0:
            yield f"{by_then[second] - by_then[second - DAY]}" if second - DAY in by_then else ""


def _lost(recovery: Recovery) -> str:
    if not recovery.lost:
        return "none is lost"
    return f"{recovery.lost} are lost: DEFECT, the program is wrong; do not use this, and report it with the scenario"


def _clock(recovery: Recovery, second: int) -> str:
    midnight = np.datetime64(recovery.scenario.window.simulation_start, "m")
    return str(midnight + np.timedelta64(second // 60, "m")).replace("T", " ")


def _shown(recovery: Recovery) -> np.ndarray:
    """Numbers of the hours shown: from some days before the closing to some days after the queue is gone."""
    moments = recovery.closed.moments
    rows: np.ndarray = np.flatnonzero((moments >= recovery.told_from) & (moments <= recovery.told_until))
    return rows


@style.house_style()
def draw_recovery(recovery: Recovery) -> Figure:
    """Draw the queue over time with the closing and without, and where its trains stand when it is longest."""
    figure = style.sheet(
        WIDTH, HEIGHT, f"{recovery.crossing} closed: the queue and how it drains",
        f"{recovery.scenario.name}, one replication: loaded trains of both directions that wait before the border",
    )  # fmt: skip
    names = _standing(recovery)
    right = 2.9 + 0.25
    axes = style.frame(figure, left=0.65, bottom=0.45, right=right + style.room_for(names) + 0.25, top=1.05)
    _draw_queue(figure, axes, recovery)
    places = style.frame(figure, left=WIDTH - right, bottom=0.45, right=0.45, top=1.05)
    _draw_places(places, names)
    return figure


def _draw_queue(figure: Figure, axes: Axes, recovery: Recovery) -> None:
    rows = _shown(recovery)
    time = _moments(recovery, recovery.closed.moments[rows])
    closed, free = recovery.closed.queue[rows], recovery.open.queue[rows]
    begin, end, longest = _moments(recovery, np.array([recovery.begin, recovery.end, recovery.peak.second]))
    handles: list[Artist] = [
        *axes.plot(time, closed, color=style.VERMILLION, linewidth=1.8, label="With the closing"),
        *axes.plot(time, free, color=style.BLUE, linewidth=1.4, label="Without it"),
        axes.axvspan(begin, end, color=style.GRID, linewidth=0, zorder=0, label="Closed"),
    ]
    axes.set(ylim=(0, 1.18 * max(int(closed.max()), int(free.max()), 1)), ylabel="Trains waiting")
    axes.grid(axis="y")
    axes.margins(x=0)
    peak = recovery.peak.trains
    axes.annotate(f"{peak}", (longest, peak), (0, 5), textcoords="offset points", ha="center", fontweight="bold")
    _draw_end(axes, recovery)
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    place = (0.65 / WIDTH, 1 - 0.7 / HEIGHT)
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=place, ncols=3, handlelength=2.2)


def _draw_end(axes: Axes, recovery: Recovery) -> None:
    """Mark when the queue is gone, or say that it is not."""
    text: dict[str, Any] = {
        "xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "right", "va": "top",
        "color": style.GREEN,
    }  # fmt: skip
    if recovery.drained is None:
        [last] = _moments(recovery, np.array([recovery.told_until]))
        axes.annotate("not gone before\nthe run ends", (last, 0.98), (-5, 0), **text | {"color": style.VERMILLION})
        return
    [gone] = _moments(recovery, np.array([recovery.drained]))
    axes.axvline(gone, color=style.GREEN, linewidth=1.2, linestyle=(0, (3, 2)))
    axes.annotate(f"gone {recovery.days_to_drain:.1f} days\nafter reopening", (gone, 0.98), (-5, 0), **text)


def _moments(recovery: Recovery, seconds: np.ndarray) -> Any:
    """Seconds of the run as matplotlib counts days."""
    midnight = np.datetime64(recovery.scenario.window.simulation_start, "s")
    return date2num(midnight + seconds.astype("timedelta64[s]"))  # type: ignore[no-untyped-call]


def _standing(recovery: Recovery) -> dict[str, int]:
    """Trains by place at the peak, the rest added up."""
    standing = [*recovery.peak.standing.items()]
    more = sum(trains for _, trains in standing[MOST_PLACES:])
    return dict(standing[:MOST_PLACES]) | ({"elsewhere": more} if more else {})


def _draw_places(axes: Axes, trains: dict[str, int]) -> None:
    axes.set_title("Where they stand at the peak", fontsize=9, loc="left", color=style.QUIET)
    if not trains:
        axes.set(xticks=[], yticks=[])
        style.nothing_to_show(axes, "No train waits")
        return
    axes.barh(range(len(trains)), list(trains.values()), height=0.62, color=style.VERMILLION)
    axes.set_yticks(range(len(trains)), list(trains))
    axes.set_ylim(max(len(trains), 4) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for row, count in enumerate(trains.values()):
        axes.annotate(f"{count}", (count, row), (4, 0), textcoords="offset points", va="center")
