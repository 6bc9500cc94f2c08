"""What diagrams of a line show, as columns for a table."""

from typing import Any

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, Ints
from corridorsim.itineraries import Plan
from corridorsim.operations import NEVER
from corridorsim.string_line.occupation import FALLING_TRACK, ONLY_TRACK, RISING_TRACK
from corridorsim.string_line.pieces import Stations, corners, nearest
from corridorsim.string_line.views import DayOnLine, HoursOnLine

CsvColumns = dict[str, npt.NDArray[Any]]


def string_line_rows(view: DayOnLine) -> CsvColumns:
    """The points of the diagram as columns: train, class, direction, station ("" between stations), at_km, time.

    A train's points are in the order of time; between two of them it runs evenly, or stands. At midnight a train that
    is on the line has a point.
    """
    train, second, at = corners(view.pieces)
    return _trains(view.plan, train) | {
        "station": _stations_at(view.stations, at),
        "at_km": at / 1000,
        "time": _clock(view.plan, second),
    }


def occupation_rows(view: DayOnLine) -> CsvColumns:
    """The occupation of a line on a day as columns: place, kind, direction, begin, end, units, capacity.

    A section has a row for each time that it is occupied, on double track one for each direction (named by the line's
    end that it leads to). A station has rows from midnight to midnight without gaps: its tracks in use, and those open.
    """
    spans, counts, stations = view.occupied.spans, view.occupied.counts, view.stations
    ends = {ONLY_TRACK: "", FALLING_TRACK: f"to {stations[0][0]}", RISING_TRACK: f"to {stations[-1][0]}"}
    sections = view.plan.layout.sections
    places = [*(sections[i].name for i in spans.section), *(stations[i][0] for i in counts.station)]
    ones = np.ones(len(spans.section), np.int64)
    return {
        "place": np.array(places, dtype=str),
        "kind": np.array(["section"] * len(ones) + ["station"] * len(counts.station), dtype=str),
        "direction": np.array([*(ends[t] for t in spans.track.tolist()), *[""] * len(counts.station)], dtype=str),
        "begin": _clock(view.plan, np.concatenate((spans.begin, counts.begin))),
        "end": _clock(view.plan, np.concatenate((spans.end, counts.end))),
        "units": np.concatenate((ones, counts.used)),
        "capacity": np.concatenate((ones, counts.open)),
    }


def stairway_rows(view: HoursOnLine) -> CsvColumns:
    """The steps as columns: train, class, direction, section, block, begin, end, from_km, to_km, blocking_s.

    Every step that reaches into the hours, whole. ``block`` is empty where a section without blocks lets in several
    trains.
    """
    plan, stairs = view.plan, view.stairs
    blocks = ["" if row == NEVER else plan.legend.resources[row] for row in stairs.resource.tolist()]
    return _trains(plan, stairs.train) | {
        "section": np.array([plan.layout.sections[row].name for row in stairs.section.tolist()], dtype=str),
        "block": np.array(blocks, dtype=str),
        "begin": _clock(plan, stairs.begin),
        "end": _clock(plan, stairs.end),
        "from_km": stairs.from_at / 1000,
        "to_km": stairs.to_at / 1000,
        "blocking_s": stairs.end - stairs.begin,
    }


def _trains(plan: Plan, train: Ints) -> CsvColumns:
    """Columns that name trains: train, class, direction."""
    stream = plan.train_stream[train]
    kinds, directions = ([s.kind.name.lower() for s in plan.streams], [s.direction for s in plan.streams])
    rows, row = np.unique(train, return_inverse=True)
    return {
        "train": np.array([plan.legend.trains[i] for i in rows.tolist()], dtype=str)[row],
        "class": np.array(kinds, dtype=str)[stream],
        "direction": np.array(directions, dtype=str)[stream],
    }


def _clock(plan: Plan, seconds: npt.NDArray[Any]) -> npt.NDArray[np.datetime64]:
    """Seconds of the run as dates and times."""
    return np.datetime64(plan.layout.start, "s") + np.round(seconds).astype("timedelta64[s]")


def _stations_at(stations: Stations, at: Floats) -> npt.NDArray[np.str_]:
    """Name of the station at these metres, "" between stations."""
    row = nearest(stations, at)
    away = np.abs(at - np.array([metres for _, metres in stations])[row])
    return np.where(away < 1, np.array([name for name, _ in stations], dtype=str)[row], "")
