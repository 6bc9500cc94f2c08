"""The command ``backtest``: forecasts fitted to some years and compared with those after."""

from pathlib import Path

import click

from corridorsim.paper.command import pictures_are_possible, progress
from corridorsim.paper.options import QUIET, WORKERS


@click.command()
@click.argument("file", type=click.Path(path_type=Path), default=Path("scenarios/backtest.yaml"))
@click.option(
    "--fold", "folds", multiple=True, help="A fold of the file; repeat the option for several (all if left out)."
)
@click.option("--draws", type=click.IntRange(4), help="Futures of each forecast (as the file says if left out).")
@click.option("--out", type=click.Path(path_type=Path),
              help="Folder for the predictions (results/predictions/NAME-DATE-HASH if left out).")  # fmt: skip
@WORKERS
@QUIET
def backtest(
    file: Path, folds: tuple[str, ...], draws: int | None, out: Path | None, workers: int | None, quiet: bool
) -> None:
    """Fit demand to the figures up to a year, simulate the years after it, and compare with what was published.

    Every forecast has intervals from demand, from assumed inputs and from luck together, and stands beside forecasts
    that anybody can make: the last value, the trend, growth with trade. Years of which nothing is published yet are
    forecast, too. A folder of predictions is never rewritten.

    \b
    corridorsim backtest scenarios/backtest.yaml
    corridorsim backtest scenarios/backtest.yaml --fold "to 2018" --draws 8
    """
    from datetime import date

    from corridorsim.forecast.backtest import run_backtest, years_simulated
    from corridorsim.forecast.report import predictions_folder, predictions_screen, sentences, write_predictions
    from corridorsim.model.forecast import read_backtest
    from corridorsim.paper.screen import console

    told = read_backtest(file)
    pictures_are_possible()
    today = date.today()
    folder = predictions_folder(told, out, today)
    with progress(f"simulating {told.name}", years_simulated(told, folds, draws), quiet) as done:
        predictions = run_backtest(told, folds, draws, done, workers)
    written = write_predictions(predictions, folder, today)
    if not quiet:
        screen = console()
        screen.print(predictions_screen(predictions))
        for sentence in sentences(predictions):
            screen.print(sentence)
        screen.print(f"Files: {written}/ (predictions, samples, scores, demand, fitted as CSV; two pictures)")
