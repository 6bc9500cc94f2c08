"""The command ``calibrate``: free parameters fitted to published figures."""

from pathlib import Path

import click

from corridorsim.paper.command import progress
from corridorsim.paper.options import QUIET, WORKERS


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the files (results/calibrate-NAME if left out)."
)
@WORKERS
@QUIET
def calibrate(file: Path, out: Path | None, workers: int | None, quiet: bool) -> None:
    """Fit free parameters to published figures: a file of parameters with priors and bounds, and of targets.

    All runs share their random numbers. A smooth surface through a design of runs gives the best point; further rounds
    look closer around it. The results say what the figures do not determine, and calibrated.yaml is a file that
    scenarios can extend.

    \b
    corridorsim calibrate scenarios/calibration.yaml
    """
    from datetime import date

    from corridorsim.calibration.fit import calibrate as fit
    from corridorsim.calibration.fit import runs_of
    from corridorsim.calibration.report import (
        calibration_folder,
        parameters_screen,
        sentences,
        targets_screen,
        write_calibration,
    )
    from corridorsim.model.calibration import read_calibration
    from corridorsim.paper.screen import console

    told = read_calibration(file)
    folder = calibration_folder(told, out)
    with progress(f"fitting {told.name}", runs_of(told), quiet) as done:
        calibrated = fit(told, done, workers)
    written = write_calibration(calibrated, folder, date.today())
    if not quiet:
        screen = console()
        for sentence in sentences(calibrated):
            screen.print(sentence)
        screen.print(parameters_screen(calibrated))
        screen.print(targets_screen(calibrated))
        screen.print(f"Files: {written}/ (calibrated.yaml, parameters, targets and rounds as CSV)")
