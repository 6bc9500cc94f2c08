"""The plan of a replication in which goods may give up: without the trains that do, as the kernel finds them."""

from dataclasses import dataclass, replace

import numpy as np

from corridorsim.arrays import Flags
from corridorsim.engine import TrainPatience, run_patient
from corridorsim.itineraries import GaveUp, Plan, TrainNames
from corridorsim.operations import NEVER
from corridorsim.planning.blueprint import Blueprint
from corridorsim.planning.demand.group import Group, numbers_in_flows
from corridorsim.planning.demand.needed import without_needless
from corridorsim.planning.track.restrictions import dates_of


@dataclass(frozen=True, eq=False)
class Impatience:
    """When the trains of a plan give up, and for whose goods there is another way."""

    trains: TrainPatience
    another_way: Flags  # per stream, whether the goods of a train that gives up go by another way


def impatience(groups: list[Group], until: int) -> Impatience | None:
    """When the trains of all groups give up, and which trains appear then; None if all wait without limit."""
    if all(group.gives_up is None for group in groups):
        return None
    first = np.concatenate(([0], np.cumsum([len(group.ready) for group in groups])))
    gives_up, instead = np.full((2, first[-1]), NEVER, np.int32)
    row = {group.stream: int(begin) for group, begin in zip(groups, first, strict=False)}
    for group, begin in zip(groups, first.tolist(), strict=False):
        own = slice(begin, begin + len(group.ready))
        if group.gives_up is not None:
            gives_up[own] = np.minimum(group.gives_up, until)
        if group.instead_of is not None:
            stream, which = group.instead_of
            instead[row[stream] + which] = np.arange(own.start, own.stop)
    return Impatience(TrainPatience(gives_up, instead), np.array([group.another_way for group in groups], bool))


def given_way(plan: Plan, impatience: Impatience, blueprint: Blueprint) -> Plan:
    """The plan without the trains that gave up and with those by another crossing, as the kernel found them."""
    kept = run_patient(plan.program, impatience.trains, dates_of(blueprint.slow) if blueprint.slow else None)
    kept = without_needless(kept, plan.layout.itineraries, blueprint.traffic.onward)
    stream = plan.train_stream[kept.trains]
    number = numbers_in_flows(plan.streams, stream, kept.program.train_ready)
    names = TrainNames(tuple(each.flow for each in plan.streams), stream, number)
    rows = kept.gave_up
    gave_up = GaveUp(
        plan.train_stream[rows],
        plan.program.train_ready[rows],
        impatience.trains.gives_up[rows],
        impatience.another_way[plan.train_stream[rows]],
        plan.train_stream,
        kept.trains,
    )
    legend = replace(plan.legend, trains=names)
    return Plan(kept.program, plan.layout, legend, plan.streams, stream, number, kept.outcome, gave_up)
