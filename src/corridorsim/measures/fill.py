"""How many units are in use over time: tracks of a yard, fronts, lanes."""

import numpy as np

from corridorsim.measures.columns import DAY, HOUR, Columns, Floats, Ints
from corridorsim.measures.levels import entries, touching
from corridorsim.operations import NEVER


def hourly_edges(columns: Columns) -> Ints:
    """The window cut into hours, as seconds of the run; the last may be shorter."""
    return np.append(np.arange(columns.begin, columns.end, int(HOUR)), columns.end).astype(np.int64)


def measure_fill(columns: Columns, resources: Ints, edges: Ints) -> Floats:
    """(resources, intervals): mean number of units that trains hold in each interval; closings are not counted."""
    program, outcome = columns.plan.program, columns.outcome
    wanted = np.zeros(program.resources, bool)
    wanted[resources] = True
    held = (outcome.started != NEVER) & touching(program, wanted)[columns.step] & ~columns.is_closure
    rows = np.flatnonzero(held)
    start, steps = outcome.started[rows].astype(np.int64), columns.step[rows]
    taken, take = entries(program.take_first, steps)
    given, put = entries(program.put_first, steps)
    moment = np.concatenate((start[taken], start[given] + program.put_after[put]))
    resource = np.concatenate((program.take_resource[take], program.put_resource[put]))
    change = np.concatenate((program.take_units[take], -program.put_units[put])).astype(float)
    return np.array([_mean_between(moment[one], change[one], edges) for one in (resource == r for r in resources)])


def _mean_between(moment: Ints, change: Floats, edges: Ints) -> Floats:
    """Mean of the running total of changes over each interval."""
    moment = np.clip(moment, edges[0], edges[-1])
    count = len(edges) - 1
    interval = np.minimum(np.searchsorted(edges, moment, "right") - 1, count - 1)
    length = np.diff(edges).astype(float)
    before = np.concatenate(([0.0], np.cumsum(np.bincount(interval, change, count))))[:-1]
    own = np.bincount(interval, change * (edges[interval + 1] - moment), count)
    mean: Floats = before + own / length
    return mean


def by_hour_of_day(columns: Columns, values: Floats) -> Floats:
    """(rows, 24): mean over the days of hourly values of the window."""
    begun = int((columns.begin + columns.plan.layout.start.hour * HOUR) % DAY // HOUR)
    hour = (begun + np.arange(values.shape[1])) % 24
    days = np.maximum(np.bincount(hour, minlength=24), 1)
    return np.array([np.bincount(hour, row, 24) / days for row in values])
