"""The four methods in words and numbers: what each counts, and why it differs from the others."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from corridorsim.study.line_capacity import LineCapacity

NAN = float("nan")
SIMULATED = ("tracks", "throat")  # elements that the line has in the simulation, which ends before the border
NEAR = 0.93  # of what the formula says: what passes less than this is held up by something else


class Method(NamedTuple):
    """One way of telling the capacity."""

    method: str
    what: str
    pairs: float
    low: float
    high: float
    why: str


def methods(capacity: LineCapacity) -> Iterator[Method]:
    """The four methods with their numbers, each with what it counts and why it differs."""
    yield from _by_formula(capacity)
    yield _by_compression(capacity)
    waits = f"waits {capacity.most_waiting:.0%} of the running time"
    yield Method("3 queueing", waits, capacity.queue.tolerable, NAN, NAN, _why_queueing(capacity))
    tolerable, saturated = capacity.saturation.tolerable, capacity.saturation.saturated
    departures = capacity.formula.line.scenario.traffic.departures
    never = capacity.saturation.never_too_long
    yield Method(
        "4 simulation", waits, tolerable.mean, tolerable.low, tolerable.high,
        f"departures {departures}, beside the passenger and local trains of the line"
        + (f"; in {never} replications trains do not wait so long before the line is saturated" if never else ""),
    )  # fmt: skip
    yield Method(
        "4 simulation", "more trains always wait", saturated.mean, saturated.low, saturated.high,
        _why_saturated(capacity),
    )  # fmt: skip


def _by_formula(capacity: LineCapacity) -> Iterator[Method]:
    formula = capacity.formula
    section = formula.limiting
    period = formula.schemes.period[section] / 60
    group = formula.group[section]
    groups = f", groups of {group:.0f}" if group > 1 and not formula.double[section] else ""
    yield Method(
        "1 formula", "no reserves: 1440 k / T", formula.bound, NAN, NAN,
        f"{capacity.limiting}: T / k = {period:.1f} min, {formula.scheme(section)}{groups}",
    )  # fmt: skip
    window = float(np.broadcast_to(formula.reserves.window, formula.double.shape)[section]) / 60
    share = float(np.broadcast_to(formula.reserves.reliability, formula.double.shape)[section])
    yield Method(
        "1 formula", "available", float(formula.available.min()), NAN, NAN,
        f"less a window of {window:.0f} min a day, and {1 - share:.0%} of the rest for failures",
    )  # fmt: skip
    worst = int((capacity.required.pairs / formula.available).argmax())
    yield Method(
        "1 formula", "required by the traffic", float(capacity.required.pairs[worst]), NAN, NAN,
        f"{formula.line.sections[worst].name}: busier direction in the peak month, passenger and local trains as the "
        "freight trains they remove, within the permitted load",
    )  # fmt: skip


def _by_compression(capacity: LineCapacity) -> Method:
    why = _why_occupied(capacity) if capacity.uic.occupied.any() else f"nothing ran on this line on {capacity.uic_date}"
    return Method("2 UIC 406", f"at {capacity.most_occupied:.0%} occupation", capacity.uic_pairs, NAN, NAN, why)


def _why_occupied(capacity: LineCapacity) -> str:
    day, at = capacity.uic, capacity.uic.limiting
    beyond = day.occupied[at] > capacity.most_occupied or np.isnan(day.more[at])
    return (
        f"{capacity.formula.line.sections[at].name} on {capacity.uic_date}, the busiest simulated day with these "
        f"tracks: {day.trains[:, at].mean():.1f} pairs of all kinds occupy it for {day.occupied[at]:.0%} of the day; "
        + ("told in proportion" if beyond else f"{day.more[at]:.0f} more pairs fit")
    )


def _why_queueing(capacity: LineCapacity) -> str:
    """Whether the estimate is above the simulation, and what it leaves out that pulls that way."""
    told = "trains that come at random and are let in first come first served"
    if capacity.queue.tolerable > capacity.saturation.tolerable.mean:
        return f"{told}: above the simulation because no loop is ever full and no other train has a timetable"
    return f"{told}: below the simulation because real departures and sections space the trains more evenly"


def _why_saturated(capacity: LineCapacity) -> str:
    """What passes over both bounds, and what holds it up where it is far below."""
    formula, saturated = capacity.formula, capacity.saturation.saturated.mean
    share = saturated / formula.bound
    told = f"{share:.1%} of 1440 k / T"
    if not formula.double[formula.limiting]:
        told += f"; {saturated / formula.standing_bound:.1%} of what trains that all start from a stand can pass"
    return told if share >= NEAR else f"{told}; {_held_up(capacity)}"


def _held_up(capacity: LineCapacity) -> str:
    formula = capacity.formula
    narrow = [each for each in capacity.elements if each.kind in SIMULATED and each.pairs <= formula.bound]
    if narrow:
        first = min(narrow, key=lambda each: each.pairs)
        return f"{first.name} pass{'es' if first.kind == 'throat' else ''} {first.pairs:.1f} and bind first"
    if formula.group[formula.limiting] > 1:
        return f"groups of {formula.group[formula.limiting]:.0f} are not always full"
    return "no station's tracks or throat pass less than the sections"
