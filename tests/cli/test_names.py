"""Names as people write them: long ones, in brackets, like formulas, Chinese ones; every command takes them."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from yaml import safe_dump, safe_load

import corridorsim
from corridorsim.cli import cli
from corridorsim.errors import path_of
from corridorsim.packaged import example
from corridorsim.paper import fonts

SHORT = ("--days", "12", "--replications", "1")
MARKUP = {"Inland-Border": "[/]line", "Inland": "[red]In", "Border": "[/]", "Beyond": "[bold]x", "out": ":smile:"}
LONG = {name: f"{name} {'of a very long name ' * 9}"[:95].strip() for name in ("Inland-Border", "Border", "Inland")}
SHEET = {"Inland-Border": "=1+1", "Border": '+"B".x[1]', "Beyond": "@SUM(A1)", "Inland": "-2", "out": "2025-01-01"}
CHINESE = {"Inland-Border": "内陆铁路", "Border": "阿拉山口", "Beyond": "乌鲁木齐"}


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {renamed(key, names): renamed(below, names) for key, below in value.items()}
    if isinstance(value, list):
        return [renamed(below, names) for below in value]
    return names.get(value, value) if isinstance(value, str) else value


@pytest.fixture
def odd(here: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The example with other names, in odd.yaml."""
    text = safe_dump(renamed(safe_load(example().read_text("utf-8")), request.param), allow_unicode=True)
    (here / "odd.yaml").write_text(text, encoding="utf-8")
    names: dict[str, str] = request.param
    return names


def call(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    return result


def keys_in(printed: str) -> list[str]:
    """The keys of a crossing's stages that a line of their own holds."""
    return re.findall(r"^ +((?:crossings|lines|ends|rules)\.\S.*?) *$", printed, re.MULTILINE)


@pytest.mark.parametrize("odd", [MARKUP, LONG], ids=["markup", "long"], indirect=True)
def test_every_command_prints_names_as_they_are(odd: dict[str, str]) -> None:
    crossing, line = odd["Border"], odd["Inland-Border"]
    flow = odd.get("out", "out")
    told = {
        "run": call("run", "odd.yaml", *SHORT, "--out", "run", "--stairway").output,
        "border": call("border", "odd.yaml", "--crossing", crossing, *SHORT, "--out", "border").output,
        "compare": call("compare", "odd.yaml", "example.yaml", *SHORT, "--out", "compare").output,
        "recovery": call("recovery", "odd.yaml", "--crossing", crossing, "--from", "2025-02-01", "--out", "r").output,
        "trace": call("trace", "odd.yaml", "--train", f"{flow} 3").output,
        "capacity": call("capacity", "odd.yaml", "--line", line, "--replications", "2", "--out", "capacity").output,
    }
    assert [command for command, text in told.items() if crossing not in text] == []
    assert flow in told["trace"]
    assert line in told["capacity"]


@pytest.mark.parametrize("odd", [SHEET], ids=["sheet"], indirect=True)
def test_no_spreadsheet_runs_a_name_and_all_come_back(odd: dict[str, str], here: Path) -> None:
    call("run", "odd.yaml", *SHORT, "--out", "run", "--quiet")
    call("compare", "odd.yaml", "example.yaml", *SHORT, "--out", "compare", "--quiet")
    cells = re.compile(r'(?:^|,)"?[=+\-@](?!\d)', re.MULTILINE)
    for file in (*here.glob("run/*.csv"), *here.glob("compare/*.csv")):
        assert not cells.search(file.read_text("utf-8")), file.name
    results = corridorsim.load(here / "run")
    assert results.table("lines")["line"].tolist() == [odd["Inland-Border"]]
    assert set(results.table("daily")["crossing"]) == {odd["Border"]}
    assert {odd["Inland"], odd["Beyond"]} <= set(results.table("places")["place"])


@pytest.mark.parametrize("odd", [MARKUP, SHEET, LONG], ids=["markup", "sheet", "long"], indirect=True)
def test_a_key_from_the_screen_can_be_pasted_after_set(odd: dict[str, str]) -> None:
    said = call("border", "odd.yaml", "--crossing", odd["Border"], *SHORT, "--out", "border").output
    keys = dict.fromkeys(keys_in(said))
    assert any(key.endswith("far.control.lanes") for key in keys)
    data = corridorsim.read("odd.yaml").document.data
    for key in keys:
        value: Any = data
        for part in path_of(key):
            value = value[part] if isinstance(value, list) or part in value else None
            if value is None:
                break  # a default; the path is a key all the same
        if isinstance(value, str | int | float):
            call("validate", "odd.yaml", "--set", f"{key}={value}")


@pytest.mark.parametrize("odd", [CHINESE], ids=["chinese"], indirect=True)
def test_where_no_font_has_the_letters_one_line_says_so_unless_quiet(
    odd: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "fonts_for", _without_chinese)
    said = call("run", "odd.yaml", *SHORT, "--out", "run").output
    assert [line for line in said.splitlines() if "Install a font" in line] == [said.splitlines()[-1]]
    assert call("run", "odd.yaml", *SHORT, "--out", "run", "--quiet").output == ""
    assert odd["Border"] in said


def _without_chinese(letters: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """What a system says that has no font but our own."""
    return (), frozenset(letter for letter in letters if letter >= "一")
