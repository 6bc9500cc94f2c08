"""A value of a file and its place: the result of reading a text, and what messages about it need."""

from typing import Any, NamedTuple

from corridorsim.errors import shown

Plain = Any  # None, bool, int, float, str, or a list or dict of these


class Mark(NamedTuple):
    """A place in a file; line and column are counted from 1."""

    file: str
    line: int
    column: int


class Node(NamedTuple):
    """A value and its place; `key_at` is the place of its key, or of the value if it has no key."""

    value: Plain  # a scalar, a list of nodes, or a dict of nodes
    at: Mark
    key_at: Mark
    text: str | None = None  # as written, for an unquoted number, true, false or null


class KeyPlace(NamedTuple):
    """The places of a key and its value."""

    file: str
    line: int
    column: int
    value_line: int
    value_column: int
    text: str | None = None  # text of the value, as in its node


def plain(node: Node) -> Plain:
    """The value alone, without the places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return [plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def place(node: Node) -> KeyPlace:
    """The places of a value and its key."""
    return KeyPlace(node.at.file, *node.key_at[1:], *node.at[1:], node.text)


def written(node: Node) -> str:
    """A value as its writer knows it from the file: 007, not the number seven."""
    return node.text or shown(node.value)
