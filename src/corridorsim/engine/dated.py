"""Durations that depend on when an operation starts: a run is paused at each date and continues with other durations.

The result is an ordinary program, with the durations that were in force, and its outcome, which either engine
reproduces.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.engine.run import load_kernel
from corridorsim.operations import NEVER, Outcome, Program, check


@dataclass(frozen=True, eq=False)
class Dates:
    """By period, the seconds that each step takes in addition to its operations' own durations."""

    edges: Column  # seconds of the run at which the second period begins, the third, and so on
    more: npt.NDArray[np.int32]  # (periods, steps), one period more than there are edges


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

        self._own, self._dates, self._passed = program.duration, dates, 0
        step = program.operation_step
        self.program = program
        if dates is not None:
            self.program = replace(program, duration=program.duration + dates.more[0][step])
            self._step = step
            self._varies = np.flatnonzero((dates.more != dates.more[0]).any(axis=0)[step])
        check(self.program)
        self._run = PausableRun(self.program)
        self.outcome = self._run.outcome
        self.give_up, self.appear = self._run.give_up, self._run.appear

    def go_on(self, stop: int) -> None:
        """Let everything happen before a second of the run."""
        edges = () if self._dates is None else self._dates.edges[self._passed :]
        for edge in edges:
            if edge > stop:
                break
            self._run.go_on(int(edge))
            self._passed += 1
            self._change(self._passed)
        self._run.go_on(stop)

    def _change(self, period: int) -> None:
        """Give the operations that have not started the durations of a period."""
        assert self._dates is not None
        later = self._varies[self.outcome.started[self._varies] == NEVER]
        self.program.duration[later] = self._own[later] + self._dates.more[period][self._step[later]]
