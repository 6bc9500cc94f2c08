"""Numbers as people write them: "25 km", "4 h", "14 trains/day".

Inside the package a length is in metres, a time in seconds, a speed in metres per second, a mass in tonnes, a gauge in
millimetres, and a share is a fraction; trains, wagons and boxes (TEU) are per day, tonnes per year of 365 days. A force
is in kN, a power in kW, an acceleration in m/s2; a gradient, and a resistance given per tonne, are fractions of the
weight.

A written number is read as a decimal and its unit is an exact fraction: 0.50014 km and 500.14 m are the same number.
A number calculated from such numbers (34 wagons of 14.71 m) is rounded by `whole` to whole millimetres, kilograms or
microseconds before it is compared or rounded up, so that floating-point error cannot decide a comparison.
"""

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from corridorsim.errors import CorridorError, did_you_mean, shown

Name = Literal[
    "length",
    "time",
    "mass",
    "speed",
    "train rate",
    "wagon rate",
    "mass rate",
    "box rate",
    "boxes",
    "gauge",
    "share",
    "growth",
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
    """One kind of quantity: its name in messages, an example, and the size of each unit in the unit used inside."""

    phrase: str
    example: str
    units: Mapping[str, Fraction]
    bare: bool = False  # whether a number without a unit is accepted
    signed: bool = False  # whether it may be negative


Sizes = dict[str, Fraction]


def _sizes(**units: float | str) -> Sizes:
    """Units with their exact sizes."""
    return {unit: Fraction(size) for unit, size in units.items()}


def _also(units: Sizes, **other_names: str) -> Sizes:
    """The units, with each also under its other names (separated by spaces)."""
    return units | {name: units[unit] for unit, names in other_names.items() for name in names.split()}


def _rate(things: Sizes, days: int) -> Sizes:
    """Units of things a day and of things a year, in things per ``days`` days."""
    spans = {"day": 1, "d": 1, "year": 365, "y": 365, "yr": 365, "a": 365}
    return {f"{thing}/{span}": size * days / spans[span] for span in spans for thing, size in things.items()}


_TIMES = _sizes(s=1, min=60, h=3600, days=86_400, weeks=604_800)
_TIME_NAMES = {"s": "sec second seconds", "min": "minute minutes min/train", "h": "hour hours h/train"}
_MASSES = _sizes(t=1, kt=1000, Mt=1_000_000)
_TRAINS = dict.fromkeys(("trains", "train", "container trains"), Fraction(1))
_WAGONS = dict.fromkeys(("wagons", "wagon"), Fraction(1))
_BOXES = {"TEU": Fraction(1), "thousand TEU": Fraction(1000), "FEU": Fraction(2)}
_COUNTED = "wagons wagon trains train tracks locomotives cranes stands wagons/train"

DIMENSIONS: dict[Name, Dimension] = {
    "length": Dimension("a length", "25 km", _sizes(km=1000, m=1)),
    "time": Dimension("a time", "12 min", _also(_TIMES, days="day d", weeks="week", **_TIME_NAMES)),
    "mass": Dimension("a mass", "3380 t", _also(_MASSES, t="t/wagon t/train")),
    "speed": Dimension("a speed", "70 km/h", {"km/h": Fraction(5, 18), "m/s": Fraction(1)}),
    "train rate": Dimension("a number of trains a day", "14 trains/day", _rate(_TRAINS, days=1)),
    "wagon rate": Dimension("a number of wagons a day", "100 wagons/day", _rate(_WAGONS, days=1)),
    "mass rate": Dimension("a mass a year", "33.4 Mt/year", _rate(_MASSES, days=365)),
    "box rate": Dimension("a number of boxes a day", "760 TEU/day", _rate(_BOXES, days=1)),
    "boxes": Dimension("a number of boxes", "90 TEU", _also(_BOXES, TEU="TEU/train", FEU="FEU/train")),
    "gauge": Dimension("a gauge", "1520 mm", _sizes(mm=1)),
    "growth": Dimension("a growth a year", "4 %", {"%": Fraction(1, 100)}, bare=True, signed=True),
    "share": Dimension("a share", "60 %", {"%": Fraction(1, 100)}, bare=True),
    "count": Dimension("a whole number", "6", dict.fromkeys(_COUNTED.split(), Fraction(1)), bare=True),
    "number": Dimension("a number", "1.5", {}, bare=True),
    "power": Dimension("a power", "2906 kW", _sizes(kW=1, MW=1000)),
    "force": Dimension("a force", "427 kN", _sizes(kN=1, kgf="0.00980665", tf="9.80665")),
    "acceleration": Dimension("an acceleration", "0.2 m/s2", dict.fromkeys(("m/s2", "m/s²"), Fraction(1))),
    "gradient": Dimension(
        "a gradient", "6 permille", _also(_sizes(permille="0.001"), permille="\N{PER MILLE SIGN} m/km"), signed=True
    ),
    "resistance": Dimension("a resistance", "0.3 kgf/t", {"kgf/t": Fraction(1, 1000), "N/t": Fraction(100, 980_665)}),
    "cost": Dimension("a cost a tonne", "40 USD/t", {"USD/t": Fraction(1)}),
    "value of time": Dimension(
        "a cost a tonne and hour", "0.2 USD/t/h", {"USD/t/h": Fraction(1), "USD/t/day": Fraction(1, 24)}
    ),
}

_DIMENSION_OF_UNIT = {unit: name for name, dimension in DIMENSIONS.items() for unit in dimension.units}
_QUANTITY = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*(.*?)\s*\Z", re.DOTALL)
_SPACED = re.compile(r"\s*([-+]?[0-9]{1,3}(?:[\s'][0-9]{3})+)(\s*[^0-9\s'].*?)\s*", re.DOTALL)  # 3 000 t
_PER = re.compile(r"\s*/\s*|\s+(?:per|a)\s+")
_LONGEST = 200
_MOST_DIGITS = 40  # longer numbers are read as floats, as are those outside these sizes
_SMALLEST, _LARGEST = 1e-30, 1e30
PERCENT: tuple[Name, ...] = ("share", "growth")  # written with a unit, although a plain number is accepted
_FINEST: dict[Name, int] = {"length": 3, "mass": 3, "time": 6}  # places after the point, in the unit used inside


def parse(value: object, dimension: Name) -> float:
    """The written quantity in the unit used inside; always finite, and only a gradient or a growth may be negative."""
    number, unit = _number_and_unit(value, dimension)
    factor = _factor(value, unit, dimension)
    if number < 0 and not DIMENSIONS[dimension].signed:
        raise CorridorError(f"must not be negative (got {shown(value)})")
    if not isinstance(number, Fraction):
        raise CorridorError(f"must be a finite number (got {shown(value)})")
    return float(number * factor)


def written_exactly(number: float, dimension: Name) -> str:
    """A quantity in the unit used inside as a person would write it, so that ``parse`` gives the same number again."""
    unit, size = _own_unit(dimension)
    if not math.isfinite(number):
        return f"{number} {unit}"
    exact = Fraction(str(number)) / size
    return f"{exact.numerator if exact.denominator == 1 else float(exact)!r} {unit}"


def _own_unit(dimension: Name) -> tuple[str, Fraction]:
    """The unit that is 1 inside, or the first there is, and its size."""
    sizes = DIMENSIONS[dimension].units
    return next(((unit, size) for unit, size in sizes.items() if size == 1), next(iter(sizes.items())))


def whole(number: float, dimension: Name) -> float:
    """A length rounded to whole millimetres, a mass to whole kilograms, a time to whole microseconds; in m, t or s.

    This removes floating-point error (34 * 14.71 is 500.14000000000004): numbers that people write as equal are equal,
    and a whole number of seconds is not rounded up to the next.
    """
    return round(number, _FINEST[dimension])


def rounded_up(number: float) -> int:
    """The smallest whole number not below a number, after floating-point error is removed."""
    return math.ceil(whole(number, "time"))


def parts(length: float, longest: float) -> int:
    """Number of parts, each at most a given length, into which a length is cut, to the millimetre; at least one."""
    return max(1, -(-round(length * 1000) // round(longest * 1000)))


def dimension_of(value: object) -> Name | None:
    """The kind of quantity of a text or number; a plain number is a "number", and other text has none."""
    split = _split(value)
    if split is None:
        return None
    return _DIMENSION_OF_UNIT.get(split[1]) if split[1] else "number"


def rule(dimension: Name) -> str:
    """What a quantity of this kind must be, with an example."""
    phrase, example, _, bare, _ = DIMENSIONS[dimension]
    quoted = example if bare and dimension not in PERCENT else f'"{example}"'
    return f"must be {phrase} such as {quoted}"


def pattern(dimension: Name) -> str:
    """The regular expression with which an editor checks the text of a quantity."""
    units = "|".join(unit.replace("/", r"(\s*/\s*|\s+(per|a)\s+)") for unit in DIMENSIONS[dimension].units)
    sign = "[-+]?" if DIMENSIONS[dimension].signed else r"\+?"
    return rf"^\s*{sign}([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*({units})\s*$"


def written(number: float, dimension: Name | None) -> str:
    """A number in the inside unit as a person would write it: 86400 is "1 day" if it is a time.

    The unit is the largest one that gives a whole number; if none does, the largest one not above the number.
    """
    named = dimension in PERCENT or not DIMENSIONS[dimension or "number"].bare
    sizes = sorted((DIMENSIONS[dimension].units if dimension else {}).items(), key=lambda item: -item[1])
    fitting = [item for item in sizes if number >= item[1] and number % float(item[1]) == 0]
    for unit, size in fitting or sizes:
        if number >= size and named:
            return f"{number / float(size):.6g} {unit.removesuffix('s') or unit if number == size else unit}"
    return f"{number:.15g}"


def wrong_range(low: object, value: object, high: object) -> str:
    """What is wrong with lowest <= value <= highest, in one sentence; empty for words, or if nothing is wrong."""
    families = [_family(each) for each in (low, value, high)]
    if families[1] is None:
        return ""
    if len(set(families)) > 1:
        return f"must be in the same unit as its value, {shown(value)} (got {shown(low)} to {shown(high)})"
    try:
        sizes = [parse(each, _signed(dimension_of(each))) for each in (low, value, high)]
    except CorridorError as error:
        return str(error)
    ordered = sizes[0] <= sizes[1] <= sizes[2]
    return "" if ordered else f"must contain its value, {shown(value)} (got {shown(low)} to {shown(high)})"


def _signed(dimension: Name | None) -> Name:
    """The kind of quantity of the ends of a range: a percentage may be a growth, which may be negative."""
    return "growth" if dimension == "share" else dimension or "number"


def _family(value: object) -> str | None:
    """The kind of quantity, where 0.6 and "60 %" count as the same kind."""
    dimension = dimension_of(value)
    return "number" if dimension in ("share", "count") else dimension


def _number_and_unit(value: object, dimension: Name) -> tuple[Fraction | float, str]:
    split = _split(value)
    if split is None:
        raise CorridorError(f"{rule(dimension)} (got {shown(value)}){_way_out(value)}")
    return split


def _split(value: object) -> tuple[Fraction | float, str] | None:
    """A number and its unit ("" for a plain number), or None if the value is not a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _exact(repr(value) if isinstance(value, float) else value), ""
    found = _QUANTITY.match(value) if isinstance(value, str) and value.strip() else None
    if found is None or len(found[2]) > _LONGEST or not found[2]:
        return None
    return _exact(found[1]), _PER.sub("/", found[2])


def _exact(written: str | int) -> Fraction | float:
    """The written number, digit by digit; as the nearest float if it is very long, large or small.

    A number that is not finite is returned as a float.
    """
    try:
        size = float(written)
    except OverflowError:
        return math.inf if int(written) > 0 else -math.inf
    if not math.isfinite(size):
        return size
    long = isinstance(written, str) and len(written) > _MOST_DIGITS
    return Fraction(written if _SMALLEST < abs(size) < _LARGEST and not long else size)


def _factor(value: object, unit: str, dimension: Name) -> Fraction:
    units = DIMENSIONS[dimension].units
    if not unit and DIMENSIONS[dimension].bare:
        return Fraction(1)
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
    """All units of a kind, each under its first name; all names if they have the same size."""
    units = DIMENSIONS[dimension].units
    first = {size: unit for unit, size in reversed(list(units.items()))}
    known = list(units) if len(first) == 1 else [unit for unit in units if first[units[unit]] == unit]
    return ("the units are " if len(known) > 1 else "the unit is ") + ", ".join(known) if known else "it has no unit"


def _way_out(value: object) -> str:
    if isinstance(value, str) and (spaced := _SPACED.fullmatch(value)):
        digits = re.sub(r"[\s']", "", spaced[1])
        return f"; write {shown(digits + spaced[2])}"
    comma = re.fullmatch(r"\s*([-+]?[0-9]+),([0-9,]+)(\s*.*?)\s*", value, re.DOTALL) if isinstance(value, str) else None
    if comma:
        return _without_comma(*comma.groups())
    if isinstance(value, str) and _is_number(value):
        return "; write the number without quotes, or with its unit"
    return ""


def _without_comma(before: str, after: str, unit: str) -> str:
    """How to write a number with a comma: with a point, or without the comma if it separates thousands."""
    point = shown(f"{before}.{after.replace(',', '')}{unit}")
    if not re.fullmatch("[0-9]{3}(,[0-9]{3})*", after):
        return f"; use a decimal point: {point}"
    thousands = shown(f"{before}{after.replace(',', '')}{unit}")
    return f"; write {thousands}" if "," in after else f"; write {thousands}, or {point} if the comma is a decimal sign"


def _is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    found = _QUANTITY.match(text)
    return found is not None and not found[2]
