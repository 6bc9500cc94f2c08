"""Puts a draft in the place of earlier results, and cleans up after processes that were killed.

Beside a folder NAME stand, while it is written and its lock is held, ``.NAME.corridorsim-draft`` and, on systems that
cannot exchange two folders in one step, ``.NAME.corridorsim-old``.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from corridorsim.paper.aloud import say
from corridorsim.paper.lock import locked_if_free
from corridorsim.paper.manifest import MANIFEST, not_ours

MARK = ".corridorsim-"
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def beside(folder: Path, what: str) -> Path:
    """The draft, the old results or the lock that belong to a folder."""
    return folder.with_name(f".{folder.name}{MARK}{what}")


def is_free(folder: Path) -> bool:
    """Whether nothing is at a path, or an empty folder."""
    if not os.path.lexists(folder):
        return True
    with suppress(OSError):
        return folder.is_dir() and not any(folder.iterdir())
    return False


def put_in_place(draft: Path, folder: Path) -> None:
    """Let a draft take the place of a folder of results, in one step where the system can. The lock is held."""
    if not folder.exists():
        draft.rename(folder)
        return
    shutil.copymode(folder, draft)
    if _exchanged(draft, folder):
        _discard(draft, folder)
        return
    old = beside(folder, "old")
    folder.rename(old)
    draft.rename(folder)
    _discard(old, folder)


def recover(folder: Path) -> None:
    """Bring back results that were on their way out, and remove the draft, of a process that is gone.

    The lock is held, so the process that wrote what stands here has ended.
    """
    old, draft = beside(folder, "old"), beside(folder, "draft")
    if old.exists() and folder.exists():
        _discard(old, folder)
    elif old.exists():
        old.rename(folder)
        say(f"{folder}: brought back the results that a run had moved away when it was stopped")
    if (draft / MANIFEST).exists():  # whole: it may be what stood in the place before
        _discard(draft, folder)
    else:
        shutil.rmtree(draft, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Clean up what dead processes left in a folder of results, without touching those of running processes."""
    for folder in sorted(set(_unfinished(parent))):
        with suppress(OSError), locked_if_free(beside(folder, "lock")) as free:
            if free:
                recover(folder)


def _unfinished(parent: Path) -> Iterator[Path]:
    """Folders beside which a draft, old results or a lock stand."""
    with suppress(OSError):
        for path in parent.glob(f".*{MARK}*"):
            name, _, what = path.name.rpartition(MARK)
            if what in ("draft", "old", "lock") and len(name) > 1:
                yield parent / name[1:]


def _discard(gone: Path, folder: Path) -> None:
    """Remove results that were replaced; files that another program put there meanwhile are kept beside them."""
    why = "" if is_free(gone) else not_ours(gone)
    if not why:
        with suppress(OSError):  # what cannot be removed now is swept at the next run
            for path in sorted(gone.iterdir(), key=lambda path: path.name == MANIFEST):  # to its end it is ours
                path.unlink()
            gone.rmdir()
        return
    names = (folder.with_name(f"{folder.name}-kept{'' if n == 1 else f'-{n}'}") for n in count(1))
    kept = next(path for path in names if not os.path.lexists(path))
    gone.rename(kept)
    say(f"{folder}: {why}; what was there is kept as {kept.name}")


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0
