"""The kernel beside other simulators, on models that are asserted to mean the same in both before they are timed."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks import peer_ciw, peer_salabim, peer_simpy, peer_sumo, programs, stations
from benchmarks.clock import in_turn, ratio, say
from benchmarks.engines import started
from corridorsim.engine import run
from corridorsim.operations import Outcome, Program

Told = Callable[[], np.ndarray]
YARDS: tuple[tuple[str, Any, int], ...] = (
    ("SimPy", peer_simpy, 20_000),
    ("Ciw", peer_ciw, 20_000),
    ("salabim", peer_salabim, 2_000),
)  # and how many trains it is given


@dataclass(frozen=True)
class Row:
    """A peer on one model; every outcome was equal to the second."""

    peer: str
    model: str
    operations: int  # that started in ours
    peer_ns: float  # for each of them
    kernel_ns: float
    over_kernel: float


def compare(rounds: int, quick: bool) -> tuple[list[Row], list[str]]:
    """SimPy, Ciw and salabim, each where it can tell the model; and the peers that are not installed."""
    rows, skipped = _line(rounds, quick), []
    for name, peer, trains in YARDS:
        if not peer.is_there():
            skipped.append(name)
            continue
        rows += _yards(name, peer, 300 if quick else trains, rounds)
    if not peer_sumo.is_there():
        skipped.append("SUMO")
    return rows, skipped


def _yards(name: str, peer: Any, count: int, rounds: int) -> list[Row]:
    """The border station and the tandem, the same trains through both simulators."""
    say(f"{name}: border station and blocking tandem")
    border, tandem = stations.at_the_border(count), stations.at_the_tandem(count)
    first = _row(
        name,
        "border station",
        stations.border_station(border),
        lambda: peer.border_station(border),
        stations.exits,
        rounds,
    )
    return [
        first,
        _row(name, "blocking tandem", stations.tandem(tandem), lambda: peer.tandem(tandem), stations.exits, rounds),
    ]


def _line(rounds: int, quick: bool) -> list[Row]:
    """SimPy as its users write it, on a line of one direction with and without waiting."""
    size, trains = (10, 100) if quick else (30, 1_000)
    rows = []
    for model, load in (("line, few wait", 0.8), ("line, many wait", 1.2)):
        program = programs.one_way_line(trains, size, load)
        say(f"SimPy: {model}")
        told = lambda p=program: peer_simpy.one_way_line(p, size)  # noqa: E731
        rows.append(_row("SimPy", model, program, told, lambda _, outcome: outcome.started, rounds))
    return rows


def _row(
    peer: str, model: str, program: Program, told: Told, seen: Callable[[Program, Outcome], np.ndarray], rounds: int
) -> Row:
    outcome = run(program)
    assert np.array_equal(seen(program, outcome), told()), f"{peer} differs from the kernel at the {model}"
    taken = in_turn({"peer": told, "kernel": lambda: run(program)}, rounds)
    count = started(outcome)
    each = {name: median(values) / count * 1e9 for name, values in taken.items()}
    return Row(peer, model, count, each["peer"], each["kernel"], ratio(taken["peer"], taken["kernel"]))


def beside_sumo(quick: bool) -> list[peer_sumo.Point]:
    """SUMO and ours from 20 to 60 pairs a day; nothing if SUMO is not there."""
    if not peer_sumo.is_there():
        return []
    points = []
    for pairs in (20,) if quick else range(20, 61, 4):
        say(f"SUMO: {pairs} pairs a day")
        points.append(peer_sumo.point(pairs))
    least = points[0]
    assert least.sumo_arrived == least.our_arrived == least.trains, "trains are missing far below the capacity"
    assert abs(least.sumo_minutes / least.our_minutes - 1) < 0.1, "SUMO's trains run otherwise than ours"
    return points
