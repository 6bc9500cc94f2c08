"""The pictures of a run's first replication, drawn while the other replications still run."""

from corridorsim.measures import Result
from corridorsim.measures.dwell import stays_by_route
from corridorsim.paper.csv_files import csv_text
from corridorsim.paper.style import house_style, rendered
from corridorsim.report.charts import draw_dwell
from corridorsim.string_line import (
    day_on_line,
    draw_stairway,
    draw_string_line,
    hours_on_line,
    occupation_rows,
    stairway_rows,
    string_line_rows,
)
from corridorsim.study.shown import Shown

Files = dict[str, bytes]  # by name of the file


@house_style()
def first_run_files(result: Result, scenario: str, shown: Shown) -> Files:
    """The string-line diagram and its tables, the times at the crossings and, if asked for, the stairway.

    Raises CorridorError where the day lies outside the run.
    """
    plan, outcome, line = result.plan, result.outcome, shown.row(result.plan)
    view = day_on_line(plan, outcome, line, shown.day)
    said = f"{scenario}: from arrival at the first border station to departure from the second, one replication"
    files = rendered(draw_string_line(view), "string_line") | {
        "string_line.csv": csv_text(string_line_rows(view)).encode(),
        "string_line_occupation.csv": csv_text(occupation_rows(view)).encode(),
    }
    files |= rendered(draw_dwell(stays_by_route(result), subtitle=said), "dwell")
    if shown.hours is not None:
        hours = hours_on_line(plan, outcome, line, shown.day, shown.hours)
        files |= rendered(draw_stairway(hours), "stairway")
        files["stairway.csv"] = csv_text(stairway_rows(hours)).encode()
    return files
