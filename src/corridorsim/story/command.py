"""The command ``trace``: what one train did."""

from pathlib import Path

import click

from corridorsim.paper.command import read_changed, working
from corridorsim.paper.options import FILE, SEED, SET, changes


@click.command()
@FILE
@click.option("--train", required=True, help='Name of a train, such as "ore out 123".')
@SEED
@SET
def trace(file: Path, train: str, seed: int | None, sets: tuple[str, ...]) -> None:
    """Show what one train did: where it was and when, how long it waited, for what, and which train held it.

    Trains are named by their flow and number: "ore out 123", "passengers Dostyk-Aktogay to Aktogay 5".
    """
    scenario, _ = read_changed(file, sets, changes(seed, None, None))
    from corridorsim.paper.choice import choice_sentence
    from corridorsim.paper.screen import console
    from corridorsim.story.report import story_table
    from corridorsim.story.study import tell_story
    from corridorsim.study import settled_choice

    with working(quiet=False) as said:
        settled = settled_choice(scenario, said=said)
        said(f"running the first replication of {scenario.name}")
        story = tell_story(scenario, train, settled)
    screen = console()
    screen.print(story_table(story))
    if settled is not None:
        screen.print(choice_sentence(settled))
