"""What Python users call: own measures, data frames, saved studies, and results compared in pairs."""

from pathlib import Path

import numpy as np
import pytest
from pandas import DataFrame

import corridorsim
from corridorsim import Outcome, Plan
from corridorsim.errors import CorridorError, InputError
from corridorsim.study import Estimate
from worlds import into, out, world

SHORT = world(
    {"window.length": "6 days", "window.warm_up": "1 days", "replications": 3, "traffic.departures": "Poisson"},
    out=out(9), back=into(6),
)  # fmt: skip
BUSIER = SHORT.change({"traffic.scale": 1.5})


def started(plan: Plan, outcome: Outcome) -> float:
    """Operations that were started."""
    return float(np.sum(outcome.started >= 0))


@pytest.fixture(scope="module")
def study() -> corridorsim.Study:
    return corridorsim.replicate(SHORT, measures={"started": started, ("started in thousands", "k"): _thousands})


def _thousands(plan: Plan, outcome: Outcome) -> float:
    return started(plan, outcome) / 1000


def test_a_measure_of_one_s_own_has_an_interval_as_ours(study: corridorsim.Study) -> None:
    plans = [corridorsim.plan(SHORT, seed=1, replication=n) for n in range(3)]
    each = [started(plan, corridorsim.run(plan.program)) for plan in plans]
    assert study.values("started") == each
    assert study.estimates["started"] == Estimate.of(each)
    assert study.estimates["started in thousands k"].mean == pytest.approx(np.mean(each) / 1000)
    row = study.numbers().set_index("number").loc["started in thousands"]
    assert (row["unit"], row["replications"]) == ("k", 3)
    assert row["low"] < row["mean"] < row["high"]


def test_a_measure_may_see_nothing_in_some_replications() -> None:
    seen = iter([1.0, float("nan"), 3.0])
    study = corridorsim.replicate(SHORT, "simpy", measures={"seen": lambda plan, outcome: next(seen)})
    assert (study.estimates["seen"].mean, study.estimates["seen"].observed) == (2, 2)


@pytest.mark.parametrize("value", ["many", None, float("inf")])
def test_a_measure_that_returns_no_number_is_refused(value: object) -> None:
    with pytest.raises(CorridorError, match=r'^measures: "bad" must return a number, or NaN \(got '):
        corridorsim.replicate(SHORT, replications=1, measures={"bad": lambda plan, outcome: value})


def test_replications_and_seed_replace_those_of_the_scenario() -> None:
    counted = []
    study = corridorsim.replicate(SHORT, replications=2, seed=7, done=lambda: counted.append(1))
    assert len(study.replications) == len(counted) == 2
    assert study.scenario.seed == 7
    with pytest.raises(InputError, match=r"^change\(\.\.\.\): replications: "):
        corridorsim.replicate(SHORT, replications=0)


def test_tables_are_data_frames_with_real_dates(study: corridorsim.Study) -> None:
    tables = study.tables()
    assert all(isinstance(table, DataFrame) for table in tables.values())
    assert tables["daily"]["date"].dtype == tables["unfinished"]["since"].dtype == "datetime64[s]"
    assert len(tables["replications"]) == sum(len(each.numbers) for each in study.replications)
    assert list(study.numbers().columns) == ["number", "unit", "mean", "low", "high", "replications"]


def test_a_saved_study_is_read_back_and_holds_every_replication(study: corridorsim.Study, tmp_path: Path) -> None:
    folder = study.save(tmp_path / "saved")
    loaded = corridorsim.load(folder)
    told = loaded.replications
    mine = told[told["number"] == "started"].set_index("replication")["value"]
    assert mine.to_dict() == dict(enumerate(study.values("started"), 1))
    assert set(told["number"]) == set(study.numbers()["number"])
    assert loaded.summary["numbers"]["started"]["mean"] == pytest.approx(study.estimates["started"].mean, abs=1e-6)
    assert "started" in set(loaded.table("numbers")["number"])


def test_a_folder_with_other_things_is_not_saved_over(study: corridorsim.Study, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CorridorError, match=r"^save\(\.\.\.\) "):
        study.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_pictures_are_drawn_alone_and_never_over_results(study: corridorsim.Study, tmp_path: Path) -> None:
    folder = study.draw(tmp_path / "pictures")
    assert {"dwell.svg", "occupation.png", "string_line.svg", "throughput.png"} <= {p.name for p in folder.iterdir()}
    assert not (folder / "numbers.csv").exists()
    assert study.draw(folder) == folder
    saved = study.save(tmp_path / "saved")
    with pytest.raises(CorridorError, match=r"holds results"):
        study.draw(saved)
    assert (saved / "summary.json").exists()


def test_two_saved_folders_are_compared_in_pairs(tmp_path: Path) -> None:
    """As ``compare`` does at once, to the digits that are written."""
    folders = [corridorsim.replicate(each).save(tmp_path / str(n)) for n, each in enumerate([SHORT, BUSIER])]
    told = corridorsim.paired(*map(corridorsim.load, folders)).set_index("number")
    comparison = corridorsim.compare([SHORT, BUSIER])
    [tonnes] = [each for each in comparison.differences if comparison.named.label(each.number) == "tonnes.total"]
    row = told.loc["tonnes.total"]
    assert row["difference"] == pytest.approx(tonnes.change.mean, rel=1e-5)
    assert (row["low"], row["high"]) == pytest.approx((tonnes.change.low, tonnes.change.high), rel=1e-4)
    assert (row["unit"], row["pairs"]) == ("Mt/year", 3)


def test_pairs_are_of_the_replications_that_both_have() -> None:
    few, more = (corridorsim.replicate(SHORT, replications=count) for count in (2, 3))
    told = corridorsim.paired(few, more)
    assert set(told["pairs"]) == {2}
    assert (told["difference"] == 0).all()


def test_results_of_two_seeds_are_not_compared_in_pairs() -> None:
    studies = [corridorsim.replicate(SHORT, replications=1, seed=seed) for seed in (1, 2)]
    with pytest.raises(CorridorError, match=r"one seed \(got 1 and 2\)"):
        corridorsim.paired(*studies)


def test_what_python_shows_is_short(study: corridorsim.Study) -> None:
    plan = corridorsim.plan(SHORT)
    outcome = corridorsim.run(plan.program)
    result = corridorsim.measure(plan, outcome)
    comparison = corridorsim.compare([SHORT.change({"replications": 1}), BUSIER])
    for each in (
        SHORT,
        plan,
        plan.program,
        plan.layout,
        plan.legend,
        outcome,
        result,
        result.numbers,
        study,
        comparison,
    ):
        assert len(repr(each)) < 160
        assert repr(each).startswith("<")
        assert str(each) == repr(each)
