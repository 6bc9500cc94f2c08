"""The command ``corridorsim``: it parses, calls the front door, and prints."""

import gc

from corridorsim.border.command import border
from corridorsim.calibration.command import calibrate
from corridorsim.cli.commands import cli
from corridorsim.comparison.command import compare
from corridorsim.conformance.command import conformance
from corridorsim.figures.command import figures
from corridorsim.forecast.command import backtest
from corridorsim.line.command import capacity
from corridorsim.recovery.command import recovery
from corridorsim.story.command import trace
from corridorsim.verification.command import verify

for command in (backtest, border, calibrate, capacity, compare, conformance, figures, recovery, trace, verify):
    cli.add_command(command)


SELDOM = 50_000, 20, 100  # at Python's own pace the search for cycles took 0.5 s of a run's 9 s of processor time


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*SELDOM)
    try:
        cli(prog_name="corridorsim")
    finally:
        gc.freeze()  # or Python would search everything once more as it ends


__all__ = ["cli", "main"]
