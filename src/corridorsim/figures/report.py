"""The numbers of a scenario and where they are from, on the screen and as CSV."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from corridorsim.figures.study import Moves, Said
from corridorsim.model import Scenario
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import Place, choose_folder, own_folder, written_whole
from corridorsim.paper.screen import figures_column, keys_column, titled, words_column
from corridorsim.statistics.rounding import number

MOST_ROWS = 25


def figures_folder(scenario: Scenario, out: Path | None, changed: bool) -> Place:
    """The folder for the tables."""
    if out is not None:
        return own_folder(out, scenario.sha256)
    return choose_folder(Path("results"), f"{scenario.name}-figures", scenario.sha256, changed)


def write_figures(said: Sequence[Said], moves: Moves | None, folder: Place | Path) -> Path:
    """Write figures.csv, and moves.csv if the moves were measured; the folder they are in."""
    with written_whole(folder) as (draft, written):
        write_csv(draft / "figures.csv", figures_table(said))
        if moves is not None:
            write_csv(draft / "moves.csv", moves_table(moves))
    return written


def figures_table(said: Sequence[Said]) -> dict[str, list[object]]:
    """A row for each number: key, value, figure or assumption, source or reason, day it became known, range."""
    return {
        "key": [each.key for each in said],
        "value": [_text(each.value) for each in said],
        "from": [each.origin.figure or "assumed" for each in said],
        "known": ["" if each.origin.known is None else each.origin.known.isoformat() for each in said],
        "low": [_text(each.origin.low) for each in said],
        "high": [_text(each.origin.high) for each in said],
        "confidence": [each.origin.confidence for each in said],
        "source_or_reason": [each.origin.source or each.origin.reason for each in said],
        "hindsight": ["yes" if each.origin.hindsight else "no" for each in said],
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def moves_table(moves: Moves) -> dict[str, list[object]]:
    """A row for each assumed number: the answer at both ends of its range, the largest move first."""
    return {
        "key": [each.key for each in moves.each],
        f"{moves.number}_low": [each.low for each in moves.each],
        f"{moves.number}_high": [each.high for each in moves.each],
        "moves": [each.width for each in moves.each],
    }


def figures_screen(said: Sequence[Said]) -> Table:
    """How many numbers come from where."""
    table = titled("Where the numbers come from")
    words_column(table, "from")
    figures_column(table, "numbers")
    figures = [each for each in said if each.origin.kind == "figure"]
    table.add_row("published figures", str(len(figures)))
    table.add_row("  of these in hindsight", str(sum(each.origin.hindsight for each in figures)))
    with_range = sum(each.origin.low is not None for each in said)
    table.add_row("assumed, with a range", str(with_range))
    table.add_row("assumed, words, days and lists", str(len(said) - len(figures) - with_range))
    return table


def moves_screen(moves: Moves, said: Sequence[Said]) -> Table:
    """The assumed numbers that the answer depends on most."""
    ranges = {each.key: each.origin for each in said}
    table = titled(f"{moves.number} ({number(moves.answer)} in {moves.days:g} days) over the ranges of what is assumed")
    keys_column(table, "key")
    for heading in ("range", "at the low end", "at the high end", "moves"):
        figures_column(table, heading)
    for each in moves.each[:MOST_ROWS]:
        if each.width == each.width:
            ends = f"{ranges[each.key].low} to {ranges[each.key].high}"
            table.add_row(each.key, ends, number(each.low), number(each.high), number(each.width))
    return table
