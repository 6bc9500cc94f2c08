"""The commands. Each imports what it needs when it is called, so that ``--help`` answers at once."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from corridorsim.paper.command import Commands, pictures_are_possible, progress, read_changed, say_of_letters, working
from corridorsim.paper.options import DAYS, FILE, QUIET, SEED, SET, WORKERS, changes, hours_of_day, replications
from corridorsim.version import __version__


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Start with: corridorsim example"
)
@click.version_option(__version__, prog_name="corridorsim")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """How much can a freight corridor carry, what holds it back, and what would each investment change?

    A scenario is a YAML file: lines, stations, border crossings, traffic and rules. `run` simulates it, `compare`
    compares two or more, `validate` lists what is wrong with a file, and `trace` shows what one train did.
    """


@cli.command()
@FILE
@SEED
@replications("as the scenario says")
@DAYS
@click.option(
    "--engine",
    type=click.Choice(["kernel", "simpy"]),
    default="kernel",
    show_default=True,
    help="The compiled kernel, or the slow SimPy reference that gives the same answer.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results (results/NAME if left out).")
@SET
@click.option("--line", help="Line of the string-line diagram (the busiest if left out).")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the string-line diagram (mid-window if left out)."
)
@click.option("--stairway", is_flag=True, help="Also draw the line's blocking-time stairway of that day, with its CSV.")
@click.option(
    "--hours", metavar="FROM-TO", help="Hours of the stairway, such as 14:00-18:30 (06:00-10:00 if left out)."
)
@click.option(
    "--events", is_flag=True, help="Also write every train and operation of the first replication as Parquet."
)
@WORKERS
@QUIET
def run(
    file: Path,
    seed: int | None,
    replications: int | None,
    days: int | None,
    engine: str,
    out: Path | None,
    sets: tuple[str, ...],
    line: str | None,
    day: datetime | None,
    stairway: bool,
    hours: str | None,
    events: bool,
    workers: int | None,
    quiet: bool,
) -> None:
    """Simulate a scenario and write the results to results/.

    \b
    corridorsim run scenarios/2025.yaml
    corridorsim run scenarios/2025.yaml --set traffic.scale=1.5 --replications 20
    corridorsim run scenarios/2025.yaml --line Altynkol-Zhetigen --day 2025-03-01
    corridorsim run scenarios/2025.yaml --day 2025-03-01 --stairway --hours 14:00-18:00
    """
    scenario, changed = read_changed(file, sets, changes(seed, replications, days))
    pictures_are_possible()
    folder = _folder(scenario, out, changed)
    from corridorsim.study import replicate, settled_choice

    shown = _shown(scenario, line, day, stairway, hours)
    first_run: dict[str, bytes] = {}

    with working(quiet) as said:
        settled = settled_choice(scenario, engine, said, workers)
    with progress(f"simulating {scenario.name}", scenario.replications, quiet) as done:
        study = replicate(scenario, engine, done, settled, workers, _look_at(shown, scenario.name, first_run))
    from corridorsim.report.write import write_study

    written = write_study(study, folder, first_run, events)
    if not quiet:
        _say_run(study, file)
        click.echo(f"Files: {written}/ ({_files(stairway, events)})")
        say_of_letters(scenario)


def _look_at(shown: Any, name: str, files: dict[str, bytes]) -> Callable[[Any], Callable[[], None]]:
    """What is called with the first run: it looks at what is shown, and returns what draws that into ``files``."""

    def look(result: Any) -> Callable[[], None]:
        seen = shown.seen_in(result)

        def draw() -> None:
            from corridorsim.report.first_run import first_run_files

            files.update(first_run_files(seen, name))

        return draw

    return look


def _files(stairway: bool, events: bool) -> str:
    figures = "string_line, stairway" if stairway else "string_line"
    parquet = ", trains.parquet, operations.parquet" if events else ""
    return f"summary.json, tables as CSV, {figures}, throughput, dwell, occupation{parquet}"


def _shown(scenario: Any, line: str | None, day: datetime | None, stairway: bool, hours: str | None) -> Any:
    """The line, the day and the hours that the pictures of the first run show."""
    from corridorsim.string_line.shown import choose_shown

    if hours is not None and not stairway:
        raise click.UsageError("--hours chooses the hours of the stairway; add --stairway to draw it")
    span = hours_of_day(hours) if stairway else None
    return choose_shown(scenario, line, None if day is None else day.date(), span)


def _say_run(study: Any, file: Path) -> None:
    """The verdict in sentences, then the numbers behind it."""
    from corridorsim.paper.choice import choice_sentence
    from corridorsim.paper.screen import console
    from corridorsim.report.console import run_tables
    from corridorsim.report.sentences import input_warnings, sentences_of

    screen = console()
    for sentence in (*sentences_of(study), *input_warnings(study.scenario, file)):
        screen.print(sentence)
    if study.settled is not None:
        screen.print(choice_sentence(study.settled))
    for table in run_tables(study):
        screen.print(table)


def _folder(scenario: Any, out: Path | None, changed: bool) -> Any:
    from corridorsim.paper.folder import choose_folder, own_folder

    if out is not None:
        return own_folder(out, scenario.sha256)
    return choose_folder(Path("results"), scenario.name, scenario.sha256, changed)


@cli.command()
@FILE
@SET
def validate(file: Path, sets: tuple[str, ...]) -> None:
    """List everything that is wrong with a scenario, each problem with its file, line and column.

    Values that are unusual, have no effect, or make results misleading are listed as warnings. Warnings alone leave the
    exit code at 0.
    """
    scenario, _ = read_changed(file, sets, {})
    from corridorsim.planning import check_size, lay_out, size_sentence
    from corridorsim.statistics.rounding import counted

    blueprint = lay_out(scenario)  # the stages that disruptions name, and what is closed, are known only then
    check_size(blueprint)
    for warning in scenario.warnings:
        click.echo(str(warning))
    origins = scenario.document.origins.values()
    figures = sum(origin.kind == "figure" for origin in origins)
    places, crossings, flows = scenario.network.places, scenario.crossings, scenario.traffic.flows
    click.echo(
        f"{file}: no problems found. {counted(len(scenario.lines), 'line')} with "
        f"{counted(len(places), 'station or siding', 'stations and sidings')}, "
        f"{counted(len(crossings), 'crossing')}, {counted(len(flows), 'flow')}; "
        f"{counted(figures, 'number')} from published figures, "
        f"{len(origins) - figures} assumed with a range and a reason. {size_sentence(blueprint)}"
    )


@cli.command()
@click.option("--out", type=click.Path(path_type=Path), help="File to write (the screen if left out).")
@click.option("--page", is_flag=True, help="Write the reference of all keys as a Markdown page instead.")
def schema(out: Path | None, page: bool) -> None:
    """Write the JSON Schema of scenario files, which editors use to complete and check them."""
    from corridorsim.model.reference_page import reference_page
    from corridorsim.model.schema import schema_text
    from corridorsim.paper.files import write_whole

    text = reference_page() if page else schema_text()
    if out is None:
        click.echo(text, nl=False)
        return
    write_whole(out, text)
    hint = f" To use it, begin a scenario in the same folder with the line: # yaml-language-server: $schema={out.name}"
    click.echo(f"{out}: written.{'' if page else hint}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), default=Path("example.yaml"))
def example(file: Path) -> None:
    """Write a small scenario to start from."""
    from corridorsim.errors import CorridorError
    from corridorsim.packaged import example as example_path
    from corridorsim.paper.files import write_whole

    if os.path.lexists(file):
        raise CorridorError(f"{file}: exists already; name another file")
    write_whole(file, example_path().read_text(encoding="utf-8"))
    click.echo(f"{file}: written. Now run: corridorsim run {file}")
