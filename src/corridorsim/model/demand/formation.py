"""What a train is made up as: a consist, loaded or empty, or a service."""

from dataclasses import dataclass
from enum import Enum


class Purpose(Enum):
    """Purpose of a train."""

    LOADED = "loaded"
    EMPTY = "empty"
    SERVICE = "service"


@dataclass(frozen=True)
class Formation:
    """A train as running times, lengths and tracks see it; printed as a planner would write it."""

    name: str  # of the consist, or of the service
    use: Purpose

    def __str__(self) -> str:
        match self.use:
            case Purpose.LOADED:
                return self.name
            case Purpose.EMPTY:
                return f"{self.name}, empty"
            case Purpose.SERVICE:
                return f"service {self.name}"


def loaded(consist: str) -> Formation:
    """A consist with its load."""
    return Formation(consist, Purpose.LOADED)


def empty(consist: str) -> Formation:
    """A consist without load, on its way back."""
    return Formation(consist, Purpose.EMPTY)


def service(name: str) -> Formation:
    """A passenger or local train."""
    return Formation(name, Purpose.SERVICE)
