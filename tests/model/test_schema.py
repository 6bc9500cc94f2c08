"""The schema and the reference page are those of the models, and every shipped file keeps to the schema."""

import re
from pathlib import Path
from typing import Any

import pytest

from corridorsim.model.reading.node import plain
from corridorsim.model.reading.text import read_file
from corridorsim.model.reference_page import reference_page
from corridorsim.model.schema import schema, schema_text
from corridorsim.packaged import example
from worlds import NO_SCENARIOS

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
FIRST_LINE = re.compile(r"# yaml-language-server: \$schema=(.*)")
SHIPPED = [file for file in sorted((ROOT / "scenarios").rglob("*.yaml")) if file.name not in NO_SCENARIOS]
KINDS = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}


def test_the_schema_beside_the_scenarios_is_fresh() -> None:
    fresh = (ROOT / "scenarios/schema.json").read_text("utf-8") == schema_text()
    assert fresh, "the models have changed; run: corridorsim schema --out scenarios/schema.json"


def test_the_reference_page_is_fresh() -> None:
    fresh = (ROOT / "docs/scenario-reference.md").read_text("utf-8") == reference_page()
    assert fresh, "the models have changed; run: corridorsim schema --page --out docs/scenario-reference.md"


@pytest.mark.parametrize("file", [*SHIPPED, example()], ids=lambda file: file.name)
def test_every_shipped_file_keeps_to_the_schema(file: Path) -> None:
    assert wrong(plain(read_file(str(file)).root)) == ""


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_every_shipped_file_names_the_schema(file: Path) -> None:
    named = FIRST_LINE.fullmatch(file.read_text("utf-8").splitlines()[0])
    assert named is not None
    assert (file.parent / named[1]).resolve() == ROOT / "scenarios/schema.json"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"windows": {}}, "windows"),
        ({"window": {"length": "90 km"}}, "length"),
        ({"window": {"start": {"assumed": "2025-01-01"}}}, "start"),
        ({"lines": {"L": {"points": [{"name": "A"}]}}}, "points"),
        ({"traffic": {"departures": "evenly"}}, "departures"),
    ],
    ids=["an unknown key", "a wrong unit", "no reason", "half an item", "a wrong word"],
)
def test_what_the_reader_refuses_the_schema_refuses(said: Any, where: str) -> None:
    assert where in wrong(said)


@pytest.mark.parametrize(
    "said",
    [
        {"extends": ["a.yaml", "b.yaml"], "figures": "f.yaml"},
        {"observed": None, "crossings": {"C": {"accepts": {"A->B": None}}}},
        {"traffic": {"monthly": {"figure": "M01"}}},
        {"crossings": {"C": {"accepts": {"A->B": [{"trains": "14 trains/day"}]}}}},
    ],
    ids=["a part", "keys removed", "a list from a figure", "levels"],
)
def test_a_file_that_changes_another_keeps_to_the_schema(said: Any) -> None:
    assert wrong(said) == ""


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_every_key_is_described(name: str) -> None:
    properties = SCHEMA["$defs"][name]["properties"]
    assert [key for key, told in properties.items() if not told.get("description")] == []


def wrong(value: Any, told: dict[str, Any] = SCHEMA, key: str = "the file") -> str:
    """The first keys that do not keep to the schema, the inner before the outer; nothing if all do.

    As much of JSON Schema as this schema uses.
    """
    if "$ref" in told:
        return wrong(value, SCHEMA["$defs"][told["$ref"].rpartition("/")[2]], key)
    if "anyOf" in told:
        tried = [wrong(value, choice, key) for choice in told["anyOf"]]
        return "" if "" in tried else max(tried, key=len)
    if not of_kind(value, told):
        return key
    if isinstance(value, list) and "items" in told:
        return next((f"{each} in {key}" for each in (wrong(item, told["items"]) for item in value) if each), "")
    if isinstance(value, dict):
        return next((f"{each} in {key}" for each in wrong_keys(value, told) if each), "")
    return ""


def wrong_keys(value: dict[str, Any], told: dict[str, Any]) -> list[str]:
    known, others = told.get("properties", {}), told.get("additionalProperties", True)
    missing = [f"no {key}" for key in told.get("required", ()) if key not in value]
    refused = [key for key in value if key not in known and others is False]
    inner = [wrong(each, known.get(key, others), key) for key, each in value.items() if key not in refused]
    return missing + refused + inner


def of_kind(value: Any, told: dict[str, Any]) -> bool:
    """Whether a value is of the right type and size."""
    if "type" in told and (not isinstance(value, KINDS[told["type"]]) or isinstance(value, bool)):
        return False
    if "const" in told or "enum" in told:
        return value in told.get("enum", [told.get("const")])
    if isinstance(value, str):
        return re.search(told.get("pattern", ""), value) is not None and len(value) >= told.get("minLength", 0)
    if isinstance(value, list):
        return told.get("minItems", 0) <= len(value) <= told.get("maxItems", len(value))
    if isinstance(value, int | float):
        return told.get("minimum", value) <= value <= told.get("maximum", value)
    return True
