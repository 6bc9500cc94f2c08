"""The string-line diagram of a line for a day, what is occupied under its trains, and the blocking-time stairway."""

from corridorsim.report.string_line.diagram import draw_string_line
from corridorsim.report.string_line.stairway import draw_stairway

__all__ = ["draw_stairway", "draw_string_line"]
