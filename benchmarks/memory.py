"""Peak memory of a run beyond the program's own columns, as Python and numpy count what they allocate.

The counting is exact and the same on every machine; compiled code allocates nothing.
"""

import tracemalloc

from benchmarks import programs as frozen
from benchmarks.clock import say
from corridorsim.engine import run
from corridorsim.operations import Program


def bytes_an_operation(quick: bool) -> dict[str, float]:
    """For each program, the peak of one run, its outcome included, over its operations."""
    say("peak memory")
    programs = {
        "free_line": frozen.free_line(trains=600 if quick else 20_000),
        "twice_the_capacity": frozen.twice_the_capacity(trains=600 if quick else 20_000),
        "real_line": frozen.real_line(days=60 if quick else 730),
        "border": frozen.border(days=60 if quick else 3_650),
        "network": frozen.network(days=30 if quick else 365),
    }
    return {name: peak(program) / program.operations for name, program in programs.items()}


def peak(program: Program) -> int:
    """The most bytes that a run has allocated at once."""
    run(frozen.free_line(trains=2, stations=2))  # whatever is loaded at the first run
    for cached in ("operation_first", "operation_train", "operation_step"):
        program.__dict__.pop(cached, None)
    tracemalloc.start()
    try:
        run(program)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
