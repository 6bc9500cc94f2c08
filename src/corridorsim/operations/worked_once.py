"""Findings that follow from a program's steps alone, worked out once for all programs that share them."""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Rest = ParamSpec("Rest")
Found = TypeVar("Found")


class Findings:
    """Findings from some columns, by the function that worked them out and its further arguments."""

    def __init__(self, columns: tuple[npt.NDArray[np.int32], ...]) -> None:
        self.columns = columns
        self._found: dict[Hashable, Any] = {}

    def of(self, work: Hashable, find: Callable[[], Found]) -> Found:
        """The earlier finding, or a new one; two threads at once may both work it out, with the same result."""
        if work not in self._found:
            self._found[work] = find()
        found: Found = self._found[work]
        return found

    def __getstate__(self) -> dict[str, Any]:
        """Another process works it out anew."""
        return {"columns": self.columns, "_found": {}}


class HasFindings(Protocol):
    """A program."""

    @property
    def findings(self) -> Findings: ...  # noqa: D102


Of = TypeVar("Of", bound=HasFindings)


def once_for_its_steps(
    function: Callable[Concatenate[Of, Rest], Found],
) -> Callable[Concatenate[Of, Rest], Found]:
    """A function of a program that reads nothing but its steps and resources, and further arguments that hash.

    What it returns is shared: it must not be changed.
    """

    def found(program: Of, /, *rest: Rest.args, **named: Rest.kwargs) -> Found:
        work = (function, rest, tuple(named.items()))
        return program.findings.of(work, lambda: function(program, *rest, **named))

    update_wrapper(found, function)
    return found
