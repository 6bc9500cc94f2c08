"""Names of scenarios and lines as names of files, on any system."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.paper.names import safe_name, safe_names

HARMLESS = ["2025", "Dostyk-Moiynty", "Aktogay Dostyk", "v1.2", "阿拉山口", "Достык", "a (b), c + d", "what_if"]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_name_stays_as_it_is(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("../../etc/x", "_"),
        ("/etc/x", "_etc_x-"),
        ("x/../../../pwn", "x__"),
        ("a\\b", "a_b-"),
        ("C:x", "C_x-"),
        (".hidden", "hidden-"),
        (".", "unnamed-"),
        ("..", "unnamed-"),
        ("", "unnamed-"),
        ("-rf", "rf-"),
        ("ends.", "ends-"),
        ("two\nlines", "two_lines-"),
        ("a\u202eb", "a_b-"),
        ("a\u2028b", "a_b-"),
        ("CON", "CON-"),
        ("nul.txt", "nul_txt-"),
        ("COM¹", "COM¹-"),
        ("x" * 300, "x" * 120 + "-"),
        ("多" * 100, "多" * 40 + "-"),
    ],
)
def test_a_name_that_would_not_do_is_changed_and_gets_digits_of_its_own(name: str, begins: str) -> None:
    assert safe_name(name).startswith(begins)
    assert safe_name(name) != name


def test_two_names_never_become_one() -> None:
    names = ["a/b", "a_b", "a\\b", "a:b", "ab", "AB"]
    files = safe_names(names)
    assert list(files) == names
    assert len({file.casefold() for file in files.values()}) == len(names)
    assert (files["ab"], files["AB"]) == ("ab", "AB-2")


def test_a_name_that_looks_like_a_numbered_one_gets_another_number() -> None:
    assert safe_names(["x-2", "x", "X"]) == {"x-2": "x-2", "x": "x", "X": "X-3"}


@given(st.text() | st.text("./\\:-a ", max_size=8))
def test_any_name_stays_in_its_folder_and_is_short(name: str) -> None:
    file = safe_name(name)
    assert Path("results", file).parent == Path("results")
    assert (Path("results") / file).resolve().parent == Path("results").resolve()
    assert 1 <= len(file.encode()) <= 127
    assert file.isprintable()
    assert file[0] not in ".- "
    assert file[-1] not in ". "
    assert safe_name(file) == file
