"""Durations that depend on when an operation starts: a run is paused at each date and continues with other durations.

The result is an ordinary program, with the durations that were in force, and its outcome, which either engine
reproduces.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.engine.run import load_kernel
from corridorsim.operations import Outcome, Program, check


@dataclass(frozen=True, eq=False)
class Dates:
    """By period, the seconds that each step takes in addition to its operations' own durations."""

    edges: Column  # seconds of the run at which the second period begins, the third, and so on
    more: npt.NDArray[np.int32]  # (periods, steps), one period more than there are edges; 0 or more


def run_dated(program: Program, dates: Dates) -> tuple[Program, Outcome]:
    """Run a program with the kernel; the duration of an operation depends on the period in which it starts.

    Returns the program with these durations, and its outcome. Raises :class:`ProgramError` as ``run`` does.
    """
    run = DatedRun(program, dates)
    run.go_on(program.until)
    return run.program, run.outcome


class DatedRun:
    """A run that can be paused, in which durations depend on the period; without dates, an ordinary run."""

    def __init__(self, program: Program, dates: Dates | None = None) -> None:
        load_kernel()
        from corridorsim.engine.kernel import PausableRun

        check(program)
        self.program = program if dates is None else replace(program, duration=program.duration.copy())
        self._run = PausableRun(self.program)
        self.outcome = self._run.outcome
        self.give_up, self.appear = self._run.give_up, self._run.appear
        edges, more = np.zeros(0, np.int32), np.zeros((0, program.steps), np.int32)
        if dates is not None:
            self._run.lengthen(dates.more[0])
            edges, more = dates.edges, np.diff(dates.more, axis=0)
        self._edges, self._more, self._passed = edges, more, 0

    def go_on(self, stop: int) -> None:
        """Let everything happen before a second of the run."""
        while self._passed < len(self._edges) and self._edges[self._passed] <= stop:
            self._run.go_on(int(self._edges[self._passed]))
            self._run.lengthen(self._more[self._passed])
            self._passed += 1
        self._run.go_on(stop)
