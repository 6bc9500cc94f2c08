"""One writer at a time for a folder: a file beside it that the system locks, and unlocks when its process ends.

The file holds the number of the process that writes, and is removed by it; whoever waited for it sees that the file
is another now and takes that. Where the file system knows no locks there is none.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path

from corridorsim.paper.aloud import say

TAKEN = (EACCES, EAGAIN, EDEADLK)
FAR = 1 << 30  # where Windows locks a byte: the number of the process can still be read

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _wait(file: int) -> None:
        while not _locks(file):
            os.lseek(file, FAR, os.SEEK_SET)
            with suppress(OSError):
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)  # for ten seconds
                return

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def locked(path: Path, what: object) -> Iterator[None]:
    """Hold the lock of a file; whoever has to wait for it says who writes ``what``."""
    file = _taken(path)
    while file is None:
        file = _waited_for(path, what)
    try:
        os.lseek(file, 0, os.SEEK_SET)
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}".encode())
        yield
    finally:
        _release(path, file)


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Take the lock of a file if it is free; whether it was taken."""
    file = _taken(path)
    try:
        yield file is not None
    finally:
        if file is not None:
            _release(path, file)


def _taken(path: Path) -> int | None:
    """The locked file; None if another holds it."""
    file = _open(path)
    if _locks(file) and _is(file, path):
        return file
    os.close(file)
    return None


def _waited_for(path: Path, what: object) -> int | None:
    """The locked file, when the one who holds it is done; None if it was removed then."""
    file = _open(path)
    if not _locks(file):
        os.lseek(file, 0, os.SEEK_SET)
        writer = os.read(file, 20).decode(errors="replace").strip()
        if writer:
            say(f"{what}: process {writer} is writing there; waiting until it is done")
        _wait(file)
    if _is(file, path):
        return file
    os.close(file)
    return None


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)


def _locks(file: int) -> bool:
    try:
        _lock(file)
    except OSError as error:
        return error.errno not in TAKEN
    return True


def _is(file: int, path: Path) -> bool:
    """Whether the open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except FileNotFoundError:
        return False


def _release(path: Path, file: int) -> None:
    with suppress(OSError):  # Windows removes no open file
        path.unlink()
    os.close(file)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()
