"""The command ``corridorsim``: it parses, calls the front door, and prints."""

from corridorsim.border.command import border
from corridorsim.cli.commands import cli
from corridorsim.conformance.command import conformance
from corridorsim.line import command as capacity
from corridorsim.recovery.command import recovery

cli.add_command(border)
cli.add_command(conformance)


def main() -> None:
    """Run the command line."""
    cli(prog_name="corridorsim")


__all__ = ["capacity", "cli", "main", "recovery"]
