"""The versions with which CI proves that the oldest allowed will do are the oldest allowed."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_oldest_versions_tried_are_those_that_pyproject_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = (ROOT / "tests/oldest.txt").read_text("utf-8").splitlines()
    pinned = {line for line in lines if not line.startswith("#")}
    assert pinned == {each.replace(">=", "==") for each in needed}


def test_ci_installs_and_tests_with_them() -> None:
    steps = (ROOT / ".ci/run").read_text("utf-8")
    assert "--constraint tests/oldest.txt" in steps
    assert ".oldest/bin/python -m pytest" in steps
