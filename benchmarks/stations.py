"""Two yards that any queueing program can tell: a border station of c lanes (M/M/c), and a tandem that blocks.

Every simulator gets the same arrivals and the same seconds of work, so all must let each train go at the same second.
"""

from typing import NamedTuple

import numpy as np

from corridorsim.operations import Builder, Outcome, Program, Step

EVERY, WORK, LANES = 300, 600, 3  # seconds between trains and at a lane, mean; lanes: Ciw's bank, a minute being 60 s
WAIT = 4.4444 * 60  # the formula's mean wait for these
ROOM = 3  # trains at the tandem's second stage, the one in work included
FIRST, SECOND = 240, 240


class Trains(NamedTuple):
    """Who comes when, and how long each stage works at them."""

    appear: np.ndarray  # per train, seconds
    work: np.ndarray  # per stage and train, seconds


def at_the_border(count: int) -> Trains:
    """Trains for the border station."""
    return _trains(count, EVERY, [WORK])


def at_the_tandem(count: int) -> Trains:
    """Trains for two stages of one server each."""
    return _trains(count, EVERY, [FIRST, SECOND])


def _trains(count: int, every: int, means: list[int]) -> Trains:
    luck = np.random.Generator(np.random.PCG64(1))
    apart, *work = (np.maximum(1, np.rint(-mean * np.log1p(-luck.random(count)))) for mean in (every, *means))
    return Trains(np.cumsum(apart).astype(np.int64), np.array(work, np.int64))


def border_station(trains: Trains) -> Program:
    """Each train takes a lane and gives it back."""
    builder = Builder()
    builder.resource("lanes", LANES)
    return _built(builder, trains, [Step("control", ["lanes"]), Step("controlled", puts=["lanes"])], [0])


def tandem(trains: Trains) -> Program:
    """A train stays at the first stage until there is room at the second."""
    builder = Builder()
    for name, units in (("first", 1), ("room", ROOM), ("second", 1)):
        builder.resource(name, units)
    steps = [
        Step("at the first", ["first"]),
        Step("move on", ["room"], ["first"]),
        Step("at the second", ["second"]),
        Step("done", puts=["second", "room"]),
    ]
    return _built(builder, trains, steps, [0, 2])


def _built(builder: Builder, trains: Trains, steps: list[Step], working: list[int]) -> Program:
    builder.itinerary("through", steps)
    count = len(trains.appear)
    durations = np.zeros((count, len(steps)), np.int64)
    durations[:, working] = trains.work.T
    names = [str(n) for n in range(count)]
    nothing = np.zeros_like(durations)
    builder.trains(names, "through", trains.appear, nothing[:, 0], durations, nothing)
    return builder.build(until=int(trains.appear[-1] + trains.work.sum() + 1))[0]


def exits(program: Program, outcome: Outcome) -> np.ndarray:
    """When each train was done, in order of time."""
    return np.sort(outcome.started[program.operation_first[1:] - 1]).astype(np.int64)
