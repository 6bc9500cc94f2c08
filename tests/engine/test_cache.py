"""A cache that is broken, full or nowhere: compiled without it, and said."""

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from numba import config, int64

from corridorsim.engine.cache import compiled

pytestmark = pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")

Function = Callable[[int], int]


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Function]:
    """Compiles a function as a fresh process does: the cache is what is on disk."""
    (tmp_path / "module.py").write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "cache"))

    def compile_it() -> Function:
        spec = importlib.util.spec_from_file_location("module", tmp_path / "module.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        function: Function = compiled(module.twice, int64(int64), nogil=True)
        return function

    return compile_it


def cached(tmp_path: Path, ending: str) -> Path:
    (found,) = (tmp_path / "cache").rglob(f"*.{ending}")
    return found


def test_the_second_time_it_comes_from_the_cache(
    tmp_path: Path, twice: Callable[[], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert twice()(21) == 42
    again = twice()
    assert again(21) == 42
    assert sum(again.stats.cache_hits.values()) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("spoil", ["empty", "garbage", "half", "another's"])
def test_a_spoilt_cache_is_passed_by_and_the_folder_to_empty_is_said(
    tmp_path: Path, twice: Callable[[], Function], capsys: pytest.CaptureFixture[str], ending: str, spoil: str
) -> None:
    twice()
    file = cached(tmp_path, ending)
    content = file.read_bytes()
    spoilt = {"empty": b"", "garbage": b"garbage " * 100, "half": content[: len(content) // 2], "another's": b"I1\n."}
    file.write_bytes(spoilt[spoil])
    assert twice()(21) == 42
    said = capsys.readouterr().err
    if (ending, spoil) == ("nbi", "another's"):  # of another version of numba: written anew
        assert said == ""
    else:
        assert said.startswith("corridorsim: the kernel's cache cannot be used (")
        assert said.endswith(f"), so it is compiled at every run; empty {file.parent}\n")


def test_a_cache_that_cannot_be_written_is_passed_by(
    tmp_path: Path, twice: Callable[[], Function], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    twice()
    cached(tmp_path, "nbi").unlink()
    folder = cached(tmp_path, "nbc").parent

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert twice()(21) == 42
    said = "the kernel's cache cannot be used (No space left on device), so it is compiled at every run; empty"
    assert capsys.readouterr().err == f"corridorsim: {said} {folder}\n"


def test_without_any_place_for_a_cache_it_is_compiled_all_the_same(
    twice: Callable[[], Function], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    monkeypatch.setattr("numba.core.caching.CompileResultCacheImpl._locator_classes", [])
    assert twice()(21) == 42
    assert "set NUMBA_CACHE_DIR to a folder that can be written" in capsys.readouterr().err


def test_an_error_in_the_function_itself_is_raised() -> None:
    def wrong(x: int) -> Any:
        return x.nothing  # type: ignore[attr-defined]

    with pytest.raises(Exception, match="nothing"):
        compiled(wrong, int64(int64))
