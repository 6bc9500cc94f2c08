"""What happened on a line in a day, or in some hours of it: string-line diagrams, stairways, and their tables."""

from corridorsim.string_line.diagram import draw_string_line
from corridorsim.string_line.rows import occupation_rows, stairway_rows, string_line_rows
from corridorsim.string_line.stairway import draw_stairway
from corridorsim.string_line.views import DayOnLine, HoursOnLine, day_on_line, hours_on_line

__all__ = [
    "DayOnLine",
    "HoursOnLine",
    "day_on_line",
    "draw_stairway",
    "draw_string_line",
    "hours_on_line",
    "occupation_rows",
    "stairway_rows",
    "string_line_rows",
]
