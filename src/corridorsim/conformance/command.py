"""The command ``conformance``: runs published cases and prints a scorecard."""

from pathlib import Path

import click

from corridorsim.paper.command import progress


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Only the cases of this kind, such as queueing, or of this name, such as headway1.",
)
@click.option(
    "--evaluations",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    help="Runs of the engine in the search for a dispatch of each DISPLIB problem.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of that search.")
@click.option("--out", type=click.Path(path_type=Path), help="File for the scorecard, ending in .json or .csv.")
@click.option("--schedules", type=click.Path(path_type=Path), help="Folder for the schedules in DISPLIB's format.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def conformance(
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    evaluations: int,
    seed: int,
    out: Path | None,
    schedules: Path | None,
    quiet: bool,
) -> None:
    """Run published cases and print a scorecard: case, published value, our value, difference, pass or fail.

    The cases that come with the package are run, and those in the files and folders named. The exit code is 1 when a
    case fails or cannot be run.

    \b
    corridorsim conformance
    corridorsim conformance nor1_critical_0.json --schedules found/
    """
    from corridorsim.conformance.runner import find_cases, run_cases
    from corridorsim.conformance.scorecard import scorecard_sentence, scorecard_table, write_schedules, write_scorecard
    from corridorsim.errors import CorridorError
    from corridorsim.paper.files import check_file, check_folder

    if out is not None and out.suffix not in (".json", ".csv"):
        raise CorridorError(f"--out {out}: must end in .json or .csv")
    if out is not None:
        check_file(out, f"--out {out}")
    if schedules is not None:
        check_folder(schedules, f"--schedules {schedules}")
    cases = find_cases(paths, evaluations, seed, only)
    with progress("running published cases", sum(case.work for case in cases), quiet) as done:
        scores = run_cases(cases, done)
    if out is not None:
        write_scorecard(scores, out)
    if schedules is not None:
        write_schedules(scores, schedules)
    if not quiet:
        from corridorsim.paper.screen import console

        screen = console()
        screen.print(scorecard_table(scores))
        screen.print(scorecard_sentence(scores))
    if not all(score.passed for score in scores):
        raise click.exceptions.Exit(1)
