"""A program's columns as the kernel uses them: values that are read together are in one row.

Waiting trains with the same takes form one *queue*; each different (resource, units) in the takes is a *gate*, which is
open while so many units are free. Trains and queues are nodes of heaps: rows 0 to T - 1 of ``node`` are the trains, the
rows after them the queues. A queue is in one heap at a time: that of a gate it lacks, or that of the candidates, whose
row in ``gate`` is the last.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.operations import NEVER, Program
from corridorsim.operations.worked_once import once_for_its_steps

NOBODY = -1
LATER = 2**63 - 1  # on the agenda: no moment
SPARE = 4  # rows behind the agenda's last entry that hold LATER


def _row(*, int64: str = "", int32: str) -> np.dtype[Any]:
    return np.dtype([(n, np.int64) for n in int64.split()] + [(n, np.int32) for n in int32.split()], align=True)


STEP = _row(int32="queue first_take end_take first_put end_put restart")
TAKE = _row(int32="resource units gate")
PUT = _row(int32="resource units after")
RESOURCE = _row(int64="free", int32="first_gate end_gate")
GATE = _row(int32="resource units root")  # root: the best queue that lacks it
TRAIN = _row(int32="operation end step")  # the operation and step that come next, and the row after its last operation
NODE = _row(int64="key", int32="best child next back place offered")  # key, best: of its best train


class Tables(NamedTuple):
    """The arguments of the compiled loop, in their order."""

    until: int
    course: npt.NDArray[np.int64]  # entries on the agenda and trains that have appeared when the run was paused
    order: Column  # trains in the order in which they appear
    appears: Column  # the seconds at which they appear, and finally `until`
    duration: Column
    not_before: Column
    step: npt.NDArray[Any]
    take: npt.NDArray[Any]
    put: npt.NDArray[Any]
    resource: npt.NDArray[Any]
    gate: npt.NDArray[Any]
    train: npt.NDArray[Any]
    node: npt.NDArray[Any]
    agenda: npt.NDArray[np.int64]
    ready: Column
    started: Column


def lay(program: Program) -> Tables:
    """The tables of a run that has not begun."""
    p = program
    queue_of, gate_of, gates = _queues_and_gates(p)
    resource_of, units = np.array([*gates, (NOBODY, 0)], np.int32).T
    first_gate = np.searchsorted(resource_of[:-1], np.arange(p.resources + 1))
    first, queues = p.operation_first, max(queue_of, default=NOBODY) + 1
    appears = np.maximum(p.train_ready, p.not_before[first[:-1]])
    order = np.argsort(appears, kind="stable").astype(np.int32)
    node = np.full(p.trains + queues, NOBODY, NODE)
    node["key"][: p.trains] = p.train_rank.astype(np.int64) << 32
    node["best"][: p.trains] = np.arange(p.trains)
    agenda = np.empty(p.trains + _delayed_puts(p) + SPARE, np.int64)
    agenda[:SPARE] = LATER
    ready, started = (np.full(p.operations, NEVER, np.int32) for _ in range(2))
    take, put = (p.take_first[:-1], p.take_first[1:]), (p.put_first[:-1], p.put_first[1:])
    return Tables(
        p.until,
        np.zeros(2, np.int64),
        order,
        np.append(appears[order], np.int32(p.until)),
        p.duration,
        p.not_before,
        _table(STEP, np.array(queue_of) + p.trains, *take, *put, p.restart),
        _table(TAKE, p.take_resource, p.take_units, gate_of),
        _table(PUT, p.put_resource, p.put_units, p.put_after),
        _table(RESOURCE, p.capacity, first_gate[:-1], first_gate[1:]),
        _table(GATE, resource_of, units, np.full_like(units, NOBODY)),
        _table(TRAIN, first[:-1], first[1:], p.step_first[p.train_itinerary]),
        node,
        agenda,
        ready,
        started,
    )


def _table(row: np.dtype[Any], *columns: Any) -> npt.NDArray[Any]:
    table = np.empty(len(columns[0]), row)
    for name, column in zip(row.names or (), columns, strict=True):
        table[name] = column
    return table


def _delayed_puts(p: Program) -> int:
    """Number of delayed puts in the whole program: no more can be on the agenda at once."""
    before_step = np.concatenate(([0], np.cumsum(p.put_after > 0, dtype=np.int64)))[p.put_first]
    by_itinerary = before_step[p.step_first[1:]] - before_step[p.step_first[:-1]]
    return int(by_itinerary[p.train_itinerary].sum())


@once_for_its_steps
def _queues_and_gates(p: Program) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """The queue of each step, the gate of each take, and the gates (resource, units), sorted."""
    takes = list(zip(p.take_resource.tolist(), p.take_units.tolist(), strict=True))
    wishes: dict[tuple[tuple[int, int], ...], int] = {}
    queue_of = [wishes.setdefault(tuple(sorted(takes[a:b])), len(wishes)) for a, b in pairwise(p.take_first.tolist())]
    gates = sorted(set(takes))
    number = {take: gate for gate, take in enumerate(gates)}
    return queue_of, [number[take] for take in takes], gates
