"""The command `capacity`: its tables, its files, and what it says of input that cannot be."""

import csv
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from corridorsim.cli import cli
from corridorsim.version import __version__

FEW = ("--replications", "2", "--set", "window.length=20 days")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == code, result.output
    return result


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_four_methods_stand_side_by_side_in_a_table_a_page_and_a_picture(here: Path) -> None:
    said = call("capacity", "example.yaml", *FEW).output
    for method in ("1 formula", "2 UIC 406", "3 queueing", "4 simulation", "What binds first"):
        assert method in said
    (folder,) = (here / "results").iterdir()
    assert folder.name.startswith("example-capacity")
    names = {path.name for path in folder.iterdir()}
    assert {"capacity_Inland-Border.png", "capacity_Inland-Border.svg", "capacity.md", "summary.json"} <= names
    told = {row["what"]: float(row["pairs_per_day"]) for row in rows(folder / "methods.csv")}
    assert told["available"] < told["no reserves: 1440 k / T"]
    assert told["required by the traffic"] > 0
    assert "First loop - Second loop" in (folder / "capacity.md").read_text(encoding="utf-8")


def test_the_number_to_plan_with_stands_first_everywhere(here: Path) -> None:
    said = call("capacity", "example.yaml", *FEW, "--out", "told").output
    summary = json.loads((here / "told" / "summary.json").read_text(encoding="utf-8"))["lines"]["Inland-Border"]
    first = summary["recommended"]
    assert next(iter(summary)) == "recommended"
    assert first["pairs"] <= summary["pairs_saturated"]["mean"]
    assert first["why"].startswith(f"Plan with {first['pairs']:.1f} freight pairs a day")
    assert f"Inland-Border: plan with {first['pairs']:.1f} freight pairs a day" in " ".join(said.split())
    assert said.index("plan with") < said.index("1 formula")
    page = (here / "told" / "capacity.md").read_text(encoding="utf-8")
    assert page.index(f"**{first['why']}**") < page.index("1 formula")
    (row, *_) = rows(here / "told" / "methods.csv")
    assert (row["method"], float(row["pairs_per_day"])) == ("recommended", pytest.approx(first["pairs"], abs=0.01))


def test_one_worker_and_two_give_the_same_numbers(here: Path) -> None:
    for workers in ("1", "2"):
        call("capacity", "example.yaml", *FEW, "--workers", workers, "--out", workers, "--quiet")
    one, two = ((here / workers / "methods.csv").read_bytes() for workers in ("1", "2"))
    assert one == two


def with_a_short_line(here: Path) -> None:
    """A second line whose only loop is too short for every train."""
    data = yaml.safe_load((here / "example.yaml").read_text(encoding="utf-8"))
    (line,) = data["lines"].values()
    start = line["points"][0] | {"at": "0 km"}
    short = {"name": "S", "at": "20 km", "useful_length": "50 m"}
    data["lines"]["Short"] = line | {
        "points": [start, short, {"name": "E", "at": "40 km", "kind": "station"}], "fill": [], "second_track": []
    }  # fmt: skip
    (here / "example.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def test_a_line_of_which_nothing_can_be_told_says_why_beside_the_others(here: Path) -> None:
    with_a_short_line(here)
    said = " ".join(call("capacity", "example.yaml", *FEW, "--out", "told").output.split())
    assert "Inland-Border: plan with" in said
    assert 'Short: no capacity could be worked out. Line "Short": no freight train can meet another at S' in said
    summary = json.loads((here / "told" / "summary.json").read_text(encoding="utf-8"))
    assert (list(summary["lines"]), list(summary["untold"])) == (["Inland-Border"], ["Short"])
    assert "no freight train can meet another at S" in (here / "told" / "capacity.md").read_text(encoding="utf-8")
    alone = call("capacity", "example.yaml", *FEW, "--line", "Short", "--out", "none", code=2).output
    assert "no freight train can meet another at S" in " ".join(alone.split())
    assert not (here / "none").exists()


def test_the_element_that_binds_stands_first_and_names_its_key(here: Path) -> None:
    call("capacity", "example.yaml", *FEW, "--out", "told", "--quiet")
    elements = rows(here / "told" / "elements.csv")
    loads = [float(row["load"]) for row in elements]
    assert loads == sorted(loads, reverse=True)
    assert all(row["change"] for row in elements)
    assert {"section", "tracks", "yard", "crossing"} == {row["kind"] for row in elements}
    assert {row["element"] for row in elements if row["kind"] == "crossing"} == {
        "Border HERE->THERE: acceptance", "Border THERE->HERE: acceptance",
    }  # fmt: skip
    months = {row["month"] for row in rows(here / "told" / "months.csv")}
    assert months == {"2025-01"}


def test_a_line_named_twice_is_told_once_and_its_summary_says_what_it_is_of(here: Path) -> None:
    call("capacity", "example.yaml", *FEW, *2 * ("--line", "Inland-Border"), "--out", "told", "--quiet")
    methods = rows(here / "told" / "methods.csv")
    assert len([row for row in methods if row["what"] == "available"]) == 1
    summary = json.loads((here / "told" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["seed"], summary["replications"]) == (1, 2)
    assert summary["version"] == __version__
    assert summary["inputs_sha256"] != summary["scenario_sha256"]
    saturated = summary["lines"]["Inland-Border"]["pairs_saturated"]
    assert saturated["low"] <= saturated["mean"] <= saturated["high"]


def test_names_are_shown_as_they_are_whatever_they_would_mean_in_a_table(here: Path) -> None:
    text = (here / "example.yaml").read_text(encoding="utf-8")
    (here / "example.yaml").write_text(text.replace("Second loop", '"Second [red]|loop"'), encoding="utf-8")
    call("capacity", "example.yaml", *FEW, "--out", "told", "--quiet")
    page = (here / "told" / "capacity.md").read_text(encoding="utf-8")
    assert "Second [red]\\|loop" in page
    said = call("capacity", "example.yaml", *FEW, "--out", "told").output
    assert "[red]" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--line", "Inland-Bordr"), 'is not a line of this scenario (did you mean "Inland-Border"?)'),
        (("--line", "Z"), "is not a line of this scenario (known names: Inland-Border)"),
        (("--day", "2025-13-01"), "does not match the format"),
        (("--waiting", "0"), "is not in the range"),
        (("--replications", "1"), "is not in the range"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_simulated(here: Path, words: tuple[str, ...], said: str) -> None:
    assert said in call("capacity", "example.yaml", *words, code=2).output
    assert not (here / "results").exists()
