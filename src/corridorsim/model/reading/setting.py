"""A key set from outside, as `--set key=value` does: the value is read as in a file, and placed at its path."""

from collections.abc import Mapping

from corridorsim.errors import CorridorError, InputError, Path, did_you_mean, dotted, shown
from corridorsim.model.reading.items import number_of
from corridorsim.model.reading.node import Mark, Node, plain
from corridorsim.model.reading.text import read_text, unprintable, unquoted

SET = Mark("--set", 1, 1)
CHANGE = Mark("change(...)", 0, 0)


def settable(path: Path) -> Path:
    """The path, if it may be set; otherwise CorridorError."""
    if path[0] in ("extends", "figures"):
        raise CorridorError("cannot be set; write it at the top of the scenario file")
    return path


def node_of(value: object, at: Mark = SET) -> Node:
    """A value given from outside; text is read as it would be in a file."""
    if not isinstance(value, str):
        return node_as_is(value, at)
    if value.lstrip()[:1] in ("[", "{", '"', "'"):
        source = read_text(value, at.file)
        if source.problems:
            raise InputError(source.problems)
        return node_as_is(plain(source.root), at)
    if unprintable(value):
        raise CorridorError(unprintable(value))
    try:
        return unquoted(value.strip(), at)
    except ValueError as error:
        raise CorridorError(str(error)) from None


def node_as_is(value: object, at: Mark) -> Node:
    """A value given from outside, in which text is text."""
    if isinstance(value, Mapping):
        return Node({str(key): node_as_is(child, at) for key, child in value.items()}, at, at)
    if isinstance(value, list | tuple):
        return Node([node_as_is(child, at) for child in value], at, at)
    if not isinstance(value, str | bool | int | float | None):
        raise CorridorError(f"must be text, a number, a list or a mapping (got {type(value).__name__})")
    return Node(value, at, at)


def with_value(node: Node, path: Path, new: Node) -> Node:
    """The same values with a new one at the path, or without that key if the new value is null.

    Raises CorridorError if the keys before the last do not exist.
    """
    return _with(node, path, new, ())


def _with(node: Node, path: Path, new: Node, done: Path) -> Node:
    """The same values with a new one at the path; only what lies on the path is copied."""
    head, rest = number_of(path[0], plain(node)), path[1:]
    entries = _entries(node, head, done)
    if head not in entries and (rest or new.value is None):
        raise CorridorError(f"there is no {_named(head)} in {dotted(done) or 'the scenario'}{_near(head, entries)}")
    if rest:
        entries[head] = _with(entries[head], rest, new, (*done, head))
    elif new.value is None and isinstance(node.value, dict):
        del entries[head]
    else:
        entries[head] = new
    return node._replace(value=entries if isinstance(node.value, dict) else list(entries.values()))


def _entries(node: Node, head: str | int, done: Path) -> dict[str | int, Node]:
    if isinstance(head, int) and isinstance(node.value, list):
        if head >= len(node.value):
            raise CorridorError(f"there is no [{head}]: {dotted(done)} has {len(node.value)} items, counted from [0]")
        return dict(enumerate(node.value))
    if isinstance(head, str) and isinstance(node.value, dict):
        return dict(node.value)
    held = "a list; its items are [0], [1], ... or their names" if isinstance(node.value, list) else shown(node.value)
    raise CorridorError(f"there is no {_named(head)} in {dotted(done) or 'the scenario'}, which is {held}")


def _named(head: str | int) -> str:
    return f"[{head}]" if isinstance(head, int) else shown(head)


def _near(head: str | int, entries: Mapping[str | int, Node]) -> str:
    return did_you_mean(head, [name for name in entries if isinstance(name, str)])
