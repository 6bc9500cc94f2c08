"""What a user waits for: the first compilation, and the whole command from import to report, cold and warm.

Cold means that numba's and matplotlib's caches are empty, as after installation; files may still be in memory.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import corridorsim
from benchmarks.child import command, python, told_by
from benchmarks.clock import say
from benchmarks.programs import SCENARIOS

COMPILE = """
from time import process_time
begin = process_time()
import numba
between = process_time()
from corridorsim.engine import load_compiled, load_kernel
load_kernel()
load_compiled("corridorsim.measures.sweeps")
print(between - begin, process_time() - between)
"""


@dataclass(frozen=True)
class EndToEnd:
    """Medians for one scenario."""

    scenario: str
    caches: str  # cold or warm
    command: float  # seconds of the whole command, replications in threads
    memory: float  # MB at its peak
    stages: dict[str, float]  # seconds of the same work on one thread, in a process of its own


def first_compile(rounds: int) -> dict[str, float]:
    """Processor seconds to import numba, and to compile kernel and sums where no cache is or load them where one is."""
    say("first compilation")
    fresh, cached = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as caches:
            for kept in (fresh, cached):
                told = python(caches, "-c", COMPILE).split()
                kept.append((float(told[0]), float(told[1])))
    return {
        "import numba": median(first for first, _ in [*fresh, *cached]),
        "compile": median(second for _, second in fresh),
        "together": median(first + second for first, second in fresh),
        "from cache": median(second for _, second in cached),
    }


def end_to_end(rounds: int, quick: bool) -> list[EndToEnd]:
    """The shipped scenarios (quick: the example) through the command, and stage by stage."""
    files = [corridorsim.example()] if quick else [SCENARIOS / f"{year}.yaml" for year in (2018, 2022, 2025)]
    return [row for file in files for row in _scenario(file, rounds)]


def _scenario(file: Path, rounds: int) -> list[EndToEnd]:
    """Cold once, as compiling takes most of that and is told apart; warm in every round."""
    say(f"corridorsim run {file.name}, cold and warm")
    found: dict[str, list[tuple[float, float, dict[str, float]]]] = {"cold": [], "warm": []}
    with tempfile.TemporaryDirectory() as mine, tempfile.TemporaryDirectory() as others:
        for caches in ("cold", *["warm"] * rounds):
            ran = command(mine, "run", str(file), "--quiet", "--out", f"{mine}/results")
            found[caches].append((ran.wall, ran.memory, told_by("stages", others, str(file), f"{others}/results")))
    return [
        EndToEnd(
            file.stem,
            name,
            median(wall for wall, _, _ in once),
            median(memory for _, memory, _ in once),
            {stage: median(stages[stage] for _, _, stages in once) for stage in once[0][2]},
        )
        for name, once in found.items()
    ]
