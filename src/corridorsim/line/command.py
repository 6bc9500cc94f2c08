"""The command ``capacity``: what the lines of a scenario can carry."""

from datetime import datetime
from pathlib import Path

import click

from corridorsim.paper.command import pictures_are_possible, progress, read_changed, say_of_letters
from corridorsim.paper.options import FILE, QUIET, SET, WORKERS


@click.command()
@FILE
@click.option("--line", "lines", multiple=True, help="A line; repeat the option for several (all if left out).")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Day whose tracks count (the window's last if left out)."
)
@click.option(
    "--waiting",
    default=25.0,
    show_default=True,
    type=click.FloatRange(1, 500),
    help="Tolerated mean waiting, % of the free running time.",
)
@click.option(
    "--occupation",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 100),
    help="Recommended occupation of a day, % (UIC 406: 60 for mixed traffic).",
)
@click.option("--replications", default=4, show_default=True, type=click.IntRange(2), help="Simulations of each load.")
@SET
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the files (results/NAME-capacity if left out)."
)
@WORKERS
@QUIET
def capacity(
    file: Path,
    lines: tuple[str, ...],
    day: datetime | None,
    waiting: float,
    occupation: float,
    replications: int,
    sets: tuple[str, ...],
    out: Path | None,
    workers: int | None,
    quiet: bool,
) -> None:
    """Work out what each line can carry: the number to plan with, and four estimates behind it (1520 mm formula,
    UIC 406, queueing, simulation).

    All numbers are freight pairs a day, beside the line's passenger and local trains and with its possessions. Where
    the estimates differ, the table says why. It is followed by the elements (sections, station tracks, throats), the
    one that limits first at the top, and by what each stage of a second track brought.

    \b
    corridorsim capacity scenarios/2025.yaml --line Dostyk-Moiynty
    corridorsim capacity scenarios/2025.yaml --day 2025-04-01
    """
    scenario, changed = read_changed(file, sets, {})
    pictures_are_possible()
    from corridorsim.line.capacity import CapacitySettings, line_capacities
    from corridorsim.line.report import capacity_folder, screen_parts, unknown_line, write_capacity
    from corridorsim.paper.screen import console
    from corridorsim.string_line.shown import check_line
    from corridorsim.study import depends_on_waiting

    for name in lines:
        check_line(scenario, name)
    names = list(dict.fromkeys(lines)) or list(scenario.lines)
    asked = CapacitySettings(None if day is None else day.date(), waiting / 100, occupation / 100, replications)
    folder = capacity_folder(scenario, [*names, asked], out, changed or bool(lines) or asked != CapacitySettings())
    with progress(f"capacity of {scenario.name}", len(names), quiet) as done:
        lines_told = line_capacities(scenario, names, asked, done, workers)
    written = write_capacity(scenario, lines_told, [*names, asked], folder)
    if not quiet:
        screen = console()
        for each in lines_told.told:
            for part in screen_parts(each):
                screen.print(part)
        for untold in lines_told.untold:
            screen.print(unknown_line(untold))
        if depends_on_waiting(scenario):
            screen.print("Flows that choose their crossing by its waiting time are divided as if no train waited.")
        screen.print(f"Files: {written}/ (methods, elements, months, stages, loads as CSV; a picture of each line)")
        say_of_letters(scenario)
