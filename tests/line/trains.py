"""One locomotive, trains behind it, and level or hilly ways to run them over."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corridorsim.model.lines.traction import Locomotive
from corridorsim.running.directed_lines import DirectedLine, columns_of
from corridorsim.running.powered import Powered, run_powered
from corridorsim.running.traction import Train

NUMBERS = {
    "source": "invented", "power": "2906 kW", "force": "427 kN", "starting_force": "534 kN", "mass": "138 t",
    "length": "22 m", "speed": "120 km/h", "lowest_speed": "24.5 km/h",
}  # fmt: skip
LOCOMOTIVE = Locomotive.model_validate(NUMBERS)
HEAVY = Train("heavy", 3400, 19.1, LOCOMOTIVE, 1, 638.0, 0.2, 120 / 3.6)
NONE = np.empty((0, 3))


def way(
    slopes: Sequence[tuple[float, float]] = (),
    length: float = 25_000,
    limit: float = 80 / 3.6,
    limits: Sequence[tuple[float, float, float]] = (),
) -> DirectedLine:
    """One section A - B; slopes are (from, gradient) in metres and fractions, level before the first."""
    at = [0.0, *(place for place, _ in slopes), length]
    climbed = np.concatenate([[0.0], np.cumsum(np.diff(at) * [0.0, *(gradient for _, gradient in slopes)])])
    return DirectedLine(
        "line", "jointed", ("A", "B"), np.array([0.0, length]), limit, NONE, np.array(limits, float).reshape(-1, 3),
        np.array(at), climbed, 0.0, 1,
    )  # fmt: skip


def run(train: Train, over: DirectedLine, cell: float = 100.0) -> Powered:
    """One train over one section."""
    return run_powered(columns_of([over], cell), [train])


def seconds(train: Train, over: DirectedLine, cell: float = 100.0) -> float:
    """Pass to pass."""
    return float(run(train, over, cell).elapsed[-1, 0, 0])


def with_locomotive(train: Train, **numbers: float) -> Train:
    """The train behind another locomotive, in the units used inside."""
    return replace(train, locomotive=train.locomotive.model_copy(update=numbers))
