"""One train's story: where it was and when, how long it waited, for what, and which train held that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations import NEVER, Outcome
from corridorsim.operations.ledger import held_by_train


@dataclass(frozen=True)
class Chapter:
    """One operation of a train."""

    place: str
    does: str
    ready: int  # second of the run
    started: int | None  # None if it never did
    waited: int  # seconds, up to the end of the run if it never started
    lacked: tuple[str, ...]  # resources that were lacking just before it started
    held_by: tuple[str, ...]


def tell(plan: Plan, outcome: Outcome, train: int) -> Iterator[Chapter]:
    """The operations of a train in order, as far as it came, without those in which nothing happens."""
    program = plan.program
    for operation in range(program.operation_first[train], program.operation_first[train + 1]):
        ready, started = int(outcome.ready[operation]), int(outcome.started[operation])
        if ready == NEVER:
            return
        until = program.until if started == NEVER else started
        step = int(program.operation_step[operation])
        if _is_only_passing(plan, outcome, operation):
            continue
        lacked, held_by = _lacked(plan, outcome, operation, until - 1) if until > ready else ((), ())
        yield Chapter(
            plan.layout.places[plan.layout.steps.place[step]],
            _does(plan, step),
            ready,
            None if started == NEVER else started,
            until - ready,
            lacked,
            held_by,
        )


def _does(plan: Plan, step: int) -> str:
    """What a train does in a step; the first block of a section stands for the whole run over it."""
    steps, places = plan.layout.steps, plan.layout.places
    section = steps.section[step]
    if section < 0 or steps.section[step - 1] == section:
        return plan.legend.steps[step]
    beyond = step
    while steps.section[beyond] == section:
        beyond += 1
    return f"{places[steps.place[step]]} - {places[steps.place[beyond]]}"


def _is_only_passing(plan: Plan, outcome: Outcome, operation: int) -> bool:
    """Whether the operation adds nothing: a further block without waiting, or a station passed without stopping."""
    program, steps = plan.program, plan.layout.steps
    step = int(program.operation_step[operation])
    further = steps.section[step] >= 0 and steps.section[step] == steps.section[max(step - 1, 0)]
    if further and outcome.started[operation] == outcome.ready[operation]:
        return True
    runs_on = steps.activity[step] == Activity.ARRIVE and steps.activity[step + 1] == Activity.RUN
    return bool(runs_on and outcome.started[operation + 1] == outcome.started[operation])


def _lacked(plan: Plan, outcome: Outcome, operation: int, moment: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of an operation's takes were lacking at the end of a second, and which trains held them."""
    program, names, holders = plan.program, plan.legend.resources, plan.legend.trains
    step = program.operation_step[operation]
    rows = slice(program.take_first[step], program.take_first[step + 1])
    lacked, held_by = [], []
    for resource, units in zip(program.take_resource[rows].tolist(), program.take_units[rows].tolist(), strict=True):
        held = held_by_train(program, outcome, resource, moment)
        if program.capacity[resource] - held.sum() < units:
            lacked.append(names[resource])
            held_by += [_holder(plan, train, holders) for train in _keeping(plan, resource, held)]
    return tuple(lacked), tuple(dict.fromkeys(held_by))


def _keeping(plan: Plan, resource: int, held: np.ndarray) -> list[int]:
    """Trains that hold units of a resource and will put them back, or that closed them."""
    if not plan.layout.stages[plan.layout.resources.stage[resource]].kind.keeps:
        return []
    keeps = held > 0
    if resource in {day.places for day in plan.layout.day_numbers}:
        keeps &= is_closing(plan)
    return np.flatnonzero(keeps).tolist()


def _holder(plan: Plan, train: int, names: Sequence[str]) -> str:
    """Name of a train, or of what closes the units."""
    stream = plan.streams[plan.train_stream[train]]
    return (stream.cause or "closed") if stream.kind == Kind.CLOSURE else names[train]
