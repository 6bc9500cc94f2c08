"""Options that several commands share."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from corridorsim.errors import CorridorError

Command = TypeVar("Command", bound=Callable[..., object])

FILE = click.argument("file", type=click.Path(path_type=Path))
SET = click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Change one key, such as traffic.scale=2.")
SEED = click.option("--seed", type=click.IntRange(0), help="Seed of the random numbers (as the scenario says).")
DAYS = click.option("--days", type=click.IntRange(1), help="Length of the measured window (as the scenario says).")
WORKERS = click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Replications that run at once (one for each core)."
)
QUIET = click.option("--quiet", is_flag=True, help="Print nothing but errors.")

HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")
USUAL_HOURS = "06:00-10:00"


def replications(default: str) -> Callable[[Command], Command]:
    """The option --replications, with what happens without it."""
    return click.option(
        "--replications", type=click.IntRange(1), help=f"Runs with different random numbers ({default})."
    )


def hours_of_day(text: str | None) -> tuple[int, int]:
    """The value of --hours as seconds of the day, from and to; CorridorError for anything else."""
    found = HOURS.fullmatch((USUAL_HOURS if text is None else text).strip())
    hour, minute, last_hour, last_minute = map(int, found.groups()) if found else (0, 0, 0, 0)
    begin, end = hour * 3600 + minute * 60, last_hour * 3600 + last_minute * 60
    if not begin < end <= 86_400:
        raise CorridorError(
            f'--hours "{text}": must be two times of one day, the earlier first, such as {USUAL_HOURS} or 20:30-24:00'
        )
    return begin, end


def changes(seed: int | None, replications: int | None, days: int | None) -> dict[str, object]:
    """What the options of a command change in a scenario: values by key, None for an option left out."""
    length = None if days is None else f"{days} days"
    return {"seed": seed, "replications": replications, "window.length": length}
