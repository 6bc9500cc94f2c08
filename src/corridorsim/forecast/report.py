"""A back-test on the screen and on disk: every prediction with its intervals, what came, and the scores."""

from collections.abc import Iterable, Iterator
from datetime import date
from math import isnan
from pathlib import Path

import numpy as np
from rich.table import Table

from corridorsim.errors import NotWritten
from corridorsim.forecast.backtest import SHARES, Prediction, Predictions, fans, inputs_sha256
from corridorsim.forecast.demand import Fitted
from corridorsim.forecast.naive import elasticity
from corridorsim.forecast.pictures import draw_fans, draw_predictions
from corridorsim.model.forecast.backtest import Backtest
from corridorsim.paper import style
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, own_folder, write_json, written_whole
from corridorsim.paper.screen import figures_column, titled, words_column
from corridorsim.statistics.rounding import number
from corridorsim.version import __version__

NAIVE = ("last value", "trend", "with trade")


def predictions_folder(backtest: Backtest, out: Path | None, today: date) -> Place:
    """A new folder with the date and the hash of the inputs; predictions are never rewritten.

    Raises NotWritten if it is there already.
    """
    sha256 = inputs_sha256(backtest)
    name = f"{backtest.name}-{today.isoformat()}-{sha256[:6]}"
    folder = Path("results") / "predictions" / name if out is None else out
    if folder.exists():
        raise NotWritten(f"{folder}: exists already, and predictions are never rewritten; name another with --out")
    return own_folder(folder, sha256)


def write_predictions(predictions: Predictions, folder: Place | Path, today: date) -> Path:
    """Write summary.json, the tables and the pictures, whole or not at all; the folder they are in."""
    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, _summary(predictions, today))
        write_csv(draft / "predictions.csv", predictions_table(predictions.each))
        write_csv(draft / "samples.csv", samples_table(predictions.each))
        write_csv(draft / "scores.csv", scores_table(predictions))
        last = max(predictions.fitted.values(), key=lambda fitted: fitted.fit_to)
        write_csv(draft / "demand.csv", fan_table(last))
        write_csv(draft / "fitted.csv", fitted_table(predictions.fitted))
        style.save(draw_fans(last), draft / "demand")
        style.save(draw_predictions(predictions), draft / "predictions")
    return written


def _summary(predictions: Predictions, today: date) -> dict[str, object]:
    backtest = predictions.backtest
    return {
        "schema_version": 1, "backtest": backtest.name, "written": today.isoformat(), "version": __version__,
        "inputs_sha256": inputs_sha256(backtest), "seed": backtest.seed,
        "draws": len(predictions.each[0].sample),
        "folds": {name: f"fitted to {fitted.fit_to}" for name, fitted in predictions.fitted.items()},
        "sentences": list(sentences(predictions)),
    }  # fmt: skip


def predictions_table(each: Iterable[Prediction]) -> dict[str, list[object]]:
    """A row for each number and year: median, intervals, naive forecasts, what was published, and the scores."""
    rows = [*each]
    table: dict[str, list[object]] = {
        "fold": [row.fold for row in rows], "year": [row.year for row in rows], "number": [row.outcome for row in rows],
        "unit": [row.unit for row in rows], "median": [row.median for row in rows],
    }  # fmt: skip
    for share in SHARES:
        bounds = [row.interval(share) for row in rows]
        table[f"low_{share:.0%}".replace("%", "")] = [low for low, _ in bounds]
        table[f"high_{share:.0%}".replace("%", "")] = [high for _, high in bounds]
    table |= {kind.replace(" ", "_"): [row.naive.get(kind, float("nan")) for row in rows] for kind in NAIVE}
    table |= {
        "published": [row.truth for row in rows], "error_share": [row.error for row in rows],
        "crps": [row.crps for row in rows],
    }  # fmt: skip
    return table


def samples_table(each: Iterable[Prediction]) -> dict[str, list[object]]:
    """Every future of every number, so that scores can be worked out when the truth is known."""
    rows = [(one, draw, value) for one in each for draw, value in enumerate(one.sample)]
    return {
        "fold": [one.fold for one, _, _ in rows], "year": [one.year for one, _, _ in rows],
        "number": [one.outcome for one, _, _ in rows], "draw": [draw for _, draw, _ in rows],
        "value": [value for _, _, value in rows],
    }  # fmt: skip


def scores_table(predictions: Predictions) -> dict[str, list[object]]:
    """By fold: truths that are known, mean error of the medians, how often the intervals hold, CRPS over naive ones."""
    table: dict[str, list[object]] = {
        "fold": [], "compared": [], "mean_error_share": [], "in_50": [], "in_90": [],
        **{f"crps_over_{kind.replace(' ', '_')}": [] for kind in NAIVE},
    }  # fmt: skip
    for fold in (*predictions.fitted, "all"):
        rows = [row for row in predictions.scored if fold in (row.fold, "all")]
        values = [fold, len(rows), _mean(abs(row.error) for row in rows)]
        values += [_mean(float(row.covers(share)) for row in rows) for share in SHARES]
        values += [_over_naive(rows, kind) for kind in NAIVE]
        for name, value in zip(table, values, strict=True):
            table[name].append(value)
    return table


def _over_naive(rows: list[Prediction], kind: str) -> float:
    """Mean CRPS, each over its truth, divided by that of a naive forecast of the same numbers."""
    known = [row for row in rows if not isnan(row.naive.get(kind, float("nan")))]
    ours = _mean(row.crps / row.truth for row in known)
    return ours / _mean(abs(row.naive[kind] - row.truth) / row.truth for row in known) if known else float("nan")


def _mean(values: Iterable[float]) -> float:
    found = [*values]
    return float(np.mean(found)) if found else float("nan")


def fan_table(fitted: Fitted) -> dict[str, list[object]]:
    """Quantiles of each series by year, up to the last of the fans."""
    rows = [
        (name, fitted.backtest.series[name].unit, year, *quantiles[:, column].tolist())
        for name, (years, quantiles) in fans(fitted, fitted.backtest.fan_to).items()
        for column, year in enumerate(years)
    ]
    names = ("series", "unit", "year", "q05", "q25", "q50", "q75", "q95")
    columns = zip(*rows, strict=True)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def fitted_table(fitted: dict[str, Fitted]) -> dict[str, list[object]]:
    """What each fold believes of each series: growth and step a year, with their standard deviations."""
    rows = [
        (fold, each.fit_to, name, each.backtest.series[name].scale, len(walk.times), *walk.drift, *walk.step)
        for fold, each in fitted.items()
        for name, walk in each.walks.items()
    ]
    names = ("fold", "fit_to", "series", "scale", "years", "growth", "growth_sd", "step", "step_sd")
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def predictions_screen(predictions: Predictions) -> Table:
    """The predictions as a table for the terminal."""
    table = titled(f"{predictions.backtest.name}: what was said, and what came")
    for heading in ("fold", "year", "number", "unit"):
        words_column(table, heading)
    for heading in ("median", "50 %", "90 %", "last value", "published", "error"):
        figures_column(table, heading)
    for row in predictions.each:
        fifty, ninety = (f"{number(low)} to {number(high)}" for low, high in map(row.interval, SHARES))
        came, error = ("", "") if isnan(row.truth) else (number(row.truth), f"{row.error:+.0%}".replace("%", " %"))
        last = row.naive.get("last value")
        table.add_row(
            row.fold, str(row.year), row.outcome, row.unit, number(row.median), fifty, ninety,
            "" if last is None else number(last), came, error,
        )  # fmt: skip
    return table


def sentences(predictions: Predictions) -> Iterator[str]:
    """How good the forecasts were, fold by fold, good or bad."""
    table = scores_table(predictions)
    for row, fold in enumerate(table["fold"]):
        compared, error, fifty, ninety, *over = (table[name][row] for name in [*table][1:])
        if not compared:
            continue
        whose = "All folds" if fold == "all" else f"Fold {fold}"
        yield (
            (
                f"{whose}: {compared} numbers are published; the medians are {error:.0%} off in the mean, "
                f"{fifty:.0%} lie in the 50 % interval and {ninety:.0%} in the 90 % interval."
            )
            .replace("%", " %")
            .replace("  %", " %")
        )
        known = {kind: value for kind, value in zip(NAIVE, over, strict=True) if value == value}
        told = [f"{value:.2f} times that of {_kind(kind)}" for kind, value in known.items()]
        if told:
            yield f"{whose}: the score (CRPS, less is better) is {', '.join(told)}."
    yield from _of_trade(predictions.backtest)


def _kind(kind: str) -> str:
    return {"last value": "the last value", "trend": "the trend", "with trade": "growth with trade"}[kind]


def _of_trade(backtest: Backtest) -> Iterator[str]:
    """What tonnes did when trade grew."""
    series = backtest.series[backtest.demand.total]
    if backtest.trade is None:
        return
    tonnes = {year: each.amount for year, each in series.years.items()}
    trade = {int(year): value for year, value in backtest.trade.values.items()}
    found, error = elasticity(tonnes, trade, series.step)
    if not isnan(found):
        yield f"When trade grew by 1 %, tonnes grew by {found:.1f} % (standard error {error:.1f})."
