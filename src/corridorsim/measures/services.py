"""Passenger and local trains: how long they took, how late they were, and which could not depart, by service and
direction.

A train is judged if it should have arrived within the window, an hour or more before its end. Its lateness is measured
against the time at which it would arrive if it left when it is booked and nothing hindered it. A train that has not
arrived by the end counts as late by then, which is its least lateness.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import HOUR, Floats, Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.backlog import entered_at
from corridorsim.measures.numbers import (
    SERVICE_ARRIVED,
    SERVICE_BACKLOG,
    SERVICE_BACKLOG_AT_START,
    SERVICE_BOOKED,
    SERVICE_LATENESS,
    SERVICE_OUTSIDE,
    SERVICE_OUTSIDE_AT_START,
    SERVICE_RUNNING,
    SERVICE_TRAINS,
    SERVICE_WITHIN,
    Number,
    OfService,
)
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import seconds_of

LEAST_TIME = 3600  # seconds before the window's end, so that each of these shares is known


@dataclass(frozen=True, eq=False)
class Services:
    """The judged trains of all services, one row each, and how many of each are due and have not arrived."""

    names: tuple[str, ...]  # of each service and direction, such as "railcar to Border"
    kinds: tuple[Kind, ...]
    service: Ints  # per train: its service
    booked: Floats  # hours that it would take unhindered
    taken: Floats  # hours from admission at its first place until arrival; NaN if it did not arrive
    late: Ints  # seconds
    passed: Ints  # by service: arrived within the window
    backlog: Ints  # by service: due and not arrived when the window ends
    outside: Ints  # by service: of these, not yet admitted
    backlog_at_begin: Ints
    outside_at_begin: Ints

    def of(self, service: int) -> Ints:
        """Rows of one service."""
        rows: Ints = np.flatnonzero(self.service == service)
        return rows


def measure_services(columns: Columns) -> Services:
    """Every service and direction of the plan."""
    plan, program = columns.plan, columns.plan.program
    streams = [row for row, each in enumerate(plan.streams) if each.kind in (Kind.PASSENGER, Kind.LOCAL)]
    number = np.full(len(plan.streams), -1, np.int64)
    number[streams] = np.arange(len(streams))
    train = np.flatnonzero(number[plan.train_stream] >= 0)
    service, ready = number[plan.train_stream[train]], program.train_ready[train].astype(np.int64)
    stands = _stands(plan)[program.train_itinerary[train]]
    arrived = columns.outcome.started[program.operation_first[train] + stands].astype(np.int64)
    arrived[arrived == NEVER] = columns.end
    booked = seconds_of(program, train, stands)
    judged = (ready + booked >= columns.begin) & (ready + booked + LEAST_TIME <= columns.end)
    entered = entered_at(columns)[train]

    def by_service(after: Ints, moment: int) -> Ints:
        return np.bincount(service[(ready < moment) & (after >= moment)], minlength=len(streams))

    taken = np.where(arrived < columns.end, (arrived - entered) / HOUR, np.nan)[judged]
    return Services(
        tuple(plan.streams[row].name for row in streams), tuple(plan.streams[row].kind for row in streams),
        service[judged], booked[judged] / HOUR, taken, (arrived - ready - booked)[judged],
        np.bincount(service[(arrived >= columns.begin) & (arrived < columns.end)], minlength=len(streams)),
        by_service(arrived, columns.end), by_service(entered, columns.end),
        by_service(arrived, columns.begin), by_service(entered, columns.begin),
    )  # fmt: skip


def _stands(plan: Plan) -> Ints:
    """Per itinerary, the number of steps before the one in which its train stands at the end of its run; 0 for none."""
    program = plan.program
    step = np.flatnonzero(plan.layout.steps.activity == Activity.STAND)
    itinerary = np.searchsorted(program.step_first, step, "right") - 1
    found = np.zeros(len(program.step_first) - 1, np.int64)
    found[itinerary] = step - program.step_first[itinerary]
    return found


def service_numbers(services: Services, days: float) -> dict[Number, float]:
    """The figures of each service of which a train is judged."""
    found: dict[Number, float] = {}
    for row, name in enumerate(services.names):
        whom = OfService(name)
        found[Number(SERVICE_TRAINS, whom)] = float(services.passed[row]) / days
        found |= _times(services, services.of(row), whom)
        found[Number(SERVICE_BACKLOG, whom)] = float(services.backlog[row])
        found[Number(SERVICE_OUTSIDE, whom)] = float(services.outside[row])
    if services.names:
        found[Number(SERVICE_BACKLOG)] = float(services.backlog.sum())
        found[Number(SERVICE_OUTSIDE)] = float(services.outside.sum())
        found[Number(SERVICE_BACKLOG_AT_START)] = float(services.backlog_at_begin.sum())
        found[Number(SERVICE_OUTSIDE_AT_START)] = float(services.outside_at_begin.sum())
    return found


def _times(services: Services, rows: Ints, whom: OfService) -> dict[Number, float]:
    if not len(rows):
        return {}
    taken, late = services.taken[rows], services.late[rows]
    arrived = np.isfinite(taken)
    running = {Number(SERVICE_RUNNING, whom): float(taken[arrived].mean())} if arrived.any() else {}
    return {
        Number(SERVICE_BOOKED, whom): float(services.booked[rows].mean()), **running,
        Number(SERVICE_LATENESS, whom): float(late.mean()) / HOUR,
        Number(SERVICE_ARRIVED, whom): float(arrived.mean()),
        **{Number(what, whom): on_time(late, minutes) for minutes, what in SERVICE_WITHIN.items()},
    }  # fmt: skip


def on_time(late: Ints, minutes: int) -> float:
    """Share of trains that are at most so many minutes late."""
    return float((late <= 60 * minutes).mean())
