"""Scenarios as they are read, changed and fingerprinted; and where every number in the shipped ones comes from."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import corridorsim
from corridorsim.errors import InputError, path_of
from corridorsim.model import Scenario, read
from corridorsim.planning import lay_out
from worlds import SHIPPED, TEXT, world, written

YEARS = [path for path in sorted(SHIPPED.glob("*.yaml")) if path.name != "figures.yaml"]
FILES = [path for path in sorted(SHIPPED.rglob("*.yaml")) if path.name != "figures.yaml"]
NAMES = [path.name for path in YEARS]


@pytest.fixture(scope="module")
def shipped() -> dict[str, Scenario]:
    return {path.name: read(path) for path in YEARS}


# reading and changing


def test_the_packaged_example_is_sound() -> None:
    assert read(corridorsim.example()).name == "example"


def test_the_shipped_scenarios_are_sound_and_named_as_their_files(shipped: dict[str, Scenario]) -> None:
    assert [scenario.name for scenario in shipped.values()] == [path.stem for path in YEARS]
    assert {"2018", "2022", "2025"} <= {scenario.name for scenario in shipped.values()}


def test_the_simulation_begins_a_warm_up_before_the_window() -> None:
    window = world({"window.warm_up": "10 days"}).window
    assert window.simulation_start == date(2024, 12, 22)
    assert (window.second_of(date(2024, 12, 22)), window.second_of(date(2025, 1, 1))) == (0, 864_000)
    assert window.until == 12 * 86_400


def test_a_day_before_the_simulation_has_a_negative_second() -> None:
    assert world().window.second_of(date(2024, 12, 31)) == -86_400


def test_a_changed_scenario_differs_in_that_key_alone() -> None:
    base, changed = world().model_dump(), world({"traffic.scale": 2}).model_dump()
    assert (base["traffic"].pop("scale"), changed["traffic"].pop("scale")) == (1, 2)
    assert base == changed


def test_a_change_leaves_the_scenario_it_is_asked_of_alone() -> None:
    scenario = world()
    scenario.change({"traffic.scale": 2})
    assert scenario.traffic.scale == 1


def test_a_change_of_a_change_keeps_the_first() -> None:
    scenario = world().change({"traffic.scale": 2}).change({"seed": 5})
    assert (scenario.traffic.scale, scenario.seed) == (2, 5)


def test_a_change_is_read_as_in_a_file() -> None:
    assert world().change({"window.length": "36 h"}).window.length == 129_600
    assert world().change({"lines.line.points[1].tracks": "3"}).network.places["B"].tracks == 3


def test_a_change_must_name_a_key_that_is_there() -> None:
    with pytest.raises(InputError, match='no "scal" in traffic'):
        world().change({"traffic.scal.x": 2})


def test_a_change_must_leave_the_scenario_sound() -> None:
    with pytest.raises(InputError, match="must add up to 100 %"):
        world().change({"traffic.flows.out.consists.boxes": 0.5})


# its fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other"},
        {"seed": 2},
        {"replications": 2},
        {"traffic.scale": 1.5},
        {"lines.line.points[1].at": "11 km"},
        {"lines.line.second_track": [{"start": "A", "end": "B", "opens": "2025-01-01"}]},
        {"crossings.Gate.accepts.HERE->THERE": "23 trains/day"},
        {"consists.boxes.transshipment.variation": 0.1},
        {"rules.crossing_interval": "61 s"},
        {"window.warm_up": "1 days"},
        {"observed": {"tonnes": {"total": "1 Mt/year"}}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_other_value_gives_another_fingerprint(change: dict[str, Any]) -> None:
    assert world(change).sha256 != world().sha256


def test_the_same_value_written_otherwise_gives_the_same_fingerprint() -> None:
    assert world({"window.length": "48 h", "traffic.scale": 1.0}).sha256 == world().sha256


def test_a_default_that_is_written_out_gives_the_same_fingerprint() -> None:
    written_out = {"traffic.departures": "spread", "traffic.scale": 1, "crossings.Gate.forming.variation": 0}
    assert world(written_out).sha256 == world().sha256


def test_the_way_the_files_are_split_does_not_matter() -> None:
    """The same world in one file, and in three of which each extends the one before."""
    keys: dict[str, Any] = yaml.safe_load(TEXT)
    names = list(keys)
    parts = [names[:4], names[4:8], names[8:]]
    files = {f"part{i}": yaml.safe_dump({name: keys[name] for name in part}) for i, part in enumerate(parts)}
    for i in (1, 2):
        files[f"part{i}"] += f"extends: part{i - 1}.yaml\n"
    assert written(files).sha256 == world().sha256


def test_a_figure_and_the_number_itself_give_the_same_fingerprint() -> None:
    figures = (
        "- {id: F1, what: trains, value: 24, unit: trains/day, as_of: now, kind: plan, source: me, confidence: low}\n"
    )
    text = TEXT.replace("HERE->THERE: 24 trains/day", "HERE->THERE: {figure: F1}") + "figures: figures.yaml\n"
    assert written({"figures": figures, "world": text}).sha256 == world().sha256


# where the shipped numbers come from


def raw(path: Path) -> Any:
    """A file as YAML alone sees it, every scalar as it is written."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Keys and text of every value that names no figure and no assumption."""
    if isinstance(value, dict) and not {"figure", "assumed"} & set(value):
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from leaves(below, (*path, str(i)))
    elif isinstance(value, str):
        yield path, value


PLAIN = [  # keys whose numbers need no figure: how to simulate, not what the world is
    r"format|seed|replications|name|description|extends|figures",
    r"window/(start|length|warm_up)",
    r"traffic/services/[^/]*/departs",  # assumed with the pairs beside it
    r"lines/[^/]*/points/\d+/(at|name|latitude|longitude)",  # the line names their source
    r"lines/[^/]*/fill/\d+/after",
    r"lines/[^/]*/second_track/\d+/(start|end)",
    r"crossings/[^/]*/accepts/[^/]*/\d+/since",  # the day from which the figure beside it holds
    r"traffic/flows/[^/]*/(choice/alternatives/Altynkol/)?inland/Zhetigen and beyond",  # 100 %: the only end there is
    r"traffic/flows/[^/]*/consists/[^/]*",  # 100 %: the flow is of one kind of goods, and has one consist
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_number_comes_from_a_figure_or_says_that_it_is_assumed(path: Path) -> None:
    allowed = re.compile("|".join(f"(?:{each})" for each in PLAIN))
    numbers = [
        (keys, text)
        for keys, text in leaves(raw(path))
        if re.match(r"[-+]?[.\d]", text) and not allowed.fullmatch("/".join(keys))
    ]
    assert numbers == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_list_of_kilometres_has_its_source_beside_it(path: Path) -> None:
    for name, line in (raw(path).get("lines") or {}).items():
        assert line["source"], name


def sourced(value: Any, key: str) -> Iterator[dict[str, Any]]:
    """Every mapping with this key, at any depth."""
    if isinstance(value, dict):
        if key in value:
            yield value
        value = list(value.values())
    for below in value if isinstance(value, list) else ():
        yield from sourced(below, key)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_assumption_has_a_range_and_a_reason(path: Path) -> None:
    """A list of proportions alone may do without a range."""
    for said in sourced(raw(path), "assumed"):
        assert said["reason"].strip()
        assert isinstance(said["assumed"], list) or len(said["range"]) == 2, said


FIGURES = {figure["id"]: figure for figure in raw(SHIPPED / "figures.yaml")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_figure_that_is_used_has_a_source_a_licence_and_a_confidence(path: Path) -> None:
    for used in sourced(raw(path), "figure"):
        figure = FIGURES[used["figure"]]
        assert figure["source"].strip(), used
        assert figure["licence"].strip(), used
        assert figure["confidence"] in ("high", "medium", "low"), used


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_figure_that_is_cited_in_words_is_in_the_list(path: Path) -> None:
    words = [text for _, text in leaves(raw(path))] + [said["reason"] for said in sourced(raw(path), "assumed")]
    cited = {name for text in words for name in re.findall(r"\b[A-Z]\d\d[a-z]?\b", text)}
    assert cited - set(FIGURES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_names_a_key_that_is_there(name: str, shipped: dict[str, Scenario]) -> None:
    """What a report calls the key to change leads to a value."""
    scenario = shipped[name]
    for stage in lay_out(scenario).layout.stages:
        here: Any = scenario
        for part in path_of(stage.key):
            here = getattr(here, str(part)) if hasattr(here, str(part)) else here[part]


@pytest.mark.parametrize("path", YEARS, ids=lambda path: path.name)
def test_a_shipped_year_opens_with_the_question_that_it_answers(path: Path) -> None:
    assert "?" in read(path).description


def test_a_figure_tells_the_day_on_which_it_became_known() -> None:
    """One day, or one for each of its entries."""
    figures = read(SHIPPED / "2018.yaml").document.figures
    assert figures["S14"].known == date(2019, 4, 30)
    assert figures["N30"].known == [date(2019, 4, 30), date(2021, 12, 31), date(2022, 7, 5)]
    assert figures["Q01"].known is None
