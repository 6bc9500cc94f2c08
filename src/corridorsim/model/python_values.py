"""Values of a scenario as Python has them: read from the frozen model by key, and written as a file would say them.

A quantity is a plain number in the unit used inside (metres, seconds, tonnes; the docstrings of ``quantities.py`` say
which), a day a ``date``, a part of the scenario a frozen model. What ``value_at`` returns ``as_told`` takes back.
"""

import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from numbers import Integral, Real
from types import UnionType
from typing import Any

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from corridorsim.errors import CorridorError, Path, did_you_mean, dotted, shown
from corridorsim.model.quantities import Reads
from corridorsim.model.reading.items import number_of
from corridorsim.model.reading.node import Node, Plain, plain

# read -----------------------------------------------------------------------------------------------------------------


def value_at(model: BaseModel, data: Plain, path: Path) -> Any:
    """The value at a key; ``data`` is the file's content, which gives the items of lists their names.

    Raises CorridorError if there is no such key.
    """
    value: Any = model
    for end, head in enumerate(path):
        part = number_of(head, data)
        entries = _entries(value)
        if part not in entries:
            names = [name for name in entries if isinstance(name, str)]
            where = dotted(path[:end]) or "the scenario"
            raise CorridorError(f"there is no {_named(head)} in {where}{did_you_mean(head, names)}")
        value, data = entries[part], below(data, head)
    return list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value


def _entries(value: Any) -> dict[Any, Any]:
    if isinstance(value, BaseModel):
        return {_key(name, field): getattr(value, name) for name, field in type(value).model_fields.items()}
    if isinstance(value, Mapping):
        return dict(value)
    return dict(enumerate(value)) if isinstance(value, list | tuple) else {}


def below(data: Plain, head: str | int) -> Plain:
    """What a file says at the next key of a path, an item of a list also by its name; None if it says nothing."""
    part = number_of(head, data)
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def _named(head: str | int) -> str:
    return f"[{head}]" if isinstance(head, int) else shown(head)


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


# what a key holds -----------------------------------------------------------------------------------------------------


def kinds_at(model: type[BaseModel], path: Path) -> tuple[Any, ...]:
    """The types that a value at a key may have; none if the model has no such key."""
    kinds: tuple[Any, ...] = (model,)
    for head in path:
        kinds = tuple(member for kind in kinds for inner in _inside(kind, head) for member in _members(inner))
    return kinds


def _inside(kind: Any, head: str | int) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from (_annotation(field) for name, field in kind.model_fields.items() if head in (name, field.alias))
    elif typing.get_origin(kind) is dict and isinstance(head, str):
        yield typing.get_args(kind)[1]
    elif typing.get_origin(kind) in (list, tuple):  # an item by its number, or by what it is called
        yield typing.get_args(kind)[0]


def _annotation(field: FieldInfo) -> Any:
    return typing.Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _members(kind: Any) -> Iterator[Any]:
    """The types of a union, each by itself, also those that are only written and become another: None left out."""
    if typing.get_origin(kind) in (typing.Union, UnionType):
        for member in typing.get_args(kind):
            yield from _members(member)
    elif typing.get_origin(kind) is typing.Annotated:
        inner, *notes = typing.get_args(kind)
        for note in notes:
            if isinstance(note, Reads):
                yield note
            elif isinstance(note, BeforeValidator):
                yield from _members(note.json_schema_input_type)
        if not any(isinstance(note, Reads) for note in notes):
            yield from _members(inner)
    elif kind is not type(None):
        yield kind


# written --------------------------------------------------------------------------------------------------------------


def as_written(kinds: Sequence[Any], value: object) -> Plain:
    """A value as it would be written in a file; unsuitable values are left for the check of the scenario."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        said = {name: getattr(value, name) for name in fields if name in value.model_fields_set}
        return {
            _key(name, fields[name]): as_written(tuple(_members(_annotation(fields[name]))), each)
            for name, each in said.items()
            if each is not None
        }
    if isinstance(value, Mapping):
        return {
            key: as_written(tuple(m for kind in kinds for i in _inside(kind, key) for m in _members(i)), each)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        inner = tuple(m for kind in kinds for i in _inside(kind, 0) for m in _members(i))
        return [as_written(inner, each) for each in value]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Real):
        number = int(value) if isinstance(value, Integral) else float(value)
        return _written(kinds, number)
    return value


def _written(kinds: Sequence[Any], number: int | float) -> Plain:
    """A number as it would be written in a file: with its unit if it needs one."""
    readers = [kind for kind in kinds if isinstance(kind, Reads)]
    if any(kind in (int, float) or (isinstance(kind, Reads) and kind.takes_numbers) for kind in kinds):
        return number
    return next((reader.write(number) for reader in readers if reader.write is not None), number)


def is_text(kinds: Sequence[Any]) -> bool:
    """Whether nothing but text may stand there, so that what Python calls text need not be read for numbers."""
    return bool(kinds) and all(kind is str or (isinstance(kind, Reads) and kind.is_text) for kind in kinds)


def within(said: Node, path: Path, kinds: type[BaseModel], value: Plain) -> tuple[Path, Plain]:
    """The path and value with the parts that a file leaves out put into the value: its keys have to stand somewhere."""
    data = plain(said)
    for end, head in enumerate(path[:-1]):
        part = number_of(head, data)
        if part not in _entries(data):
            if not kinds_at(kinds, path) or not all(isinstance(key, str) for key in path[end:]):
                break
            for key in reversed(path[end + 1 :]):
                value = {key: value}
            return path[: end + 1], value
        data = _entries(data)[part]
    return path, value
