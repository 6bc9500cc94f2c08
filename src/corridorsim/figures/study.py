"""The numbers of a scenario with their origins, and how much an answer moves over the ranges of those assumed."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Any

from corridorsim.errors import InputError, dotted, path_of
from corridorsim.model import Scenario
from corridorsim.model.reading.document import Origin
from corridorsim.study.answers import answers_of, wanted_number
from corridorsim.study.runner import each_replication, nothing_to_do


@dataclass(frozen=True)
class Said:
    """One number of a scenario, and where it is from."""

    key: str
    value: Any  # as a file says it
    origin: Origin


@dataclass(frozen=True)
class Move:
    """What an answer becomes at the ends of the range of an assumed number."""

    key: str
    low: float  # NaN where the scenario is refused with that value
    high: float

    @property
    def width(self) -> float:
        """The larger move, up or down; NaN where neither end can be."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Moves:
    """All moves of one answer, the largest first."""

    number: str
    answer: float
    days: float
    each: tuple[Move, ...]


def said_numbers(scenario: Scenario) -> list[Said]:
    """Every number that comes from a figure or is assumed, in the order of the file."""
    data = scenario.document.data
    return [Said(dotted(path), _at(data, path), origin) for path, origin in scenario.document.origins.items()]


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


def ranged(scenario: Scenario) -> list[Said]:
    """The assumed numbers that have a range, without published figures that are only shown beside the results."""
    told = (each for each in said_numbers(scenario) if each.origin.kind == "assumed" and each.origin.low is not None)
    return [each for each in told if path_of(each.key)[0] != "observed"]


def measure_moves(
    scenario: Scenario, number: str, done: Callable[[], None] = nothing_to_do, workers: int | None = None
) -> Moves:
    """An answer with each assumed number at the low and at the high end of its range, all else as it is.

    One replication each, all with the same random numbers. Shares that must add up to 100 % cannot be moved one by
    one; they are left out (NaN). Raises CorridorError for a number that the scenario does not have.
    """
    one = scenario.change({"replications": 1})
    answer = _answer(one, number)
    keys = ranged(one)

    def moved(row: int) -> Move:
        said = keys[row]
        return Move(said.key, *(_moved(one, said.key, end, number) for end in (said.origin.low, said.origin.high)))

    moves = [*each_replication(moved, len(keys), done=done, workers=workers)]
    known = sorted((move for move in moves if move.width == move.width), key=lambda move: -move.width)
    unknown = [move for move in moves if move.width != move.width]
    return Moves(number, answer, one.window.length / 86_400, (*known, *unknown))


def _moved(scenario: Scenario, key: str, value: Any, number: str) -> float:
    try:
        changed = scenario.set_keys({key: value})
    except InputError:
        return nan
    return _answer(changed, number)


def _answer(scenario: Scenario, wanted: str) -> float:
    return wanted_number(answers_of(scenario), wanted, "--moves", scenario.name)
