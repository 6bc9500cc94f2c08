"""The command ``border``: the stages of a border crossing, one by one."""

from pathlib import Path

import click

from corridorsim.paper.command import pictures_are_possible, progress, read_changed, say_of_letters, working
from corridorsim.paper.options import DAYS, FILE, QUIET, SEED, SET, WORKERS, replications


@click.command()
@FILE
@click.option("--crossing", required=True, help="Name of the crossing, such as Dostyk.")
@SET
@SEED
@replications("as the scenario says")
@DAYS
@click.option("--out", type=click.Path(path_type=Path), help="Folder (results/NAME-border-CROSSING if left out).")
@WORKERS
@QUIET
def border(
    file: Path,
    crossing: str,
    sets: tuple[str, ...],
    seed: int | None,
    replications: int | None,
    days: int | None,
    out: Path | None,
    workers: int | None,
    quiet: bool,
) -> None:
    """Show the stages of a border crossing: their capacity, use, queue and wait, and the stage that limits it.

    \b
    corridorsim border scenarios/2025.yaml --crossing Dostyk
    corridorsim border scenarios/2025.yaml --crossing Dostyk --set crossings.Dostyk.far.fronts=3 --days 90
    """
    length = None if days is None else f"{days} days"
    more: dict[str, object] = {"seed": seed, "replications": replications, "window.length": length}
    scenario, changed = read_changed(file, sets, more)
    pictures_are_possible()
    from corridorsim.border.report import border_folder, write_border
    from corridorsim.border.study import study_border
    from corridorsim.measures.border.crossing_stages import check_name
    from corridorsim.study import settled_choice

    check_name(crossing, scenario.crossings)
    folder = border_folder(scenario, crossing, out, changed)
    with working(quiet) as said:
        settled = settled_choice(scenario, said=said, workers=workers)
    with progress(f"simulating {scenario.name}", scenario.replications, quiet) as done:
        study = study_border(scenario, crossing, done, settled, workers)
    written = write_border(study, folder)
    if not quiet:
        _say(study)
        click.echo(
            f"Files: {written}/ (stages, timeline, station_times, queues, tracks, use_by_hour as CSV; "
            "flow, day, fill, use_by_hour)"
        )
        say_of_letters(scenario)


def _say(study: object) -> None:
    from corridorsim.border.report import (
        advice_sentences,
        border_table,
        day_sentence,
        limit_sentence,
        station_sentences,
    )
    from corridorsim.border.study import BorderStudy
    from corridorsim.paper.choice import choice_sentence
    from corridorsim.paper.screen import console

    assert isinstance(study, BorderStudy)
    screen = console()
    for direction in study.directions:
        screen.print(border_table(study, direction))
        screen.print(limit_sentence(study, direction))
        screen.print(day_sentence(study, direction))
        for sentence in station_sentences(study, direction):
            screen.print(sentence)
    if study.settled is not None:
        screen.print(choice_sentence(study.settled))
    for sentence in advice_sentences(study):
        screen.print(sentence)
