"""Stations as queues: c equal servers, Poisson arrivals, exponential service, with and without a limit on room.

Formulas: Kleinrock, Queueing Systems I (1975), sections 3.5 to 3.7. Rates are per any one unit of time; times come out
in that unit.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.errors import CorridorError


@dataclass(frozen=True)
class Queue:
    """A station in its steady state."""

    empty: float  # share of time without customers
    refused: float  # share of arrivals that find no room
    waiting: float  # mean number that wait
    present: float  # mean number there, in service or waiting
    wait: float  # mean time an arrival that is let in waits
    stay: float  # mean time it stays


def mmc(arrivals: float, service: float, servers: int) -> Queue:
    """M/M/c: room for all. CorridorError unless arrivals stay below what the servers can do."""
    load = arrivals / service
    if load >= servers:
        raise CorridorError(f"the queue grows for ever: {arrivals:g} arrivals, {servers} servers of {service:g} each")
    terms = np.concatenate(([1.0], np.cumprod(load / np.arange(1, servers + 1))))
    rho = load / servers
    empty = 1 / (terms[:-1].sum() + terms[-1] / (1 - rho))
    waiting = empty * terms[-1] * rho / (1 - rho) ** 2
    return Queue(
        empty=float(empty),
        refused=0.0,
        waiting=float(waiting),
        present=float(waiting + load),
        wait=float(waiting / arrivals),
        stay=float(waiting / arrivals + 1 / service),
    )


def mmck(arrivals: float, service: float, servers: int, room: int) -> Queue:
    """M/M/c/K: an arrival that finds ``room`` others there is refused."""
    if room < servers:
        raise CorridorError(f"room must be at least the number of servers, {servers} (got {room})")
    number = np.arange(room + 1)
    terms = np.concatenate(([1.0], np.cumprod(arrivals / service / np.minimum(number[1:], servers))))
    share = terms / terms.sum()
    waiting = float((np.maximum(number - servers, 0) * share).sum())
    present = float((number * share).sum())
    let_in = arrivals * (1 - share[-1])
    return Queue(
        empty=float(share[0]),
        refused=float(share[-1]),
        waiting=waiting,
        present=present,
        wait=float(waiting / let_in),
        stay=float(present / let_in),
    )
