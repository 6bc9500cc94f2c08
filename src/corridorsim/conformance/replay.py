"""Imposes a published order of trains on the engine, to see whether the published times follow.

Trains are courses as in a DISPLIB problem: layers, each with the resources that it holds. Who has a resource after whom
is given by an entry for each layer, a place or a time; the engine makes the times.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from corridorsim.conformance.displib.courses import Course, Courses, Layer, course_of
from corridorsim.conformance.displib.program import program_of, rows_of
from corridorsim.engine import run


def layer(start_lb: int, lasts: int, holds: Mapping[str, int]) -> Layer:
    """A layer that may start at ``start_lb``, lasts at least so long and holds resources, each with a release time."""
    return Layer(start_lb, None, lasts, holds, {"": 0}, ())


def courses_of_layers(trains: Sequence[Sequence[Layer]]) -> Courses:
    """Courses in which every resource is there once."""
    names = dict.fromkeys(name for layers in trains for each in layers for name in each.releases)
    return Courses({name: (name,) for name in names}, tuple(course_of(layers) for layers in trains))


def replayed(courses: Courses, entries: Sequence[Sequence[float]]) -> list[list[int]]:
    """When the layers of each train start, NEVER (-1) if they do not, where lower entries have a resource first.

    ``entries`` are by train and layer; what counts is that of the layer with which a resource is taken.
    """
    program = program_of(rows_of(courses), _entry(courses.trains, entries))
    first, started = program.operation_first.tolist(), run(program).started.tolist()
    return [started[row : row + len(each.layers)] for row, each in zip(first, courses.trains, strict=False)]


def _entry(trains: Sequence[Course], entries: Sequence[Sequence[float]]) -> np.ndarray:
    """The place of each hold in the order of all, from 0."""
    told = [own[hold.first] for course, own in zip(trains, entries, strict=True) for hold in course.holds]
    return np.unique(told, return_inverse=True)[1].astype(np.int64)
