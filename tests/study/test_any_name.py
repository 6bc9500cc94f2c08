"""Names are for people: whatever things are called, the numbers are the same."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from corridorsim.errors import CorridorError
from corridorsim.model import Scenario, read
from corridorsim.planning import chances, demand, disruption_times, fleet
from corridorsim.planning.streams import uniform
from corridorsim.study.border import study_border
from corridorsim.study.line_capacity import Asked, line_capacities
from corridorsim.study.replication import replicate
from worlds import into, out, service, world

NAMED = {  # what can be called anything, by what it is called in the world
    "A": "a station", "B": "a siding", "C": "the border station", "D": "the station beyond", "line": "the line",
    "West": "a distant end", "East": "the end beyond", "Gate": "the crossing", "boxes": "a consist",
    "there": "a flow", "car": "a service", "flats of West": "wagons", "crews of A": "crews", "port": "a terminal",
    "HERE": "a country", "x-ray": "a control", "yard": "a gauge break", "storm": "a disruption",
}  # fmt: skip
WORDS = (
    "total", "C tracks", "D toward C", "closings", "A - B", "B - C", "fronts", "C trains", "B tickets", "A toward B",
    "transshipment", "end of run", "loading", "the end of the line", "D 1520 mm", "entering at C", "throat",
    "change of day", "A - B track 1 block 1", "both", "whole", "loaded", "place",
)  # fmt: skip
MAPPINGS = {"lines", "ends", "crossings", "consists", "flows", "services", "wagons", "crews", "terminals", "inland",
            "gauge_break", "disruptions"}  # fmt: skip
WINDOW = {"start": "2025-01-01", "length": "4 days", "warm_up": "1 days"}


def everything(block: str) -> dict[str, Any]:
    """A world with something of everything that has a name."""
    night = [{"at": "22:00", "length": "8 h"}]
    xray = {"name": "x-ray", "lanes": 1, "leaving": {"mean": "5 min"}, "entering": {"mean": "5 min"}, "share": "50 %"}
    yard = {"commodities": ["goods"], "fronts": 2, "machines": 3, "per_train": 2, "works": "wagons", "rate": 10}
    return {
        "window": WINDOW, "lines.line.block": block, "traffic.empties": "balanced", "rules.arrival_interval": "2 min",
        "lines.line.second_track": [{"start": "B", "end": "C", "opens": "2025-01-03"}],
        "lines.line.possessions": [{"start": "A", "end": "B", "at": "06:00", "length": "2 h"}],
        "lines.line.crew_changes": ["A", "C"],
        "lines.line.points": [
            {"name": "A", "at": "0 km", "kind": "station", "throat": {"routes": 1, "time": "3 min"}},
            {"name": "B", "at": "10 km"}, {"name": "C", "at": "30 km", "kind": "station"},
        ],
        "crossings.Gate.closed": {"HERE->THERE": night}, "crossings.Gate.day_begins": {"HERE->THERE": "18:00"},
        "crossings.Gate.accepts.HERE->THERE": [
            {"trains": "4 trains/day"}, {"trains": "6 trains/day", "since": "2025-01-03"},
        ],
        "crossings.Gate.under_way": {"HERE->THERE": 5}, "crossings.Gate.near.reception": 3,
        "crossings.Gate.near.control.further": [xray], "crossings.Gate.near.control.closed": night,
        "crossings.Gate.far.gauge_break": {"yard": yard | {"closed": night}},
        "consists.boxes.commodity": "goods",
        "pools": {
            "wagons": {"flats of West": {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 80,
                                         "turn": "6 h"}},
            "crews": {"crews of A": {"line": "line", "start": "A", "end": "C", "size": 12, "rest": "6 h"}},
        },
        "disruptions": {"storm": {"closes": "C tracks", "units": 1,
                                  "dated": {"since": "2025-01-02", "until": "2025-01-03"}}},
        "traffic.services": {"car": service("A", "C")},
    }  # fmt: skip


@cache
def data(block: str) -> dict[str, Any]:
    flows = {"there": out(5), "back": into(3)}
    found: dict[str, Any] = json.loads(json.dumps(world(everything(block), **flows).document.data, default=str))
    return found


def renamed(said: Any, old: str, new: str, mapping: bool = False) -> Any:
    """What a scenario says, with something called otherwise."""
    if isinstance(said, dict):
        return {
            _in_direction(key, old, new) if mapping or "->" in key else key: renamed(each, old, new, key in MAPPINGS)
            for key, each in said.items()
        }
    if isinstance(said, list):
        return [renamed(each, old, new) for each in said]
    return _in_direction(said, old, new) if isinstance(said, str) else said


def _in_direction(said: str, old: str, new: str) -> str:
    if said == f"{old} tracks":  # the stage that the storm closes
        return f"{new} tracks"
    return "->".join(new if part == old else part for part in said.split("->"))


def scenario_of(said: dict[str, Any], folder: Path) -> Scenario:
    (folder / "any.yaml").write_text(json.dumps(said), "utf-8")
    return read(folder / "any.yaml")


def numbers(found: Any) -> Iterator[float]:
    """All numbers of some results, in order, without the names."""
    if isinstance(found, dict):
        for each in found.values():
            yield from numbers(each)
    elif isinstance(found, (list, tuple)):
        for each in found:
            yield from numbers(each)
    elif isinstance(found, np.ndarray):
        if found.dtype.kind in "fiub":
            yield from found.astype(float).ravel().tolist()
    elif isinstance(found, (int, float)):
        yield float(found)
    elif hasattr(found, "__dataclass_fields__"):
        yield from numbers([getattr(found, name) for name in found.__dataclass_fields__ if name != "scenario"])


def run(scenario: Scenario) -> dict[str, list[float]]:
    """What a run says."""
    study = replicate(scenario)
    return {"run": [*numbers(study.replications[0].numbers), *numbers(study.tables)]}


def in_depth(scenario: Scenario) -> dict[str, list[float]]:
    """What border and capacity say."""
    (crossing,), (line,) = scenario.crossings, scenario.lines
    border = study_border(scenario, crossing)
    [found] = line_capacities(scenario, [line], Asked(date(2025, 1, 3), replications=1)).told
    return {
        "border": [*numbers(border.stages), *numbers(border.timeline), *numbers(border.by_hour)],
        "capacity": [*numbers(found), *numbers([each.pairs for each in found.elements])],
    }


REFUSED = {  # what would be called as something else: two things of one name cannot be told apart in tables
    ("Gate", "total"), ("A", "D 1520 mm"), ("B", "D 1520 mm"), ("C", "D 1520 mm"), ("x-ray", "transshipment"),
    ("x-ray", "throat"), ("yard", "transshipment"), ("yard", "throat"),
}  # fmt: skip
IN_DEPTH = ("total", "C tracks", "D toward C", "closings", "C trains")


@pytest.fixture
def nameless_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Luck is drawn by names: here everybody has the same."""

    def same(seed: int, replication: int, stream: str, purpose: str, count: int) -> Any:
        return uniform(seed, replication, "", "", count)

    for module in (chances, demand, disruption_times, fleet):
        monkeypatch.setattr(module, "uniform", same)


@cache
def plain(block: str) -> dict[str, list[float]]:
    """The numbers of the world as it is called by itself."""
    with TemporaryDirectory() as folder:
        scenario = scenario_of(data(block), Path(folder))
        return run(scenario) | in_depth(scenario)


@pytest.mark.usefixtures("nameless_luck")
@pytest.mark.parametrize("old", NAMED, ids=NAMED.values())
def test_whatever_something_is_called_a_run_has_the_same_numbers(old: str, tmp_path: Path) -> None:
    every = 1 if old in ("B", "C", "D", "Gate") else 3  # of the words: a run takes its time
    for number, word in enumerate(WORDS):
        if (old, word) not in REFUSED and (number + len(old)) % every == 0:
            block = ("automatic", "semi-automatic")[number % 2]
            found = run(scenario_of(renamed(data(block), old, word), tmp_path))["run"]
            assert np.array_equal(found, plain(block)["run"], equal_nan=True), word


@pytest.mark.usefixtures("nameless_luck")
@pytest.mark.parametrize("word", IN_DEPTH)
def test_whatever_places_and_crossings_are_called_border_and_capacity_have_the_same_numbers(
    word: str, tmp_path: Path
) -> None:
    for old in ("B", "C", "Gate"):
        if (old, word) not in REFUSED:
            found = in_depth(scenario_of(renamed(data("automatic"), old, word), tmp_path))
            for command, told in found.items():
                assert np.allclose(told, plain("automatic")[command], rtol=1e-12, equal_nan=True), (old, command)


@pytest.mark.parametrize(("old", "word"), sorted(REFUSED))
def test_what_would_be_called_as_something_else_is_refused(old: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match=r"would stand for|must be a name of its own"):
        run(scenario_of(renamed(data("automatic"), old, word), tmp_path))
