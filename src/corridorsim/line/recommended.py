"""Which of a line's numbers to plan with: its practical capacity, and why, in sentences.

Practical capacity is what passes without reserves, less the technological window, failures and the other trains. The
1520 mm method gives what passes without reserves, as long as a simulation in which more trains always wait passes about
as many; if that passes clearly less, something hinders the trains that the formula does not include, and the simulated
number is used. It is never more than that simulation passes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corridorsim.line.elements import Element
from corridorsim.line.formula import LineFormula
from corridorsim.line.saturation import Saturation
from corridorsim.statistics.rounding import in_percent

FORMULA, SIMULATION = "1 formula", "4 simulation"
NEAR = 0.93  # of the formula: if less than this passes, something else hinders the trains
LITTLE = 0.05  # of the number to plan with: a load at which freight trains hardly meet each other
STARVED = 1.5  # times as many trains in one direction as in the other, though both always wait
SIMULATED = ("tracks", "throat", "cut")  # elements of the line in the simulation, which ends before the border


@dataclass(frozen=True)
class Recommended:
    """Freight pairs per day to plan with, the method that gives them, and why it is this number."""

    pairs: float
    method: str
    why: str


def recommended(formula: LineFormula, saturation: Saturation, elements: tuple[Element, ...]) -> Recommended:
    """The line's practical capacity."""
    simulated = saturation.saturated.mean
    cut = min((each for each in elements if each.kind == "cut"), key=lambda each: each.freight, default=None)
    if cut is not None and cut.freight < formula.practical and simulated >= NEAR * cut.freight:
        told = f"{cut.name} lets {cut.freight:.1f} pass ({cut.key}), though the formula leaves {formula.practical:.1f}"
        return Recommended(min(cut.freight, simulated), SIMULATION, told)
    confirmed = simulated >= NEAR * formula.bound
    practical = formula.practical if confirmed else min(formula.practical, formula.practical_of(simulated))
    pairs = min(practical, simulated)
    if not confirmed:
        told = (
            f"the simulation passes {simulated:.1f} where more trains always wait, not the {formula.bound:.1f} of the "
            f"formula: {held_up(formula, saturation, elements)}; {_reserves(formula)}"
        )
    elif pairs < practical:
        told = f"no more pass in the simulation, though the formula leaves {practical:.1f}"
    else:
        told = (
            f"the formula's {formula.bound:.1f} without reserves (the simulation passes {simulated:.1f}), "
            f"{_reserves(formula)}"
        )
    return Recommended(pairs, FORMULA if pairs == practical and confirmed else SIMULATION, told)


def _reserves(formula: LineFormula) -> str:
    """What is subtracted, for the limiting section."""
    at = formula.limiting
    share = float(np.broadcast_to(formula.reserves.reliability, formula.double.shape)[at])
    told = f"less {window_in_words(formula, at)} and {in_percent(1 - share)} of the rest for failures"
    if not formula.removed[at]:
        return told
    return f"{told}, beside {formula.others[at]:.1f} pairs of other trains"


def window_in_words(formula: LineFormula, at: int) -> str:
    """The technological window of a section, and whether possessions make it so long."""
    minutes = float(np.broadcast_to(formula.reserves.window, formula.double.shape)[at]) / 60
    lost = 1440 * float(1 - formula.saturated[at] / formula.undisturbed[at])
    if lost < 1:
        return f"a window of {minutes:.0f} min a day"
    told = f"{minutes:.0f} min a day"
    return f"{told} for possessions" if lost > minutes - 1 else f"a window of {told} ({lost:.0f} of them possessions)"


def held_up(formula: LineFormula, saturation: Saturation, elements: tuple[Element, ...]) -> str:
    """What keeps a saturated line below its formula, as far as it is known."""
    if saturation.busier > STARVED * saturation.saturated.mean:
        return f"{saturation.busier:.1f} trains a day pass in one direction and starve the other"
    narrow = [each for each in elements if each.kind in SIMULATED and each.freight <= formula.bound]
    if narrow:
        first = min(narrow, key=lambda each: each.freight)
        passes = "pass {:.1f} and limit" if first.kind == "tracks" else "passes {:.1f} and limits"
        return f"{first.name} {passes.format(first.freight)} first"
    at, asked = formula.limiting, formula.line.scenario.lines[formula.line.name].group
    if formula.grouped and formula.group[at] < asked:
        return (
            f"trains have their turn in groups of {asked}, and the stations beside {formula.line.sections[at].name} "
            f"hold {formula.group[at]:.0f} of each direction; a group of {asked} both ways needs {2 * asked} tracks"
        )
    if formula.grouped and formula.group[at] > 1:
        return f"groups of {formula.group[at]:.0f} are not always full"
    if (formula.line.calendar.one & formula.double).any():
        return (
            "where one of two tracks is closed at times, the simulation lets a train enter a section only if a track "
            "is free for it at the far end, as on single track, all day; more tracks at the stations let more pass"
        )
    return "trains keep each other waiting, though no station's tracks or throat pass less than the sections"


def further(
    formula: LineFormula, saturation: Saturation, elements: tuple[Element, ...], number: Recommended, waiting: float
) -> Iterator[str]:
    """What else a planner has to know about the number, one sentence each."""
    narrow = [each for each in elements if each.kind != "section" and each.freight < number.pairs]
    if narrow:
        least = min(narrow, key=lambda each: each.freight)
        pairs = max(least.freight, 0)
        yield f"The line is not the limit: {least.name} lets {pairs:.1f} pairs a day pass ({least.key})."
    tolerable = saturation.tolerable.mean
    if tolerable < LITTLE * number.pairs:
        yield f"{_caveat(formula)} freight waits longer than {in_percent(waiting)} of its running time."
    elif tolerable < number.pairs:
        yield f"Above {tolerable:.1f} pairs a day freight waits longer than {in_percent(waiting)} of its running time."
    yield from _possessions(formula)
    first, go = saturation.first, saturation.as_they_go
    if not first.all_run:
        yield (
            f"The line cannot carry even the other trains: {first.run:.1f} of {first.due:.1f} a day run, although "
            "they have priority over freight."
        )
    elif not go.all_run:
        yield (
            "If more freight than this always waits, it starves local trains, which have the same priority: "
            f"{go.run:.1f} of {go.due:.1f} other trains a day run. The numbers here are in addition to all of them."
        )


def _caveat(formula: LineFormula) -> str:
    """Why freight waits too long even though hardly any other freight runs."""
    named = [("other trains", formula.others.any()), ("possessions", formula.line.calendar.days_with)]
    told = " and ".join(name for name, there in named if there)
    return f"Because of {told} even a little" if told else "Even at light load"


def _possessions(formula: LineFormula) -> Iterator[str]:
    """The effect of possessions that are only on some days, and the period of the mean."""
    calendar = formula.line.calendar
    with_one, without = calendar.days_with, calendar.days - calendar.days_with
    if with_one and without:
        yield (
            f"Without reserves {formula.with_possessions:.1f} pairs pass on the {with_one} days with a possession and "
            f"{formula.without_possessions:.1f} on the {without} without; formula, queueing and simulation give the "
            f"mean from {calendar.first} to {calendar.last}."
        )
