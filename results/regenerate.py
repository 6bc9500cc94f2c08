"""Make the results of the shipped scenarios anew: python results/regenerate.py, from the folder above this one."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run each shipped scenario into a folder of its own name."""
    for scenario in sorted((ROOT / "scenarios").glob("20*.yaml")):
        shutil.rmtree(ROOT / "results" / scenario.stem, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "corridorsim", "run", f"scenarios/{scenario.name}"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
