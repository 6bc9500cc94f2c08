"""Durations that depend on when an operation starts: a run is halted at each date, and goes on with other durations.

What comes out is a program like any other, with the durations that were in force, and its outcome: either engine makes
the same of it.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.engine.run import load_kernel
from corridorsim.operations import NEVER, Outcome, Program, check


@dataclass(frozen=True, eq=False)
class Dates:
    """By period, the seconds that each step takes beyond its operations' own durations."""

    edges: Column  # seconds of the run at which the second period begins, the third, and so on
    more: npt.NDArray[np.int32]  # (periods, steps), one period more than there are edges


def run_dated(program: Program, dates: Dates) -> tuple[Program, Outcome]:
    """Run a program with the kernel; an operation lasts as long as the period in which it starts lets it.

    Returns the program with these durations, and its outcome. Raises :class:`ProgramError` as ``run`` does.
    """
    load_kernel()
    from corridorsim.engine.kernel import Course

    step = program.operation_step
    dated = replace(program, duration=program.duration + dates.more[0][step])
    check(dated)
    varies = np.flatnonzero((dates.more != dates.more[0]).any(axis=0)[step])
    course = Course(dated)
    for edge, more in zip(dates.edges.tolist(), dates.more[1:], strict=True):
        course.go_on(edge)
        later = varies[course.outcome.started[varies] == NEVER]
        dated.duration[later] = program.duration[later] + more[step[later]]
    course.go_on(dated.until)
    return dated, course.outcome
