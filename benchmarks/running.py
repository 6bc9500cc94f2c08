"""Running times of 10,000 (train type, section) pairs, both directions of each: python -m benchmarks.running.

40 train types (20 consists loaded and empty, on three kinds of locomotive) over one line of 250 sections of 10 to 30 km
with a gradient of its own every 2 to 4 km, curves on every tenth kilometre and a speed limit in every fifth section.
"""

import os
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.machine import description
from corridorsim.model import Scenario, read
from corridorsim.model.demand.formation import Purpose
from corridorsim.packaged import example
from corridorsim.running.times import RunningTimes, running_times

SECTIONS, CONSISTS, ROUNDS = 250, 20, 5
LOCOMOTIVE = {
    "source": "as TE33A", "power": "2906 kW", "force": "427 kN", "starting_force": "534 kN", "mass": "138 t",
    "length": "22 m", "speed": "120 km/h", "lowest_speed": "24.5 km/h",
}  # fmt: skip


def scenario() -> Scenario:
    """The shipped example with its line and its trains replaced."""
    draw = np.random.default_rng(1)
    ends = np.cumsum([0.0, *draw.uniform(10, 30, SECTIONS)])
    tops = np.arange(0.0, ends[-1] - 4, 3) + draw.uniform(0, 1, len(np.arange(0.0, ends[-1] - 4, 3)))
    slopes = draw.uniform(-6, 6, len(tops))
    names = ["Inland", *(f"P{n}" for n in range(1, SECTIONS)), "Border"]
    kinds = {name: LOCOMOTIVE | {"power": f"{power} kW"} for name, power in zip("ABC", (2906, 4000, 6000), strict=True)}
    return read(example()).change(
        {
            "locomotives": kinds,
            "lines.Inland-Border.points": [
                {"name": n, "at": f"{at:.3f} km", "kind": "station"} for n, at in zip(names, ends, strict=True)
            ],
            "lines.Inland-Border.profile": [
                {"at": f"{at:.3f} km", "gradient": f"{slope:.2f} permille"}
                for at, slope in zip(tops, slopes, strict=True)
            ],
            "lines.Inland-Border.curves": [
                {"start": f"{at} km", "end": f"{at + 1} km", "radius": "600 m"}
                for at in range(5, int(ends[-1]) - 1, 10)
            ],
            "lines.Inland-Border.speed_limits": [
                {"start": f"{at + 3:.3f} km", "end": f"{at + 4:.3f} km", "speed": "50 km/h"} for at in ends[:-1:5]
            ],
            "consists": {f"train {n}": _consist(n) for n in range(CONSISTS)},
            "traffic.flows.out.consists": {"train 0": 1},
            "traffic.flows.in.consists": {"train 0": 1},
        }
    )


def _consist(n: int) -> dict[str, Any]:
    return {
        "wagons": 35 + n, "wagon_kind": "flats", "load": f"{30 + n} t", "wagon_length": "14 m", "tare": "22 t",
        "locomotive": "ABC"[n % 3], "transshipment": {"mean": "3 h"},
    }  # fmt: skip


def measured(world: Scenario) -> tuple[RunningTimes, list[float], list[float]]:
    """The running times, and the seconds by the clock and of the processor that each round took."""
    clock, processor = [], []
    for _ in range(ROUNDS):
        begun = perf_counter(), process_time()
        times = running_times(world)
        clock.append(perf_counter() - begun[0])
        processor.append(process_time() - begun[1])
    return times, clock, processor


def main() -> None:
    """Print the median and the best of some rounds, by the clock and of the processor (less on a busy machine)."""
    world = scenario()
    world.network  # noqa: B018 - joined once, before the clock runs
    times, clock, processor = measured(world)
    freight = sum(train.use is not Purpose.SERVICE for train in times.types)
    pairs = freight * len(times.sections) // 2
    print(f"{pairs:,} pairs of train type and section, both directions: {pairs * 2:,} rows of four runs each")
    for name, taken in (("clock", clock), ("processor", processor)):
        print(f"{name}: median {median(taken):.2f} s, best {min(taken):.2f} s of {ROUNDS}")
    print(f"{len(times.failures)} cannot climb; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(description()["processor"])


if __name__ == "__main__":
    main()
