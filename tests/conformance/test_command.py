"""The command conformance, as a user calls it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.problems import SHIPPED, op
from corridorsim.cli import cli
from corridorsim.conformance.command import conformance
from corridorsim.conformance.displib import faults
from corridorsim.conformance.displib.search import EVALUATIONS
from corridorsim.packaged import cases


def call(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["conformance", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def test_the_scorecard_of_one_kind_is_printed() -> None:
    said = call("--only", "silesia").output
    assert "SIL5 one platform at B" in said
    assert "16 of 16 numbers pass." in said
    assert "queueing" not in said


def test_a_case_is_chosen_by_its_name() -> None:
    said = call("--only", "headway1", "--only", "SIL5 one platform at B", "--evaluations", "5").output
    assert "8 of 8 numbers pass." in said
    assert "swapping1" not in said
    assert "SIL1" not in said


def test_a_file_that_is_named_and_not_run_is_no_success(tmp_path: Path) -> None:
    odd, file = tmp_path / "odd.json", tmp_path / "even.json"
    trains = [[op(to=[1, 2]), op(5, "a", to=[3]), op(9, "b", to=[3]), op()]]
    odd.write_text(json.dumps({"trains": trains, "objective": []}))
    said = call("--only", "odd", odd, code=1).output
    assert "No number was checked. Not run: odd." in said.replace("\n", " ")
    file.write_text(json.dumps(SHIPPED["swapping1"]["problem"]))
    said = call("--only", "silesia", file, code=2).output
    assert f"{file}: none of its cases would be run, since --only names others (known names: even (displib))" in said


def test_a_case_that_fails_gives_exit_code_1(tmp_path: Path) -> None:
    told = json.loads((cases() / "silesia.json").read_text(encoding="utf-8"))
    told["cases"] = told["cases"][:1]
    told["cases"][0] |= {"id": "wrong", "printed": {"train 1 departs": 9}}
    (tmp_path / "wrong.json").write_text(json.dumps(told))
    said = call("--only", "silesia", tmp_path / "wrong.json", code=1).output
    assert "Fails: wrong (train 1 departs, min)." in said.replace("\n", " ")


def test_schedules_and_scorecard_go_to_files(tmp_path: Path) -> None:
    card, folder = tmp_path / "card.csv", tmp_path / "found"
    said = call("--only", "displib", "--evaluations", "5", "--out", card, "--schedules", folder, "--quiet").output
    assert said == ""
    assert card.read_text(encoding="utf-8").startswith(
        "kind,case,quantity,theirs,ours,difference,tolerance,result,remark"
    )
    told = {case["id"]: case for case in json.loads((cases() / "displib.json").read_text("utf-8"))["cases"]}
    for name in ("headway1", "swapping1", "swapping2"):
        assert faults(told[name]["problem"], json.loads((folder / f"{name}.solution.json").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--only", "quing"), '--only "quing" is neither a kind nor a case (did you mean "queueing"?)'),
        (("--only", "hedway1"), '--only "hedway1" is neither a kind nor a case (did you mean "headway1"?)'),
        (("--out", "card.txt"), "--out card.txt: must end in .json or .csv"),
        (("nowhere.json",), "nowhere.json: cannot be read"),
    ],
)
def test_bad_input_is_told_without_running(words: tuple[str, ...], says: str) -> None:
    assert says in call(*words, code=2).output


def test_the_number_of_evaluations_is_the_search_s_own() -> None:
    (option,) = [each for each in conformance.params if each.name == "evaluations"]
    assert option.default == EVALUATIONS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.json")
    said = call(tmp_path / "case.json", code=2).output
    assert said == f"{tmp_path / 'case.json'}: cannot be read (it is a device or pipe)\n"
