"""How much memory a run may use: that of the machine, or less where a container or a limit allows less."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OF_A_CONTAINER = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory_there() -> int | None:
    """Bytes that this process may use in total, including what is in use now; None if the system does not say."""
    return min(_limits(), default=None)


def _limits() -> Iterator[int]:
    with suppress(AttributeError, ValueError, OSError):  # not on Windows
        yield os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for file in OF_A_CONTAINER:
        with suppress(OSError, ValueError):  # no such file, or no limit in it
            yield int(file.read_text("ascii"))
    try:
        import resource
    except ImportError:
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        yield limit
