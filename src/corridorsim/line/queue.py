"""How long trains would wait on a line by queueing formulas, over the load, and the load at which they wait too long.

Assumes random arrivals, first come first served, loops that are never full (``formulas.waiting``). Passenger and local
trains count as additional freight trains, over the part of the line on which they run. The time that possessions take
from a section is spread evenly: its headways are longer in proportion.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import DAY, Floats, floats
from corridorsim.formulas import waiting
from corridorsim.line.formula import LineFormula
from corridorsim.line.lone_line import LoneLine, services_over


@dataclass(frozen=True, eq=False)
class LineQueue:
    """Waiting over the load, and the greatest tolerable load."""

    pairs: Floats  # freight pairs per day
    waiting: Floats  # mean waiting divided by free running time, infinite at and above capacity
    tolerable: float  # freight pairs per day


def line_queue(formula: LineFormula, most_waiting: float, loads: Floats) -> LineQueue:
    """Waiting of freight trains at loads in freight pairs per day."""
    headways = _headways(formula)
    others = other_pairs(formula.line)
    run, start, stop = (floats(each) for each in formula.times)
    restart = start + stop
    free = run.sum(axis=1) + start[[0, 1], [0, -1]] + stop[[0, 1], [-1, 0]]

    def share(pairs: Floats) -> Floats:
        rates = np.repeat((pairs + others)[..., None] / DAY, 2, axis=-1)
        wait = waiting.line_wait(rates, headways, [True, False], restart)
        total: Floats = (wait.entry + wait.stations).sum(axis=-1) / free.sum()
        return total

    most = max(formula.bound, 1.0)
    greatest = waiting.greatest_load(lambda load: share(load * most), most_waiting)
    return LineQueue(loads, share(loads), float(greatest) * most)


def _headways(formula: LineFormula) -> Floats:
    """Seconds from one train's entry to the next, [ahead, behind, section]: forward first.

    On double track opposing trains do not meet, and nothing is lost.
    """
    crossing = formula.line.scenario.rules.crossing_interval
    through = np.where(formula.double, 0.0, floats(formula.times.run) + floats(formula.times.start) + crossing)
    headways = np.array([[formula.following[0], through[0]], [through[1], formula.following[1]]])
    return floats(headways * formula.undisturbed / formula.saturated)


def other_pairs(line: LoneLine) -> float:
    """Passenger and local pairs per day on the line, weighted by the share of its length on which they run."""
    length = np.array([section.length for section in line.sections])
    return sum(
        float((pairs * length).sum() / length.sum()) for pairs in services_over(line.traffic, line.name).values()
    )
