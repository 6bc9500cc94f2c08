"""Where in its itinerary a train is at the border, and when its goods are through: with it, or with other trains."""

from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.itineraries.stages import TRACKS
from corridorsim.measures.border.stack import NO_TRANSFERS, Transfers, leaves_goods, measure_transfers, store_of_stream
from corridorsim.measures.columns import Columns
from corridorsim.operations import NEVER

LEAVES = (Activity.RUN, Activity.DEPART, Activity.END)
NONE = -1


class AtBorder(NamedTuple):
    """Per itinerary, numbers of its steps, counted from its first; NONE where it has no such step."""

    enters: Ints  # it appears in the corridor
    arrives: Ints  # it stands at the station that it leaves
    crosses: Ints  # it runs over the border
    leaves: Ints  # it goes on from the second station; of onward trains, from the only one
    queues: Flags  # whether the queue outside, before it enters, is that of its border station


def at_border(plan: Plan) -> AtBorder:
    """The steps at the border of freight trains with goods; those that carry on what others brought do not cross."""
    program, steps = plan.program, plan.layout.steps
    begin = program.step_first[:-1].astype(np.int64)
    kind = np.array([itinerary.kind for itinerary in plan.layout.itineraries])
    enters, crosses = (_first(program.step_first, steps.activity == what) for what in (Activity.ENTER, Activity.CROSS))
    crosses[kind != Kind.FREIGHT] = NONE
    anchor = np.where(crosses >= 0, crosses, np.where(kind == Kind.ONWARD, enters, NONE))
    stands = np.append(0, np.flatnonzero(np.diff(steps.place)) + 1)  # steps with which a train comes to another place
    here = stands[np.searchsorted(stands, begin + crosses, "right") - 1]
    arrives = np.where(crosses >= 0, np.maximum(here - begin, 0), NONE)
    goes = np.flatnonzero(np.isin(steps.activity, LEAVES))
    next_one = goes[np.minimum(np.searchsorted(goes, begin + anchor, "right"), len(goes) - 1)] if len(goes) else begin
    leaves = np.where(anchor >= 0, next_one - begin, NONE)
    queues = (arrives >= 0) & (arrives == enters) & ~_takes_more_than_tracks(plan, begin + np.maximum(enters, 0))
    return AtBorder(enters, arrives, crosses, leaves, queues)


def _first(bounds: np.ndarray, wanted: Flags) -> Ints:
    """Per itinerary, the number of its first step of some; NONE without one."""
    rows = np.append(np.flatnonzero(wanted), len(wanted) + 1)
    found = rows[np.searchsorted(rows, bounds[:-1])]
    return np.where(found < bounds[1:], found - bounds[:-1], NONE).astype(np.int64)


def _takes_more_than_tracks(plan: Plan, steps: Ints) -> Flags:
    """Whether each of some steps takes permits, wagons or the like: for these a train waits where it is loaded."""
    program = plan.program
    others = np.array([stage.kind is not TRACKS for stage in plan.layout.stages])[plan.layout.resources.stage]
    takes = np.zeros(program.steps, bool)
    takes[program.take_step[others[program.take_resource]]] = True
    return takes[steps]


def goods_that_left(columns: Columns, steps: AtBorder) -> tuple[Ints, Floats, Ints]:
    """Goods that left the second station: the train that brought them, its part, and the second.

    Without a stack they leave with their train. Those that have not left by the end of the run are left out.
    """
    brings = _leaves_goods_behind(columns.plan)
    trains = np.flatnonzero(~brings & (steps.crosses >= 0)[columns.plan.program.train_itinerary])
    second = started(columns, trains, steps.leaves)
    there = second != NEVER
    transfers = _transfers(columns) if brings.any() else NO_TRANSFERS
    onward = started(columns, transfers.carried, steps.leaves)
    gone = onward != NEVER
    return (
        np.concatenate((trains[there], transfers.brought[gone])),
        np.concatenate((np.ones(there.sum()), transfers.share[gone])),
        np.concatenate((second[there], onward[gone])),
    )


def _transfers(columns: Columns) -> Transfers:
    """What onward trains have taken from all stacks in the run."""
    stores = store_of_stream(columns.plan)
    return measure_transfers(columns, np.unique(stores[stores >= 0]))


def _leaves_goods_behind(plan: Plan) -> Flags:
    """Per train, whether others carry its goods on."""
    stores = store_of_stream(plan)
    behind: Flags = (leaves_goods(plan, np.unique(stores[stores >= 0])) >= 0)[plan.program.train_itinerary]
    return behind


def started(columns: Columns, trains: Ints, step: Ints) -> Ints:
    """When each of some trains started a step of its itinerary, given by its number; NEVER if it did not."""
    program = columns.plan.program
    rows = program.operation_first[trains] + step[program.train_itinerary[trains]]
    seconds: Ints = columns.outcome.started[rows].astype(np.int64)
    return seconds
