"""Large cases beside a year of 2025, one replication of each: seconds and memory in proportion to operations.

``python -m benchmarks.large CASE DAYS`` plans, runs and measures one case in a process of its own, twice: memory is
told of the first time, seconds of the second, when what follows from the layout alone is known.
"""

import json
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import corridorsim
from benchmarks.child import MEGABYTE, told_by
from benchmarks.clock import say
from benchmarks.programs import SCENARIOS
from corridorsim.engine import load_kernel
from corridorsim.measures import measure
from corridorsim.model import Scenario
from corridorsim.planning import Blueprint, lay_out, plan_replication
from corridorsim.study.outcome import outcome_of
from corridorsim.study.replication import kept_of

CASES = {"a year": 365, "ten years": 3_650, "300 stations": 365, "ten times the traffic": 365}  # days
STATIONS = 300


def cases(quick: bool) -> dict[str, dict[str, float]]:
    """Of each case: its operations, and seconds and bytes of one; those over a year's as well."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as caches:
        for name, days in CASES.items():
            say(f"large: {name}")
            found[name] = told_by("large", caches, name, str(days // 50 if quick else days))
    year = found["a year"]
    for case in found.values():
        case |= {f"{what} over a year": case[what] / year[what] for what in ("nanoseconds", "bytes")}
    return found


def scenario_of(case: str, days: int) -> Scenario:
    """2025 for some days, with ten times the traffic or as it is; or a single line of 300 stations."""
    window: dict[str, Any] = {"window.length": f"{days} days"}
    if case == "300 stations":
        return _line(STATIONS).change(window)
    more = {"traffic.scale": 10} if case == "ten times the traffic" else {}
    return corridorsim.read(SCENARIOS / "2025.yaml").change(window | more)


def _line(stations: int) -> Scenario:
    """The example with a line of so many stations, 12 km apart."""
    names = ["Inland", *(f"P{n}" for n in range(1, stations - 1)), "Border"]
    points = [{"name": name, "at": f"{12 * n} km", "kind": "station"} for n, name in enumerate(names)]
    return corridorsim.read(corridorsim.example()).change({"lines.Inland-Border.points": points})


def main(case: str, days: int) -> None:
    """Print what one case takes."""
    load_kernel()
    scenario = scenario_of(case, days)
    blueprint = lay_out(scenario)
    _replication(lay_out(scenario_of("a year", 3)), 0)  # whatever is loaded at the first
    before = _kilobytes("VmRSS")
    operations = _replication(blueprint, 0)
    memory = _kilobytes("VmHWM") - before
    begin = process_time()
    operations = _replication(blueprint, 1)
    taken = process_time() - begin
    print(
        json.dumps(
            {
                "operations": operations, "seconds": taken, "nanoseconds": taken / operations * 1e9,
                "memory": memory / MEGABYTE, "bytes": memory * 1024 / operations,
            }
        )
    )  # fmt: skip


def _replication(blueprint: Blueprint, number: int) -> int:
    """Plan, run and measure; its operations."""
    plan = plan_replication(blueprint, blueprint.scenario.seed, number)
    kept_of(measure(plan, outcome_of(plan)))
    return plan.program.operations


def _kilobytes(what: str) -> int:
    return int(Path("/proc/self/status").read_text().partition(f"{what}:")[2].split()[0])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
