"""Results on disk: whole or not at all, and never over other inputs' results."""

import json
from pathlib import Path

import pytest

from corridorsim.errors import CorridorError
from corridorsim.report.folder import choose_folder, own_folder, sha_in, write_json, written_whole

OURS, THEIRS = "a" * 64, "b" * 64


def results(folder: Path, sha256: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps({"scenario_sha256": sha256}), encoding="utf-8")
    return folder


def test_the_first_results_of_a_scenario_go_to_its_name(tmp_path: Path) -> None:
    assert choose_folder(tmp_path, "2025", OURS, changed=False) == tmp_path / "2025"


def test_results_of_the_same_inputs_replace_their_folder(tmp_path: Path) -> None:
    results(tmp_path / "2025", OURS)
    assert choose_folder(tmp_path, "2025", OURS, changed=False) == tmp_path / "2025"
    assert choose_folder(tmp_path, "2025", OURS, changed=True) == tmp_path / "2025"


def test_results_of_other_inputs_go_beside(tmp_path: Path) -> None:
    results(tmp_path / "2025", THEIRS)
    assert choose_folder(tmp_path, "2025", OURS, changed=False) == tmp_path / "2025-aaaaaa"
    assert choose_folder(tmp_path / "new", "2025", OURS, changed=True) == tmp_path / "new" / "2025-aaaaaa"


def test_a_folder_asked_for_must_be_free_or_ours(tmp_path: Path) -> None:
    assert own_folder(tmp_path / "new", OURS) == tmp_path / "new"
    assert own_folder(results(tmp_path / "ours", OURS), OURS) == tmp_path / "ours"
    with pytest.raises(CorridorError, match="results of other inputs"):
        own_folder(results(tmp_path / "theirs", THEIRS), OURS)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CorridorError, match="must be a folder"):
        own_folder(tmp_path / "file", OURS)


def test_a_draft_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    old = results(tmp_path / "2025", OURS)
    (old / "old.csv").write_text("", encoding="utf-8")
    with written_whole(old) as draft:
        write_json(draft / "summary.json", {"scenario_sha256": THEIRS})
        assert sha_in(old) == OURS
    assert sha_in(old) == THEIRS
    assert not (old / "old.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["2025"]


def test_a_draft_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    old = results(tmp_path / "2025", OURS)

    def fail() -> None:
        with written_whole(old):
            raise ValueError("no more paper")

    with pytest.raises(ValueError, match="no more paper"):
        fail()
    assert sha_in(old) == OURS
    assert [path.name for path in tmp_path.iterdir()] == ["2025"]
