"""The pictures of a run's first replication, drawn while the other replications still run."""

from corridorsim.paper.csv_files import csv_text
from corridorsim.paper.style import house_style, rendered
from corridorsim.report.charts import draw_dwell
from corridorsim.string_line import draw_stairway, draw_string_line, occupation_rows, stairway_rows, string_line_rows
from corridorsim.string_line.shown import Seen

Files = dict[str, bytes]  # by name of the file


@house_style()
def first_run_files(seen: Seen, scenario: str) -> Files:
    """The string-line diagram and its tables, the times at the crossings and, if asked for, the stairway."""
    view = seen.day
    said = f"{scenario}: from arrival at the first border station to departure from the second, one replication"
    files = rendered(draw_string_line(view), "string_line") | {
        "string_line.csv": csv_text(string_line_rows(view)).encode(),
        "string_line_occupation.csv": csv_text(occupation_rows(view)).encode(),
    }
    files |= rendered(draw_dwell(seen.stays, subtitle=said), "dwell")
    if seen.hours is not None:
        files |= rendered(draw_stairway(seen.hours), "stairway")
        files["stairway.csv"] = csv_text(stairway_rows(seen.hours)).encode()
    return files
