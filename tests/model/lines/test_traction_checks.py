"""What is said of locomotives, profiles and trains that do not fit together."""

from typing import Any

import pytest

from worlds import problems, service, services

LOCOMOTIVE = {
    "source": "invented", "power": "2906 kW", "force": "427 kN", "mass": "138 t", "length": "22 m",
    "speed": "120 km/h", "lowest_speed": "24.5 km/h",
}  # fmt: skip
PULLED = {
    "locomotives": {"L": LOCOMOTIVE},
    "consists.boxes.speed": None,
    "consists.boxes.locomotive": "L",
    "consists.boxes.tare": "20 t",
}
TAKEN = {"consists.boxes.speed"}  # what the world itself has
CURVE = {"start": "2 km", "end": "3 km", "radius": "500 m"}


def said(changes: dict[str, Any]) -> dict[str, str]:
    """What is wrong with the train after some changes, of which None takes away what it had."""
    return problems({key: value for key, value in (PULLED | changes).items() if value is not None or key in TAKEN})


def locomotive(**keys: Any) -> dict[str, Any]:
    told = {key: value for key, value in (LOCOMOTIVE | keys).items() if value is not None}
    return said({"locomotives": {"L": told}})


def test_a_train_with_its_locomotive_is_sound() -> None:
    assert said({}) == {}


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"consists.boxes.locomotive": None}, "consists.boxes", "must have a locomotive, a plain speed, or "),
        ({"consists.boxes.tare": None}, "consists.boxes", "must give tare (the mass of an empty wagon)"),
        ({"consists.boxes.locomotive": "K"}, "consists.boxes.locomotive", 'names "K", which is not a locomotive'),
        ({"consists.boxes.locomotives": 0}, "consists.boxes.locomotives", "at least 1"),
        ({"consists.boxes.braking": "0 m/s2"}, "consists.boxes.braking", "more than 0"),
        (
            {"consists.boxes.running_times": {"A - C": "20 min"}},
            'consists.boxes.running_times."A - C"',
            'names "A - C", which is not a section, from place to place',
        ),
        ({"lines.line.rail": "steel"}, "lines.line.rail", "must be jointed or welded"),
        ({"lines.line.profile": "hilly"}, "lines.line.profile", "must be a list"),
        (
            {"lines.line.profile": {"gradient": "6 permille", "up": "0 km", "down": "3 km"}},
            "lines.line.profile.up",
            "must be more than 0",
        ),
        (
            {"lines.line.profile": [{"at": "31 km", "gradient": "-6 permille"}]},
            "lines.line.profile[0].at",
            "must lie on the line, from 0 km to 30 km (got 31 km)",
        ),
        (
            {"lines.line.profile": [{"at": "3 km", "gradient": "1 permille"}, {"at": "3 km", "gradient": "2 m/km"}]},
            "lines.line.profile[1].at",
            "must increase from slope to slope",
        ),
        ({"lines.line.profile": [{"at": "3 km", "gradient": "1 km"}]}, "lines.line.profile[0].gradient", "a gradient"),
        (
            {"lines.line.curves": "sharp"},
            "lines.line.curves",
            "must be a list, with an item after each `-`, or a resistance",
        ),
        ({"lines.line.curves": [CURVE | {"end": "1 km"}]}, "lines.line.curves[0].end", "must be beyond its start"),
        ({"lines.line.curves": [CURVE | {"end": "31 km"}]}, "lines.line.curves[0].end", "must lie on the line"),
        (
            {"lines.line.speed_limits": [{"start": "2 km", "end": "2 km", "speed": "40 km/h"}]},
            "lines.line.speed_limits[0].end",
            "must be beyond its start",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    found = said(changes)
    assert list(found) == [key]
    assert message in found[key]


@pytest.mark.parametrize(
    ("keys", "key", "message"),
    [
        ({"power": None}, "locomotives.L", "must have either power and force or effort"),
        ({"effort": [{"speed": "5 m/s", "force": "400 kN"}]}, "locomotives.L", "must have either power and force"),
        ({"starting_force": "400 kN"}, "locomotives.L.starting_force", "must not be less than its continuous force"),
        ({"lowest_speed": "120 km/h"}, "locomotives.L.lowest_speed", "must be less than its speed"),
        ({"under_power": [1, 2]}, "locomotives.L.under_power", "must have at least 3 entries"),
        ({"power": "427 kN"}, "locomotives.L.power", "which is a force"),
        (
            {
                "power": None, "force": None,
                "effort": [{"speed": "5 m/s", "force": "400 kN"}, {"speed": "4 m/s", "force": "300 kN"}],
            },
            "locomotives.L.effort[1].speed",
            "must be more than the speed of the previous point",
        ),
    ],
)  # fmt: skip
def test_a_locomotive_that_is_none_is_told_at_its_key(keys: dict[str, Any], key: str, message: str) -> None:
    found = locomotive(**keys)
    assert list(found) == [key]
    assert message in found[key]


def test_a_service_has_a_speed_or_a_consist() -> None:
    both = services(car=service("A", "C", consist="boxes"))
    assert said(both) == {"traffic.services.car": "must have either a speed or a consist"}
    neither = services(car=service("A", "C", speed=None))
    assert said(neither) == {"traffic.services.car": "must have either a speed or a consist"}
    unknown = services(car=service("A", "C", speed=None, consist="coaches"))
    assert 'names "coaches", which is not a consist' in said(unknown)["traffic.services.car.consist"]
