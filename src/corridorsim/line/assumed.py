"""A line's capacity over what is assumed of it: the signalling of its second track, and where its sidings lie.

Kilometres of filled sidings are not published. Spread evenly they carry the most that they could; one longer haul among
them carries less, the less the worse it lies. Nothing says which it is, so capacity is told from the least to the most.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corridorsim.errors import dotted
from corridorsim.line.formula import LineFormula, line_formula
from corridorsim.line.lone_line import lone_line
from corridorsim.line.recommended import pairs_to_plan
from corridorsim.line.saturation import saturated_pairs
from corridorsim.model import Scenario
from corridorsim.model.lines.network import longest_haul
from corridorsim.planning.demand.traffic import PlannedTraffic
from corridorsim.statistics.estimate import Estimate
from corridorsim.units import parse

REPLICATIONS, DAYS, WARM_UP = 2, 10, 3
LONGEST = (1.0, 1.5)  # the longest haul over the even one, where a scenario gives no range
LEAST_HAUL = 0.01  # of the even one, all that a longest haul leaves to the others together

Block = Literal["automatic", "semi-automatic"]
BLOCKS: tuple[Block, ...] = ("automatic", "semi-automatic")


@dataclass(frozen=True)
class AssumedCase:
    """What a line carries if something that is not known of it is so."""

    what: str
    bound: float  # pairs a day without reserves
    available: float
    saturated: Estimate  # simulated, more trains always waiting
    pairs: float  # to plan with


@dataclass(frozen=True)
class Hauls:
    """The least and the most that a line carries, by where the longest haul between its filled sidings lies."""

    sidings: int  # whose kilometres are not published
    least: AssumedCase
    most: AssumedCase


def by_signalling(traffic: PlannedTraffic, name: str, day: date, workers: int | None = None) -> tuple[AssumedCase, ...]:
    """A line with a second track under automatic and under semi-automatic block; none where it can have one only."""
    scenario = traffic.scenario
    line = scenario.lines[name]
    opened = [i for i, second in enumerate(line.second_track) if second.opens <= day]
    if not opened or line.block == "automatic" or (line.headway is None and line.block_length is None):
        return ()
    here = {line.second_track[i].block for i in opened}
    cases = []
    for block in BLOCKS:
        changes = {dotted(("lines", name, "second_track", i, "block")): block for i in opened}
        assumed = ", as here" if here == {block} else ""
        formula = _formula(traffic, name, day, changes)
        cases.append(_simulated(formula, f"{block} block{assumed}", scenario.seed, workers))
    return tuple(cases)


def by_hauls(traffic: PlannedTraffic, name: str, day: date, workers: int | None = None) -> Hauls | None:
    """The least and the most by where the longest haul lies; None where every siding has its kilometre."""
    fills = [(i, fill) for i, fill in enumerate(traffic.scenario.lines[name].fill) if fill.count]
    if not fills:
        return None
    found = [(_formula(traffic, name, day, changes), told) for changes, told in _arrangements(traffic.scenario, name)]
    least, most = (pick(found, key=lambda each: each[0].practical) for pick in (min, max))
    seed = traffic.scenario.seed
    return Hauls(sum(fill.count for _, fill in fills), *(_simulated(*each, seed, workers) for each in (least, most)))


def _arrangements(scenario: Scenario, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """All hauls as even as they may be; then each haul in turn as long as it may be."""
    fills, path = scenario.lines[name].fill, ("lines", name, "fill")
    ranges = [_range(scenario, (*path, i, "longest")) for i in range(len(fills))]

    def so(number: int, longest: float, at: int | None) -> dict[str, Any]:
        key = dotted((*path, number, "longest")), dotted((*path, number, "longest_at"))
        return {key[0]: longest, key[1]: at or longest_haul(fills[number])}

    even = {key: value for i, (low, _) in enumerate(ranges) for key, value in so(i, low, None).items()}
    yield even, "hauls as even as they may be"
    for i, (_, high) in enumerate(ranges):
        told = fills[i].longest_at
        for at in [told] if told else range(1, fills[i].count + 2) if high > 1 else ():
            haul = f"a haul {high:g} times as long as the even one, the {_nth(at)} from {fills[i].after}"
            yield even | so(i, high, at), haul


def _range(scenario: Scenario, path: tuple[str | int, ...]) -> tuple[float, float]:
    """The lowest and highest multiple: of the assumption, LONGEST where nothing is said, else the value."""
    _, name, _, number, _ = path
    fill, origin = scenario.lines[str(name)].fill[int(number)], scenario.document.origins.get(path)
    low, high = (fill.longest, fill.longest) if "longest" in fill.model_fields_set else LONGEST
    if origin is not None and origin.kind == "assumed":
        low, high = parse(origin.low, "number"), parse(origin.high, "number")
    most = fill.count + 1 - LEAST_HAUL
    return min(max(low, 1.0), most), min(max(high, 1.0), most)


def _nth(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


def _formula(traffic: PlannedTraffic, name: str, day: date, changes: dict[str, Any]) -> LineFormula:
    return line_formula(lone_line(traffic.scenario.change(changes), name, day, DAYS, WARM_UP, traffic))


def _simulated(formula: LineFormula, what: str, seed: int, workers: int | None) -> AssumedCase:
    saturated = saturated_pairs(formula.line, formula.bound, REPLICATIONS, seed, workers)
    return AssumedCase(what, formula.bound, formula.practical, saturated, pairs_to_plan(formula, saturated.mean))
