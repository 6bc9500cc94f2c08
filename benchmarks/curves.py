"""How the cost of an operation grows with trains, horizon, stations and load, beside the bare loop's.

The exponent is that of the whole time when everything else is fixed: 1 means that an operation costs the same however
large the program is. It is fitted to the cost of a started operation, by least squares on logarithms, in each round;
the points of a curve are measured in turn, so that a disturbance falls on all. The median over the rounds counts.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

import numpy as np

from benchmarks import bare
from benchmarks import programs as frozen
from benchmarks.clock import in_turn, ratio, say
from benchmarks.engines import started
from corridorsim.engine import run
from corridorsim.operations import Program

OPERATIONS = 1_200_000  # of every point of a curve whose size is not what it is about
MANY, FEW = 8, 2


@dataclass(frozen=True)
class Curve:
    """Nanoseconds a started operation over one parameter."""

    parameter: str
    unit: str
    program: str
    values: list[float]
    agenda: list[int]  # entries on it at once, at most
    kernel_ns: list[float]
    bare_ns: list[float]
    own_agenda_ns: list[float]
    exponent: float
    bare_exponent: float
    own_agenda_exponent: float


Points = Sequence[tuple[float, Callable[[], Program]]]


def curves(rounds: int, quick: bool) -> list[Curve]:
    """The four curves."""
    size = OPERATIONS // 40 if quick else OPERATIONS
    trains = (500, 1_000, 2_000) if quick else (1_000, 3_000, 10_000, 30_000, 100_000)
    days = (10, 30, 60) if quick else (30, 100, 365, 1_095, 3_650)
    stations = (60, 150, 300) if quick else (60, 200, 600, 1_500, 3_000)
    loads = (0.2, 0.8, 2.0) if quick else (0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0)
    longer = [(d, lambda d=d: frozen.real_line(days=d)) for d in days]
    more = [(n, lambda n=n: frozen.twice_the_capacity(trains=n, stations=20)) for n in trains]
    wider = [(n, lambda n=n: frozen.free_line(trains=size // n, stations=n)) for n in stations]
    fuller = [(x, lambda x=x: frozen.twice_the_capacity(trains=size // 100, stations=60, load=x)) for x in loads]
    return [
        measured("trains", "trains", "twice_the_capacity, 20 stations", more, rounds),
        measured("horizon", "days", "real_line", longer, rounds),
        measured("stations", "stations", "free_line, as many operations", wider, rounds),
        measured("load", "share of capacity", "twice_the_capacity, 60 stations", fuller, rounds),
    ]


def measured(parameter: str, unit: str, program: str, points: Points, rounds: int) -> Curve:
    """One curve: kernel and bare loops of all its points in turn."""
    say(f"curve over {parameter}: {len(points)} points, {rounds} rounds")
    values = [float(value) for value, _ in points]
    cases, counts, longest = {}, [], []
    for value, make in points:
        here = make()
        outcome = run(here)
        agenda = bare.agenda_of(here, outcome)
        counts.append(started(outcome))
        longest.append(bare.run(agenda))
        cases[f"kernel {value}"] = lambda p=here: run(p)
        cases[f"bare {value}"] = lambda a=agenda: bare.run(a)
        cases[f"own {value}"] = lambda a=agenda: bare.run_own(a)
    taken = in_turn(cases, rounds)
    costs = {
        who: np.array([taken[f"{who} {value}"] for value, _ in points]) / np.array(counts)[:, None] * 1e9
        for who in ("kernel", "bare", "own")
    }
    medians = [np.median(cost, axis=1).tolist() for cost in costs.values()]
    exponents = [median(exponent(values, once) for once in cost.T.tolist()) for cost in costs.values()]
    return Curve(parameter, unit, program, values, longest, *medians, *exponents)


def exponent(values: Sequence[float], cost: Sequence[float]) -> float:
    """1 and the slope of the cost of one operation over the parameter, both as logarithms."""
    return 1 + float(np.polyfit(np.log(values), np.log(cost), 1)[0])


def replications(rounds: int, quick: bool) -> dict[str, float]:
    """Seconds of a run when one runs after another: of the first alone, and of each of many, and their exponent."""
    program = frozen.network(days=10 if quick else 120)
    say("replications one after another")
    counts = (1, FEW) if quick else (1, FEW, MANY)
    taken = in_turn({str(n): lambda n=n: [run(program) for _ in range(n)] for n in counts}, rounds)
    each = [median(taken[str(n)]) / n for n in counts]
    return {f"seconds a run of {n}": cost for n, cost in zip(counts, each, strict=True)} | {
        "exponent": exponent(counts, each)
    }


def threads(rounds: int, quick: bool) -> dict[str, float]:
    """How much sooner eight runs are done by two threads, and by as many as there are cores, than by one."""
    program = frozen.network(days=10 if quick else 365)
    say("eight runs in one thread, two, and one for each core")
    counts = sorted({1, 2, os.cpu_count() or 1})
    taken = in_turn({str(n): lambda n=n: _in_threads(program, n) for n in counts}, rounds, time.perf_counter)
    return {str(n): ratio(taken["1"], taken[str(n)]) for n in counts}


def _in_threads(program: Program, count: int) -> None:
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(run, [program] * MANY))
