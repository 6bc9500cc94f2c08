"""Published cases, run here and held against the numbers that others printed."""

from corridorsim.conformance.runner import find_cases, run_cases
from corridorsim.conformance.scores import Case, Score

__all__ = ["Case", "Score", "find_cases", "run_cases"]
