"""A closing of a crossing as tables: a row for each replication, hour, place or midnight."""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats, Ints
from corridorsim.recovery.study import Recovery
from corridorsim.statistics.estimate import Estimate

HOUR, DAY = 3600, 86_400
LONG = 60  # days, over which a picture of every hour would be a smear


def replications_table(recovery: Recovery) -> dict[str, np.ndarray]:
    """A row for each replication."""
    runs = recovery.runs
    days = [np.nan if run.drained is None else (run.drained - recovery.end) / DAY for run in runs]
    return {
        "replication": np.arange(1, len(runs) + 1),
        "peak_trains": np.array([run.peak.trains for run in runs]),
        "peak_at": moments(recovery, np.array([run.peak.second for run in runs])),
        "without_at_peak_trains": np.array([run.without for run in runs]),
        "days_to_drain": np.array(days, float),
        "late_t": np.array([run.late for run in runs], float),
        "missing_t": np.array([run.missing for run in runs], float),
        "lost_trains": np.array([run.lost for run in runs]),
    }


def queue_table(recovery: Recovery, every: int = HOUR) -> dict[str, np.ndarray]:
    """The queue with the closing and without it: mean, least and most, in a row every so many seconds."""
    rows = recovery.shown
    rows = rows[(recovery.moments[rows] - recovery.begin) % every == 0]
    table = {"time": moments(recovery, recovery.moments[rows])}
    for name in ("queue", "queue_without"):
        least, _, most = recovery.spread(name)
        table |= {name: recovery.hours[name][rows], f"{name}_least": least[rows], f"{name}_most": most[rows]}
    names = ("not_yet_entered", "under_way", "handed_over", "handed_over_without")
    return table | {name: recovery.hours[name][rows] for name in names}


def places_table(recovery: Recovery) -> dict[str, np.ndarray]:
    """Where trains wait on average, hour by hour: a row for each place at which any waits."""
    rows = recovery.shown
    hour, place = np.nonzero((recovery.outside + recovery.waiting)[:, rows].T)
    moment = rows[hour]
    return {
        "time": moments(recovery, recovery.moments[moment]),
        "place": np.array(recovery.places)[place],
        "waiting": recovery.waiting[place, moment],
        "not_yet_entered": recovery.outside[place, moment],
    }


class Midnight(NamedTuple):
    """The queue at a midnight, as means over the replications."""

    second: int  # of the run
    queue: float  # trains, with the closing
    without: float  # trains, without it
    more: Estimate  # trains, the difference of the two
    not_yet_entered: float  # trains of the queue
    handed_over: float | None  # trains of the day before; None where the run had not begun a day before


def midnights(recovery: Recovery) -> list[Midnight]:
    """Every midnight that is worth telling, in order."""
    rows = recovery.shown[(recovery.moments[recovery.shown] - recovery.begin) % DAY == 0]
    return [_midnight(recovery, row) for row in rows.tolist()]


def _midnight(recovery: Recovery, row: int) -> Midnight:
    hours, before = recovery.hours, row - DAY // HOUR
    queue, without, outside, handed_over = (
        float(hours[name][row]) for name in ("queue", "queue_without", "not_yet_entered", "handed_over")
    )
    by_day = handed_over - float(hours["handed_over"][before]) if before >= 0 else None
    return Midnight(int(recovery.moments[row]), queue, without, recovery.more(row), outside, by_day)


class QueueOverTime(NamedTuple):
    """The queue over the time worth telling: hour by hour, or day by day where that is more than LONG days."""

    second: Ints  # of the run; noon of each day
    closed: Floats  # [least median most, seconds], trains with the closing
    free: Floats  # the same without it

    @property
    def is_by_day(self) -> bool:
        """Whether each row is a day: its least, its median and its most."""
        return len(self.second) > 1 and int(self.second[1] - self.second[0]) == DAY


def queue_over_time(recovery: Recovery) -> QueueOverTime:
    """The queue of all replications, as a picture can show it."""
    rows = recovery.shown
    second, days = recovery.moments[rows], len(rows) // 24
    closed, free = (recovery.spread(name)[:, rows] for name in ("queue", "queue_without"))
    if days < LONG:
        return QueueOverTime(second, closed, free)
    noon = second[: 24 * days].reshape(days, 24).mean(axis=1).astype(np.int64)
    return QueueOverTime(noon, _by_day(closed, days), _by_day(free, days))


def _by_day(spread: Floats, days: int) -> Floats:
    """Each day's least, median and most."""
    least, median, most = spread[:, : 24 * days].reshape(3, days, 24)
    return np.array([least.min(axis=1), np.median(median, axis=1), most.max(axis=1)])


def moments(recovery: Recovery, seconds: np.ndarray) -> np.ndarray:
    """Seconds of the run as dates and times."""
    midnight = np.datetime64(recovery.scenario.window.simulation_start, "s")
    times: np.ndarray = midnight + seconds.astype("timedelta64[s]")
    return times
