"""Queues run by the engine: stations of equal servers, trains that come at random or go round, and routes by draw.

Seconds are too coarse for such cases: one unit of a case's time is TICKS ticks of the engine.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corridorsim.engine import run
from corridorsim.operations import Builder, Put, Step

TICKS = 10_000
LAST_TICK = 2**31 - 1
ENOUGH = 1000  # servers for those that need not wait


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


def _draws(seed: int, mean: float, count: int) -> npt.NDArray[np.int64]:
    return np.rint(np.random.default_rng(seed).exponential(mean * TICKS, count)).astype(np.int64)


def round_rate(
    seed: int, customers: int, service: Sequence[float], servers: Sequence[float], visits: Sequence[float], rounds: int
) -> float:
    """Rounds in a unit of time of customers that go from the first station to one between and on to the last.

    ``visits`` are how often each station is seen in a round: 1 for the first and the last, shares for those between.
    """
    random = np.random.default_rng(seed)
    builder = Builder()
    for number, units in enumerate(servers):
        builder.resource(str(number), ENOUGH if np.isinf(units) else int(units))
    between, last = np.arange(1, len(service) - 1), len(service) - 1
    for customer in range(customers):
        chosen = random.choice(between, rounds, p=visits[1:-1])
        route = np.column_stack((np.zeros(rounds, int), chosen, np.full(rounds, last))).ravel()
        ticks = np.rint(random.exponential(np.array(service)[route] * TICKS)).astype(int)
        builder.itinerary(str(customer), _visits(route.tolist()))
        builder.train(str(customer), str(customer), durations=ticks.tolist())
    program, _ = builder.build(until=LAST_TICK)
    started = run(program).started.reshape(customers, 3 * rounds + 1)
    all_go_round_until = int(started[:, -1].min())
    return float(np.sum(started[:, :-1:3] < all_go_round_until) / (all_go_round_until / TICKS))


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
            builder.train(name, name, ready=round(arrival * TICKS), durations=ticks)
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
    """A server is taken at each station, and the one before given back with it."""
    steps = [
        Step(str(number), [str(station)], [Put(str(route[number - 1]))] if number else [])
        for number, station in enumerate(route)
    ]
    return [*steps, Step("leave", puts=[str(route[-1])])]
