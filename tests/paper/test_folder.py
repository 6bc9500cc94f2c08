"""Results on disk: whole or not at all, and never over what corridorsim did not write."""

import os
from pathlib import Path

import pytest

from corridorsim.errors import CorridorError, NotWritten
from corridorsim.paper import exchange
from corridorsim.paper.exchange import beside
from corridorsim.paper.folder import choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.place import Place, sha_in

OURS, THEIRS = "a" * 64, "b" * 64


def results(place: Place | Path, sha256: str, **more: object) -> Path:
    """Results of some inputs, written as a command does."""
    with written_whole(place) as (draft, folder):
        write_json(draft / "summary.json", {"scenario_sha256": sha256} | more)
    return folder


def named(root: Path, sha256: str = OURS, changed: bool = False) -> Path:
    return results(choose_folder(root, "2025", sha256, changed), sha256)


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["in one step", "in two steps"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also as on systems that cannot exchange two folders."""
    if request.param == "in two steps":
        monkeypatch.setattr(exchange, "_exchanged", lambda *_: False)


def test_the_first_results_of_a_scenario_go_to_its_name(tmp_path: Path) -> None:
    assert named(tmp_path) == tmp_path / "2025"


@pytest.mark.parametrize("changed", [False, True])
def test_results_of_the_same_inputs_replace_their_folder(
    tmp_path: Path, changed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    named(tmp_path)
    assert named(tmp_path, changed=changed) == tmp_path / "2025"
    assert (entries(tmp_path), capsys.readouterr().err) == (["2025"], "")


def test_results_of_other_inputs_go_beside(tmp_path: Path) -> None:
    named(tmp_path, THEIRS)
    assert named(tmp_path, OURS) == tmp_path / "2025-aaaaaa"
    assert named(tmp_path / "new", OURS, changed=True) == tmp_path / "new" / "2025-aaaaaa"


def test_what_a_user_laid_into_a_folder_is_kept_and_the_results_go_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (named(tmp_path) / "notes.txt").write_text("dear diary", encoding="utf-8")
    assert named(tmp_path) == tmp_path / "2025-aaaaaa"
    kept = 'holds "notes.txt", which corridorsim did not write; it is kept, and the results go to'
    assert capsys.readouterr().err == f"{tmp_path / '2025'}: {kept} {tmp_path / '2025-aaaaaa'}\n"
    (tmp_path / "2025-aaaaaa" / "more.txt").write_text("", encoding="utf-8")
    assert named(tmp_path) == tmp_path / "2025-aaaaaa-2"
    assert named(tmp_path) == tmp_path / "2025-aaaaaa-2"
    assert (tmp_path / "2025" / "notes.txt").read_text(encoding="utf-8") == "dear diary"
    assert entries(tmp_path) == ["2025", "2025-aaaaaa", "2025-aaaaaa-2"]


@pytest.mark.parametrize("name", [".", "..", "../up", "/etc/x", "a/../../b"])
def test_whatever_a_scenario_is_called_its_results_stay_below_the_root(tmp_path: Path, name: str) -> None:
    root = tmp_path / "results"
    named(root)
    assert results(choose_folder(root, name, OURS, changed=False), OURS).parent == root
    assert entries(tmp_path) == ["results"]
    assert "2025" in entries(root)


def test_a_folder_asked_for_must_be_free_or_hold_results_alone(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    assert results(own_folder(ours, OURS), OURS) == ours
    assert results(own_folder(ours, OURS), OURS) == ours
    (tmp_path / "empty").mkdir()
    assert results(own_folder(tmp_path / "empty", OURS), OURS) == tmp_path / "empty"
    (ours / "notes.txt").touch()
    with pytest.raises(CorridorError, match=r'is not overwritten, as it holds "notes.txt"'):
        own_folder(ours, OURS)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CorridorError, match="must be a folder"):
        own_folder(tmp_path / "file", OURS)


def test_results_of_other_inputs_in_a_folder_asked_for_are_replaced_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "asked"
    results(own_folder(folder, THEIRS), THEIRS, scenario="2025", seed=1)
    results(own_folder(folder, OURS), OURS, scenario="2025", seed=2)
    assert sha_in(folder) == OURS
    told = "replaces results of other inputs (scenario 2025, seed 1)"
    assert capsys.readouterr().err == f"{folder}: {told}\n"


def test_what_comes_into_a_folder_asked_for_during_the_run_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = own_folder(tmp_path / "asked", OURS)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "notes.txt").touch()
    assert results(place, OURS) == tmp_path / "asked-2"
    assert "it is kept, and the results go to" in capsys.readouterr().err


@pytest.mark.usefixtures("either_way")
def test_what_comes_into_the_folder_while_it_is_written_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named(tmp_path)
    with written_whole(choose_folder(tmp_path, "2025", OURS, changed=False)) as (draft, folder):
        (folder / "notes.txt").write_text("dear diary", encoding="utf-8")
        write_json(draft / "summary.json", {"scenario_sha256": THEIRS})
    assert sha_in(folder) == THEIRS
    assert (tmp_path / "2025-kept" / "notes.txt").read_text(encoding="utf-8") == "dear diary"
    assert capsys.readouterr().err.endswith("; what was there is kept as 2025-kept\n")
    assert entries(tmp_path) == ["2025", "2025-kept"]


@pytest.mark.usefixtures("either_way")
def test_a_draft_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    old = named(tmp_path)
    with written_whole(old) as (draft, folder):
        write_json(draft / "summary.json", {"scenario_sha256": THEIRS})
        (draft / "new.csv").write_text("x\n1\n", encoding="utf-8")
        assert sha_in(old) == OURS
    assert folder == old
    assert entries(old) == ["manifest.json", "new.csv", "summary.json"]
    assert entries(tmp_path) == ["2025"]


def test_a_draft_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    old = named(tmp_path)

    def fail() -> None:
        with written_whole(old):
            raise ValueError("no more paper")

    with pytest.raises(ValueError, match="no more paper"):
        fail()
    assert sha_in(old) == OURS
    assert entries(tmp_path) == ["2025"]


def test_a_disk_that_is_full_is_told_in_one_line(tmp_path: Path) -> None:
    old = named(tmp_path)

    def fail() -> None:
        with written_whole(old):
            raise OSError(28, "No space left on device")

    with pytest.raises(NotWritten) as told:
        fail()
    reason = "cannot be written (No space left on device); choose another place with --out"
    assert str(told.value) == f"{old}: {reason}"
    assert (sha_in(old), entries(tmp_path)) == (OURS, ["2025"])


def test_a_link_to_a_folder_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "2025").symlink_to("disk")
    assert named(tmp_path) == tmp_path / "2025"
    assert named(tmp_path) == tmp_path / "2025"
    assert (tmp_path / "2025").is_symlink()
    assert entries(tmp_path / "disk") == ["manifest.json", "summary.json"]
    assert entries(tmp_path) == ["2025", "disk"]


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(NotWritten, match="is a link to nowhere, which is not there; make that folder or name another"):
        own_folder(tmp_path / "link", OURS)


@pytest.mark.parametrize("length", [201, 300])
def test_a_name_that_is_too_long_is_refused_in_a_short_line(tmp_path: Path, length: int) -> None:
    with pytest.raises(NotWritten, match="must have a name of at most 200 bytes; choose a shorter one") as told:
        own_folder(tmp_path / ("x" * length), OURS)
    assert len(str(told.value)) < 150
    assert results(own_folder(tmp_path / ("x" * 200), OURS), OURS).name == "x" * 200


def test_the_folder_that_one_is_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CorridorError, match="is the folder that you are in"):
        own_folder(Path("."), OURS)


def test_a_mount_point_cannot_be_replaced_so_results_go_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2025").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "2025")
    assert named(tmp_path) == tmp_path / "2025-aaaaaa"
    with pytest.raises(CorridorError, match="is a mount point and cannot be replaced as a whole; name a folder in it"):
        own_folder(tmp_path / "2025", OURS)


def test_a_draft_of_a_process_that_is_gone_is_swept_whatever_is_run_next(tmp_path: Path) -> None:
    for name in ("2018", "2025"):
        draft = beside(tmp_path / name, "draft")
        draft.mkdir()
        (draft / "half.csv").touch()
        beside(tmp_path / name, "lock").write_text("1", encoding="utf-8")
    named(tmp_path)
    assert entries(tmp_path) == ["2025"]


def test_results_that_were_being_replaced_when_the_process_was_killed_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed between two renames: the old ones have gone aside, the draft has not come."""
    old = results(tmp_path / "2018", THEIRS)
    old.rename(beside(old, "old"))
    beside(old, "draft").mkdir()
    choose_folder(tmp_path, "2025", OURS, changed=False)
    assert sha_in(old) == THEIRS
    assert entries(tmp_path) == ["2018"]
    brought = "brought back the results that a run had moved away when it was stopped"
    assert capsys.readouterr().err == f"{old}: {brought}\n"


def test_results_that_were_replaced_before_the_process_was_killed_go(tmp_path: Path) -> None:
    results(tmp_path / "2025", OURS)
    results(beside(tmp_path / "2025", "old"), THEIRS)
    choose_folder(tmp_path, "2025", OURS, changed=False)
    assert (entries(tmp_path), sha_in(tmp_path / "2025")) == (["2025"], OURS)


def test_a_folder_is_made_with_the_rights_that_the_user_gives_to_folders(tmp_path: Path) -> None:
    (tmp_path / "any").mkdir()
    assert named(tmp_path).stat().st_mode == (tmp_path / "any").stat().st_mode
    if os.name != "nt":
        (tmp_path / "2025").chmod(0o750)
        assert named(tmp_path).stat().st_mode & 0o777 == 0o750
