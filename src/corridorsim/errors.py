"""Mistakes in what a user gave us, reported so that the user can correct them.

A message gives the place, the rule, what was found and how to fix it. All mistakes of an input are collected first
and raised once, as one InputError.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

Path = tuple[str | int, ...]
Said = tuple[Path, str]  # a key, and the message about its value

LONGEST_SHOWN = 60
LONGEST_NAME = 200
MOST_SHOWN = 50  # problems of one input; the rest are only counted
_BARE_NAME = re.compile(r"[^\s.\[\]\"'=]+\Z")
_SETTING = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^="])*)=(.*)', re.DOTALL)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PART = re.compile(r'\.?(?:"((?:[^"\\]|\\.)*)"|([^.\[\]"]+))|\[([0-9]{1,9})\]')


class CorridorError(Exception):
    """An error that the user can correct; its text says what is wrong and how to fix it."""

    exit_code = 2


class NotWritten(CorridorError):
    """The system refuses to write a file: the disk is full, or the folder is read-only. The input is not at fault."""

    exit_code = 1

    @classmethod
    def because(cls, what: object, error: OSError, way_out: str = "") -> "NotWritten":
        """The error in one line: what cannot be written, and the reason the system gives."""
        return cls(f"{what}: cannot be written ({error.strerror or error})" + (f"; {way_out}" if way_out else ""))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and the place in a file where it is wrong; line 0 where it is in no file."""

    file: str
    line: int
    column: int
    key: str
    message: str

    @property
    def place(self) -> str:
        """Such as "2025.yaml:12:3"."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.key, self.message) if part)


class UnknownName(str):
    """The message about an unknown name.

    Finding the nearest known name takes long among many names, so it is looked up only if the message is shown.
    """

    __slots__ = ("names", "word")
    word: object
    names: Collection[str]

    def __new__(cls, said: str, word: object, names: Collection[str]) -> "UnknownName":
        """Store the message, the unknown name and the known names."""
        self = super().__new__(cls, said)
        self.word, self.names = word, names
        return self

    @property
    def completed(self) -> str:
        """The message with the nearest known name, or with some of the known names."""
        some = ", ".join(islice(self.names, 8)) or "none"
        return f"{self}{did_you_mean(self.word, self.names) or f' (known names: {some})'}"


def completed(problem: Problem) -> Problem:
    """The problem with the full text of its message."""
    said = problem.message
    return replace(problem, message=said.completed if isinstance(said, UnknownName) else said)


class InputError(CorridorError):
    """All mistakes in the files of one scenario, one line each; if there are many, the first ones."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = sorted(set(problems))
        shown = [completed(problem) for problem in found[:MOST_SHOWN]]
        more = [replace(problem, message=str(problem.message)) for problem in found[MOST_SHOWN:]]
        self.problems = (*shown, *more)
        last = [f"... and {len(more):,} more problems, {len(found):,} in total"] if more else []
        super().__init__("\n".join([*map(str, shown), *last]))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def did_you_mean(word: object, candidates: Iterable[str]) -> str:
    """A question about the nearest known name, to append to a message; empty if none is near."""
    known = list(candidates)
    text = str(word)[:LONGEST_SHOWN]
    by_case = [name for name in known if name.lower() == text.lower()]
    near = by_case or get_close_matches(text, known, 1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def shown(value: object) -> str:
    """A value as its writer knows it from the file, shortened if it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 3 * LONGEST_SHOWN:
        return f"a number of about {round(value.bit_length() * 0.30103)} digits"
    if isinstance(value, str):
        return shortened(_quoted(value[: 2 * LONGEST_SHOWN]))
    return shortened(str(value))


def shortened(text: str) -> str:
    """At most 60 characters of a text."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def dotted(path: Path) -> str:
    """A key path as written after --set: lines.Dostyk-Moiynty.points[3].at"""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + named(part)
    return text


def named(key: str) -> str:
    """One part of a key path, in quotes if it holds dots, spaces or brackets; not shortened if it can be a name."""
    text = key if _BARE_NAME.match(key) and not _UNSEEN.search(key) else _quoted(key)
    return text if len(key) <= LONGEST_NAME else shortened(text)


def setting(text: str) -> tuple[str, str] | None:
    """Key and value of KEY=VALUE as written after --set, split at the first = outside quotes."""
    found = _SETTING.fullmatch(text)
    return (found[1].strip(), found[2].strip()) if found and found[1].strip() else None


def unseen(name: str) -> str:
    """What is wrong with a name that holds control characters or reverses the reading direction; empty if nothing."""
    found = _UNSEEN.search(name)
    if found is None:
        return ""
    said = f"U+{ord(found[0]):04X} in {shown(name)}"
    return f"a name must not contain invisible characters (got {said}); remove it"


def _quoted(text: str) -> str:
    """The text in quotes, with escapes for invisible characters."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def path_of(key: str) -> Path:
    """The parts of a key path as written after --set."""
    path: list[str | int] = []
    end = 0
    while end < len(key) or not path:
        found = _PART.match(key, end)
        if found is None or (not path and key[:1] in ".["):
            raise CorridorError('must be keys separated by dots, such as lines."Dostyk - Moiynty".points[3].at')
        quoted, bare, index = found.groups()
        path.append(int(index) if index else bare if quoted is None else _unquoted(quoted))
        end = found.end()
    return tuple(path)


def _unquoted(text: str) -> str:
    """The text between quotes, with its escapes resolved."""
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return re.sub(r"\\(.)", r"\1", text)
