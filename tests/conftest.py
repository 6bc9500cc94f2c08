"""What all tests share: the same drawn examples in every run, and a folder to try commands in."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corridorsim.packaged import example

settings.register_profile(
    "reproducible",
    derandomize=True,
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("reproducible")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the example scenario."""
    (tmp_path / "example.yaml").write_text(example().read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
