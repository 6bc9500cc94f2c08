"""The shipped back-test, in short: it runs, and its scores are printed, good or bad."""

import os
from pathlib import Path

from corridorsim.forecast.backtest import run_backtest
from corridorsim.forecast.report import scores_table, sentences
from corridorsim.model.forecast import read_backtest

ROOT = Path(__file__).parents[2]


def test_2019_as_seen_in_2018_is_simulated_and_scored() -> None:
    """Four futures: no more than that all nine numbers are there, and that 2019 lies within what demand could be."""
    backtest = read_backtest(os.path.relpath(ROOT / "scenarios/backtest.yaml"))
    predictions = run_backtest(backtest, ["to 2018"], 4)
    table = scores_table(predictions)
    print(*sentences(predictions), sep="\n")
    assert table["compared"] == [9, 9]
    tonnes = next(each for each in predictions.each if each.outcome == "tonnes")
    assert tonnes.truth == 17.556
    assert 8 < min(tonnes.sample) <= max(tonnes.sample) < 30


def test_every_fold_names_files_that_are_there() -> None:
    backtest = read_backtest(os.path.relpath(ROOT / "scenarios/backtest.yaml"))
    for fold in backtest.folds.values():
        assert all(Path(backtest.beside(named)).exists() for named in fold.scenarios.values())
