"""Numbers as people write them become numbers in the unit used inside."""

import math

import pytest

from corridorsim.errors import CorridorError
from corridorsim.model.quantities import SLOWEST
from corridorsim.units import DIMENSIONS, dimension_of, parse, parts, rounded_up, whole, written, wrong_range


@pytest.mark.parametrize(
    ("text", "dimension", "inside"),
    [
        ("25 km", "length", 25_000),
        ("850 m", "length", 850),
        ("12 min", "time", 720),
        ("4 h", "time", 14_400),
        ("30 s", "time", 30),
        ("30 days", "time", 2_592_000),
        ("1 day", "time", 86_400),
        ("3380 t", "mass", 3380),
        ("33.4 Mt", "mass", 33.4e6),
        ("12 kt", "mass", 12_000),
        ("72 km/h", "speed", 20),
        ("22 m/s", "speed", 22),
        ("14 trains/day", "train rate", 14),
        ("14 trains a day", "train rate", 14),
        ("14 trains per day", "train rate", 14),
        ("33.4 Mt/year", "mass rate", 33.4e6),
        ("5 t/year", "mass rate", 5),
        ("2 t/day", "mass rate", 730),
        ("760 TEU/day", "box rate", 760),
        ("365 thousand TEU/y", "box rate", 1000),
        ("60 %", "share", 0.6),
        (0.6, "share", 0.6),
        ("1520 mm", "gauge", 1520),
        ("90 TEU", "boxes", 90),
        ("41 FEU", "boxes", 82),
        ("44 wagons", "count", 44),
        (44, "count", 44),
        (1.5, "number", 1.5),
        ("2906 kW", "power", 2906),
        ("3.1 MW", "power", 3100),
        ("427 kN", "force", 427),
        ("1 tf", "force", 9.80665),
        ("0.2 m/s2", "acceleration", 0.2),
        ("6 permille", "gradient", 0.006),
        ("-6 \N{PER MILLE SIGN}", "gradient", -0.006),
        ("1 kgf/t", "resistance", 0.001),
        ("9.80665 N/t", "resistance", 0.001),
        ("25km", "length", 25_000),
        ("1e3 km", "length", 1e6),
    ],
)
def test_a_quantity_is_read_into_the_unit_used_inside(text, dimension, inside):
    assert parse(text, dimension) == pytest.approx(inside)


@pytest.mark.parametrize(
    ("value", "dimension", "message"),
    [
        ("12 min", "length", 'must be a length such as "25 km" (got "12 min", which is a time)'),
        (25, "length", 'must be a length with its unit, such as "25 km" (got 25)'),
        ("25 Km", "length", '(got "25 Km"; the units are km, m) (did you mean "km"?)'),
        ("25 parsecs", "length", '(got "25 parsecs"; the units are km, m)'),
        ("12 minuts", "time", '(did you mean "minutes"?)'),
        ("33.4 Mt", "mass rate", '(got "33.4 Mt", which is a mass)'),
        ("25", "length", "write the number without quotes, or with its unit"),
        ("3,380 t", "mass", 'the units are t, kt, Mt); write "3380 t", or "3.380 t"'),
        ("3,380,000 t", "mass", '; write "3380000 t"'),
        ("3 000 t/year", "mass rate", 'kt/year, Mt/year); write "3000 t/year"'),
        ("3'380'000 t", "mass", '; write "3380000 t"'),
        ("3,0 Mt/year", "mass rate", 'kt/year, Mt/year); use a decimal point: "3.0 Mt/year"'),
        ("5,5 h", "time", 'use a decimal point: "5.5 h"'),
        ("25 Mt/jahr", "mass rate", "the units are t/day, kt/day, Mt/day, t/year, kt/year, Mt/year)"),
        ("6 Stück", "count", "wagons, wagon, trains, train, tracks, locomotives, cranes, stands, wagons/train)"),
        ("many", "count", 'must be a whole number such as 6 (got "many")'),
        ("-4 km", "length", 'must not be negative (got "-4 km")'),
        (-1, "count", "must not be negative (got -1)"),
        (math.nan, "number", "must be a finite number (got nan)"),
        (math.inf, "number", "must be a finite number (got inf)"),
        ("1e999 km", "length", "must be a finite number"),
        ("9" * 5000 + " km", "length", "must be a finite number"),
        (True, "count", "(got true)"),
        (None, "length", "(got nothing)"),
        ([], "length", "(got a list)"),
        ("", "length", '(got "")'),
    ],
)
def test_what_is_no_such_quantity_is_refused_with_the_way_out(value, dimension, message):
    with pytest.raises(CorridorError) as error:
        parse(value, dimension)
    assert message in str(error.value)
    assert len(str(error.value)) < 250


@pytest.mark.parametrize(
    ("text", "dimension", "inside"),
    [
        ("0.50014 km", "length", 500.14),
        ("500.14 m", "length", 500.14),
        ("5.0014e2 m", "length", 500.14),
        ("0.1 km", "length", 100.0),
        ("3.3 h", "time", 11_880.0),
        ("0.0338 kt", "mass", 33.8),
        ("7 %", "share", 0.07),
        ("10220 trains/year", "train rate", 28.0),
        ("1 km/h", "speed", SLOWEST),
        ("1e-999999999 km", "length", 0.0),
        (0.1, "number", 0.1),
    ],
)
def test_a_quantity_is_the_number_that_is_written_whatever_its_unit(text, dimension, inside):
    assert parse(text, dimension) == inside


def test_what_floats_add_is_gone_before_numbers_are_compared():
    assert 34 * 14.71 != 500.14
    assert whole(34 * 14.71, "length") == 500.14
    assert whole(0.1 + 0.2, "mass") == 0.3
    assert rounded_up(3.0000000001) == 3
    assert rounded_up(3.001) == 4


def test_a_length_is_cut_to_the_millimetre():
    assert parts(100_300.0 - 90_100.0, 1700.0) == 6
    assert parts(10_200.001, 1700.0) == 7
    assert parts(0.3, 0.1) == 3
    assert parts(50.0, 1700.0) == 1


def test_a_number_of_5000_digits_is_refused():
    with pytest.raises(CorridorError, match="got a number of about 5000 digits"):
        parse(10**5000, "count")


def test_every_unit_belongs_to_one_dimension_but_percent_which_is_a_share_or_a_growth():
    units = [unit for name, dimension in DIMENSIONS.items() if name != "growth" for unit in dimension.units]
    assert len(units) == len(set(units))
    assert "%" in DIMENSIONS["growth"].units


def test_every_dimension_reads_its_own_example():
    for name, dimension in DIMENSIONS.items():
        example = float(dimension.example) if name in ("count", "number") else dimension.example
        assert parse(example, name) > 0


def test_the_dimension_of_a_text_is_that_of_its_unit():
    assert dimension_of("12 min") == "time"
    assert dimension_of(0.6) == "number"
    assert dimension_of("Dostyk") is None
    assert dimension_of(True) is None


def test_a_number_is_written_in_the_largest_unit_that_fits():
    assert written(28_800, "time") == "8 h"
    assert written(86_400, "time") == "1 day"
    assert written(850, "length") == "850 m"
    assert written(1, "time") == "1 s"
    assert written(2, "count") == "2"
    assert written(10_000, None) == "10000"


def test_a_range_must_hold_its_value_in_the_same_dimension():
    assert wrong_range("8 min", "12 min", "0.5 h") == ""
    assert wrong_range(0.5, "60 %", 0.7) == ""
    assert wrong_range("5 h", "4 h", "6 h") == 'must contain its value, "4 h" (got "5 h" to "6 h")'
    assert wrong_range("5 km", "4 h", "6 h").startswith('must be in the same unit as its value, "4 h"')
    assert wrong_range("-5 h", "4 h", "6 h") == 'must not be negative (got "-5 h")'
    assert wrong_range("a", "Dostyk", "z") == ""


def test_per_annum_is_per_year() -> None:
    """It had been answered with "did you mean Mt/day?", 365 times as much."""
    assert parse("3 Mt/a", "mass rate") == parse("3 Mt/year", "mass rate")
