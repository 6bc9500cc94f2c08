"""YAML text becomes plain values with places; what a scenario must not hold is refused in one clear line."""

import math
import os
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.errors import InputError
from corridorsim.model.reading import text
from corridorsim.model.reading.node import plain
from corridorsim.model.reading.text import read_file, read_text


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request, monkeypatch):
    """Everything here holds with libyaml and without."""
    if request.param == "pure Python":
        monkeypatch.setattr(text, "_PARSER", yaml.BaseLoader)


def value(yaml_text):
    source = read_text(yaml_text, "a.yaml")
    assert source.problems == ()
    return plain(source.root)


def refusals(yaml_text):
    try:
        return [str(problem) for problem in read_text(yaml_text, "a.yaml").problems]
    except InputError as error:
        return [str(problem) for problem in error.problems]


def refusal(yaml_text):
    (said,) = refusals(yaml_text)
    return said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6:30", "6:30"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-7", -7),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ('"25"', "25"),
        ("2025-03-13", "2025-03-13"),
        ("[1, {b: 2}]", [1, {"b": 2}]),
    ],
)
def test_scalars_follow_yaml_1_2(written, read):
    assert value(f"a: {written}\n") == {"a": read}


def test_not_a_number_is_read_as_such():
    assert math.isnan(value("a: .nan")["a"])


def test_keys_are_always_text():
    assert value("1520: a\ntrue: b\n") == {"1520": "a", "true": "b"}


def test_every_value_knows_its_place_and_that_of_its_key():
    root = read_text("a:\n  b: [1, 22]\n", "a.yaml").root
    b = root.value["a"].value["b"]
    assert (b.key_at.line, b.key_at.column, b.at.line, b.at.column) == (2, 3, 2, 6)
    assert b.value[1].at == ("a.yaml", 2, 10)


def test_an_alias_stands_for_its_anchor():
    assert value("a: &x {c: 1}\nb: *x\n") == {"a": {"c": 1}, "b": {"c": 1}}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: a: duplicate key, first at line 1; remove one"),
        ("a: !!str 5\n", 'a.yaml:1:4: a: tags are not supported (got "tag:yaml.org,2002:str"); '),
        ("a: !python/object {}\n", "a.yaml:1:4: a: tags are not supported"),
        ("a:\n  <<: 1\n", "a.yaml:2:3: a.<<: merge keys (<<) are not supported; use `extends:`"),
        ("a:\n\tb: 1\n", "a.yaml:2:1: the line is indented with a tab; use spaces"),
        ("a: 1\n---\nb: 1\n", "a.yaml:2:1: a second document begins here (---)"),
        ("", "a.yaml:1:1: the file is empty"),
        ("# only a comment\n", "a.yaml:1:1: the file is empty"),
        ("---\n", "a.yaml:1:1: the file is empty"),
        ("a: b\x07\n", "a.yaml:1:5: holds the control character U+0007; remove it"),
        ("a: b\x00\n", "a.yaml:1:5: holds the control character U+0000; remove it"),
        ('a: "\\x00"\n', "a.yaml:1:4: a: holds the control character U+0000; remove it"),
        ("a: " + "9" * 5000, "a.yaml:1:4: a: has too many digits (got 5000, at most 18)"),
        ("a: *x\n", "a.yaml:1:4: a: *x cannot be used here; no value before it has that anchor"),
        ("a: &x [*x]\n", "a.yaml:1:8: a[0]: *x cannot be used here"),
        ("? [a]\n: 1\n", "a key must be plain text (got a list or mapping)"),
        ("'': 1\n", "a key must not be empty"),
        ("[" * 60_000, "nested deeper than 60 levels"),
        ("{a: " * 60_000, "nested deeper than 60 levels"),
        ("a: b: c\n", 'a second ":" on the line'),
        ("a: [1, 2\nb: 1\n", 'a bracket is not closed, or a "," is missing'),
        ("a: 'b\n", "a quote is not closed"),
        ("a: @b\n", "put it in quotes"),
    ],
)
def test_what_a_scenario_must_not_hold_is_refused_in_one_line(written, said):
    assert said in refusal(written)


def test_all_that_is_wrong_in_a_file_is_said_at_once():
    assert len(refusals("a: 1\na: 2\nb: !x 3\nc: 12345678901234567890\n")) == 3


def test_an_alias_bomb_is_refused_before_it_unfolds():
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    begun = time.perf_counter()
    assert "more than 200,000 values" in refusal("\n".join(["a0: &a0 [1, 2, 3]", *levels]))
    assert time.perf_counter() - begun < 1


def test_nesting_by_aliases_counts_as_nesting():
    levels = [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 100)]
    assert "nested deeper than 60 levels" in refusal("\n".join(["a0: &a0 [1]", *levels]))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert plain(read_file(str(tmp_path / "a.yaml")).root) == {"a": 1, "b": 2}


def file_refusal(path):
    with pytest.raises(InputError) as error:
        read_file(str(path))
    return str(error.value)


def test_text_in_another_encoding_is_refused_where_it_stands(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a: 1\nname: D\xf6styk\n")
    assert "a.yaml:2:8: must be UTF-8 text (got byte 0xF6); save the file as UTF-8" in file_refusal(tmp_path / "a.yaml")


def test_a_missing_file_and_a_directory_are_refused(tmp_path):
    assert "does not exist" in file_refusal(tmp_path / "b.yaml")
    assert "must be a YAML file (got a directory)" in file_refusal(tmp_path)
    assert "cannot be read: embedded null byte" in file_refusal("a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    assert "must be a YAML file (got a device or pipe)" in file_refusal(tmp_path / "a.yaml")


@pytest.mark.skipif(not hasattr(os, "O_NONBLOCK"), reason="reading always waits on this system")
def test_a_file_of_the_system_that_would_be_waited_for_is_refused(tmp_path, monkeypatch):
    """Some look like files and read like pipes (/proc/kmsg)."""
    (tmp_path / "a.yaml").write_text("a: 1")
    reader, writer = os.pipe()
    opened = os.open

    def pipe(name, flags):
        assert flags & os.O_NONBLOCK
        os.set_blocking(reader, False)
        return reader

    monkeypatch.setattr(os, "open", pipe)
    told = file_refusal(tmp_path / "a.yaml")
    monkeypatch.setattr(os, "open", opened)
    os.close(writer)
    assert "must be a YAML file (got a file without an end)" in told


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text("a: 1")

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)
    assert "cannot be read: permission denied; ask for permission to read it" in file_refusal(tmp_path / "a.yaml")


def test_a_file_of_100_mb_is_refused_unread(tmp_path):
    with open(tmp_path / "a.yaml", "wb") as file:
        file.truncate(100_000_000)
    begun = time.perf_counter()
    assert "must be at most 8 MB (got 100.0 MB)" in file_refusal(tmp_path / "a.yaml")
    assert time.perf_counter() - begun < 0.5


@given(st.text(alphabet="a: -[]{}&*!|>'\"%@`#\n\t,?~0.<\\x", max_size=60))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_no_text_raises_anything_but_an_input_error(written):
    refusals(written)
