"""Check values against a pydantic model: every mistake at its file, line and column, in plain words, all at once.

Pydantic finds the mistakes. Its messages (a line for each member of a union, "Input should be ...") are reworded here,
by following the model's types along the keys that lead to the mistake.
"""

import json
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from corridorsim import units
from corridorsim.errors import Path, Problem, did_you_mean, dotted, shortened, shown
from corridorsim.model.reading.node import KeyPlace, Plain

Model = TypeVar("Model", bound=BaseModel)

_NONE = type(None)


def validate(
    data: Plain, marks: Mapping[Path, KeyPlace], model: type[Model], above: Path = ()
) -> tuple[Model | None, list[Problem]]:
    """The model built from some values, or the mistakes in them; `above` leads to the values in their file."""
    try:
        # as JSON, strict types accept a list for a tuple, and nothing else that they should refuse
        return model.model_validate_json(json.dumps(data), by_alias=True, by_name=False), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _counts_the_good_ones(detail)]
    mistakes = _one_for_each_union([_mistake(detail, data, model, marks, above) for detail in details], 0)
    return None, [_problem(each, marks, above) for each in mistakes]


def _counts_the_good_ones(detail: Any) -> bool:
    """Whether pydantic calls a list too short only because some of its items are wrong."""
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])


# places ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mistake:
    """One of pydantic's errors, with the keys in the file that lead to it."""

    path: Path
    message: str
    at_key: bool  # the key is wrong (or a key below it is missing), not the value
    whole: bool  # the value is of an entirely different kind
    unions: tuple[tuple[Path, str], ...]  # each union on the path, and the member that was tried
    missing: str = ""


def _problem(mistake: _Mistake, marks: Mapping[Path, KeyPlace], above: Path) -> Problem:
    path = above + mistake.path
    return _at_key(path, mistake.message, marks) if mistake.at_key else at_value(path, mistake.message, marks)


def _at_key(path: Path, message: str, marks: Mapping[Path, KeyPlace]) -> Problem:
    known = _known(path, marks)
    place = marks[known]
    return Problem(place.file, place.line, place.column, dotted(known), message)


def at_value(path: Path, message: str, marks: Mapping[Path, KeyPlace]) -> Problem:
    """A problem at the value of a key, or at the nearest key above it that is in a file."""
    known = _known(path, marks)
    place = marks[known]
    return Problem(place.file, place.value_line, place.value_column, dotted(known), message)


def _known(path: Path, marks: Mapping[Path, KeyPlace]) -> Path:
    """As much of a path as is in the files: below a figure or a short form there is nothing."""
    while path not in marks:
        path = path[:-1]
    return path


# the model's types ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Walk:
    """Where an error's location leads: the keys in the file, and the types that the model has there."""

    path: Path
    kinds: tuple[Any, ...]
    holders: tuple[Any, ...]  # the types of the mapping or list around it
    unions: tuple[tuple[Path, str], ...]
    at_key: bool


def _walk(location: Path, data: Plain, model: type[BaseModel]) -> _Walk:
    here = _Walk((), (model,), (), (), False)
    for step in location:
        here = _step(here, step, data)
    return here


def _step(here: _Walk, step: str | int, data: Plain) -> _Walk:
    members = tuple(member for kind in here.kinds for member in _members(kind))
    if len(members) > 1 and not _in(data, (*here.path, step), members):
        chosen = tuple(member for member in members if _is_called(member, step)) or members
        return _Walk(here.path, chosen, here.holders, (*here.unions, (here.path, str(step))), here.at_key)
    if step == "[key]":
        return _Walk(here.path, here.kinds, here.holders, here.unions, True)
    inner = tuple(kind for member in members for kind in _inside(member, step))
    return _Walk((*here.path, step), inner, members, here.unions, here.at_key)


def _in(data: Plain, path: Path, members: tuple[Any, ...]) -> bool:
    """Whether a step is a key of the file although several types are possible (a member was chosen before)."""
    return _holds(data, path) and not any(_is_called(member, path[-1]) for member in members)


def _holds(data: Plain, path: Path) -> bool:
    for step in path:
        entries: dict[Any, Plain] = dict(enumerate(data)) if isinstance(data, list) else data
        if not isinstance(entries, dict) or step not in entries:
            return False
        data = entries[step]
    return True


def _members(kind: Any) -> tuple[Any, ...]:
    """The types that a value may have, without None."""
    while typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return tuple(member for each in typing.get_args(kind) if each is not _NONE for member in _members(each))
    return (kind,)


def _is_called(member: Any, tag: str | int) -> bool:
    """Whether pydantic uses this tag for a member of a union: its class, or the value of its discriminator."""
    if not _is_model(member):
        return str(tag) == getattr(member, "__name__", None)
    return tag == member.__name__ or any(tag in _literals(field) for field in member.model_fields.values())


def _literals(field: FieldInfo) -> tuple[Any, ...]:
    return typing.get_args(field.annotation) if typing.get_origin(field.annotation) is Literal else ()


def _inside(kind: Any, step: str | int) -> tuple[Any, ...]:
    """The type of one entry of a mapping, list or model."""
    if _is_model(kind):
        return tuple(_annotated(field) for name, field in _fields(kind) if name == step)
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple and isinstance(step, int) and Ellipsis not in arguments:
        return arguments[step : step + 1]
    if typing.get_origin(kind) is Literal:
        return ()
    values = [argument for argument in arguments if argument is not Ellipsis]
    return tuple(values[-1:])


def _annotated(field: FieldInfo) -> Any:
    """The type of a field with its bounds, which pydantic stores separately."""
    return typing.Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _bounds(kind: Any) -> Iterator[float]:
    """The greatest values that a type allows, according to its own key."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        yield from (most for each in typing.get_args(kind) for most in _bounds(each))
    elif typing.get_origin(kind) is typing.Annotated:
        told = [one for each in kind.__metadata__ for one in (each.metadata if isinstance(each, FieldInfo) else [each])]
        yield from (one.le for one in told if hasattr(one, "le"))
        yield from _bounds(kind.__origin__)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys that a mapping of this model may have."""
    for name, field in model.model_fields.items():
        yield field.alias or name, field


# pydantic's messages --------------------------------------------------------------------------------------------------


def _mistake(detail: Any, data: Plain, model: type[BaseModel], marks: Mapping[Path, KeyPlace], above: Path) -> _Mistake:
    walk = _walk(detail["loc"], data, model)
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    key = str(walk.path[-1]) if walk.path else ""
    if kind == "missing":
        return _Mistake(walk.path[:-1], _missing(key, walk.holders), True, False, walk.unions, key)
    if kind == "extra_forbidden":
        return _Mistake(walk.path, _unknown(key, walk.holders), True, False, walk.unions)
    if kind == "union_tag_not_found":
        name = context["discriminator"].strip("'")
        return _Mistake(walk.path, f"missing key `{name}:`", True, False, walk.unions, name)
    if kind == "union_tag_invalid":
        name = context["discriminator"].strip("'")
        found = _Found(value.get(name), _text((*above, *walk.path, name), marks))
        return _Mistake((*walk.path, name), _one_of(context["expected_tags"], found), False, False, walk.unions)
    if kind == "too_much" and (most := min((most for each in walk.kinds for most in _bounds(each)), default=None)):
        kind, context = "less_than_equal", {"le": most}
    bounded = kind in _BOUNDS or kind in _LENGTHS or kind in ("value_error", "assertion_error")
    found = _Found(value, _text((*above, *walk.path), marks))
    return _Mistake(walk.path, _said(kind, found, context, detail["msg"]), walk.at_key, not bounded, walk.unions)


@dataclass(frozen=True)
class _Found:
    """A value, and its text if YAML reads it as something else: 007 is 7."""

    value: Plain
    text: str | None

    def __str__(self) -> str:
        return shown(self.value) if self.text is None else shortened(self.text)


def _text(path: Path, marks: Mapping[Path, KeyPlace]) -> str | None:
    return marks[_known(path, marks)].text


def _missing(key: str, holders: tuple[Any, ...]) -> str:
    about = [
        field.description for holder in holders if _is_model(holder) for name, field in _fields(holder) if name == key
    ]
    description = next((text.split("\n\n")[0].replace("\n", " ") for text in about if text), "")
    return f"missing key `{key}:`" + (f" ({description.rstrip('.')})" if description else "")


def _unknown(key: str, holders: tuple[Any, ...]) -> str:
    names = [name for holder in holders if _is_model(holder) for name, _ in _fields(holder)]
    return "unknown key" + (did_you_mean(key, names) or f"; the known keys here are {', '.join(names) or 'none'}")


_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
    "multiple_of": ("multiple_of", "a multiple of"),
}

_LENGTHS = {
    "too_short": ("min_length", "at least", "entries"),
    "too_long": ("max_length", "at most", "entries"),
    "string_too_short": ("min_length", "at least", "characters"),
    "string_too_long": ("max_length", "at most", "characters"),
}

_KINDS = (
    ("model_|dataclass_|mapping_|dict_|arguments_type", "a mapping, with `key: value` on each line"),
    ("(list|tuple|set|frozen_set|iterable)_type", "a list, with an item after each `-`"),
    ("string_|str_", "text"),
    ("bool_", "true or false"),
    ("int_", "a whole number"),
    ("finite_", "a finite number"),
    ("float_|decimal_", "a number"),
    ("datetime_", "a date and time such as 2025-03-13T06:30"),
    ("date_", "a date such as 2025-03-13"),
    ("none_", "left out"),
)


def _said(kind: str, found: _Found, context: Mapping[str, Any], message: str) -> str:
    """What is wrong with a value: the rule, what was found, and how to fix it."""
    if kind in ("quantity", "too_much"):
        return str(context["said"]).replace(f"(got {shown(found.value)}", f"(got {found}")
    if kind in ("value_error", "assertion_error"):
        return str(context["error"])
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"must be {words} {units.written(context[name], units.dimension_of(found.value))} (got {found})"
    if kind in _LENGTHS:
        name, words, things = _LENGTHS[kind]
        return f"must have {words} {context[name]} {things} (got {context.get('actual_length', found)})"
    if kind in ("literal_error", "enum"):
        return _one_of(context["expected"], found)
    if kind == "string_pattern_mismatch":
        return f"must match the pattern {context['pattern']} (got {found})"
    for pattern, rule in _KINDS:
        if re.match(pattern, kind):
            return f"must be {rule} (got {found}){_way_out(rule, found)}"
    return f"{re.sub('^Input should ', 'must ', message)} (got {found})"


def _one_of(expected: str, found: _Found) -> str:
    names = re.findall(r"'([^']*)'", expected)
    rule = f"one of {', '.join(names)}" if len(names) > 2 else " or ".join(names) or expected
    is_text = isinstance(found.value, str)
    hint = did_you_mean(found.value, names) if is_text else _way_out("text" if str(found) in names else "", found)
    return f"must be {rule} (got {found}){hint}"


def _way_out(rule: str, found: _Found) -> str:
    if rule == "text" and (found.text or isinstance(found.value, bool | int | float)):
        return f'; put it in quotes: "{found}"'
    if rule == "true or false" and str(found.value).lower() in ("yes", "no", "on", "off", "true", "false", "y", "n"):
        return "; write true or false"
    return ""


# unions -----------------------------------------------------------------------------------------------------------


def _one_for_each_union(mistakes: list[_Mistake], depth: int) -> list[_Mistake]:
    """The mistakes with, for each union that matches no member, only those of the intended member."""
    plain = [each for each in mistakes if len(each.unions) <= depth]
    tried: dict[Path, dict[str, list[_Mistake]]] = {}
    for each in mistakes:
        if len(each.unions) > depth:
            path, member = each.unions[depth]
            tried.setdefault(path, {}).setdefault(member, []).append(each)
    for path, members in tried.items():
        plain += _one_for_each_union(_meant(path, list(members.values())), depth + 1)
    return plain


def _meant(path: Path, tried: list[list[_Mistake]]) -> list[_Mistake]:
    fitting = [found for found in tried if not any(each.path == path and each.whole for each in found)]
    if fitting:
        return min(fitting, key=lambda found: sum(3 if each.at_key and not each.missing else 1 for each in found))
    wrong = [each for found in tried for each in found if each.path == path and each.whole]
    return [_Mistake(path, _either([each.message for each in wrong]), wrong[0].at_key, True, ())]


def _either(messages: list[str]) -> str:
    """One sentence from several "must be x (got y)"."""
    parts = [re.fullmatch(r"must be (.*?) (\(got .*)", message, re.DOTALL) for message in messages]
    rules = [part[1] for part in parts if part]
    if len(rules) < len(messages) or len(rules) == 1:
        return messages[0]
    return f"must be {', or '.join(dict.fromkeys(rules))} {next(part[2] for part in parts if part)}"
