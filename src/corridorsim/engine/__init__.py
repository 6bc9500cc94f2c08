"""Two engines with one contract: a program in, an outcome out, equal to the second (``docs/engine.md`` has the
rule)."""

from corridorsim.engine.dated import Dates, run_dated
from corridorsim.engine.gridlock import Gridlock, Stuck, find_gridlock
from corridorsim.engine.patient import Kept, TrainPatience, run_patient, some_of
from corridorsim.engine.run import ENGINES, load_compiled, load_kernel, run

__all__ = [
    "ENGINES",
    "Dates",
    "Gridlock",
    "Kept",
    "Stuck",
    "TrainPatience",
    "find_gridlock",
    "load_compiled",
    "load_kernel",
    "run",
    "run_dated",
    "run_patient",
    "some_of",
]
