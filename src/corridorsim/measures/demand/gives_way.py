"""What became of demand: it passed, waits, was not sent or went by another way; and how long loading was stopped.

Goods count with the flow that asks for them, at its own crossing (the usual one, if it has a choice). They have passed
when they are handed over there. Goods that choose another crossing go by another way when they are due; goods that give
up are not sent, or go by another way from then on. All other goods wait:

    waiting at the start + asked = passed + not sent + by another way + waiting at the end
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corridorsim.arrays import DAY, Flags, Floats, Ints
from corridorsim.itineraries import LoadingRule, Plan, Sender, Stream
from corridorsim.measures.columns import Columns
from corridorsim.measures.numbers import (
    ASKED,
    BY_ANOTHER_WAY,
    GOODS_AT_END,
    GOODS_AT_START,
    LOADING_STOPPED,
    LOADING_STOPS,
    NOT_LOADED,
    NOT_SENT,
    PASSED,
    Number,
    OfCrossing,
    OfDirection,
    OfFlow,
    OfGoods,
    OfLoadingStop,
    Route,
    Total,
    Whom,
)
from corridorsim.measures.traffic import handed_over
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import performing

YEAR = 365.0
FATES = ("at_begin", "asked", "passed", "not_sent", "another_way", "at_end")
PASSES, STAYS_AWAY, GOES_ELSEWHERE = range(3)  # how the waiting of a train's goods ends


def gives_way(plan: Plan) -> bool:
    """Whether demand may give way in a plan: goods may give up, loading may stop, or a flow may choose its crossing."""
    chooses = any(each.sender is not None and each.sender.crossing != each.crossing for each in plan.streams)
    return plan.gave_up is not None or bool(plan.layout.loading_rules) or chooses


@dataclass(frozen=True)
class Asker:
    """Goods that are counted together: of one flow and commodity, over one crossing and in one direction."""

    sender: Sender
    direction: str

    @property
    def route(self) -> Route:
        """Its crossing and direction."""
        return Route(self.sender.crossing, self.direction)


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of the goods of each asker in the window."""

    askers: tuple[Asker, ...]
    trains: Floats  # (fates, askers)
    tonnes: Floats  # (fates, askers)


def measure_fates(columns: Columns) -> Fates:
    """What became of the goods of every flow and commodity in the window."""
    return _Wishes.of(columns).fates(columns.begin, columns.end)


@dataclass(frozen=True, eq=False)
class _Wishes:
    """Every loaded train that was due in the run, one row each."""

    askers: tuple[Asker, ...]
    asker: Ints
    net: Floats
    wished: Ints  # second in which it was due
    over: Ints  # second in which its goods stop waiting; after the run if they wait to its end
    how: Ints  # how their waiting ends

    @classmethod
    def of(cls, columns: Columns) -> "_Wishes":
        """The trains that ran and those that gave up."""
        plan = columns.plan
        askers = list(dict.fromkeys(_asker(each) for each in plan.streams if each.sender))
        row = np.array([askers.index(_asker(each)) if each.sender else -1 for each in plan.streams], np.int64)
        net = np.array([each.net for each in plan.streams], float)
        usual = np.array([each.sender is None or each.sender.crossing == each.crossing for each in plan.streams], bool)
        stream, wished = plan.train_stream.astype(np.int64), plan.program.train_ready.astype(np.int64)
        over = np.where(usual[stream], handed_over(columns), wished)
        how = np.where(usual[stream], PASSES, GOES_ELSEWHERE)
        if (gone := plan.gave_up) is not None:
            stream, wished = np.append(stream, gone.stream), np.append(wished, gone.wished)
            over, how = np.append(over, gone.at), np.append(how, np.where(gone.another_way, GOES_ELSEWHERE, STAYS_AWAY))
        ours = row[stream] >= 0
        return cls(tuple(askers), row[stream][ours], net[stream][ours], wished[ours], over[ours], how[ours])

    def fates(self, begin: int, end: int) -> Fates:
        """What became of their goods in a window."""
        there = (self.over >= begin) & (self.over < end)
        which = [
            (self.wished < begin) & (self.over >= begin),
            (self.wished >= begin) & (self.wished < end),
            *(there & (self.how == how) for how in (PASSES, STAYS_AWAY, GOES_ELSEWHERE)),
            (self.wished < end) & (self.over >= end),
        ]
        return Fates(self.askers, self._summed(which, np.ones_like(self.net)), self._summed(which, self.net))

    def _summed(self, which: list[Flags], weight: Floats) -> Floats:
        size = len(self.askers)
        return np.array([np.bincount(self.asker[rows], weight[rows], size) for rows in which], float)


def _asker(stream: Stream) -> Asker:
    assert stream.sender is not None
    return Asker(stream.sender, stream.direction)


@dataclass(frozen=True, eq=False)
class _Stops:
    """The stops of a rule, in order: when loading stopped and when it began again, or the run ended."""

    begin: Ints
    end: Ints

    @classmethod
    def of(cls, columns: Columns, rule: LoadingRule) -> "_Stops":
        """The stops of one rule: those caused by its count, and those by a disruption that closes it."""
        program, started = columns.plan.program, columns.outcome.started
        steps = np.isin(np.arange(program.steps), program.take_step[program.take_resource == rule.gate])
        shuts = performing(program, steps)
        rows = shuts.operation[~columns.is_train[shuts.train]]
        rows = rows[started[rows] != NEVER]
        again = np.where(started[rows + 1] == NEVER, columns.end, started[rows + 1])
        return cls(started[rows].astype(np.int64), again.astype(np.int64))

    def inside(self, begin: int, end: int) -> tuple[int, int]:
        """How many stops began in a window, and for how many seconds of it loading was stopped."""
        count = int(((self.begin >= begin) & (self.begin < end)).sum())
        return count, int((np.clip(self.end, begin, end) - np.clip(self.begin, begin, end)).sum())


def not_loaded(columns: Columns) -> int:
    """Trains that wait to be loaded at the end of the window because a rule has stopped loading."""
    program = columns.plan.program
    gates = [rule.gate for rule in columns.plan.layout.loading_rules]
    waits = np.unique(program.take_step[np.isin(program.take_resource, gates)])
    trains = columns.waiting.train[np.isin(columns.waiting.step, waits)]
    return int(columns.is_train[trains].sum())


Figures = Iterator[tuple[Number, float]]


def gives_way_numbers(columns: Columns) -> dict[Number, float]:
    """The figures of demand that gives way; none if it does not."""
    if not gives_way(columns.plan):
        return {}
    return dict([*_FateNumbers(columns).fates(), *_loading(columns)])


def _loading(columns: Columns) -> Figures:
    rules, per_year = columns.plan.layout.loading_rules, YEAR / columns.days
    for rule in rules:
        count, seconds = _Stops.of(columns, rule).inside(columns.begin, columns.end)
        yield Number(LOADING_STOPS, OfLoadingStop(rule.name)), count * per_year
        yield Number(LOADING_STOPPED, OfLoadingStop(rule.name)), seconds / DAY * per_year
    if rules:
        yield Number(NOT_LOADED), float(not_loaded(columns))


@dataclass(frozen=True, eq=False)
class _FateNumbers:
    """The fates as numbers: of all goods, and by crossing, direction, both, flow and commodity."""

    columns: Columns

    @cached_property
    def found(self) -> Fates:
        """What became of the goods."""
        return measure_fates(self.columns)

    def fates(self) -> Figures:
        """Every figure."""
        a_year = YEAR / self.columns.days / 1e6
        for whom, inside in self._groups().items():
            begin, asked, passed, away, elsewhere, end = self.found.tonnes[:, inside].sum(axis=1).tolist()
            yield Number(ASKED, whom), asked * a_year
            if isinstance(whom, OfFlow | OfGoods):  # for the others, other numbers give what passed
                yield Number(PASSED, whom), passed * a_year
            yield Number(NOT_SENT, whom), away * a_year
            yield Number(BY_ANOTHER_WAY, whom), elsewhere * a_year
            yield Number(GOODS_AT_START, whom), begin / 1e3
            yield Number(GOODS_AT_END, whom), end / 1e3

    def _groups(self) -> dict[Whom, Flags]:
        askers = self.found.askers
        kinds: list[Callable[[Asker], Whom | None]] = [
            lambda one: Total(), lambda one: OfCrossing(one.sender.crossing), lambda one: OfDirection(one.direction),
            lambda one: one.route, lambda one: OfFlow(one.sender.flow),
            lambda one: OfGoods(one.sender.commodity, Total()) if one.sender.commodity else None,
        ]  # fmt: skip
        groups: dict[Whom, Flags] = {}
        for kind in kinds:
            whose = [kind(one) for one in askers]
            groups |= {whom: np.array([each == whom for each in whose], bool) for whom in whose if whom is not None}
        return groups
