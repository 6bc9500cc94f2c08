"""The list of files that corridorsim wrote into a folder, kept in that folder: only these are ever replaced."""

import json
import os
from hashlib import file_digest
from pathlib import Path
from typing import Any

from corridorsim.version import __version__

MANIFEST = "manifest.json"


def write_manifest(folder: Path) -> None:
    """List every file of a folder with its size and hash; it is the last that is written."""
    files = {path.name: _print_of(path) for path in sorted(folder.iterdir())}
    told = {"schema_version": 1, "written_by": f"corridorsim {__version__}", "files": files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def not_ours(folder: Path) -> str:
    """Why a folder may not be replaced: the files in it that its manifest does not list; nothing if it may.

    A folder without a manifest is none of ours. That a file is missing is no reason: nothing of it can be lost.
    """
    files = _files(folder)
    if files is None:
        return f"has no {MANIFEST} that tells what corridorsim wrote there"
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if entry.name != MANIFEST), key=lambda entry: entry.name)
    for entry in found:
        if entry.name not in files:
            return f'holds "{entry.name}", which corridorsim did not write'
        if not entry.is_file(follow_symlinks=False) or _print_of(Path(entry)) != files[entry.name]:
            return f'holds "{entry.name}", which was changed since corridorsim wrote it'
    return ""


def _files(folder: Path) -> dict[str, Any] | None:
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _print_of(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}
