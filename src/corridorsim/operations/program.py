"""The program that an engine runs, as flat arrays, and the outcome that it returns, as two columns beside them.

Times are whole seconds from the start of the run, including the warm-up. Columns are int32, arithmetic is int64. The
rule that gives a program its meaning is in ``docs/engine.md``; both engines follow it to the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.errors import CorridorError
from corridorsim.operations.worked_once import Findings

NEVER = -1
LAST_SECOND = 2**31 - 1


class ProgramError(CorridorError):
    """A program that no engine could run: its arrays do not fit together or contain a number out of range."""


@dataclass(frozen=True, eq=False)
class Program:
    """Trains that perform itineraries of steps, each of which takes and puts units of resources.

    Rows may be in any order; operations are grouped by train: operation ``k`` of a train performs step
    ``step_first[itinerary] + k``.
    """

    train_itinerary: Column  # per train, the itinerary that it performs
    train_ready: Column  # per train, the second at which it appears
    train_rank: Column  # per train, its class: lower goes first
    duration: Column  # per operation, whole seconds
    not_before: Column  # per operation, the earliest second at which it may be ready, 0 for none
    step_first: Column  # per itinerary (and one more), where its steps begin
    restart: Column  # per step, seconds added to it if the train had to wait before it
    take_first: Column  # per step (and one more), where its takes begin
    take_resource: Column
    take_units: Column
    put_first: Column  # per step (and one more), where its puts begin
    put_resource: Column
    put_units: Column
    put_after: Column  # seconds after the step's start
    capacity: Column  # per resource, units free at the start
    until: int  # only instants in [0, until) happen
    findings: Findings = field(default_factory=lambda: Findings(()), repr=False)  # of the steps; see __post_init__

    def __post_init__(self) -> None:
        """Share findings about the steps with the program from which this one was made, if the steps are the same."""
        steps = (
            self.step_first, self.restart, self.take_first, self.take_resource, self.take_units,
            self.put_first, self.put_resource, self.put_units, self.put_after, self.capacity,
        )  # fmt: skip
        known = self.findings.columns
        if len(known) != len(steps) or any(mine is not theirs for mine, theirs in zip(steps, known, strict=True)):
            object.__setattr__(self, "findings", Findings(steps))

    @cached_property
    def operation_first(self) -> Column:
        """Per train (and one more), where its operations begin."""
        steps = np.diff(self.step_first)[self.train_itinerary]
        return np.concatenate(([0], np.cumsum(steps))).astype(np.int32)

    @cached_property
    def operation_train(self) -> Column:
        """Per operation, the train that performs it."""
        return np.repeat(np.arange(self.trains, dtype=np.int32), np.diff(self.operation_first))

    @cached_property
    def operation_step(self) -> Column:
        """Per operation, the step that it performs."""
        offset = self.step_first[self.train_itinerary] - self.operation_first[:-1]
        return np.arange(self.operations, dtype=np.int32) + np.repeat(offset, np.diff(self.operation_first))

    @cached_property
    def take_step(self) -> Column:
        """Per take, its step."""
        return _owner(self.take_first)

    @cached_property
    def put_step(self) -> Column:
        """Per put, its step."""
        return _owner(self.put_first)

    @cached_property
    def step_itinerary(self) -> Column:
        """Per step, its itinerary."""
        return _owner(self.step_first)

    def __repr__(self) -> str:
        size = f"{self.trains:,} trains, {self.operations:,} operations"
        return f"<Program: {size}, {self.steps:,} steps, {self.resources:,} resources>"

    @property
    def trains(self) -> int:
        """Number of trains."""
        return len(self.train_itinerary)

    @property
    def operations(self) -> int:
        """Number of operations."""
        return len(self.duration)

    @property
    def steps(self) -> int:
        """Number of steps of all itineraries."""
        return len(self.restart)

    @property
    def resources(self) -> int:
        """Number of resources."""
        return len(self.capacity)


COLUMNS = tuple(each.name for each in fields(Program) if each.name not in ("until", "findings"))


@dataclass(frozen=True, eq=False)
class Outcome:
    """When each operation of a program was ready and when it started, ``NEVER`` (-1) if it did not."""

    ready: Column  # per operation
    started: Column  # per operation

    def same_as(self, other: "Outcome") -> bool:
        """Whether two outcomes are equal to the second."""
        return np.array_equal(self.ready, other.ready) and np.array_equal(self.started, other.started)

    def __repr__(self) -> str:
        started = int(np.count_nonzero(self.started != NEVER))
        return f"<Outcome: {started:,} of {len(self.started):,} operations started>"


@dataclass(frozen=True, eq=False)
class Legend:
    """The names behind a program's rows, so that messages can use names instead of row numbers."""

    trains: Sequence[str]
    steps: Sequence[str]
    resources: Sequence[str]
    logical: npt.NDArray[np.bool_]  # per resource: a permit, token or test, not a physical resource
    itineraries: Sequence[str] = field(default=())

    def __repr__(self) -> str:
        return f"<Legend: {len(self.trains):,} trains, {len(self.steps):,} steps, {len(self.resources):,} resources>"


def check(program: Program, legend: Legend | None = None) -> None:
    """Raise :class:`ProgramError` unless an engine can run the program: shapes fit, numbers are in range."""
    for name, problem in _problems(program, legend):
        raise ProgramError(f"{name} {problem}")


def _problems(p: Program, legend: Legend | None):  # type: ignore[no-untyped-def]
    for name in COLUMNS:
        values = getattr(p, name)
        if values.dtype != np.int32 or values.ndim != 1 or not values.flags.c_contiguous:
            yield name, f"must be one contiguous column of int32 (got {values.dtype}, {values.ndim}-dimensional)"
            return
    if not (isinstance(p.until, int | np.integer) and 0 <= p.until <= LAST_SECOND):
        yield "until", f"must be a whole number of seconds from 0 to {LAST_SECOND} (got {p.until})"
    yield from _ragged("step_first", p.step_first, len(p.step_first) - 1, p.steps)
    yield from _ragged("take_first", p.take_first, p.steps, len(p.take_resource))
    yield from _ragged("put_first", p.put_first, p.steps, len(p.put_resource))
    yield from _inside("train_itinerary", p.train_itinerary, len(p.step_first) - 1)
    yield from _inside("take_resource", p.take_resource, p.resources)
    yield from _inside("put_resource", p.put_resource, p.resources)
    for name, least in (("train_ready", 0), ("duration", 0), ("not_before", 0), ("restart", 0), ("put_after", 0)):
        yield from _at_least(name, getattr(p, name), least, p, legend)
    for name, least in (("take_units", 1), ("put_units", 1), ("capacity", 0)):
        yield from _at_least(name, getattr(p, name), least, p, legend)
    for name, twin in (("take_units", p.take_resource), ("put_units", p.put_resource), ("put_after", p.put_resource)):
        if len(getattr(p, name)) != len(twin):
            yield name, f"must be as long as the resources beside it ({len(twin)}, got {len(getattr(p, name))})"
    for name in ("train_ready", "train_rank"):
        if len(getattr(p, name)) != p.trains:
            yield name, f"must have one entry per train ({p.trains}, got {len(getattr(p, name))})"
    if np.any(np.diff(p.step_first) == 0):
        yield "step_first", "must give every itinerary at least one step"
    if len(p.not_before) != p.operations or p.operation_first[-1] != p.operations:
        yield "duration", f"and not_before must have one entry per operation ({p.operation_first[-1]})"
    last = p.step_first[1:] - 1
    if np.any(p.take_first[last] < p.take_first[last + 1]):
        yield "take_first", "must give the last step of every itinerary no takes: its start is the train's end"
    if len(np.unique(p.take_step.astype(np.int64) * p.resources + p.take_resource)) < len(p.take_resource):
        yield "take_resource", "must name a resource only once in a step"


def _owner(first: Column) -> Column:
    """Per entry, the row to which it belongs."""
    return np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))


def _ragged(name: str, first: Column, rows: int, entries: int):  # type: ignore[no-untyped-def]
    if len(first) == 0 or len(first) != rows + 1 or first[0] != 0 or first[-1] != entries or np.any(np.diff(first) < 0):
        yield name, f"must rise from 0 to {entries} over {rows + 1} entries"


def _inside(name: str, column: Column, size: int):  # type: ignore[no-untyped-def]
    if len(column) and not (column.min() >= 0 and column.max() < size):
        yield name, f"must lie between 0 and {size - 1} (got {column.min()} to {column.max()})"


def _at_least(name: str, column: Column, least: int, p: Program, legend: Legend | None):  # type: ignore[no-untyped-def]
    if len(column) and column.min() < least:
        yield name, f"must be at least {least} (got {column.min()}{_whose(name, int(column.argmin()), p, legend)})"


def _whose(name: str, row: int, p: Program, legend: Legend | None) -> str:
    if legend is None:
        return ""
    if name in ("duration", "not_before"):
        train = int(p.operation_train[row])
        return f" for {legend.trains[train]} at {legend.steps[int(p.operation_step[row])]}"
    names = {"train_ready": legend.trains, "capacity": legend.resources, "restart": legend.steps}
    return f" for {names[name][row]}" if name in names else ""
