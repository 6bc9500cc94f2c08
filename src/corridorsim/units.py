"""Numbers as people write them: "25 km", "4 h", "14 trains/day".

Inside the package a length is in metres, a time in seconds, a speed in metres a second, a mass in tonnes, a gauge in
millimetres, a share is a fraction; trains and boxes (TEU) are per day, tonnes per year of 365 days. A force is in kN, a
power in kW, an acceleration in m/s2; a gradient, and a resistance told per tonne, are fractions of the weight.
"""

import math
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from corridorsim.errors import CorridorError, did_you_mean, shown

Name = Literal[
    "length",
    "time",
    "mass",
    "speed",
    "train rate",
    "mass rate",
    "box rate",
    "boxes",
    "gauge",
    "share",
    "count",
    "number",
    "power",
    "force",
    "acceleration",
    "gradient",
    "resistance",
    "cost",
    "value of time",
]


class Dimension(NamedTuple):
    """One kind of quantity: how to speak of it, and what one of each unit is inside."""

    phrase: str
    example: str
    units: Mapping[str, float]
    bare: bool = False  # whether a number alone is enough
    signed: bool = False  # whether it may be negative


def _also(units: Mapping[str, float], **other_names: str) -> dict[str, float]:
    """The units, and each under its other names (given as words)."""
    return dict(units) | {name: units[unit] for unit, names in other_names.items() for name in names.split()}


def _rate(things: Mapping[str, float], days: float) -> dict[str, float]:
    """Things a day and things a year, told per so many days."""
    spans = {"day": 1.0, "d": 1.0, "year": 365.0, "y": 365.0, "yr": 365.0}
    return {f"{thing}/{span}": size * days / spans[span] for span in spans for thing, size in things.items()}


_TIMES = {"s": 1.0, "min": 60.0, "h": 3600.0, "days": 86_400.0, "weeks": 604_800.0}
_TIME_NAMES = {"s": "sec second seconds", "min": "minute minutes min/train", "h": "hour hours h/train"}
_MASSES = {"t": 1.0, "kt": 1e3, "Mt": 1e6}
_TRAINS = {"trains": 1.0, "train": 1.0, "container trains": 1.0}
_BOXES = {"TEU": 1.0, "thousand TEU": 1e3, "FEU": 2.0}
_COUNTED = "wagons wagon trains train tracks locomotives cranes stands wagons/train"

DIMENSIONS: dict[Name, Dimension] = {
    "length": Dimension("a length", "25 km", {"km": 1000.0, "m": 1.0}),
    "time": Dimension("a time", "12 min", _also(_TIMES, days="day d", weeks="week", **_TIME_NAMES)),
    "mass": Dimension("a mass", "3380 t", _also(_MASSES, t="t/wagon t/train")),
    "speed": Dimension("a speed", "70 km/h", {"km/h": 1 / 3.6, "m/s": 1.0}),
    "train rate": Dimension("a number of trains a day", "14 trains/day", _rate(_TRAINS, days=1)),
    "mass rate": Dimension("a mass a year", "33.4 Mt/year", _rate(_MASSES, days=365)),
    "box rate": Dimension("a number of boxes a day", "760 TEU/day", _rate(_BOXES, days=1)),
    "boxes": Dimension("a number of boxes", "90 TEU", _also(_BOXES, TEU="TEU/train", FEU="FEU/train")),
    "gauge": Dimension("a gauge", "1520 mm", {"mm": 1.0}),
    "share": Dimension("a share", "60 %", {"%": 0.01}, bare=True),
    "count": Dimension("a whole number", "6", dict.fromkeys(_COUNTED.split(), 1.0), bare=True),
    "number": Dimension("a number", "1.5", {}, bare=True),
    "power": Dimension("a power", "2906 kW", {"kW": 1.0, "MW": 1000.0}),
    "force": Dimension("a force", "427 kN", {"kN": 1.0, "kgf": 0.00980665, "tf": 9.80665}),
    "acceleration": Dimension("an acceleration", "0.2 m/s2", {"m/s2": 1.0, "m/s²": 1.0}),
    "gradient": Dimension(
        "a gradient", "6 permille", _also({"permille": 0.001}, permille="\N{PER MILLE SIGN} m/km"), signed=True
    ),
    "resistance": Dimension("a resistance", "0.3 kgf/t", {"kgf/t": 0.001, "N/t": 0.001 / 9.80665}),
    "cost": Dimension("a cost a tonne", "40 USD/t", {"USD/t": 1.0}),
    "value of time": Dimension("a cost a tonne and hour", "0.2 USD/t/h", {"USD/t/h": 1.0, "USD/t/day": 1 / 24}),
}

_DIMENSION_OF_UNIT = {unit: name for name, dimension in DIMENSIONS.items() for unit in dimension.units}
_QUANTITY = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*(.*?)\s*\Z", re.DOTALL)
_PER = re.compile(r"\s*/\s*|\s+(?:per|a)\s+")
_LONGEST = 200


def parse(value: object, dimension: Name) -> float:
    """The quantity that was written, in the unit used inside; always finite, and never negative but a gradient."""
    number, unit = _number_and_unit(value, dimension)
    factor = _factor(value, unit, dimension)
    if number < 0 and not DIMENSIONS[dimension].signed:
        raise CorridorError(f"must not be negative (got {shown(value)})")
    if not math.isfinite(number * factor):
        raise CorridorError(f"must be a finite number (got {shown(value)})")
    return number * factor


def dimension_of(value: object) -> Name | None:
    """Which kind of quantity a text or number is; a plain number is a "number", other text is none."""
    split = _split(value)
    if split is None:
        return None
    return _DIMENSION_OF_UNIT.get(split[1]) if split[1] else "number"


def rule(dimension: Name) -> str:
    """What a quantity of this kind must be, with an example."""
    phrase, example, _, bare, _ = DIMENSIONS[dimension]
    quoted = example if bare and dimension != "share" else f'"{example}"'
    return f"must be {phrase} such as {quoted}"


def pattern(dimension: Name) -> str:
    """What the text of a quantity looks like, as the regular expression that an editor checks."""
    units = "|".join(unit.replace("/", r"(\s*/\s*|\s+(per|a)\s+)") for unit in DIMENSIONS[dimension].units)
    sign = "[-+]?" if DIMENSIONS[dimension].signed else r"\+?"
    return rf"^\s*{sign}([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*({units})\s*$"


def written(number: float, dimension: Name | None) -> str:
    """A number of the inside unit as a person would write it: 86400 is "1 day" where a time is meant."""
    named = dimension == "share" or not DIMENSIONS[dimension or "number"].bare
    for unit, size in sorted((DIMENSIONS[dimension].units if dimension else {}).items(), key=lambda item: -item[1]):
        if number >= size and named:
            return f"{number / size:.6g} {unit.removesuffix('s') or unit if number == size else unit}"
    return f"{number:.15g}"


def wrong_range(low: object, value: object, high: object) -> str:
    """What is wrong with lowest <= value <= highest, told in one sentence; nothing for words, or if all is well."""
    families = [_family(each) for each in (low, value, high)]
    if families[1] is None:
        return ""
    if len(set(families)) > 1:
        return f"must be in the unit of its value {shown(value)} (got {shown(low)} to {shown(high)})"
    try:
        sizes = [parse(each, dimension_of(each) or "number") for each in (low, value, high)]
    except CorridorError as error:
        return str(error)
    ordered = sizes[0] <= sizes[1] <= sizes[2]
    return "" if ordered else f"must hold its value {shown(value)} (got {shown(low)} to {shown(high)})"


def _family(value: object) -> str | None:
    """The kind of quantity, where 0.6 and "60 %" are of one kind."""
    dimension = dimension_of(value)
    return "number" if dimension in ("share", "count") else dimension


def _number_and_unit(value: object, dimension: Name) -> tuple[float, str]:
    split = _split(value)
    if split is None:
        raise CorridorError(f"{rule(dimension)} (got {shown(value)}){_way_out(value)}")
    return split


def _split(value: object) -> tuple[float, str] | None:
    """A number and its unit ("" for a plain number), or None if there is no number to see."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _as_float(value), ""
    found = _QUANTITY.match(value) if isinstance(value, str) and value.strip() else None
    if found is None or len(found[2]) > _LONGEST or not found[2]:
        return None
    return float(found[1]), _PER.sub("/", found[2])


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _factor(value: object, unit: str, dimension: Name) -> float:
    units = DIMENSIONS[dimension].units
    if not unit and DIMENSIONS[dimension].bare:
        return 1.0
    if unit not in units:
        raise CorridorError(_wrong_unit(value, unit, dimension))
    return units[unit]


def _wrong_unit(value: object, unit: str, dimension: Name) -> str:
    phrase, example, units, *_ = DIMENSIONS[dimension]
    if not unit:
        return f'must be {phrase} with its unit, such as "{example}" (got {shown(value)})'
    other = _DIMENSION_OF_UNIT.get(unit)
    if other:
        return f"{rule(dimension)} (got {shown(value)}, which is {DIMENSIONS[other].phrase})"
    hint = _way_out(value) or did_you_mean(unit, units)
    return f"{rule(dimension)} (got {shown(value)}; {_known_units(dimension)}){hint}"


def _known_units(dimension: Name) -> str:
    units = list(DIMENSIONS[dimension].units)[:5]
    return "the units are " + ", ".join(units) if units else "without a unit"


def _way_out(value: object) -> str:
    if isinstance(value, str) and re.match(r"\s*[-+]?[0-9]+,[0-9]", value):
        return '; write 3380 for "3,380", and 5.5 for "5,5"'
    if isinstance(value, str) and _is_number(value):
        return "; write the number without quotes, or with its unit"
    return ""


def _is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    found = _QUANTITY.match(text)
    return found is not None and not found[2]
