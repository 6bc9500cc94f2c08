"""What all commands have in common: bad input gives one clear message and exit code 2, a traceback only on request."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EPIPE
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridorsim.errors import CorridorError, NotWritten, did_you_mean, setting

if TYPE_CHECKING:
    from corridorsim.model import Scenario


class Commands(click.Group):
    """A group of commands that turn errors into messages for the user."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; report output that cannot be written in one line, and a broken pipe not at all."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except OSError as error:
            if "--debug" in (*sys.argv, *(args[0] if args and args[0] else ())):
                raise
            _to_nowhere()
            if error.errno != EPIPE:
                said = error.filename or "standard output: cannot be written"
                with suppress(OSError):
                    click.echo(f"{said} ({error.strerror or error})", err=True)
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; print errors that the user can correct without a traceback."""
        try:
            return super().invoke(ctx)
        except CorridorError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Suggest the nearest command for a misspelt name."""
        if args and args[0][:1] != "-" and args[0] not in self.commands:
            raise click.UsageError(f'"{args[0]}" is not a command{did_you_mean(args[0], self.commands)}', ctx)
        return super().resolve_command(ctx, args)


def _to_nowhere() -> None:
    """Discard output that is still buffered: it cannot be written."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def pictures_are_possible() -> None:
    """Raise NotWritten, before anything is simulated, where matplotlib cannot be loaded as it is set up."""
    try:
        import matplotlib  # noqa: F401
    except (ImportError, ValueError, OSError) as error:
        backend = os.environ.get("MPLBACKEND")
        if backend and isinstance(error, ValueError):
            raise NotWritten(f"MPLBACKEND={backend}: matplotlib has no such backend; remove the variable") from None
        raise NotWritten(f"matplotlib cannot be loaded: {error}") from None


def read_changed(file: Path, sets: tuple[str, ...], more: dict[str, object]) -> tuple["Scenario", bool]:
    """The scenario with the changes of the command line, and whether these change anything."""
    from corridorsim.model import read

    scenario = read(file)
    changes: dict[str, object] = {}
    for text in sets:
        found = setting(text)
        if found is None:
            raise CorridorError(f'--set must be key=value, such as traffic.scale=2 (got "{text}")')
        changes[found[0]] = found[1]
    changes |= {key: value for key, value in more.items() if value is not None}
    changed = scenario.set_keys(changes) if changes else scenario
    return changed, changed.sha256 != scenario.sha256


def say_of_letters(*scenarios: "Scenario") -> None:
    """Say which letters of the scenarios' names the pictures cannot show, if any."""
    from corridorsim.paper.fonts import advice, names_in

    for sentence in advice(name for scenario in scenarios for name in names_in(scenario.document.data)):
        click.echo(sentence)


@contextmanager
def progress(what: str, total: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on the error stream that counts to ``total``; no bar without a terminal or with --quiet."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    screen = Console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def working(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line on the error stream that says what is being done; plain lines without a terminal."""
    from rich.console import Console
    from rich.text import Text

    screen = Console(stderr=True)
    if quiet:
        yield lambda text: None
    elif screen.is_terminal:
        with screen.status("starting") as status:
            yield lambda text: status.update(Text(f"{text} ..."))
    else:
        yield lambda text: click.echo(f"{text} ...", err=True)
