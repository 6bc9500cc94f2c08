"""Textbook queues on the scorecard: formulas must match the printed digits, the engine within its simulation error."""

from collections.abc import Callable, Iterator
from math import sqrt
from typing import Any

import numpy as np

from corridorsim.conformance.scores import Case, Json, Score, Settings, close
from corridorsim.conformance.simulated_queues import mean_wait, number_left, round_rate, run_with_loss
from corridorsim.formulas.closed_network import circulate
from corridorsim.formulas.queueing import mmc, mmck

KIND = "queueing"
ERRORS = 4  # standard errors that a simulated mean may lie off: one in 16,000 does by chance
ROUNDS = 1500  # in the time for which a closed network is run
SYMBOLS = {
    "Lq": ("mean number waiting", "waiting"),
    "L": ("mean number present", "present"),
    "R": ("mean stay", "stay"),
    "Wq": ("mean wait", "wait"),
    "p0": ("share of time empty", "empty"),
    "p_block": ("share refused", "refused"),
}


def cases(content: Json, settings: Settings) -> list[Case]:
    """The cases of a file of the kind "queueing"."""
    return [Case(KIND, each["id"], _scorer(each)) for each in content["cases"]]


def _scorer(content: Json) -> Callable[[Callable[[], None]], Iterator[Score]]:
    model = MODELS[content["model"]]

    def scores(done: Callable[[], None]) -> Iterator[Score]:
        return model(content)

    return scores


def _printed(content: Json, quantity: str, theirs: float, ours: float, remark: str) -> Score:
    """A number that must agree to one unit of the last digit printed: some were cut off, not rounded."""
    digits = len(str(theirs).partition(".")[2])
    return close(KIND, content["id"], quantity, theirs, ours, 10**-digits, remark)


def _open(content: Json) -> Iterator[Score]:
    """M/M/c, or M/M/c/K where room is limited: by formula, and by the engine."""
    rates = content["arrivals"], content["service"], content["servers"]
    queue = mmck(*rates, content["room"]) if "room" in content else mmc(*rates)
    for symbol, theirs in content["printed"].items():
        quantity, attribute = SYMBOLS[symbol]
        yield _printed(content, quantity, theirs, getattr(queue, attribute), "formula")
    count, seeds = content["simulated_arrivals"], range(0, 1000, 100)
    if "room" in content:
        found = [run_with_loss(seed, *rates, content["room"], count) for seed in seeds]
        yield _simulated(
            content, "share refused", queue.refused, [each.refused for each in found], "against the formula"
        )
        waits = [each.wait for each in found]
    else:
        waits = [mean_wait(seed, *rates, count) for seed in seeds]
    yield _simulated(content, "mean wait", queue.wait, waits, "against the formula")


def _closed(content: Json) -> Iterator[Score]:
    """A closed network by formula, and by the engine."""
    servers = [float(units) for units in content["servers"]]
    found = circulate(content["customers"], content["service"], servers, content["visits"])
    for station, (present, rate) in enumerate(zip(content["printed"]["L"], content["printed"]["X"], strict=True), 1):
        yield _printed(content, f"number at station {station}", present, found.present[station - 1], "formula")
        yield _printed(content, f"visits to station {station}", rate, found.throughput[station - 1], "formula")
    network = content["customers"], content["service"], servers, content["visits"]
    rates = [round_rate(seed, *network, ROUNDS) for seed in range(8)]
    yield _simulated(content, "visits to station 1", content["printed"]["X"][0], rates, "against the printed number")


def _network(content: Json) -> Iterator[Score]:
    """An open network with routing by draw, where others printed a mean of their own simulation."""
    network = content["arrivals"], content["service"], content["servers"], content["routing"], content["until"]
    left = [number_left(seed, *network) for seed in range(content["printed"]["seeds"])]
    theirs = content["printed"]["mean_number_left"]
    # their mean has an error like ours: two of them differ by sqrt(2) of it
    yield _simulated(content, "number that have left", theirs, left, "both simulated", sqrt(2))


def _simulated(
    content: Json, quantity: str, theirs: float, runs: list[Any], remark: str, widened: float = 1.0
) -> Score:
    """The mean of runs, which may lie ERRORS standard errors off."""
    error = float(np.std(runs, ddof=1)) / sqrt(len(runs))
    remark = f"engine, {len(runs)} runs, standard error {error:.3g}, {remark}"
    return close(KIND, content["id"], quantity, theirs, float(np.mean(runs)), ERRORS * widened * error, remark)


MODELS = {"open": _open, "closed": _closed, "network": _network}
