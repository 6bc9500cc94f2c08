"""A name that would make a name of the program stand for two things is refused, with another one to take."""

from typing import Any

import pytest

from corridorsim.errors import dotted
from worlds import OUT, out, problems, service, services, world


def data(*keys: str) -> Any:
    """What the world says at some keys."""
    found = world().document.data
    for key in keys:
        found = found[key]
    return found


def crossing_called(name: str) -> dict[str, str]:
    """What is said of the world's crossing under another name."""
    changes = {"crossings": {name: data("crossings", "Gate")}}
    return problems(changes, out=OUT | {"tonnes": "365 kt/year", "crossing": name})


@pytest.mark.parametrize("name", ["total", "HERE->THERE", "THERE->HERE"])
def test_a_crossing_is_not_called_as_other_numbers_are(name: str) -> None:
    said = crossing_called(name)[dotted(("crossings", name))]
    assert said.startswith(f'must be another name: "{name}" would stand for ')
    assert said.endswith(f'take a name such as "{name} crossing"')


def test_a_crossing_is_not_called_as_another_in_a_direction() -> None:
    """Gate HERE->THERE, and a crossing "Gate HERE->THERE" between two other countries."""
    gate = data("crossings", "Gate")
    other = gate | {
        "near": gate["near"] | {"station": "B", "country": "X"},
        "far": gate["far"] | {"station": "E", "country": "Y"},
        "accepts": {"X->Y": "24 trains/day", "Y->X": "24 trains/day"},
    }
    far = {"ends": data("ends") | {"South": {"at": "E", "accepts": "24 trains/day"}}}
    name = "Gate HERE->THERE"
    said = problems({"crossings": {"Gate": gate, name: other}} | far)
    assert "would stand for" in said[dotted(("crossings", name))]
    assert problems({"crossings": {"Gate": gate, "Gate 2": other}} | far) == {}


def test_countries_are_parted_by_an_arrow_alone() -> None:
    accepts = {"A->A->A": "24 trains/day"}
    said = problems({"crossings.Gate.near.country": "A->A", "crossings.Gate.far.country": "A",
                     "crossings.Gate.accepts": accepts})  # fmt: skip
    assert said["crossings.Gate.near.country"].startswith('must not hold "->"')


def consists(**named: Any) -> dict[str, Any]:
    return {"consists": data("consists") | named}


def test_a_consist_is_not_called_as_an_empty_train() -> None:
    boxes = data("consists", "boxes")
    alone = problems({"consists": {"boxes, empty": boxes}}, out=out(consists={"boxes, empty": 1}))
    assert 'take a name such as "boxes without load"' in alone['consists."boxes, empty"']
    assert 'consists."boxes, empty"' in problems(consists(**{"boxes, empty": boxes}), out=out())


def test_a_consist_is_not_called_as_the_running_times_of_a_service() -> None:
    car = services(car=service("A", "C"))["traffic.services"]
    said = problems(consists(**{"service car": data("consists", "boxes")}) | {"traffic.services": car}, out=out())
    assert said["traffic.services.car"].endswith('take a name such as "car service"')


def test_a_service_is_not_called_as_a_consist_whose_trains_run_to_the_same_place() -> None:
    said = problems({"traffic.services": {"boxes": service("A", "C")}}, out=out())
    assert '"boxes to C" would stand for the service "boxes" to C' in said["traffic.services.boxes"]


@pytest.mark.parametrize("name", ["out empties", "out onward", "car to C"])
def test_a_flow_is_not_called_as_other_trains_are(name: str) -> None:
    flows = {"out": out(), name: out()}
    assert f'"{name}" would stand for' in str(
        problems({"traffic.services": {"car": service("A", "C")}, "traffic.flows": flows})
    )


def test_a_flow_may_be_called_by_its_consist_and_where_it_goes() -> None:
    assert problems({}, **{"boxes to C": out()}) == {}


def test_a_consist_and_an_end_make_one_name_only() -> None:
    """Trains "boxes" to "big West" and "boxes big" to "West"."""
    boxes = data("consists", "boxes")
    ends = {"ends": data("ends") | {"big West": {"at": "A", "accepts": "24 trains/day"}}}
    flows = {"a": out(inland={"big West": 1}), "b": out(consists={"boxes big": 1})}
    said = problems(consists(**{"boxes big": boxes}) | ends, **flows)
    assert "would stand for trains" in said['consists."boxes big"']


def test_an_end_does_not_go_on_from_another_after_a_comma() -> None:
    ends = {"ends": data("ends") | {"West, north": {"at": "A", "accepts": "24 trains/day"}}}
    assert 'take a name such as "West north"' in problems(ends)['ends."West, north"']


@pytest.mark.parametrize("name", ["A", "B", "D", "transshipment", "end of run", "the end of the line", "loading"])
def test_an_end_may_be_called_as_a_place_or_as_what_trains_do(name: str) -> None:
    ends = {"East": data("ends", "East"), name: {"at": "A", "accepts": "24 trains/day"}}
    assert problems({"ends": ends}, out=out(inland={name: 1})) == {}


@pytest.mark.parametrize(("name", "refused"), [("C", True), ("D", True), ("B", False), ("A", False)])
def test_where_wagons_are_at_home_an_end_is_not_called_as_the_station_of_a_crossing(name: str, refused: bool) -> None:
    ends = {"East": data("ends", "East"), name: {"at": "A", "accepts": "24 trains/day"}}
    fleet = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": [name], "size": 40, "turn": "6 h"}
    said = problems({"ends": ends, "pools": {"wagons": {"fleet": fleet}}}, out=out(inland={name: 1}))
    assert said.get(f"ends.{name}", "").endswith(f'take a name such as "{name} and beyond"' if refused else "")
    assert bool(said) == refused


@pytest.mark.parametrize("name", ["B trains", "B tickets", "B toward C"])
def test_a_place_may_be_called_as_what_trains_take_there(name: str) -> None:
    assert problems({"lines.line.points[1].name": name}) == {}


def test_a_section_is_told_by_its_two_ends_alone() -> None:
    """A to "B - C", and "A - B" to C."""
    for names, twice in ((["A", "B - C", "X", "A - B", "C"], True), (["A", "B - C", "A - B", "X", "C"], False)):
        points = [{"name": name, "at": f"{10 * i} km", "kind": "station"} for i, name in enumerate(names)]
        said = problems({"lines.line.points": points} | services(car=service("A", "C")))
        assert ("would stand for the section" in str(said)) == twice


def test_names_of_flows_may_begin_as_closings_do_not() -> None:
    said = problems({}, **{"closing of A": out()})
    assert 'take a name such as "closing A"' in said['traffic.flows."closing of A"']
