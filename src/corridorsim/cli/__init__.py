"""The command ``corridorsim``: it parses, calls the front door, and prints."""

from corridorsim.cli.border import border
from corridorsim.cli.commands import cli

cli.add_command(border)


def main() -> None:
    """Run the command line."""
    cli(prog_name="corridorsim")


__all__ = ["cli", "main"]
