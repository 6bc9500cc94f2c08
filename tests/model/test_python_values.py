"""What Python reads of a scenario it may write back, with numbers in the unit used inside."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from corridorsim.errors import CorridorError, InputError, dotted
from corridorsim.model import Scenario, read
from worlds import SHIPPED, world


def keys(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key of a scenario, of parts and of single values."""
    entries: Any = {}
    if isinstance(value, BaseModel):
        entries = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
    elif isinstance(value, dict):
        entries = value
    elif isinstance(value, list):
        entries = dict(enumerate(value))
    for key, inner in entries.items():
        yield (*path, key)
        yield from keys(inner, (*path, key))


def same(one: Scenario, other: Scenario) -> bool:
    return one.model_dump() == other.model_dump()


def test_whatever_get_returns_change_takes_back() -> None:
    """Every key of the small world, one by one."""
    scenario = world()
    told = list(keys(scenario))
    assert len(told) > 150
    for path in told:
        key = dotted(path)
        assert same(scenario.change({key: scenario.get(key)}), scenario), key


@pytest.mark.parametrize("year", ["2018", "2025", "what-if/dostyk-closed"])
def test_all_parts_of_a_shipped_scenario_are_taken_back_at_once(year: str) -> None:
    scenario = read(SHIPPED / f"{year}.yaml")
    names = [name for name in type(scenario).model_fields if name not in ("format", "name")]
    assert same(scenario.change({name: scenario.get(name) for name in names}), scenario)


def test_numbers_are_in_the_unit_used_inside() -> None:
    scenario = world()
    assert scenario.get("lines.line.points.C.at") == 30_000
    assert scenario.get("window.length") == 2 * 86_400
    assert scenario.get("window.start") == date(2025, 1, 1)
    assert scenario.get("traffic.flows.out.tonnes") == pytest.approx(365_000 * scenario.get("traffic.scale"))


@pytest.mark.parametrize(
    ("key", "value", "as_text"),
    [
        ("window.length", 5 * 86_400, "5 days"),
        ("lines.line.points.C.at", 31_000.5, "31.0005 km"),
        ("lines.line.speed_limit", 25, "25 m/s"),
        ("crossings.Gate.accepts.HERE->THERE", 12, "12 trains/day"),
        ("window.start", date(2025, 3, 13), "2025-03-13"),
        ("traffic.scale", np.float64(1.5), "1.5"),
        ("replications", np.int64(3), "3"),
        ("crossings.Gate.closed", {"HERE->THERE": [{"at": time(6, 30), "length": 3600}]},
         '{"HERE->THERE": [{at: "06:30", length: 1 h}]}'),
    ],
)  # fmt: skip
def test_a_plain_value_is_as_the_text_of_it(key: str, value: Any, as_text: str) -> None:
    assert same(world().change({key: value}), world().change({key: as_text}))


def test_text_stays_text_where_nothing_else_may_stand() -> None:
    assert world().change({"name": "2025"}).name == "2025"


def test_a_part_that_the_file_leaves_out_may_be_changed() -> None:
    assert world().change({"observed.tonnes": {"total": 2e6}}).observed.tonnes == {"total": 2e6}


def test_nothing_is_changed_where_there_is_nothing() -> None:
    assert same(world().change({"lines.line.headway": world().get("lines.line.headway")}), world())
    assert same(world().change({"rules.following_interval": None}), world())


def test_errors_say_change_and_the_key() -> None:
    with pytest.raises(InputError) as told:
        world().change({"window.length": -5, "replications": 2.5})
    assert str(told.value).splitlines() == [
        "change(...): replications: must be a whole number (got 2.5)",
        'change(...): window.length: must not be negative (got "-5 s")',
    ]
    with pytest.raises(InputError) as told:
        world().change({"trafic.scale": 2})
    said = 'change(...): trafic.scale: there is no "trafic" in the scenario (did you mean "traffic"?)'
    assert str(told.value) == said


def test_the_command_line_says_set() -> None:
    with pytest.raises(InputError, match=r"^--set:1:1: traffic\.scale: must not be negative"):
        world().set_keys({"traffic.scale": "-2"})


def test_a_key_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(CorridorError) as told:
        world().get("lines.line.point")
    assert str(told.value) == 'get(...): lines.line.point: there is no "point" in lines.line (did you mean "points"?)'
