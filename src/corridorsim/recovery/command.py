"""The command ``recovery``: closes a crossing for some days and shows how its queue grows and drains."""

from datetime import datetime
from pathlib import Path

import click

from corridorsim.paper.command import pictures_are_possible, progress, read_changed, say_of_letters, working
from corridorsim.paper.options import FILE, QUIET, SEED, SET, WORKERS, replications


@click.command()
@FILE
@click.option("--crossing", required=True, help="Crossing to close or cut, such as Dostyk.")
@click.option(
    "--from", "begin", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day of the closing or cut."
)
@click.option("--days", type=click.IntRange(1), default=2, show_default=True, help="Length of the closing or cut.")
@click.option(
    "--to", type=click.IntRange(0), help="Trains a day still accepted in each direction; if omitted, it is closed."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the tables and the picture.")
@replications("as the scenario says")
@SEED
@SET
@WORKERS
@QUIET
def recovery(
    file: Path,
    crossing: str,
    begin: datetime,
    days: int,
    to: int | None,
    out: Path | None,
    replications: int | None,
    seed: int | None,
    sets: tuple[str, ...],
    workers: int | None,
    quiet: bool,
) -> None:
    """Close a crossing for some days, or cut what it accepts: the longest queue, the days until it is gone, tonnes late
    and tonnes lost.

    Every replication is run with the closing or cut and without it, with the same random numbers. Goods that choose
    their crossing use the crossings that they use without it.

    \b
    corridorsim recovery scenarios/2022.yaml --crossing Dostyk --from 2022-01-10 --days 2
    corridorsim recovery scenarios/2022.yaml --crossing Dostyk --from 2022-01-10 --days 30 --to 8
    """
    scenario, _ = read_changed(file, sets, {"seed": seed, "replications": replications})
    pictures_are_possible()
    from corridorsim.paper.choice import choice_sentence
    from corridorsim.paper.screen import console
    from corridorsim.recovery.report import recovery_folder, recovery_table, sentences, write_recovery
    from corridorsim.recovery.study import closed_for, cut_to, recover, settled_without

    folder = recovery_folder(closed_for(scenario, crossing, begin.date(), days, to), crossing, out)
    with working(quiet) as said:
        settled = settled_without(scenario, crossing, said, workers)
    state = "closed" if to is None else cut_to(to)
    with progress(f"{scenario.name} with {crossing} {state} and without", scenario.replications, quiet) as done:
        found = recover(scenario, crossing, begin.date(), days, settled, done, workers, to)
    written = write_recovery(found, folder)
    if not quiet:
        screen = console()
        screen.print(recovery_table(found))
        for sentence in sentences(found):
            screen.print(sentence)
        if found.settled is not None:
            screen.print(f"As without the {found.noun}: {choice_sentence(found.settled)}")
        screen.print(f"Files: {written}/ (replications.csv, queue.csv, places.csv, recovery.svg and .png)")
        say_of_letters(scenario)
