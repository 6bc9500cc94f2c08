"""Every number of a scenario at its extremes: it is refused in one line, or the plan is made."""

import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from corridorsim.errors import CorridorError, InputError, Path, dotted
from corridorsim.model import Scenario
from corridorsim.model.quantities import Reads
from corridorsim.operations.program import check
from corridorsim.planning import plan
from worlds import into, out, service, world

HOURS = [{"at": "22:00", "length": "8 h", "units": 1}]
AHEAD = {"share": 0.3, "leaving": {"mean": "5 min"}, "entering": {"mean": "5 min"}}
SCAN = {"name": "X-ray", "lanes": 2, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}, "share": 0.5,
        "by_commodity": {"boxes": {"share": 0.2, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}}},
        "declared_ahead": AHEAD, "closed": HOURS}  # fmt: skip
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 20, "variation": 0.3,
        "per_train": 1, "stack": {"units": 60, "dwell": "6 h"}, "closed": HOURS}  # fmt: skip
SIDE = {"reception": 3, "waiting": 2, "departure": 3, "own_length": "900 m", "other_length": "900 m",
        "shunting": {"engines": 1, "move": {"mean": "20 min", "variation": 0.3}}, "gauge_break": {"yard": YARD},
        "inspection": {"gangs": 2, "time": {"mean": "1 h"}, "closed": HOURS}}  # fmt: skip
DAYS = {"since": "2025-01-01", "until": "2025-01-02", "at": "01:00", "length": "5 h"}
DIESEL = {"source": "invented", "mass": "138 t", "length": "22 m", "power": "2906 kW", "force": "427 kN",
          "speed": "120 km/h", "lowest_speed": "24.5 km/h", "starting_force": "450 kN"}  # fmt: skip
CURVE = {key: value for key, value in DIESEL.items() if key not in ("power", "force", "starting_force")} | {
    "effort": [{"speed": "10 km/h", "force": "427 kN"}, {"speed": "50 km/h", "force": "200 kN"}]
}


def _rich() -> Scenario:
    """A world that says something at every key."""
    data = world().document.data
    gate, boxes, line = data["crossings"]["Gate"], data["consists"]["boxes"], data["lines"]["line"]
    control = {"lanes": 3, "leaving": {"mean": "30 min", "variation": 0.5}, "entering": {"mean": "1 h"},
               "declared_ahead": AHEAD, "closed": HOURS, "further": [SCAN],
               "by_commodity": {"boxes": {"leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}}}}  # fmt: skip
    accepts = [{"trains": "9 trains/day"}, {"trains": "12 trains/day", "since": "2025-01-02"}]
    crossing = gate | {
        "near": gate["near"] | SIDE | {"control": control}, "far": gate["far"] | SIDE | {"control": control},
        "border": {"run": "20 min", "back": "10 min", "near_tracks": 1, "far_tracks": 1},
        "accepts": {"HERE->THERE": accepts, "THERE->HERE": accepts}, "day_begins": {"THERE->HERE": "18:00"},
        "lots": {"HERE->THERE": {"trains": 3, "span": "8 h"}}, "under_way": {"HERE->THERE": 9},
        "refused": {"HERE->THERE": {"share": 0.1, "again": "4 h"}}, "closed": {"HERE->THERE": [DAYS]},
    }  # fmt: skip
    told = boxes | {
        "locomotive": "diesel", "locomotives": 1, "tare": "20 t", "axles": 4, "braking": "0.2 m/s2",
        "loaded_limit": "60 km/h", "empty_limit": "60 km/h", "running_times": {"B - C": "20 min"},
    }  # fmt: skip
    carried = {key: value for key, value in told.items() if key != "transshipment"} | {"commodity": "boxes"}
    points = [
        line["points"][0],
        line["points"][1] | {"tracks": 3, "useful_length": "900 m", "throat": {"routes": 2, "time": "3 min"}},
        *line["points"][2:],
    ]
    lined = line | {
        "points": points, "fill": [{"after": "A", "count": 1}], "block": "automatic", "block_length": "5 km",
        "group": 3, "second_track": [{"start": "B", "end": "C", "opens": "2025-01-02", "speed_limit": "60 km/h"}],
        "possessions": [DAYS | {"start": "A", "end": "B"}],
        "restrictions": [DAYS | {"start": "12 km", "end": "14 km", "speed": "40 km/h"}],
        "profile": [{"at": "1 km", "gradient": "3 permille"}, {"at": "5 km", "gradient": "-3 permille"}],
        "curves": [{"start": "2 km", "end": "3 km", "radius": "500 m"}],
        "speed_limits": [{"start": "4 km", "end": "6 km", "speed": "50 km/h"}],
    }  # fmt: skip
    pools = {
        "wagons": {"fleet": {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 200, "turn": "1 h"}},
        "locomotives": {"shed": {"locomotive": "diesel", "ends": ["West"], "size": 20, "turn": "1 h"}},
    }
    changes: dict[str, Any] = {
        "crossings.Gate": crossing, "lines.line": lined,
        "locomotives": {"diesel": DIESEL, "other": CURVE}, "pools": pools,
        "consists": {
            "grain": told, "large": carried | {"containers": 10},
            "small": carried | {"onward": "large", "containers": 10},
        },
        "terminals": {"port": {"source": "invented", "handles": "150 TEU/day", "space": "40 TEU", "dwell": "9 h"}},
        "highways": {"road": {"source": "invented", "capacity": "20 TEU/day", "share": {"out": 0.1}, "cost": 100}},
        "disruptions": {
            "dated": {"closes": "C control", "units": 1, "dated": [DAYS]},
            "storms": {"closes": {"crossing": "Gate"},
                       "random": {"per_year": 50, "mean": "5 h", "variation": 1, "months": ["Jan"]}},
            "failures": {"closes": "D transshipment", "units": 1,
                         "failures": {"between": "20 h", "repair": "2 h", "variation": 1}},
        },
        "observed": {"tonnes": {"total": "1 Mt/year"}, "trains": {"total": "3 trains/day"}, "dwell": {"Gate": "9 h"}},
        "traffic.services": {"car": service("A", "C", speed="60 km/h", departs="05:00")},
        "rules.following_interval": "4 min", "rules.arrival_interval": "4 min", "rules.crew_duty": "8 h",
        "rules.keep_free": 1, "window.warm_up": "1 days", "traffic.total": "1 Mt/year", "traffic.monthly": [1] * 12,
    }  # fmt: skip
    choice = {"rule": "logit", "value_of_time": "0.2 USD/t/h", "spread": "5 USD/t",
              "alternatives": {"Gate": {"cost": "40 USD/t"}}}  # fmt: skip
    return world(
        changes,
        out=out(2, consists={"grain": 0.5, "small": 0.5}, choice=choice),
        back=into(2, consists={"grain": 1}, foreign_terminal="port"),
    )


def numbers(value: Any, kind: Any, path: Path = ()) -> Iterator[tuple[Path, Reads]]:
    """Every quantity of a model, and how it is read."""
    reads = next(iter(_reads(kind)), None)
    if reads is not None and not isinstance(value, BaseModel | list | dict):
        yield path, reads
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            kinds = typing.Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            yield from numbers(getattr(value, name), kinds, (*path, name))
    elif isinstance(value, list | dict):
        for key, each in enumerate(value) if isinstance(value, list) else value.items():
            yield from numbers(each, typing.get_args(_plain(kind))[-1], (*path, key))


def _plain(kind: Any) -> Any:
    """A type without what is annotated, of a union its list or mapping."""
    while typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kinds = [_plain(each) for each in typing.get_args(kind)]
        return next((each for each in kinds if typing.get_origin(each) in (list, dict)), kinds[0])
    return kind


def _reads(kind: Any) -> Iterator[Reads]:
    if isinstance(kind, Reads):
        yield kind
    elif typing.get_origin(kind) in (typing.Annotated, typing.Union, types.UnionType):
        for each in typing.get_args(kind):
            yield from _reads(each)


def forms(reads: Reads) -> list[str]:
    """The units in which a number is written, the first that its form names; none for words and dates."""
    choices = reads.form.get("anyOf", [reads.form])
    if any(each.get("type") in ("integer", "number") for each in choices):
        return [""]
    example = choices[0].get("examples", [""])[0]
    number, _, unit = example.partition(" ")
    return [f" {unit}"] if unit and number.replace(".", "").isdigit() else []


RICH = _rich()
LIKE_OTHERS = ("far.control", "far.gauge_break", "far.shunting", "far.inspection", "consists.large", "monthly[",
               "declared_ahead.leaving", "points[2]")  # fmt: skip
NUMBERS = {dotted(path): unit for path, reads in numbers(RICH, Scenario) for unit in forms(reads)}
NUMBERS = {key: unit for key, unit in NUMBERS.items() if not any(part in key for part in LIKE_OTHERS)}
EXTREMES = ("-1", "0", "0.000001", "1", "1000", "10000", "1000000", "1000000000", "1e12", "1e300")


def test_the_rich_world_can_be_planned_and_says_something_at_every_mapping() -> None:
    assert len(NUMBERS) > 150
    assert plan(RICH).program.trains > 0


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_at_its_extremes_is_refused_in_a_line_or_planned(key: str) -> None:
    for number in EXTREMES:
        text = f"{number}{NUMBERS[key]}"
        value: object = text if NUMBERS[key] else float(number) if "." in number or "e" in number else int(number)
        refused: CorridorError | None = None
        try:
            changed = RICH.change({key: value})
        except InputError as error:
            refused = error
        if refused is not None:
            assert all(problem.key and problem.message for problem in getattr(refused, "problems", [])), (text, refused)
            continue
        try:
            planned = plan(changed)
            check(planned.program, planned.legend)
        except CorridorError as error:
            refused = error
        if refused is not None:
            assert "\n" not in str(refused), (text, refused)
            assert "32 bits" not in str(refused), (text, refused)
