"""Messages on the error stream, such as where results went or which process we wait for."""

import sys
from contextlib import suppress


def say(text: str) -> None:
    """Print a line on the error stream; an error stream that is closed or full stops nothing."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
