"""Runs of a design, a surface through them, the best point on it; then again, closer around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, qmc

from corridorsim.arrays import Floats
from corridorsim.calibration.surface import Misfit, fit_surface, within
from corridorsim.model import read
from corridorsim.model.calibration import Calibration, Parameter, split
from corridorsim.study.answers import answers_of, wanted_number
from corridorsim.study.runner import each_replication, nothing_to_do

NEARER = 0.5  # how far a round looks, of the round before
STILL = 0.1  # spreads: a best point that moves less has come to rest
UNDETERMINED = 0.9  # of the prior's own 95 % interval


@dataclass(frozen=True, eq=False)
class FitRound:
    """One round: the best point on its surface, and how far it is off there."""

    best: Floats  # [parameters] in spreads from the priors
    misfit: float
    moved: float  # spreads from the round before, of the parameter that moved most


@dataclass(frozen=True)
class Found:
    """What is known of a parameter after the fit."""

    value: float
    low: float  # 95 %, by the profile of the misfit
    high: float
    is_determined: bool  # whether the figures say more than the prior did


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A calibration done."""

    calibration: Calibration
    rounds: tuple[FitRound, ...]
    found: dict[str, Found]
    before: dict[str, float]  # by target: the simulated number at the priors
    after: dict[str, float]  # at the best point, simulated again

    @property
    def is_settled(self) -> bool:
        """Whether the best point came to rest."""
        return self.rounds[-1].moved < STILL

    def residual(self, target: str, values: Mapping[str, float]) -> float:
        """How far a simulated number is off its figure, in standard errors."""
        told = self.calibration.targets[target]
        wanted = _wanted(told.value)
        return (values[target] - wanted) / (told.error * abs(wanted))


def runs_of(calibration: Calibration) -> int:
    """How many runs of a scenario a calibration makes, at most."""
    return len(calibration.scenarios) * (calibration.rounds * _points(calibration) + 2)


def calibrate(
    calibration: Calibration, done: Callable[[], None] = nothing_to_do, workers: int | None = None
) -> Calibrated:
    """Fit the parameters to the targets; ``done`` is called after each run of a scenario.

    All runs share their random numbers, so that they differ by the parameters alone. Raises CorridorError for a key or
    a number that a scenario does not have.
    """
    world = _World(calibration, workers)
    parameters = [*calibration.parameters.values()]
    low, high = (np.array([_spreads(p, p.number(getattr(p, end))) for p in parameters]) for end in ("low", "high"))
    middle = np.zeros(len(parameters))
    before = world.numbers(middle[None], done)[0]
    wanted = np.array([_wanted(target.value) for target in calibration.targets.values()])
    errors = np.abs(wanted) * [target.error for target in calibration.targets.values()]
    points, values = middle[None], before[None]
    rounds: list[FitRound] = []
    misfit = None
    for number in range(calibration.rounds):
        design = _design(calibration, number, middle, low, high)
        points, values = np.vstack([points, design]), np.vstack([values, world.numbers(design, done)])
        near = np.abs(points - middle).max(1) <= 2.01 * NEARER**number if number else np.full(len(points), True)
        misfit = Misfit(fit_surface(points[near], values[near]), wanted, errors, low, high)
        best, least = misfit.best(middle)
        rounds.append(FitRound(best, least, float(np.abs(best - middle).max())))
        middle = best
        if rounds[-1].moved < STILL:
            break
    assert misfit is not None
    after = world.numbers(middle[None], done)[0]
    found = {
        name: _found(parameter, middle, column, misfit)
        for column, (name, parameter) in enumerate(calibration.parameters.items())
    }
    names = [*calibration.targets]
    return Calibrated(
        calibration, tuple(rounds), found,
        dict(zip(names, before.tolist(), strict=True)), dict(zip(names, after.tolist(), strict=True)),
    )  # fmt: skip


def _wanted(value: float | str) -> float:
    found = split(value)
    return found[0] if found else 0.0


def _spreads(parameter: Parameter, value: float) -> float:
    """A value counted in spreads from the prior."""
    return (value - parameter.number(parameter.prior)) / parameter.number(parameter.spread)


def _value(parameter: Parameter, spreads: float) -> float:
    value = parameter.number(parameter.prior) + spreads * parameter.number(parameter.spread)
    return min(max(value, parameter.number(parameter.low)), parameter.number(parameter.high))


def _points(calibration: Calibration) -> int:
    """Runs of a round: half as many again as a surface with squares and products has coefficients."""
    count = len(calibration.parameters)
    return calibration.points or -(-3 * (1 + count + count * (count + 1) // 2) // 2)


def _design(calibration: Calibration, number: int, middle: Floats, low: Floats, high: Floats) -> Floats:
    """Points of a Latin hypercube within two spreads of the middle, half as far in each further round."""
    reach = 2 * NEARER**number
    sampler = qmc.LatinHypercube(len(middle), rng=np.random.default_rng([calibration.seed, number]))
    bottom, top = np.maximum(middle - reach, low), np.minimum(middle + reach, high)
    return np.asarray(qmc.scale(sampler.random(_points(calibration)), bottom, np.maximum(top, bottom + 1e-6)), float)


def _found(parameter: Parameter, best: Floats, column: int, misfit: Misfit) -> Found:
    low, high = within(*misfit.profile(best, column))
    believed = min(float(norm.ppf(0.975)), misfit.high[column]) - max(-float(norm.ppf(0.975)), misfit.low[column])
    value, lowest, highest = (_value(parameter, spreads) for spreads in (float(best[column]), low, high))
    return Found(value, lowest, highest, bool(high - low < UNDETERMINED * believed))


class _World:
    """The scenarios, and what they give at any point."""

    def __init__(self, calibration: Calibration, workers: int | None) -> None:
        self.calibration = calibration
        self.workers = workers
        more: dict[str, object] = {"replications": 1, "seed": calibration.seed}
        if calibration.window is not None:
            more["window.length"] = calibration.window
        self.scenarios = {name: read(calibration.path_of(name)).change(more) for name in calibration.scenarios}

    def numbers(self, points: Floats, done: Callable[[], None]) -> Floats:
        """[points, targets] at [points, parameters]."""
        targets = self.calibration.targets.values()
        names = [*dict.fromkeys(target.scenario for target in targets)]
        jobs = [(point, name) for point in points for name in names]
        runs = [*each_replication(lambda n: self._run(*jobs[n]), len(jobs), done=done, workers=self.workers)]
        rows = [dict(zip(names, runs[n : n + len(names)], strict=True)) for n in range(0, len(runs), len(names))]
        return np.array(
            [[wanted_number(row[t.scenario], t.number, "targets:", t.scenario) for t in targets] for row in rows]
        )

    def _run(self, point: Floats, name: str) -> dict[str, float]:
        changes: dict[str, object] = {}
        for parameter, spreads in zip(self.calibration.parameters.values(), point, strict=True):
            changes |= dict.fromkeys(parameter.keys, parameter.written(_value(parameter, spreads)))
        return answers_of(self.scenarios[name].change(changes))
