"""Functions compiled by numba and kept in its cache; a broken or full cache costs time, but never stops a run."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from numba import njit
from numba.core import config


def compiled(function: Callable[..., Any], signature: Any, **options: Any) -> Any:
    """The function for one signature: from numba's cache, or compiled and cached, or compiled without the cache.

    A fault of the cache is reported on the error stream, with the folder to empty.
    """
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function
    dispatcher = njit(**options)(function)
    try:
        dispatcher.enable_caching()
        dispatcher.compile(signature)
    except Exception as error:  # of any kind: garbage in a cache may raise anything
        folder = dispatcher.stats.cache_path
        if not dispatcher.signatures:  # it was not compiled: the cache could not be read
            dispatcher = njit(**options)(function)
            dispatcher.compile(signature)
        _say(error, folder)
    dispatcher.disable_compile()
    return dispatcher


def _say(error: Exception, folder: str | None) -> None:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    way_out = f"empty {folder}" if folder else "set NUMBA_CACHE_DIR to a folder that can be written"
    with suppress(OSError):
        print(
            f"corridorsim: the kernel's cache cannot be used ({reason}), so it is compiled at every run; {way_out}",
            file=sys.stderr,
        )
