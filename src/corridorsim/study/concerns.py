"""Warnings from the means over replications: services, crews, starved directions."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridorsim.study.estimate import Estimate
from corridorsim.study.replication import Study

STARVED = 0.5  # share of the demand that passes, below which a direction is reported
TOO_MANY_TRIPS = 0.1  # share of the crew trips of a stretch over the limit


@dataclass(frozen=True)
class LateService:
    """A service that on average loses more than its own running time, or of whose trains too few arrive."""

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
class StarvedRoute:
    """A direction of a crossing in which few of the trains that want to pass do."""

    name: str
    due: Estimate  # trains per day
    passed: Estimate  # trains per day handed over or arrived, whichever is fewer
    growth: Estimate  # growth of the trains due and not arrived, from start to end


Concern = LateService | OverlongTrips | StarvedRoute


def concerns(study: Study) -> tuple[Concern, ...]:
    """All warnings: first directions, then services, then crews."""
    return (*_starved(study), *_late(study), *_overlong(study))


def _starved(study: Study) -> Iterator[StarvedRoute]:
    for route in study.first.routes:
        names = {what: f"{what}.{route.name} trains/day" for what in ("due", "trains", "arrived")}
        due = study.estimates[names["due"]]
        passed = min((study.estimates[names[what]] for what in ("trains", "arrived")), key=lambda each: each.mean)
        if not study.always_stopped(route.name) and passed.mean < STARVED * due.mean:
            ends = (study.values(f"backlog{when}.{route.name} trains") for when in (" at start", ""))
            growth = Estimate.of([end - begin for begin, end in zip(*ends, strict=True)])
            if growth.mean >= 1:
                yield StarvedRoute(route.name, due, passed, growth)


def _late(study: Study) -> Iterator[LateService]:
    found = study.estimates
    for name in study.services:
        booked, lateness = (found.get(f"service {what}.{name} h") for what in ("booked time", "lateness"))
        if booked is None or lateness is None:
            continue
        arrived = found[f"service arrived.{name} share"]
        if lateness.mean > booked.mean or arrived.mean < STARVED:
            yield LateService(name, booked, lateness, found[f"service within 60 min.{name} share"], arrived)


def _overlong(study: Study) -> Iterator[OverlongTrips]:
    for name in study.crew_ways:
        share = study.estimates.get(f"crew trips over the limit.{name} share")
        if share is not None and share.mean > TOO_MANY_TRIPS:
            yield OverlongTrips(name, share, study.first.plan.layout.crew_duty / 3600)
