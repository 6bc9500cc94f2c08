"""The command ``verify``: both engines on one scenario, and every rule of the contract."""

from pathlib import Path

import click

from corridorsim.paper.command import read_changed, working
from corridorsim.paper.options import DAYS, FILE, QUIET, SEED, SET, changes


@click.command()
@FILE
@SET
@SEED
@DAYS
@QUIET
def verify(file: Path, sets: tuple[str, ...], seed: int | None, days: int | None, quiet: bool) -> None:
    """Run both engines on the first replication and check the outcome against every rule of the contract."""
    scenario, _ = read_changed(file, sets, changes(seed, None, days))
    from corridorsim.verification.engines import verify as verify_scenario

    with working(quiet) as said:
        verdict = verify_scenario(scenario, said)
    for text in (*verdict.differences, *verdict.violations[:20]):
        click.echo(text)
    if not verdict.is_good:
        raise click.exceptions.Exit(1)
    if not quiet:
        click.echo(f"{scenario.name}: both engines agree on {verdict.operations:,} operations, and no rule is broken.")
