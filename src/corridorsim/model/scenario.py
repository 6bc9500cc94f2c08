"""A scenario: its checked description and the files it came from; changes give a new scenario."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from os import PathLike
from typing import Any

from pydantic import PrivateAttr

from corridorsim.errors import CorridorError, Path, Said, path_of
from corridorsim.model.description import Description
from corridorsim.model.hindsight import late_figures
from corridorsim.model.lines.network import Network, join
from corridorsim.model.notices.notice import Notice, find_notices
from corridorsim.model.python_values import as_written, below, is_text, kinds_at, value_at, within
from corridorsim.model.reading.check import check
from corridorsim.model.reading.document import Document, open_document
from corridorsim.model.reading.node import Node, plain
from corridorsim.model.reading.setting import CHANGE, node_as_is, node_of, with_value
from corridorsim.model.references import find_problems


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

        A value may be text as in a file ("25 km"), a plain number in the unit used inside (metres, seconds, tonnes,
        metres a second), a date, or a value that ``get`` returned. None removes a key. Items of lists go by their
        names.

        Raises InputError if a key is not there or the changed scenario has problems.
        """
        return _checked(self._document.with_each(changes, self._put, CHANGE))

    def set_keys(self, settings: Mapping[str, Any]) -> "Scenario":
        """The same, with values as ``--set key=value`` has them; InputError names the place ``--set``."""
        return _checked(self._document.change(settings))

    def get(self, key: str) -> Any:
        """The value at a key, such as get("lines.Dostyk-Moiynty.points.Aktogay.at"); its default where none is said.

        A quantity is a number in the unit used inside, a day a date, a part of the scenario a frozen model; None is
        where nothing is. Raises CorridorError if there is no such key.
        """
        try:
            return value_at(self, self._document.data, path_of(key))
        except CorridorError as error:
            raise CorridorError(f"get(...): {key}: {error}") from None

    def _put(self, said: Node, path: Path, value: Any) -> Node:
        """What the files say with a value, as Python has it, at a path."""
        kinds = kinds_at(Description, path)
        if value is None and self._is_unset(path):
            return said
        said = self._in_full(said, path)
        if isinstance(value, str) and not is_text(kinds):
            node = node_of(value, CHANGE)
            path, told = within(said, path, Description, plain(node))
            return with_value(said, path, node if told == plain(node) else node_as_is(told, CHANGE))
        path, told = within(said, path, Description, as_written(kinds, value))
        return with_value(said, path, node_as_is(told, CHANGE))

    def _in_full(self, said: Node, path: Path) -> Node:
        """What the files say, with a short form on the way to a key written in full."""
        data = plain(said)
        for end, head in enumerate(path[:-1], 1):
            data = below(data, head)
            if data is not None and not isinstance(data, dict | list):
                full = value_at(self, self._document.data, path[:end])
                return with_value(
                    said, path[:end], node_as_is(as_written(kinds_at(Description, path[:end]), full), CHANGE)
                )
        return said

    def _is_unset(self, path: Path) -> bool:
        """Whether a key may be there and holds nothing."""
        try:
            return value_at(self, self._document.data, path) is None
        except CorridorError:
            return False

    def __repr__(self) -> str:
        there = {"line": len(self.lines), "crossing": len(self.crossings), "flow": len(self.traffic.flows)}
        parts = ", ".join(f"{count} {noun}{'s' if count != 1 else ''}" for noun, count in there.items())
        days = f"{self.window.length / 86_400:g} days from {self.window.start}"
        return f'<Scenario "{self.name}": {parts}; {days}, {self.replications} replications, seed {self.seed}>'

    __str__ = __repr__

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
    late = late_figures(document)
    scenario = check(replace(document, problems=(*document.problems, *late)) if late else document, Scenario)
    scenario._document = document
    return scenario
