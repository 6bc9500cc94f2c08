"""How much of each resource the plan leaves open: limits by date, daily hours, and how long each closing lasts."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.itineraries import Plan, Reason
from corridorsim.measures.occupation.accounts import accounted
from corridorsim.measures.occupation.intervals import is_closing
from corridorsim.operations.ledger import rows_of

ALIKE = 1.05  # closings count as equally long if none is longer than this many times their mean


class Hours(NamedTuple):
    """How a resource is open in the window."""

    units: Ints  # numbers of units that are open at some time, rising
    share: Floats  # part of the window with each number
    shut: float  # seconds of each complete closing; 0 for never, NaN if they differ or there is only one

    @property
    def closed(self) -> float:
        """Part of the window in which nothing is open."""
        return float(self.share[self.units == 0].sum())

    @property
    def cycle(self) -> float:
        """Seconds from one such closing to the next."""
        return self.shut / self.closed if self.closed > 0 else np.nan


@dataclass(frozen=True, eq=False)
class Availability:
    """How many units of each resource trains can use, and for how long a day; of lots, whole ones."""

    units: Floats  # mean number, without units closed by dated levels and disruptions
    share: Floats  # part of the time that opening hours and possessions leave open
    hours: tuple[Hours, ...]


class Closings(NamedTuple):
    """Closings of units, one row for each closing of a unit."""

    resource: Ints
    units: Ints
    begin: Ints
    end: Ints
    reason: Ints

    def of(self, rows: Flags) -> "Closings":
        """A selection of them."""
        units = (self.resource[rows], self.units[rows])
        return Closings(*units, self.begin[rows], self.end[rows], self.reason[rows])


def measure_availability(plan: Plan, resources: Ints, day: int | None = None) -> Availability:
    """What the plan leaves open of some resources: dated levels apart from daily hours.

    Levels are those of the day that begins at a second of the run, or the means of the window; hours and disruptions
    are means of the window. Overlapping closings close no more units than exist.
    """
    plan = accounted(plan)
    closings, lots = _closings(plan), plan.layout.resources.lot
    told = [
        _availability_of(
            plan, int(plan.program.capacity[row]), int(lots[row]), closings.of(closings.resource == row), day
        )
        for row in resources.tolist()
    ]
    units, share = (np.array([each[n] for each in told], float) for n in (0, 1))
    return Availability(units, share, tuple(hours for *_, hours in told))


def _closings(plan: Plan) -> Closings:
    program = plan.program
    trains = np.flatnonzero(is_closing(plan))
    owner, take = rows_of(program.take_first, program.step_first[program.train_itinerary[trains]])
    trains = trains[owner]
    return Closings(
        program.take_resource[take].astype(np.int64),
        program.take_units[take].astype(np.int64),
        program.train_ready[trains].astype(np.int64),
        program.not_before[program.operation_first[trains] + 1].astype(np.int64),
        reasons_of(plan)[trains],
    )


def reasons_of(plan: Plan) -> Ints:
    """Per train, the reason for which it closes something; -1 if it closes nothing."""
    told = [-1 if stream.reason is None else stream.reason for stream in plan.streams]
    reasons: Ints = np.array(told, np.int64)[plan.train_stream]
    return reasons


def _availability_of(plan: Plan, capacity: int, lot: int, own: Closings, day: int | None) -> tuple[float, float, Hours]:
    window = (plan.layout.warm_up, plan.program.until)

    def in_lots(chosen: Closings, between: tuple[int, int]) -> tuple[Ints, Ints]:
        edges, units = course(capacity, chosen, between)
        return units // lot * lot, np.diff(edges)

    is_level = np.isin(own.reason, (Reason.LEVEL, Reason.NOT_YET_OPEN))
    passes = own.reason == Reason.DISRUPTION
    everything = in_lots(own, window)
    long = _mean(*in_lots(own.of(is_level | passes), window))
    share = _mean(*everything) / long if long > 0 else 0.0
    if day is not None and capacity >= lot:
        on_day = in_lots(own.of(is_level), (day, day + DAY))
        long = _mean(*on_day) * _mean(*in_lots(own.of(passes), window)) / (capacity // lot * lot)
    return long, share, _hours(*everything)


def course(capacity: int, closings: Closings, between: tuple[int, int]) -> tuple[Ints, Ints]:
    """Seconds at which the number of open units may change, and the units that are open from each to the next."""
    begin, end = np.clip(closings.begin, *between), np.clip(closings.end, *between)
    edges = np.unique(np.concatenate([begin, end, between]))
    change = np.bincount(np.searchsorted(edges, begin), closings.units, len(edges))
    change -= np.bincount(np.searchsorted(edges, end), closings.units, len(edges))
    closed = np.cumsum(change.astype(np.int64))[:-1]
    return edges, np.maximum(capacity - closed, 0)


def _mean(units: Ints, seconds: Ints) -> float:
    return float(units @ seconds / seconds.sum())


def _hours(units: Ints, seconds: Ints) -> Hours:
    numbers, which = np.unique(units, return_inverse=True)
    share = np.bincount(which, seconds) / seconds.sum()
    turns = np.flatnonzero(np.diff(units == 0, prepend=False, append=False))
    second = np.concatenate(([0], np.cumsum(seconds)))[turns]
    begin, end = second[::2], second[1::2]
    whole = (begin > 0) & (end < seconds.sum())
    lengths = (end - begin)[whole]
    if not len(begin):
        shut = 0.0
    elif len(lengths) < 2 or lengths.max() > ALIKE * lengths.mean():
        shut = np.nan
    else:
        shut = float(lengths.mean())
    return Hours(numbers, share, shut)
