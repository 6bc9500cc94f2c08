"""A line's capacity by four methods, each in freight pairs per day, and which of its elements limits.

1 the 1520 mm method, 2 UIC 406 on a simulated day, 3 a queueing estimate, 4 the simulation: what passes under unlimited
demand, and at which load trains wait too long. One number is recommended to plan with.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError
from corridorsim.formulas import compression
from corridorsim.itineraries import Plan
from corridorsim.line.border import border_elements
from corridorsim.line.day import LineDay, busiest_day, compressed_day
from corridorsim.line.elements import Element, cut_elements, elements, station_elements
from corridorsim.line.formula import LineFormula, Requirement, line_formula, requirement
from corridorsim.line.lone_line import LoneLine, lone_line
from corridorsim.line.months import MonthRow, by_month
from corridorsim.line.queue import LineQueue, line_queue
from corridorsim.line.recommended import Recommended, further, recommended
from corridorsim.line.saturation import Saturation, saturate, saturated_pairs
from corridorsim.model import Scenario
from corridorsim.operations import Outcome
from corridorsim.planning import lay_out, plan_replication
from corridorsim.planning.demand.traffic import PlannedTraffic
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.outcome import outcome_of

LOADS = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.2)  # multiples of the capacity by formula
TRAINS = 1200.0  # for a simulated line, so that busy lines are not simulated for longer than others
SHORTEST, LONGEST = 8, 30  # days


@dataclass(frozen=True)
class Upgrade:
    """A part of the second track that opened, and what the line carries from that day on."""

    day: date
    opened: str
    bound: float  # pairs per day without reserves
    available: float
    limiting: str
    saturated: Estimate


@dataclass(frozen=True, eq=False)
class LineCapacity:
    """Everything known about a line's capacity on a day."""

    name: str
    day: date
    most_waiting: float
    most_occupied: float
    formula: LineFormula
    required: Requirement
    uic: LineDay
    uic_date: date
    queue: LineQueue
    saturation: Saturation
    elements: tuple[Element, ...]  # the one nearest its limit first
    months: tuple[MonthRow, ...]
    upgrades: tuple[Upgrade, ...]
    recommended: Recommended
    further: tuple[str, ...]  # sentences: what else to know about the number to plan with
    replications: int
    opens: date | None  # if the line opens after the day: it counts as open

    @property
    def limiting(self) -> str:
        """Name of the limiting section by formula."""
        return self.formula.limiting_name

    @property
    def load(self) -> Floats:
        """Per section, the pairs that the traffic requires as a share of those available (1520 mm method)."""
        load: Floats = self.required.pairs / self.formula.available
        return load

    @property
    def sentence(self) -> str:
        """Which number to plan with, and why."""
        return f"Plan with {self.recommended.pairs:.1f} freight pairs a day: {self.recommended.why}."

    @property
    def uic_pairs(self) -> float:
        """Freight pairs per day that would occupy the limiting section of the simulated day for the recommended
        share."""
        return self.uic.pairs(self.most_occupied) - float(self.required.others[self.uic.limiting])


@dataclass(frozen=True)
class CapacitySettings:
    """Settings that a planner may choose."""

    day: date | None = None
    most_waiting: float = 0.25  # mean waiting divided by free running time
    most_occupied: float = compression.MIXED.day
    replications: int = 4


@dataclass(frozen=True)
class UnknownCapacity:
    """A line without a capacity, and the reason."""

    name: str
    why: str


class Lines(NamedTuple):
    """The requested lines: those with a capacity, and those without one."""

    told: list[LineCapacity]
    untold: list[UnknownCapacity]


def line_capacities(
    scenario: Scenario,
    names: list[str],
    asked: CapacitySettings,
    done: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> Lines:
    """The capacity of some lines; ``done`` is called after each.

    ``workers`` is how many replications run at once, at most; as many as there are cores if left out.

    A line without a capacity has a reason. CorridorError if no line has one.
    """
    blueprint = lay_out(scenario)
    simulated = plan_replication(blueprint, scenario.seed, 0)
    outcome = outcome_of(simulated)
    lines = Lines([], [])
    for name in names:
        try:
            lines.told.append(_capacity(blueprint.traffic, name, asked, simulated, outcome, workers))
        except CorridorError as error:
            lines.untold.append(UnknownCapacity(name, str(error)))
        done()
    if not lines.told:
        raise CorridorError("\n".join(each.why for each in lines.untold))
    return lines


def _capacity(
    traffic: PlannedTraffic,
    name: str,
    asked: CapacitySettings,
    simulated: Plan,
    outcome: Outcome,
    workers: int | None,
) -> LineCapacity:
    scenario = traffic.scenario
    day = asked.day or _last_day(scenario)
    formula = line_formula(lone_line(scenario, name, day, traffic=traffic))
    line = _as_long_as_needed(formula, traffic, day)
    required = requirement(formula, scenario)
    row = list(scenario.lines).index(name)
    begin = busiest_day(simulated, outcome, row, _same_tracks(scenario, name, day))
    stations = (
        *station_elements(formula, scenario, simulated, outcome, begin),
        *border_elements(formula, scenario, simulated, outcome, begin, day),
    )
    limits = (*stations, *cut_elements(formula, scenario, day))
    found = tuple(sorted(elements(formula, required, limits, scenario, simulated), key=lambda each: -each.load))
    loads = np.linspace(0.0, 0.99, 100) * max(formula.bound, 1.0)
    saturation = saturate(line, formula.bound, asked.most_waiting, asked.replications, LOADS, scenario.seed, workers)
    number = recommended(formula, saturation, found)
    opens = scenario.lines[name].opens
    return LineCapacity(
        name,
        day,
        asked.most_waiting,
        asked.most_occupied,
        formula,
        required,
        compressed_day(simulated, outcome, row, begin, asked.most_occupied),
        simulated.moment(begin).date(),
        line_queue(formula, asked.most_waiting, loads),
        saturation,
        found,
        tuple(by_month(traffic, name, stations)),
        tuple(_upgrades(traffic, name, workers)),
        number,
        tuple(further(formula, saturation, found, number, asked.most_waiting)),
        asked.replications,
        opens if opens and opens > day else None,
    )


def _last_day(scenario: Scenario) -> date:
    return scenario.window.start + timedelta(seconds=scenario.window.length - 1)


def _same_tracks(scenario: Scenario, name: str, day: date) -> tuple[date | None, date | None]:
    """The first day with the second track that exists on a day, and the first day with more; None for no bound."""
    opens = [second.opens for second in scenario.lines[name].second_track]
    before, after = ([each for each in opens if (each <= day) == there] for there in (True, False))
    return max(before, default=None), min(after, default=None)


def _as_long_as_needed(formula: LineFormula, traffic: PlannedTraffic, day: date) -> LoneLine:
    days = int(np.clip(TRAINS / 2 / max(formula.bound, 1.0), SHORTEST, LONGEST))
    warm_up = 5 if days > SHORTEST else 2
    return lone_line(traffic.scenario, formula.line.name, day, days, warm_up, traffic)


def _upgrades(traffic: PlannedTraffic, name: str, workers: int | None) -> Iterator[Upgrade]:
    """The line before the second track opens in the window, and after each opening."""
    scenario = traffic.scenario
    window, tracks = scenario.window, scenario.lines[name].second_track
    days = sorted({second.opens for second in tracks if window.start < second.opens <= _last_day(scenario)})
    for day in [window.start, *days] if days else []:
        formula = line_formula(lone_line(scenario, name, day, traffic=traffic))
        line = _as_long_as_needed(formula, traffic, day)
        opened = [f"{second.start} - {second.end}" for second in tracks if second.opens == day]
        yield Upgrade(
            day,
            ", ".join(opened) or "as the window begins",
            formula.bound,
            formula.practical,
            formula.limiting_name,
            saturated_pairs(line, formula.bound, 2, scenario.seed, workers),
        )
