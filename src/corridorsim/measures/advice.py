"""Why trains deadlocked, in a sentence that a dispatcher would write, and what would have prevented it.

A deadlock is a circle: what these trains lack is held, or would be brought, by trains that in turn lack what the first
trains hold. The circle is traced from the resource that most of the stuck trains lack. Where it passes a yard, the yard
is full of trains that cannot leave, and one track kept free for those whose arrival would let them leave resolves it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corridorsim.engine import Gridlock, find_gridlock
from corridorsim.errors import named
from corridorsim.itineraries import Activity, Plan
from corridorsim.itineraries.stages import TRACKS, Stage
from corridorsim.operations import Legend, Outcome, Program
from corridorsim.operations.holdings import net_before, net_from
from corridorsim.operations.ledger import reached, times_performed, units_left, waiting_at_the_end

KEEP_FREE = "rules.keep_free"  # the scenario key of the rule


@dataclass(frozen=True)
class Advice:
    """What is stuck and why, the rule that would have kept it moving, and the scenario keys that can be changed."""

    why: str
    rule: str  # empty if only a key helps
    keys: tuple[str, ...]

    def __str__(self) -> str:
        change = f" Keys to change: {', '.join(self.keys)}." if self.keys else ""
        return f"{self.why} {self.rule}".strip() + change


@dataclass(frozen=True)
class Link:
    """Trains that wait for a resource and hold, or would bring, the one that others lack."""

    trains: int
    first: str  # the name of one of them
    step: str  # what they wait to do
    lacks: int
    holds: int  # -1 for the first link
    brings: bool  # whether they would bring it rather than hold it


def advise(plan: Plan, outcome: Outcome) -> tuple[Advice, ...]:
    """What would resolve a plan's deadlock, with its keys; empty if nothing is deadlocked and every store is filled."""
    stages = [plan.layout.stages[stage] for stage in plan.layout.resources.stage]
    return explain(plan.program, outcome, plan.legend, stages, _one_way_keys(plan))


def explain(
    program: Program,
    outcome: Outcome,
    legend: Legend,
    stages: Sequence[Stage] | None = None,
    shares: Mapping[Stage, str] | None = None,
) -> tuple[Advice, ...]:
    """Explain what can never move again; ``stages`` gives the stage of each resource, ``shares`` the key of each yard's
    share for one direction, by the yard's stage.
    """
    gridlock = find_gridlock(program, outcome, legend)
    stuck = (*gridlock.locked, *gridlock.unfilled)
    if not stuck:
        return ()
    wanted = Counter(each.lacks for each in stuck).most_common()
    names = list(legend.resources)
    book = WaitingTrains(program, outcome, legend)
    told: list[Advice] = []
    seen: set[int] = set()
    for name, _ in wanted:
        chain = book.follow(names.index(name))
        if not seen.intersection(link.lacks for link in chain):
            words = _Words(program, legend, stages, shares or {}, gridlock)
            told.append(words.advice(chain))
        seen.update(link.lacks for link in chain)
    return tuple(told)


def _one_way_keys(plan: Plan) -> dict[Stage, str]:
    """By the stage of a border station's own tracks, the key of the share that one direction may fill."""
    program = plan.program
    keys = {}
    for itinerary, stream in np.unique((program.train_itinerary, plan.train_stream), axis=1).T.tolist():
        first, last = program.step_first[itinerary], program.step_first[itinerary + 1]
        for step in first + np.flatnonzero(plan.layout.steps.activity[first:last] == Activity.CROSS):
            for place in plan.layout.steps.place[[step, step + 1]].tolist():
                key = f"crossings.{named(plan.streams[stream].crossing)}.one_way"
                tracks = plan.layout.station_tracks.get(plan.layout.places[place])
                if tracks is not None:
                    keys[plan.layout.stages[plan.layout.resources.stage[tracks]]] = key
    return keys


class WaitingTrains:
    """The trains that wait at the end, by step: those at the same step hold, lack and will put the same."""

    def __init__(self, program: Program, outcome: Outcome, legend: Legend) -> None:
        waiting = waiting_at_the_end(program, outcome)
        waiting = waiting.chosen(np.argsort(outcome.ready[waiting.operation], kind="stable"))
        self.program, self.legend = program, legend
        steps, first, count = np.unique(waiting.step, return_index=True, return_counts=True)
        self.count = dict(zip(steps.tolist(), count.tolist(), strict=True))
        trains = waiting.train[first].tolist()
        self.first = {step: legend.trains[train] for step, train in zip(steps.tolist(), trains, strict=True)}
        begun = reached(program, outcome.started, program.until)
        self.free = units_left(program, times_performed(program, begun))

    def follow(self, resource: int) -> list[Link]:
        """Trace the circle from a resource: who waits for it, what they hold that others lack, and so on, until it
        closes."""
        chain = self.trail(resource)
        link = self._giving(chain[-1].lacks) if chain else None
        if link is not None:
            start = next(n for n, each in enumerate(chain) if each.lacks == link.lacks)
            chain = [link, *chain[start + 1 :]]
        return chain

    def trail(self, resource: int) -> list[Link]:
        """The same, including the path that leads into the circle."""
        chain: list[Link] = []
        link = self._waiting_for(resource)
        while link is not None and link.lacks not in {each.lacks for each in chain}:
            chain.append(link)
            link = self._giving(link.lacks)
        return chain

    def _waiting_for(self, resource: int) -> Link | None:
        steps = [step for step in self.count if resource in self.lacks(step)]
        return self._link(steps, resource, -1, brings=False)

    def _giving(self, resource: int) -> Link | None:
        """The trains that hold a resource, or else would bring it, and what they lack."""
        holding = [step for step in self.count if net_before(self.program, step).get(resource, 0) > 0]
        bringing = [step for step in self.count if net_from(self.program, step).get(resource, 0) < 0]
        steps = holding or bringing
        lacks = Counter[int]()
        for step in steps:
            for lacked in self.lacks(step):
                if lacked != resource:
                    lacks[lacked] += self.count[step]
        if not lacks:
            return None
        lack = lacks.most_common(1)[0][0]
        return self._link([step for step in steps if lack in self.lacks(step)], lack, resource, brings=not holding)

    def _link(self, steps: list[int], lacks: int, holds: int, brings: bool) -> Link | None:
        if not steps:
            return None
        most = max(steps, key=lambda step: self.count[step])
        trains = sum(self.count[step] for step in steps)
        return Link(trains, self.first[most], self.legend.steps[most], lacks, holds, brings)

    def lacks(self, step: int) -> list[int]:
        """What a step lacks after everything that has started has ended."""
        takes = range(*self.program.take_first[[step, step + 1]].tolist())
        pairs = [(int(self.program.take_resource[take]), int(self.program.take_units[take])) for take in takes]
        return [resource for resource, units in pairs if self.free[resource] < units]


@dataclass(frozen=True, eq=False)
class _Words:
    """Describes a circle of waiting in words."""

    program: Program
    legend: Legend
    stages: Sequence[Stage] | None
    shares: Mapping[Stage, str]
    gridlock: Gridlock

    def advice(self, chain: list[Link]) -> Advice:
        """The circle in a sentence or two, and the rule that prevents it."""
        closed = chain[0].holds == chain[-1].lacks
        if not closed:
            return self._unbrought(chain)
        why = "; ".join(full(self.program, self.legend, link) for link in chain)
        why = f"{why[0].upper()}{why[1:]}. Each waits for another, so none of them will ever move."
        yard = self._yard(chain)
        if yard is None:
            name = self.legend.resources[chain[0].lacks]
            return Advice(why, f"To prevent it, take {name} together with what is held meanwhile.", self._keys(chain))
        rule = self._keep_free(yard, chain)
        keys = self._keys([*(link for link in chain if link.lacks == yard.holds), *chain])
        return Advice(why, rule, (KEEP_FREE, *keys) if keys else ())

    def _yard(self, chain: list[Link]) -> Link | None:
        """The link that holds a yard: tracks, by their stage, or, if stages are unknown, the resource with most
        units."""
        holding = [link for link in chain if not link.brings]
        if self.stages is not None:
            holding = [link for link in holding if self.stages[link.holds].kind is TRACKS]
        return max(holding, key=lambda link: int(self.program.capacity[link.holds]), default=None)

    def _keep_free(self, yard: Link, chain: list[Link]) -> str:
        name, wants = self.legend.resources[yard.holds], self.legend.resources[yard.lacks]
        units = int(self.program.capacity[yard.holds])
        comers = next((link for link in chain if link.lacks == yard.holds), None)
        who = f"those that bring {wants}" if comers and comers.brings else f"those that hold {wants}"
        if units < 2:
            return f"To prevent it, add a second unit of {name} and keep one of them free for {who}."
        return (
            f"To prevent it, keep 1 of the {units} units of {name} free for {who}, "
            f"that is, let at most {units - 1} trains that wait for {wants} stand there."
        )

    def _keys(self, chain: list[Link]) -> tuple[str, ...]:
        if self.stages is None:
            return ()
        stages = [self.stages[link.lacks] for link in chain]
        shares = [self.shares[stage] for stage in stages if stage in self.shares]
        return tuple(dict.fromkeys([*shares, *(stage.key for stage in stages if stage.key)]))

    def _unbrought(self, chain: list[Link]) -> Advice:
        """Trains wait for something that no remaining train will bring."""
        last = chain[-1]
        name = self.legend.resources[last.lacks]
        links = [full(self.program, self.legend, link) for link in chain]
        brings = bool(np.any(self.program.put_resource == last.lacks))
        nobody = "no remaining train brings enough" if brings else f"no train of this program brings {name}"
        why = f"{'; '.join(links)}, and {nobody}."
        return Advice(why, f"To prevent it, let more {name} arrive, or fewer trains take it.", self._keys(chain))


def full(program: Program, legend: Legend, link: Link) -> str:
    """One link in words: what is held, by how many trains, and what they wait for."""
    many = f"{link.trains} trains" if link.trains > 1 else "1 train"
    verb = "" if link.trains > 1 else "s"
    waits = f'wait{verb} for {legend.resources[link.lacks]} to "{link.step}" (such as {link.first})'
    if link.holds < 0:
        return f"{many} {waits}"
    held, units = legend.resources[link.holds], int(program.capacity[link.holds])
    if link.brings:
        return f"{held} would be brought by {many} that {waits}"
    if link.trains < units:
        return f"all {units} units of {held} are taken, and {many} there {waits}"
    all_of_it = f"all {units} units of {held} are" if units > 1 else f"{held} is"
    return f"{all_of_it} held by {many} that {waits}"
