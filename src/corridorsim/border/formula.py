"""A crossing's stages by formula: what each could carry by itself, and how long trains would wait for it.

Only the plan is used: how long unhindered trains hold each resource, how many trains are due per day, how regularly
they arrive, and what is open. The resource that carries least determines its stage. If the plan does not determine how
long something is held, there is no formula, and the table says why.
"""

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, HOUR, Flags, Floats, Ints
from corridorsim.border.formula_waits import waits_by_formula
from corridorsim.formulas.border import share_alike, use
from corridorsim.itineraries import Plan
from corridorsim.itineraries.stages import StageKind
from corridorsim.measures.border.crossing_stages import CrossingStages
from corridorsim.measures.occupation.availability import Availability, measure_availability
from corridorsim.measures.occupation.gates import Gates, behind_gates, measure_gates
from corridorsim.measures.occupation.unhindered import Unhindered, measure_unhindered
from corridorsim.measures.tables import Table

LINE = "see corridorsim capacity"
OTHERS = "other trains put it back, at a time that the plan does not determine"
NOBODY = "no due train holds it for any time"


def formula_table(plan: Plan, crossing_stages: CrossingStages, day: int | None = None) -> Table:
    """A row for each direction and stage, in the order of the simulated stages; without a formula NaN, and the reason.

    Limits that change by date are those of a day, or the means of the window.
    """
    itinerary = plan.program.train_itinerary
    others = 2 * len(crossing_stages.routes)  # the group of all trains that carry nothing over this border
    over = (crossing_stages.crosses[itinerary] < 0).astype(np.int64)
    group = np.where(crossing_stages.carries[itinerary], 2 * crossing_stages.route[itinerary] + over, others)
    resources = np.flatnonzero(np.isin(plan.layout.resources.stage, crossing_stages.met))
    unhindered = measure_unhindered(plan, group, others + 1, resources)
    gates = measure_gates(plan, resources, unhindered.held)
    availability = behind_gates(measure_availability(plan, resources, day), gates)
    capacity = capacities(unhindered, availability)
    wait, loaded = waits_by_formula(plan, unhindered, availability)
    row = np.array([2 * route + onward for route, _, onward in crossing_stages.rows])
    column, why = _speakers(plan, crossing_stages, resources, gates, unhindered, capacity)
    known = why == ""
    own_stage = plan.layout.resources.stage[resources[column]] == [stage for _, stage, _ in crossing_stages.rows]
    with_gate = (gates.gate[column] >= 0) & own_stage  # one queue: its wait is shown at the gate

    def told(values: Floats) -> Floats:
        return np.where(known, values, np.nan)

    due = _due(plan, group, others)[row]
    share = unhindered.rate[row, column] / due
    with np.errstate(divide="ignore", invalid="ignore"):
        trains = told(capacity[row, column] / share)  # number of the direction's trains that bring so many to the stage
    net, teu = (_mean_load(plan, group, others, name)[row] for name in ("net", "teu"))
    mean, square, units = (values[row, column] for values in (unhindered.mean, unhindered.square, unhindered.units))
    variation = np.sqrt(np.maximum(square - mean**2, 0)) / np.maximum(mean, 1e-9)
    names = np.array([str(plan.legend.resources[resource]) for resource in resources[column]])
    return {
        "resource": np.where(known, names, ""),
        "no_formula": why,
        "servers": told((availability.units * availability.share)[column] / np.maximum(units, 1)),
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


def capacities(unhindered: Unhindered, availability: Availability) -> Floats:
    """(groups, resources): trains of a group that each resource carries a day beside the other groups.

    No group uses more anywhere than its own limiting resource lets through.
    """
    there = availability.units * availability.share
    work = unhindered.rate * unhindered.mean
    use_alone = np.where(unhindered.known, use(unhindered.rate / DAY, unhindered.mean, there), 0.0)
    asked = work / np.maximum(use_alone.max(axis=1, initial=1), 1)[:, np.newaxis]
    return share_alike(there, unhindered.mean, asked, asked.sum(axis=0) - asked)


def _speakers(
    plan: Plan, crossing_stages: CrossingStages, resources: Ints, gates: Gates, unhindered: Unhindered, capacity: Floats
) -> tuple[Ints, npt.NDArray[np.str_]]:
    """Per row of the crossing's stages, the column that determines it and, if there is none, the reason."""
    column, why = [], []
    for route, stage, onward in crossing_stages.rows:
        group, own = 2 * route + onward, _speaks(plan, resources, gates, stage)
        column.append(_least(capacity[group], unhindered.mean[group], own))
        why.append(_why_not(plan.layout.stages[stage].kind, unhindered, group, own))
    return np.array(column, np.int64), np.array(why, np.str_)


def _speaks(plan: Plan, resources: Ints, gates: Gates, stage: int) -> Flags:
    """Columns of the resources of a stage; for a gate, those of the resources behind it."""
    own = plan.layout.resources.stage[resources] == stage
    behind: Flags = np.isin(gates.gate, np.flatnonzero(own))
    return behind if behind.any() else own


def _why_not(kind: StageKind, unhindered: Unhindered, group: int, own: Flags) -> str:
    """Why a stage has no formula for a group of trains; empty where it has one."""
    if not kind.has_formula:
        return LINE
    if not unhindered.known[own].all():
        return OTHERS
    return "" if np.any(own & (unhindered.mean[group] > 0)) else NOBODY


def _least(capacity: Floats, work: Floats, own: Flags) -> int:
    """Column of the resource of a stage that carries least of a direction; any if none is held."""
    columns = np.flatnonzero(own & (work > 0))
    return int(columns[np.argmin(capacity[columns])]) if len(columns) else 0


def _due(plan: Plan, group: Ints, others: int) -> Floats:
    """Trains of each group that are due per day in the window; at least one in the run, so that shares are defined."""
    due = plan.program.train_ready >= plan.layout.warm_up
    days = (plan.program.until - plan.layout.warm_up) / DAY
    return np.maximum(np.bincount(group[due], minlength=others + 1), 1) / days


def _mean_load(plan: Plan, group: Ints, others: int, name: str) -> Floats:
    """Per group, the mean net tonnes or TEU of its trains."""
    load = np.array([getattr(stream, name) for stream in plan.streams])[plan.train_stream]
    count = np.bincount(group, minlength=others + 1)
    return np.bincount(group, load, others + 1) / np.maximum(count, 1)
