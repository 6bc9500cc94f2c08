"""The kinds of value in a scenario: a length, a time, a share, a date, a word, a published figure.

Each except the last is a pydantic type that accepts what a person writes ("25 km") and becomes a plain number in the
unit used inside. Any of these fields may also be written as `{figure: ..., item: ...}` or as `{assumed: ...,
range: ..., reason: ...}`: the document replaces those before the model sees them, so only the JSON Schema has them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from corridorsim import units
from corridorsim.errors import CorridorError, shown, unseen

JsonSchema = dict[str, Any]

LONGEST_WORD = 200
SLOWEST = 1 / 3.6  # metres per second
MOST_CLOSABLE = 10_000  # units of anything that is closed unit by unit
MOST: Mapping[units.Name, float] = {  # of each quantity, in the unit used inside: limited by 32 bits and by memory
    "length": 4e7, "time": 50 * 365 * 86_400, "mass": 1e6, "speed": 1000 / 3.6, "train rate": MOST_CLOSABLE,
    "wagon rate": MOST_CLOSABLE,
    "mass rate": 1e10, "box rate": 1e6, "boxes": 1e6, "gauge": 10_000, "share": 1, "growth": 10, "count": 1_000_000,
    "number": 1e6, "power": 1e6, "force": 1e6, "acceleration": 10, "gradient": 0.1, "resistance": 1,
    "cost": 1e6, "value of time": 1e6,
}  # fmt: skip
UNITLESS = ("", "-", "formula", "date", "year", "count", "x factor")


class Strict(BaseModel):
    """A part of a scenario: it is immutable, and unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


class FigureReference(Strict):
    """A published figure, taken from the list of figures with its source."""

    figure: str
    """Id of the figure, such as A03."""
    item: str | int | list[str | int] | None = None
    """Entry of the figure's value, if the value has several."""
    hindsight: bool = False
    """Whether the scenario uses it though it became known after the scenario's `as_of`."""


class Assumption(Strict):
    """A value that is not published: the value used, the range in which it may lie, and the reason."""

    assumed: Any
    """The value used."""
    range: list[Any] | None = None
    """The lowest and the highest possible value."""
    reason: str
    """Reason for this value and this range."""


class NotText(CorridorError):
    """A number, true, false or nothing where text is required."""


class TooMuch(CorridorError):
    """More than can be simulated of such a quantity; the key may have a lower limit of its own."""


Refused = Literal["string_type", "too_much", "quantity"]  # error types passed to pydantic


class Reads:
    """How a value is read: what the text becomes, what an editor should know of its form, and how it is written again.

    ``write`` turns a plain number of the unit used inside into text; a number needs none where ``takes_numbers``.
    """

    def __init__(
        self,
        read: Callable[[object], object],
        form: JsonSchema,
        write: Callable[[float], str] | None = None,
        takes_numbers: bool = False,
        is_text: bool = False,
    ) -> None:
        self.read = read
        self.form = form
        self.write = write
        self.takes_numbers = takes_numbers
        self.is_text = is_text

    def validate(self, value: object) -> object:
        """The value in the unit used inside; errors are raised in the form that pydantic requires."""
        try:
            return self.read(value)
        except CorridorError as error:
            kind: Refused = "string_type" if isinstance(error, NotText) else "quantity"
            kind = "too_much" if isinstance(error, TooMuch) else kind
            raise PydanticCustomError(kind, "{said}", {"said": str(error)}) from None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        sourced = [{"$ref": handler(_named_schema(model))["$ref"]} for model in (FigureReference, Assumption)]
        return {"anyOf": [self.form, *sourced]}


def _named_schema(model: type[BaseModel]) -> CoreSchema:
    """The model's schema under a name of its own, so that it appears once in the JSON Schema, in $defs."""
    name = f"corridorsim.{model.__name__}:0"
    schema = cast(CoreSchema, {**model.__pydantic_core_schema__, "ref": name})
    return core_schema.definitions_schema(core_schema.definition_reference_schema(name), [schema])


def _quantity(dimension: units.Name) -> Reads:
    return _with_units(lambda value: _bounded(value, dimension), _form(dimension), dimension)


def _with_units(read: Callable[[object], object], form: JsonSchema, dimension: units.Name) -> Reads:
    return Reads(
        read,
        form,
        lambda number: units.written_exactly(number, dimension),
        takes_numbers=units.DIMENSIONS[dimension].bare,
    )


def _bounded(value: object, dimension: units.Name) -> float:
    """The written quantity, if it is small enough to be simulated."""
    number = units.parse(value, dimension)
    if abs(number) > MOST[dimension]:
        raise TooMuch(f"must be at most {most_written(dimension)} (got {shown(value)})")
    return number


def most_written(dimension: units.Name) -> str:
    """The largest allowed quantity as a person would write it: in days, or in the unit of its example."""
    _, example, factors, bare, _ = units.DIMENSIONS[dimension]
    unit = "days" if dimension == "time" else re.sub(r"^[0-9.]+ ?", "", example)
    number = MOST[dimension] / (1 if bare else float(factors[unit]))
    return f"{number:,.9g}" if bare else f"{number:.9g} {unit}"


def _form(dimension: units.Name) -> JsonSchema:
    if dimension == "number":
        return {"type": "number", "minimum": 0}
    example = units.DIMENSIONS[dimension].example
    return {"type": "string", "pattern": units.pattern(dimension), "examples": [example]}


def _whole_seconds(value: object) -> int:
    return round(_bounded(value, "time"))


def _speed(value: object) -> float:
    speed = _bounded(value, "speed")
    if speed == 0:
        raise CorridorError(f"must be more than 0 (got {shown(value)})")
    if speed < SLOWEST:
        raise CorridorError(f"must be at least 1 km/h (got {shown(value)})")
    return speed


def _share(value: object) -> float:
    share = units.parse(value, "share")
    if share > 1:
        raise CorridorError(f'must be a share from 0 to 1, or from "0 %" to "100 %" (got {shown(value)})')
    return share


def _gauge(value: object) -> int:
    return _whole(_bounded(value, "gauge"), value, "must be a gauge in whole millimetres")


def _count(value: object) -> int:
    return _whole(_bounded(value, "count"), value, "must be a whole number")


def _closable(value: object) -> int:
    count = _whole(units.parse(value, "count"), value, "must be a whole number")
    if count > MOST_CLOSABLE:
        raise CorridorError(f"must be at most {MOST_CLOSABLE:,} (got {shown(value)})")
    return count


def _seed(value: object) -> int:
    return _whole(units.parse(value, "count"), value, "must be a whole number")


def _whole(number: float, value: object, must_be: str) -> int:
    if number != int(number):
        raise CorridorError(f"{must_be} (got {shown(value)})")
    return int(number)


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise CorridorError(f"must be a date of the calendar (got {shown(value)}: {error})") from None
    raise CorridorError(f"must be a date such as 2025-03-13 (got {shown(value)})")


def _year(value: object) -> int:
    if isinstance(value, int | str) and re.fullmatch("(19|20|21)[0-9]{2}", str(value)):
        return int(value)
    raise CorridorError(f"must be a calendar year such as 2021 (got {shown(value)})")


def _clock(value: object) -> int:
    found = re.fullmatch(r"([0-9]{2}):([0-9]{2})", value) if isinstance(value, str) else None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found else -1
    if found is None or int(found[2]) > 59 or seconds > 86_400:
        raise CorridorError(f"must be a time of day from 00:00 to 24:00, such as 06:30 (got {shown(value)})")
    return seconds


def _clock_written(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{seconds:.9g} s after midnight" if rest else f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _word(value: object) -> str:
    word = _text(value)
    if unseen(word):
        raise CorridorError(unseen(word))
    return word


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotText(f"must be text (got {shown(value)})")
    if not value.strip():
        raise CorridorError(f"must not be empty (got {shown(value)})")
    if len(value) > LONGEST_WORD:
        raise CorridorError(f"must be text of at most {LONGEST_WORD} characters (got {len(value)}: {shown(value)})")
    return value


_CLOCK_FORM = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", "examples": ["06:30"]}
_SHARE_FORM = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, _form("share")]}
_COUNT_FORM = {"anyOf": [{"type": "integer", "minimum": 0}, _form("count") | {"examples": ["44 wagons"]}]}

Length = Annotated[float, _quantity("length")]
"""Metres."""
Duration = Annotated[int, _with_units(_whole_seconds, _form("time"), "time")]
"""Whole seconds."""
Tonnes = Annotated[float, _quantity("mass")]
"""Tonnes."""
Speed = Annotated[float, _with_units(_speed, _form("speed"), "speed")]
"""Metres a second, more than 0."""
TrainsPerDay = Annotated[float, _quantity("train rate")]
"""Trains per day."""
WagonsPerDay = Annotated[float, _quantity("wagon rate")]
"""Wagons per day."""
TonnesPerYear = Annotated[float, _quantity("mass rate")]
"""Tonnes per year of 365 days."""
TeuPerDay = Annotated[float, _quantity("box rate")]
"""Boxes (twenty-foot equivalents) per day."""
Teu = Annotated[float, _quantity("boxes")]
"""Boxes (twenty-foot equivalents)."""
Share = Annotated[float, _with_units(_share, _SHARE_FORM, "share")]
"""A fraction from 0 to 1."""
Growth = Annotated[float, _quantity("growth")]
"""Growth per year, as a fraction; negative for a decrease."""
Gauge = Annotated[int, _with_units(_gauge, _form("gauge"), "gauge")]
"""Whole millimetres between the rails."""
Count = Annotated[int, _with_units(_count, _COUNT_FORM, "count")]
"""A whole number of things, at most 1,000,000."""
Closable = Annotated[int, _with_units(_closable, _COUNT_FORM, "count"), Field(ge=1, le=MOST_CLOSABLE)]
"""A whole number of things that are closed one by one, from 1 to 10,000."""
Seed = Annotated[int, _with_units(_seed, _COUNT_FORM, "count")]
"""A whole number."""
Number = Annotated[float, _quantity("number")]
"""A number from 0 to 1,000,000."""
Power = Annotated[float, _quantity("power")]
"""Kilowatts."""
Force = Annotated[float, _quantity("force")]
"""Kilonewtons."""
Acceleration = Annotated[float, _quantity("acceleration")]
"""Metres per second squared."""
Gradient = Annotated[float, _quantity("gradient")]
"""Metres of height per metre of distance; negative where the line falls."""
Resistance = Annotated[float, _quantity("resistance")]
"""A force as a fraction of the weight on which it acts."""
CostPerTonne = Annotated[float, _quantity("cost")]
"""US dollars per tonne."""
ValueOfTime = Annotated[float, _quantity("value of time")]
"""US dollars per tonne and hour."""
Day = Annotated[date, Reads(_day, {"type": "string", "format": "date", "examples": ["2025-03-13"]})]
"""A day of the calendar."""
Year = Annotated[int, Reads(_year, {"type": "string", "pattern": "^(19|20|21)[0-9]{2}$", "examples": ["2021"]})]
"""A calendar year."""
Clock = Annotated[int, Reads(_clock, _CLOCK_FORM, _clock_written)]
"""Seconds after midnight; 24:00 is the end of the day."""
Word = Annotated[str, Reads(_word, {"type": "string", "minLength": 1, "maxLength": LONGEST_WORD}, is_text=True)]
"""A name, or other text of 1 to 200 characters in one line."""
Told = Annotated[str, Reads(_text, {"type": "string", "minLength": 1, "maxLength": LONGEST_WORD}, is_text=True)]
"""Text of 1 to 200 characters, over several lines if need be."""


class Figure(Strict):
    """One published number and its publisher."""

    id: Word
    """Name by which scenarios refer to it, such as A03."""
    what: Told
    """What was counted or measured."""
    value: Any
    """The number, or several in a list or mapping."""
    unit: Word
    """Unit of the number."""
    as_of: Told
    """Time to which it refers."""
    known: Day | list[Day] | dict[Word, Day] | None = None
    """Day on which it became known; of a figure with several entries also a day for each of them."""
    kind: Literal["observed", "plan", "design", "norm", "derived", "event"]
    """Kind of number."""
    source: str
    """Publisher and publication."""
    confidence: Told
    """How reliable it is: high, medium or low."""
    address: str = ""
    """Address where it can be found."""
    note: str = ""
    """What to know before using it."""
    licence: str = ""
    """Terms under which it may be passed on."""

    def written(self, *items: Any) -> Any:
        """The value as a person would write it in a scenario: 14 and trains/day make "14 trains/day".

        `items` lead to one entry of a value that has several, by index or by key.
        """
        value = self.value
        for step in items[0] if items and isinstance(items[0], list) else items:
            value = _entry(value, step)
        return _with_unit(value, re.sub(r"\s*[(\[].*", "", self.unit))


def _entry(value: Any, step: Any) -> Any:
    entries = dict(enumerate(value)) if isinstance(value, list) else value if isinstance(value, dict) else {}
    found = {str(key): entry for key, entry in entries.items()}
    if isinstance(step, bool) or str(step) not in found:
        there = f"its items are {', '.join(found)}" if found else "it is a single value; remove `item`"
        raise CorridorError(f"has no item {shown(step)}; {there}")
    return found[str(step)]


def _with_unit(value: Any, unit: str) -> Any:
    if isinstance(value, list):
        return [_with_unit(item, unit) for item in value]
    if isinstance(value, dict):
        return {key: _with_unit(item, unit) for key, item in value.items()}
    return value if unit in UNITLESS or isinstance(value, bool | None) else f"{value} {unit}"
