"""A crossing's stages by formula: what each could carry by itself, and how long trains would wait for it alone.

All it needs is the plan: how long trains hold each resource when nothing makes them wait, how many are due a day, how
evenly they come, and what is open. Of a stage's resources the one that carries least speaks for it. Where the plan does
not tell how long something is held, nothing is said, and why.
"""

import numpy as np

from corridorsim.capacity.border import mean_wait, share_alike, use, wait_in_shifts
from corridorsim.itineraries import Plan
from corridorsim.measures.alone import Alone, Day, Opening, arrival_variation, measure_alone, measure_opening
from corridorsim.measures.chain import Chain
from corridorsim.measures.columns import DAY, HOUR, Floats, Ints
from corridorsim.measures.stages import Table

NO_FORMULA = ("section", "throat", "arrivals", "long train")  # the line beyond: it has formulas of its own
LINE = "see corridorsim capacity"
OTHERS = "other trains give it back, and when they do is not told by the plan"
NOBODY = "no train that is due holds it for any time"
WHOLE_DAY = 0.999


def formula_table(plan: Plan, chain: Chain, day: Day | None = None) -> Table:
    """A row for each direction and stage, in the order of the stages as simulated; NaN, and why, without a formula.

    Limits that change by date are those of a day, or the window's mean ones.
    """
    itinerary = plan.program.train_itinerary
    others = 2 * len(chain.routes)  # the group of all trains that carry nothing over this border
    over = (chain.crosses[itinerary] < 0).astype(np.int64)
    group = np.where(chain.carries[itinerary], 2 * chain.route[itinerary] + over, others)
    resources = np.flatnonzero(np.isin(plan.resources.stage, chain.met))
    alone, opening = measure_alone(plan, group, others + 1, resources), measure_opening(plan, resources, day)
    capacity = capacities(alone, opening)
    wait, loaded = waits_by_formula(plan, alone, opening)
    row = np.array([2 * route + onward for route, _, onward in chain.rows])
    why = [_why_not(plan, resources, alone, own, stage) for own, (_, stage, _) in zip(row, chain.rows, strict=True)]
    column = np.array([
        _least(plan, resources, capacity[own], alone.mean[own], stage)
        for own, (_, stage, _) in zip(row, chain.rows, strict=True)
    ])  # fmt: skip
    known = np.array([not each for each in why])

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
        "no_formula": np.array(why),
        "servers": told((opening.units * opening.share)[column]),
        "servers_a_train": told(units),
        "work_mean_h": told(mean / np.maximum(units, 1) / HOUR),
        "work_variation": told(variation),
        "due_trains_per_day": due,
        "capacity_trains_per_day": trains,
        "capacity_net_t_per_day": trains * net,
        "capacity_teu_per_day": trains * teu,
        "use_by_formula_share": told(loaded[column]),
        "waiting_by_formula_h": told(wait[column] / HOUR),
    }


def capacities(alone: Alone, opening: Opening) -> Floats:
    """(groups, resources): trains of a group that each resource carries a day beside what the others ask of it."""
    asked = alone.rate * alone.mean
    return share_alike(usable(alone, opening) * opening.share, alone.mean, asked, asked.sum(axis=0) - asked)


def usable(alone: Alone, opening: Opening) -> Floats:
    """Per resource, open units, less those too few for one more train where all trains take the same number."""
    lot = np.where(alone.alike, alone.units.max(axis=0), 1)
    return np.where(lot > 1, np.floor(opening.units / np.maximum(lot, 1) + 1e-9) * lot, opening.units)


def waits_by_formula(plan: Plan, alone: Alone, opening: Opening) -> tuple[Floats, Floats]:
    """Per resource, seconds that a train would wait for it if all trains came to it as they are due; and its use.

    A server is as many units as the mean train takes at once.
    """
    rate = alone.rate.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        units = (alone.rate * alone.units).sum(axis=0) / rate
        held = (alone.rate * alone.mean).sum(axis=0) / rate
        spread = (alone.rate * alone.square).sum(axis=0) / rate / held**2 - 1
    units = np.maximum(np.nan_to_num(units, nan=1.0), 1)
    work, spread = np.nan_to_num(held / units), np.nan_to_num(np.maximum(spread, 0))
    there = usable(alone, opening) / units
    servers = np.maximum(np.round(there), 1)
    come = np.nan_to_num(arrival_variation(plan, alone), nan=1.0)
    always = opening.share >= WHOLE_DAY
    hours = np.maximum(opening.share, 1e-9) * DAY
    wait = np.where(
        always,
        mean_wait(rate / DAY, work, servers, come, spread),
        wait_in_shifts(rate / DAY, work, servers, hours, come, spread),
    )
    return wait, use(rate / DAY, work, np.maximum(there, 1e-9), np.maximum(opening.share, 1e-9))


def _why_not(plan: Plan, resources: Ints, alone: Alone, group: int, stage: int) -> str:
    """Why a stage has no formula for a group of trains; empty where it has one."""
    if plan.stages[stage].kind in NO_FORMULA:
        return LINE
    own = plan.resources.stage[resources] == stage
    if not alone.known[own].all():
        return OTHERS
    return "" if np.any(own & (alone.mean[group] > 0)) else NOBODY


def _least(plan: Plan, resources: Ints, capacity: Floats, work: Floats, stage: int) -> int:
    """Column of the resource of a stage that carries least of a direction; any where none is held."""
    columns = np.flatnonzero((plan.resources.stage[resources] == stage) & (work > 0))
    return int(columns[np.argmin(capacity[columns])]) if len(columns) else 0


def _due(plan: Plan, group: Ints, others: int) -> Floats:
    """Trains of each group that are due a day in the window; at least one in the run, so that shares are shares."""
    due = plan.program.train_ready >= plan.warm_up
    days = (plan.program.until - plan.warm_up) / DAY
    return np.maximum(np.bincount(group[due], minlength=others + 1), 1) / days


def _mean_load(plan: Plan, group: Ints, others: int, name: str) -> Floats:
    """Per group, the mean net tonnes or TEU of its trains."""
    load = np.array([getattr(stream, name) for stream in plan.streams])[plan.train_stream]
    count = np.bincount(group, minlength=others + 1)
    return np.bincount(group, load, others + 1) / np.maximum(count, 1)
