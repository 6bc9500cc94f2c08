"""What is printed: names as they are, keys whole, and whole lines where there is no terminal."""

import re
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from corridorsim.paper.screen import (
    KEY_BELOW,
    KeysBelow,
    console,
    figures_column,
    keys_column,
    titled,
    words_column,
)

KEY = 'crossings."Gate of the north".far.gauge_break."container yard".machines'
SENTENCE = "A sentence that is longer than any terminal is wide. " * 20


def redirected(*things: Any) -> str:
    screen = console()
    with screen.capture() as said:
        for thing in things:
            screen.print(thing)
    return said.get()


def narrow(thing: Any, width: int) -> str:
    screen = Console(file=StringIO(), width=width, markup=False, soft_wrap=True)
    screen.print(thing)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("name", ["[/]", "[bold]x", ":smile:", "[red]a[/red]", "\\[x]", "a" * 300])
def test_names_are_printed_as_they_are(name: str) -> None:
    table = titled(name)
    words_column(table, f"{name}h")
    table.add_row(f"{name}c")
    said = redirected(table, f"{name}s")
    assert all(f"{name}{letter}" in said for letter in "hcs")
    assert said.startswith(name)


def test_what_is_redirected_is_never_wrapped() -> None:
    table = titled(SENTENCE)
    words_column(table, "what")
    table.add_row("short")
    wide = titled("wide")
    words_column(wide, "what")
    wide.add_row(SENTENCE)
    assert redirected(SENTENCE) == SENTENCE + "\n"
    assert SENTENCE.strip() in redirected(table)
    assert SENTENCE.strip() in redirected(wide)


@pytest.mark.parametrize("width", [20, 60, 80, 120])
def test_a_key_is_whole_on_every_terminal(width: int) -> None:
    table = titled("keys")
    words_column(table, "what")
    keys_column(table, "key")
    figures_column(table, "number")
    table.add_row("some words about it that may wrap", KEY, "1,234.56")
    said = narrow(table, width)
    assert KEY in said
    assert "1,234.56" in said


@pytest.mark.parametrize("width", [20, 60, 120])
def test_keys_stand_below_their_rows_whole_and_in_order(width: int) -> None:
    table = titled("stages")
    words_column(table, "stage")
    figures_column(table, "number")
    for name in ("transshipment at the border station", "short"):
        table.add_row(f"{name}\n  {KEY_BELOW}", "7")
    lines = narrow(KeysBelow(table, [KEY, f"{KEY}2"]), width).splitlines()
    assert [line.strip(" │") for line in lines if KEY in line] == [KEY, f"{KEY}2"]
    assert not re.search(KEY_BELOW, "".join(lines))
