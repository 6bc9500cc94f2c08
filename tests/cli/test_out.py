"""The folder that --out names is looked at before anything is simulated, by every command that runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import corridorsim.engine
from corridorsim.cli import cli

COMMANDS = {
    "run": ["run", "example.yaml"],
    "border": ["border", "example.yaml", "--crossing", "Border"],
    "capacity": ["capacity", "example.yaml"],
    "compare": ["compare", "example.yaml", "example.yaml"],
    "recovery": ["recovery", "example.yaml", "--crossing", "Border", "--from", "2025-02-10"],
}


def full(here: Path) -> str:
    (here / "diary").mkdir()
    (here / "diary" / "diary.txt").write_text("dear diary", encoding="utf-8")
    return "diary"


def a_file(here: Path) -> str:
    return "example.yaml"


def below_a_file(here: Path) -> str:
    return "example.yaml/results"


def not_writable(here: Path) -> str:
    return "/proc/results"


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("simulated before the folder was looked at")

    for module in ("replication", "border", "line_capacity", "comparison", "recovery"):
        monkeypatch.setattr(f"corridorsim.study.{module}.run", refuse, raising=False)
    monkeypatch.setattr(corridorsim.engine, "run", refuse)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(
    ("out", "message"),
    [
        (full, "--out diary: holds other files, which are not overwritten; name another folder or empty it\n"),
        (a_file, "--out example.yaml: must be a folder (it is a file); name another\n"),
        (below_a_file, "example.yaml/results: cannot be written (Not a directory); choose another place with --out\n"),
        pytest.param(
            not_writable,
            "/proc/results: cannot be written (No such file or directory); choose another place with --out\n",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder in which nobody may write"),
        ),
    ],
)  # fmt: skip
def test_a_folder_that_will_not_do_is_refused_before_the_run(
    here: Path, words: list[str], out: Callable[[Path], str], message: str
) -> None:
    result = CliRunner().invoke(cli, [*words, "--out", out(here)])
    assert (result.exit_code, result.output) == (2, message)
