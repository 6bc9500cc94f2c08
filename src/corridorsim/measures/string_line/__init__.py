"""What happened on a line in a day, or in some hours of it: where trains were, what they occupied, what was closed.

String-line diagrams and blocking-time stairways draw it, and their tables hold it.
"""

from corridorsim.measures.string_line.rows import occupation_rows, stairway_rows, string_line_rows
from corridorsim.measures.string_line.views import DayOnLine, HoursOnLine, day_on_line, hours_on_line

__all__ = [
    "DayOnLine",
    "HoursOnLine",
    "day_on_line",
    "hours_on_line",
    "occupation_rows",
    "stairway_rows",
    "string_line_rows",
]
