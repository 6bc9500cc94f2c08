"""The scorecard on the screen and in files."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from corridorsim.conformance.scorecard import scorecard_sentence, scorecard_table, write_schedules, write_scorecard
from corridorsim.conformance.scores import Score
from corridorsim.errors import CorridorError

SCORES = [
    Score("queueing", "MM2", "mean wait", 0.5, 0.25, True, 0.5, "formula"),
    Score("displib", "line", "objective", 1000, 1250, True, remark="feasible", schedule={"events": []}),
    Score("displib", "ring", "objective", "none", "none", True),
    Score("displib", "odd", "objective", None, None, None, remark="cannot be read"),
    Score("displib", "late", "objective", 10, 8, False),
]


def on_screen(scores: list[Score]) -> str:
    screen = Console(file=StringIO(), width=120, markup=False)
    screen.print(scorecard_table(scores))
    assert isinstance(screen.file, StringIO)
    return screen.file.getvalue()


def test_a_row_says_theirs_ours_the_difference_and_the_result() -> None:
    rows = [line.split("│") for line in on_screen(SCORES).splitlines() if "│" in line]
    told = {row[1].strip(): [cell.strip() for cell in row[2:-1]] for row in rows}
    assert told["MM2"] == ["mean wait", "0.5", "0.25", "-0.25", "pass", "formula"]
    assert told["line"] == ["objective", "1,000", "1,250", "+250", "pass", "feasible"]
    assert told["ring"] == ["objective", "none", "none", "", "pass", ""]
    assert told["odd"] == ["objective", "", "", "", "not run", "cannot be read"]
    assert told["late"] == ["objective", "10", "8", "-2", "FAIL", ""]
    assert next(iter(told)) == "queueing"


def test_the_sentence_counts_and_names_what_fails() -> None:
    assert scorecard_sentence(SCORES[:3]) == "3 of 3 numbers pass."
    assert scorecard_sentence(SCORES) == "3 of 4 numbers pass. Fails: late (objective). Not run: odd."


def test_names_are_shown_as_they_are() -> None:
    assert "[/] [bold]x" in on_screen([Score("k", "[/] [bold]x", "[q]", "[none]", None, True, remark="[r]")])


def test_json_and_csv_hold_the_same_rows(tmp_path: Path) -> None:
    write_scorecard(SCORES, tmp_path / "card.json")
    write_scorecard(SCORES, tmp_path / "card.csv")
    told = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert told["schema_version"] == 1
    assert told["scores"][0] == {
        "kind": "queueing", "case": "MM2", "quantity": "mean wait", "theirs": 0.5, "ours": 0.25, "difference": -0.25,
        "tolerance": 0.5, "result": "pass", "remark": "formula",
    }  # fmt: skip
    with (tmp_path / "card.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [list(row) for row in rows] == [list(row) for row in told["scores"]]
    assert rows == [{k: "" if v is None else str(v) for k, v in row.items()} for row in told["scores"]]
    assert [row["result"] for row in rows] == ["pass", "pass", "pass", "not run", "fail"]


def test_schedules_are_written_by_case(tmp_path: Path) -> None:
    written = write_schedules(SCORES, tmp_path / "found")
    assert written == [tmp_path / "found" / "line.solution.json"]
    assert json.loads(written[0].read_text(encoding="utf-8")) == {"events": []}


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match=r"must end in \.json or \.csv"):
        write_scorecard(SCORES, tmp_path / "card.txt")
    with pytest.raises(CorridorError, match="cannot be written"):
        write_scorecard(SCORES, tmp_path / "nowhere" / "card.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(CorridorError, match="cannot be written"):
        write_schedules(SCORES, tmp_path / "file")
