"""The shipped cases pass, a wrong number fails, and files are told apart."""

import json
import math
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from conformance.problems import SHIPPED, line, op
from corridorsim.conformance.runner import READERS, find_cases, run_cases
from corridorsim.conformance.scores import Score, Settings, close
from corridorsim.errors import CorridorError
from corridorsim.packaged import cases

FILES = sorted(cases().glob("*.json"))


def content(kind: str) -> Any:
    return next(told for told in (json.loads(file.read_text("utf-8")) for file in FILES) if told["kind"] == kind)


def scores_of(told: Any) -> list[Score]:
    return run_cases(READERS[told["kind"]](told, Settings(evaluations=20, seed=1)))


def only(told: Any, name: str) -> Any:
    """The same file with one case."""
    return told | {"cases": [case for case in told["cases"] if case["id"] == name]}


@pytest.mark.parametrize("kind", READERS)
def test_every_shipped_number_comes_out(kind: str) -> None:
    scores = scores_of(content(kind))
    assert [score for score in scores if not score.passed] == []
    assert scores


def test_every_kind_is_shipped_with_source_and_licence() -> None:
    assert {json.loads(file.read_text("utf-8"))["kind"] for file in FILES} == set(READERS)
    for file in FILES:
        told = json.loads(file.read_text("utf-8"))
        assert told["source"]
        assert told["licence"]


def test_simulated_queues_are_sharp_enough_to_fail() -> None:
    """A tolerance of four standard errors is under a tenth of the number itself for single stations."""
    names = ("ETH-MM2", "ETH-MM4", "Ciw bank", "Bolch 8.4")
    for name in names:
        (score,) = [each for each in scores_of(only(content("queueing"), name)) if "engine" in each.remark]
        assert isinstance(score.theirs, float)
        assert score.tolerance is not None
        assert score.tolerance < 0.15 * score.theirs


@pytest.mark.parametrize(
    ("kind", "case", "path", "wrong"),
    [
        ("queueing", "MM3K7", ("printed", "p0"), 0.2552),
        ("queueing", "Bolch 8.4", ("printed", "L", 2), 0.688),
        ("line capacity", "UA-18916", ("printed", "pairs_a_day"), 31),
        ("line capacity", "UA-18916", ("printed", "limiting"), "r-s"),
        ("line capacity", "RU-helpiks-10", ("traffic", "uneven"), 1.2),
        ("railsim", "RS1 engine simple", ("train", "acceleration"), 0.4),
        ("railsim", "RS2 engine congested", ("trains", 0, "length"), 500),
        ("silesia", "SIL1 opposing on single track", ("trains", 0, 0, "holds", "line"), 2),
        ("silesia", "SIL6 turning at B", ("printed", "train 2 leaves B"), 12),
        ("displib", "headway1", ("best",), 35),
        ("displib", "headway1", ("solution", "objective_value"), 33),
        ("displib", "swapping1", ("best",), None),
    ],
)
def test_a_wrong_number_fails(kind: str, case: str, path: tuple[str | int, ...], wrong: Any) -> None:
    told = deepcopy(only(content(kind), case))
    place = told["cases"][0]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    assert [score for score in scores_of(told) if score.passed is False]


def test_the_toy_without_its_possession_does_not_come_out() -> None:
    told = content("ras2012")
    told["possession"]["until_s"] = 0
    failed = [score.quantity for score in scores_of(told) if not score.passed]
    assert "B1 at node 12, s" in failed
    assert not any(quantity.startswith("A1 at node 0") for quantity in failed)


def test_a_problem_given_by_path_is_run_after_the_shipped(tmp_path: Path) -> None:
    file = tmp_path / "own line.json"
    file.write_text(json.dumps(line([1, 2, 1], [(1, 0, 60), (-1, 0, 60)])))
    found = find_cases([file], evaluations=20)
    assert [case.name for case in found[:-1]] == [case.name for case in find_cases()]
    assert (found[-1].kind, found[-1].name) == ("displib", "own line")
    (score,) = run_cases(found[-1:])
    assert score.passed
    assert score.theirs is None
    assert score.schedule is not None
    assert "feasible, no best known value comes with this package" in score.remark


def test_a_problem_is_known_whatever_its_file_is_called_and_however_it_is_written(tmp_path: Path) -> None:
    """Keys that say their default, in another order."""
    problem = deepcopy(SHIPPED["headway1"]["problem"])
    problem["trains"] = [[dict(reversed((each | {"start_lb": 0}).items())) for each in t] for t in problem["trains"]]
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(problem))
    _, score = run_cases(find_cases([file], evaluations=5)[-1:])
    assert (score.theirs, score.ours, score.remark) == (34, 34, "feasible, the best known")


def test_another_problem_is_not_known_by_the_name_of_its_file(tmp_path: Path) -> None:
    problem = deepcopy(SHIPPED["headway1"]["problem"])
    problem["trains"][0][1]["min_duration"] = 4
    file = tmp_path / "headway1.json"
    file.write_text(json.dumps(problem))
    (score,) = run_cases(find_cases([file], evaluations=5)[-1:])
    assert score.theirs is None


def test_of_all_cases_some_kinds_or_names_are_taken() -> None:
    assert {case.kind for case in find_cases(only=["silesia", "railsim"])} == {"silesia", "railsim"}
    assert [case.name for case in find_cases(only=["MM4K6", "headway1"])] == ["headway1", "MM4K6"]


def test_a_problem_that_cannot_be_read_is_not_run_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    trains = [[op(to=[1, 2]), op(5, "a", to=[3]), op(9, "b", to=[3]), op()]]
    file.write_text(json.dumps({"trains": trains, "objective": []}))
    (score,) = run_cases(find_cases([file])[-1:])
    assert score.passed is None
    assert "train 0, operations 1 and 2: they differ in min_duration (5 and 9)" in score.remark


def test_of_a_folder_the_files_that_are_cases_are_taken(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "problem.json").write_text(json.dumps(SHIPPED["swapping1"]["problem"]))
    (tmp_path / "solution.json").write_text(json.dumps(SHIPPED["swapping1"]["solution"]))
    (tmp_path / "mine.json").write_text(json.dumps(only(content("queueing"), "MM4K6")))
    assert [case.name for case in find_cases([tmp_path])[-2:]] == ["problem", "MM4K6"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '{"kind": "queing", "cases": []}',
            'must be a DISPLIB problem or name its "kind", one of line capacity, queueing',
        ),
        ('{"kind": "queing", "cases": []}', '(did you mean "queueing"?)'),
        ('{"events": []}', 'must be a DISPLIB problem or name its "kind"'),
        ('{"kind": "queueing", "cases": [{}]}', "does not fit its kind, \"queueing\": it has no key 'id'"),
        ('{"trains": [], "objective": []}', "trains must hold at least one train"),
        ("[", "is not JSON"),
    ],
)
def test_a_file_that_holds_no_case_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    with pytest.raises(CorridorError) as told:
        find_cases([file])
    assert str(file) in str(told.value)
    assert says in str(told.value)


def test_a_case_that_does_not_fit_its_kind_is_named() -> None:
    told = only(content("queueing"), "MM3K7")
    del told["cases"][0]["printed"]
    with pytest.raises(CorridorError) as error:
        scores_of(told)
    assert str(error.value) == "case \"MM3K7\" (queueing) does not fit its kind: it has no key 'printed'"


def test_a_path_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match="holds no case"):
        find_cases([tmp_path])
    with pytest.raises(CorridorError, match="cannot be read"):
        find_cases([tmp_path / "nowhere.json"])


def test_a_difference_is_ours_less_theirs_and_just_within_is_within() -> None:
    assert close("k", "c", "q", 10, 10.5, 0.5).passed
    assert not close("k", "c", "q", 10, 9.4, 0.5).passed
    assert not close("k", "c", "q", 10, math.nan, 0.5).passed
    assert close("k", "c", "q", 10, 10.5, 0.5).difference == 0.5
    assert Score("k", "c", "q", "none", 3, False).difference is None
