"""The whole command: beside the kernel's passes in it, how it grows with replications, and what two workers gain.

All by ratios within a round, the command with warm caches. What ten replications cost is told in processor seconds,
what a hundred and two workers are about by the clock on the wall, as whoever waits does.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import corridorsim
from benchmarks.child import Ran, command
from benchmarks.clock import Clock, say, seconds
from benchmarks.programs import SCENARIOS
from corridorsim.engine import run
from corridorsim.model import Scenario
from corridorsim.planning import lay_out, plan_replication
from corridorsim.study import replicate

SCENARIO, YEARS = "2025", 10
FEW, MANY, SHARED = 10, 100, 20  # replications: of the command, of the long one, and for one worker or two


def measured(rounds: int, quick: bool) -> dict[str, Any]:
    """Medians over the rounds; what takes long is measured once."""
    file, (few, many, shared) = _file(quick), (2, 4, 2) if quick else (FEW, MANY, SHARED)
    scenario = corridorsim.read(file)
    with tempfile.TemporaryDirectory() as caches:
        _command(caches, file, 1)  # caches are full from here on
        say(f"the command and the kernel's passes alone, {few} replications, {rounds} rounds")
        pairs = [(_command(caches, file, few), passes(scenario, few)) for _ in range(rounds)]
        say(f"the command, {many} replications")
        long = _command(caches, file, many)
        say("the command, one replication of ten years")
        decade = _command(caches, file, 1, "--days", "120" if quick else str(365 * YEARS))
    return {
        "replications": few,
        "wall": median(ran.wall for ran, _ in pairs),
        "processor": median(ran.processor for ran, _ in pairs),
        "kernel alone": median(alone for _, alone in pairs),
        "processor over kernel alone": median(ran.processor / alone for ran, alone in pairs),
        "wall over processor": median(ran.wall / ran.processor for ran, _ in pairs),
        "memory": median(ran.memory for ran, _ in pairs),
        "many": many,
        "many over few, wall": long.wall / median(ran.wall for ran, _ in pairs),
        "many over few, processor": long.processor / median(ran.processor for ran, _ in pairs),
        "memory of many": long.memory,
        "memory of a further replication": (long.memory - median(ran.memory for ran, _ in pairs)) / (many - few),
        "ten years, wall": decade.wall,
        "ten years, memory": decade.memory,
        **_workers(scenario, shared, rounds),
    }


def passes(scenario: Scenario, replications: int) -> float:
    """Processor seconds of the kernel's passes alone, one after another, each with its program's checks and packing."""
    blueprint = lay_out(scenario)
    taken = 0.0
    for number in range(replications):
        program = plan_replication(blueprint, scenario.seed, number).program
        taken += seconds(lambda p=program: run(p))  # type: ignore[misc]
    return taken


def _workers(scenario: Scenario, replications: int, rounds: int, clock: Clock = perf_counter) -> dict[str, float]:
    """How much sooner two workers are through with replications than one, from the layout to the study."""
    say(f"{replications} replications by one worker and by two, {rounds} rounds")
    asked = scenario.change({"replications": replications})
    taken = [[seconds(lambda n=n: replicate(asked, workers=n), clock) for n in (1, 2)] for _ in range(rounds)]  # type: ignore[misc]
    return {"shared": replications, "two workers over one": median(one / two for one, two in taken)}


def _file(quick: bool) -> Path:
    return corridorsim.example() if quick else SCENARIOS / f"{SCENARIO}.yaml"


def _command(caches: str, file: Path, replications: int, *more: str) -> Ran:
    return command(
        caches, "run", str(file), "--quiet", "--out", f"{caches}/results", "--replications", str(replications), *more
    )
