"""Published cases: our results compared with the published ones."""

from corridorsim.conformance.runner import find_cases, run_cases
from corridorsim.conformance.scores import Case, Score

__all__ = ["Case", "Score", "find_cases", "run_cases"]
