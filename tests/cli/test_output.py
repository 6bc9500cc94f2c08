"""What cannot be printed or written is told in one line, with exit code 1, and leaves nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import corridorsim
from corridorsim.cli import cli

FULL = Path("/dev/full")
WORDS = [
    ["--help"], ["--version"], ["run", "--help"], ["schema"], ["schema", "--page"], ["validate", "example.yaml"],
    ["example", "other.yaml"], ["trace", "example.yaml", "--train", "out 1"], ["verify", "example.yaml", "--days", "5"],
    ["conformance", "--only", "queueing"], ["run", "example.yaml", "--days", "20", "--replications", "2"],
]  # fmt: skip


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_full_standard_output_is_told_in_one_line(
    here: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        monkeypatch.undo()
    assert ended.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    said = [line for line in lines if not line.endswith("...") and "compiling the kernel" not in line]
    assert said == ["standard output: cannot be written (No space left on device)"]


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_nothing_is_said_after_the_last_line(here: Path) -> None:
    """Not even by Python, when it ends and looks at what is left to be printed."""
    with FULL.open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "corridorsim", "--help"], stdout=full, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": str(Path(corridorsim.__file__).parents[1])}, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, "standard output: cannot be written (No space left on device)\n")


def test_a_reader_who_has_gone_is_not_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with pytest.MonkeyPatch.context() as patch, open(writer, "w", encoding="utf-8") as pipe:
        patch.setattr(sys, "stdout", pipe)
        with pytest.raises(SystemExit) as ended:
            cli.main(["schema"])
    assert (ended.value.code, capsys.readouterr().err) == (1, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["example", "no/such/x.yaml"], "no/such/x.yaml: cannot be written (No such file or directory)"),
        (["schema", "--out", "no/s.json"], "no/s.json: cannot be written (No such file or directory)"),
        (["schema", "--out", "."], ".: cannot be written (Is a directory)"),
        (["example", "x" * 300], "x" * 57 + "...: cannot be written (File name too long)"),
        (["conformance", "--out", "no/s.csv"], "--out no/s.csv: cannot be written (No such file or directory)"),
        (["conformance", "--schedules", "example.yaml"],
         "--schedules example.yaml: cannot be written (Not a directory)"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_written_is_told_before_any_work(
    here: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridorsim.conformance.runner.run_cases", None)
    result = CliRunner().invoke(cli, words)
    assert (result.exit_code, result.output) == (1, f"{said}\n")
    assert [path.name for path in here.iterdir()] == ["example.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such limit there")
def test_a_file_that_does_not_fit_leaves_what_was_there(here: Path) -> None:
    import resource

    (here / "schema.json").write_text("before", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
    try:
        results = [
            CliRunner().invoke(cli, words) for words in (["schema", "--out", "schema.json"], ["example", "x.yaml"])
        ]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [result.exit_code for result in results] == [1, 1]
    assert [result.output for result in results] == [
        f"{name}: cannot be written (File too large)\n" for name in ("schema.json", "x.yaml")
    ]
    assert (here / "schema.json").read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in here.iterdir()) == ["example.yaml", "schema.json"]


def test_a_file_is_written_through_a_link_and_into_what_is_no_file(here: Path) -> None:
    (here / "link.json").symlink_to("schema.json")
    assert CliRunner().invoke(cli, ["schema", "--out", "link.json"]).exit_code == 0
    assert (here / "link.json").is_symlink()
    assert (here / "schema.json").read_text(encoding="utf-8").startswith("{")
    assert CliRunner().invoke(cli, ["schema", "--out", os.devnull]).exit_code == 0
    assert not Path(os.devnull).is_file()
