"""Trains that are not needed because others gave up: onward trains without a load, empty trains that are not called.

Planning makes as many as all trains could bring loads for, or call. If goods give up, some are left over: they wait,
not yet anywhere, for a load or a call that never comes. They have not begun and hold nothing, so a run without them is
the same.
"""

from collections import Counter
from dataclasses import replace

import numpy as np

from corridorsim.arrays import Column, Flags
from corridorsim.engine import Kept, some_of
from corridorsim.itineraries import Itinerary, Kind
from corridorsim.operations import NEVER
from corridorsim.planning.demand.flows import Onward


def without_needless(kept: Kept, itineraries: tuple[Itinerary, ...], onward: tuple[Onward, ...]) -> Kept:
    """The same without the trains that wait for a load or a call from a train that gave up."""
    program, outcome = kept.program, kept.outcome
    begun = outcome.started[program.operation_first[:-1]] != NEVER
    needed = np.ones(program.trains, bool)
    whole = [itinerary.whole for itinerary in itineraries]
    for each in onward:
        loads = _units_brought(program.train_itinerary, whole, each) // each.units
        _keep(needed, _rows(program.train_itinerary, whole, each.demand.stream.itinerary), begun, loads)
    calls = Counter(whole[row] for row in program.train_itinerary[needed].tolist() if itineraries[row].calls)
    for itinerary in itineraries:
        if itinerary.kind == Kind.EMPTY and itinerary.of is not None:
            _keep(needed, _rows(program.train_itinerary, whole, itinerary), begun, calls[itinerary.of])
    exists = kept.trains.copy()
    exists[kept.trains] = needed
    program, outcome = some_of(program, outcome, needed)
    return replace(kept, program=program, outcome=outcome, trains=exists)


def _rows(performs: Column, whole: list[Itinerary], itinerary: Itinerary) -> Column:
    """The trains that perform an itinerary or a variant of it."""
    own = np.array([each == itinerary for each in whole], bool)
    return np.flatnonzero(own[performs]).astype(np.int32)


def _units_brought(performs: Column, whole: list[Itinerary], onward: Onward) -> int:
    """Units that all trains bring for some onward trains."""
    units = {source.stream.itinerary: source.units for source in onward.sources}
    return int(np.array([units.get(each, 0) for each in whole], np.int64)[performs].sum())


def _keep(needed: Flags, rows: Column, begun: Flags, most: int) -> None:
    """Keep at most a number of some trains: the last of those that have not begun are left over."""
    idle = rows[~begun[rows]]
    over = max(0, len(rows) - most)
    needed[idle[len(idle) - over :]] = False
