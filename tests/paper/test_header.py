"""Every summary begins alike."""

import json
from pathlib import Path

from corridorsim.border.report import write_border
from corridorsim.border.study import study_border
from corridorsim.comparison.report import write_comparison
from corridorsim.comparison.study import compare
from corridorsim.paper.header import header
from corridorsim.report.summary import summary_of
from corridorsim.study import replicate
from corridorsim.version import __version__
from worlds import out, world

WORLD = world({"window.length": "3 days", "window.warm_up": "1 days", "replications": 2, "seed": 5}, out=out(2))
KEYS = ["schema_version", "scenario", "version", "scenario_sha256", "seed", "engine", "replications", "window_days"]


def test_it_says_what_was_run() -> None:
    told = header(WORLD, "abc", "simpy", replications=7)
    assert list(told) == KEYS
    assert list(told.values()) == [1, "world", __version__, "abc", 5, "simpy", 7, 3.0]


def test_run_border_and_compare_begin_with_it(tmp_path: Path) -> None:
    told = [summary_of(replicate(WORLD))]
    for folder in (
        write_border(study_border(WORLD, "Gate"), tmp_path / "border"),
        write_comparison(compare([WORLD, WORLD]), tmp_path / "comparison"),
    ):
        told.append(json.loads((folder / "summary.json").read_text(encoding="utf-8")))
    assert [list(each)[: len(KEYS)] for each in told] == [KEYS] * 3
    assert [(each["seed"], each["replications"]) for each in told] == [(5, 2)] * 3
