"""Make the results of the shipped scenarios anew: python results/regenerate.py, from the folder above this one."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run each shipped scenario into a folder of its own name, and say what the lines of the last can carry."""
    scenarios = sorted((ROOT / "scenarios").glob("20*.yaml"))
    for scenario in scenarios:
        make("run", scenario, scenario.stem)
    make("capacity", scenarios[-1], f"{scenarios[-1].stem}-capacity")


def make(command: str, scenario: Path, folder: str) -> None:
    """One command's folder, made from nothing."""
    shutil.rmtree(ROOT / "results" / folder, ignore_errors=True)
    words = [sys.executable, "-m", "corridorsim", command, f"scenarios/{scenario.name}"]
    subprocess.run(words, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
