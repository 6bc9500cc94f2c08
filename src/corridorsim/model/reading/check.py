"""Check a document against the model: all mistakes in its files and between its parts, raised once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from corridorsim.errors import InputError, Path, Problem, completed, dotted
from corridorsim.model.reading.document import Document
from corridorsim.model.reading.node import KeyPlace
from corridorsim.model.reading.validation import at_value, validate

Model = TypeVar("Model", bound=BaseModel)


def check(document: Document, model: type[Model]) -> Model:
    """The document as the model sees it; InputError lists all mistakes, including those found while reading."""
    instance, found = validate(document.data, document.marks, model)
    found += _cross_references(instance, document.marks)
    keys = {each.key for each in document.problems}
    told = [*document.problems, *(each for each in found if not _is_reported(each, keys))]
    if instance is None or told:
        figures = {dotted(path): origin.figure for path, origin in document.origins.items() if origin.kind == "figure"}
        raise InputError(_with_figure(each, figures) for each in told)
    return instance


def _cross_references(instance: BaseModel | None, marks: Mapping[Path, KeyPlace]) -> list[Problem]:
    """Problems found by the model's own `problems()`, if it has one."""
    find: Callable[[], Iterable[tuple[Path, str]]] = getattr(instance, "problems", tuple)
    return [at_value(path, message, marks) for path, message in find()]


def _is_reported(problem: Problem, keys: Collection[str]) -> bool:
    """Whether a value is already known to be wrong, so that errors that follow from it are not reported."""
    key = problem.key
    return key in keys or any(key[:end] in keys for end, letter in enumerate(key) if letter in ".[")


def _with_figure(problem: Problem, figures: Mapping[str, str]) -> Problem:
    """The problem, naming the figure that its value comes from, if any; `figures` are by key."""
    figure = figures.get(problem.key)
    if figure is None or figure in problem.message:
        return problem
    return replace(problem, message=f"{completed(problem).message}; the value comes from figure {figure}")
