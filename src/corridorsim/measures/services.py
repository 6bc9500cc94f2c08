"""Passenger and local trains: how long they took, how late they were, and which could not depart, by service and
direction.

A train is judged if it should have arrived within the window, an hour or more before its end. Its lateness is measured
against the time at which it would arrive if it left when it is booked and nothing hindered it. A train that has not
arrived by the end counts as late by then, which is its least lateness.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.backlog import entered_at
from corridorsim.measures.columns import HOUR, Columns, Floats, Ints
from corridorsim.operations import NEVER

WITHIN = (5, 15, 60)  # minutes
LEAST_TIME = 3600  # seconds before the end of the window, so that each of these shares is known


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
    done = np.concatenate([[0], np.cumsum(program.duration, dtype=np.int64)])
    booked = done[program.operation_first[train] + stands] - done[program.operation_first[train]]
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


def service_numbers(services: Services, days: float) -> dict[str, float]:
    """The named figures of each service, except services of which no train is judged."""
    found: dict[str, float] = {}
    for row, name in enumerate(services.names):
        found[f"service trains.{name} trains/day"] = float(services.passed[row]) / days
        found |= _times(services, services.of(row), name)
        found |= _standing(name, services.backlog[row], services.outside[row])
    if services.names:
        found |= _standing("total", services.backlog.sum(), services.outside.sum())
        found |= _standing("total", services.backlog_at_begin.sum(), services.outside_at_begin.sum(), " at start")
    return found


def _times(services: Services, rows: Ints, name: str) -> dict[str, float]:
    if not len(rows):
        return {}
    taken, late = services.taken[rows], services.late[rows]
    arrived = np.isfinite(taken)
    running = {f"service running time.{name} h": float(taken[arrived].mean())} if arrived.any() else {}
    return {
        f"service booked time.{name} h": float(services.booked[rows].mean()), **running,
        f"service lateness.{name} h": float(late.mean()) / HOUR,
        f"service arrived.{name} share": float(arrived.mean()),
        **{f"service within {minutes} min.{name} share": on_time(late, minutes) for minutes in WITHIN},
    }  # fmt: skip


def on_time(late: Ints, minutes: int) -> float:
    """Share of trains that are at most so many minutes late."""
    return float((late <= 60 * minutes).mean())


def _standing(name: str, backlog: int, outside: int, when: str = "") -> dict[str, float]:
    return {
        f"service backlog{when}.{name} trains": float(backlog),
        f"service outside{when}.{name} trains": float(outside),
    }
