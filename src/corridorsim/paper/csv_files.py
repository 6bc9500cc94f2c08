"""Tables as CSV files: written so that no spreadsheet runs a name, and read back as they were.

Spreadsheets take a cell that begins with =, +, - or @ for a formula, whoever wrote it. Text that would be read as a
formula, a number or a date is therefore written with an apostrophe before it, which the reader takes off again; numbers
and dates are written as they are, and are numbers and dates again when they are read.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corridorsim.measures.frames import as_frame

CsvColumns = Mapping[str, Sequence[object] | np.ndarray]

MEANINGFUL_DIGITS = 7
NUMBER = r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?i:inf|infinity|nan))"
DATE = r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
# where a cell begins, also for a spreadsheet that parts cells at semicolons or tabs; full-width signs count, too
_BEGINS = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = r"[^\S\t\r\n]*[=+\-@\t\r\n＝＋－＠﹢﹣﹦﹫−]"
_PLAIN = rf"(?:{NUMBER}|{DATE})\Z"
_TAKEN_FOR_MORE = re.compile(rf"{_BEGINS}(?='*{_FORMULA})|\A(?='*{_PLAIN})")
_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
_GUARDED = re.compile(rf"{_BEGINS}'(?='*{_FORMULA})|\A'(?='*{_PLAIN})")
_NUMBER, _DATE = re.compile(NUMBER), re.compile(DATE)


def guarded(text: str) -> str:
    """Text with an apostrophe before it if a spreadsheet, or our own reader, would not read it as text."""
    return _TAKEN_FOR_MORE.sub("'", text)


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return _GUARDED.sub("", text)


def write_csv(path: Path, table: CsvColumns) -> None:
    """One table as CSV: a header with units in the names, numbers to 7 meaningful digits, nothing for no value."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.writelines(_lines(table))


def csv_text(table: CsvColumns) -> str:
    """The same as a text."""
    return "".join(_lines(table))


def read_csv(path: Path) -> Any:
    """A table that write_csv wrote, as a pandas DataFrame: numbers as floats, dates as dates, names as they were."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return as_frame({unguarded(name): _column(cells) for name, cells in zip(header, columns, strict=True)})


def _lines(table: CsvColumns) -> Iterator[str]:
    columns = [[_cell(value) for value in _values(column)] for column in table.values()]
    for row in ([guarded(name) for name in table], *zip(*columns, strict=True)):
        yield ",".join(map(_quoted, row)) + "\n"


def _quoted(cell: str) -> str:
    """A cell in quotes where it needs them; Python's own writer leaves a carriage return bare."""
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def _values(column: Sequence[object] | np.ndarray) -> Sequence[object]:
    values: Sequence[object] = column.tolist() if isinstance(column, np.ndarray) else column
    return values


def _cell(value: object) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, float):
        return "" if value != value else f"{value:z.{MEANINGFUL_DIGITS}g}"
    return "" if value is None else str(value)


def _column(cells: Sequence[str]) -> np.ndarray:
    filled = [cell for cell in cells if cell]
    if all(_NUMBER.fullmatch(cell) for cell in filled):
        return np.array([float(cell) if cell else np.nan for cell in cells])
    if all(_DATE.fullmatch(cell) for cell in filled):
        return np.array([cell.replace(" ", "T") or "NaT" for cell in cells], "datetime64[s]")
    return np.array([unguarded(cell) for cell in cells], object)
