"""Warnings from the means over replications: services, crews, overloaded directions."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridorsim.measures.numbers import (
    ARRIVED,
    BACKLOG,
    BACKLOG_AT_START,
    CREW_SHARE_OVER,
    DUE,
    SERVICE_ARRIVED,
    SERVICE_BOOKED,
    SERVICE_LATENESS,
    SERVICE_WITHIN,
    TRAINS,
    Number,
)
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.replication import Study

TOO_FEW = 0.5  # share of the demand that passes; below it a direction or a service is reported
TOO_MANY_TRIPS = 0.1  # share of the crew trips of a stretch over the limit


@dataclass(frozen=True)
class LateService:
    """A service whose trains lose more than their own running time on average, or of which too few arrive."""

    name: str  # service and direction
    booked: Estimate  # hours
    lateness: Estimate  # hours
    within_the_hour: Estimate  # share late by at most an hour
    arrived: Estimate  # share


@dataclass(frozen=True)
class OverlongTrips:
    """A stretch on which too many crew trips are longer than the limit."""

    name: str
    share: Estimate
    hours: float  # the limit


@dataclass(frozen=True)
class OverloadedRoute:
    """A direction of a crossing in which few of the trains that want to pass do."""

    name: str
    due: Estimate  # trains per day
    passed: Estimate  # trains per day handed over or arrived, whichever is fewer
    growth: Estimate  # growth of the trains due and not arrived, from start to end


Concern = LateService | OverlongTrips | OverloadedRoute


def concerns(study: Study) -> tuple[Concern, ...]:
    """All warnings: first directions, then services, then crews."""
    return (*_overloaded(study), *_late(study), *_overlong(study))


def _overloaded(study: Study) -> Iterator[OverloadedRoute]:
    for route in study.routes:
        due = study.estimates[Number(DUE, route)]
        passed = min((study.estimates[Number(what, route)] for what in (TRAINS, ARRIVED)), key=lambda each: each.mean)
        if not study.always_stopped(route) and passed.mean < TOO_FEW * due.mean:
            ends = (study.values(Number(what, route)) for what in (BACKLOG_AT_START, BACKLOG))
            growth = Estimate.of([end - begin for begin, end in zip(*ends, strict=True)])
            if growth.mean >= 1:
                yield OverloadedRoute(route.name, due, passed, growth)


def _late(study: Study) -> Iterator[LateService]:
    found = study.estimates
    for whom in study.services:
        booked, lateness = (found.get(Number(what, whom)) for what in (SERVICE_BOOKED, SERVICE_LATENESS))
        if booked is None or lateness is None:
            continue
        arrived = found[Number(SERVICE_ARRIVED, whom)]
        if lateness.mean > booked.mean or arrived.mean < TOO_FEW:
            within = found[Number(SERVICE_WITHIN[60], whom)]
            yield LateService(whom.name, booked, lateness, within, arrived)


def _overlong(study: Study) -> Iterator[OverlongTrips]:
    for whom in study.crew_ways:
        share = study.estimates.get(Number(CREW_SHARE_OVER, whom))
        if share is not None and share.mean > TOO_MANY_TRIPS:
            yield OverlongTrips(whom.name, share, study.scenario.rules.crew_duty / 3600)
