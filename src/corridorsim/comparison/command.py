"""The command ``compare``: scenarios beside the first one."""

from pathlib import Path

import click

from corridorsim.paper.command import pictures_are_possible, progress, read_changed, say_of_letters
from corridorsim.paper.options import DAYS, QUIET, SEED, WORKERS, changes, replications


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), required=True)
@replications("as the first scenario says")
@SEED
@DAYS
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the table and the picture.")
@WORKERS
@QUIET
def compare(
    files: tuple[Path, ...],
    replications: int | None,
    seed: int | None,
    days: int | None,
    out: Path | None,
    workers: int | None,
    quiet: bool,
) -> None:
    """Compare scenarios with the first one: how their inputs differ and what that changes, with paired intervals.

    \b
    corridorsim compare scenarios/2022.yaml scenarios/2025.yaml
    """
    if len(files) < 2:
        raise click.UsageError("compare takes two scenarios or more")
    scenarios = [read_changed(file, (), changes(seed, replications, days))[0] for file in files]
    pictures_are_possible()
    from corridorsim.comparison.report import comparison_folder, write_comparison
    from corridorsim.comparison.study import compare as compare_scenarios

    folder = comparison_folder(scenarios, out)
    with progress("simulating", len(scenarios) * scenarios[0].replications, quiet) as done:
        comparison = compare_scenarios(scenarios, done, workers)
    written = write_comparison(comparison, folder)
    if not quiet:
        from corridorsim.comparison.screen import difference_table, input_table
        from corridorsim.paper.screen import console
        from corridorsim.report.sentences import misleading, warnings_of

        screen = console()
        screen.print(input_table(comparison))
        screen.print(difference_table(comparison))
        for label, study in zip(comparison.labels, comparison.studies, strict=True):
            for sentence in (*warnings_of(study), *misleading(study.scenario)):
                screen.print(f"WARNING: {label}: {sentence}")
        screen.print(f"Files: {written}/ (differences.csv, inputs.csv, comparison.svg and .png)")
        say_of_letters(*scenarios)
