"""How long a train would wait for each resource of a crossing if all trains arrived when they are due."""

import numpy as np

from corridorsim.arrays import DAY, Floats
from corridorsim.formulas.border import mean_wait, use, wait_in_shifts
from corridorsim.itineraries import Plan
from corridorsim.measures.occupation.availability import Availability, Hours
from corridorsim.measures.occupation.unhindered import Unhindered, arrival_variation


def waits_by_formula(plan: Plan, unhindered: Unhindered, availability: Availability) -> tuple[Floats, Floats]:
    """Per resource, seconds that a train would wait for it; and its use.

    NaN if its hours have no formula, or if it is held longer than known.

    A server is as many units as the mean train takes at once. If a resource is partly closed at times, the wait for
    each number of units is that of a constant number, for its part of the time; a complete closing has a cycle.
    """
    rate = unhindered.rate.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        units = (unhindered.rate * unhindered.units).sum(axis=0) / rate
        held = (unhindered.rate * unhindered.mean).sum(axis=0) / rate
        spread = (unhindered.rate * unhindered.square).sum(axis=0) / rate / held**2 - 1
    units = np.maximum(np.nan_to_num(units, nan=1.0), 1)
    work, spread = np.nan_to_num(held / units), np.nan_to_num(np.maximum(spread, 0))
    come = np.nan_to_num(arrival_variation(plan, unhindered), nan=1.0)
    used = use(rate / DAY, work, np.maximum(availability.units / units, 1e-9), np.maximum(availability.share, 1e-9))
    waits = [
        np.inf if full >= 1 else _wait(hours, size, *one)
        for hours, size, full, *one in zip(availability.hours, units, used, rate / DAY, work, come, spread, strict=True)
    ]
    return np.where(unhindered.at_least, np.nan, waits), used


def _wait(hours: Hours, size: float, rate: float, work: float, come: float, spread: float) -> float:
    """Seconds of a train's wait, if what is open suffices."""
    some = hours.units > 0
    servers = np.maximum(np.round(hours.units[some] / size), 1)
    if not hours.closed:
        wait = float(mean_wait(rate, work, servers, come, spread) @ hours.share[some])
    elif some.sum() == 1:
        open_time = (1 - hours.closed) * hours.cycle
        wait = float(wait_in_shifts(rate, work, servers, open_time, come, spread, hours.cycle)[0])
    else:
        wait = np.nan
    return wait if np.isfinite(wait) else np.nan  # with the least open number alone the queue grows: no number
