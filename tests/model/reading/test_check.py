"""Every mistake in a scenario is told at its file, line, column and key, in people's words, all at once."""

import textwrap
from collections.abc import Iterator
from typing import Annotated, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from corridorsim.errors import InputError, Path
from corridorsim.model.quantities import Count, Day, Duration, Length, Share, Strict, TrainsPerDay, Word
from corridorsim.model.reading.check import check
from corridorsim.model.reading.document import open_document


class Point(Strict):
    at: Length
    """Kilometres from the line's beginning."""
    name: Word
    tracks: Annotated[Count, Field(ge=2)] = 2


class Crane(Strict):
    kind: Literal["crane"]
    lifts: Count


class Bogies(Strict):
    kind: Literal["bogies"]
    stands: Count


class Shifts(Strict):
    start: Day
    hours: Duration


class Crossing(Strict):
    gauge_break: Annotated[Crane | Bogies, Field(discriminator="kind")]
    accepts: TrainsPerDay | list[TrainsPerDay] | Shifts = 14
    open: bool = True
    from_: Annotated[Day | None, Field(alias="from")] = None
    dwell: Annotated[Duration, Field(le=86_400)] = 0


class Corridor(Strict):
    name: Word
    lines: dict[Word, Annotated[tuple[Point, ...], Field(min_length=2)]]
    crossings: dict[Word, Crossing] = Field({})
    weights: dict[Word, Share] = Field({})
    factor: float = 1.0
    runs: int = 1
    side: Literal["left", "right"] = "right"
    note: str = ""

    def problems(self) -> Iterator[tuple[Path, str]]:
        """Every weight is that of a line."""
        for name in self.weights:
            if name not in self.lines:
                yield ("weights", name), f'names "{name}", which is not a line'


GOOD = """\
name: small
lines:
  A:
  - {at: 0 km, name: Dostyk, tracks: 4}
  - at: 25 km
    name: Siding 19
crossings:
  Dostyk:
    gauge_break: {kind: crane, lifts: 3}
    accepts: 14 trains/day
    open: true
    from: 2025-03-13
weights: {A: 60 %}
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    """A scenario text read and checked."""
    monkeypatch.chdir(tmp_path)

    def reading(written, **others):
        for name, content in others.items():
            (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
        (tmp_path / "a.yaml").write_text(textwrap.dedent(written), encoding="utf-8")
        return check(open_document("a.yaml"), Corridor)

    return reading


@pytest.fixture
def refusals(read):
    def refusing(written, **others):
        with pytest.raises(InputError) as error:
            read(written, **others)
        return [str(problem) for problem in error.value.problems]

    return refusing


def test_a_good_scenario_becomes_the_model(read):
    corridor = read(GOOD)
    assert corridor.lines["A"][1].at == 25_000
    assert corridor.crossings["Dostyk"].accepts == 14
    assert corridor.weights == {"A": 0.6}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("name: small\n", "", "a.yaml:1:1: missing key `name:`"),
        (
            "  - at: 25 km\n    name",
            "  - name",
            "a.yaml:5:5: lines.A[1]: missing key `at:` (Kilometres from the line's beginning)",
        ),
        ("tracks: 4", "trakcs: 4", 'a.yaml:4:30: lines.A[0].trakcs: unknown key (did you mean "tracks"?)'),
        (
            "tracks: 4",
            "colour: 4",
            "a.yaml:4:30: lines.A[0].colour: unknown key; the known keys here are at, name, tracks",
        ),
        ("from: 2025", "from_: 2025", 'a.yaml:12:5: crossings.Dostyk.from_: unknown key (did you mean "from"?)'),
        (
            "at: 25 km",
            "at: 25 min",
            'a.yaml:5:9: lines.A[1].at: must be a length such as "25 km" (got "25 min", which is a time)',
        ),
        ("at: 25 km", "at: -25 km", 'a.yaml:5:9: lines.A[1].at: must not be negative (got "-25 km")'),
        (
            "at: 25 km",
            "at: .nan",
            'a.yaml:5:9: lines.A[1].at: must be a length with its unit, such as "25 km" (got .nan)',
        ),
        ("tracks: 4", "tracks: .inf", "a.yaml:4:38: lines.A[0].tracks: must be a finite number (got .inf)"),
        ("tracks: 4", "tracks: 1", "a.yaml:4:38: lines.A[0].tracks: must be at least 2 (got 1)"),
        (
            "tracks: 4",
            "tracks: " + "9" * 5000,
            "a.yaml:4:38: lines.A[0].tracks: has too many digits (got 5000, at most 18)",
        ),
        ("name: small", "name: true", 'a.yaml:1:7: name: must be text (got true); put it in quotes: "true"'),
        (
            "open: true",
            "open: yes",
            'a.yaml:11:11: crossings.Dostyk.open: must be true or false (got "yes"); write true or false',
        ),
        ("name: small", "name: small\nfactor: .nan", "a.yaml:2:9: factor: must be a finite number (got .nan)"),
        ("name: small", "name: small\nfactor: x", 'a.yaml:2:9: factor: must be a number (got "x")'),
        ("name: small", "name: small\nruns: 2.5", "a.yaml:2:7: runs: must be a whole number (got 2.5)"),
        ("name: small", "name: small\nnote: 3", 'a.yaml:2:7: note: must be text (got 3); put it in quotes: "3"'),
        ("name: small", "name: 007", 'a.yaml:1:7: name: must be text (got 007); put it in quotes: "007"'),
        ("name: small", "name: 1e3", 'a.yaml:1:7: name: must be text (got 1e3); put it in quotes: "1e3"'),
        ("name: small", "name: 1.10", 'a.yaml:1:7: name: must be text (got 1.10); put it in quotes: "1.10"'),
        ("name: small", "name: 0x1F", 'a.yaml:1:7: name: must be text (got 0x1F); put it in quotes: "0x1F"'),
        ("name: small", "name: True", 'a.yaml:1:7: name: must be text (got True); put it in quotes: "True"'),
        ("name: small", "name: ~", 'a.yaml:1:7: name: must be text (got ~); put it in quotes: "~"'),
        ("name: small", "name:", "a.yaml:1:6: name: must be text (got nothing)"),
        ("tracks: 4", "tracks: 1.0", "a.yaml:4:38: lines.A[0].tracks: must be at least 2 (got 1.0)"),
        (
            "name: small",
            "name: small\nside: lefft",
            'a.yaml:2:7: side: must be left or right (got "lefft") (did you mean "left"?)',
        ),
        ("name: small", "name: small\nname: x", "a.yaml:2:1: name: duplicate key, first at line 1; remove one"),
        (
            "weights: {A: 60 %}",
            "weights: [A]",
            "a.yaml:13:10: weights: must be a mapping, with `key: value` on each line (got a list)",
        ),
        (
            "weights: {A: 60 %}",
            "weights:",
            "a.yaml:13:9: weights: must be a mapping, with `key: value` on each line (got nothing)",
        ),
        ("weights: {A: 60 %}", "weights: {'': 1}", "a key must not be empty"),
        ("weights: {A: 60 %}", "weights: {B: 60 %}", 'a.yaml:13:14: weights.B: names "B", which is not a line'),
        (
            "    open: true",
            "    open: true\n    dwell: 30 h",
            'a.yaml:12:12: crossings.Dostyk.dwell: must be at most 1 day (got "30 h")',
        ),
    ],
)
def test_one_mistake_is_one_line_at_its_place(refusals, before, after, problem):
    assert before in GOOD
    (found,) = refusals(GOOD.replace(before, after, 1))
    assert problem in found


def test_a_key_too_long_for_a_name_is_told_at_the_key(refusals):
    (found,) = refusals(GOOD.replace("{A: 60 %}", "{" + "x" * 201 + ": 60 %}"))
    assert found.startswith("a.yaml:13:11: weights.xxx")
    assert "must be text of at most 200 characters" in found


def test_a_list_that_is_too_short_is_told(refusals):
    written = GOOD.replace("  - at: 25 km\n    name: Siding 19\n", "")
    assert refusals(written) == ["a.yaml:4:3: lines.A: must have at least 2 entries (got 1)"]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(refusals):
    written = GOOD.replace("25 km", "25").replace("open: true", "open: yes").replace("60 %", "160 %")
    assert [line.split(":")[1] for line in refusals(written)] == ["5", "11", "13"]


def test_mistakes_of_reading_and_of_checking_are_told_together(refusals):
    found = refusals(GOOD.replace("tracks: 4", "tracks: {figure: A03}").replace("60 %", "160 %"))
    assert [line.split(":")[1] for line in found] == ["4", "13"]


def test_a_mistake_is_told_in_the_file_where_it_stands(refusals):
    found = refusals("extends: base.yaml\nweights: {A: 3}\n", base=GOOD.replace("25 km", "25"))
    assert [line[:9] for line in found] == ["a.yaml:2:", "base.yaml"]


def test_a_figure_of_the_wrong_kind_is_named(refusals):
    figures = "[{id: A03, what: w, value: 14, unit: trains/day, as_of: x, kind: plan, source: s, confidence: high}]"
    (found,) = refusals("figures: figures.yaml\n" + GOOD.replace("25 km", "{figure: A03}"), figures=figures)
    assert found.endswith('(got "14 trains/day", which is a number of trains a day); the value comes from figure A03')


@pytest.mark.parametrize(
    ("accepts", "problem"),
    [
        (
            "14",
            'crossings.Dostyk.accepts: must be a number of trains a day with its unit, such as "14 trains/day", or a',
        ),
        ("[14]", "crossings.Dostyk.accepts[0]: must be a number of trains a day with its unit"),
        ("{start: 2025-01-01}", "crossings.Dostyk.accepts: missing key `hours:`"),
        ("{start: 2025-01-01, hours: 8 km}", 'crossings.Dostyk.accepts.hours: must be a time such as "12 min"'),
    ],
)
def test_where_several_forms_are_possible_one_line_is_told(refusals, accepts, problem):
    (found,) = refusals(GOOD.replace("14 trains/day", accepts))
    assert problem in found


@pytest.mark.parametrize(
    ("gauge_break", "problem"),
    [
        (
            "{kind: crame, lifts: 3}",
            'crossings.Dostyk.gauge_break.kind: must be crane or bogies (got "crame") (did you mean "crane"?)',
        ),
        ("{lifts: 3}", "crossings.Dostyk.gauge_break: missing key `kind:`"),
        ("{kind: crane, lift: 3, lifts: 3}", 'crossings.Dostyk.gauge_break.lift: unknown key (did you mean "lifts"?)'),
        ("{kind: crane, lifts: 3 km}", "crossings.Dostyk.gauge_break.lifts: must be a whole number"),
        ("3", "crossings.Dostyk.gauge_break: must be a mapping"),
    ],
)
def test_where_a_kind_chooses_the_form_only_that_form_is_told(refusals, gauge_break, problem):
    (found,) = refusals(GOOD.replace("{kind: crane, lifts: 3}", gauge_break))
    assert problem in found


def test_a_changed_value_is_told_as_set(read, tmp_path):
    read(GOOD)
    changed = open_document("a.yaml").change({"lines.A[1].at": "25 min"})
    with pytest.raises(InputError, match=r"--set:1:1: lines\.A\[1\]\.at: must be a length"):
        check(changed, Corridor)


@st.composite
def mutated(draw, written):
    """A text with some characters deleted, doubled or put in."""
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(written) - 1))
        put = draw(st.sampled_from(["", written[at] * 2, *"\t\0:-[]{}&*!|>'\"%@`#\n ,?~<9é"]))
        written = written[:at] + put + written[at + 1 :]
    return written


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("mutated")


ABOVE = """\
extends: base.yaml
figures: figures.yaml
crossings:
  Dostyk:
    accepts: {figure: A03, item: 0}
    dwell: {assumed: 4 h, range: [3 h, 5 h], reason: r}
    from: null
"""
FIGURES = "- {id: A03, what: w, value: [14], unit: trains/day, as_of: x, kind: plan, source: s, confidence: low}\n"


@given(mutated(GOOD), mutated(ABOVE), mutated(FIGURES))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_slip_of_the_keyboard_raises_anything_but_an_input_error(scratch, base, above, figures):
    for name, written in (("base", base), ("a", above), ("figures", figures)):
        (scratch / f"{name}.yaml").write_text(written, encoding="utf-8")
    try:
        check(open_document(scratch / "a.yaml"), Corridor)
    except InputError as error:
        assert error.problems
        assert "Input should" not in str(error)


@given(st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_nothing_that_is_set_raises_anything_but_an_input_error(scratch, key, value):
    (scratch / "good.yaml").write_text(GOOD, encoding="utf-8")
    try:
        check(open_document(scratch / "good.yaml").change({key: value, "lines.A[0].at": value}), Corridor)
    except InputError as error:
        assert error.problems
