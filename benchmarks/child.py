"""Commands and modules in processes of their own: what they print, and how long they took and how much memory.

Memory is the most that the process itself had (Linux); what the system counts for a child may be its parent's.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024  # KB, as Linux counts

# runs a module and prints its processor seconds and the most memory that it had, in KB
RUN = """
import atexit, runpy, sys
from pathlib import Path
from time import process_time
atexit.register(
    lambda: print(process_time(), Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Ran:
    """One run of the whole command."""

    wall: float  # seconds, from the start of Python to its end
    processor: float  # seconds of all its threads
    memory: float  # MB at its peak


def command(caches: str, *arguments: str) -> Ran:
    """``corridorsim`` with these arguments, its caches in a folder of their own."""
    begin = perf_counter()
    told = python(caches, "-c", RUN, "corridorsim", *arguments)
    wall = perf_counter() - begin
    processor, memory = told.split()[-2:]
    return Ran(wall, float(processor), int(memory) / MEGABYTE)


def told_by(module: str, caches: str, *arguments: str) -> dict[str, float]:
    """What a module of the benchmarks prints as JSON."""
    found: dict[str, float] = json.loads(python(caches, "-m", f"benchmarks.{module}", *arguments))
    return found


def python(caches: str, *arguments: str) -> str:
    """What a new interpreter prints, its caches in a folder of their own."""
    own = os.environ | {"NUMBA_CACHE_DIR": f"{caches}/numba", "MPLCONFIGDIR": f"{caches}/matplotlib"}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=own, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
