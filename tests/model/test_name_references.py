"""A name that would make a name of the program stand for two things is refused, with another one to take."""

from typing import Any

import pytest

from worlds import out, problems, service, services, world


def data(*keys: str) -> Any:
    """What the world says at some keys."""
    found = world().document.data
    for key in keys:
        found = found[key]
    return found


def test_countries_are_parted_by_an_arrow_alone() -> None:
    accepts = {"A->A->A": "24 trains/day"}
    said = problems({"crossings.Gate.near.country": "A->A", "crossings.Gate.far.country": "A",
                     "crossings.Gate.accepts": accepts})  # fmt: skip
    assert said["crossings.Gate.near.country"].startswith('must not contain "->"')


@pytest.mark.parametrize("name", ["out empties", "out onward", "car to C"])
def test_a_flow_is_not_called_as_other_trains_are(name: str) -> None:
    flows = {"out": out(), name: out()}
    assert f'"{name}" would stand for' in str(
        problems({"traffic.services": {"car": service("A", "C")}, "traffic.flows": flows})
    )


def test_a_flow_may_be_called_by_its_consist_and_where_it_goes() -> None:
    assert problems({}, **{"boxes to C": out()}) == {}


@pytest.mark.parametrize("name", ["A", "B", "D", "transshipment", "end of run", "the end of the line", "loading"])
def test_an_end_may_be_called_as_a_place_or_as_what_trains_do(name: str) -> None:
    ends = {"East": data("ends", "East"), name: {"at": "A", "accepts": "24 trains/day"}}
    assert problems({"ends": ends}, out=out(inland={name: 1})) == {}


@pytest.mark.parametrize(("name", "refused"), [("C", True), ("D", True), ("B", False), ("A", False)])
def test_where_wagons_are_at_home_an_end_is_not_called_as_the_station_of_a_crossing(name: str, refused: bool) -> None:
    ends = {"East": data("ends", "East"), name: {"at": "A", "accepts": "24 trains/day"}}
    fleet = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": [name], "size": 40, "turn": "6 h"}
    said = problems({"ends": ends, "pools": {"wagons": {"fleet": fleet}}}, out=out(inland={name: 1}))
    assert said.get(f"ends.{name}", "").endswith(f'use a name such as "{name} and beyond"' if refused else "")
    assert bool(said) == refused


@pytest.mark.parametrize("name", ["B trains", "B door", "B asks", "B toward C"])
def test_a_place_may_be_called_as_what_trains_take_there(name: str) -> None:
    assert problems({"lines.line.points[1].name": name}) == {}


def test_a_section_is_told_by_its_two_ends_alone() -> None:
    """A to "B - C", and "A - B" to C."""
    for names, twice in ((["A", "B - C", "X", "A - B", "C"], True), (["A", "B - C", "A - B", "X", "C"], False)):
        points = [{"name": name, "at": f"{10 * i} km", "kind": "station"} for i, name in enumerate(names)]
        said = problems({"lines.line.points": points} | services(car=service("A", "C")))
        assert ("would stand for the section" in str(said)) == twice
