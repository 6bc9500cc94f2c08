"""The kernel beside the bare loop and the SimPy reference, on the frozen programs."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import bare
from benchmarks import programs as frozen
from benchmarks.clock import in_turn, ratio, say
from corridorsim.engine import run
from corridorsim.operations import NEVER, Outcome, Program

Make = Callable[[], Program]

FULL: dict[str, Make] = {
    "free_line": frozen.free_line,
    "twice_the_capacity": frozen.twice_the_capacity,
    "real_line": frozen.real_line,
    "border": frozen.border,
    "network": frozen.network,
    "many_places": frozen.many_places,
    "many_takes": frozen.many_takes,
    "many_sizes": frozen.many_sizes,
}
SMALL: dict[str, Make] = {
    "free_line": lambda: frozen.free_line(trains=600, stations=30),
    "twice_the_capacity": lambda: frozen.twice_the_capacity(trains=600, stations=12),
    "real_line": lambda: frozen.real_line(days=10),
    "border": lambda: frozen.border(days=30),
    "network": lambda: frozen.network(days=7, warm_up=0),
    "many_places": lambda: frozen.many_places(places=200, rounds=10),
    "many_takes": lambda: frozen.many_takes(takes=200, rounds=10),
    "many_sizes": lambda: frozen.many_sizes(sizes=100, rounds=3),
}  # small enough for the reference, whose corners grow with the square
MIDDLE: dict[str, Make] = {
    "free_line": lambda: frozen.free_line(trains=1_500),
    "twice_the_capacity": lambda: frozen.twice_the_capacity(trains=2_000),
    "real_line": lambda: frozen.real_line(days=90),
    "border": lambda: frozen.border(days=400),
    "network": lambda: frozen.network(days=30, warm_up=0),
    "many_places": lambda: frozen.many_places(places=1_000, rounds=5),
    "many_takes": lambda: frozen.many_takes(takes=300, rounds=10),
    "many_sizes": lambda: frozen.many_sizes(sizes=300, rounds=3),
}  # a second or two of the reference


@dataclass(frozen=True)
class Row:
    """One program's medians and ratios."""

    program: str
    fingerprint: str
    operations: int  # started
    agenda: int  # entries on it at once, at most
    kernel_ns: float  # per started operation
    bare_ns: float
    own_agenda_ns: float  # the bare loop over the kernel's own heap
    over_bare: float
    over_own_agenda: float
    reference_over_kernel: float  # on a smaller version
    reference_ns: float
    million_a_second: float


def compare(rounds: int, quick: bool) -> list[Row]:
    """Every program through kernel and bare loop; smaller versions through kernel and reference."""
    rows = []
    for name, make in (SMALL if quick else FULL).items():
        say(f"{name}: kernel and bare loop, {rounds} rounds")
        row = _row(name, make(), rounds)
        say(f"{name}: reference and kernel on a smaller version")
        over_kernel, nanoseconds = reference_over_kernel(name, (SMALL if quick else MIDDLE)[name](), rounds)
        rows.append(Row(**row, reference_over_kernel=over_kernel, reference_ns=nanoseconds))
    return rows


def _row(name: str, program: Program, rounds: int) -> dict[str, Any]:
    outcome = run(program)
    agenda = bare.agenda_of(program, outcome)
    taken = in_turn(
        {"kernel": lambda: run(program), "bare": lambda: bare.run(agenda), "own": lambda: bare.run_own(agenda)}, rounds
    )
    count = started(outcome)
    kernel, loop, own = (median(taken[name]) for name in ("kernel", "bare", "own"))
    return {
        "program": name, "fingerprint": frozen.fingerprint(program), "operations": count, "agenda": bare.run(agenda),
        "kernel_ns": kernel / count * 1e9, "bare_ns": loop / count * 1e9, "own_agenda_ns": own / count * 1e9,
        "over_bare": ratio(taken["kernel"], taken["bare"]), "over_own_agenda": ratio(taken["kernel"], taken["own"]),
        "million_a_second": count / kernel / 1e6,
    }  # fmt: skip


def reference_over_kernel(name: str, program: Program, rounds: int) -> tuple[float, float]:
    """How many times longer the SimPy reference takes and its nanoseconds an operation.

    Both must have given the same outcome first.
    """
    outcome = run(program)
    assert outcome.same_as(run(program, "simpy")), f"{name}: the engines differ"
    rounds = min(rounds, 3)  # the reference is slow
    taken = in_turn({"reference": lambda: run(program, "simpy"), "kernel": lambda: run(program)}, rounds)
    return ratio(taken["reference"], taken["kernel"]), median(taken["reference"]) / started(outcome) * 1e9


def started(outcome: Outcome) -> int:
    """Operations that started."""
    return int((outcome.started != NEVER).sum())
