"""Only what a folder's manifest tells is ever replaced."""

import json
from pathlib import Path

import pytest

from corridorsim.paper.manifest import MANIFEST, not_ours, write_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "daily.csv").write_text("day\n1\n", encoding="utf-8")
    write_manifest(tmp_path)
    return tmp_path


def test_a_folder_as_we_wrote_it_is_ours(folder: Path) -> None:
    assert not_ours(folder) == ""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert told["files"]["daily.csv"]["bytes"] == 6


def test_a_file_that_was_removed_takes_nothing_with_it(folder: Path) -> None:
    (folder / "daily.csv").unlink()
    assert not_ours(folder) == ""


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "more.csv"])
def test_a_file_that_came_later_is_not_ours(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    assert not_ours(folder) == f'holds "{name}", which corridorsim did not write'


def test_an_empty_folder_in_it_is_not_ours(folder: Path) -> None:
    (folder / "deeper").mkdir()
    assert not_ours(folder) == 'holds "deeper", which corridorsim did not write'


def test_a_file_that_was_edited_is_not_ours_though_it_is_as_long(folder: Path) -> None:
    (folder / "daily.csv").write_text("day\n2\n", encoding="utf-8")
    assert not_ours(folder) == 'holds "daily.csv", which was changed since corridorsim wrote it'


def test_a_link_in_the_place_of_a_file_is_not_ours(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "daily.csv"
    (folder / "daily.csv").rename(other)
    (folder / "daily.csv").symlink_to(other)
    assert "was changed" in not_ours(folder)


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"files": []}', '{"files": null}'])
def test_a_folder_without_a_manifest_that_can_be_read_is_not_ours(folder: Path, text: str | None) -> None:
    (folder / MANIFEST).unlink()
    if text is not None:
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    assert not_ours(folder) == "has no manifest.json that tells what corridorsim wrote there"
