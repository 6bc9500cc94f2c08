"""The reference page of scenario files: every key, what to write and what it means, generated from the models.

Examples of single values come from the shipped scenario; keys without a value there show a typical one.
"""

import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from corridorsim import units
from corridorsim.model import quantities
from corridorsim.model.quantities import Figure, Reads
from corridorsim.model.reading.document import open_document
from corridorsim.model.scenario import Scenario
from corridorsim.packaged import example

Model = type[BaseModel]

_TOP = """\
# The scenario file

<!-- Made by `corridorsim schema --page --out docs/scenario-reference.md`; change the models, not this page. -->

A scenario is one YAML file and the files that it extends. `corridorsim validate FILE` lists all of its mistakes, each
with file, line and column; a key that is not on this page is refused. `corridorsim schema` writes a JSON Schema of the
file format, with which editors complete and check a file while it is written. To use it, name the schema in the first
line: `# yaml-language-server: $schema=schema.json`.

The text is YAML 1.2: `yes`, `NO` and `06:30` are text, `010` is ten. Anchors (`&name`) and aliases (`*name`) work
within one file; merge keys (`<<`), tags and a second document are refused. So is a key that appears twice.

## extends

`extends: other.yaml`, or a list of files, each relative to the file that names it. A file overrides what it extends; in
a list, a later file overrides an earlier one. Only files that end in `.yaml` or `.yml` are read, and at most 8 MB of
each; links are followed only to such files.

- Mappings are merged key by key, at every depth.
- Everything else is replaced as a whole, including lists and values written as `{figure: ...}` or `{assumed: ...}`.
- `null` removes a key of the extended file. If there is no such key this is an error, as it may be misspelt.
- `required` below applies to the whole scenario, not to each file.

`--set KEY=VALUE` changes one key after that, with dots between the keys, `[0]` for the first item of a list, and quotes
around a name that contains dots or spaces: `--set crossings.Dostyk.near.fronts=9`,
`--set 'lines.Dostyk-Moiynty.points[1].tracks=3'`, `--set 'traffic.flows."ore out".tonnes=5 Mt/year'`.
The mapping that contains the key must exist; an empty value removes the key. `extends` and `figures` cannot be set.
"""

_VALUES = """\
## Quantities

A quantity is a number with its unit: `25 km`, `1.5 h`, `14 trains/day` (or `14 trains per day`). Only a gradient may be
negative. The unit affects nothing but the size: `90 min` and `1.5 h` are the same. The decimal sign is a dot, and there
is no thousands separator.

{quantities}

## Figures and assumptions

Any value may give its source.

`{{figure: A10, item: 0}}` takes a published figure from the list that `figures:` names. `item` selects an entry if the
figure has several: a position counted from 0, a key, or a list of these for nested entries.

`{{assumed: 2 h, range: [1 h, 4 h], reason: "papers are made out before the train arrives"}}` takes a value that is not
published. The reason is required; the range is required for numbers and quantities, and must contain the value, in the
same kind of unit. Words, days and lists need no range. The range and the reason do not affect a run; they are there for
discussion.

`corridorsim validate FILE` reports how many numbers come from figures and how many are assumed.
"""

_FIGURES = """\
## The file of figures

`figures: figures.yaml` names a YAML file with a list of published figures. The name is relative to the file that gives
it; if several files give one, the name in the file that extends the others applies. A figure is read with its unit:
`value: 14` and `unit: trains/day` give `14 trains/day`, so a figure in hours cannot be used as a length. Text in
brackets after the unit is ignored, and {unitless} mean that there is no unit. An id may appear only once.

{keys}
"""

_KEYS = """\
## The keys

NAME stands for a name of your choice, `[]` for every item of a list.
"""


class _Kind(NamedTuple):
    """A kind of single value: its name in text, an example, and its quantity if it is one."""

    phrase: str
    example: str
    dimension: units.Name | None = None


def _reads(kind: Any) -> Reads:
    reads: Reads = typing.get_args(kind)[1]
    return reads


_DIMENSIONS: dict[Any, units.Name] = {
    quantities.Length: "length", quantities.Duration: "time", quantities.Tonnes: "mass", quantities.Speed: "speed",
    quantities.TrainsPerDay: "train rate", quantities.WagonsPerDay: "wagon rate",
    quantities.TonnesPerYear: "mass rate", quantities.TeuPerDay: "box rate",
    quantities.Teu: "boxes", quantities.Share: "share", quantities.Growth: "growth",
    quantities.Gauge: "gauge", quantities.Count: "count",
    quantities.Closable: "count",
    quantities.Seed: "count",
    quantities.Number: "number", quantities.Power: "power", quantities.Force: "force",
    quantities.Acceleration: "acceleration", quantities.Gradient: "gradient", quantities.Resistance: "resistance",
    quantities.CostPerTonne: "cost", quantities.ValueOfTime: "value of time",
}  # fmt: skip

_KINDS = {
    _reads(kind): _Kind(units.DIMENSIONS[name].phrase, units.DIMENSIONS[name].example, name)
    for kind, name in _DIMENSIONS.items()
} | {
    _reads(quantities.Day): _Kind("a day", "2025-03-13"),
    _reads(quantities.Year): _Kind("a year", "2021"),
    _reads(quantities.Clock): _Kind("a time of day", "06:30"),
    _reads(quantities.Word): _Kind("text", ""),
    _reads(quantities.Told): _Kind("text", ""),
}


def reference_page() -> str:
    """The page in Markdown."""
    samples: dict[str, Any] = {}
    for key, value in _samples(open_document(example()).data, Scenario):
        samples.setdefault(key, value)
    sections = [_section(model, places, samples) for model, places in _places().items()]
    unitless = ", ".join(f"`{unit}`" for unit in quantities.UNITLESS if unit)
    figures = _FIGURES.format(unitless=unitless, keys=_table(Figure, {}))
    return "\n".join([_TOP, _VALUES.format(quantities=_quantity_table()), figures, _KEYS, *sections])


# all models and their places ------------------------------------------------------------------------------------------


def _places() -> dict[Model, list[str]]:
    """Every model of a scenario and the keys at which it appears, in the order of the file."""
    found: dict[Model, list[str]] = {}
    for model, place in _inside(Scenario, ""):
        found.setdefault(model, []).append(place)
    return found


def _inside(model: Model, place: str) -> Iterator[tuple[Model, str]]:
    yield model, place
    for name, field in _fields(model):
        for inner, below in _models(field.annotation, field.metadata):
            yield from _inside(inner, ".".join(filter(None, (place, f"{name}{below}"))))


def _fields(model: Model) -> list[tuple[str, FieldInfo]]:
    """The keys of a model as a file says them."""
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _models(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[tuple[Model, str]]:
    """The models in a type, and how their keys continue from the field's: .NAME in a mapping, [] in a list."""
    annotation, metadata = _plain(annotation, metadata)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, ""
    for argument in typing.get_args(annotation):
        for model, below in _models(argument):
            yield model, _BELOW.get(typing.get_origin(annotation), "") + below


_BELOW = {dict: ".NAME", list: "[]"}


def _plain(annotation: Any, metadata: Iterable[Any]) -> tuple[Any, list[Any]]:
    """A type without its `Annotated` and `Field` metadata, and that metadata; as written, not as stored."""
    rules = [each for one in metadata for each in (one.metadata if isinstance(one, FieldInfo) else [one])]
    written = [one.json_schema_input_type for one in rules if isinstance(one, BeforeValidator)]
    if written:
        return _plain(written[0], ())
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return _plain(inner, [*more, *rules])
    return annotation, rules


def _samples(value: Any, annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[tuple[str, Any]]:
    """What a file gives at the keys of each model, such as Line.headway."""
    annotation, _ = _plain(annotation, metadata)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in _fields(annotation):
            if isinstance(value, dict) and name in value:
                yield f"{annotation.__name__}.{name}", value[name]
                yield from _samples(value[name], field.annotation, field.metadata)
    elif isinstance(value, dict | list) and typing.get_args(annotation):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _samples(each, typing.get_args(annotation)[-1])


# one section ----------------------------------------------------------------------------------------------------------


def _section(model: Model, places: list[str], samples: dict[str, Any]) -> str:
    """A heading, the keys of the mapping, and its own keys."""
    at = f" At {', '.join(f'`{place}`' for place in places)}." if any(places) else ""
    return f"### {_words(model)}\n\n{_escaped(model.__doc__ or '')}{at}\n\n{_table(model, samples)}\n"


def _table(model: Model, samples: dict[str, Any]) -> str:
    """A row for each key."""
    rows = [_row(name, field, samples.get(f"{model.__name__}.{name}")) for name, field in _fields(model)]
    return "\n".join(["| key | what to write | default | meaning |", "|---|---|---|---|", *rows])


def _row(name: str, field: FieldInfo, sample: Any) -> str:
    default = "required" if field.is_required() else _default(field)
    meaning = _escaped((field.description or "").split("\n\n")[0].replace("\n", " "))
    return f"| `{name}` | {_form(field.annotation, field.metadata, sample)} | {default} | {meaning} |"


def _words(model: Model) -> str:
    """SecondTrack is "Second track"."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    return spaced.strip().capitalize()


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "\\|")


def _form(annotation: Any, metadata: Iterable[Any] = (), sample: Any = None) -> str:
    """What to write, with an example."""
    annotation, rules = _plain(annotation, metadata)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    kind = next((_KINDS[one] for one in rules if isinstance(one, Reads)), None)
    if kind:
        return f"{kind.phrase}{_bounds(rules, kind.dimension)}{_for_example(kind, sample)}"
    if origin in (typing.Union, types.UnionType):
        members = [argument for argument in arguments if argument is not type(None)]
        return ", or ".join(_form(member, (), sample) for member in members)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is list:
        return f"a list{_lengths(rules)}, each item {_form(arguments[0])}"
    if origin is dict:
        return f"a mapping by name, each {_form(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_words(annotation).lower()}](#{_words(annotation).lower().replace(' ', '-')})"
    return {float: "a number", str: "text"}.get(annotation, "any value") + _bounds(rules, None)


def _for_example(kind: _Kind, sample: Any) -> str:
    """An example, taken from a file if it has one."""
    shown = kind.example if sample is None or isinstance(sample, dict | list) else str(sample)
    return f", `{shown}`" if kind.example else ""


def _bounds(rules: list[Any], dimension: units.Name | None) -> str:
    """The least and the greatest allowed value, in words."""
    limits = {"ge": "at least", "gt": "more than", "le": "at most", "multiple_of": "a multiple of"}
    bounds = {text: getattr(one, name) for name, text in limits.items() for one in rules if hasattr(one, name)}
    words = [f"{text} {_round(bound, dimension)}" for text, bound in bounds.items()]
    return f", {' and '.join(words)}" if words else ""


def _round(number: float, dimension: units.Name | None) -> str:
    """A bound in the largest unit that gives a whole number."""
    known = units.DIMENSIONS[dimension].units if dimension and number and not units.DIMENSIONS[dimension].bare else {}
    for unit, size in sorted(((unit, float(size)) for unit, size in known.items()), key=lambda item: -item[1]):
        if number % size == 0:
            return f"{number / size:,.0f} {unit.removesuffix('s') if number == size and unit != 's' else unit}"
    return units.written(number, dimension) if known else f"{number:,.15g}"


def _lengths(rules: list[Any]) -> str:
    least = next((one.min_length for one in rules if hasattr(one, "min_length")), None)
    most = next((one.max_length for one in rules if hasattr(one, "max_length")), None)
    if least is None:
        return ""
    return f" of {least}" if least == most else f" of at least {least}"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or isinstance(value, BaseModel) or value in ("", [], {}):
        return "none"
    if isinstance(value, list) and len(set(value)) == 1:
        return f"{len(value)} times {value[0]:g}"
    if _reads(quantities.Clock) in field.metadata:
        return f"`{value // 3600:02}:{value // 60 % 60:02}`"
    return f"`{value:g}`" if isinstance(value, int | float) else f"`{value}`"


# quantities -----------------------------------------------------------------------------------------------------------


def _quantity_table() -> str:
    rows = ["| kind | units | example | at most |", "|---|---|---|---|"]
    for name, dimension in units.DIMENSIONS.items():
        spelled = " ".join(f"`{unit}`" for unit in dimension.units)
        bare = "a number alone" if dimension.bare else ""
        written = ", or ".join(part for part in (bare, spelled) if part)
        rows.append(f"| {name} | {written} | `{dimension.example}` | {quantities.most_written(name)} |")
    return "\n".join(rows)
