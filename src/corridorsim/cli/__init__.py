"""The command ``corridorsim``: it parses, calls the front door, and prints."""

from corridorsim.cli import capacity
from corridorsim.cli.border import border
from corridorsim.cli.commands import cli
from corridorsim.cli.conformance import conformance
from corridorsim.cli.recovery import recovery

cli.add_command(border)
cli.add_command(conformance)


def main() -> None:
    """Run the command line."""
    cli(prog_name="corridorsim")


__all__ = ["capacity", "cli", "main", "recovery"]
