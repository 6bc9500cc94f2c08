"""YAML text, read into plain values that know their place.

The text is read event by event (by libyaml if it is installed), never as a graph of nodes: sixty thousand brackets, or
an alias that expands to millions of values, are refused while reading. Scalars follow YAML 1.2: `6:30`, `NO` and `yes`
are text, `010` is ten. A scenario needs no tags, merge keys or second document, so they are refused too.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import yaml

from corridorsim.errors import InputError, Path, Problem, dotted, shortened, shown
from corridorsim.model.reading.node import Mark, Node, Plain

LARGEST_FILE = 8_000_000
MOST_VALUES = 200_000
DEEPEST = 60
MOST_DIGITS = 18

_PARSER = cast("type[yaml.BaseLoader]", getattr(yaml, "CBaseLoader", yaml.BaseLoader))
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n|\r|\n")


class FileContent(NamedTuple):
    """The content of one file, and the mistakes in it that did not stop the reading."""

    root: Node
    problems: tuple[Problem, ...]


def read_file(path: str) -> FileContent:
    """The values in a YAML file; InputError if it cannot be read to its end."""
    return read_text(_decoded(_bytes_of(path), path), path)


def read_text(text: str, file: str) -> FileContent:
    """The values in a YAML text; `file` is the file name used in messages."""
    _refuse_unprintable(text, file)
    reader = _Reader(file)
    for event in _events(text, file):
        reader.take(event)
    if reader.root is None or reader.root.value is None:
        raise _refusal(file, 1, 1, "the file is empty; a scenario needs at least its required keys")
    return FileContent(reader.root, tuple(reader.problems))


def scalar(text: str) -> Plain:
    """The value of an unquoted YAML 1.2 scalar; ValueError if it is a number with too many digits."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) or _BASED.match(text):
        if len(text) > MOST_DIGITS:
            raise ValueError(f"has too many digits (got {len(text)}, at most {MOST_DIGITS}): {shown(text)}")
        return int(text, 0 if _BASED.match(text) else 10)
    if _DECIMAL.match(text):
        return float(text)
    return float(text.replace(".", "", 1)) if _ENDLESS.match(text) else text


def unquoted(text: str, at: Mark) -> Node:
    """The value of an unquoted scalar, with its text if the value is not text; ValueError as `scalar`."""
    value = scalar(text)
    return Node(value, at, at, None if isinstance(value, str) else text or None)


def unprintable(text: str) -> str:
    """What is wrong with a text that contains invisible characters; empty if nothing."""
    found = _UNPRINTABLE.search(text)
    return f"holds the control character U+{ord(found[0]):04X}; remove it" if found else ""


def _refusal(file: str, line: int, column: int, message: str, path: Path = ()) -> InputError:
    return InputError([Problem(file, line, column, dotted(path), message)])


def _bytes_of(path: str) -> bytes:
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            kind = "a directory" if stat.S_ISDIR(about.st_mode) else "a device or pipe"
            raise _refusal(path, 1, 1, f"must be a YAML file (got {kind}); name the file itself")
        if about.st_size > LARGEST_FILE:
            raise _too_large(path, about.st_size)
        # some system files look like ordinary ones, but reading them would never end
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise _refusal(path, 1, 1, _why_unreadable(error)) from None
    if content is None:
        raise _refusal(path, 1, 1, "must be a YAML file (got a file without an end); name the file itself")
    if len(content) > LARGEST_FILE:
        raise _too_large(path, len(content))
    return content


def _too_large(path: str, size: int) -> InputError:
    limit = LARGEST_FILE // 1_000_000
    return _refusal(path, 1, 1, f"must be at most {limit} MB (got {size / 1e6:.1f} MB); is it a scenario?")


def where_it_leads(link: str) -> str:
    """The path of a symbolic link, as far as it leads: a.yaml -> b.yaml -> a.yaml."""
    way = [link]
    while os.path.islink(way[-1]) and way[-1] not in way[:-1]:
        way.append(os.path.normpath(os.path.join(os.path.dirname(way[-1]), os.readlink(way[-1]))))
    end = "it leads back to itself" if way[-1] in way[:-1] else f"{shown(way[-1])} does not exist"
    return f"{' -> '.join(way)}; {end}"


def _why_unreadable(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the name and the folder"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return f"is a symbolic link that does not lead to a file: {where_it_leads(error.filename)}"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied; ask for permission to read it"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _decoded(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the codec that drops the byte order mark counts from the byte after it
        body = content.removeprefix(b"\xef\xbb\xbf")
        line, column = _place(body[: error.start].decode("utf-8", "replace"))
        found = f"got byte 0x{body[error.start]:02X}"
        raise _refusal(path, line, column, f"must be UTF-8 text ({found}); save the file as UTF-8") from None


def _place(before: str) -> tuple[int, int]:
    """Line and column of what follows a text."""
    lines = _NEWLINE.split(before)
    return len(lines), len(lines[-1]) + 1


def _refuse_unprintable(text: str, file: str) -> None:
    found = _UNPRINTABLE.search(text)
    if found:
        raise _refusal(file, *_place(text[: found.start()]), unprintable(text))


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """The events of the text; parser errors are reworded for users."""
    try:
        yield from yaml.parse(text, Loader=_PARSER)
    except yaml.MarkedYAMLError as error:
        raise _syntax_refusal(error, text, file) from None
    except (yaml.YAMLError, ValueError) as error:
        raise _refusal(file, 1, 1, f"cannot be read as YAML: {shortened(str(error))}") from None


def _syntax_refusal(error: yaml.MarkedYAMLError, text: str, file: str) -> InputError:
    mark = error.problem_mark or error.context_mark
    line, column = _numbers(mark)
    tab = _tab_in_indentation(text, line)
    if tab:
        return _refusal(file, *tab, "the line is indented with a tab; use spaces")
    said = f"{error.context or ''} {error.problem or ''}".strip()
    opened = error.context_mark
    since = f" (begun at line {_numbers(opened)[0]})" if opened and _numbers(opened)[0] != line else ""
    return _refusal(file, line, column, f"cannot be read as YAML: {_in_words(said)}{since}")


def _numbers(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _tab_in_indentation(text: str, line: int) -> tuple[int, int] | None:
    """The last line indented with a tab, up to the line where the parser gave up."""
    lines = _NEWLINE.split(text)[:line]
    for number in range(len(lines), 0, -1):
        found = re.match(r" *\t\s*[^\s#]", lines[number - 1])
        if found:
            return number, found[0].index("\t") + 1
    return None


_SAID: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        'there is a second ":" on the line, or the indentation is wrong; put text that contains ": " in quotes',
    ),
    ("maximum nesting depth", f"nested deeper than {DEEPEST} levels"),  # the parser's own limit, reached before ours
    ("quoted scalar", "a quote is not closed, or a backslash inside double quotes is wrong"),
    ("flow (sequence|mapping|node)", 'a bracket is not closed, or a "," is missing between its entries'),
    ("block (collection|sequence)", "the indentation does not fit the list; begin each item with - in the same column"),
    ("block mapping|expected ':'|simple key", 'the indentation does not fit the lines above, or a ":" is missing'),
    ("cannot start any token", "text must not begin with this character; put it in quotes"),
    ("anchor|alias", "& and * have a special meaning here; put the text in quotes"),
    ("document start", "the text goes on after its end; remove the line with ..."),
    ("tag|directive", "! and % have a special meaning here; put the text in quotes"),
)


def _in_words(said: str) -> str:
    for pattern, words in _SAID:
        if re.search(pattern, said):
            return words
    return said


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun but not ended."""

    value: Any
    at: Mark
    anchor: str | None
    first: int  # number of values read when it began
    height: int = 1  # levels from here down, including itself
    key: str | None = None  # the key whose value comes next
    key_at: Mark | None = None
    dropped: bool = False  # whether that value is to be discarded
    seen: dict[str, Mark] = field(default_factory=dict)


class _Anchored(NamedTuple):
    node: Node
    size: int
    height: int


class _Reader:
    """Builds nodes from events, with a stack of open lists and mappings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchored: dict[str, _Anchored] = {}
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Process one event."""
        does = _DOES.get(type(event))
        if does:
            does(self, event, Mark(self.file, *_numbers(event.start_mark)))

    def document(self, event: yaml.DocumentStartEvent, at: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refuse(at, "a second document begins here (---); a file may have only one, so remove this line")

    def scalar(self, event: yaml.ScalarEvent, at: Mark) -> None:
        self._refuse_tag(event.tag, at)
        if self._expects_key():
            self._key(event.value, at)
        else:
            self._put(self._scalar(event, at), event.anchor, 1, 0)

    def begin(self, event: yaml.CollectionStartEvent, at: Mark) -> None:
        self._refuse_tag(event.tag, at)
        if self._expects_key():
            raise self._refuse(at, "a key must be plain text (got a list or mapping)")
        self._check_depth(1, at)
        value: list[Node] | dict[str, Node] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._open.append(_Open(value, at, event.anchor, self._values))

    def end(self, event: yaml.CollectionEndEvent, at: Mark) -> None:
        done = self._open.pop()
        # children are counted already; add one for the list or mapping itself
        self._put(Node(done.value, done.at, done.at), done.anchor, 1, done.height, self._values - done.first + 1)

    def alias(self, event: yaml.AliasEvent, at: Mark) -> None:
        name = event.anchor or ""
        found = self._anchored.get(name)
        if found is None or self._expects_key():
            way_out = "write the value itself" if found else "no value before it has that anchor"
            raise self._refuse(at, f"*{shortened(name)} cannot be used here; {way_out}")
        self._check_depth(found.height, at)
        self._put(found.node._replace(at=at, key_at=at), None, found.size, found.height)

    def _put(self, node: Node, anchor: str | None, values: int, height: int, size: int = 1) -> None:
        """Store a finished value in the list or mapping around it."""
        self._values += values
        if self._values > MOST_VALUES:
            raise self._refuse(node.at, f"more than {MOST_VALUES:,} values, including those that aliases (*) expand to")
        if anchor:
            self._anchored[anchor] = _Anchored(node, size, height)
        if not self._open:
            self.root = node
            return
        around = self._open[-1]
        around.height = max(around.height, height + 1)
        if isinstance(around.value, list):
            around.value.append(node)
        else:
            self._put_at_key(around, node)

    def _put_at_key(self, around: _Open, node: Node) -> None:
        if not around.dropped and around.key is not None:
            around.value[around.key] = node._replace(key_at=around.key_at or node.at)
        around.key, around.dropped = None, False

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _key(self, key: str, at: Mark) -> None:
        around = self._open[-1]
        wrong = self._wrong_key(key, around)
        around.key, around.key_at = key, at
        if wrong:
            self._complain(at, wrong)
        around.dropped = bool(wrong)
        around.seen.setdefault(key, at)

    def _wrong_key(self, key: str, around: _Open) -> str:
        if key == "<<":
            return "merge keys (<<) are not supported; use `extends:` at the top, or write the keys themselves"
        if not key.strip():
            return "a key must not be empty"
        if key in around.seen:
            return f"duplicate key, first at line {around.seen[key].line}; remove one"
        return unprintable(key)

    def _scalar(self, event: yaml.ScalarEvent, at: Mark) -> Node:
        if event.style:  # quoted or block text is always text
            self._complain_if(unprintable(event.value), at)
            return Node(event.value, at, at)
        try:
            return unquoted(event.value, at)
        except ValueError as error:
            self._complain(at, str(error))
            return Node(None, at, at)

    def _refuse_tag(self, tag: str | None, at: Mark) -> None:
        if tag is not None:
            self._complain(at, f"tags are not supported (got {shown(tag)}); remove it, or put the text in quotes")

    def _check_depth(self, height: int, at: Mark) -> None:
        if len(self._open) + height > DEEPEST:
            raise self._refuse(at, f"nested deeper than {DEEPEST} levels")

    def _complain_if(self, message: str, at: Mark) -> None:
        if message:
            self._complain(at, message)

    def _complain(self, at: Mark, message: str) -> None:
        self.problems.append(Problem(*at, dotted(self._path()), message))

    def _refuse(self, at: Mark, message: str) -> InputError:
        return InputError([*self.problems, Problem(*at, dotted(self._path()), message)])

    def _path(self) -> Path:
        """The keys that lead to the value being read."""
        parts = (len(o.value) if isinstance(o.value, list) else o.key for o in self._open)
        return tuple(part for part in parts if part is not None)


_DOES: dict[type[yaml.Event], Callable[[_Reader, Any, Mark], None]] = {
    yaml.DocumentStartEvent: _Reader.document,
    yaml.ScalarEvent: _Reader.scalar,
    yaml.SequenceStartEvent: _Reader.begin,
    yaml.MappingStartEvent: _Reader.begin,
    yaml.SequenceEndEvent: _Reader.end,
    yaml.MappingEndEvent: _Reader.end,
    yaml.AliasEvent: _Reader.alias,
}
