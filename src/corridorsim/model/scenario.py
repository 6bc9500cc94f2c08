"""A scenario: its checked description and the files it came from; changes give a new scenario."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from os import PathLike
from typing import Any

from pydantic import PrivateAttr

from corridorsim.model.check import check
from corridorsim.model.description import Description
from corridorsim.model.document import Document, open_document
from corridorsim.model.network import Network, join
from corridorsim.model.notices import Notice, find_notices
from corridorsim.model.references import Said, find_problems


class Scenario(Description):
    """Everything that a run needs."""

    _document: Document = PrivateAttr()

    @cached_property
    def network(self) -> Network:
        """The lines joined into one network."""
        return join(self.lines)

    @property
    def document(self) -> Document:
        """The files from which it was read, with the place of every key and the origin of every number."""
        return self._document

    @cached_property
    def sha256(self) -> str:
        """Hash of the resolved scenario, with everything it extends, every change and every default."""
        resolved = self.model_dump(mode="json")
        return hashlib.sha256(json.dumps(resolved, sort_keys=True).encode()).hexdigest()

    def change(self, changes: Mapping[str, Any]) -> "Scenario":
        """The same scenario with other values at some keys, such as {"traffic.scale": 2}.

        Raises InputError if a key does not exist or the changed scenario has mistakes.
        """
        return _checked(self._document.change(changes))

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """Warnings about a valid scenario, each with its place; none of them stops a run."""
        return find_notices(self, self.network, self._document)

    def problems(self) -> list[Said]:
        """Mistakes between the parts: unknown names, kilometres that do not rise, shares, routes that do not exist."""
        return list(find_problems(self))


def read(path: str | PathLike[str]) -> Scenario:
    """Read a scenario and everything it extends; InputError lists every problem with file, line and column."""
    return _checked(open_document(path))


def _checked(document: Document) -> Scenario:
    scenario = check(document, Scenario)
    scenario._document = document
    return scenario
