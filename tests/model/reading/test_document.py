"""A scenario as its files say it: extended, with figures and assumptions put in, and changed by --set."""

import os
import textwrap

import pytest

import corridorsim.model.reading.document as document_module
from corridorsim.errors import InputError, completed
from corridorsim.model.reading.document import Document, open_document

FIGURES = """\
- id: A03
  what: trains accepted
  value: [14, 12]
  unit: trains/day
  as_of: Sep 2019
  kind: observed
  source: Rail-news.kz
  confidence: high
- id: T09
  what: tonnes by crossing
  value: {Dostyk: 13.6, Altynkol: 9.5}
  unit: Mt
  as_of: '2022'
  kind: observed
  source: KTZ
  confidence: medium
- id: D12
  what: opening
  value: '2025-09-30'
  unit: date
  as_of: '2025'
  kind: observed
  source: KTZ
  confidence: high
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to write scenario files into; messages then name the files alone."""
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, content in files.items():
            (tmp_path / f"{name}.yaml").write_text(textwrap.dedent(content), encoding="utf-8")

    return write


def said(document):
    return [str(completed(problem)) for problem in document.problems]


def refusals(path="a.yaml"):
    with pytest.raises(InputError) as error:
        open_document(path)
    return [str(problem) for problem in error.value.problems]


# extends


def test_a_scenario_changes_some_keys_of_another(folder):
    folder(
        base="name: base\nlines: {A: {length: 25 km, tracks: [1, 2]}, B: {length: 1 km}}\n",
        a="extends: base.yaml\nname: a\nlines: {A: {tracks: [3]}, B: null}\n",
    )
    document = open_document("a.yaml")
    assert document.data == {"name": "a", "lines": {"A": {"length": "25 km", "tracks": [3]}}}
    assert document.files == ("a.yaml", "base.yaml")
    assert document.marks["lines", "A", "length"][:5] == ("base.yaml", 2, 13, 2, 21)
    assert document.marks["lines", "A", "tracks", 0][:5] == ("a.yaml", 3, 22, 3, 22)


def test_of_several_extended_files_the_later_has_the_last_word(folder):
    folder(b="x: 1\ny: 1\n", c="y: 2\nz: 2\n", a="extends: [b.yaml, c.yaml]\nz: 3\n")
    assert open_document("a.yaml").data == {"x": 1, "y": 2, "z": 3}


def test_a_file_reached_twice_is_read_once(folder):
    folder(
        root="x: 1\ny: 1\n",
        b="extends: root.yaml\nx: 2\n",
        c="extends: root.yaml\ny: 2\n",
        a="extends: [b.yaml, c.yaml]\n",
    )
    document = open_document("a.yaml")
    assert document.data == {"x": 1, "y": 2}
    assert sorted(document.files) == ["a.yaml", "b.yaml", "c.yaml", "root.yaml"]


def test_an_extended_file_is_looked_for_beside_the_file_that_names_it(folder, tmp_path):
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines/b.yaml").write_text("extends: c.yaml\n")
    (tmp_path / "lines/c.yaml").write_text("x: 1\n")
    folder(a="extends: lines/b.yaml\n")
    assert open_document("a.yaml").files == ("a.yaml", "lines/b.yaml", "lines/c.yaml")


def test_files_that_extend_each_other_are_refused_and_the_loop_is_shown(folder):
    folder(a="extends: b.yaml\n", b="x: 1\nextends: a.yaml\n")
    loop = "the files extend each other in a loop: a.yaml -> b.yaml -> a.yaml; remove one `extends:`"
    assert refusals() == [f"b.yaml:2:10: extends: {loop}"]


def test_a_missing_extended_file_is_told_where_it_is_named(folder):
    folder(a="x: 1\nextends: [corridr.yaml]\n", corridor="y: 1\n")
    hint = '(did you mean "corridor.yaml"?)'
    assert refusals() == [f'a.yaml:2:11: extends: names "corridr.yaml", which does not exist {hint}']


def test_all_files_that_cannot_be_read_are_told_at_once(folder):
    folder(a="extends: [b.yaml, c.yaml]\n", b="x: [\n", c="")
    assert [line.split(":")[0] for line in refusals()] == ["b.yaml", "c.yaml"]


@pytest.mark.parametrize("key", ["extends", "figures"])
@pytest.mark.parametrize("name", ["secret", "secret.txt", "link.yaml", "/proc/kmsg", "/dev/zero", "folder"])
def test_only_yaml_files_may_be_named_and_nothing_else_is_opened(folder, tmp_path, monkeypatch, key, name):
    folder(a=f"{key}: {name}")
    (tmp_path / "secret").write_text("root:x:0", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("root:x:0", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("secret")
    (tmp_path / "folder").mkdir()
    if name.startswith("/") and not os.path.exists(name):
        pytest.skip("no such device on this system")
    opened = []
    read = document_module.read_file
    monkeypatch.setattr(document_module, "read_file", lambda path: opened.append(path) or read(path))
    message = f'names "{name}", which is not a YAML file; only files that end in .yaml or .yml are read'
    assert refusals() == [f"a.yaml:1:10: {key}: {message}"]
    assert opened == ["a.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
@pytest.mark.parametrize("key", ["extends", "figures"])
def test_a_pipe_that_is_named_as_a_yaml_file_is_not_waited_for(folder, tmp_path, key):
    folder(a=f"{key}: pipe.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refusals() == ["pipe.yaml:1:1: must be a YAML file (got a device or pipe); name the file itself"]


def test_a_link_to_a_yaml_file_is_followed(folder, tmp_path):
    folder(a="extends: link.yaml", b="x: 1")
    (tmp_path / "link.yaml").symlink_to("b.yaml")
    assert open_document("a.yaml").data == {"x": 1}


@pytest.mark.parametrize("extends", ["3", "[1]", "{a: b}", "''"])
def test_extends_must_name_files(folder, extends):
    folder(a=f"extends: {extends}\nx: 1\n")
    assert "must be a file or a list of files" in said(open_document("a.yaml"))[0]


def test_removing_what_is_not_there_is_a_mistake(folder):
    folder(b="crossings: {Dostyk: 1}\n", a="extends: b.yaml\ncrossings: {Dostik: null}\n")
    message = "removes nothing: the files that this one extends have no such key"
    assert said(open_document("a.yaml")) == [f'a.yaml:2:13: crossings.Dostik: {message} (did you mean "Dostyk"?)']


def test_a_scenario_must_hold_keys(folder):
    folder(a="- 1\n")
    assert refusals() == ["a.yaml:1:1: the file must contain keys such as `name:` (got a list)"]


def test_a_missing_scenario_is_told(folder):
    assert refusals("b.yaml") == ["b.yaml:1:1: does not exist; check the name and the folder"]


# figures and assumptions


def test_a_figure_is_put_in_with_its_unit_and_remembered(folder):
    folder(
        figures=FIGURES,
        a="""\
        figures: figures.yaml
        x: {figure: A03, item: 1}
        y: {figure: T09, item: Dostyk}
        z: {figure: D12}
        """,
    )
    document = open_document("a.yaml")
    assert document.data == {"x": "12 trains/day", "y": "13.6 Mt", "z": "2025-09-30"}
    origin = document.origins["x",]
    assert (origin.kind, origin.figure, origin.source, origin.confidence, origin.as_of) == (
        ("figure", "A03", "Rail-news.kz", "high", "Sep 2019")
    )
    assert document.problems == ()
    assert document.marks["x",][:5] == ("a.yaml", 2, 1, 2, 4)


@pytest.mark.parametrize(
    ("written", "said_of_it"),
    [
        (
            "{figure: A3}",
            'a.yaml:2:13: x: uses figure "A3", which is not in the list of figures (did you mean "A03"?)',
        ),
        ("{figure: A03, item: 2}", "a.yaml:2:24: x: figure A03 has no item 2; its items are 0, 1"),
        ("{figure: T09, item: Khorgos}", 'x: figure T09 has no item "Khorgos"; its items are Dostyk, Altynkol'),
        ("{figure: D12, item: 0}", "x: figure D12 has no item 0; it is a single value; remove `item`"),
        ("{figure: A03, itm: 0}", 'x.itm: unknown key beside `figure` (did you mean "item"?)'),
    ],
)
def test_what_is_wrong_with_naming_a_figure_is_told(folder, written, said_of_it):
    folder(figures=FIGURES, a=f"figures: figures.yaml\nx: {written}\n")
    (problem,) = said(open_document("a.yaml"))
    assert said_of_it in problem


def test_a_figure_without_a_list_of_figures_is_told(folder):
    folder(a="x: {figure: A03}\n")
    assert "but no `figures:` file is given" in said(open_document("a.yaml"))[0]


def test_the_list_of_figures_is_found_beside_the_file_that_names_it(folder, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/figures.yaml").write_text(FIGURES)
    (tmp_path / "data/base.yaml").write_text("figures: figures.yaml\n")
    folder(a="extends: data/base.yaml\nx: {figure: A03, item: 0}\n")
    assert open_document("a.yaml").data == {"x": "14 trains/day"}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id: T09", "id: A03", 'figures.yaml:9:7: [1].id: duplicate figure "A03"; give each its own id'),
        ("confidence: medium", "confidense: medium", 'unknown key (did you mean "confidence"?)'),
        ("  unit: Mt\n", "", "figures.yaml:9:3: [1]: missing key `unit:` (Unit of the number)"),
        (
            "kind: observed",
            "kind: rumour",
            'must be one of observed, plan, design, norm, derived, event (got "rumour")',
        ),
        ("id: T09", "id: [T09]", "[1].id: must be text (got a list)"),
        ("unit: Mt", "unit: {a: 1}", "[1].unit: must be text (got a mapping)"),
        ("as_of: '2022'", "as_of: 2022", 'must be text (got 2022); put it in quotes: "2022"'),
    ],
)
def test_what_is_wrong_in_the_list_of_figures_is_told(folder, before, after, message):
    folder(figures=FIGURES.replace(before, after), a="figures: figures.yaml\nx: {figure: A03, item: 0}\n")
    assert any(message in problem for problem in said(open_document("a.yaml")))


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (
            "figurs.yaml",
            'a.yaml:1:10: figures: names "figurs.yaml", which does not exist (did you mean "figures.yaml"?)',
        ),
        ("[a]", "a.yaml:1:10: figures: must be the name of a file with a list of figures (got a list)"),
        ("b.yaml", "b.yaml:1:1: must be a list of figures, each beginning with `- id:` (got a mapping)"),
    ],
)
def test_a_list_of_figures_that_is_none_is_refused(folder, named, message):
    folder(figures=FIGURES, a=f"figures: {named}\n", b="x: 1\n")
    assert refusals() == [message]


def test_an_assumption_gives_its_value_and_keeps_its_range_and_reason(folder):
    folder(a="x: {assumed: 10 min, range: [8 min, 0.25 h], reason: the instructions allow no less}\n")
    document = open_document("a.yaml")
    assert document.data == {"x": "10 min"}
    origin = document.origins["x",]
    assert (origin.kind, origin.low, origin.high) == ("assumed", "8 min", "0.25 h")
    assert origin.reason == "the instructions allow no less"
    assert document.marks["x",][:5] == ("a.yaml", 1, 1, 1, 14)


@pytest.mark.parametrize("value", ["Dostyk", "2025-03-13", "[a, b]"])
def test_words_days_and_lists_may_do_without_a_range(folder, value):
    folder(a=f"x: {{assumed: {value}, reason: nobody says}}\n")
    assert open_document("a.yaml").problems == ()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{assumed: 4 h, range: [5 h, 6 h], reason: r}", 'x.range: must contain its value, "4 h" (got "5 h" to "6 h")'),
        ("{assumed: 4 h, range: [3 km, 6 km], reason: r}", 'x.range: must be in the same unit as its value, "4 h"'),
        ("{assumed: 4, range: [3], reason: r}", "x.range: must be [lowest, highest] (got a list)"),
        ("{assumed: 4, reason: r}", "x.range: an assumption needs a `range: [lowest, highest]`"),
        ("{assumed: 4, range: [3, 5]}", "x.reason: an assumption needs a `reason:` in words"),
        ("{assumed: 4, range: [3, 5], reason: ''}", "x.reason: an assumption needs a `reason:` in words"),
        ("{assumed: 4, range: [3, 5], reson: r, reason: r}", "x.reson: unknown key beside `assumed`"),
    ],
)
def test_what_is_wrong_with_an_assumption_is_told(folder, written, message):
    folder(a=f"x: {written}\n")
    (problem,) = said(open_document("a.yaml"))
    assert message in problem


def test_an_assumption_may_be_replaced_by_a_figure_or_a_plain_value(folder):
    folder(
        figures=FIGURES,
        b="figures: figures.yaml\nx: &x {assumed: 4, range: [3, 5], reason: r}\ny: *x\n",
        a="extends: b.yaml\nx: {figure: A03, item: 0}\ny: 7\n",
    )
    document = open_document("a.yaml")
    assert document.data == {"x": "14 trains/day", "y": 7}
    assert list(document.origins) == [("x",)]


# --set


@pytest.fixture
def document(folder) -> Document:
    folder(
        figures=FIGURES,
        a="""\
        figures: figures.yaml
        traffic: {scale: 1, note: old}
        crossings: {"Dostyk 2": {tracks: [1, 2]}}
        limit: {assumed: 4, range: [3, 5], reason: r}
        """,
    )
    return open_document("a.yaml")


@pytest.mark.parametrize(
    ("key", "value", "path", "read"),
    [
        ("traffic.scale", "3", ("traffic", "scale"), 3),
        ("traffic.scale", 2.5, ("traffic", "scale"), 2.5),
        ("traffic.note", "a: b", ("traffic", "note"), "a: b"),
        ("traffic.note", "'3'", ("traffic", "note"), "3"),
        ("traffic.note", "NO", ("traffic", "note"), "NO"),
        ("traffic.new", "[1, x]", ("traffic", "new"), [1, "x"]),
        ("traffic.new", {"a": (1, 2)}, ("traffic", "new"), {"a": [1, 2]}),
        ('crossings."Dostyk 2".tracks[1]', "7", ("crossings", "Dostyk 2", "tracks", 1), 7),
        ("traffic.scale", "{figure: A03, item: 0}", ("traffic", "scale"), "14 trains/day"),
        ("limit", "6", ("limit",), 6),
        ("limit.assumed", "5", ("limit",), 5),
    ],
)
def test_a_key_is_set_as_it_would_be_in_a_file(document, key, value, path, read):
    changed = document.change({key: value})
    found = changed.data
    for step in path:
        found = found[step]
    assert found == read
    assert changed.marks[path].file == "--set"
    assert changed.problems == ()


def test_a_change_leaves_the_document_as_it_was(document):
    before = document.resolved()
    document.change({"traffic.scale": "3"})
    assert document.resolved() == before


def test_what_is_set_loses_its_origin(document):
    assert document.change({"limit": "6"}).origins == {}


def test_null_removes_a_key(document):
    assert document.change({"traffic.note": "null"}).data["traffic"] == {"scale": 1}


def test_an_assumption_set_outside_its_range_is_told(document):
    assert "must contain its value, 9" in said(document.change({"limit.assumed": "9"}))[0]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("trafic.scale", "3", 'there is no "trafic" in the scenario (did you mean "traffic"?)'),
        ("traffic.x.y", "3", 'there is no "x" in traffic'),
        ("traffic.scale.y", "3", 'there is no "y" in traffic.scale, which is 1'),
        (
            'crossings."Dostyk 2".tracks[2]',
            "3",
            'there is no [2]: crossings."Dostyk 2".tracks has 2 items, counted from [0]',
        ),
        ('crossings."Dostyk 2".tracks.x', "3", "which is a list; its items are [0], [1], ..."),
        ("traffic[0]", "3", "there is no [0] in traffic, which is a mapping"),
        ("traffic.nte", None, 'there is no "nte" in traffic (did you mean "note"?)'),
        ("extends", "b.yaml", "cannot be set; write it at the top of the scenario file"),
        ("", "3", "must be keys separated by dots"),
        ("traffic.scale", "[1", "a bracket is not closed"),
        ("traffic.scale", "9" * 5000, "has too many digits"),
        ("traffic.scale", "\0", "holds the control character U+0000"),
        ("traffic.scale", object(), "must be text, a number, a list or a mapping (got object)"),
    ],
)
def test_a_key_that_cannot_be_set_is_refused(document, key, value, message):
    with pytest.raises(InputError) as error:
        document.change({key: value})
    (problem,) = error.value.problems
    assert message in problem.message
    assert (problem.file, problem.key) == ("--set", key)


@pytest.mark.parametrize("written", ["\\n", "\\u202e", "\\u200b", "\\u2028"])
def test_a_key_with_characters_that_nobody_can_see_is_told_where_it_stands(folder, written):
    folder(a=f'lines:\n  "A{written}B": 1')
    [told] = said(open_document("a.yaml"))
    assert told.startswith("a.yaml:2:3: lines.")
    assert "a name must not contain invisible characters (got U+" in told
    assert told.isprintable()


def test_a_key_with_a_line_break_cannot_be_set_either(document):
    assert "invisible characters (got U+000A" in said(document.change({"new\nkey": "1"}))[0]


def test_all_keys_that_cannot_be_set_are_told_at_once(document):
    with pytest.raises(InputError) as error:
        document.change({"a.b": "1", "c.d": "1"})
    assert len(error.value.problems) == 2


# the resolved scenario


def test_the_fingerprint_depends_on_the_values_alone(folder):
    folder(a="x: 1\ny: {assumed: 4, range: [3, 5], reason: r}\n", b="y: 4   # here\n\nx: 1\n", c="x: 1\ny: 5\n")
    a, b, c = (open_document(f"{name}.yaml") for name in "abc")
    assert a.resolved() == b.resolved() == '{"x":1,"y":4}'
    assert a.sha256() == b.sha256() != c.sha256()


def test_a_scenario_with_mistakes_has_no_fingerprint(folder):
    folder(a="x: 1\nx: 2\n")
    with pytest.raises(InputError, match="duplicate key"):
        open_document("a.yaml").sha256()


def test_null_removes_a_key_whichever_of_the_extended_files_says_it(folder):
    folder(
        a="services: {railcar: 1}\n",
        b="services: {railcar: 2, night: 1}\n",
        c="extends: [a.yaml, b.yaml]\nservices: {railcar: null}\n",
        d="extends: [a.yaml, e.yaml]\nservices: {railcar: null}\n",
        e="name: e\n",
    )
    assert open_document("c.yaml").data == {"services": {"night": 1}}
    assert open_document("d.yaml").data == {"name": "e", "services": {}}


def test_a_symbolic_link_that_leads_nowhere_is_followed_as_far_as_it_goes(folder, tmp_path):
    folder(x="extends: a.yaml\n", y="extends: gone.yaml\n")
    for link, to in (("a", "b"), ("b", "a"), ("gone", "missing")):
        (tmp_path / f"{link}.yaml").symlink_to(f"{to}.yaml")
    way = "a.yaml -> b.yaml -> a.yaml; it leads back to itself"
    assert refusals("x.yaml") == [
        f'x.yaml:1:10: extends: names "a.yaml", a symbolic link that does not lead to a file: {way}',
    ]  # fmt: skip
    assert refusals("a.yaml") == [f"a.yaml:1:1: is a symbolic link that does not lead to a file: {way}"]
    assert refusals("y.yaml")[0].endswith('gone.yaml -> missing.yaml; "missing.yaml" does not exist')


def test_the_id_of_a_figure_is_the_text_that_is_written(folder):
    figures = FIGURES.replace("id: A03", "id: '007'")
    folder(figures=figures, a="figures: figures.yaml\nx: {figure: 007, item: 1}\ny: {figure: 007, item: 01}\n")
    document = open_document("a.yaml")
    assert document.data["x"] == "12 trains/day"
    assert said(document) == ['a.yaml:3:24: y: figure 007 has no item "01"; its items are 0, 1']
