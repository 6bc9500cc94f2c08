"""The command ``corridorsim``: it parses, calls the front door, and prints."""

import gc

from corridorsim.cli import capacity
from corridorsim.cli.border import border
from corridorsim.cli.commands import cli
from corridorsim.cli.conformance import conformance
from corridorsim.cli.recovery import recovery

cli.add_command(border)
cli.add_command(conformance)


SELDOM = 50_000, 20, 100  # at Python's own pace the search for cycles took 0.5 s of a run's 9 s of processor time


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*SELDOM)
    try:
        cli(prog_name="corridorsim")
    finally:
        gc.freeze()  # or Python would search everything once more as it ends


__all__ = ["capacity", "cli", "main", "recovery"]
