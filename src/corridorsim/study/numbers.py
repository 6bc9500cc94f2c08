"""Which numbers a planner reads first, and what was observed of them."""

from collections.abc import Iterable

import numpy as np

from corridorsim.arrays import HOUR
from corridorsim.measures.numbers import (
    ASKED,
    BACKLOG,
    BACKLOG_AT_START,
    BEYOND,
    BOXES,
    BY_ANOTHER_WAY,
    DWELL,
    DWELL_P95,
    LOADING_STOPPED,
    NOT_LOADED,
    NOT_SENT,
    SERVICE_BACKLOG,
    SERVICE_BACKLOG_AT_START,
    SPEED,
    TONNES,
    TRAINS,
    WAITING,
    Number,
    OfCrossing,
    OfLine,
    OfLoadingStop,
)
from corridorsim.measures.tables import Table
from corridorsim.model.whom import distinguished, of_the_border
from corridorsim.study.replication import Study

YEAR_MT = 1e6


def headline(study: Study) -> list[Number]:
    """The dozen numbers: tonnes, trains, boxes, time at the crossings, waiting, speed, backlog."""
    routes = study.first.routes
    crossings = [OfCrossing(name) for name in dict.fromkeys(route.crossing for route in routes)]
    wanted = [Number(TONNES), *(Number(TONNES, crossing) for crossing in crossings)]
    wanted += [Number(TRAINS, route) for route in routes]
    wanted += [Number(BOXES)]
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
    return _there(study, (Number(SPEED, OfLine(line)) for line in study.first.plan.layout.lines))


def _there(study: Study, wanted: Iterable[Number]) -> list[Number]:
    return [number for number in wanted if number in study.estimates.by_number]


def observed(study: Study) -> dict[Number, float]:
    """Published figures of the scenario's year by the number that they belong beside."""
    seen = study.scenario.observed
    called = {name: whom for whom, name in distinguished(of_the_border(study.scenario)).items()}
    return (
        {Number(TONNES, called[name]): tonnes / YEAR_MT for name, tonnes in seen.tonnes.items()}
        | {Number(TRAINS, called[name]): trains for name, trains in seen.trains.items()}
        | {Number(DWELL, called[name]): seconds / HOUR for name, seconds in seen.dwell.items()}
    )


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
