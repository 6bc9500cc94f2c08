"""Everything side by side, in turn: ``python -m benchmarks`` from a clone; ``--quick`` for a small version of it."""

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console

from benchmarks import curves, engines, large, memory, peers, start, whole, years
from benchmarks.chart import write_chart
from benchmarks.machine import description
from benchmarks.tables import show
from corridorsim.engine import load_kernel

RESULTS = Path(__file__).resolve().parents[1] / "results" / "benchmarks"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small programs, one round: in under a minute")
    parser.add_argument("--rounds", type=int, help="how often each case is measured (7; quick: 1)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results file and the chart")
    asked = parser.parse_args()
    found = measure(asked.rounds or (1 if asked.quick else 7), asked.quick)
    show(found, Console(width=150))
    stem = asked.out / (f"{date.today()}-quick" if asked.quick else str(date.today()))
    write(found, stem)
    print(f"Files: {stem}.json, .svg and .png")


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """All measurements, as the results file holds them."""
    begin = perf_counter()
    load_kernel()
    machine = description()
    few = min(rounds, 3)  # of what takes seconds
    compared, skipped = peers.compare(few, quick)
    return {
        "date": str(date.today()),
        "quick": quick,
        "rounds": rounds,
        "machine": machine,
        "engines": [asdict(row) for row in engines.compare(rounds, quick)],
        "peers": [asdict(row) for row in compared],
        "skipped": skipped,
        "sumo": [asdict(point) for point in peers.beside_sumo(quick)],
        "curves": [asdict(curve) for curve in curves.curves(min(rounds, 5), quick)],
        "replications": curves.replications(rounds, quick),
        "threads": curves.threads(rounds, quick),
        "memory": memory.bytes_an_operation(quick),
        "first_compile": start.first_compile(few),
        "years": years.around_the_kernel(few, quick),
        "end_to_end": [asdict(row) for row in start.end_to_end(min(rounds, 2), quick)],
        "whole": whole.measured(few, quick),
        "large": large.cases(quick),
        "minutes": (perf_counter() - begin) / 60,
    }


def write(found: dict[str, Any], stem: Path) -> None:
    """The results file and the chart."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_name(f"{stem.name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    write_chart(found, stem)


if __name__ == "__main__":
    main()
