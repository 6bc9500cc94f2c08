"""The command border, used as a planner would."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from corridorsim.cli import cli

SHORT = ("--days", "10", "--replications", "2")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ("border", *words))
    assert result.exit_code == code, result.output
    return result


def test_a_crossing_is_told_and_written(here: Path) -> None:
    said = call("example.yaml", "--crossing", "Border", *SHORT).output
    (folder,) = (here / "results").iterdir()
    assert folder.name.startswith("example-border-Border-")
    assert str(folder.relative_to(here)) in said
    assert said.count("carries least by itself") == 2
    assert said.count("from arrival to departure a train takes") == 2
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["crossing"], summary["window_days"], summary["replications"]) == ("Border", 10, 2)


def test_a_change_is_seen_and_goes_to_a_folder_of_its_own(here: Path) -> None:
    call("example.yaml", "--crossing", "Border", "--quiet", *SHORT)
    said = call("example.yaml", "--crossing", "Border", *SHORT, "--set", "crossings.Border.near.fronts=1").output
    assert len(list((here / "results").iterdir())) == 2
    assert "transshipment carries least by itself" in said


def test_quiet_says_nothing(here: Path) -> None:
    assert call("example.yaml", "--crossing", "Border", "--quiet", "--out", "mine", *SHORT).output == ""
    assert (here / "mine" / "flow.png").is_file()


def test_an_unknown_crossing_is_told_with_the_nearest(here: Path) -> None:
    said = call("example.yaml", "--crossing", "Bordr", code=2).output
    assert said == '--crossing "Bordr" is not a crossing (did you mean "Border"?) (known names: Border)\n'
    assert not (here / "results").exists()


def test_a_folder_with_other_files_is_not_written_over(here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "diary.txt").write_text("dear diary", encoding="utf-8")
    assert (
        "is not overwritten, as it has no manifest.json"
        in call("example.yaml", "--crossing", "Border", "--out", "mine", code=2).output
    )
