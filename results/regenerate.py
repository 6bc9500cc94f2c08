"""Make the results of the shipped scenarios anew: python results/regenerate.py, from the folder above this one.

Predictions are never made anew: ``corridorsim backtest`` writes a folder for each day and hash of its inputs.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = {".csv", ".json", ".md", ".parquet", ".png", ".svg"}


def main() -> None:
    """Run each shipped scenario into a folder of its own name, and say what the lines of 2025 can carry."""
    for scenario in sorted((ROOT / "scenarios").glob("20*.yaml")):
        make("run", scenario, scenario.stem)
    make("capacity", ROOT / "scenarios/2025.yaml", "2025-capacity")


def make(command: str, scenario: Path, folder: str) -> None:
    """One command's folder, made from nothing."""
    clear(ROOT / "results" / folder)
    words = [sys.executable, "-m", "corridorsim", command, f"scenarios/{scenario.name}"]
    subprocess.run(words, cwd=ROOT, check=True)


def clear(folder: Path) -> None:
    """Remove the results before these; stop at anything that no command writes."""
    found = list(folder.iterdir()) if folder.is_dir() else []
    others = [path.name for path in found if path.is_symlink() or not path.is_file() or path.suffix not in WRITTEN]
    if others:
        sys.exit(f"{folder} holds {', '.join(others)}, which corridorsim does not write; move it elsewhere")
    for path in found:
        path.unlink()


if __name__ == "__main__":
    main()
