"""Measuring on a machine that others use too: cases in turn, medians, and ratios within a round.

What runs in one thread is measured in seconds of the processor: waiting for a core is not its cost.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from statistics import median
from time import process_time

Case = Callable[[], object]
Clock = Callable[[], float]


def say(text: str) -> None:
    """A line of progress, for whoever waits."""
    print(f"  {text}", file=sys.stderr, flush=True)


def seconds(case: Case, clock: Clock = process_time) -> float:
    """How long one run takes, the garbage collector resting."""
    gc.collect()
    gc.disable()
    try:
        begin = clock()
        case()
        return clock() - begin
    finally:
        gc.enable()


def in_turn(cases: Mapping[str, Case], rounds: int, clock: Clock = process_time) -> dict[str, list[float]]:
    """Seconds of each case in each round: A B C A B C, so that a disturbance falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            taken[name].append(seconds(case, clock))
    return taken


def ratio(above: list[float], below: list[float]) -> float:
    """Median over the rounds of one case's time over another's in the same round."""
    return median(a / b for a, b in zip(above, below, strict=True))
