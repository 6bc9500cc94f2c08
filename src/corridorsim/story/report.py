"""One train's story as a table: where, when, how long, what it waited for and who held it."""

from collections.abc import Sequence

from rich.table import Table

from corridorsim.paper.screen import figures_column, titled, words_column
from corridorsim.story.stops import Chapter
from corridorsim.story.study import Story

SHOWN = 3  # trains that held what it waited for


def story_table(story: Story) -> Table:
    """A row for each thing that the train did."""
    table = titled(f"{story.train} ({story.stream})")
    table.add_column("when", no_wrap=True)
    for heading in ("where", "what"):
        words_column(table, heading)
    figures_column(table, "waited")
    for heading in ("for", "held by"):
        words_column(table, heading)
    for chapter in story.chapters:
        table.add_row(*_cells(story, chapter))
    return table


def _cells(story: Story, chapter: Chapter) -> Sequence[str]:
    moment = story.plan.moment(chapter.ready if chapter.started is None else chapter.started)
    when, what = f"{moment:%d %b %Y %H:%M}", chapter.does
    if chapter.started is None:
        when, what = f"since {when}", f"{what}: still waiting"
    held, more = ", ".join(chapter.held_by[:SHOWN]), len(chapter.held_by) - SHOWN
    held += f" and {more} more" if more > 0 else ""
    return when, chapter.place, what, _hours(chapter.waited), ", ".join(chapter.lacked), held


def _hours(seconds: int) -> str:
    return "" if seconds == 0 else f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
