"""Time of the goods at each of a crossing's two stations, by direction, and the waiting before the first."""

import numpy as np

from corridorsim.border.stages import Table
from corridorsim.itineraries import BorderStop
from corridorsim.measures.columns import Columns
from corridorsim.measures.stations import Stays, measure_stations


def station_table(columns: Columns, crossing: str, directions: tuple[str, ...]) -> Table:
    """A row for each direction and station, the one that trains leave first; NaN where nothing was observed."""
    stays, stops = measure_stations(columns), columns.plan.layout.border_stops
    rows = [
        (row, stop)
        for way in directions
        for row, stop in enumerate(stops)
        if (stop.crossing, stop.direction) == (crossing, way)
    ]
    told = [_told(stays.chosen(stays.stop == row), stop, columns.days) for row, stop in rows]
    return {name: np.array([each[name] for each in told]) for name in told[0]}


def _told(stays: Stays, stop: BorderStop, days: float) -> dict[str, str | float]:
    return {
        "route": stop.direction,
        "station": stop.station,
        "country": stop.country,
        "way": stop.way,
        "per_day": float(stays.trains.sum()) / days,
        "mean_h": stays.mean(stays.hours, stays.trains),
        "p95_h": stays.p95,
        "containers_mean_h": stays.mean(stays.hours, stays.teu),
        "line_wait_mean_h": stays.mean(stays.on_line, stays.trains),
        "origin_wait_mean_h": stays.mean(stays.at_origin, stays.trains),
    }
