"""The number to plan with, and the four methods in words and numbers: what each counts, and why they differ."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from corridorsim.line.capacity import LineCapacity
from corridorsim.line.formula import LineFormula
from corridorsim.line.recommended import NEAR, held_up, window_in_words
from corridorsim.statistics.rounding import in_percent

NAN = float("nan")


class Method(NamedTuple):
    """One method of determining the capacity."""

    method: str
    what: str
    pairs: float
    low: float
    high: float
    why: str


def methods(capacity: LineCapacity) -> Iterator[Method]:
    """The number to plan with, then the four methods with their numbers: what each counts and why it differs."""
    first = capacity.recommended
    yield Method("recommended", f"to plan with, by {first.method}", first.pairs, NAN, NAN, capacity.sentence)
    yield from _by_formula(capacity)
    yield _by_compression(capacity)
    waits = f"waits {in_percent(capacity.most_waiting)} of the running time"
    yield Method("3 queueing", waits, capacity.queue.tolerable, NAN, NAN, _why_queueing(capacity))
    tolerable, saturated = capacity.saturation.tolerable, capacity.saturation.saturated
    departures = capacity.formula.line.scenario.traffic.departures
    never = capacity.saturation.never_too_long
    yield Method(
        "4 simulation",
        waits,
        tolerable.mean,
        tolerable.low,
        tolerable.high,
        f"departures {departures}, beside the passenger and local trains of the line"
        + (f"; in {never} replications trains do not wait so long before the line is saturated" if never else ""),
    )
    yield Method(
        "4 simulation",
        "more trains always wait",
        saturated.mean,
        saturated.low,
        saturated.high,
        _why_saturated(capacity),
    )


def _by_formula(capacity: LineCapacity) -> Iterator[Method]:
    formula = capacity.formula
    section = formula.limiting
    period = formula.schemes.period[section] / 60
    group = formula.group[section]
    groups = f", groups of {group:.0f}" if group > 1 and not formula.double[section] else ""
    yield Method(
        "1 formula",
        "no reserves: 1440 k / T",
        formula.bound,
        NAN,
        NAN,
        f"{capacity.limiting}: T / k = {period:.1f} min, {formula.scheme(section)}{groups}{_taken_off(formula)}",
    )
    share = float(np.broadcast_to(formula.reserves.reliability, formula.double.shape)[section])
    yield Method(
        "1 formula",
        "available",
        formula.practical,
        NAN,
        NAN,
        f"less {window_in_words(formula, section)}, and {in_percent(1 - share)} of the rest for failures"
        f"{_counted(formula)}",
    )
    required = capacity.required
    worst = int((required.pairs / formula.available).argmax())
    load = float(np.broadcast_to(formula.reserves.load, formula.double.shape)[worst])
    yield Method(
        "1 formula",
        "required by the traffic",
        float(required.pairs[worst] - required.removed[worst]),
        NAN,
        NAN,
        f"{formula.line.sections[worst].name}: busier direction in the peak month and the other trains, over the "
        f"permitted load of {in_percent(load)}; less the other trains",
    )


def _taken_off(formula: LineFormula) -> str:
    """What possessions and other trains take of the line's pairs, in words."""
    section, minutes = formula.limiting, 1440 * (1 - formula.saturated / formula.undisturbed)
    told = []
    if minutes.max() >= 1:
        told.append(f"possessions of {minutes[section]:.0f} min a day")
        if minutes.max() >= minutes[section] + 1:
            told[0] += f" there and up to {minutes.max():.0f} elsewhere"
    if formula.others[section]:
        pairs, removal = formula.others[section], formula.displaced[section] / formula.others[section]
        told.append(f"{pairs:.1f} pairs of other trains, each in the place of {removal:.2f} freight pairs")
    return f"; less {' and '.join(told)}" if told else ""


def _counted(formula: LineFormula) -> str:
    """How many freight pairs the other trains count for, if there are reserves."""
    section = formula.limiting
    if not formula.others[section]:
        return ""
    return f"; a pair of other trains counts as {formula.removed[section] / formula.others[section]:.2f} freight pairs"


def _by_compression(capacity: LineCapacity) -> Method:
    why = _why_occupied(capacity) if capacity.uic.occupied.any() else f"nothing ran on this line on {capacity.uic_date}"
    return Method("2 UIC 406", f"at {in_percent(capacity.most_occupied)} occupation", capacity.uic_pairs, NAN, NAN, why)


def _why_occupied(capacity: LineCapacity) -> str:
    day, at = capacity.uic, capacity.uic.limiting
    beyond = day.occupied[at] > capacity.most_occupied or np.isnan(day.more[at])
    return (
        f"{capacity.formula.line.sections[at].name} on {capacity.uic_date}, the busiest simulated day with these "
        f"tracks: {day.trains[:, at].mean():.1f} pairs of all kinds occupy it for "
        f"{in_percent(day.occupied[at])} of the day; "
        + ("in proportion" if beyond else f"{day.more[at]:.0f} more pairs fit")
    )


def _why_queueing(capacity: LineCapacity) -> str:
    """Whether the estimate is above the simulation, and what it omits that has this effect."""
    model = "trains that arrive at random and enter first come first served"
    if capacity.queue.tolerable > capacity.saturation.tolerable.mean:
        return f"{model}: above the simulation because no loop is ever full and no other train has a timetable"
    return f"{model}: below the simulation because real departures and sections space the trains more evenly"


def _why_saturated(capacity: LineCapacity) -> str:
    """What passes relative to both bounds, and what limits it if it is far below."""
    formula, saturated = capacity.formula, capacity.saturation.saturated.mean
    beside = "beside the other trains, which all go first; " if formula.others.any() else ""
    if not formula.bound:
        return f"{beside}the formula leaves nothing"
    passed = f"{beside}{in_percent(saturated / formula.bound, 1)} of 1440 k / T"
    if not formula.double[formula.limiting] and formula.standing_bound:
        share = in_percent(saturated / formula.standing_bound, 1)
        passed += f"; {share} of what trains that all start from a stand can pass"
    near = saturated >= NEAR * formula.bound
    return passed if near else f"{passed}; {held_up(formula, capacity.saturation, capacity.elements)}"
