"""The single entry to both engines: the kernel, which users run, and the SimPy reference, which checks it."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from corridorsim.errors import CorridorError
from corridorsim.operations import Outcome, Program, check

ENGINES = ("kernel", "simpy")


def run(program: Program, engine: str = "kernel") -> Outcome:
    """Run a program with the compiled kernel, or with the reference (``engine="simpy"``): the outcomes are equal.

    Raises :class:`~corridorsim.operations.ProgramError` for a program whose arrays do not fit together.
    """
    if engine not in ENGINES:
        raise CorridorError(f'engine must be "kernel" or "simpy" (got "{engine}")')
    check(program)
    if engine == "simpy":
        from corridorsim.engine import reference

        return reference.run(program)
    return load_kernel()(program)


def load_kernel() -> Callable[[Program], Outcome]:
    """The kernel's ``run``, compiled once and loaded from numba's cache from then on."""
    run: Callable[[Program], Outcome] = load_compiled("corridorsim.engine.kernel").run
    return run


def load_compiled(name: str) -> ModuleType:
    """A module of functions that are compiled as it is imported, from numba's cache if they are there."""
    if name not in sys.modules:
        _choose_cache()
        from numba.core import event

        with event.install_listener("numba:compile", _announcement()):
            return import_module(name)
    return import_module(name)  # which waits where another thread is still at it


def _choose_cache() -> None:
    """Give numba a folder of the user's own if neither the package's nor the home's cache can be written."""
    if "NUMBA_CACHE_DIR" in os.environ or _writable(Path(__file__).parent / "__pycache__"):
        return
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not _writable(home / "numba"):
        with suppress(OSError):  # nothing can be written anywhere: the kernel is compiled without a cache
            os.environ["NUMBA_CACHE_DIR"] = str(_own_temporary_folder())


def _writable(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _own_temporary_folder() -> Path:
    """A folder that persists between runs, if it is ours alone; otherwise a fresh one (a cache holds code)."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"corridorsim-cache-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="corridorsim-cache-"))
    ours = stat.S_ISDIR(status.st_mode) and status.st_uid == user and not status.st_mode & 0o077
    return folder if ours or os.name == "nt" else Path(tempfile.mkdtemp(prefix="corridorsim-cache-"))


@cache
def _announcement() -> Any:
    """A listener that reports once that the kernel compiles, as soon as numba begins."""
    from numba.core import event

    class Announcement(event.Listener):
        said = False

        def on_start(self, event: Any) -> None:
            if not self.said:
                self.said = True
                print(
                    "corridorsim: compiling the kernel, this once; later runs load it from the cache", file=sys.stderr
                )

        def on_end(self, event: Any) -> None:
            pass

    return Announcement()
