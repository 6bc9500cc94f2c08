"""The terminal and its tables: names as they are, keys unbroken, and no wrapping in files and pipes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

ENDLESS = 1_000_000  # columns of a file or a pipe


def console() -> Console:
    """The terminal, which wraps sentences itself, or plain text in whole lines where there is none.

    What stands in brackets or between colons is text: names are the user's, and mean nothing to us.
    """
    screen = _console()
    return screen if screen.file.isatty() else _console(width=ENDLESS, height=ENDLESS)


def _console(**size: int) -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True, **size)  # type: ignore[arg-type]


class WholeTable(Table):
    """A table that breaks no word, number or key: where the terminal is too narrow for them it runs over its edge."""

    def add_row(self, *cells: Any, **more: Any) -> None:
        """Add a row; a column that does not wrap grows with it."""
        super().add_row(*cells, **more)
        for column, cell in zip(self.columns, cells, strict=False):
            if column.no_wrap:
                column.min_width = max(column.min_width or 0, cell_len(str(cell)))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table, as wide as the terminal lets it and its words need."""
        needed = self.__rich_measure__(console, options.update(width=ENDLESS)).minimum
        yield from super().__rich_console__(console, options.update(width=max(options.max_width, needed)))


def titled(title: str) -> Table:
    """A table under its title, which is one line however narrow the table is."""
    return WholeTable(title=Text(title, "bold", no_wrap=True, overflow="ignore"), title_justify="left")


def words_column(table: Table, heading: str) -> None:
    """A column of names and sentences: wrapped between words where the terminal is narrow."""
    table.add_column(heading, overflow="fold")


def figures_column(table: Table, heading: str) -> None:
    """A column of numbers, which are never cut."""
    table.add_column(heading, justify="right", no_wrap=True, min_width=cell_len(heading))


def keys_column(table: Table, heading: str) -> None:
    """A column of keys, each in one piece: they are made to be pasted."""
    table.add_column(heading, no_wrap=True, min_width=cell_len(heading))


KEY_BELOW = "\ue000"  # in a cell: here stands the next key, on a line of its own over all columns


class KeysBelow(NamedTuple):
    """A table with keys that stand below their rows, each in one piece, in the order of their marks in the cells."""

    table: Table
    keys: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """The table's lines, those with a mark replaced by their keys."""
        keys = iter(self.keys)
        for line in Segment.split_lines(console.render(self.table, options)):
            before, mark, _ = "".join(segment.text for segment in line).partition(KEY_BELOW)
            yield from [Segment(before + next(keys), Style(dim=True))] if mark else line
            yield Segment.line()
