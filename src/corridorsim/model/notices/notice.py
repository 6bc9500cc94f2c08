"""Warnings about a valid scenario: unusual numbers, keys without effect, misleading results.

A warning does not stop a run. `validate` prints every warning at its place; `run` prints how many there are, and
repeats those that matter for reading the results.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corridorsim.errors import Path, Problem
from corridorsim.model.description import Description
from corridorsim.model.lines.network import Network
from corridorsim.model.notices.idle import find_idle
from corridorsim.model.notices.misleading import find_misleading
from corridorsim.model.notices.unused import find_unused
from corridorsim.model.notices.unusual import find_unusual
from corridorsim.model.reading.document import Document
from corridorsim.model.reading.validation import at_value

Kind = Literal["misleading", "idle", "unusual"]


@dataclass(frozen=True, order=True)
class Notice:
    """A sentence about one key of a scenario."""

    at: Problem  # its place, key and words
    kind: Kind  # misleading: about results; idle: a key without effect; unusual: a number outside the usual range

    def __str__(self) -> str:
        return f"{self.at.place}: warning: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The message with its key, without the place."""
        return f"{self.at.key}: {self.at.message}" if self.at.key else self.at.message


def find_notices(scenario: Description, network: Network, document: Document) -> tuple[Notice, ...]:
    """All warnings about a valid scenario, in the order of its files."""
    found = (
        *_notices("misleading", find_misleading(scenario, network, document), document),
        *_notices("idle", find_idle(scenario), document),
        *_notices("idle", find_unused(scenario, document), document),
        *_notices("unusual", find_unusual(scenario, network), document),
    )
    return tuple(sorted(set(found)))


def _notices(kind: Kind, said: Iterator[tuple[Path, str]], document: Document) -> Iterator[Notice]:
    """The messages, except those about published figures: they were not chosen in this file, so they are not
    mistakes."""
    for path, message in said:
        origin = document.origins.get(path)
        if origin is None or origin.kind != "figure":
            yield Notice(at_value(path, message, document.marks), kind)
