"""The command ``corridorsim``: it parses, calls the front door, and prints."""

from corridorsim.cli.commands import cli
from corridorsim.cli.recovery import recovery as recovery  # registers its command


def main() -> None:
    """Run the command line."""
    cli(prog_name="corridorsim")


__all__ = ["cli", "main"]
