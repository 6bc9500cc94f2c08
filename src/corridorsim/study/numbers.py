"""Which numbers a planner reads first, and what was observed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

import numpy as np

from corridorsim.arrays import HOUR
from corridorsim.measures.numbers import (
    ACCEPTED_USED,
    AGREED_USED,
    ASKED,
    BACKLOG,
    BACKLOG_AT_START,
    BEYOND,
    BOXES,
    BY_ANOTHER_WAY,
    CONTAINER_TRAINS,
    DWELL,
    DWELL_P95,
    LOADING_STOPPED,
    NOT_LOADED,
    NOT_SENT,
    PASSING,
    SERVICE_BACKLOG,
    SERVICE_BACKLOG_AT_START,
    SPEED,
    STATION_TIME,
    STATION_TIME_BOXES,
    TONNES,
    TRAINS,
    WAGONS,
    WAITING,
    WAITING_TO_CROSS,
    Number,
    OfCrossing,
    OfLine,
    OfLoadingStop,
    What,
)
from corridorsim.measures.tables import Table
from corridorsim.model.survey_checks import whoms_of
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.replication import Study

YEAR = 365
OF_ACCEPTANCE = (AGREED_USED, ACCEPTED_USED, WAITING_TO_CROSS)  # where a scenario gives kinds or what was agreed


def headline(study: Study) -> list[Number]:
    """The dozen numbers: tonnes, trains, boxes, time at the crossings, waiting, speed, backlog."""
    routes = study.routes
    crossings = [OfCrossing(name) for name in dict.fromkeys(route.crossing for route in routes)]
    wanted = [Number(TONNES), *(Number(TONNES, crossing) for crossing in crossings)]
    wanted += [Number(TRAINS, route) for route in routes]
    wanted += [Number(BOXES)]
    wanted += [number for number in study.estimates.by_number if number.what in OF_ACCEPTANCE]
    wanted += [Number(what, crossing) for crossing in crossings for what in (DWELL, DWELL_P95)]
    wanted += [Number(WAITING), *_speeds(study)[:1], Number(BACKLOG_AT_START), Number(BACKLOG)]
    wanted += [Number(BEYOND)] if routes else []
    wanted += _given_way(study)
    wanted += [Number(SERVICE_BACKLOG_AT_START), Number(SERVICE_BACKLOG)]
    return [*_there(study, wanted), *study.own]


def _given_way(study: Study) -> list[Number]:
    """What becomes of demand if goods may give up or loading may stop."""
    plan = study.first.plan
    gave_up = [] if plan.gave_up is None else [Number(ASKED), Number(NOT_SENT), Number(BY_ANOTHER_WAY)]
    stopped = [Number(LOADING_STOPPED, OfLoadingStop(rule.name)) for rule in plan.layout.loading_rules]
    return [*gave_up, *stopped, *([Number(NOT_LOADED)] if stopped else [])]


def _speeds(study: Study) -> list[Number]:
    return _there(study, (Number(SPEED, OfLine(line)) for line in study.scenario.lines))


def _there(study: Study, wanted: Iterable[Number]) -> list[Number]:
    return [number for number in wanted if number in study.estimates.by_number]


OBSERVED: dict[str, tuple[What, float]] = {  # by key: the number that it is of, and its size in the unit used inside
    "tonnes": (TONNES, 1e6), "trains": (TRAINS, 1), "wagons": (WAGONS, 1 / YEAR), "boxes": (BOXES, 1 / YEAR),
    "container_trains": (CONTAINER_TRAINS, 1 / YEAR), "waiting": (WAITING, HOUR), "backlog": (BACKLOG, 1),
    "dwell": (DWELL, HOUR), "dwell_p95": (DWELL_P95, HOUR), "speed": (SPEED, 1 / 3.6), "passing": (PASSING, 1),
    "station_time": (STATION_TIME, HOUR), "station_time_of_containers": (STATION_TIME_BOXES, HOUR),
}  # fmt: skip


def observed(study: Study) -> dict[Number, float]:
    """Published figures of the scenario's year by the number that they belong beside."""
    found: dict[Number, float] = {}
    for kind, (what, size) in OBSERVED.items():
        given = getattr(study.scenario.observed, kind)
        whoms = whoms_of(study.scenario, kind) if given else {}
        found |= {Number(what, whoms[name]): value / size for name, value in given.items()}
    return found


@dataclass(frozen=True)
class Beside:
    """A published figure beside what the simulation gives: both in the number's unit."""

    number: Number
    published: float
    simulated: Estimate | None  # None where no replication has the number

    @property
    def off(self) -> float:
        """By how much the simulated mean differs, as a part of the published; NaN where that cannot be said."""
        if self.simulated is None or not self.published:
            return nan
        return self.simulated.mean / self.published - 1


def beside(study: Study) -> list[Beside]:
    """Every published figure with what the simulation gives for it, in the order of the numbers."""
    seen, estimates = observed(study), study.estimates.by_number
    order = {number: row for row, number in enumerate(estimates)}
    there = sorted(seen, key=lambda number: order.get(number, len(order)))
    return [Beside(number, seen[number], estimates.get(number)) for number in there]


def numbers_table(study: Study) -> Table:
    """Every number with its unit, its mean and interval, and how many replications observed it."""
    numbers, estimates = list(study.estimates.by_number), list(study.estimates.by_number.values())
    return {
        "number": np.array([study.estimates.named.label(number) for number in numbers]),
        "unit": np.array([number.unit for number in numbers]),
        "mean": np.array([e.mean for e in estimates]),
        "low": np.array([e.low for e in estimates]),
        "high": np.array([e.high for e in estimates]),
        "replications": np.array([e.observed for e in estimates]),
    }


def replications_table(study: Study) -> Table:
    """A row for each replication, counted from 1, and number that it observed."""
    named = study.estimates.named
    rows = [
        (count, named.label(number), number.unit, replication.numbers[number])
        for count, replication in enumerate(study.replications, 1)
        for number in study.estimates.by_number
        if number in replication.numbers.by_number
    ]
    return {
        "replication": np.array([row[0] for row in rows]),
        "number": np.array([row[1] for row in rows]),
        "unit": np.array([row[2] for row in rows]),
        "value": np.array([row[3] for row in rows]),
    }
