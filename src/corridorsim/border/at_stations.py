"""Time of the goods at each of a crossing's two stations, by direction, and the waiting before the first."""

import numpy as np

from corridorsim.itineraries import BorderStop
from corridorsim.measures.border.stations import StationStays, measure_stations
from corridorsim.measures.columns import Columns
from corridorsim.measures.tables import Table


def station_table(columns: Columns, crossing: str, directions: tuple[str, ...]) -> Table:
    """A row for each direction and station, the one that trains leave first; NaN where nothing was observed."""
    stays, stops = measure_stations(columns), columns.plan.layout.border_stops
    rows = [
        (row, stop)
        for direction in directions
        for row, stop in enumerate(stops)
        if (stop.crossing, stop.direction) == (crossing, direction)
    ]
    found = [_row(stays.chosen(stays.stop == row), stop, columns.days) for row, stop in rows]
    return {name: np.array([each[name] for each in found]) for name in found[0]}


def _row(stays: StationStays, stop: BorderStop, days: float) -> dict[str, str | float]:
    return {
        "route": stop.direction,
        "station": stop.station,
        "country": stop.country,
        "movement": stop.movement,
        "per_day": float(stays.trains.sum()) / days,
        "mean_h": stays.mean(stays.hours, stays.trains),
        "p95_h": stays.p95,
        "containers_mean_h": stays.mean(stays.hours, stays.teu),
        "line_wait_mean_h": stays.mean(stays.on_line, stays.trains),
        "origin_wait_mean_h": stays.mean(stays.at_origin, stays.trains),
    }
