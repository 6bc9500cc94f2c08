"""Messages name the place, the rule, what was found and the way out."""

import pickle

import pytest

from corridorsim.errors import (
    MOST_SHOWN,
    CorridorError,
    InputError,
    Problem,
    UnknownName,
    did_you_mean,
    dotted,
    path_of,
    setting,
    shown,
)


def test_a_problem_reads_file_line_column_key_message():
    assert str(Problem("a.yaml", 3, 7, "lines.A.at", "must be a length")) == "a.yaml:3:7: lines.A.at: must be a length"


def test_a_problem_of_the_whole_file_has_no_key():
    assert str(Problem("a.yaml", 1, 1, "", "the file is empty")) == "a.yaml:1:1: the file is empty"


def test_problems_are_told_once_and_in_the_order_of_the_file():
    first, second = Problem("a.yaml", 2, 9, "x", "wrong"), Problem("a.yaml", 10, 1, "y", "wrong")
    error = InputError([second, first, second])
    assert error.problems == (first, second)
    assert str(error) == f"{first}\n{second}"


def test_of_many_problems_the_first_50_are_shown_and_the_rest_counted():
    error = InputError(Problem("a.yaml", line, 1, "x", "wrong") for line in range(1, 16_001))
    lines = str(error).splitlines()
    assert len(lines) == 51
    assert lines[49] == "a.yaml:50:1: x: wrong"
    assert lines[50] == "... and 15,950 more problems, 16,000 in total"
    assert len(error.problems) == 16_000


def test_the_nearest_name_is_looked_for_only_where_the_problem_is_shown(monkeypatch):
    looked_for = []
    monkeypatch.setattr("corridorsim.errors.get_close_matches", lambda word, *rest: looked_for.append(word) or [])
    names = {f"A{n}": n for n in range(1000)}
    unknown = [UnknownName(f'names "B{n}", which is not a place', f"B{n}", names) for n in range(1000)]
    error = InputError(Problem("a.yaml", n + 1, 1, "x", said) for n, said in enumerate(unknown))
    assert len(looked_for) == MOST_SHOWN
    assert error.problems[0].message == 'names "B0", which is not a place (known names: A0, A1, A2, A3, A4, A5, A6, A7)'
    assert error.problems[-1].message == 'names "B999", which is not a place'
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_an_input_error_survives_the_way_between_processes():
    error = InputError([Problem("a.yaml", 1, 1, "", "the file is empty")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_the_nearest_name_is_offered():
    assert did_you_mean("Altynkul", ["Dostyk", "Altynkol"]) == ' (did you mean "Altynkol"?)'
    assert did_you_mean("MT", ["t", "Mt"]) == ' (did you mean "Mt"?)'
    assert did_you_mean("Paris", ["Dostyk", "Altynkol"]) == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        (True, "true"),
        ("25 km", '"25 km"'),
        ([1], "a list"),
        ({}, "a mapping"),
        (2.5, "2.5"),
    ],
)
def test_a_value_is_shown_as_its_writer_knows_it(value, said):
    assert shown(value) == said


def test_what_is_shown_stays_short():
    assert shown(10**5000) == "a number of about 5000 digits"
    assert len(shown("9" * 5000)) == 60


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("lines", "Dostyk-Moiynty", "points", 3, "at"), "lines.Dostyk-Moiynty.points[3].at"),
        (("lines", "Siding 19", "v1.2"), 'lines."Siding 19"."v1.2"'),
        (("a", 'say "x"', "1520"), 'a."say \\"x\\"".1520'),
    ],
)
def test_a_key_path_is_written_and_read_alike(path, key):
    assert dotted(path) == key
    assert path_of(key) == path


@pytest.mark.parametrize("key", ["", ".", "a..b", "a.", "a[x]", "[0]", 'a."b', "a[-1]"])
def test_a_key_path_that_is_none_is_refused(key):
    with pytest.raises(CorridorError, match="must be keys separated by dots"):
        path_of(key)


@pytest.mark.parametrize("name", ["A=B", 'the "Gate"', "two\nlines", "back\\slash", "K" * 200, "№ 7 [x].y", "=1", " "])
def test_every_name_can_be_part_of_a_key_and_is_found_again(name: str) -> None:
    key = dotted(("lines", name, "speed_limit"))
    assert path_of(key) == ("lines", name, "speed_limit")
    assert setting(f"{key}=80 km/h") == (key, "80 km/h")


def test_what_has_no_key_or_no_value_sets_nothing() -> None:
    assert setting("traffic.scale") is None
    assert setting("=2") is None
    assert setting("traffic.scale = ") == ("traffic.scale", "")
