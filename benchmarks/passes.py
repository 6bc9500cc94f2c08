"""How long planning lets the kernel run: where limits hold by date, planning and running take turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from unittest.mock import patch

from benchmarks.clock import Clock
from corridorsim.engine import Dates, run_dated
from corridorsim.operations import Outcome, Program


@contextmanager
def kernel_within_planning(clock: Clock = process_time) -> Iterator[list[float]]:
    """Seconds of each run that planning makes while the context lasts."""
    taken: list[float] = []

    def timed(program: Program, dates: Dates) -> tuple[Program, Outcome]:
        begin = clock()
        ran = run_dated(program, dates)
        taken.append(clock() - begin)
        return ran

    with patch("corridorsim.planning.track.restrictions.run_dated", timed):
        yield taken
