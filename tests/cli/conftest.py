"""Where the command line is tried."""

from pathlib import Path

import pytest

from corridorsim.packaged import example


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the example scenario."""
    (tmp_path / "example.yaml").write_text(example().read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
