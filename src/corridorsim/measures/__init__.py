"""Numbers from a plan and its outcome, all in numpy: what passed, how long it took, what held it back."""

from corridorsim.measures.frames import tables
from corridorsim.measures.result import Result, measure

__all__ = ["Result", "measure", "tables"]
