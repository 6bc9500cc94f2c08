"""Courses as a program that both engines run, with an order of trains at every resource imposed by tokens.

A hold is taken by the layer that begins it and put by the one that ends it, its release time later. Where one train is
to have a track before another, the other also takes a token, which the first gives: at a single track when it gives the
track back, at a pool of equal tracks when it has entered. The engine is as it is and does the rest.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.conformance.displib.courses import Course, Courses
from corridorsim.operations import Legend, Program, check

Column = npt.NDArray[np.int64]
OUT = -1  # the entry of a hold that is left out


class Rows(NamedTuple):
    """Courses as columns: a row for each step of the program, and one for each hold in the order of the courses."""

    train_first: Column  # per train (and one more), where its steps begin
    duration: Column  # per step
    start_lb: Column  # per step
    hold_train: Column
    hold_pool: Column
    hold_step: Column  # the step that takes
    hold_end: Column  # the step that puts, -1 for none
    hold_release: Column
    units: Column  # per pool


def rows_of(courses: Courses) -> Rows:
    """The columns of courses."""
    pool = {name: number for number, name in enumerate(courses.pools)}
    first = np.concatenate(([0], np.cumsum([_steps(course) for course in courses.trains])))
    holds = [
        (train, pool[hold.pool], start + hold.first, start + hold.end if hold.end < len(course.layers) else -1,
         hold.release)
        for train, (course, start) in enumerate(zip(courses.trains, first[:-1].tolist(), strict=True))
        for hold in course.holds
    ]  # fmt: skip
    train, in_pool, step, end, release = np.array(holds, np.int64).reshape(-1, 5).T
    return Rows(
        train_first=first,
        duration=np.concatenate(
            [_padded(each, [layer.min_duration for layer in each.layers]) for each in courses.trains]
        ),
        start_lb=np.concatenate([_padded(each, [layer.start_lb for layer in each.layers]) for each in courses.trains]),
        hold_train=train,
        hold_pool=in_pool,
        hold_step=step,
        hold_end=end,
        hold_release=release,
        units=np.array([len(tracks) for tracks in courses.pools.values()], np.int64),
    )


def _steps(course: Course) -> int:
    """The layers, and an end where the last layer takes something, which is never given back."""
    return len(course.layers) + any(hold.first == len(course.layers) - 1 for hold in course.holds)


def _padded(course: Course, values: list[int]) -> Column:
    return np.array([*values, 0][: _steps(course)], np.int64)


def program_of(rows: Rows, entry: Column) -> Program:
    """The program in which the holds of each pool begin in the order of ``entry``; those that are OUT are left out."""
    in_order = np.lexsort((entry, rows.hold_pool))
    in_order = in_order[entry[in_order] != OUT]
    return _program(rows, in_order, *_neighbours(rows, in_order))


def free_program_of(rows: Rows) -> Program:
    """The program in which whoever is ready first has a track first."""
    nobody = np.zeros(0, np.int64)
    return _program(rows, np.arange(len(rows.hold_train)), nobody, nobody)


def _program(rows: Rows, in_order: Column, first: Column, then: Column) -> Program:
    """The program of some holds, in which hold ``then`` waits for a token of hold ``first`` beside it."""
    tokens = len(rows.units) + np.arange(len(first))
    single = (rows.units[rows.hold_pool[first]] == 1) & (rows.hold_end[first] >= 0)
    never = (rows.units[rows.hold_pool[first]] == 1) & (rows.hold_end[first] < 0)
    given = np.where(single, rows.hold_end[first], rows.hold_step[first])
    after = np.where(single, rows.hold_release[first], 0)
    back = in_order[rows.hold_end[in_order] >= 0]
    takes = _by_step(
        rows,
        np.concatenate((rows.hold_step[in_order], rows.hold_step[then])),
        np.concatenate((rows.hold_pool[in_order], tokens)),
    )
    puts = _by_step(
        rows,
        np.concatenate((rows.hold_end[back], given[~never])),
        np.concatenate((rows.hold_pool[back], tokens[~never])),
        np.concatenate((rows.hold_release[back], after[~never])),
    )
    return _packed(rows, takes, puts, len(tokens))


def _neighbours(rows: Rows, in_order: Column) -> tuple[Column, Column]:
    """Pairs of holds of one pool that begin one after another."""
    before, behind = in_order[:-1], in_order[1:]
    same = rows.hold_pool[before] == rows.hold_pool[behind]
    return before[same], behind[same]


def _by_step(rows: Rows, step: Column, *columns: Column) -> list[Column]:
    """Where each step's entries begin, and the columns of the entries in the order of the steps."""
    order = np.argsort(step, kind="stable")
    first = np.searchsorted(step[order], np.arange(len(rows.duration) + 1))
    return [first, *(column[order] for column in columns)]


def _packed(rows: Rows, takes: list[Column], puts: list[Column], tokens: int) -> Program:
    trains, steps = len(rows.train_first) - 1, len(rows.duration)
    columns = {
        "train_itinerary": np.arange(trains),
        "train_ready": np.zeros(trains),
        "train_rank": np.zeros(trains),
        "duration": rows.duration,
        "not_before": rows.start_lb,
        "step_first": rows.train_first,
        "restart": np.zeros(steps),
        "take_first": takes[0],
        "take_resource": takes[1],
        "take_units": np.ones(len(takes[1])),
        "put_first": puts[0],
        "put_resource": puts[1],
        "put_units": np.ones(len(puts[1])),
        "put_after": puts[2],
        "capacity": np.concatenate((rows.units, np.zeros(tokens, np.int64))),
    }
    narrow: dict[str, Any] = {name: column.astype(np.int32) for name, column in columns.items()}
    return Program(**narrow, until=_horizon(rows))


def _horizon(rows: Rows) -> int:
    """A second by which the trains have ended even if they ran one after another."""
    lasting = int(rows.duration.sum() + rows.hold_release.sum())
    return min(2**31 - 1, 1 + int(rows.start_lb.max()) + lasting)


def legend_of(courses: Courses, rows: Rows, program: Program) -> Legend:
    """The names behind the rows of a program."""
    names = []
    for course, (first, last) in zip(courses.trains, pairwise(rows.train_first.tolist()), strict=True):
        own = [f"operation {'|'.join(map(str, layer.alternatives.values()))}" for layer in course.layers]
        names += [*own, "end"][: last - first]
    trains = [f"train {number}" for number in range(len(courses.trains))]
    tokens = [f"token {number}" for number in range(len(program.capacity) - len(courses.pools))]
    logical = np.arange(len(program.capacity)) >= len(courses.pools)
    legend = Legend(trains, names, [*courses.pools, *tokens], logical, trains)
    check(program, legend)
    return legend
