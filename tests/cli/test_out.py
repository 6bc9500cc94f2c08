"""The folder that --out names is looked at before anything is simulated, by every command that runs."""

import builtins
import sys
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


def too_long(here: Path) -> str:
    return "x" * 300


def too_long_on_the_way(here: Path) -> str:
    return f"{'x' * 300}/results"


def leads_nowhere(here: Path) -> str:
    (here / "link").symlink_to("nowhere")
    return "link"


def here_itself(here: Path) -> str:
    return "."


AS_A_WHOLE = "and cannot be replaced as a whole; name a folder in it\n"
ELSEWHERE = "; choose another place with --out\n"
SHORTENED = "x" * 57 + "..."
NOT_OURS = "it has no manifest.json that tells what corridorsim wrote there"


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("simulated before the folder was looked at")

    monkeypatch.setattr("corridorsim.study.outcome.run", refuse)
    monkeypatch.setattr("corridorsim.planning.track.restrictions.run_dated", refuse)
    monkeypatch.setattr(corridorsim.engine, "run", refuse)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(
    ("out", "code", "message"),
    [
        (full, 2, f"--out diary: is not overwritten, as {NOT_OURS}; name another folder or empty it\n"),
        (a_file, 2, "--out example.yaml: must be a folder (it is a file); name another\n"),
        (here_itself, 2, f"--out .: is the folder that you are in {AS_A_WHOLE}"),
        (too_long, 1, f"--out {SHORTENED}: must have a name of at most 200 bytes; choose a shorter one\n"),
        (too_long_on_the_way, 1, f"{SHORTENED}: cannot be written (File name too long){ELSEWHERE}"),
        (leads_nowhere, 1, "--out link: is a link to nowhere, which is not there; make that folder or name another\n"),
        (below_a_file, 1, f"example.yaml/results: cannot be written (Not a directory){ELSEWHERE}"),
        pytest.param(
            not_writable,
            1,
            f"/proc/results: cannot be written (No such file or directory){ELSEWHERE}",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder in which nobody may write"),
        ),
    ],
)  # fmt: skip
def test_a_folder_that_will_not_do_is_refused_before_the_run(
    here: Path, words: list[str], out: Callable[[Path], str], code: int, message: str
) -> None:
    result = CliRunner().invoke(cli, [*words, "--out", out(here)])
    assert (result.exit_code, result.output) == (code, message)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.skipif(sys.platform == "win32", reason="files have no such limit there")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_disk_without_room_is_found_before_the_run(here: Path, words: list[str]) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        result = CliRunner().invoke(cli, [*words, "--out", "a"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (result.exit_code, result.output) == (
        1, "a: cannot be written (File too large); choose another place with --out\n"
    )  # fmt: skip
    assert [path.name for path in here.iterdir()] == ["example.yaml"]


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_backend_that_matplotlib_does_not_know_is_told_before_the_run(
    here: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def fail(name: str, *rest: Any) -> Any:
        if name == "matplotlib":
            raise ValueError("Key backend: 'nonsense' is not a valid value for backend")
        return usual(name, *rest)

    usual = builtins.__import__
    monkeypatch.setenv("MPLBACKEND", "nonsense")
    monkeypatch.setattr(builtins, "__import__", fail)
    result = CliRunner().invoke(cli, words)
    monkeypatch.setattr(builtins, "__import__", usual)
    message = "MPLBACKEND=nonsense: matplotlib has no such backend; remove the variable\n"
    assert (result.exit_code, result.output) == (1, message)
