"""A stage of a border crossing as a queue: how many trains it carries a day, and how long a train waits for it.

A stage has some equal servers (tracks, lanes, fronts, gangs; the units of an agreed number, each busy for the 24 hours
until it comes back) and works on each train for a time that varies. All functions take arrays that broadcast, so that
one call serves many stages and cases. Times are seconds, rates trains a second unless a name says otherwise; variations
are squared coefficients of variation (0 for what never varies, 1 for random arrivals).

Sources: L. Kleinrock, Queueing Systems I (1975), for M/M/c; A. O. Allen, Probability, Statistics and Queueing Theory
(1978), for the G/G/c formula of Allen and Cunneen, exact for M/M/c and M/G/1; F. V. Webster, Traffic Signal Settings
(1958), for the wait at a server that is open for a part of each cycle.
"""

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats, floats


def trains_a_day(servers: npt.ArrayLike, work: npt.ArrayLike, others: npt.ArrayLike = 0.0) -> Floats:
    """Trains a day that a stage carries: its server-seconds, less what other trains take of them, over a train's work.

    ``servers`` is the mean number that are open, so closed hours count; ``others`` is in server-seconds a day. Without
    work there is no limit (infinity).
    """
    left = np.maximum(floats(servers) * DAY - floats(others), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return floats(np.where(floats(work) > 0, left / floats(work), np.inf))


def share_alike(servers: npt.ArrayLike, work: npt.ArrayLike, asked: npt.ArrayLike, others: npt.ArrayLike) -> Floats:
    """Trains a day that a stage carries of some trains beside others; ``asked`` and ``others`` in server-seconds a day.

    While the stage suffices for all, what others ask is theirs and the rest is left. Where it does not, all get the
    same share of what they ask, as they do where who comes first is served first. Both are the same at the limit.
    """
    servers, asked, others = floats(servers), floats(asked), floats(others)
    there = servers * DAY
    left = np.maximum(there - others, there * asked / np.maximum(asked + others, 1e-9))
    return trains_a_day(left / DAY, work)


def use(rate: npt.ArrayLike, work: npt.ArrayLike, servers: npt.ArrayLike, open_share: npt.ArrayLike = 1.0) -> Floats:
    """Share of the open server time that is worked; at 1 and above the queue grows without end."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = floats(rate) * floats(work) / (floats(servers) * floats(open_share))
    return floats(np.where(floats(rate) * floats(work) > 0, share, 0.0))


def open_behind_a_gate(gate_open: npt.ArrayLike, cycle: npt.ArrayLike, held: npt.ArrayLike) -> Floats:
    """Greatest share of time for which a thing can be held if it is taken only while a gate is open; 1 if held long.

    The gate is open for a share of each ``cycle``. While it is, a thing held for so long can be taken as often as it
    has come back, and what has begun is finished: each opening counts as whole turns. Without a cycle (NaN) the share.
    """
    gate_open, cycle, held = floats(gate_open), floats(cycle), floats(held)
    with np.errstate(divide="ignore", invalid="ignore"):
        turns = np.ceil(gate_open * cycle / held - 1e-6)
        share = np.where(np.isfinite(turns), turns * held / cycle, gate_open)
    return floats(np.where(held > 0, np.minimum(share, 1), gate_open))


def chance_to_wait(load: npt.ArrayLike, servers: npt.ArrayLike) -> Floats:
    """M/M/c: the share of trains that find all servers busy (Erlang C); ``load`` is rate times work; 1 from c on."""
    load, servers = np.broadcast_arrays(floats(load), np.asarray(servers, np.int64))
    blocked, found = np.ones(load.shape), np.ones(load.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for count in range(1, int(servers.max(initial=0)) + 1):  # Erlang B, server by server
            blocked = load * blocked / (count + load * blocked)
            found = np.where(servers == count, blocked, found)
            if not blocked.any():  # too small for a float, and smaller with each further server
                found = np.where(servers > count, 0.0, found)
                break
        rho = load / servers
        delayed = found / (1 - rho * (1 - found))
    return floats(np.where(load < servers, delayed, 1.0))


def mean_wait(
    rate: npt.ArrayLike,
    work: npt.ArrayLike,
    servers: npt.ArrayLike,
    arrival_variation: npt.ArrayLike = 1.0,
    work_variation: npt.ArrayLike = 1.0,
) -> Floats:
    """G/G/c by Allen and Cunneen: seconds that a train waits for a server; infinite where the queue grows."""
    rate, work, servers = floats(rate), floats(work), np.asarray(servers, np.int64)
    load = rate * work
    with np.errstate(divide="ignore", invalid="ignore"):
        exponential = chance_to_wait(load, servers) * work / (servers - load)
        wait = exponential * (floats(arrival_variation) + floats(work_variation)) / 2
    return floats(np.where(load < servers, wait, np.inf))


def shift_wait(
    rate: npt.ArrayLike,
    work: npt.ArrayLike,
    servers: npt.ArrayLike,
    open_time: npt.ArrayLike,
    cycle: npt.ArrayLike = DAY,
) -> Floats:
    """What closed hours add to the wait: trains come evenly, queue while the stage is closed, and are worked off.

    Webster's uniform delay, cycle (1 - g)^2 / (2 (1 - x)), with the open share g and x the use while open; infinite
    where the open hours do not suffice.
    """
    rate, work, servers, cycle = floats(rate), floats(work), floats(servers), floats(cycle)
    share = floats(open_time) / cycle
    while_open = rate * work / servers
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = cycle * (1 - share) ** 2 / (2 * (1 - while_open))
    return floats(np.where(while_open < share, wait, np.inf))


def wait_in_shifts(
    rate: npt.ArrayLike,
    work: npt.ArrayLike,
    servers: npt.ArrayLike,
    open_time: npt.ArrayLike,
    arrival_variation: npt.ArrayLike = 1.0,
    work_variation: npt.ArrayLike = 1.0,
    cycle: npt.ArrayLike = DAY,
) -> Floats:
    """A stage with opening hours: the wait for the opening and what it leaves behind, and the wait by chance.

    Work that has begun is finished after hours: the open time is longer by what is left of it on average. By chance a
    train waits as if the stage were always open with servers slower by the open share, as in Webster's second term.
    An approximation; it says too much rather than too little.
    """
    rate, work, open_time, cycle = floats(rate), floats(work), floats(open_time), floats(cycle)
    busy = np.minimum(use(rate, work, servers, open_time / cycle), 1)
    with_overrun = np.minimum(open_time + busy * work * (1 + floats(work_variation)) / 2, cycle)
    by_chance = mean_wait(rate, work * cycle / with_overrun, servers, arrival_variation, work_variation)
    return floats(shift_wait(rate, work, servers, with_overrun, cycle) + by_chance)
