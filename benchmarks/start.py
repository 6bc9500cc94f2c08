"""What a user waits for: the first compilation, and the whole command from import to report, cold and warm.

Cold means that numba's and matplotlib's caches are empty, as after installation; files may still be in memory.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import corridorsim
from benchmarks.clock import say
from benchmarks.programs import SCENARIOS

ROOT = SCENARIOS.parent
COMPILE = """
from time import process_time
begin = process_time()
import numba
between = process_time()
from corridorsim.engine import load_kernel
load_kernel()
print(between - begin, process_time() - between)
"""

# runs a module and prints the most memory that it had, in KB as Linux counts; of a child it would count its parent's
PEAK = """
import atexit, runpy, sys
from pathlib import Path
atexit.register(lambda: print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
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
    """Processor seconds to import numba and to compile the kernel where no cache is, and to load it where one is."""
    say("first compilation")
    fresh, cached = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as caches:
            for kept in (fresh, cached):
                told = _python(caches, "-c", COMPILE).split()
                kept.append((float(told[0]), float(told[1])))
    return {
        "import numba": median(first for first, _ in [*fresh, *cached]),
        "compile": median(second for _, second in fresh),
        "together": median(first + second for first, second in fresh),
        "from cache": median(second for _, second in cached),
    }


def end_to_end(rounds: int, quick: bool) -> list[EndToEnd]:
    """The shipped scenarios (quick: the example) through the command, and stage by stage."""
    files = [corridorsim.example()] if quick else sorted(SCENARIOS.glob("20*.yaml"))
    return [row for file in files for row in _scenario(file, rounds)]


def _scenario(file: Path, rounds: int) -> list[EndToEnd]:
    say(f"corridorsim run {file.name}, cold and warm")
    commands: dict[str, list[tuple[float, float]]] = {"cold": [], "warm": []}
    stages: dict[str, list[dict[str, float]]] = {"cold": [], "warm": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as mine, tempfile.TemporaryDirectory() as others:
            for caches in ("cold", "warm"):
                commands[caches].append(_command(file, mine))
                told = _python(others, "-m", "benchmarks.stages", str(file), f"{others}/results")
                stages[caches].append(json.loads(told))
    return [
        EndToEnd(
            file.stem,
            name,
            *(median(column) for column in zip(*commands[name], strict=True)),
            {stage: median(once[stage] for once in stages[name]) for stage in stages[name][0]},
        )
        for name in ("cold", "warm")
    ]


def _command(file: Path, caches: str) -> tuple[float, float]:
    """Seconds of the command and megabytes at its peak."""
    begin = perf_counter()
    told = _python(caches, "-c", PEAK, "corridorsim", "run", str(file), "--quiet", "--out", f"{caches}/results")
    return perf_counter() - begin, int(told.split()[-1]) / 1024


def _python(caches: str, *arguments: str) -> str:
    """What a new interpreter prints, with its caches in a folder of its own."""
    own = os.environ | {"NUMBA_CACHE_DIR": f"{caches}/numba", "MPLCONFIGDIR": f"{caches}/matplotlib"}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=own, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
