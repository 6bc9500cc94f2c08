"""How many units are in use over time: tracks of a yard, fronts, lanes."""

import numpy as np

from corridorsim.arrays import DAY, HOUR, Floats, Ints
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations.ledger import entries_of


def hourly_edges(columns: Columns) -> Ints:
    """The window cut into hours, as seconds of the run; the last may be shorter."""
    return np.append(np.arange(columns.begin, columns.end, HOUR), columns.end).astype(np.int64)


def measure_units_in_use(columns: Columns, resources: Ints, edges: Ints) -> Floats:
    """(resources, intervals): mean number of units that trains hold in each interval; closings do not count."""
    program = columns.plan.program
    wanted = np.zeros(program.resources, bool)
    wanted[resources] = True
    told = entries_of(program, columns.outcome, wanted, ~is_closing(columns.plan))
    rows = (np.flatnonzero(told.resource == resource) for resource in resources)
    return np.array([_mean_between(told.second[own], -told.units[own].astype(float), edges) for own in rows])


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
