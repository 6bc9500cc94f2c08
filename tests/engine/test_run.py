"""The door to the engines: what it refuses, and where the compiled kernel is kept."""

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import corridorsim
from corridorsim.engine import run
from corridorsim.errors import CorridorError
from corridorsim.operations import Builder, Program, ProgramError, Step

door = sys.modules["corridorsim.engine.run"]

SOURCE = str(Path(corridorsim.__file__).parents[1])
MESSAGE = "corridorsim: compiling the kernel, this once; later runs load it from the cache\n"
SMALLEST = """
from corridorsim.operations import Builder, Step
from corridorsim.engine import run
builder = Builder()
builder.itinerary("pass", [Step("pass")])
builder.train("E1", "pass", durations=[], ready=7)
for _ in range(2):
    print(run(builder.build(until=10)[0]).started.tolist())
"""


@pytest.fixture
def program() -> Program:
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("enter", ["section"]), Step("leave", puts=["section"])])
    builder.train("E1", "over", durations=[600])
    return builder.build(until=3600)[0]


@pytest.fixture
def no_cache_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "as if it had been there")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return monkeypatch


def test_an_unknown_engine_is_refused_and_the_known_ones_named(program: Program) -> None:
    with pytest.raises(CorridorError, match=r'^engine must be "kernel" or "simpy" \(got "rocket"\)$'):
        run(program, engine="rocket")


@pytest.mark.parametrize("engine", ["kernel", "simpy"])
def test_both_engines_refuse_a_bad_program_and_name_what_is_bad(program: Program, engine: str) -> None:
    bad = replace(program, take_resource=np.array([3], np.int32))
    with pytest.raises(ProgramError, match=r"^take_resource must lie between 0 and 0 \(got 3 to 3\)$"):
        run(bad, engine)


def test_a_run_leaves_its_program_as_it_was(program: Program) -> None:
    before = {name: np.copy(value) for name, value in vars(program).items()}
    run(program)
    run(program, "simpy")
    assert all(np.array_equal(before[name], getattr(program, name)) for name in before)


def test_numba_keeps_its_own_place_where_the_package_can_be_written(no_cache_chosen: pytest.MonkeyPatch) -> None:
    no_cache_chosen.setattr(door, "_writable", lambda folder: folder.name == "__pycache__")
    door._choose_cache()
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_numba_keeps_its_own_place_where_the_home_can_be_written(no_cache_chosen: pytest.MonkeyPatch) -> None:
    no_cache_chosen.setattr(door, "_writable", lambda folder: folder.name == "numba")
    door._choose_cache()
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_the_cache_goes_to_a_temporary_folder_where_nothing_else_can_be_written(
    no_cache_chosen: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_cache_chosen.setattr(os, "access", lambda *_: False)
    door._choose_cache()
    chosen = Path(os.environ["NUMBA_CACHE_DIR"])
    assert chosen.parent == tmp_path
    assert chosen.stat().st_mode & 0o777 == 0o700


def test_a_cache_that_the_user_chose_is_left_alone(no_cache_chosen: pytest.MonkeyPatch) -> None:
    no_cache_chosen.setenv("NUMBA_CACHE_DIR", "/mine")
    no_cache_chosen.setattr(door, "_writable", lambda _: False)
    door._choose_cache()
    assert os.environ["NUMBA_CACHE_DIR"] == "/mine"


def test_the_temporary_folder_is_the_same_at_the_next_run(no_cache_chosen: pytest.MonkeyPatch) -> None:
    assert door._own_temporary_folder() == door._own_temporary_folder()


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions there")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(no_cache_chosen: pytest.MonkeyPatch) -> None:
    open_to_all = door._own_temporary_folder()
    open_to_all.chmod(0o777)
    assert door._own_temporary_folder() != open_to_all


def test_a_folder_that_is_not_there_can_be_written_if_its_parent_can(tmp_path: Path) -> None:
    assert door._writable(tmp_path / "not" / "there")
    assert not (tmp_path / "not").exists()


def test_a_file_is_no_folder_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not door._writable(tmp_path / "file")


def test_the_kernel_says_once_that_it_compiles_and_never_again(tmp_path: Path) -> None:
    first, second = (_in_a_fresh_interpreter(SMALLEST, cache=tmp_path) for _ in range(2))
    assert (first.stdout, first.stderr) == ("[7]\n[7]\n", MESSAGE)
    assert (second.stdout, second.stderr) == ("[7]\n[7]\n", "")


def test_numba_is_not_imported_before_a_run() -> None:
    text = "import sys, corridorsim.engine; print('numba' in sys.modules)"
    assert _in_a_fresh_interpreter(text).stdout == "False\n"


def _in_a_fresh_interpreter(text: str, cache: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    environment |= {"PYTHONPATH": SOURCE} | ({"NUMBA_CACHE_DIR": str(cache)} if cache else {})
    return subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=True)
