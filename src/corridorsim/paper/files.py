"""Single files that a user names: checked before the work begins, and written whole or not at all."""

import os
import shutil
import tempfile
from errno import EISDIR, ENOTDIR
from pathlib import Path

from corridorsim.errors import NotWritten, shortened


def write_whole(file: Path, text: str, called: str = "") -> None:
    """Write a text file, or leave what was there; NotWritten where the system refuses, with what the file is called.

    A link stays a link; the screen or a pipe is written to directly.
    """
    try:
        real = Path(os.path.realpath(file))
        if real.exists() and not (real.is_file() or real.is_dir()):
            real.write_text(text, encoding="utf-8", newline="")
            return
        _replace(real, text)
    except OSError as error:
        raise NotWritten.because(called or shortened(str(file)), error) from None


def _replace(file: Path, text: str) -> None:
    draft = file.with_name(f".corridorsim-draft-{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        if file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def check_file(file: Path, called: str) -> None:
    """Raise NotWritten, before any work is done, where a file could not be written after it."""
    try:
        real = Path(os.path.realpath(file))
        if real.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if not real.exists() or real.is_file():
            _check_room(real.parent)
    except OSError as error:
        raise NotWritten.because(called, error) from None


def check_folder(folder: Path, called: str) -> None:
    """Raise NotWritten where no files could be written into a folder, or the folder not be made."""
    try:
        real = Path(os.path.realpath(folder))
        if os.path.lexists(real) and not real.is_dir():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
        _check_room(next(each for each in (real, *real.parents) if each.exists()))
    except OSError as error:
        raise NotWritten.because(called, error) from None


def _check_room(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(100_000))
