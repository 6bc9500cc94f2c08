"""The kinds of value a scenario is made of, as fields of a strict model."""

import json
from datetime import date
from typing import Annotated

import pytest
from pydantic import Field, ValidationError, create_model

from corridorsim.model import quantities
from corridorsim.model.quantities import Count, Figure, Length, Strict


def read(kind, value):
    model = create_model("Part", __base__=Strict, it=(kind, ...))
    return model.model_validate_json(json.dumps({"it": value})).it


def refusal(kind, value):
    with pytest.raises(ValidationError) as error:
        read(kind, value)
    return error.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("kind", "text", "inside"),
    [
        ("Length", "25 km", 25_000),
        ("Duration", "4 h", 14_400),
        ("Tonnes", "3380 t", 3380),
        ("Speed", "72 km/h", 20),
        ("TrainsPerDay", "14 trains/day", 14),
        ("TonnesPerYear", "33.4 Mt/year", 33.4e6),
        ("TeuPerDay", "760 TEU/day", 760),
        ("Teu", "90 TEU", 90),
        ("Share", "60 %", 0.6),
        ("Share", 0.6, 0.6),
        ("Gauge", "1520 mm", 1520),
        ("Count", 6, 6),
        ("Count", "44 wagons", 44),
        ("Number", 1.5, 1.5),
        ("Day", "2025-03-13", date(2025, 3, 13)),
        ("Clock", "06:30", 23_400),
        ("Clock", "24:00", 86_400),
        ("Word", "Dostyk", "Dostyk"),
        ("Word", "دوستیک 多斯特克 می‌رود", "دوستیک 多斯特克 می‌رود"),
        ("Told", "trains\nthat pass\n", "trains\nthat pass\n"),
    ],
)
def test_each_kind_reads_what_people_write(kind, text, inside):
    found = read(getattr(quantities, kind), text)
    assert found == pytest.approx(inside) if isinstance(inside, float) else found == inside


@pytest.mark.parametrize("kind", ["Duration", "Gauge", "Count", "Clock"])
def test_whole_things_are_whole_numbers(kind):
    text = {"Duration": "0.51 min", "Gauge": "1520 mm", "Count": 6, "Clock": "06:30"}[kind]
    assert isinstance(read(getattr(quantities, kind), text), int)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("Length", "12 min", 'must be a length such as "25 km" (got "12 min", which is a time)'),
        ("Speed", "0 km/h", 'must be more than 0 (got "0 km/h")'),
        ("Share", "160 %", 'must be a share from 0 to 1, or from "0 %" to "100 %" (got "160 %")'),
        ("Gauge", "1520.5 mm", 'must be a gauge in whole millimetres (got "1520.5 mm")'),
        ("Count", 2.5, "must be a whole number (got 2.5)"),
        ("Number", -1, "must not be negative (got -1)"),
        ("Day", "13.3.2025", 'must be a date such as 2025-03-13 (got "13.3.2025")'),
        ("Day", "2025-02-30", 'must be a date of the calendar (got "2025-02-30"'),
        ("Clock", "6:30", 'must be a time of day from 00:00 to 24:00, such as 06:30 (got "6:30")'),
        ("Clock", "24:01", "must be a time of day"),
        ("Clock", 390, "must be a time of day"),
        ("Word", True, "must be text (got true)"),
        ("Word", 1520, "must be text (got 1520)"),
        ("Word", " ", 'must not be empty (got " ")'),
        ("Word", "a\u202eb", 'a name must not contain invisible characters (got U+202E in "a\\u202eb"); remove it'),
        ("Word", "a\nb", 'a name must not contain invisible characters (got U+000A in "a\\nb"); remove it'),
        ("Word", "x" * 201, "must be text of at most 200 characters (got 201:"),
    ],
)
def test_each_kind_refuses_the_rest_and_says_the_way_out(kind, value, message):
    assert message in refusal(getattr(quantities, kind), value)


def test_a_kind_takes_a_bound_beside_it():
    assert read(Annotated[Count, Field(ge=2)], 2) == 2
    with pytest.raises(ValidationError, match="greater than or equal to 2"):
        read(Annotated[Count, Field(ge=2)], 1)


def test_an_editor_is_told_the_plain_form_and_the_two_sourced_ones():
    schema = create_model("Part", __base__=Strict, it=(Length, ...)).model_json_schema()
    plain, figure, assumed = schema["properties"]["it"]["anyOf"]
    assert plain["examples"] == ["25 km"]
    assert figure == {"$ref": "#/$defs/FigureReference"}
    assert assumed == {"$ref": "#/$defs/Assumption"}
    assert schema["$defs"]["Assumption"]["required"] == ["assumed", "reason"]


FIGURE = {
    "id": "A03",
    "what": "trains accepted",
    "value": [14, 12],
    "unit": "trains/day [received, dispatched]",
    "as_of": "2019",
    "kind": "observed",
    "source": "Rail-news.kz",
    "confidence": "high",
}


def figure(**changes):
    return Figure.model_validate(FIGURE | changes)


def test_a_figure_is_written_as_a_person_would():
    assert figure().written(0) == "14 trains/day"
    assert figure().written() == ["14 trains/day", "12 trains/day"]
    assert figure(value={"single": [0.85, 0.87]}, unit="-").written(["single", 1]) == 0.87
    assert figure(value={"A": "2025-01-29"}, unit="date").written("A") == "2025-01-29"


def test_a_figure_says_which_items_it_has():
    with pytest.raises(quantities.CorridorError, match="has no item 7; its items are 0, 1"):
        figure().written(7)
    with pytest.raises(quantities.CorridorError, match="it is a single value; remove `item`"):
        figure(value=3).written(0)
