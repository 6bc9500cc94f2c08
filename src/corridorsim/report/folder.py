"""Results on disk: a folder written whole or not at all, and never over the results of other inputs."""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from corridorsim.errors import CorridorError
from corridorsim.measures.tables import Table

SUMMARY = "summary.json"
MEANINGFUL_DIGITS = 7


def choose_folder(root: Path, name: str, sha256: str, changed: bool) -> Path:
    """Where a scenario's results go: results/<name>, or beside it with six digits of the hash for other inputs.

    ``changed`` says that the command line changed the scenario's own inputs.
    """
    plain = root / name
    ours = sha_in(plain) == sha256 or (not plain.exists() and not changed)
    return _writable(plain if ours else root / f"{name}-{sha256[:6]}")


def own_folder(folder: Path, sha256: str) -> Path:
    """The folder a user asked for; refused where it holds anything but results of the same inputs."""
    if folder.exists() and not folder.is_dir():
        raise CorridorError(f"--out {folder}: must be a folder (it is a file); name another")
    if folder.is_dir() and any(folder.iterdir()) and sha_in(folder) != sha256:
        holds = "results of other inputs" if sha_in(folder) else "other files"
        raise CorridorError(
            f"--out {folder}: holds {holds}, which are not overwritten; name another folder or empty it"
        )
    return _writable(folder)


def _writable(folder: Path) -> Path:
    """The folder, if a draft can be made beside it; CorridorError where a run's results would be lost at its end."""
    there = next(parent for parent in folder.absolute().parents if parent.exists())
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=there):
            return folder
    except OSError as error:
        raise _not_written(folder, error) from None


def _not_written(folder: Path, error: OSError) -> CorridorError:
    return CorridorError(f"{folder}: cannot be written ({error.strerror}); choose another place with --out")


def sha_in(folder: Path) -> str | None:
    """Hash of the scenario whose results a folder holds, None if it holds none."""
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["scenario_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(found)


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """A draft folder that takes the wanted one's place when everything is written, and vanishes if not."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _not_written(folder, error) from None
    try:
        yield draft
        draft.chmod(0o755)
        _replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _replace(draft: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def write_json(path: Path, data: Any) -> None:
    """JSON for people: two spaces, names as they are."""
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def write_csv(path: Path, table: Table) -> None:
    """One table as CSV: a header with units in the names, numbers to 7 meaningful digits, nothing for no value."""
    columns = [_texts(column) for column in table.values()]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(zip(*columns, strict=True))


def _texts(column: np.ndarray) -> list[str]:
    if column.dtype.kind != "f":
        return [str(value) for value in column.tolist()]
    return ["" if value != value else f"{value:z.{MEANINGFUL_DIGITS}g}" for value in column.tolist()]
