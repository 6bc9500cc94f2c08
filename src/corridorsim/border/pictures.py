"""Which numbers of a crossing's study go into which picture."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corridorsim.border.charts import Segment, draw_day, draw_hours, draw_queues_and_yards
from corridorsim.border.flow import Block, Box, draw_flow
from corridorsim.border.over_time import queues_and_yards
from corridorsim.border.stages import LOADED
from corridorsim.border.study import BorderStudy
from corridorsim.border.visits import EVERY, TEU, WHOLE
from corridorsim.paper.style import fitting, save

DIRECTION = 1.6  # inches for a direction's name


def draw_border(study: BorderStudy, folder: Path) -> None:
    """Draw the four pictures into a folder."""
    title = f"{study.crossing}, {study.scenario.name}"
    said = _said(study)
    flows = [(_heading(study, direction), _blocks(study, direction)) for direction in study.directions]
    how = (
        f"{said}. In a box: the trains a day that it carries by formula, and the share of its time that it works.\n"
        "Red frame: the stage that carries least by itself. At an arrow: trains waiting on average, and for how long.\n"
        "Where ways part: the share of the trains that takes each"
    )
    save(draw_flow(flows, f"{title}: the stages", how), folder / "flow")
    how = (
        f"{said}. From arrival at the first station to departure from the second; a container's time is that of its\n"
        "train, or of the train that brought it, in the stack, and of the train that carries it on.\n"
        "Slow: those near the 95th percentile of the whole time"
    )
    save(draw_day(dict(_days(study)), f"{title}: a train's day", how), folder / "day")
    first = study.runs[0]
    queues = {name: values for name, values in first.queue.items() if name != "hour"}
    yards = {name: (study.capacity[name], used) for name, used in first.tracks.items() if name != "hour"}
    pictured = queues_and_yards(first.queue["hour"], queues, yards)
    by_day = "means of each day, with the band from its least hour to its most"
    how = f"First replication, {by_day if pictured.is_by_day else 'hour by hour'}"
    save(draw_queues_and_yards(pictured, f"{title}: queues and yards", how), folder / "fill")
    shares = {name: values for name, values in study.by_hour.items() if name != "hour"}
    how = f"{said}. Share that trains occupy, worked or waiting, in each hour {_clock(study)}; in brackets how many"
    save(draw_hours(shares, study.capacity, f"{title}: occupied by hour of day", how), folder / "use_by_hour")


def _said(study: BorderStudy) -> str:
    count = len(study.runs)
    return f"{study.days:g} days, mean of {count} replications" if count > 1 else f"{study.days:g} days"


def _clock(study: BorderStudy) -> str:
    """The clock that simulated time follows."""
    clock = study.scenario.window.clock
    return f"by the clock of {clock}" if isinstance(clock, str) else "by the window's clock"


def _heading(study: BorderStudy, direction: str) -> str:
    row = study.limiting(direction)
    if row is None:
        return direction
    due, crossed = study.stages["due_trains_per_day"][row], study.crossed(direction, row)
    return f"{direction}: {due:.1f} trains a day due, {crossed:.1f} crossed"


def _blocks(study: BorderStudy, direction: str) -> list[Block]:
    """The stages of a direction, those side by side together; loaded trains' first, then the onward trains'."""
    table = study.stages
    own = table["route"] == direction
    blocks = []
    for trains in dict.fromkeys(table["trains"][own].tolist()):
        begins = "" if trains == LOADED else f"{trains} trains:"
        of_these = own & (table["trains"] == trains)
        for number in np.unique(table["block"][of_these]):
            rows = np.flatnonzero(of_these & (table["block"] == number))
            lanes = [rows[table["lane"][rows] == lane] for lane in np.unique(table["lane"][rows])]
            by = float(table["passes_by_share"][rows[0]])
            blocks.append(Block([[_box(study, direction, row) for row in lane.tolist()] for lane in lanes], by, begins))
            begins = ""
    return blocks


def _box(study: BorderStudy, direction: str, row: int) -> Box:
    table = study.stages
    names = ("capacity_trains_per_day", "use_share", "queue_trains", "waiting_mean_h")
    capacity, use, queue, wait = (float(table[name][row]) for name in names)
    least, share = row == study.limiting(direction), float(table["share_that_uses_it"][row])
    return Box(_short(study, direction, table["stage"][row]), capacity, use, queue, wait, least, share)


def _days(study: BorderStudy) -> Iterator[tuple[str, list[Segment]]]:
    """The time of a train and of a container in each direction; the heading gives the whole time."""
    for direction in study.directions:
        for kind, who in ((EVERY, "a train"), (TEU, "a container")):
            told = study.whole_time(direction, kind)
            if told is not None:
                hours = f"mean {told['mean_h']:.1f} h, 95 % within {told['p95_h']:.1f} h"
                yield f"{fitting(direction, DIRECTION)}, {who}: {hours}", _segments(study, direction, kind)
            elif kind == EVERY:
                yield direction, []


def _segments(study: BorderStudy, direction: str, kind: str) -> list[Segment]:
    table = study.timeline
    mine = (table["route"] == direction) & (table["of"] == kind) & (table["stage"] != WHOLE)
    names = ("waiting_mean_h", "work_mean_h", "slow_waiting_h", "slow_work_h")
    return [
        Segment(
            _short(study, direction, table["stage"][row]), *(float(np.nan_to_num(table[name][row])) for name in names)
        )
        for row in np.flatnonzero(mine).tolist()
    ]


def _short(study: BorderStudy, direction: str, stage: str) -> str:
    """The name of a stage, without the crossing and the direction that stand beside it."""
    name = study.labels.get((direction, str(stage)), str(stage))
    return name[:1].upper() + name[1:]
