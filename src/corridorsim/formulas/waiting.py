"""How long trains wait at meets and at the entry, over the load: queueing estimates.

A section is a server. A train occupies it against the next one for the least headway of the pair: of two followers the
following interval, of two opposing trains the run and the station interval, since the section must turn round. Trains
that arrive at random wait for what they find (Pollaczek and Khinchine, by type of the train found); the wait grows
without end as the load nears 1. Where trains enter the line they wait for every type. Further on followers come spaced
by the sections behind, and mostly opposing trains make them wait: those waits are meets.

Valid for trains that come at random, first come first served, loops that are never full. Exact for low loads; at high
loads the trains of a line come more regularly than at random and the estimate is too high (docs/line-capacity.md has
how much). A planned timetable waits less, a line whose loops fill up waits more.

Rates are trains a second, times seconds, a variation is standard deviation over mean. Leading axes broadcast.

Sources: Kleinrock, Queueing Systems I (1975), 5.6 (M/G/1); Krämer and Langenbach-Belz (1976) with Allen and Cunneen for
arrivals that are not random; Wakob (1985) for the headways of mixed trains as service times; Petersen, Transportation
Science 8 (1974) 65-74, for times over single track at low load; see also Greenberg, Leachman and Wolff, Transportation
Science 22 (1988) 31-38. What followers wait for further on follows from their spacing (docs/line-capacity.md).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Floats, floats
from corridorsim.errors import CorridorError

HALVINGS = 50  # of the interval of loads: 1e-15 remains


class ServiceTime(NamedTuple):
    """Time for which a train occupies a section against the next."""

    mean: Floats
    variation: Floats


def mixed_service(headways: npt.ArrayLike, share: npt.ArrayLike) -> ServiceTime:
    """Service of a section where types follow each other at random.

    ``headways`` [..., type ahead, type behind], ``share`` [..., type] sums to 1.
    """
    least, part = floats(headways), floats(share)
    together = part[..., :, None] * part[..., None, :]
    mean = (together * least).sum(axis=(-2, -1))
    spread = (together * (least - mean[..., None, None]) ** 2).sum(axis=(-2, -1))
    return ServiceTime(mean, np.sqrt(spread) / mean)


def server_wait(
    load: npt.ArrayLike, service: npt.ArrayLike, arrival_variation: npt.ArrayLike, service_variation: npt.ArrayLike
) -> Floats:
    """Mean wait before one server; infinite from a load of 1 on.

    Exact for random arrivals (variation 1) and any service: M/M/1 with service variation 1, M/D/1 with 0. For other
    arrivals the formula of Allen and Cunneen with the correction of Krämer and Langenbach-Belz.
    """
    rho, mean = floats(load), floats(service)
    arrivals, served = floats(arrival_variation) ** 2, floats(service_variation) ** 2
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        smooth = np.exp(-2 / 3 * (1 - rho) / rho * (1 - arrivals) ** 2 / (arrivals + served))
        bunched = np.exp(-(1 - rho) * (arrivals - 1) / (arrivals + 4 * served))
        wait = rho / (1 - rho) * mean * (arrivals + served) / 2 * np.where(arrivals < 1, smooth, bunched)
    still = (rho <= 0) | (arrivals + served == 0)
    return np.where(rho >= 1, np.inf, np.where(still, 0.0, wait))


def section_load(rates: npt.ArrayLike, headways: npt.ArrayLike) -> Floats:
    """Load of each section, first come first served: total rate times the mean headway of what follows at random.

    ``rates`` [..., type], ``headways`` [..., type ahead, type behind, section]; the result is [..., section].
    """
    rate = floats(rates)
    total = rate.sum(axis=-1, keepdims=True)
    share = np.divide(rate, total, out=np.zeros_like(rate), where=total > 0)
    return floats(np.einsum("...i,...j,...ijs->...s", rate, share, floats(headways)))


def section_wait(rates: npt.ArrayLike, headways: npt.ArrayLike, restart: npt.ArrayLike = 0.0) -> Floats:
    """Mean wait of each type for each section, [..., type, section]; infinite where the load reaches 1.

    A train that finds type i waits for what is left of the headway behind i, and then loses ``restart`` (seconds of
    stopping and starting, [..., type, section]).
    """
    least = floats(headways)
    return _wait(rates, section_load(rates, least), least**2, least, restart)


def _wait(
    rates: npt.ArrayLike, section_loads: Floats, squares: Floats, found: Floats, restart: npt.ArrayLike
) -> Floats:
    """Mean wait from the squares of the headways that are waited for, and the time in which a train finds them."""
    rate, load = floats(rates), section_loads[..., None, :]
    left = np.einsum("...i,...ijs->...js", rate, squares) / 2
    held = np.minimum(np.einsum("...i,...ijs->...js", rate, found), 1.0)
    room = np.where(load < 1, 1 - load, 1.0)
    return np.where(load < 1, left / room + held * floats(restart), np.inf)


class LineWait(NamedTuple):
    """Mean waits of one train of each type on its way over the line, seconds."""

    entry: Floats  # for the first section of its way [..., type]
    stations: Floats  # at the stations after it: for opposing trains, and behind others for slower sections [..., type]


def line_wait(
    rates: npt.ArrayLike, headways: npt.ArrayLike, forward: npt.ArrayLike, restart: npt.ArrayLike = 0.0
) -> LineWait:
    """Waiting at the entry and at stations along a line; ``forward`` says of each type whether it runs forward.

    Opposing trains are waited for at every section. A follower comes spaced by the sections behind it, so at each
    section it waits only for what the headway there exceeds the longest so far. On double track give each direction on
    its own. Arrays as in ``section_wait``.
    """
    least, runs_forward = floats(headways), np.asarray(forward, bool)
    opposing = (runs_forward[:, None] != runs_forward[None, :])[:, :, None]
    spaced = np.where(opposing, 0.0, _longest_before(least, runs_forward))
    found = np.where(least > spaced, least, 0.0)
    wait = _wait(rates, section_load(rates, least), np.maximum(least**2 - spaced**2, 0.0), found, restart)
    first = np.where(runs_forward, 0, wait.shape[-1] - 1)[:, None]
    at_entry = np.arange(wait.shape[-1]) == first
    return LineWait(np.where(at_entry, wait, 0.0).sum(axis=-1), np.where(at_entry, 0.0, wait).sum(axis=-1))


def _longest_before(least: Floats, forward: npt.NDArray[np.bool_]) -> Floats:
    """The longest headway of the sections that the train behind has come over before each, 0 at its entry."""
    nothing = np.zeros((*least.shape[:-1], 1))
    ahead = np.maximum.accumulate(np.concatenate((nothing, least[..., :-1]), axis=-1), axis=-1)
    back = np.maximum.accumulate(np.concatenate((nothing, least[..., :0:-1]), axis=-1), axis=-1)[..., ::-1]
    return np.where(forward[:, None], ahead, back)


def transit_times(free: npt.ArrayLike, rates: npt.ArrayLike, delay: npt.ArrayLike) -> Floats:
    """Times over a single-track line at low load, meets included (Petersen 1974); shape [..., type].

    Type i meets rate_j (t_i + t_j) trains of type j and loses ``delay[i, j]`` seconds at each: longer ways meet more
    trains, so the times are the solution of linear equations. ``delay`` is 0 for types of one direction. CorridorError
    where meets take all time there is. It knows no queue: it ends at a higher load than the line carries.
    """
    alone, lost = floats(free), floats(delay) * floats(rates)[..., None, :]
    matrix = np.eye(alone.shape[-1]) * (1 - lost.sum(axis=-1)[..., None]) - lost
    if not (np.linalg.eigvals(matrix).real > 0).all():
        raise CorridorError("trains meet more often than they can run on: this formula holds at low load only")
    return floats(np.linalg.solve(matrix, alone[..., None])[..., 0])


def greatest_load(wait: Callable[[Floats], Floats], limit: npt.ArrayLike) -> Floats:
    """The load from 0 to 1 up to which a wait that grows with it stays within a limit; one for each limit."""
    most = floats(limit)
    low, high = np.zeros(most.shape), np.ones(most.shape)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        within = wait(middle) <= most
        low, high = np.where(within, middle, low), np.where(within, high, middle)
    return low
