"""A small scenario that comes with the package: one line, one crossing, a quarter of a year."""

from pathlib import Path


def example() -> Path:
    """Path of the packaged example scenario, ready for ``corridorsim.read`` or to be copied and changed."""
    return Path(__file__).parent / "example.yaml"


def cases() -> Path:
    """Folder of the published cases that ``corridorsim conformance`` runs, a JSON file for each kind."""
    return Path(__file__).parent / "cases"
