"""The command ``corridorsim``: it parses, calls the front door, and prints."""

from corridorsim.border.command import border
from corridorsim.cli.commands import cli
from corridorsim.comparison.command import compare
from corridorsim.conformance.command import conformance
from corridorsim.line.command import capacity
from corridorsim.recovery.command import recovery
from corridorsim.story.command import trace
from corridorsim.verification.command import verify

for command in (border, capacity, compare, conformance, recovery, trace, verify):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli(prog_name="corridorsim")


__all__ = ["cli", "main"]
