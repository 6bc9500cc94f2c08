"""A scenario with a choice of crossing, run from the command line."""

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from corridorsim.cli import cli
from two_crossings import crowded, logit, two


def test_run_settles_the_choice_and_writes_it_down(tmp_path: Path) -> None:
    """The Gate takes 3 of 8 trains a day: some of what would go there waits less by the dearer Door."""
    few = {"crossings__Gate__accepts__HERE->THERE": [{"trains": "3 trains/day"}]}
    file, out = tmp_path / "two.yaml", tmp_path / "out"
    file.write_text(json.dumps(two(logit(door=50, hour=0.2), 8, 30, **few).document.data), "utf-8")
    done = CliRunner().invoke(cli, ["run", str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "choice of crossing, round 2: " in done.stderr
    chosen = json.loads((out / "summary.json").read_text("utf-8"))["choice"]
    assert chosen["settled"]
    assert f"Choice of crossing settled after {chosen['rounds']} rounds" in " ".join(done.stdout.split())
    with (out / "choice.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 2 * chosen["rounds"]
    last = {row["crossing"]: float(row["share"]) for row in rows[-2:]}
    assert last["Gate"] + last["Door"] == 1
    assert abs(last["Gate"] - chosen["shares"]["out"]["Gate"]) < 1e-5


def test_other_commands_settle_it_too_and_say_so(tmp_path: Path) -> None:
    file = tmp_path / "crowded.yaml"
    file.write_text(json.dumps(crowded().document.data), "utf-8")
    closing = ("--crossing", "Gate", "--from", "2025-01-10", "--out", str(tmp_path / "closing"))
    for words in (
        ("border", str(file), "--crossing", "Gate", "--out", str(tmp_path / "border")),
        ("recovery", str(file), *closing),
        ("trace", str(file), "--train", "out 1"),
    ):
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 0, done.output
        assert "choice of crossing, round 2: " in done.stderr
        assert "hoice of crossing settled after" in " ".join(done.stdout.split())
    for folder in ("border", "closing"):
        assert json.loads((tmp_path / folder / "summary.json").read_text("utf-8"))["choice"]["settled"]


def test_the_capacity_of_a_line_says_that_it_does_not(tmp_path: Path) -> None:
    file = tmp_path / "crowded.yaml"
    file.write_text(json.dumps(crowded().document.data), "utf-8")
    done = CliRunner().invoke(
        cli, ["capacity", str(file), "--line", "mirror", "--replications", "2", "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    assert "Flows that choose their crossing by its waiting time are divided as if no train waited." in done.output
