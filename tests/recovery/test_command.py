"""The command ``recovery``: its table, its files, and bad input."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridorsim.cli import cli
from corridorsim.packaged import example


def call(folder: Path, *words: str, code: int = 0) -> str:
    (folder / "example.yaml").write_text(example().read_text(encoding="utf-8"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["recovery", "example.yaml", *words])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_closing_leaves_a_table_a_picture_and_the_hours_behind_it(here: Path) -> None:
    said = call(here, "--crossing", "Border", "--from", "2025-02-10", "--days", "2", "--replications", "1")
    assert "Longest queue: " in said
    assert "none is lost" in said
    [folder] = (here / "results").iterdir()
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", "summary.json", "replications.csv", "queue.csv", "places.csv", "recovery.svg",
        "recovery.png",
    }  # fmt: skip
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    with (folder / "queue.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (summary["closed_from"], summary["open_from"]) == ("2025-02-10 00:00", "2025-02-12 00:00")
    assert summary["lost_trains"] == 0
    with (folder / "replications.csv").open(encoding="utf-8") as file:
        [run] = csv.DictReader(file)
    peak = int(run["peak_trains"])
    [top] = [row for row in rows if row["time"] == run["peak_at"]]
    assert int(top["queue"]) == peak == summary["peak_trains"]["mean"] == sum(summary["standing_at_peak"].values())
    assert max(int(row["queue"]) for row in rows if row["time"] < "2025-02-12") <= peak
    with (folder / "places.csv").open(encoding="utf-8") as file:
        places = [row for row in csv.DictReader(file) if row["time"] == run["peak_at"]]
    assert sum(int(row["waiting"]) + int(row["not_yet_entered"]) for row in places) == peak
    assert f">{peak}<" in (folder / "recovery.svg").read_text(encoding="utf-8")


def test_replications_are_those_of_the_scenario_or_as_many_as_asked_for(here: Path) -> None:
    words = ("--crossing", "Border", "--from", "2025-02-10")
    assert "Means over 5 replications" in call(here, *words)
    two = call(here, *words, "--replications", "2", "--seed", "7")
    assert "Means over 2 replications" in two
    assert len(list((here / "results").iterdir())) == 2


def test_the_same_again_replaces_its_folder_and_other_days_go_beside_it(here: Path) -> None:
    for day in ("2025-02-10", "2025-02-10", "2025-02-12"):
        call(here, "--crossing", "Border", "--from", day, "--quiet")
    assert len(list((here / "results").iterdir())) == 2


def test_a_cut_is_told_as_a_cut(here: Path) -> None:
    words = ("--crossing", "Border", "--from", "2025-02-10", "--days", "5", "--to", "4", "--replications", "1")
    said = call(here, *words).replace("\n", " ")
    assert "wait without the cut." in said
    assert "after the end of the cut." in said
    assert "closing" not in said
    [folder] = (here / "results").iterdir()
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["accepted_trains_per_day"] == 4
    assert "Border cut to 4 trains a day" in (folder / "recovery.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--crossing", "Bordr", "--from", "2025-02-10"), 'did you mean "Border"?'),
        (("--crossing", "Border", "--from", "2031-02-10"), "must lie in the window"),
        (("--crossing", "Border", "--from", "2025-02-10", "--to", "12"), "must be to fewer trains a day than Border"),
        (("--crossing", "Border"), "Missing option '--from'"),
    ],
)
def test_bad_input_is_told_in_its_own_words(here: Path, words: tuple[str, ...], message: str) -> None:
    assert message in call(here, *words, code=2)
    assert not (here / "results").exists()


def test_validate_finds_a_stage_that_is_none(here: Path) -> None:
    strike = "disruptions:\n  strike:\n    closes: Bordr control\n    dated: {since: 2025-02-10, until: 2025-02-11}\n"
    call(here, "--crossing", "Border", "--from", "2025-02-10", "--quiet")  # writes the example
    (here / "strike.yaml").write_text(f"extends: example.yaml\n{strike}", encoding="utf-8")
    for command in ("validate", "run"):
        result = CliRunner().invoke(cli, [command, "strike.yaml"])
        assert result.exit_code == 2
        assert 'strike.yaml:4:13: disruptions.strike.closes: names "Bordr control"' in result.output
        assert 'did you mean "' in result.output


def test_a_crossing_is_told_by_its_name_whatever_it_would_mean_in_a_table(here: Path) -> None:
    call(here, "--crossing", "Border", "--from", "2025-02-10", "--quiet")  # writes the example
    text = (here / "example.yaml").read_text(encoding="utf-8").replace("First loop", '"First [/]loop"')
    (here / "odd.yaml").write_text(text, encoding="utf-8")
    words = ("--crossing", "Border", "--from", "2025-02-10", "--days", "6", "--replications", "2")
    result = CliRunner().invoke(cli, ["recovery", "odd.yaml", *words, "--set", "traffic.scale=1.6"])
    assert result.exit_code == 0, result.output
    assert "First [/]loop" in result.output.replace("\n", " ")
