"""Names are for people: whatever things are called, the numbers are the same."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from corridorsim.border.study import study_border
from corridorsim.errors import CorridorError
from corridorsim.itineraries import Activity, Kind, Reason, Role
from corridorsim.itineraries.stages import KINDS, Part
from corridorsim.line.capacity import CapacitySettings, line_capacities
from corridorsim.measures import numbers as numbers_of_a_run
from corridorsim.model import Scenario, read
from corridorsim.model.border.acceptance import EMPTY, REST
from corridorsim.model.border.crossing_checks import OWN_NAMES
from corridorsim.model.demand.formation import Purpose
from corridorsim.model.train_class import TrainClass
from corridorsim.planning import plan
from corridorsim.planning.closures import disruption_times
from corridorsim.planning.demand import chances, fleet, patience, traffic
from corridorsim.planning.demand.streams import uniform
from corridorsim.planning.track.tracks import Goes
from corridorsim.recovery.study import recover
from corridorsim.string_line.rows import CsvColumns, occupation_rows, stairway_rows, string_line_rows
from corridorsim.string_line.views import day_on_line, hours_on_line
from corridorsim.study.outcome import outcome_of
from corridorsim.study.replication import replicate
from worlds import into, out, service, world

NAMED = {  # what can be called anything, by what it is called in the world
    "A": "a station", "B": "a siding", "C": "the border station", "D": "the station beyond", "line": "the line",
    "West": "a distant end", "East": "the end beyond", "Gate": "the crossing", "boxes": "a consist",
    "there": "a flow", "back": "a flow that comes", "car": "a service", "flats of West": "wagons",
    "crews of A": "crews", "port": "a terminal", "HERE": "a country", "x-ray": "a control", "yard": "a gauge break",
    "storm": "a disruption", "jam": "a loading stop", "bulk": "a kind",
}  # fmt: skip
MADE = (  # names that the program builds of those of the world
    "C tracks", "D toward C", "A - B", "B - C", "C trains", "B door", "A toward B", "D 1520 mm", "entering at C",
    "A - B track 1 block 1", "Gate HERE->THERE", "boxes, empty", "service car", "there empties", "C control",
    "D transshipment", "A - B trains", "Gate HERE->THERE: acceptance", "closing of C tracks", "call for boxes",
    "loading: jam", "loading: jam, trains", "loading allowed: jam", "jam: trains", "jam: room for trains",
    "trains of all kinds",
    "D goods cleared", "C paper work desks", "Gate HERE->THERE locomotives", "at C", "leaving HERE", "C leaving HERE",
)  # fmt: skip


def enumerated(*kinds: type[Enum]) -> Iterator[str]:
    """The words of some enumerations."""
    for kind in kinds:
        for each in kind:
            yield each.value if isinstance(each.value, str) else each.name.lower().replace("_", " ")


def words_of_numbers() -> Iterator[str]:
    """What numbers are called."""
    for each in vars(numbers_of_a_run).values():
        if isinstance(each, numbers_of_a_run.What):
            yield from filter(None, (each.name, each.words))


WORDS = tuple(
    dict.fromkeys((
        *enumerated(Role, Kind, Reason, Activity, Purpose, TrainClass, Goes, Part), *(kind.name for kind in KINDS),
        *words_of_numbers(), "total", "all", "both", "whole", "closings", "trains", "toward", "place", "section",
        "containers, empty", "end of run", "loading", "the end of the line", "1520 mm", "throat", "near", "far",
        "change of day", "HERE->THERE", "THERE->HERE", "HERE", "crossing", "line", "service", "direction", "route",
        "reception", "waiting", "departure", "yard", "brought", "loads", "onward", "empties", "not yet open",
        "a possession", "outside its hours",
    ))
)  # fmt: skip
MAPPINGS = {"lines", "ends", "crossings", "consists", "flows", "services", "wagons", "crews", "terminals", "inland",
            "gauge_break", "disruptions", "loading_stops"}  # fmt: skip
DAY = date(2025, 1, 3)
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
        "crossings.Gate.agreed": {"HERE->THERE": "7 trains/day"}, "crossings.Gate.count_empties": ["THERE->HERE"],
        "crossings.Gate.kinds": {"HERE->THERE": {"bulk": {"commodities": ["goods"], "accepts": "200 wagons/day"}}},
        "lines.line.cuts": [{"start": "A", "end": "C", "pairs": "9 trains/day", "since": "2025-01-02"}],
        "crossings.Gate.under_way": {"HERE->THERE": 5}, "crossings.Gate.near.reception": 3,
        "crossings.Gate.near.control.further": [xray], "crossings.Gate.near.control.closed": night,
        "crossings.Gate.far.gauge_break": {"yard": yard | {"closed": night}},
        "crossings.Gate.far.control.clearance": "9 h", "crossings.Gate.away": {"HERE->THERE": "6 h"},
        "crossings.Gate.near.paper_work": {"desks": 2, "time": {"mean": "20 min"}},
        "crossings.Gate.locomotives": {"HERE->THERE": {"number": 2, "turn": "3 h"}},
        "consists.boxes.commodity": "goods",
        "pools": {
            "wagons": {"flats of West": {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 80,
                                         "turn": "6 h"}},
            "crews": {"crews of A": {"line": "line", "start": "A", "end": "C", "size": 12, "rest": "6 h"}},
        },
        "disruptions": {"storm": {"closes": "C tracks", "units": 1,
                                  "dated": {"since": "2025-01-02", "until": "2025-01-03"}}},
        "traffic.services": {"car": service("A", "C")},
        "traffic.patience": {"goods": {"waits": "20 h", "variation": 1}},
        "traffic.loading_stops": {
            "jam": {"crossing": "Gate", "direction": "HERE->THERE", "ends": ["West"], "begins_at": 4, "ends_at": 2},
        },
    }  # fmt: skip


@cache
def data(block: str) -> dict[str, Any]:
    flows = {"there": out(5), "back": into(3)}
    found: dict[str, Any] = json.loads(json.dumps(world(everything(block), **flows).document.data, default=str))
    return found


def renamed(said: Any, names: Mapping[str, str], mapping: bool = False) -> Any:
    """What a scenario says, with some things called otherwise."""
    if isinstance(said, dict):
        return {
            _called(key, names) if mapping or "->" in key else key: renamed(each, names, key in MAPPINGS or "->" in key)
            for key, each in said.items()
        }
    if isinstance(said, list):
        return [renamed(each, names) for each in said]
    return _called(said, names) if isinstance(said, str) else said


def _called(said: str, names: Mapping[str, str]) -> str:
    if said == "C tracks":  # the stage that the storm closes
        return f"{names.get('C', 'C')} tracks"
    return "->".join(names.get(part, part) for part in said.split("->"))


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


def run(scenario: Scenario) -> list[float]:
    """What a run says."""
    study = replicate(scenario)
    return [*numbers(list(study.replications[0].numbers.by_number.values())), *numbers(study.first_tables)]


def in_depth(scenario: Scenario) -> list[float]:
    """What border, capacity and recovery say, and what the diagrams of a line show."""
    (crossing,), (line,) = scenario.crossings, scenario.lines
    border = study_border(scenario, crossing)
    [found] = line_capacities(scenario, [line], CapacitySettings(DAY, replications=1)).told
    told = (border.stages, border.timeline, border.by_hour, found, [each.pairs for each in found.elements])
    recovery = recover(scenario, crossing, DAY, 1)
    closed = (recovery.runs, recovery.waiting, recovery.outside, list(recovery.standing.values()))
    return list(numbers((told, closed, *shown_of(scenario))))


def shown_of(scenario: Scenario) -> Iterator[CsvColumns]:
    """What the diagrams of the line show."""
    planned = plan(scenario)
    outcome = outcome_of(planned)
    day, hours = day_on_line(planned, outcome, 0, DAY), hours_on_line(planned, outcome, 0, DAY, (0, 86_400))
    yield from (string_line_rows(day), occupation_rows(day), stairway_rows(hours))
    yield {"closed": np.array([(each.begin, each.end) for each in day.closings])}


@pytest.fixture(autouse=True)
def nameless_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random numbers are drawn by names: here everybody draws the same."""

    def same(seed: int, replication: int, stream: str, purpose: str, count: int) -> Any:
        return uniform(seed, replication, "", "", count)

    for module in (chances, disruption_times, fleet, patience, traffic):
        monkeypatch.setattr(module, "uniform", same)


@cache
def plain(look: Callable[[Scenario], list[float]], block: str) -> list[float]:
    """What is said of the world with its plain names."""
    with TemporaryDirectory() as folder:
        return look(scenario_of(data(block), Path(folder)))


def differs(names: Mapping[str, str], look: Callable[[Scenario], list[float]], block: str, folder: Path) -> bool:
    """Whether something is said that is not said of the world with its plain names."""
    found = look(scenario_of(renamed(data(block), names), folder))
    return not np.allclose(found, plain(look, block), rtol=1e-12, atol=0, equal_nan=True)


def squares() -> Iterator[dict[str, str]]:
    """Everything is called something; each thing by each word once, but for those that are refused."""
    for shift in range(len(WORDS)):
        names = {old: WORDS[(shift + n) % len(WORDS)] for n, old in enumerate(NAMED)}
        yield {old: word for old, word in names.items() if not is_refused(old, word)}


def is_refused(old: str, word: str) -> bool:
    """Whether a name is refused or has a meaning: of a station's stages no two are named alike, a country is no
    direction, and the kinds "rest" and "empty" are all others."""
    if old == "bulk" and word in (REST, EMPTY):
        return True
    return (old in ("x-ray", "yard") and word in OWN_NAMES) or (old == "HERE" and "->" in word)


REFUSED = {  # what would be called like something else: two things of one name cannot be told apart in tables
    ("A", "D 1520 mm"), ("B", "D 1520 mm"), ("C", "D 1520 mm"), ("x-ray", "transshipment"), ("x-ray", "throat"),
    ("yard", "transshipment"), ("yard", "throat"), ("back", "there empties"),
}  # fmt: skip


@pytest.mark.parametrize(("block", "every"), [("automatic", 1), ("semi-automatic", 4)])
def test_called_by_any_word_of_the_program_everything_has_the_same_numbers(
    block: str, every: int, tmp_path: Path
) -> None:
    assert [names for names in list(squares())[::every] if differs(names, run, block, tmp_path)] == []


@pytest.mark.parametrize("old", NAMED, ids=NAMED.values())
def test_called_by_a_name_that_the_program_builds_it_has_the_same_numbers(old: str, tmp_path: Path) -> None:
    words = [word for word in MADE if (old, word) not in REFUSED and not is_refused(old, word)]
    assert [word for word in words if differs({old: word}, run, "automatic", tmp_path)] == []


@pytest.mark.parametrize(("block", "every"), [("automatic", 12), ("semi-automatic", 36)])
def test_every_study_and_diagram_says_the_same_whatever_everything_is_called(
    block: str, every: int, tmp_path: Path
) -> None:
    odd = [("A", "closings"), *((old, word) for old in ("B", "C", "Gate") for word in ("C trains", "D toward C"))]
    some = [*list(squares())[::every], *({old: word} for old, word in odd)]
    assert [names for names in some if differs(names, in_depth, block, tmp_path)] == []


def test_two_stages_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """The yard "wagons" at D, and the wagons of a pool called "D"."""
    names = {"yard": "wagons", "flats of West": "D"}
    assert not differs(names, in_depth, "automatic", tmp_path)
    stages = [stage.name for stage in plan(scenario_of(renamed(data("automatic"), names), tmp_path)).layout.stages]
    assert {"D wagons", "D wagons (2)"} <= set(stages)
    assert len(stages) == len(set(stages))


@pytest.mark.parametrize(("old", "word"), sorted(REFUSED))
def test_what_would_be_called_as_something_else_is_refused(old: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match=r"would stand for|must be another name"):
        run(scenario_of(renamed(data("automatic"), {old: word}), tmp_path))
