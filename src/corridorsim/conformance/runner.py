"""Finds cases, each of the kind that its file names, and runs them into a scorecard."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from corridorsim.conformance import dispatching, line_capacity, queueing, railsim, ras2012, silesia
from corridorsim.conformance.displib import is_displib, problem_of
from corridorsim.conformance.displib.search import EVALUATIONS
from corridorsim.conformance.scores import Case, Json, Score, Settings
from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.packaged import cases as packaged_cases

READERS: dict[str, Callable[[Json, Settings], Sequence[Case]]] = {
    each.KIND: each.cases for each in (line_capacity, queueing, railsim, silesia, ras2012, dispatching)
}

MOST_SHOWN = 5  # cases of a file in a message


def find_cases(
    paths: Iterable[Path] = (), evaluations: int = EVALUATIONS, seed: int = 1, only: Collection[str] = ()
) -> list[Case]:
    """The cases that the package ships, then those in files and folders; ``only`` selects kinds or names.

    Raises CorridorError for a file without cases, for an unknown kind or name, and for a path of which no case would be
    run, because a file that is named is meant to be run.
    """
    settings = Settings(evaluations, seed)
    shipped = [case for file in sorted(packaged_cases().glob("*.json")) for case in _cases(file, settings)]
    given = {path: list(_given(path, settings)) for path in paths}
    found = [*shipped, *chain(*given.values())]
    for word in only:
        _check_word(word, found)
    for path, cases in given.items():
        if not any(_is_meant(case, only) for case in cases):
            there = ", ".join(dict.fromkeys(f"{case.name} ({case.kind})" for case in cases[:MOST_SHOWN]))
            others = f"since --only names others (known names: {there})"
            raise CorridorError(f"{path}: none of its cases would be run, {others}")
    return [case for case in found if _is_meant(case, only)]


def _is_meant(case: Case, only: Collection[str]) -> bool:
    return not only or case.kind in only or case.name in only


def _check_word(word: str, cases: Sequence[Case]) -> None:
    if not any(_is_meant(case, [word]) for case in cases):
        hint = did_you_mean(word, [*READERS, *dict.fromkeys(case.name for case in cases)])
        raise CorridorError(f'--only "{word}" is neither a kind nor a case{hint} (known kinds: {", ".join(READERS)})')


def run_cases(cases: Iterable[Case], done: Callable[[], None] = lambda: None) -> list[Score]:
    """The scorecard: every line of every case, in their order; ``done`` is called as often as the cases' ``work``."""
    scores: list[Score] = []
    for case in cases:
        calls = _Calls(done)
        try:
            scores += case.scores(calls)
        except (KeyError, TypeError) as error:
            raise CorridorError(f'case "{case.name}" ({case.kind}) does not fit its kind: {_misfit(error)}') from error
        for _ in range(case.work - calls.number):
            done()
    return scores


class _Calls:
    """Passes a call on and counts it."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self.number = 0

    def __call__(self) -> None:
        self.number += 1
        self._done()


def _given(path: Path, settings: Settings) -> Iterator[Case]:
    """The cases in a file, or in every file of a folder that holds any."""
    if path.is_dir():
        files = sorted(path.rglob("*.json"))
        found = [case for file in files if _is_case(_content(file)) for case in _cases(file, settings)]
        if not found:
            raise CorridorError(f"{path}: holds no case (looked at {len(files)} JSON files)")
        yield from found
    else:
        yield from _cases(path, settings)


def _is_case(content: object) -> bool:
    return is_displib(content) or (isinstance(content, dict) and content.get("kind") in READERS)


def _cases(file: Path, settings: Settings) -> Iterator[Case]:
    content = _content(file)
    if is_displib(content):
        problem = problem_of(content, str(file))  # errors give the whole path
        known = dispatching.known_of(_content(packaged_cases() / "displib.json"), problem)
        yield dispatching.case_of(file.stem, content, known, settings)
        return
    kind = content.get("kind") if isinstance(content, dict) else None
    if kind not in READERS:
        there = ", ".join(READERS)
        hint = did_you_mean(kind, READERS) if isinstance(kind, str) else ""
        raise CorridorError(f'{file}: must be a DISPLIB problem or name its "kind", one of {there}{hint}')
    try:
        yield from READERS[kind](content, settings)
    except (KeyError, TypeError) as error:
        raise CorridorError(f'{file}: does not fit its kind, "{kind}": {_misfit(error)}') from error


def _misfit(error: KeyError | TypeError) -> str:
    return f"it has no key {error}" if isinstance(error, KeyError) else str(error)


def _content(file: Path) -> Any:
    if file.exists() and not file.is_file():
        raise CorridorError(f"{file}: cannot be read (it is a device or pipe)")
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorridorError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CorridorError(f"{file}: is not JSON ({error})") from None
