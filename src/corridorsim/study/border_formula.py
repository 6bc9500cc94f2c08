"""A crossing's stages by formula: what each could carry by itself, and how long trains would wait for it alone.

All it needs is the plan: how long trains hold each resource when nothing makes them wait, how many are due a day, how
evenly they come, and what is open. Of a stage's resources the one that carries least speaks for it. Where the plan does
not tell how long something is held, nothing is said, and why.
"""

import numpy as np
import numpy.typing as npt

from corridorsim.capacity.border import share_alike, use
from corridorsim.itineraries import Plan
from corridorsim.itineraries.stages import StageKind
from corridorsim.measures.alone import Alone, measure_alone
from corridorsim.measures.chain import Chain
from corridorsim.measures.columns import DAY, HOUR, Flags, Floats, Ints
from corridorsim.measures.gates import Gates, behind_gates, measure_gates
from corridorsim.measures.opening import Opening, measure_opening
from corridorsim.measures.stages import Table
from corridorsim.study.border_waits import waits_by_formula

LINE = "see corridorsim capacity"
OTHERS = "other trains give it back, and when they do is not told by the plan"
NOBODY = "no train that is due holds it for any time"


def formula_table(plan: Plan, chain: Chain, day: int | None = None) -> Table:
    """A row for each direction and stage, in the order of the stages as simulated; NaN, and why, without a formula.

    Limits that change by date are those of a day, or the window's mean ones.
    """
    itinerary = plan.program.train_itinerary
    others = 2 * len(chain.routes)  # the group of all trains that carry nothing over this border
    over = (chain.crosses[itinerary] < 0).astype(np.int64)
    group = np.where(chain.carries[itinerary], 2 * chain.route[itinerary] + over, others)
    resources = np.flatnonzero(np.isin(plan.layout.resources.stage, chain.met))
    alone = measure_alone(plan, group, others + 1, resources)
    gates = measure_gates(plan, resources, alone.held)
    opening = behind_gates(measure_opening(plan, resources, day), gates)
    capacity = capacities(alone, opening)
    wait, loaded = waits_by_formula(plan, alone, opening)
    row = np.array([2 * route + onward for route, _, onward in chain.rows])
    column, why = _speakers(plan, chain, resources, gates, alone, capacity)
    known = why == ""
    own_stage = plan.layout.resources.stage[resources[column]] == [stage for _, stage, _ in chain.rows]
    with_gate = (gates.gate[column] >= 0) & own_stage  # it is one queue: its wait is told of the gate

    def told(values: Floats) -> Floats:
        return np.where(known, values, np.nan)

    due = _due(plan, group, others)[row]
    share = alone.rate[row, column] / due
    with np.errstate(divide="ignore", invalid="ignore"):
        trains = told(capacity[row, column] / share)  # as many of the direction's trains as bring so many to the stage
    net, teu = (_mean_load(plan, group, others, name)[row] for name in ("net", "teu"))
    mean, square, units = (values[row, column] for values in (alone.mean, alone.square, alone.units))
    variation = np.sqrt(np.maximum(square - mean**2, 0)) / np.maximum(mean, 1e-9)
    names = np.array([str(plan.legend.resources[resource]) for resource in resources[column]])
    return {
        "resource": np.where(known, names, ""),
        "no_formula": why,
        "servers": told((opening.units * opening.share)[column] / np.maximum(units, 1)),
        "servers_a_train": told(units),
        "work_mean_h": told(mean / np.maximum(units, 1) / HOUR),
        "work_variation": told(variation),
        "due_trains_per_day": due,
        "capacity_trains_per_day": trains,
        "capacity_net_t_per_day": trains * net,
        "capacity_teu_per_day": trains * teu,
        "use_by_formula_share": told(loaded[column]),
        "waiting_by_formula_h": told(np.where(with_gate, np.nan, wait[column] / HOUR)),
    }


def capacities(alone: Alone, opening: Opening) -> Floats:
    """(groups, resources): trains of a group that each resource carries a day beside what the others ask of it.

    No group asks for more anywhere than what carries least of it lets through.
    """
    there = opening.units * opening.share
    work = alone.rate * alone.mean
    use_alone = np.where(alone.known, use(alone.rate / DAY, alone.mean, there), 0.0)
    asked = work / np.maximum(use_alone.max(axis=1, initial=1), 1)[:, np.newaxis]
    return share_alike(there, alone.mean, asked, asked.sum(axis=0) - asked)


def _speakers(
    plan: Plan, chain: Chain, resources: Ints, gates: Gates, alone: Alone, capacity: Floats
) -> tuple[Ints, npt.NDArray[np.str_]]:
    """Per row of the chain, the column that speaks for its stage, and why it says nothing, if it does not."""
    column, why = [], []
    for route, stage, onward in chain.rows:
        group, own = 2 * route + onward, _speaks(plan, resources, gates, stage)
        column.append(_least(capacity[group], alone.mean[group], own))
        why.append(_why_not(plan.layout.stages[stage].kind, alone, group, own))
    return np.array(column, np.int64), np.array(why, np.str_)


def _speaks(plan: Plan, resources: Ints, gates: Gates, stage: int) -> Flags:
    """Columns of the resources of a stage; of a gate, those of what it keeps trains from."""
    own = plan.layout.resources.stage[resources] == stage
    behind: Flags = np.isin(gates.gate, np.flatnonzero(own))
    return behind if behind.any() else own


def _why_not(kind: StageKind, alone: Alone, group: int, own: Flags) -> str:
    """Why a stage has no formula for a group of trains; empty where it has one."""
    if not kind.has_formula:
        return LINE
    if not alone.known[own].all():
        return OTHERS
    return "" if np.any(own & (alone.mean[group] > 0)) else NOBODY


def _least(capacity: Floats, work: Floats, own: Flags) -> int:
    """Column of the resource of a stage that carries least of a direction; any where none is held."""
    columns = np.flatnonzero(own & (work > 0))
    return int(columns[np.argmin(capacity[columns])]) if len(columns) else 0


def _due(plan: Plan, group: Ints, others: int) -> Floats:
    """Trains of each group that are due a day in the window; at least one in the run, so that shares are shares."""
    due = plan.program.train_ready >= plan.layout.warm_up
    days = (plan.program.until - plan.layout.warm_up) / DAY
    return np.maximum(np.bincount(group[due], minlength=others + 1), 1) / days


def _mean_load(plan: Plan, group: Ints, others: int, name: str) -> Floats:
    """Per group, the mean net tonnes or TEU of its trains."""
    load = np.array([getattr(stream, name) for stream in plan.streams])[plan.train_stream]
    count = np.bincount(group, minlength=others + 1)
    return np.bincount(group, load, others + 1) / np.maximum(count, 1)
