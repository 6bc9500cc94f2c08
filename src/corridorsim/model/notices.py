"""What is worth a second look in a sound scenario: unusual numbers, keys that cannot matter, misleading results.

Nothing of it stops a run. `validate` prints every notice at its place; `run` says how many there are, and tells those
that the results must be read with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corridorsim.errors import Path, Problem
from corridorsim.model.description import Description
from corridorsim.model.document import Document
from corridorsim.model.idle import find_idle
from corridorsim.model.misleading import find_misleading
from corridorsim.model.network import Network
from corridorsim.model.unused import find_unused
from corridorsim.model.unusual import find_unusual
from corridorsim.model.validation import at_value

Kind = Literal["misleading", "idle", "unusual"]


@dataclass(frozen=True, order=True)
class Notice:
    """A sentence about one key of a scenario."""

    at: Problem  # its place, key and words
    kind: Kind  # misleading: of results; idle: a key that cannot matter; unusual: a number out of the usual range

    def __str__(self) -> str:
        return f"{self.at.place}: warning: {self.sentence}"

    @property
    def sentence(self) -> str:
        """What is said, with its key, without the place."""
        return f"{self.at.key}: {self.at.message}" if self.at.key else self.at.message


def find_notices(scenario: Description, network: Network, document: Document) -> tuple[Notice, ...]:
    """All notices of a sound scenario, in the order of its files."""
    found = (
        *_notices("misleading", find_misleading(scenario, network, document), document),
        *_notices("idle", find_idle(scenario), document),
        *_notices("idle", find_unused(scenario, document), document),
        *_notices("unusual", find_unusual(scenario, network), document),
    )
    return tuple(sorted(set(found)))


def _notices(kind: Kind, said: Iterator[tuple[Path, str]], document: Document) -> Iterator[Notice]:
    """What is said, but for published figures: nobody chose them, and they are no slip of the pen."""
    for path, message in said:
        origin = document.origins.get(path)
        if origin is None or origin.kind != "figure":
            yield Notice(at_value(path, message, document.marks), kind)
