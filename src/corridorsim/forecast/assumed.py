"""Assumed values drawn from their ranges."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from numpy.random import Generator

from corridorsim.errors import CorridorError, path_of
from corridorsim.model import Scenario


class Range(NamedTuple):
    """The lowest, the assumed and the highest value, in the unit used inside."""

    low: float
    assumed: float
    high: float
    whole: bool  # whether it counts something


def assumed_ranges(scenario: Scenario, keys: Sequence[str]) -> dict[str, Range]:
    """The range of each assumed key. Raises CorridorError for a key that is not assumed with a range of numbers."""
    return {key: _range(scenario, key) for key in keys}


def _range(scenario: Scenario, key: str) -> Range:
    value = scenario.get(key)
    origin = scenario.document.origins.get(path_of(key))
    if origin is None or origin.low is None or not isinstance(value, int | float):
        raise CorridorError(f"vary: {key}: {scenario.name} does not assume a number there, with a range")
    low, high = (scenario.change({key: end}).get(key) for end in (origin.low, origin.high))
    return Range(float(low), float(value), float(high), isinstance(value, int))


def drawn(ranges: Mapping[str, Range], random: Generator) -> dict[str, object]:
    """One value of each, by a triangle over its range with its tip at the assumed value."""
    return {key: _one(told, random) for key, told in ranges.items()}


def _one(told: Range, random: Generator) -> float:
    if told.low == told.high:
        return told.assumed
    value = float(random.triangular(told.low, told.assumed, told.high))
    return round(value) if told.whole else value
