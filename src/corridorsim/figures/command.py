"""The command ``figures``: where every number of a scenario comes from, and which assumed ones matter."""

from pathlib import Path

import click

from corridorsim.paper.command import progress, read_changed
from corridorsim.paper.options import DAYS, FILE, QUIET, SEED, SET, WORKERS, changes


@click.command()
@FILE
@click.option(
    "--moves",
    metavar="NUMBER",
    help="Run each assumed number at both ends of its range; sort by this number.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the tables (results/NAME-figures if left out)."
)
@SEED
@DAYS
@SET
@WORKERS
@QUIET
def figures(
    file: Path, moves: str | None, out: Path | None, seed: int | None, days: int | None, sets: tuple[str, ...],
    workers: int | None, quiet: bool,
) -> None:  # fmt: skip
    """List every number of a scenario with where it comes from, when that became known, and its range.

    \b
    corridorsim figures scenarios/2025.yaml
    corridorsim figures scenarios/2025.yaml --moves tonnes.total --days 60
    """
    scenario, changed = read_changed(file, sets, changes(seed, None, days))
    from corridorsim.figures.report import (
        figures_folder,
        figures_screen,
        moves_screen,
        write_figures,
    )
    from corridorsim.figures.study import measure_moves, ranged, said_numbers
    from corridorsim.paper.screen import console

    folder = figures_folder(scenario, out, changed)
    said = said_numbers(scenario)
    found = None
    if moves is not None:
        with progress(f"moving what {scenario.name} assumes", len(ranged(scenario)), quiet) as done:
            found = measure_moves(scenario, moves, done, workers)
    written = write_figures(said, found, folder)
    if not quiet:
        screen = console()
        screen.print(figures_screen(said))
        if found is not None:
            screen.print(moves_screen(found, said))
        screen.print(f"Files: {written}/ (figures.csv{'' if found is None else ', moves.csv'})")
