"""An account of everything that wants to cross: what was present or came has left or remains; the difference is lost.

Each side is counted by itself. What came: from the times at which trains are due to depart. What left: from the starts
of their last operations. What is present at a moment: from operations that wait or last then, the latter for their
duration in the program; and in stacks, from units put and taken. So the result that nothing is lost is found, not built
in.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corridorsim.arrays import Flags, Floats, Ints
from corridorsim.itineraries import Kind, Plan
from corridorsim.measures.border.stack import leaves_goods, store_of_stream
from corridorsim.measures.columns import Columns
from corridorsim.measures.sums import summed
from corridorsim.measures.traffic import Route, route_of_stream, routes_of
from corridorsim.operations.ledger import performing, touching, units_left, whose

QUANTITIES = ("trains", "units", "tonnes", "TEU")  # units are those of stacks: none if goods pass from train to train
SAME_LOAD = 1e-3  # relative difference in tonnes and TEU per unit allowed between the trains of a stack


@dataclass(frozen=True, eq=False)
class Account:
    """Everything that wants to cross, (routes, quantities): goods on the first train, in a stack, on the onward
    train."""

    routes: tuple[Route, ...]
    at_begin: Floats  # appeared before the window, waiting or under way when it begins
    came: Floats  # appeared in the window
    left: Floats  # left in the window
    at_end: Floats  # waiting or under way when it ends

    @property
    def lost(self) -> Floats:
        """What is missing; negative if more remains, or left, than came."""
        missing: Floats = self.at_begin + self.came - self.left - self.at_end
        return missing

    @property
    def unbalanced(self) -> Flags:
        """(routes, quantities): whether anything is lost, which is a defect of this program."""
        return is_lost(np.array(QUANTITIES), self.at_begin + self.came, self.lost)


def is_lost(quantity: np.ndarray, of: Floats, lost: Floats) -> Flags:
    """Whether an amount exceeds what trains of one stack may differ by (tonnes, TEU), or for other quantities is not
    0."""
    wrong: Flags = np.abs(lost) > SAME_LOAD * of * np.isin(quantity, ("tonnes", "TEU")) + 1e-6
    return wrong


def take_account(columns: Columns) -> Account:
    """Account for the loaded trains of every route and their goods over the window."""
    program = columns.plan.program
    goods = _goods(columns.plan)
    first, last = program.operation_first[:-1], program.operation_first[1:] - 1
    wish = np.maximum(program.train_ready, program.not_before[first])
    gone = columns.outcome.started[last]
    appears = np.flatnonzero(~goods.onward & (wish >= columns.begin) & (wish < columns.end))
    leaves = np.flatnonzero((gone >= columns.begin) & (gone < columns.end))
    return Account(
        routes=goods.routes,
        at_begin=_there(columns, goods, columns.begin), came=goods.sum_of(appears),
        left=goods.sum_of(leaves, goods.taken_along), at_end=_there(columns, goods, columns.end),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Goods:
    """The goods on trains and in stacks, by route."""

    routes: tuple[Route, ...]
    route: Ints  # per train; -1 if it carries nothing over the border
    onward: Flags  # per train
    carried: Floats  # (trains, quantities)
    taken_along: Floats  # (trains, quantities): what leaves with the train
    store: Ints  # resources, one row each
    store_route: Ints
    unit: Floats  # (stores, quantities): per unit there

    def sum_of(self, trains: Ints, weights: Floats | None = None) -> Floats:
        """(routes, quantities) of these trains; a train listed twice counts twice."""
        trains = trains[self.route[trains] >= 0]
        carried = (self.carried if weights is None else weights)[trains]
        return self._by_route(self.route[trains], carried)

    def in_stacks(self, units: Floats) -> Floats:
        """(routes, quantities) of a number of units in each store."""
        return self._by_route(self.store_route, units[:, np.newaxis] * self.unit)

    def _by_route(self, route: Ints, values: Floats) -> Floats:
        columns = [summed(route, column, len(self.routes)) for column in values.T]
        return np.stack(columns, axis=1)


def _goods(plan: Plan) -> _Goods:
    program, routes, store = plan.program, routes_of(plan), store_of_stream(plan)
    of_onward = np.array([stream.kind == Kind.ONWARD for stream in plan.streams], bool)
    route = route_of_stream(plan, routes)
    for row in np.flatnonzero(of_onward).tolist():
        route[row] = routes.index(Route(plan.streams[row].crossing, plan.streams[row].direction))
    net, teu = (np.array([getattr(stream, name) for stream in plan.streams], float) for name in ("net", "teu"))
    units = _units_of_a_load(plan, store)
    entry = leaves_goods(plan, store[of_onward])[program.train_itinerary]
    stream = plan.train_stream
    carried = np.stack([~of_onward * 1.0, units, net, teu], axis=1)[stream]
    carried[entry >= 0, 1] = program.put_units[entry[entry >= 0]]
    along = carried.copy()
    along[entry >= 0, 1:] = 0
    each = np.maximum(units, 1)[of_onward]
    unit = np.stack([0 * each, np.ones_like(each), net[of_onward] / each, teu[of_onward] / each], axis=1)
    return _Goods(
        routes, route[stream], of_onward[stream], carried, along, store[of_onward], route[of_onward], unit
    )  # fmt: skip


def _units_of_a_load(plan: Plan, store: Ints) -> Floats:
    """Per stream, units that an onward train takes; 0 for other trains."""
    program = plan.program
    units = np.zeros(len(store))
    for row in np.flatnonzero(store >= 0).tolist():
        units[row] = program.take_units[program.take_resource == store[row]].max()
    return units


def _there(columns: Columns, goods: _Goods, moment: int) -> Floats:
    """(routes, quantities) waiting, under way, or in a stack after all that is before a moment."""
    found = [(none := np.zeros(0, np.int64), none)]
    found += [_waits_and_works(columns, moment, *some) for some in pairwise(columns.blocks.tolist())]
    waits, works = map(np.concatenate, zip(*found, strict=True))
    at = whose(columns.plan.program, waits)
    begins = waits == columns.plan.program.operation_first[at.train]
    nowhere = begins & goods.onward[at.train]  # an onward train that has no load yet is none
    there = goods.sum_of(np.concatenate([at.train[~nowhere], whose(columns.plan.program, works).train]))
    return there + goods.in_stacks(_in_stores(columns, goods.store, moment)) if len(goods.store) else there


def _waits_and_works(columns: Columns, moment: int, since: int, before: int) -> tuple[Ints, Ints]:
    """Operations for which some trains (a block of rows) wait at a moment, and those that last then."""
    first = columns.plan.program.operation_first[since : before + 1].astype(np.int64)
    ready, started = (
        _before(each[first[0] : first[-1]], moment) for each in (columns.outcome.ready, columns.outcome.started)
    )
    waits = np.flatnonzero(ready & ~started)
    started[:-1] &= ~ready[1:]
    started[first[1:] - first[0] - 1] = False  # the last operation of a train is its end
    begun = np.flatnonzero(started)
    return waits + first[0], _lasting(columns, begun + first[0], moment)


def _lasting(columns: Columns, begun: Ints, moment: int) -> Ints:
    """Which operations last at a moment, by their duration in the program, or until the next may be ready."""
    program, outcome = columns.plan.program, columns.outcome
    late = outcome.started[begun] > outcome.ready[begun]
    lasts = program.duration[begun].astype(np.int64) + late * program.restart[whose(program, begun).step]
    until = np.maximum(outcome.started[begun] + lasts, program.not_before[begun + 1])
    lasting: Ints = begun[until >= moment]
    return lasting


def _before(moments: np.ndarray, moment: int) -> Flags:
    """Whether something happened before a moment; it is looked up, not assumed, so that losses are found."""
    flags: Flags = moments.view(np.uint32) < moment  # in which NEVER, -1, comes after everything
    return flags


def _in_stores(columns: Columns, stores: Ints, moment: int) -> Floats:
    """Units put into stores by the operations that have started before a moment, less those taken."""
    program = columns.plan.program
    found = performing(program, touching(program, np.isin(np.arange(program.resources), stores)))
    done = _before(columns.outcome.started[found.operation], moment)
    times = np.bincount(found.step[done], minlength=program.steps)
    return (units_left(program, times) - program.capacity)[stores].astype(np.float64)
