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
    load_kernel()
    from corridorsim.engine.kernel import PausableRun

    check(program)
    course = PausableRun(replace(program, duration=program.duration.copy()))
    course.lengthen(dates.more[0])
    for edge, more in zip(dates.edges.tolist(), np.diff(dates.more, axis=0), strict=True):
        course.go_on(edge)
        course.lengthen(more)
    course.go_on(program.until)
    return course.program, course.outcome
