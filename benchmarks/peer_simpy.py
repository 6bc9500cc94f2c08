"""A line of one direction as a SimPy user writes it: resources, requests, ``all_of``, and a process for each train."""

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from benchmarks import stations
from corridorsim.operations import Program

Process = Generator[simpy.Event, Any, None]


def is_there() -> bool:
    """SimPy is one of our own requirements."""
    return True


def one_way_line(program: Program, stations: int) -> np.ndarray:
    """When each operation of ``programs.one_way_line`` starts, told without its takes and puts."""
    durations = program.duration.reshape(program.trains, -1)[:, 0 : 2 * stations : 2].tolist()
    started: list[list[int]] = [[] for _ in durations]
    env = simpy.Environment()
    section = [simpy.Resource(env, 1) for _ in range(stations)]
    loop = [simpy.Resource(env, 2) for _ in range(stations)]

    def train(row: int, appears: int) -> Process:
        yield env.timeout(appears)
        behind = None
        for n in range(stations):
            run, stand = section[n].request(), loop[n].request()
            yield env.all_of([run, stand])
            started[row].append(int(env.now))
            if behind:
                loop[n - 1].release(behind)
            yield env.timeout(durations[row][n])
            section[n].release(run)
            started[row].append(int(env.now))
            behind = stand
        loop[-1].release(behind)
        started[row].append(int(env.now))

    for row, appears in enumerate(program.train_ready.tolist()):
        env.process(train(row, appears))
    env.run()
    return np.array(started).ravel()


def border_station(trains: stations.Trains) -> np.ndarray:
    """When each train was done."""
    env = simpy.Environment()
    lanes = simpy.Resource(env, stations.LANES)
    done: list[float] = []

    def train(appears: int, work: int) -> Process:
        yield env.timeout(appears)
        with lanes.request() as lane:
            yield lane
            yield env.timeout(work)
        done.append(env.now)

    for appears, work in zip(trains.appear.tolist(), trains.work[0].tolist(), strict=True):
        env.process(train(appears, work))
    env.run()
    return np.sort(done).astype(np.int64)


def tandem(trains: stations.Trains) -> np.ndarray:
    """When each train was done; it keeps the first server until there is room at the second."""
    env = simpy.Environment()
    first, room, second = (simpy.Resource(env, n) for n in (1, stations.ROOM, 1))
    done: list[float] = []

    def train(appears: int, works: list[int]) -> Process:
        yield env.timeout(appears)
        with first.request() as server:
            yield server
            yield env.timeout(works[0])
            place = room.request()
            yield place
        with second.request() as server:
            yield server
            yield env.timeout(works[1])
        room.release(place)
        done.append(env.now)

    for appears, works in zip(trains.appear.tolist(), trains.work.T.tolist(), strict=True):
        env.process(train(appears, works))
    env.run()
    return np.sort(done).astype(np.int64)
