"""A scenario with a choice of crossing, run from the command line."""

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from corridorsim.cli.commands import cli
from two_crossings import logit, two


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
