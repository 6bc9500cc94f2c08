"""What a planner sees: tables, figures and files. It draws and writes, and computes nothing."""

from corridorsim.report.results import Results, load

__all__ = ["Results", "load"]
