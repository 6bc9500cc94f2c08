"""Queues run by the engine: stations of equal servers, trains that come at random or go round, and routes by draw.

Every station has room for all who wait, unless a limit is given: who has been served leaves its server at once. Seconds
are too coarse for such cases: one unit of a case's time is TICKS ticks of the engine.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corridorsim.engine import run
from corridorsim.operations import Builder, Step

TICKS = 10_000
LAST_TICK = 2**31 - 1
ENOUGH = 1000  # servers for those that need not wait
VISIT = ("service", "go on")  # steps of a visit


def mean_wait(seed: int, arrivals: float, service: float, servers: int, count: int) -> float:
    """Mean wait of ``count`` arrivals at a station, without the first twentieth of those served."""
    builder = Builder()
    builder.resource("servers", servers)
    builder.itinerary("visit", [Step("service", ["servers"]), Step("leave", puts=["servers"])])
    ready = np.cumsum(_draws(seed, 1 / arrivals, count))
    ticks = np.column_stack((_draws(seed + 1, 1 / service, count), np.zeros(count, np.int64)))
    names = [str(n) for n in range(count)]
    builder.trains(names, "visit", ready, np.zeros(count, np.int64), ticks, np.zeros_like(ticks))
    program, _ = builder.build(until=LAST_TICK)
    outcome = run(program)
    served = outcome.started[::2] >= 0
    waits = (outcome.started[::2] - outcome.ready[::2])[served] / TICKS
    return float(waits[len(waits) // 20 :].mean())


class LossRun(NamedTuple):
    """What a run of a station with limited room comes to, without its first twentieth."""

    refused: float  # share of the arrivals
    wait: float  # mean of those let in


def run_with_loss(seed: int, arrivals: float, service: float, servers: int, room: int, count: int) -> LossRun:
    """``count`` arrivals at a station that has room for ``room``, those in service included; others are refused.

    Each arrival is two trains that share a token. The first takes a place in the room and the token, and is served; the
    second, of a later rank, takes the token alone and leaves: it does so at that instant, and only if there is no room.
    """
    builder = Builder()
    builder.resource("room", room)
    builder.resource("servers", servers)
    served = [Step("service", ["servers"]), Step("leave", puts=["servers", "room"])]
    ready, ticks = _draws(seed, 1 / arrivals, count).cumsum(), _draws(seed + 1, 1 / service, count)
    for n, (second, lasts) in enumerate(zip(ready.tolist(), ticks.tolist(), strict=True)):
        let_in, refused, token = f"let in {n}", f"refused {n}", f"token {n}"
        builder.resource(token, 1)
        builder.itinerary(let_in, [Step("enter", ["room", token]), *served])
        builder.itinerary(refused, [Step("turn back", [token]), Step("leave")])
        builder.train(let_in, let_in, ready=second, durations=[0, lasts])
        builder.train(refused, refused, ready=second, rank=1, durations=[0])
    program, _ = builder.build(until=LAST_TICK)
    outcome = run(program)
    warm = count // 20
    first = program.operation_first[:-1]
    turned_back = outcome.started[first[1::2]][warm:] >= 0
    service_of = first[::2][warm:] + 1
    begun = outcome.started[service_of] >= 0
    waits = (outcome.started[service_of] - outcome.ready[service_of])[begun] / TICKS
    return LossRun(float(turned_back.mean()), float(waits.mean()))


def _draws(seed: int, mean: float, count: int) -> npt.NDArray[np.int64]:
    return np.rint(np.random.default_rng(seed).exponential(mean * TICKS, count)).astype(np.int64)


def round_rate(
    seed: int, customers: int, service: Sequence[float], servers: Sequence[float], visits: Sequence[float], rounds: int
) -> float:
    """Rounds in a unit of time of customers that go from the first station to one between and on to the last.

    ``visits`` are how often each station is seen in a round: 1 for the first and the last, shares for those between.
    Counted over the time in which a customer alone does ``rounds``, without its first twentieth (not up to the last
    round of some customer: it would be a fast one).
    """
    random = np.random.default_rng(seed)
    builder = Builder()
    for number, units in enumerate(servers):
        builder.resource(str(number), ENOUGH if np.isinf(units) else int(units))
    between, last = np.arange(1, len(service) - 1), len(service) - 1
    until, enough = rounds * float(np.dot(service, visits)), round(1.25 * rounds) + 20
    for customer in range(customers):
        chosen = random.choice(between, enough, p=visits[1:-1])
        route = np.column_stack((np.zeros(enough, int), chosen, np.full(enough, last))).ravel()
        ticks = np.rint(random.exponential(np.array(service)[route] * TICKS)).astype(int)
        builder.itinerary(str(customer), _visits(route.tolist()))
        builder.train(str(customer), str(customer), durations=_at_visits(ticks.tolist()))
    program, _ = builder.build(until=round(until * TICKS))
    begun = run(program).started.reshape(customers, 3 * enough * len(VISIT))[:, :: 3 * len(VISIT)]
    warm = until / 20
    return float(np.sum(begun >= warm * TICKS) / (until - warm))


def number_left(
    seed: int,
    arrivals: Sequence[float],
    service: Sequence[float],
    servers: Sequence[int],
    routing: Sequence[Sequence[float]],
    until: float,
) -> int:
    """How many have left an open network by ``until``: each goes from station to station by its own draws.

    ``arrivals`` and ``service`` are rates by station, ``routing`` the shares that go on to each; the rest leaves.
    """
    random = np.random.default_rng(seed)
    builder = Builder()
    for station, units in enumerate(servers):
        builder.resource(str(station), units)
    for entry, rate in enumerate(arrivals):
        for number, arrival in enumerate(_arrivals(random, rate, until)):
            route = _route(random, entry, routing)
            ticks = [round(random.exponential(TICKS / service[station])) for station in route]
            name = f"{entry}.{number}"
            builder.itinerary(name, _visits(route))
            builder.train(name, name, ready=round(arrival * TICKS), durations=_at_visits(ticks))
    program, _ = builder.build(until=round(until * TICKS))
    return int(np.sum(run(program).started[program.operation_first[1:] - 1] >= 0))


def _arrivals(random: np.random.Generator, rate: float, until: float) -> list[float]:
    """Poisson arrivals: so many, anywhere in the time."""
    count = int(random.poisson(rate * until))
    times: list[float] = np.sort(random.uniform(0, until, count)).tolist()
    return times


def _route(random: np.random.Generator, entry: int, routing: Sequence[Sequence[float]]) -> list[int]:
    route, here = [], entry
    while here < len(routing):
        route.append(here)
        here = int(random.choice(len(routing) + 1, p=[*routing[here], 1 - sum(routing[here])]))
    return route


def _visits(route: Sequence[int]) -> list[Step]:
    """At each station a server is taken, and given back before the next is waited for."""
    return [step for number in route for step in (Step("service", [str(number)]), Step("go on", puts=[str(number)]))]


def _at_visits(service: Sequence[int]) -> list[int]:
    """Durations of the steps of visits: who goes on is at the next station at once."""
    return [duration for lasts in service for duration in (lasts, 0)]
