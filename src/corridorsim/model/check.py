"""A document held against the model: everything wrong in its files and between its parts, raised once."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from corridorsim.errors import InputError, Path, Problem, dotted
from corridorsim.model.document import Document
from corridorsim.model.text import Place
from corridorsim.model.validation import at_value, validate

Model = TypeVar("Model", bound=BaseModel)


def check(document: Document, model: type[Model]) -> Model:
    """The document as the model sees it; InputError with everything that is wrong, also in the reading before."""
    instance, found = validate(document.data, document.marks, model)
    found += _cross_references(instance, document.marks)
    told = [*document.problems, *(each for each in found if not _told_before(each, document.problems))]
    if instance is None or told:
        raise InputError(_with_figure(each, document) for each in told)
    return instance


def _cross_references(instance: BaseModel | None, marks: Mapping[Path, Place]) -> list[Problem]:
    """What the model's own `problems()` finds, where it has one."""
    find: Callable[[], Iterable[tuple[Path, str]]] = getattr(instance, "problems", tuple)
    return [at_value(path, message, marks) for path, message in find()]


def _told_before(problem: Problem, told: Iterable[Problem]) -> bool:
    """Whether a value is known to be wrong already, so that what follows from it need not be said."""
    begins = tuple((each.key + after) for each in told for after in (".", "["))
    return problem.key in {each.key for each in told} or problem.key.startswith(begins)


def _with_figure(problem: Problem, document: Document) -> Problem:
    """The problem, saying from which figure the value comes if it comes from one."""
    for path, origin in document.origins.items():
        if origin.kind == "figure" and dotted(path) == problem.key and origin.figure not in problem.message:
            message = f"{problem.message}; the value is that of figure {origin.figure}"
            return Problem(problem.file, problem.line, problem.column, problem.key, message)
    return problem
