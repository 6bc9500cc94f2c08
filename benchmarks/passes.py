"""How long planning lets the kernel run: where limits hold by date, planning and running take turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from unittest.mock import patch

from benchmarks.clock import Clock
from corridorsim.engine import run
from corridorsim.operations import Outcome, Program


@contextmanager
def kernel_within_planning(clock: Clock = process_time) -> Iterator[list[float]]:
    """Seconds of each run that planning makes while the context lasts."""
    taken: list[float] = []

    def timed(program: Program) -> Outcome:
        begin = clock()
        outcome = run(program)
        taken.append(clock() - begin)
        return outcome

    with patch("corridorsim.planning.restrictions.run", timed):
        yield taken
